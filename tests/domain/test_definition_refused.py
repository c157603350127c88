"""What is no definition: refused with the path of each fault, whatever it is, and never with a crash."""

import json
import math
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.domain.definition import Definition, StepType
from homing.domain.definition_json import read_definition, write_definition
from homing.domain.errors import DefinitionRefused, RefusedError
from homing.domain.json_fields import MAX_FAULTS
from tests.domain.definitions import (
    definition,
    escalate,
    faults,
    found_in,
    ladder,
    of_step,
    remind,
    valid_definitions,
    wait,
    webhook,
)

MANAGER: Final = {"type": "ESCALATION_TARGET_TYPE_MANAGER"}
NOTIFY: Final = {"id": "a", "type": "STEP_TYPE_SEND_NOTIFICATION", "sendNotification": {}}
GARBAGE: Final[list[Any]] = [
    None,
    True,
    0,
    -1,
    2.5,
    math.nan,
    math.inf,
    10**400,
    "",
    "x" * 100_000,
    "\x00",
    "\ud800",
    [],
    [[]],
    {},
    {"x": {"y": []}},
    {1: 2},
    {"": None},
]


def test_a_refusal_is_an_error_of_the_one_tree_and_says_nothing_of_what_was_read() -> None:
    with pytest.raises(RefusedError) as refused:
        read_definition(definition(wait("Quillonquist!")))
    assert str(refused.value) == "definition_refused"


@pytest.mark.spec("Q01")
@pytest.mark.parametrize("data", [junk for junk in GARBAGE if not isinstance(junk, dict)], ids=type)
def test_a_definition_is_an_object(data: object) -> None:
    assert faults(data) == {"$": "an object"}


@pytest.mark.spec("Q01")
@pytest.mark.parametrize(
    ("data", "paths"),
    [
        ({}, {"steps"}),
        ({"steps": None}, {"steps"}),
        ({"steps": []}, {"steps"}),
        ({"steps": {}}, {"steps"}),
        ({"steps": "x"}, {"steps"}),
        ({"steps": [None]}, {"steps[0]"}),
        ({"steps": [[]]}, {"steps[0]"}),
        ({"steps": [{}]}, {"steps[0].id", "steps[0].type"}),
        ({1: 2}, {"$", "steps"}),
        ({**definition(wait("a")), "name": "x"}, {"name"}),
        ({**definition(wait("a")), "a.b\n": "x"}, {'["a.b\\n"]'}),
    ],
)
def test_what_is_not_in_its_place_is_named(data: object, paths: set[str]) -> None:
    assert set(faults(data)) == paths


@pytest.mark.spec("Q01")
@pytest.mark.parametrize(
    ("step", "path"),
    [
        (wait("a", mood="x"), "transitions.mood"),
        ({**wait("a"), "note": 1}, "note"),
        ({**wait("a"), "note": None}, "note"),
        ({**wait("a"), "deadlineCheck": {"delay": "1h", "unit": "h"}}, "deadlineCheck.unit"),
        ({**remind("a"), "sendReminder": {"channels": []}}, "sendReminder.channels"),
        ({**NOTIFY, "sendNotification": {"template": 1}}, "sendNotification.template"),
        (webhook(method="GET"), "callWebhook.method"),
        (escalate(delay="1h"), "escalateConfig.delay"),
        (escalate(targets=[{**MANAGER, "name": "x"}]), "escalateConfig.targets[0].name"),
        ({"id": "a", "type": 5, "markMissed": {"x": 1}}, "markMissed.x"),
        ({**remind("a"), "homing": {"retries": 1}}, "homing.retries"),
        # Camel case and snake case, nothing beside them.
        ({**remind("a"), "SendReminder": {}}, "SendReminder"),
        ({**wait("a"), "deadline-check": {}}, '["deadline-check"]'),
    ],
)
def test_an_unknown_field_is_refused_with_its_path(step: dict[str, Any], path: str) -> None:
    assert path in of_step(step)


