"""The step catalogue: a JSON Schema that says the same as the reader, as far as a schema can."""

import copy
import hashlib
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from homing.domain.definition import CHANNEL_NAMES, LABELS, Definition, StepType
from homing.domain.definition_json import read_definition, write_definition
from homing.domain.errors import DefinitionRefused
from plugin.catalog import CONTRACT_VERSION, catalog
from tests.domain.definitions import definition, escalate, remind, valid_definitions

ROOT: Final = Path(__file__).parent.parent
WHOLE: Final = Draft202012Validator(catalog(CHANNEL_NAMES))
CHANGES: Final = re.compile(
    r"^\| (\d+)\.(\d+)\.(\d+) \| \d{4}-\d\d-\d\d \| `([0-9a-f]{64})` \| (.+) \|$", re.MULTILINE
)


def nodes(tree: Any) -> list[Any]:
    """Every object and list in a JSON tree."""
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else None
    return [] if inner is None else [tree, *(node for value in inner for node in nodes(value))]


def refuses(data: object) -> bool:
    try:
        read_definition(data)
    except DefinitionRefused:
        return True
    return False


@pytest.mark.spec("P21", "Q01")
@pytest.mark.parametrize("channels", [CHANNEL_NAMES, ("sms",), ()], ids=len)
def test_the_catalogue_is_a_json_schema(channels: tuple[str, ...]) -> None:
    Draft202012Validator.check_schema(catalog(channels))


@pytest.mark.spec("P21", "Q01", "Q14")
@settings(max_examples=200, deadline=None)
@given(valid_definitions())
def test_whatever_is_valid_is_so_by_the_schema_too(made: Definition) -> None:
    assert list(WHOLE.iter_errors(write_definition(made, extras=True))) == []
    assert list(WHOLE.iter_errors(write_definition(made, extras=False))) == []


JUNK: Final = st.sampled_from(["???", [[]], {"unknown": 1}, 10**9, True, 0.5])
"""None of it is anything in other words, as a null or a number as a string would be."""


def _mutations(tree: Any) -> list[tuple[Any, Any]]:
    """Places in a tree: an object or list, and a key or index in it."""
    return [
        (node, key)
        for node in nodes(tree)
        for key in (list(node) if isinstance(node, dict) else range(len(node)))
    ]


@pytest.mark.spec("P21", "Q01")
@settings(max_examples=500, deadline=None)
@given(valid_definitions(most=4), st.data())
def test_whatever_the_schema_refuses_the_reader_refuses_too(made: Definition, data: st.DataObject) -> None:
    tree = copy.deepcopy(write_definition(made, extras=True))
    node, key = data.draw(st.sampled_from(_mutations(tree)))
    match data.draw(st.sampled_from(["replace", "remove", "add", "repeat"])):
        case "replace":
            node[key] = data.draw(JUNK)
        case "remove":
            del node[key]
        case "add" if isinstance(node, dict):
            node["unknown"] = "x"
        case _:
            twice = node if isinstance(node, list) else tree["steps"]
            twice.append(twice[-1])
    assert WHOLE.is_valid(tree) or refuses(tree)


SPOILT: Final[dict[str, tuple[str, Any]]] = {
    "no steps": ("steps", []),
    "101 steps": ("steps", [remind(f"s{n}") for n in range(101)]),
    "an unknown type": ("steps.0.type", "STEP_TYPE_NAP"),
    "an id that is none": ("steps.0.id", "a/b"),
    "an unknown field": ("steps.0.note", "x"),
    "another type's configuration": ("steps.0.deadlineCheck", {"delay": "1h"}),
    "no configuration": ("steps.0.sendReminder", None),
    "an unknown channel": ("steps.0.sendReminder.thirdPartyChannels", ["CHANNEL_NAME_PIGEON"]),
    "a channel twice": ("steps.0.sendReminder.thirdPartyChannels", ["CHANNEL_NAME_SMS"] * 2),
    "six targets": (
        "steps.0.sendReminder.notifyTargets",
        [{"type": "ESCALATION_TARGET_TYPE_ROLE", "targetId": str(n)} for n in range(6)],
    ),
    "a manager with an id": (
        "steps.0.sendReminder.notifyTargets",
        [{"type": "ESCALATION_TARGET_TYPE_MANAGER", "targetId": "x"}],
    ),
    "a role without a name": (
        "steps.0.sendReminder.notifyTargets",
        [{"type": "ESCALATION_TARGET_TYPE_ROLE"}],
    ),
    "a user without a UUID": (
        "steps.0.sendReminder.notifyTargets",
        [{"type": "ESCALATION_TARGET_TYPE_USER", "targetId": "ana"}],
    ),
    "an unknown outcome": ("steps.0.transitions.done", "b"),
    "a duration that is none": ("steps.0.homing.window", "1 day"),
    "an unknown strategy": ("steps.0.homing.channelStrategy", "SOME"),
    "a preset": ("steps.0.homing.presetId", "winter"),
    "urgent without a reason": ("steps.0.homing.urgent", True),
    "a reason without urgency": ("steps.0.homing.urgentReason", "why"),
}


