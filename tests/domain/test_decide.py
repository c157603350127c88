"""The decision, against a second statement of its rules: one conjunction for what may be sent, and the order
in which reasons are told, each with a predicate of its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.domain.account_texts import AccountText
from homing.domain.decide import (
    USABLE,
    Decision,
    ExecutionState,
    Facts,
    Hold,
    IdentifierState,
    Send,
    Skip,
    decide,
)
from homing.domain.outcome import HoldReason, SkipReason
from homing.domain.strategy import MessageClass
from homing.domain.traits import ChannelTraits, IdentifierKind
from tests.domain.facts import ACCOUNT, EMAIL, IN_APP, LATER, SMS, facts

Applies = Callable[[Facts], bool]

ORDER: Final[tuple[tuple[SkipReason | HoldReason, Applies], ...]] = (
    (SkipReason.EXECUTION_OVER, lambda f: f.execution in ("cancelled", "completed")),
    (SkipReason.USER_DEACTIVATED, lambda f: f.user_active is False),
    (SkipReason.REMOVED, lambda f: f.removed),
    (SkipReason.CHANNEL_DISABLED, lambda f: f.channel_enabled is False),
    (SkipReason.ORG_SUSPENDED, lambda f: f.org_suspended),
    (SkipReason.ACTED, lambda f: f.acted),
    (SkipReason.ALREADY_DISPATCHED, lambda f: f.dispatched),
    (SkipReason.ALREADY_NOTIFIED, lambda f: f.notified),
    (SkipReason.NO_IDENTIFIER, lambda f: needs_identifier(f) and has_none(f)),
    (SkipReason.NUMBER_INVALID, lambda f: needs_identifier(f) and is_unfit(f, "invalid")),
    (SkipReason.UNVERIFIED, lambda f: needs_identifier(f) and is_unfit(f, "unverified")),
    (SkipReason.QUARANTINED, lambda f: needs_identifier(f) and is_unfit(f, "quarantined")),
    (SkipReason.SWITCHED_OFF, lambda f: f.switched_off and f.channel.optional),
    (SkipReason.NO_CONSENT, lambda f: may_be_unwanted(f) and lacks_consent(f)),
    (SkipReason.OPTED_OUT, lambda f: f.channel.opt_out and f.opted_out),
    (SkipReason.DENY_LISTED, lambda f: f.channel.opt_out and f.deny_listed),
    (SkipReason.COUNTRY_NOT_ALLOWED, lambda f: f.country_allowed is False and not f.channel.free),
    (SkipReason.NO_SENDER_FOR_COUNTRY, lambda f: f.has_sender is False and f.channel.needs_sender),
    (SkipReason.TEXT_REFUSED, lambda f: f.text_refused),
    (SkipReason.FREQUENCY_CAP, lambda f: f.frequency_reached and may_be_too_often(f)),
    (HoldReason.PAUSED, lambda f: f.execution in ("paused", "draft", "frozen", "scheduled")),
    (HoldReason.QUIET_HOURS, lambda f: f.quiet_until is not None and not (f.channel.mandatory or f.urgent)),
    (HoldReason.PACING, lambda f: f.slot_at is not None),
    (SkipReason.CAP_EXHAUSTED, lambda f: not f.channel.free and over_budget(f)),
)
"""The order of checks as the design has it: skips, then holds, and the cap last of all."""


def needs_identifier(f: Facts) -> bool:
    return f.channel.identifier is not None


def is_unfit(f: Facts, state: str) -> bool:
    return f.identifier == state and f.identifier not in f.usable


def has_none(f: Facts) -> bool:
    return f.identifier is None or is_unfit(f, "removed") or is_unfit(f, "superseded")


def may_be_too_often(f: Facts) -> bool:
    return f.channel.optional and not f.channel.free


def may_be_unwanted(f: Facts) -> bool:
    return f.channel.optional or f.channel.opt_out


def lacks_consent(f: Facts) -> bool:
    return f.message_class == "MARKETING" and f.consent is False


def over_budget(f: Facts) -> bool:
    return f.budget is not None and f.budget < f.estimate


def may_be_sent(f: Facts) -> bool:
    """The whole rule in one conjunction."""
    channel = f.channel
    return (
        f.execution is ExecutionState.RUNNING
        and f.user_active
        and f.channel_enabled
        and not (f.removed or f.org_suspended or f.acted or f.dispatched or f.notified or f.text_refused)
        and (channel.identifier is None or f.identifier in f.usable)
        and not (channel.optional and f.switched_off)
        and (channel.mandatory or f.urgent or f.quiet_until is None)
        and not (may_be_too_often(f) and f.frequency_reached)
        and not (may_be_unwanted(f) and lacks_consent(f))
        and (not channel.opt_out or (not f.opted_out and not f.deny_listed))
        and (f.has_sender or not channel.needs_sender)
        and f.slot_at is None
        and (channel.free or (f.country_allowed and not over_budget(f)))
    )


def reason_of(decision: Decision) -> SkipReason | HoldReason | None:
    return None if isinstance(decision, Send) else decision.reason


TRAITS: Final = st.sampled_from([SMS, EMAIL, IN_APP, ACCOUNT]) | st.builds(
    ChannelTraits,
    name=st.text(max_size=5),
    identifier=st.none() | st.sampled_from(IdentifierKind),
    metered=st.booleans(),
    optional=st.booleans(),
    opt_out=st.booleans(),
    needs_sender=st.booleans(),
    receipts=st.booleans(),
    part_of=st.none() | st.text(max_size=5),
)
MOMENTS: Final = st.none() | st.datetimes(timezones=st.just(UTC))
VALUES: Final[dict[str, st.SearchStrategy[Any]]] = {
    **dict.fromkeys([field for field, kind in Facts.__annotations__.items() if kind is bool], st.booleans()),
    "execution": st.sampled_from(ExecutionState),
    "identifier": st.none() | st.sampled_from(IdentifierState),
    "usable": st.frozensets(st.sampled_from(IdentifierState)).map(USABLE.union),
    "message_class": st.sampled_from(MessageClass),
    "quiet_until": MOMENTS,
    "slot_at": MOMENTS,
    "estimate": st.integers(0, 10**9),
    "budget": st.none() | st.integers(0, 10**9),
}
ANYTHING: Final = st.builds(Facts, channel=TRAITS, **VALUES)
"""Facts without any order in them: nearly always a skip for one of the first reasons."""


@st.composite
def nearly_clean(draw: st.DrawFn) -> Facts:
    """Facts that differ from a send in a few places, so that late rules and sends are met as well."""
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=4, unique=True))
    return facts(draw(TRAITS), **{name: draw(VALUES[name]) for name in names})


FACTS: Final = ANYTHING | nearly_clean()
thoroughly = settings(max_examples=500, deadline=None)


def test_every_fact_is_varied_and_every_reason_that_is_decided_stands_in_the_order() -> None:
    assert set(VALUES) | {"channel"} == set(Facts.__annotations__)
    told_elsewhere = {HoldReason.PROVIDER_BUSY, HoldReason.FACTS_CHANGED, HoldReason.INTERRUPTED}
    assert {reason for reason, _ in ORDER} == set(SkipReason) | set(HoldReason) - told_elsewhere


@pytest.mark.spec("X03")
@thoroughly
@given(FACTS)
def test_every_state_of_the_facts_has_a_decision(known: Facts) -> None:
    assert isinstance(decide(known), Send | Skip | Hold)


@pytest.mark.spec("X03")
@thoroughly
@given(FACTS)
def test_the_first_reason_that_applies_is_the_one_that_is_told(known: Facts) -> None:
    applying = [reason for reason, applies in ORDER if applies(known)]
    assert reason_of(decide(known)) == (applying[0] if applying else None)


@pytest.mark.spec("X03")
@thoroughly
@given(FACTS)
def test_it_sends_where_every_rule_is_kept_and_nowhere_else(known: Facts) -> None:
    assert isinstance(decide(known), Send) == may_be_sent(known)


@pytest.mark.spec("X03")
@given(FACTS)
def test_the_same_facts_have_the_same_decision(known: Facts) -> None:
    assert decide(known) == decide(replace(known))


@thoroughly
@given(FACTS)
def test_what_waits_is_forbidden_by_no_rule_and_has_not_been_asked_of_the_cap(known: Facts) -> None:
    decision = decide(known)
    if isinstance(decision, Hold):
        unhindered = replace(known, execution=ExecutionState.RUNNING, quiet_until=None, slot_at=None)
        assert decide(replace(unhindered, budget=None)) == Send()
        assert decide(replace(known, budget=0, estimate=1)) == decision


@thoroughly
@given(FACTS)
def test_the_cap_is_asked_of_nothing_but_what_would_otherwise_be_sent(known: Facts) -> None:
    if decide(known) == Skip(SkipReason.CAP_EXHAUSTED):
        assert decide(replace(known, budget=None)) == Send()
        assert decide(replace(known, budget=known.estimate)) == Send()


@pytest.mark.spec("P13")
@thoroughly
@given(FACTS, st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_free_channel_knows_no_cap(known: Facts, budget: int, estimate: int) -> None:
    free = replace(known, channel=replace(known.channel, metered=False))
    assert decide(replace(free, budget=budget, estimate=estimate)) == decide(replace(free, budget=None))


@pytest.mark.spec("P13", "P18")
@thoroughly
@given(FACTS)
def test_an_item_in_the_product_is_kept_back_by_no_switch_no_opt_out_and_no_hour(known: Facts) -> None:
    wanted = replace(known, channel=IN_APP)
    unwanted = replace(
        wanted,
        switched_off=True,
        opted_out=True,
        message_class=MessageClass.MARKETING,
        consent=False,
        deny_listed=True,
        quiet_until=LATER,
        identifier=IdentifierState.QUARANTINED,
    )
    undisturbed = replace(wanted, switched_off=False, quiet_until=None, identifier=None)
    assert decide(unwanted) == decide(undisturbed)


@pytest.mark.spec("X03")
@thoroughly
@given(FACTS)
def test_what_is_urgent_waits_for_no_quiet_hours_and_for_all_else(known: Facts) -> None:
    urgent = replace(known, urgent=True)
    assert decide(urgent) == decide(replace(known, quiet_until=None))
    assert reason_of(decide(urgent)) is not HoldReason.QUIET_HOURS


@pytest.mark.spec("P14", "P17")
@thoroughly
@given(FACTS)
def test_a_text_about_a_number_regards_a_stop_and_neither_the_switch_for_reminders_nor_how_many_there_were(
    known: Facts,
) -> None:
    about = replace(known, channel=ACCOUNT)
    assert isinstance(decide(replace(about, opted_out=True)), Skip)
    unmoved = replace(about, switched_off=False, frequency_reached=False)
    assert decide(replace(about, switched_off=True, frequency_reached=True)) == decide(unmoved)


@pytest.mark.parametrize("what", AccountText)
@pytest.mark.parametrize("state", IdentifierState)
def test_an_unconfirmed_number_gets_a_code_and_a_former_one_its_notice_and_one_that_is_unfit_gets_nothing(
    what: AccountText, state: IdentifierState
) -> None:
    goes = {
        IdentifierState.VERIFIED: set(AccountText),
        IdentifierState.UNVERIFIED: {AccountText.CODE},
        IdentifierState.REMOVED: {AccountText.NUMBER_REMOVED},
        IdentifierState.SUPERSEDED: {AccountText.NUMBER_REMOVED},
        IdentifierState.INVALID: set[AccountText](),
        IdentifierState.QUARANTINED: set[AccountText](),
    }
    decision = decide(facts(ACCOUNT, identifier=state, usable=what.usable))
    assert isinstance(decision, Send) == (what in goes[state])


@pytest.mark.spec("X03")
@thoroughly
@given(FACTS)
def test_consent_is_asked_of_marketing_alone(known: Facts) -> None:
    transactional = replace(known, message_class=MessageClass.TRANSACTIONAL)
    assert decide(replace(transactional, consent=False)) == decide(replace(transactional, consent=True))
    agreed = replace(known, message_class=MessageClass.MARKETING, consent=True)
    assert decide(agreed) == decide(transactional)


@pytest.mark.spec("X03")
@thoroughly
@given(FACTS)
def test_marketing_without_consent_never_goes_where_one_may_opt_out(known: Facts) -> None:
    channel = replace(known.channel, opt_out=True)
    unasked = replace(known, channel=channel, message_class=MessageClass.MARKETING, consent=False)
    assert isinstance(decide(unasked), Skip)


@thoroughly
@given(FACTS)
def test_whether_a_channel_gives_receipts_decides_nothing(known: Facts) -> None:
    with_receipts = replace(known, channel=replace(known.channel, receipts=True))
    assert decide(with_receipts) == decide(replace(known, channel=replace(known.channel, receipts=False)))


def test_nobodys_consent_is_known_until_it_is_recorded() -> None:
    assert decide(facts(message_class=MessageClass.MARKETING)) == Skip(SkipReason.NO_CONSENT)
    assert decide(facts(message_class=MessageClass.MARKETING, consent=True)) == Send()
    assert decide(facts()) == Send()