@pytest.mark.spec("Q01")
def test_an_unknown_fields_name_is_cut_where_it_is_long() -> None:
    [path] = of_step(wait("a"), **{"x" * 100_000: 1})
    assert len(path) < 100


@pytest.mark.spec("Q01")
def test_a_field_given_in_both_spellings_is_refused() -> None:
    assert set(of_step(wait("a"), deadline_check={"delay": "2h"})) == {"deadline_check"}


@pytest.mark.spec("Q01")
@pytest.mark.parametrize("step_id", ["", "-a", ".a", "a b", "a/b", "ä", "a\n", "x" * 65, 1, True, ["a"], {}])
def test_an_id_is_letters_digits_and_a_few_marks(step_id: object) -> None:
    assert set(of_step(wait("a"), id=step_id)) == {"id"}


@pytest.mark.spec("Q01")
@pytest.mark.parametrize(
    "step_type",
    [
        *("STEP_TYPE_UNSPECIFIED", "STEP_TYPE_NAP", "SEND_REMINDER", "step_type_send_reminder", "2"),
        *(0, 7, -1, 2.5, True, math.nan, math.inf, 10**400, [], {}, "x" * 100_000),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_unknown_type_is_refused(step_type: object) -> None:
    assert set(of_step(wait("a"), type=step_type)) == {"type"}


@pytest.mark.spec("Q01")
def test_a_configuration_of_another_type_is_refused() -> None:
    assert set(of_step(wait("a"), sendReminder={})) == {"sendReminder"}
    assert set(of_step(remind("a"), type="STEP_TYPE_ESCALATE")) == {"sendReminder", "escalateConfig"}


@pytest.mark.spec("Q01")
@pytest.mark.parametrize("kind", [kind for kind in StepType if kind is not StepType.MARK_MISSED])
def test_a_step_needs_the_configuration_of_its_type(kind: StepType) -> None:
    [fault] = faults(definition({"id": "a", "type": kind.value})).items()
    assert fault[0].startswith("steps[0].")
    assert kind.value in fault[1]


@pytest.mark.spec("Q01", "Q14")
@pytest.mark.parametrize(
    ("step", "labels"),
    [
        (NOTIFY, {"delivered", "not_delivered", "no_receipt"}),
        (wait("a"), {"sent", "delivered", "not_delivered", "no_receipt", "skipped", "failed"}),
        (webhook(), {"delivered", "not_delivered", "no_receipt", "skipped"}),
        (
            {"id": "a", "type": "STEP_TYPE_MARK_MISSED"},
            {"sent", "delivered", "not_delivered", "no_receipt", "skipped", "failed"},
        ),
    ],
    ids=["notify", "wait", "webhook", "missed"],
)
def test_a_label_that_can_not_occur_at_a_step_is_refused(step: dict[str, Any], labels: set[str]) -> None:
    every = ("completed", "acted", "sent", "delivered", "not_delivered", "no_receipt", "skipped", "failed")
    refused = faults(definition({**step, "transitions": dict.fromkeys(every, "b")}, wait("b")))
    assert set(refused) == {f"steps[0].transitions.{label}" for label in labels}


@pytest.mark.spec("Q01")
def test_an_unknown_outcome_is_refused() -> None:
    unknown = ["Sent", "done", "COMPLETED", ""]
    refused = faults(definition(remind("a", **dict.fromkeys(unknown, "b")), wait("b")))
    shown = {'[""]' if label == "" else f".{label}" for label in unknown}
    assert set(refused) == {f"steps[0].transitions{path}" for path in shown}


@pytest.mark.spec("Q01")
@pytest.mark.parametrize("target", [None, 1, True, ["b"], {"id": "b"}], ids=str)
def test_a_transition_leads_to_an_id(target: object) -> None:
    refused = of_step(remind("a"), transitions={"sent": target})
    assert set(refused) == {"transitions.sent"}


@pytest.mark.spec("Q01")
def test_eleven_transitions_are_refused_and_said_to_be_too_many() -> None:
    eleven = {f"l{n}": "b" for n in range(11)}
    refused = faults(definition(remind("a", **eleven), wait("b")))
    assert refused["steps[0].transitions"] == "at most 10 transitions"
    ten = dict(list(eleven.items())[:10])
    assert "steps[0].transitions" not in faults(definition(remind("a", **ten), wait("b")))


@pytest.mark.spec("Q01")
def test_a_hundred_steps_are_read_and_one_more_is_refused() -> None:
    def chain(length: int) -> dict[str, Any]:
        ways = [{"completed": f"s{n + 1}"} for n in range(length - 1)]
        return definition(*(wait(f"s{n}", **way) for n, way in enumerate([*ways, {}])))

    assert len(read_definition(chain(100))[0].steps) == 100
    assert set(faults(chain(101))) == {"steps"}


@pytest.mark.spec("Q01")
def test_every_fault_is_found_at_once() -> None:
    first = {
        **remind("a", sent="nowhere", done="b"),
        "sendReminder": {"thirdPartyChannels": [1, 99], "notifyTargets": [{"type": 1}]},
        "homing": {"window": "1s", "presetId": "p"},
        "note": "x",
    }
    found = faults(
        definition(first, {**wait("b"), "deadlineCheck": {"delay": "0s"}}, {"id": "c", "type": 77})
    )
    assert set(found) == {
        "steps[0].sendReminder.thirdPartyChannels[1]",
        "steps[0].sendReminder.notifyTargets[0].targetId",
        "steps[0].transitions.done",
        "steps[0].transitions.sent",
        "steps[0].homing.window",
        "steps[0].homing.presetId",
        "steps[0].note",
        "steps[1].deadlineCheck.delay",
        "steps[2].type",
        "steps[2]",
    }


def test_no_more_than_a_hundred_faults_are_listed() -> None:
    many = {f"field{n}": n for n in range(10_000)}
    with pytest.raises(DefinitionRefused) as refused:
        read_definition(definition({**wait("a"), **many}))
    assert len(refused.value.faults) == MAX_FAULTS


def spots(node: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a JSON tree."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(node, dict):
        inner = list(node.items())
    elif isinstance(node, list):
        inner = list(enumerate(node))
    return [path, *(spot for key, value in inner for spot in spots(value, (*path, key)))]


def put(node: Any, path: tuple[str | int, ...], value: object) -> Any:
    """A copy of a JSON tree with something else in one place."""
    if not path:
        return value
    copy: Any = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = put(node[path[0]], path[1:], value)
    return copy


@pytest.mark.spec("Q01")
@settings(max_examples=300)
@given(valid_definitions(most=4), st.data())
def test_garbage_in_any_place_is_read_or_refused_and_never_crashes(
    made: Definition, data: st.DataObject
) -> None:
    tree = write_definition(made, extras=True)
    spot = data.draw(st.sampled_from(spots(tree)))
    spoilt = put(tree, spot, data.draw(st.sampled_from(GARBAGE)))
    found = found_in(spoilt)
    if not found:
        # Taken for something left out, or for the same thing in other words.
        again = read_definition(spoilt)[0]
        assert read_definition(json.loads(json.dumps(write_definition(again, extras=True))))[0] == again
    assert all(path and len(path) < 400 and len(message) < 10_000 for path, message in found.items())


JUNK: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.spec("Q01")
@given(JUNK)
def test_anything_at_all_is_refused_with_a_path(junk: Any) -> None:
    for data in (
        junk,
        {"steps": junk},
        {"steps": [junk]},
        {"steps": [{"transitions": junk, "homing": junk}]},
    ):
        assert all(path for path in faults(data))


@pytest.mark.spec("Q01")
def test_a_graph_of_too_many_paths_is_refused_and_one_of_64_is_not() -> None:
    assert len(read_definition(ladder(6))[0].steps) == 20
    assert set(faults(ladder(6, extra=True))) == {"steps"}
    assert "65" in faults(ladder(6, extra=True))["steps"]