def spoil(spot: str, value: object) -> dict[str, Any]:
    """A reminder's definition with something else at a dotted path."""
    tree: dict[str, Any] = definition({**remind("a"), "homing": {}})
    node: Any = tree
    *way, last = spot.split(".")
    for key in way:
        node = node[int(key)] if isinstance(node, list) else node[key]
    node[last] = value
    return tree


@pytest.mark.spec("P21", "Q01")
@pytest.mark.parametrize("what", SPOILT)
def test_the_editor_is_told_by_the_schema_alone_of(what: str) -> None:
    tree = spoil(*SPOILT[what])
    assert list(WHOLE.iter_errors(tree))
    assert refuses(tree)


@pytest.mark.spec("P21")
def test_what_is_spoilt_in_those_tests_is_right_before() -> None:
    assert list(WHOLE.iter_errors(spoil("steps.0.id", "b"))) == []


@pytest.mark.spec("Q05")
def test_the_schema_asks_for_an_interval_where_an_escalation_repeats() -> None:
    cases: tuple[tuple[dict[str, int], bool], ...] = (
        ({}, True),
        ({"repeatCount": 0}, True),
        ({"repeatCount": 1, "repeatIntervalMinutes": 1}, True),
        ({"repeatCount": 1}, False),
        ({"repeatCount": 1, "repeatIntervalMinutes": 0}, False),
        ({"repeatCount": 6, "repeatIntervalMinutes": 1}, False),
    )
    for more, right in cases:
        data = definition(escalate(**more))
        assert (WHOLE.is_valid(data), refuses(data)) == (right, not right)


@pytest.mark.spec("P21")
def test_an_editor_offers_the_channels_that_the_organization_may_use() -> None:
    schema = catalog(["email", "sms", "in_app"])
    assert schema["$defs"]["channels"]["items"]["enum"] == ["CHANNEL_NAME_EMAIL", "CHANNEL_NAME_SMS"]
    own = Draft202012Validator(schema)
    for step, config in ((remind("a"), "sendReminder"), (escalate(), "escalateConfig")):
        for channel, offered in (("CHANNEL_NAME_SMS", True), ("CHANNEL_NAME_SLACK", False)):
            changed = definition({**step, config: {**step[config], "thirdPartyChannels": [channel]}})
            assert own.is_valid(changed) is offered
            assert WHOLE.is_valid(changed)


@pytest.mark.spec("P21")
@pytest.mark.parametrize("kind", list(StepType))
def test_each_type_of_step_tells_its_title_its_purpose_and_its_outcomes(kind: StepType) -> None:
    steps = [catalog(CHANNEL_NAMES)["$defs"][one["$ref"].rpartition("/")[2]] for one in offered()]
    [step] = [step for step in steps if step["properties"]["type"]["const"] == kind.value]
    assert step["title"]
    assert step["description"]
    assert set(step["properties"]["transitions"]["properties"]) == set(LABELS[kind])


def offered() -> list[dict[str, str]]:
    steps: list[dict[str, str]] = catalog(CHANNEL_NAMES)["properties"]["steps"]["items"]["oneOf"]
    return steps


@pytest.mark.spec("P21")
def test_every_default_in_the_schema_is_what_is_taken_where_the_field_is_left_out() -> None:
    for schema in nodes(catalog(CHANNEL_NAMES)):
        if isinstance(schema, dict) and "default" in schema and "$ref" not in schema:
            Draft202012Validator(schema).validate(schema["default"])
    own = catalog(CHANNEL_NAMES)["$defs"]["homing"]["properties"]
    defaults = {name: schema["default"] for name, schema in own.items() if "default" in schema}
    assert read_definition(spoil("steps.0.homing", defaults)) == read_definition(definition(remind("a")))


@pytest.mark.spec("P30")
def test_a_change_of_the_contract_has_a_version_and_a_line_that_says_what_changed() -> None:
    changes = CHANGES.findall((ROOT / "docs" / "contract.md").read_text())
    versions = [tuple(map(int, change[:3])) for change in changes]
    assert versions == sorted(set(versions), reverse=True)
    written = json.dumps(catalog(CHANNEL_NAMES), sort_keys=True, ensure_ascii=True)
    latest = (".".join(changes[0][:3]), changes[0][3])
    assert latest == (CONTRACT_VERSION, hashlib.sha256(written.encode()).hexdigest())
    assert len({change[3] for change in changes}) == len(changes)


@pytest.mark.spec("P30")
def test_the_catalogue_names_its_version() -> None:
    schema = catalog(["sms"])
    assert schema["x-contract-version"] == CONTRACT_VERSION
    assert schema["$id"].endswith(CONTRACT_VERSION)


@pytest.mark.spec("P30")
def test_the_documentation_has_the_table_of_outcomes() -> None:
    rows = re.findall(
        r"^\| `(STEP_TYPE_\w+)` \| (.+) \|$", (ROOT / "docs" / "contract.md").read_text(), re.MULTILINE
    )
    table = {kind: set(re.findall(r"`(\w+)`", labels)) for kind, labels in rows}
    assert table == {kind.value: {label.value for label in labels} for kind, labels in LABELS.items()}
