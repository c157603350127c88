"""Every limit of what a step of each type may say, and the path of whatever is beyond one."""

import math
from typing import Any, Final

import pytest

from homing.domain.definition_json import read_definition
from tests.domain.definitions import definition, escalate, of_step, remind, wait, webhook

USER: Final = "8f14e45f-ceea-4e7a-9d3f-2b1c0a9d8e7f"
MANAGER: Final = {"type": "ESCALATION_TARGET_TYPE_MANAGER"}
NOTIFY: Final = {"id": "a", "type": "STEP_TYPE_SEND_NOTIFICATION", "sendNotification": {}}


@pytest.mark.spec("Q03")
@pytest.mark.parametrize(
    "delay",
    [
        *(
            "0s",
            "59s",
            "9000h",
            "8760h1s",
            "31536001s",
            "",
            "h",
            "s",
            "1",
            "1d",
            "1.5h",
            "60.5s",
            "60.s",
            "-1h",
        ),
        *("+1h", " 1h", "1h ", "1h\n", "1m1h", "1h1h", "1H", "PT1H", "٣h", "9" * 400 + "h"),
        *(60, 3600.0, None, True, ["1h"], {"seconds": 3600}),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_delay_that_is_none_or_out_of_bounds_is_refused(delay: object) -> None:
    assert set(of_step(wait("a"), deadlineCheck={"delay": delay})) == {"deadlineCheck.delay"}


@pytest.mark.spec("Q04", "Q05")
@pytest.mark.parametrize(
    ("channels", "paths"),
    [
        (["CHANNEL_NAME_PIGEON"], {"[0]"}),
        (["CHANNEL_NAME_SMS", "CHANNEL_NAME_UNSPECIFIED", "sms"], {"[1]", "[2]"}),
        ([0, 10], {"[0]", "[1]"}),
        (["CHANNEL_NAME_SMS", 5], {"[1]"}),
        ([5] * 1_000_000, {"", *(f"[{n}]" for n in range(1, 9))}),
        ([["CHANNEL_NAME_SMS"]], {"[0]"}),
        ("CHANNEL_NAME_SMS", {""}),
        ({"0": "CHANNEL_NAME_SMS"}, {""}),
    ],
    ids=lambda value: str(value)[:30],
)
def test_channels_are_known_and_each_listed_once(channels: object, paths: set[str]) -> None:
    reminder = of_step(remind("a"), sendReminder={"thirdPartyChannels": channels})
    assert set(reminder) == {f"sendReminder.thirdPartyChannels{path}" for path in paths}
    escalation = of_step(escalate(third_party_channels=channels))
    assert set(escalation) == {f"escalateConfig.third_party_channels{path}" for path in paths}


@pytest.mark.spec("Q04", "Q05")
@pytest.mark.parametrize(
    ("target", "path"),
    [
        ({}, ".type"),
        ({"type": 0}, ".type"),
        ({"type": 5}, ".type"),
        ({"type": "ESCALATION_TARGET_TYPE_TEAM"}, ".type"),
        ({"type": 1}, ".targetId"),
        ({"type": 2, "targetId": None}, ".targetId"),
        ({"type": 4, "target_id": ""}, ".targetId"),
        ({"type": 1, "targetId": "ana"}, ".targetId"),
        ({"type": 2, "targetId": USER.replace("-", "")}, ".targetId"),
        ({"type": 2, "targetId": f"{{{USER}}}"}, ".targetId"),
        ({"type": 1, "targetId": 7}, ".targetId"),
        ({"type": 3, "targetId": USER}, ".targetId"),
        ({"type": 4, "targetId": "x" * 201}, ".targetId"),
        ({"type": 4, "targetId": "a\nb"}, ".targetId"),
        (USER, ""),
        (None, ""),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_target_says_who_it_is(target: object, path: str) -> None:
    assert set(of_step(escalate(targets=[target]))) == {f"escalateConfig.targets[0]{path}"}
    reminder = of_step(remind("a"), sendReminder={"notifyTargets": [target]})
    assert set(reminder) == {f"sendReminder.notifyTargets[0]{path}"}


@pytest.mark.spec("Q04", "Q05")
def test_there_are_at_most_five_targets_no_two_alike_and_an_escalation_has_one() -> None:
    six = [{"type": 4, "targetId": str(n)} for n in range(6)]
    assert set(of_step(remind("a"), sendReminder={"notifyTargets": six})) == {"sendReminder.notifyTargets"}
    assert set(of_step(escalate(targets=six))) == {"escalateConfig.targets"}
    assert set(of_step(escalate(targets=[]))) == {"escalateConfig.targets"}
    assert set(of_step(escalate(targets=None))) == {"escalateConfig.targets"}
    twice = [{"type": 1, "targetId": USER}, MANAGER, {"type": 1, "targetId": USER.upper()}]
    assert set(of_step(escalate(targets=twice))) == {"escalateConfig.targets[2]"}
    read_definition(definition(escalate(targets=six[:5])))


@pytest.mark.spec("Q05")
@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"condition": None}, "condition"),
        ({"condition": 0}, "condition"),
        ({"condition": "ESCALATION_CONDITION_UNSPECIFIED"}, "condition"),
        ({"condition": "IF_NOT_ACKED"}, "condition"),
        ({"mode": 3}, "mode"),
        ({"mode": -1}, "mode"),
        ({"mode": "ESCALATE_MODE_SHOUT"}, "mode"),
        ({"mode": False}, "mode"),
        ({"repeatCount": 6, "repeatIntervalMinutes": 1}, "repeatCount"),
        ({"repeatCount": -1}, "repeatCount"),
        ({"repeatCount": "1x"}, "repeatCount"),
        ({"repeatCount": "٣"}, "repeatCount"),
        ({"repeatCount": 1.5}, "repeatCount"),
        ({"repeatCount": True}, "repeatCount"),
        ({"repeatCount": math.nan}, "repeatCount"),
        ({"repeatCount": "9" * 5000}, "repeatCount"),
        ({"repeatCount": 1}, "repeatIntervalMinutes"),
        ({"repeatCount": 1, "repeatIntervalMinutes": 0}, "repeatIntervalMinutes"),
        ({"repeatCount": 1, "repeatIntervalMinutes": 525_601}, "repeatIntervalMinutes"),
        ({"repeatIntervalMinutes": -5}, "repeatIntervalMinutes"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_an_escalation_out_of_bounds_is_refused(changes: dict[str, Any], path: str) -> None:
    assert set(of_step(escalate(**changes))) == {f"escalateConfig.{path}"}


@pytest.mark.spec("Q02")
@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"type": "sms"}, {"type"}),
        ({"templateId": "x" * 201}, {"templateId"}),
        ({"templateId": 5}, {"templateId"}),
        ({"templateVersion": -1}, {"templateVersion"}),
        ({"templateVersion": 2**31}, {"templateVersion"}),
        ({"actionLabel": "a\x00b"}, {"actionLabel"}),
        ({"actionLabel": "\ud800"}, {"actionLabel"}),
        ({"actionType": "ACTION_TYPE_SIGN"}, {"actionType"}),
        ({"actionType": 0}, {"actionType"}),
        ({"actionType": 2}, {"actionType"}),
        ({"customVariables": []}, {"customVariables"}),
        (
            {"customVariables": {"a": 1, "b": None, "c": "\x00", "d": "x" * 2001}},
            {f"customVariables.{n}" for n in "abcd"},
        ),
        ({"customVariables": {"": "x"}}, {"customVariables"}),
        ({"customVariables": {1: "x"}}, {"customVariables"}),
        ({"customVariables": {str(n): "" for n in range(51)}}, {"customVariables"}),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_notification_out_of_bounds_is_refused(changes: dict[str, Any], paths: set[str]) -> None:
    assert set(of_step(NOTIFY, sendNotification=changes)) == {f"sendNotification.{path}" for path in paths}


@pytest.mark.spec("Q14")
@pytest.mark.parametrize(
    ("own", "path"),
    [
        ({"channelStrategy": "SOME"}, "channelStrategy"),
        ({"channelStrategy": 1}, "channelStrategy"),
        ({"onUnknown": "PANIC"}, "onUnknown"),
        ({"messageClass": "URGENT"}, "messageClass"),
        ({"messageClass": "OTP"}, "messageClass"),
        ({"deliveryWait": "0s"}, "deliveryWait"),
        ({"deliveryWait": "72h1s"}, "deliveryWait"),
        ({"window": "59s"}, "window"),
        ({"window": "721h"}, "window"),
        ({"window": 3600}, "window"),
        ({"presetId": "winter"}, "presetId"),
        ({"urgent": True}, "urgentReason"),
        ({"urgent": True, "urgentReason": ""}, "urgentReason"),
        ({"urgent": True, "urgentReason": "x" * 201}, "urgentReason"),
        ({"urgentReason": "why"}, "urgent"),
        ({"urgent": 1}, "urgent"),
        ({"urgent": "true"}, "urgent"),
        ([], ""),
    ],
    ids=lambda value: str(value)[:60],
)
def test_the_projects_own_fields_are_held_to_their_bounds(own: object, path: str) -> None:
    assert set(of_step(remind("a"), homing=own)) == {f"homing.{path}" if path else "homing"}


@pytest.mark.spec("Q14")
def test_a_preset_is_refused_until_there_are_presets() -> None:
    assert "no presets yet" in of_step(remind("a"), homing={"presetId": "winter"})["homing.presetId"]


@pytest.mark.spec("Q14")
@pytest.mark.parametrize(
    "step", [wait("a"), webhook(), {"id": "a", "type": 5}], ids=lambda step: step["type"]
)
def test_a_step_that_sends_nothing_has_no_manner_of_sending(step: dict[str, Any]) -> None:
    assert set(of_step(step, homing={"window": "1h"})) == {"homing"}
