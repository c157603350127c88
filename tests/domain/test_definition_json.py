"""Definitions as the editor writes them: every field, all freedoms of protobuf's JSON, one canonical form."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.definition import (
    CHANNEL_NAMES,
    DEFAULT_DELIVERY_WAIT,
    LABELS,
    ActionType,
    CallWebhook,
    Condition,
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
from homing.domain.definition_json import read_definition, restore_definition, write_definition
from homing.domain.durations import format_duration, parse_duration
from homing.domain.outcome import PersonOutcome
from homing.domain.strategy import ChannelStrategy, MessageClass, OnUnknown
from homing.domain.ways import COMPLETED
from tests.domain.definitions import definition, escalate, remind, valid_definitions, wait, webhook

EXAMPLES: Final = sorted((Path(__file__).parents[2] / "examples" / "definitions").glob("*.json"))
USER: Final = "8f14e45f-ceea-4e7a-9d3f-2b1c0a9d8e7f"
HOUR: Final = timedelta(hours=1)


def read(*steps: object) -> Definition:
    return read_definition(definition(*steps))[0]


def config(step: object) -> object:
    return read(step).entry.config


EVERYTHING: Final[dict[str, Any]] = {
    "steps": [
        {
            "id": "notify",
            "type": "STEP_TYPE_SEND_NOTIFICATION",
            "sendNotification": {
                "type": "push",
                "templateId": "welcome",
                "templateVersion": 3,
                "actionLabel": "I have read it",
                "actionType": "ACTION_TYPE_ACK",
                "customVariables": {"team": "Blue"},
            },
            "transitions": {"completed": "wait"},
        },
        {
            "id": "wait",
            "type": "STEP_TYPE_DEADLINE_CHECK",
            "deadlineCheck": {"delay": "72h"},
            "transitions": {"completed": "remind"},
        },
        {
            "id": "remind",
            "type": "STEP_TYPE_SEND_REMINDER",
            "sendReminder": {
                "type": "push",
                "thirdPartyChannels": ["CHANNEL_NAME_SMS", "CHANNEL_NAME_GOOGLE_CHAT"],
                "notifyTargets": [{"type": "ESCALATION_TARGET_TYPE_USER", "targetId": USER}],
            },
            "transitions": {"delivered": "hook", "completed": "escalate"},
            "homing": {
                "channelStrategy": "UNTIL_DELIVERED",
                "deliveryWait": "30m",
                "onUnknown": "FALL_THROUGH",
                "window": "12h",
                "messageClass": "MARKETING",
                "urgent": True,
                "urgentReason": "It closes today.",
            },
        },
        {
            "id": "hook",
            "type": "STEP_TYPE_CALL_WEBHOOK",
            "callWebhook": {"name": "Tell payroll", "url": "https://example.org/hook"},
            "transitions": {"sent": "missed", "failed": "escalate"},
        },
        {
            "id": "escalate",
            "type": "STEP_TYPE_ESCALATE",
            "escalateConfig": {
                "condition": "ESCALATION_CONDITION_IF_NOT_CLOSED",
                "targets": [
                    {"type": "ESCALATION_TARGET_TYPE_GROUP", "targetId": USER},
                    {"type": "ESCALATION_TARGET_TYPE_MANAGER"},
                    {"type": "ESCALATION_TARGET_TYPE_ROLE", "targetId": "support"},
                ],
                "repeatCount": 2,
                "repeatIntervalMinutes": 90,
                "mode": "ESCALATE_MODE_ALERT_ONLY",
                "thirdPartyChannels": ["CHANNEL_NAME_EMAIL"],
            },
            "transitions": {"completed": "missed"},
        },
        {"id": "missed", "type": "STEP_TYPE_MARK_MISSED", "markMissed": {}},
    ]
}

READ: Final = Definition(
    (
        Step(
            "notify",
            SendNotification("push", "welcome", 3, "I have read it", ActionType.ACK, {"team": "Blue"}),
            {Label.COMPLETED: "wait"},
        ),
        Step("wait", DeadlineCheck(timedelta(days=3)), {Label.COMPLETED: "remind"}),
        Step(
            "remind",
            SendReminder("push", ("sms", "google_chat"), (Target(TargetType.USER, USER),)),
            {Label.DELIVERED: "hook", Label.COMPLETED: "escalate"},
            Extras(
                channel_strategy=ChannelStrategy.UNTIL_DELIVERED,
                delivery_wait=timedelta(minutes=30),
                on_unknown=OnUnknown.FALL_THROUGH,
                window=timedelta(hours=12),
                message_class=MessageClass.MARKETING,
                urgent=True,
                urgent_reason="It closes today.",
            ),
        ),
        Step(
            "hook",
            CallWebhook("Tell payroll", "https://example.org/hook"),
            {Label.SENT: "missed", Label.FAILED: "escalate"},
        ),
        Step(
            "escalate",
            Escalate(
                Condition.IF_NOT_CLOSED,
                (
                    Target(TargetType.GROUP, USER),
                    Target(TargetType.MANAGER),
                    Target(TargetType.ROLE, "support"),
                ),
                repeat_count=2,
                repeat_interval=timedelta(minutes=90),
                mode=EscalateMode.ALERT_ONLY,
                channels=("email",),
            ),
            {Label.COMPLETED: "missed"},
        ),
        Step("missed", MarkMissed()),
    )
)


@pytest.mark.spec("Q01", "Q02", "Q03", "Q04", "Q05", "Q06", "Q07", "Q14")
def test_every_field_of_the_contract_is_read_and_written() -> None:
    assert read_definition(EVERYTHING) == (READ, {})
    assert write_definition(READ, extras=True) == EVERYTHING
    assert [step.type for step in READ.steps] == [step["type"] for step in EVERYTHING["steps"]]
    assert READ.entry.id == "notify"


@pytest.mark.spec("Q14")
def test_the_projects_own_fields_are_left_out_unless_they_are_asked_for() -> None:
    steps = [{k: v for k, v in step.items() if k != "homing"} for step in EVERYTHING["steps"]]
    assert write_definition(READ, extras=False) == {"steps": steps}


@pytest.mark.spec("Q01", "Q14")
@given(valid_definitions())
def test_a_definition_survives_being_written_and_read(made: Definition) -> None:
    through_json = json.loads(json.dumps(write_definition(made, extras=True)))
    assert read_definition(through_json) == (made, {})
    assert restore_definition(through_json) == made


@pytest.mark.spec("Q01")
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_definitions_in_canonical_form(path: Path) -> None:
    example = json.loads(path.read_text())
    read_, headers = read_definition(example)
    assert (write_definition(read_, extras=True), headers) == (example, {})


def test_there_are_examples() -> None:
    assert [path.stem for path in EXAMPLES] == [
        "one-reminder",
        "remind-escalate-mark-missed",
        "split-on-delivery",
    ]


SNAKE: Final = {
    "steps": [
        {
            "id": "notify",
            "type": 1,
            "send_notification": {
                "template_id": "t",
                "template_version": "3",
                "action_label": "Yes",
                "action_type": 1,
                "custom_variables": {"a_b": "c"},
            },
            "transitions": {"completed": "wait"},
        },
        {"id": "wait", "type": 2, "deadline_check": {"delay": "60s"}, "transitions": {"completed": "remind"}},
        {
            "id": "remind",
            "type": 3.0,
            "send_reminder": {
                "third_party_channels": [1, 2, 3, 4, 5, 6, 7, 8, 9],
                "notify_targets": [
                    {"type": 1, "target_id": USER.upper()},
                    {"type": 2, "target_id": USER},
                    {"type": 3, "target_id": ""},
                    {"type": 4, "target_id": "r"},
                ],
            },
            "transitions": {"completed": "hook"},
            "homing": {"channel_strategy": "FIRST_REACHED", "delivery_wait": "1s", "urgent_reason": ""},
        },
        {
            "id": "hook",
            "type": 4,
            "call_webhook": {"url": "https://example.org/"},
            "transitions": {"completed": "missed"},
        },
        {"id": "missed", "type": 5, "mark_missed": {}, "transitions": {"completed": "escalate"}},
        {
            "id": "escalate",
            "type": 6,
            "escalate_config": {
                "condition": 2,
                "targets": [{"type": 3}],
                "repeat_count": "1",
                "repeat_interval_minutes": 5.0,
                "mode": 2,
            },
        },
    ]
}


@pytest.mark.spec("Q01")
def test_snake_case_names_enum_numbers_and_numbers_as_strings_are_accepted() -> None:
    steps = {step.id: step for step in read_definition(SNAKE)[0].steps}
    assert steps["notify"].config == SendNotification(None, "t", 3, "Yes", ActionType.ACK, {"a_b": "c"})
    assert steps["wait"].config == DeadlineCheck(timedelta(minutes=1))
    assert steps["remind"].config == SendReminder(
        None,
        CHANNEL_NAMES,
        (
            Target(TargetType.USER, USER),
            Target(TargetType.GROUP, USER),
            Target(TargetType.MANAGER),
            Target(TargetType.ROLE, "r"),
        ),
    )
    assert steps["remind"].extras == Extras(
        channel_strategy=ChannelStrategy.FIRST_REACHED, delivery_wait=timedelta(seconds=1)
    )
    assert steps["escalate"].config == Escalate(
        Condition.IF_NOT_CLOSED,
        (Target(TargetType.MANAGER),),
        repeat_count=1,
        repeat_interval=timedelta(minutes=5),
        mode=EscalateMode.ALERT_ONLY,
    )


@pytest.mark.spec("Q01")
def test_channels_are_numbered_as_the_contract_numbers_them() -> None:
    names = [
        "EMAIL",
        "WEBHOOK",
        "TELEGRAM",
        "SLACK",
        "SMS",
        "WHATSAPP",
        "MICROSOFT_TEAMS",
        "LINE",
        "GOOGLE_CHAT",
    ]
    for number, name in enumerate(names, 1):
        by_number, by_name = (
            config({**remind("a"), "sendReminder": {"thirdPartyChannels": [channel]}})
            for channel in (number, f"CHANNEL_NAME_{name}")
        )
        assert by_number == by_name == SendReminder(channels=(name.lower(),))


@pytest.mark.spec("Q01")
def test_defaults_and_nulls_are_left_out() -> None:
    bare = {"id": "a", "type": "STEP_TYPE_SEND_NOTIFICATION", "sendNotification": {}}
    empty = {
        "type": "",
        "templateId": "",
        "templateVersion": 0,
        "actionLabel": None,
        "actionType": None,
        "customVariables": {},
    }
    nulls = {"deadlineCheck": None, "markMissed": None, "transitions": None, "homing": None}
    assert read({**bare, **nulls, "sendNotification": empty}) == read(bare)
    assert read(bare) == Definition((Step("a", SendNotification()),))
    plain = escalate()["escalateConfig"]
    defaults = {"repeatCount": 0, "repeatIntervalMinutes": 0, "mode": 0, "thirdPartyChannels": []}
    assert config(escalate(**defaults)) == config(escalate()) != config(escalate(mode=2))
    assert write_definition(read(escalate(**defaults)), extras=True) == definition(
        {"id": "escalate", "type": "STEP_TYPE_ESCALATE", "escalateConfig": plain}
    )


@pytest.mark.spec("Q05")
@pytest.mark.parametrize("mode", [0, 1, "ESCALATE_MODE_UNSPECIFIED", "ESCALATE_MODE_DELIVER", None])
def test_an_unspecified_mode_delivers(mode: object) -> None:
    escalation = config(escalate(mode=mode))
    assert isinstance(escalation, Escalate)
    assert escalation.mode is EscalateMode.DELIVER


@pytest.mark.spec("Q07")
def test_mark_missed_needs_no_configuration() -> None:
    bare = {"id": "a", "type": "STEP_TYPE_MARK_MISSED"}
    assert read(bare) == read({**bare, "markMissed": {}}) == Definition((Step("a", MarkMissed()),))


@pytest.mark.spec("Q06")
def test_headers_are_kept_apart_and_never_written() -> None:
    step = webhook(headers={"Authorization": "Bearer s3cret", "X-Empty": ""})
    made, headers = read_definition(definition(step))
    assert headers == {"hook": {"Authorization": "Bearer s3cret", "X-Empty": ""}}
    assert "s3cret" not in repr(made) + json.dumps(write_definition(made, extras=True))


@pytest.mark.spec("Q06")
def test_no_headers_and_headers_left_out_are_told_apart() -> None:
    assert read_definition(definition(webhook(headers={})))[1] == {"hook": {}}
    assert read_definition(definition(webhook(headers=None)))[1] == {}


def test_a_repr_shows_no_address_no_variable_and_no_reason() -> None:
    assert all(word not in repr(READ) for word in ("example.org", "Blue", "It closes today."))


@pytest.mark.spec("Q03")
@pytest.mark.parametrize(
    ("written", "delay"),
    [
        ("1m", HOUR / 60),
        ("60s", HOUR / 60),
        ("60.000s", HOUR / 60),
        ("72h", 72 * HOUR),
        ("30m", HOUR / 2),
        ("1h30m", 1.5 * HOUR),
        ("0h90m0s", 1.5 * HOUR),
        ("1h1m1s", timedelta(seconds=3661)),
        ("3600s", HOUR),
        ("3600.000000000s", HOUR),
        ("8760h", 8760 * HOUR),
        ("31536000s", 8760 * HOUR),
    ],
)
def test_a_delay_is_a_duration_from_a_minute_to_a_year(written: str, delay: timedelta) -> None:
    assert config({**wait("a"), "deadlineCheck": {"delay": written}}) == DeadlineCheck(delay)


@given(st.integers(0, 10**9))
def test_a_duration_survives_being_written_and_read(seconds: int) -> None:
    assert parse_duration(format_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@given(st.text("0123456789hms. ", max_size=12) | st.text(max_size=8))
def test_whatever_is_read_as_a_duration_reads_the_same_once_written(text: str) -> None:
    duration = parse_duration(text)
    assert duration is None or parse_duration(format_duration(duration)) == duration


@pytest.mark.spec("Q14")
@pytest.mark.parametrize(
    ("strategy", "labels", "explicit", "wait_"),
    [
        ("ALL", [], None, None),
        ("ALL", ["sent", "skipped", "failed", "acted", "completed"], None, None),
        ("FIRST_REACHED", ["sent"], None, None),
        ("ALL", ["delivered"], None, DEFAULT_DELIVERY_WAIT),
        ("ALL", ["not_delivered"], None, DEFAULT_DELIVERY_WAIT),
        ("FIRST_REACHED", ["no_receipt", "sent"], None, DEFAULT_DELIVERY_WAIT),
        ("UNTIL_DELIVERED", [], None, DEFAULT_DELIVERY_WAIT),
        ("UNTIL_DELIVERED", ["delivered"], "2h", 2 * HOUR),
        ("ALL", [], "5s", timedelta(seconds=5)),
    ],
)
def test_a_receipt_is_awaited_where_something_depends_on_it(
    strategy: str, labels: list[str], explicit: str | None, wait_: timedelta | None
) -> None:
    step = remind("a", **dict.fromkeys(labels, "b"))
    own = {"channelStrategy": strategy, "deliveryWait": explicit}
    steps = [{**step, "homing": own}, *([wait("b")] if labels else [])]
    assert read(*steps).entry.delivery_wait == wait_


def test_the_default_wait_for_a_receipt_is_ten_minutes() -> None:
    assert timedelta(minutes=10) == DEFAULT_DELIVERY_WAIT


def test_labels_are_the_outcomes_of_a_person_and_completed() -> None:
    assert {str(label) for label in Label} == {COMPLETED, *PersonOutcome}
    assert set(LABELS) == set(StepType)


@pytest.mark.spec("Q14")
@pytest.mark.parametrize("kind", list(StepType))
def test_every_label_that_can_occur_may_lead_on(kind: StepType) -> None:
    [step] = [step for step in EVERYTHING["steps"] if step["type"] == kind]
    bare = {name: value for name, value in step.items() if name not in ("homing", "transitions")}
    ways = {str(label): "next" for label in LABELS[kind]}
    made = read({**bare, "transitions": ways}, wait("next"))
    assert set(made.entry.transitions) == set(LABELS[kind])
