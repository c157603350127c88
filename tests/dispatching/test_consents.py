"""Marketing goes to whoever consented, and no more once they withdrew; what users wish holds likewise."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

import pytest

from homing.carrier.control import Control
from homing.dispatching import consenting, preferring
from homing.dispatching.asking import would
from homing.dispatching.context import Point, Sending
from homing.domain.consents import ConsentKind, ConsentSource
from homing.domain.decide import Send, Skip
from homing.domain.definition import Target, TargetType
from homing.domain.errors import RefusedError
from homing.domain.outcome import SkipReason
from homing.domain.strategy import MessageClass
from homing.store.consents import NewConsent
from tests.dispatching.support import rows
from tests.world import Company, Run, Someone, found_company

MARKETING: Final = MessageClass.MARKETING
CLASSES: Final = (MessageClass.TRANSACTIONAL, MARKETING)


@pytest.fixture
async def firm(sending: Sending) -> Company:
    return await found_company(sending, "+34600000001")


def said(person: Someone, kind: ConsentKind = ConsentKind.GIVEN, channel: str = "sms") -> NewConsent:
    return NewConsent(
        user_id=person.id,
        message_class=MARKETING,
        channel=channel,
        kind=kind,
        source=ConsentSource.API,
        shown="I agree to news by text.",
        language="en",
    )


async def consent(firm: Company, person: Someone, channel: str = "sms") -> None:
    await consenting.give(firm.sending, firm.id, said(person, channel=channel))


async def withdraw(firm: Company, person: Someone) -> None:
    await consenting.take_back(firm.sending, firm.id, said(person, ConsentKind.WITHDRAWN))


def between(sending: Sending, does: Callable[[], Awaitable[None]]) -> Sending:
    """Something happens once claimed, and before it is posted."""

    async def reached(point: Point) -> None:
        if point is Point.AFTER_CLAIM:
            await does()

    return replace(sending, reached=reached)


async def dispatch(run: Run, person: Someone) -> Any:
    """A person's on sms, with all of its columns."""
    query = "select * from dispatches where execution_id = :run and user_id = :user and channel = 'sms'"
    [row] = await rows(run.company.sending, query, run=run.execution, user=person.id)
    return row


async def asked(run: Run, person: Someone, message_class: MessageClass) -> object:
    """What is told of what would become of a message now."""
    sending = run.company.sending
    async with sending.database.app(run.company.id) as connection:
        return await would(connection, sending.vault, run.request(message_class=message_class), person.id)


@pytest.mark.spec("W02", "D25")
async def test_marketing_is_texted_to_whoever_consented_and_to_nobody_else(
    firm: Company, carrier: Control
) -> None:
    ana, ben = await firm.hire(2)
    await consent(firm, ana)
    await consent(firm, ben, "email")
    run = await firm.campaign([ana, ben])

    assert await asked(run, ana, MARKETING) == Send()
    assert await asked(run, ben, MARKETING) == Skip(SkipReason.NO_CONSENT)
    await run.send(message_class=MARKETING)

    found = await run.dispatches()
    assert (found[ana.id].reason, found[ben.id].reason) == (None, "no_consent")
    assert [len(await carrier.texts(one.number)) for one in (ana, ben)] == [1, 0]


@pytest.mark.spec("W02")
async def test_whoever_is_told_about_others_needs_consent_for_marketing_too(
    firm: Company, carrier: Control
) -> None:
    late, boss, chief = await firm.hire(3)
    await consent(firm, boss)
    run = await firm.campaign([late])
    await run.tell(*(Target(TargetType.USER, str(one.id)) for one in (boss, chief)))

    await run.send(told=True, cohort=1, message_class=MARKETING)

    reasons = {user: row.reason for user, row in (await run.dispatches()).items()}
    assert reasons == {boss.id: None, chief.id: "no_consent"}
    assert [len(await carrier.texts(one.number)) for one in (boss, chief)] == [1, 0]


@pytest.mark.spec("W02", "D25")
async def test_a_consent_withdrawn_between_claim_and_post_stops_the_text(
    firm: Company, carrier: Control
) -> None:
    ana, ben = await firm.hire(2)
    for one in (ana, ben):
        await consent(firm, one)
    run = await firm.campaign([ana, ben])

    await run.send(sending=between(firm.sending, lambda: withdraw(firm, ana)), message_class=MARKETING)

    found = await run.dispatches()
    assert (found[ana.id].state, found[ana.id].reason) == ("skipped", "no_consent")
    assert [len(await carrier.texts(one.number)) for one in (ana, ben)] == [0, 1]
    assert (await dispatch(run, ana)).reserved == 0


