"""Campaigns as people read them: progress while it goes, outcomes by channel and reason, one person's why."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from plugin.cli.following import Costs, Result
from plugin.cli.output import micros

_GOOD: Final = frozenset({"acted", "delivered", "sent"})
_BAD: Final = frozenset({"failed", "not_delivered", "rejected", "unknown"})

Shown = Callable[[dict[str, Any]], None]


@contextmanager
def live_progress(console: Console, steps: Sequence[str]) -> Iterator[Shown]:
    """Gives what shows an execution: a table that moves at a terminal, else a line for each step that
    everybody has left."""
    if console.is_terminal:
        with Live(console=console, refresh_per_second=8, transient=False) as live:
            yield lambda progress: live.update(_table(steps, progress))
    else:
        said: set[str] = set()
        yield lambda progress: _say_finished(console, said, progress)


def _say_finished(console: Console, said: set[str], progress: dict[str, Any]) -> None:
    here = {position["step"] for position in progress["positions"]}
    for step, outcomes in progress["outcomes"].items():
        if step not in said | here:
            said.add(step)
            console.print(f"  {step}: {_counts(outcomes).plain}")


def _table(steps: Sequence[str], progress: dict[str, Any]) -> Group:
    table = Table(box=None, padding=(0, 2), show_edge=False)
    table.add_column("step", style="bold")
    table.add_column("here now", justify="right")
    table.add_column("left it as")
    here: dict[str, int] = {}
    for position in progress["positions"]:
        here[position["step"]] = here.get(position["step"], 0) + position["people"]
    for step in dict.fromkeys((*steps, *here, *progress["outcomes"])):
        now = here.get(step, 0)
        table.add_row(
            step,
            str(now) if now else "",
            _counts(progress["outcomes"].get(step, {})),
            style=None if now else "",
        )
    people = progress["people"]
    line = (
        f"{progress['state']}: {people['total']} people, {people['acted']} acted, "
        f"{people['missed']} missed, {people['open']} have yet to act"
    )
    return Group(table, Text(line, style="dim"))


def _counts(outcomes: dict[str, int]) -> Text:
    text = Text()
    for name, people in sorted(outcomes.items(), key=lambda one: -one[1]):
        text.append(", " if text else "").append(f"{people} {name}", _style(name))
    return text


def _style(outcome: str) -> str:
    if outcome in _GOOD:
        return "green"
    return "red" if outcome in _BAD else "yellow"


def show_result(console: Console, result: Result, currency: str) -> None:
    """Outcomes by channel and reason, and the cost."""
    table = Table(box=None, padding=(0, 3, 0, 0), show_edge=False, title_justify="left")
    for name in ("channel", "outcome", "reason"):
        table.add_column(name)
    table.add_column("messages", justify="right")
    for channel, counts in sorted(result.channels.items()):
        for what, number in sorted(counts.items()):
            state, _, reason = what.partition(":")
            table.add_row(channel, Text(state, _style(state)), reason, str(number))
    console.print()
    console.print(table)
    console.print(f"\nCost: {_cost(result.costs, currency)}")


def _cost(costs: Costs, currency: str) -> str:
    waiting = f", and {costs.waiting} texts whose price has not come" if costs.waiting else ""
    return f"{micros(costs.micros, currency)} for {costs.segments} segments{waiting}"


def result_json(result: Result, currency: str) -> dict[str, Any]:
    """The same for programs."""
    return {
        "executionId": result.execution,
        "state": result.state,
        "channels": result.channels,
        "costMicros": result.costs.micros,
        "currency": currency,
        "segments": result.costs.segments,
        "waitingForPrice": result.costs.waiting,
        "workflow": result.workflow,
    }


def show_why(console: Console, why: dict[str, Any]) -> None:
    """One person's way through a campaign, step by step as they came to them."""
    console.print(_standing(why))
    for step, told in _steps(why):
        findings = [one for one in why["findings"] if (one["step"], one["told"]) == (step, told)]
        console.print()
        console.print(Text(step, "bold").append(", told about others" if told else ""))
        for one in findings:
            console.print(Text(f"  {_moment(one['changedAt'])}  ").append(_message(one)))
        for one in () if told else (passed for passed in why["passed"] if passed["step"] == step):
            went = f"on to {one['went']}" if one["went"] else "and their way ended"
            console.print(f"  {_moment(one['at'])}  left as {one['outcome']}, {went}")
        for one in () if told else (ahead for ahead in why["prospects"] if ahead["step"] == step):
            reason = f", {one['reason']}" if one["reason"] else ""
            console.print(f"  {'now':<19}  {one['channel']} would be: {one['answer']}{reason}")
        for workflow in dict.fromkeys(one["workflow"]["url"] or one["workflow"]["id"] for one in findings):
            console.print(f"  {workflow}", style="dim")
    console.print(f"\nThe campaign: {why['workflow']['url'] or why['workflow']['id']}")


def _steps(why: dict[str, Any]) -> list[tuple[str, bool]]:
    """The steps that something is known of, and whether as somebody to tell, in the order of their time;
    those ahead at the end."""
    known = [(one["changedAt"], one["step"], one["told"]) for one in why["findings"]]
    known += [(one["at"], one["step"], False) for one in why["passed"]]
    ahead = [(one["step"], False) for one in why["prospects"]]
    return list(dict.fromkeys([(step, told) for _, step, told in sorted(known)] + ahead))


def _standing(why: dict[str, Any]) -> str:
    standing = why["standing"]
    if standing is None:
        return f"The campaign is {why['state']}. They are no recipient, but were told about others."
    facts = [
        name
        for name, value in (
            ("have acted", standing["actedAt"]),
            ("have missed it", standing["missedAt"]),
            ("were taken out", standing["removedAt"]),
            ("are deactivated", not standing["active"]),
        )
        if value
    ]
    where = f"They are at {standing['step']}." if standing["step"] else "They are at no step."
    return f"The campaign is {why['state']}. They {' and '.join(facts) or 'have yet to act'}. {where}"


def _message(finding: dict[str, Any]) -> Text:
    text = Text(f"{finding['channel']} ").append(finding["state"], _style(finding["state"]))
    if finding["reason"]:
        text.append(f": {finding['reason']}")
    if finding["occurrence"] > 1:
        text.append(f", occurrence {finding['occurrence']}")
    return text.append(f", {finding['attempts']} attempts" if finding["attempts"] > 1 else "")


def _moment(written: str) -> str:
    """To the second, where the reader is."""
    return f"{datetime.fromisoformat(written).astimezone():%Y-%m-%d %H:%M:%S}"
