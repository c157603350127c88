"""What an operator reads in Temporal UI: Markdown of ids, reasons and counts."""

from collections.abc import Iterable, Mapping

from workflows.ports import Branch, PlanStep, Standing, StepInput, StepKind

_DOING: dict[StepKind, str] = {
    StepKind.SEND: "sending",
    StepKind.WAIT: "waiting",
    StepKind.WEBHOOK: "calling the webhook",
    StepKind.MARK_MISSED: "marking who has missed it",
    StepKind.ESCALATE: "escalating",
}


def show_standing(step: StepInput, standing: Standing) -> str:
    """Where a step stands: people by channel and state, and what is awaited."""
    ref = step.ref
    who = f"targets told about others (cohort {ref.cohort})" if ref.targets else f"cohort {ref.cohort}"
    rows = [
        (channel, key.replace(":", ": "), str(people))
        for channel, counts in sorted(standing.counts.items())
        for key, people in sorted(counts.items())
    ]
    if standing.due:
        then = "Something is due now."
    elif standing.wake_seconds is None:
        then = "Everybody's outcome is final."
    else:
        then = f"The rest is looked at again in {_duration(standing.wake_seconds)}."
    head = f"**Step `{ref.step}`**, occurrence {ref.occurrence}, {who}: {ref.people} people\n\n"
    return f"{head}{_table(('channel', 'outcome', 'people'), rows)}\n\n{then}"


def show_campaign(
    steps: Mapping[str, PlanStep],
    branches: Iterable[Branch],
    outcomes: Mapping[str, Mapping[str, int]],
    *,
    paused: bool,
    prefix: str,
) -> str:
    """Where an execution is, and what came of the steps that were left. ``prefix``: of its steps' workflow
    ids."""
    here = sorted(branches, key=lambda one: (one.wake_at, one.cohort))
    parts = ["**Paused**: what falls due is done at resume."] if paused else []
    if here:
        columns = ("at step", "cohort", "people", "yet to act", "due since", "next look", "what for")
        parts += ["**Now**", _table(columns, [_place(steps, one) for one in here])]
    else:
        parts.append("**Complete**: nobody is on the way any more.")
    if outcomes:
        rows = [(f"`{step}`", _counted(counts)) for step, counts in outcomes.items()]
        parts += ["**Done**", _table(("step", "people by outcome"), rows)]
    if any(step.manner is not None for step in steps.values()):
        parts.append(
            "Where to look next: what a step sent, and to how many, is in its own workflow, listed under"
            f" *Relationships* and named `{prefix}<step>/<occurrence>/<cohort>`."
        )
    return "\n\n".join(parts)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{people} {outcome.replace('_', ' ')}" for outcome, people in counts.items())


def _place(steps: Mapping[str, PlanStep], one: Branch) -> tuple[str, ...]:
    kind = steps[one.step].kind
    if one.targets:
        doing = f"others, told about cohort {one.about}, who are left"
    elif one.left:
        doing = "those who are held, or of whom news is awaited"
    else:
        doing = _DOING[kind] if one.occurrence == 1 else f"{_DOING[kind]}, occurrence {one.occurrence}"
    moments = (f"{moment:%Y-%m-%d %H:%M:%S} UTC" for moment in (one.due_at, one.wake_at))
    return (f"`{one.step}`", str(one.cohort), str(one.people), str(one.open), *moments, doing)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(columns)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _duration(seconds: float) -> str:
    for size, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"
