"""Definitions for tests: small ones by hand, and any valid one by Hypothesis."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from homing.domain import definition as model
from homing.domain.definition import (
    CHANNEL_NAMES,
    LABELS,
    SENDING,
    ActionType,
    CallWebhook,
    Condition,
    Config,
    DeadlineCheck,
    Definition,
    Escalate,
    EscalateMode,
    Extras,
    Label,
    MarkMissed,
    SendNotification,
    SendReminder,
    Step,
    StepType,
    Target,
    TargetType,
)
from homing.domain.definition_json import read_definition
from homing.domain.errors import DefinitionRefused
from homing.domain.strategy import AUTHORED, ChannelStrategy, OnUnknown


def wait(step_id: str, **transitions: str) -> dict[str, Any]:
    """A step that waits an hour, in JSON."""
    return {
        "id": step_id,
        "type": "STEP_TYPE_DEADLINE_CHECK",
        "deadlineCheck": {"delay": "1h"},
        "transitions": transitions,
    }


def remind(step_id: str, **transitions: str) -> dict[str, Any]:
    """A step that reminds by sms, in JSON."""
    return {
        "id": step_id,
        "type": "STEP_TYPE_SEND_REMINDER",
        "sendReminder": {"thirdPartyChannels": ["CHANNEL_NAME_SMS"]},
        "transitions": transitions,
    }


def escalate(**config: Any) -> dict[str, Any]:
    """A step that tells the manager, in JSON; ``config`` changes what it says (None: left out)."""
    whole = {
        "condition": "ESCALATION_CONDITION_IF_NOT_ACKED",
        "targets": [{"type": "ESCALATION_TARGET_TYPE_MANAGER"}],
        **config,
    }
    return {"id": "escalate", "type": "STEP_TYPE_ESCALATE", "escalateConfig": whole}


def webhook(**config: Any) -> dict[str, Any]:
    """A step that calls a webhook, in JSON; ``config`` changes what it says."""
    whole = {"url": "https://example.org/hook", **config}
    return {"id": "hook", "type": "STEP_TYPE_CALL_WEBHOOK", "callWebhook": whole}


def definition(*steps: object) -> dict[str, Any]:
    return {"steps": list(steps)}


def ladder(rungs: int, *, extra: bool = False) -> dict[str, Any]:
    """Splits and joins, one after the other: 2 to the power of ``rungs`` paths; with ``extra`` one more."""
    steps = [wait("start", completed="s0", **({"acted": "end"} if extra else {}))]
    for n in range(rungs):
        then = f"s{n + 1}" if n + 1 < rungs else "end"
        steps += [
            remind(f"s{n}", sent=f"a{n}", failed=f"b{n}"),
            wait(f"a{n}", completed=then),
            wait(f"b{n}", completed=then),
        ]
    return definition(*steps, {"id": "end", "type": "STEP_TYPE_MARK_MISSED"})


def found_in(data: object) -> dict[str, str]:
    """Path -> what would be right; empty for a definition."""
    try:
        read_definition(data)
    except DefinitionRefused as refused:
        return {fault.path: fault.message for fault in refused.faults}
    return {}


def faults(data: object) -> dict[str, str]:
    """The same, of what must be refused."""
    found = found_in(data)
    assert found
    assert all(found.values())
    return found


def of_step(step: Mapping[str, Any], **changes: object) -> dict[str, str]:
    """The faults of one changed step, by path within it."""
    found = faults(definition({**step, **changes}))
    assert all(path.startswith("steps[0]") for path in found)
    return {path.removeprefix("steps[0]").removeprefix("."): message for path, message in found.items()}


_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"))


def _words(least: int = 1) -> st.SearchStrategy[str]:
    return st.text(_CHARACTERS, min_size=least, max_size=model.MAX_NAME)


def _durations(least: timedelta, most: timedelta) -> st.SearchStrategy[timedelta]:
    whole = st.integers(round(least.total_seconds()), round(most.total_seconds()))
    return whole.map(lambda seconds: timedelta(seconds=seconds))


_TARGETS = st.one_of(
    st.builds(
        lambda kind, target: Target(kind, str(target)),
        st.sampled_from([TargetType.USER, TargetType.GROUP]),
        st.uuids(),
    ),
    st.just(Target(TargetType.MANAGER)),
    st.builds(Target, st.just(TargetType.ROLE), _words()),
)
_CHANNELS = st.lists(st.sampled_from(CHANNEL_NAMES), unique=True).map(tuple)


def _targets(least: int) -> st.SearchStrategy[tuple[Target, ...]]:
    return st.lists(_TARGETS, min_size=least, max_size=model.MAX_TARGETS, unique=True).map(tuple)


@st.composite
def _escalations(draw: st.DrawFn) -> Escalate:
    repeats = draw(st.integers(0, model.MAX_REPEATS))
    interval = draw(_durations(timedelta(minutes=1), model.LONGEST_INTERVAL))
    return Escalate(
        condition=draw(st.sampled_from(Condition)),
        targets=draw(_targets(1)),
        repeat_count=repeats,
        repeat_interval=timedelta(minutes=interval // timedelta(minutes=1) if repeats else 0),
        mode=draw(st.sampled_from(EscalateMode)),
        channels=draw(_CHANNELS),
    )


_KINDS = st.sampled_from([None, model.PUSH])
_CONFIGS: st.SearchStrategy[Config] = st.one_of(
    st.builds(
        SendNotification,
        _KINDS,
        st.none() | _words(),
        st.none() | st.integers(1, model.MAX_TEMPLATE_VERSION),
        st.none() | _words(),
        st.sampled_from([None, *ActionType]),
        st.dictionaries(_words(), st.text(_CHARACTERS | st.just("\n"), max_size=50), max_size=5),
    ),
    st.builds(DeadlineCheck, _durations(model.SHORTEST_DELAY, model.LONGEST_DELAY)),
    st.builds(SendReminder, _KINDS, _CHANNELS, _targets(0)),
    st.builds(
        CallWebhook,
        _words(0),
        st.sampled_from(
            ["https://example.org", "http://EXAMPLE.org:8080/a?b=%20c", "https://[2606:4700::1]/"]
        ),
    ),
    st.just(MarkMissed()),
    _escalations(),
)


@st.composite
def _extras(draw: st.DrawFn) -> Extras:
    urgent = draw(st.booleans())
    waits = _durations(model.SHORTEST_DELIVERY_WAIT, model.LONGEST_DELIVERY_WAIT)
    return Extras(
        channel_strategy=draw(st.sampled_from(ChannelStrategy)),
        delivery_wait=draw(st.none() | waits),
        on_unknown=draw(st.sampled_from(OnUnknown)),
        window=draw(_durations(model.SHORTEST_WINDOW, model.LONGEST_WINDOW)),
        message_class=draw(st.sampled_from(AUTHORED)),
        urgent=urgent,
        urgent_reason=draw(_words()) if urgent else None,
    )


def _ways(draw: st.DrawFn, ids: Sequence[str], index: int, kind: StepType) -> dict[Label, str]:
    """To the next step, so that each can be reached, and by some other labels to the one after it."""
    later = ids[index + 1 : index + 3]
    if not later:
        return {}
    labels = draw(st.lists(st.sampled_from(LABELS[kind]), min_size=1, max_size=3, unique=True))
    return {label: later[0 if n == 0 else -1] for n, label in enumerate(labels)}


@st.composite
def valid_definitions(draw: st.DrawFn, most: int = 8) -> Definition:
    """Any valid definition of at most so many steps; of 8 it has at most 34 paths."""
    ids = draw(st.lists(st.from_regex(model.STEP_ID, fullmatch=True), min_size=1, max_size=most, unique=True))
    steps = []
    for index, step_id in enumerate(ids):
        config = draw(_CONFIGS)
        bare = Step(step_id, config)
        extras = draw(_extras()) if bare.type in SENDING and draw(st.booleans()) else Extras()
        steps.append(Step(step_id, config, _ways(draw, ids, index, bare.type), extras))
    return Definition(tuple(steps))
