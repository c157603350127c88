"""What is decided of each single fact, and which reason is told of it."""

from typing import Any

import pytest

from homing.domain.decide import ExecutionState, Hold, IdentifierState, Send, Skip, decide
from homing.domain.outcome import HoldReason, SkipReason
from homing.domain.strategy import MessageClass
from homing.domain.traits import ChannelTraits
from tests.domain.facts import EMAIL, IN_APP, LATER, MUCH_LATER, SMS, facts


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"execution": ExecutionState.CANCELLED}, SkipReason.EXECUTION_OVER),
        ({"execution": ExecutionState.COMPLETED}, SkipReason.EXECUTION_OVER),
        ({"user_active": False}, SkipReason.USER_DEACTIVATED),
        ({"removed": True}, SkipReason.REMOVED),
        pytest.param(
            {"channel_enabled": False}, SkipReason.CHANNEL_DISABLED, marks=pytest.mark.spec("P20", "X03")
        ),
        ({"org_suspended": True}, SkipReason.ORG_SUSPENDED),
        ({"acted": True}, SkipReason.ACTED),
        ({"dispatched": True}, SkipReason.ALREADY_DISPATCHED),
        ({"notified": True}, SkipReason.ALREADY_NOTIFIED),
        pytest.param({"identifier": None}, SkipReason.NO_IDENTIFIER, marks=pytest.mark.spec("P08", "X03")),
        ({"identifier": IdentifierState.INVALID}, SkipReason.NUMBER_INVALID),
        pytest.param(
            {"identifier": IdentifierState.UNVERIFIED},
            SkipReason.UNVERIFIED,
            marks=pytest.mark.spec("P28", "X03"),
        ),
        ({"identifier": IdentifierState.QUARANTINED}, SkipReason.QUARANTINED),
        ({"switched_off": True}, SkipReason.SWITCHED_OFF),
        ({"message_class": MessageClass.MARKETING}, SkipReason.NO_CONSENT),
        ({"opted_out": True}, SkipReason.OPTED_OUT),
        ({"deny_listed": True}, SkipReason.DENY_LISTED),
        ({"country_allowed": False}, SkipReason.COUNTRY_NOT_ALLOWED),
        pytest.param(
            {"has_sender": False}, SkipReason.NO_SENDER_FOR_COUNTRY, marks=pytest.mark.spec("P26", "X03")
        ),
        ({"text_refused": True}, SkipReason.TEXT_REFUSED),
        ({"frequency_reached": True}, SkipReason.FREQUENCY_CAP),
        pytest.param({"budget": 49_999}, SkipReason.CAP_EXHAUSTED, marks=pytest.mark.spec("P24", "X03")),
    ],
    ids=str,
)
def test_a_text_is_skipped_with_its_reason(changes: dict[str, Any], reason: SkipReason) -> None:
    assert decide(facts(**changes)) == Skip(reason)


@pytest.mark.parametrize(
    ("changes", "hold"),
    [
        ({"execution": ExecutionState.PAUSED}, Hold(None, HoldReason.PAUSED)),
        ({"execution": ExecutionState.DRAFT}, Hold(None, HoldReason.PAUSED)),
        ({"quiet_until": LATER}, Hold(LATER, HoldReason.QUIET_HOURS)),
        ({"slot_at": LATER}, Hold(LATER, HoldReason.PACING)),
        ({"quiet_until": LATER, "slot_at": MUCH_LATER}, Hold(LATER, HoldReason.QUIET_HOURS)),
        ({"execution": ExecutionState.PAUSED, "quiet_until": LATER}, Hold(None, HoldReason.PAUSED)),
        ({"slot_at": LATER, "budget": 0}, Hold(LATER, HoldReason.PACING)),
        (
            {"urgent": True, "quiet_until": LATER, "slot_at": MUCH_LATER},
            Hold(MUCH_LATER, HoldReason.PACING),
        ),
        ({"urgent": True, "execution": ExecutionState.PAUSED}, Hold(None, HoldReason.PAUSED)),
    ],
    ids=str,
)
def test_a_text_waits_with_its_reason_until_its_time(changes: dict[str, Any], hold: Hold) -> None:
    assert decide(facts(**changes)) == hold


@pytest.mark.parametrize("channel", [SMS, EMAIL, IN_APP], ids=lambda traits: traits.name)
def test_nothing_keeps_a_message_that_no_rule_forbids(channel: ChannelTraits) -> None:
    assert decide(facts(channel)) == Send()


def test_an_urgent_text_goes_at_night() -> None:
    assert decide(facts(urgent=True, quiet_until=LATER)) == Send()


@pytest.mark.spec("P24")
def test_a_text_that_costs_just_what_is_left_is_sent() -> None:
    assert decide(facts(estimate=50_000, budget=50_000)) == Send()