async def test_a_withdrawn_consent_can_be_given_again(firm: Company, carrier: Control) -> None:
    [ana] = await firm.hire(1)
    outcomes = []
    for change in (consent, withdraw, consent):
        await change(firm, ana)
        run = await firm.campaign([ana])
        await run.send(message_class=MARKETING)
        outcomes.append(set(await run.texted()))
    assert outcomes == [{"texted"}, {"skipped:no_consent"}, {"texted"}]
    assert len(await carrier.texts(ana.number)) == 2


@pytest.mark.spec("P17")
@pytest.mark.parametrize("off", CLASSES)
async def test_a_class_that_a_user_switched_off_is_not_sent_and_the_other_one_is(
    firm: Company, carrier: Control, off: MessageClass
) -> None:
    [ana] = await firm.hire(1)
    await consent(firm, ana)
    await preferring.switch_class(firm.sending, firm.id, ana.id, "sms", off, on=False)

    skipped = {}
    for message_class in CLASSES:
        run = await firm.campaign([ana])
        await run.send(message_class=message_class)
        skipped[message_class] = "skipped:switched_off" in await run.outcomes()
        await run.send("email", message_class=MessageClass.TRANSACTIONAL)
        assert await run.outcomes("email") == {"sent": 1}

    assert skipped == {message_class: message_class is off for message_class in CLASSES}
    assert len(await carrier.texts(ana.number)) == 1


@pytest.mark.spec("P17")
async def test_a_class_switched_off_between_claim_and_post_is_not_sent(
    firm: Company, carrier: Control
) -> None:
    [ana] = await firm.hire(1)
    run = await firm.campaign([ana])

    def switch() -> Awaitable[None]:
        return preferring.switch_class(
            firm.sending, firm.id, ana.id, "sms", MessageClass.TRANSACTIONAL, on=False
        )

    await run.send(sending=between(firm.sending, switch))

    assert await run.outcomes() == {"skipped:switched_off": 1}
    assert await carrier.texts(ana.number) == []


def around_now() -> tuple[time, time]:
    """Quiet hours that it is now, in UTC."""
    now = datetime.now(UTC)
    return ((now - timedelta(hours=2)).time(), (now + timedelta(hours=2)).time())


@pytest.mark.spec("X13")
async def test_ones_own_quiet_hours_hold_a_text_until_their_end_and_an_item_is_there_at_once(
    firm: Company, carrier: Control
) -> None:
    ana, ben = await firm.hire(2, time_zone="UTC")
    await preferring.set_quiet_hours(firm.sending, firm.id, ana.id, around_now())
    run = await firm.campaign([ana, ben])

    await run.send()
    await run.send("in_app")

    held = await dispatch(run, ana)
    assert (held.state, held.reason) == ("held", "quiet_hours")
    assert timedelta(hours=1) < held.due_at - datetime.now(UTC) <= timedelta(hours=2)
    assert [len(await carrier.texts(one.number)) for one in (ana, ben)] == [0, 1]
    assert len(await firm.inbox(ana)) == 1


@pytest.mark.spec("X13")
async def test_ones_own_quiet_hours_begun_between_claim_and_post_hold_the_text(
    firm: Company, carrier: Control
) -> None:
    [ana] = await firm.hire(1, time_zone="UTC")
    run = await firm.campaign([ana])

    def rest() -> Awaitable[None]:
        return preferring.set_quiet_hours(firm.sending, firm.id, ana.id, around_now())

    await run.send(sending=between(firm.sending, rest))

    assert await run.outcomes() == {"held:quiet_hours": 1}
    assert await carrier.texts(ana.number) == []


async def test_what_is_urgent_waits_for_nobodys_quiet_hours(firm: Company, carrier: Control) -> None:
    [ana] = await firm.hire(1, time_zone="UTC")
    await preferring.set_quiet_hours(firm.sending, firm.id, ana.id, around_now())
    run = await firm.campaign([ana])
    await run.send(urgent=True)
    assert len(await carrier.texts(ana.number)) == 1


async def test_quiet_hours_that_leave_no_hour_beside_the_organizations_are_refused(firm: Company) -> None:
    [ana] = await firm.hire(1)
    await firm.change(quiet_from=time(20), quiet_until=time(8))
    await preferring.set_quiet_hours(firm.sending, firm.id, ana.id, (time(8), time(19)))
    with pytest.raises(RefusedError, match="quiet_hours_all_day"):
        await preferring.set_quiet_hours(firm.sending, firm.id, ana.id, (time(8), time(19, 30)))
    await preferring.set_quiet_hours(firm.sending, firm.id, ana.id, None)
