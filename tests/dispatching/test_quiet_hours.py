"""Quiet hours: a daily window of the organization's in each person's own time zone."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Point, Sending
from homing.domain.clock import CampaignClock
from homing.domain.definition import Target, TargetType
from homing.domain.errors import RefusedError
from homing.domain.strategy import MessageClass
from tests.conftest import SENDER
from tests.dispatching.support import kinds, rows
from tests.faults.withdrawals import at
from tests.invariants import check_books
from tests.world import Company, Run, found_company

HERE: Final = "Etc/GMT-6"
THERE: Final = "Etc/GMT+6"
"""Twelve hours apart, and without daylight saving."""
HOUR: Final = timedelta(hours=1)


async def now_of(firm: Company) -> datetime:
    [found] = await rows(firm.sending, "select now() as now")
    now: datetime = found.now
    return now.astimezone(UTC)


async def quiet_around(firm: Company, moment: datetime, zone: str) -> datetime:
    """Set quiet hours from two hours before a moment until two hours after it, by the clock of a zone.
    Returns when they end."""
    end = (moment + 2 * HOUR).replace(second=0, microsecond=0)
    local = end.astimezone(ZoneInfo(zone))
    start = local - 4 * HOUR
    await set_quiet_hours(firm, start.time(), local.time())
    return end


async def set_quiet_hours(firm: Company, start: time | None, end: time | None) -> None:
    await firm.change(quiet_from=start, quiet_until=end)


async def due(run: Run) -> list[datetime]:
    found = await rows(
        run.company.sending,
        "select due_at from dispatches where execution_id = :execution and state = 'held'",
        execution=run.execution,
    )
    return [row.due_at for row in found]


async def make_due(run: Run) -> None:
    await rows(
        run.company.sending,
        "update dispatches set due_at = now() where execution_id = :execution and state = 'held'",
        execution=run.execution,
    )


async def test_quiet_hours_hold_one_person_and_not_another_in_another_zone(
    firm: Company, carrier: Control
) -> None:
    [here] = await firm.hire(1, time_zone=HERE)
    [there] = await firm.hire(1, time_zone=THERE)
    end = await quiet_around(firm, await now_of(firm), HERE)
    run = await firm.campaign([here, there])

    for channel in ("sms", "email", "in_app"):
        await run.send(channel)

    assert await run.outcomes() == {"held:quiet_hours": 1, "sent": 1}
    assert (await run.dispatches())[here.id].state == "held"
    assert await run.outcomes("email") == {"held:quiet_hours": 1, "sent": 1}
    assert await run.outcomes("in_app") == {"sent": 2}
    assert await due(run) == [end, end]
    assert (len(await carrier.texts(here.number)), len(await carrier.texts(there.number))) == (0, 1)
    await check_books(firm)


@pytest.mark.parametrize("zone", [None, "Europe/Atlantis"])
async def test_the_organizations_zone_stands_in_for_one_that_is_missing_or_unknown(
    apart: Sending, carrier: Control, zone: str | None
) -> None:
    firm = await found_company(apart, SENDER, time_zone=HERE)
    [person] = await firm.hire(1, time_zone=zone)
    end = await quiet_around(firm, await now_of(firm), HERE)
    run = await firm.campaign([person])

    await run.send()

    assert await run.outcomes() == {"held:quiet_hours": 1}
    assert await due(run) == [end]


async def test_what_quiet_hours_held_is_decided_anew_and_sent_once_when_they_are_over(
    firm: Company, carrier: Control
) -> None:
    calm, late = await firm.hire(2, time_zone=HERE)
    await quiet_around(firm, await now_of(firm), HERE)
    run = await firm.campaign([calm, late])
    await run.send()
    await run.send()
    held = await run.outcomes()
    await make_due(run)
    await run.send()
    still_held = await run.outcomes()
    await set_quiet_hours(firm, None, None)
    await make_due(run)
    await rows(
        firm.sending,
        "update recipients set acted_at = now() where execution_id = :execution and user_id = :user",
        execution=run.execution,
        user=calm.id,
    )

    for _ in range(2):
        await run.send()

    assert held == still_held == {"held:quiet_hours": 2}
    assert await run.outcomes() == {"skipped:acted": 1, "sent": 1}
    assert await carrier.texts(calm.number) == []
    assert len(await carrier.texts(late.number)) == 1
    assert await kinds(run) == {calm.id: ["SKIPPED"], late.id: ["SENT"]}
    await check_books(firm)


async def test_what_is_urgent_goes_through_quiet_hours(firm: Company, carrier: Control) -> None:
    [person] = await firm.hire(1, time_zone=HERE)
    await quiet_around(firm, await now_of(firm), HERE)
    run = await firm.campaign([person])

    await run.send(urgent=True)

    assert await run.outcomes() == {"sent": 1}
    assert len(await carrier.texts(person.number)) == 1


async def test_what_became_quiet_after_the_claim_is_held_and_its_reservation_given_back(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1, time_zone=HERE)
    run = await firm.campaign([person])
    moment = await now_of(firm)
    reserved: list[int] = []

    async def fall_quiet() -> None:
        reserved.append((await firm.spend()).reserved)
        await quiet_around(firm, moment, HERE)

    hook = at({Point.AFTER_CLAIM: fall_quiet})
    await run.send(sending=replace(firm.sending, reached=hook))

    assert await run.outcomes() == {"held:quiet_hours": 1}
    assert (reserved[0] > 0, (await firm.spend()).reserved) == (True, 0)
    assert await carrier.texts(person.number) == []
    await check_books(firm)


async def test_targets_have_their_own_quiet_hours(firm: Company, carrier: Control) -> None:
    [late] = await firm.hire(1)
    [here] = await firm.hire(1, time_zone=HERE)
    [there] = await firm.hire(1, time_zone=THERE)
    end = await quiet_around(firm, await now_of(firm), HERE)
    run = await firm.campaign([late])
    await run.tell(*(Target(TargetType.USER, str(one.id)) for one in (here, there)))

    await run.send(told=True, cohort=1)
    held = await due(run)
    await set_quiet_hours(firm, None, None)
    await make_due(run)
    await run.send(told=True, cohort=1)

    assert held == [end]
    assert await run.outcomes() == {"sent": 2}
    assert [len(await carrier.texts(one.number)) for one in (here, there)] == [1, 1]


async def test_a_campaign_whose_time_is_scaled_is_quiet_by_its_own_time(
    firm: Company, carrier: Control
) -> None:
    """At twice the speed six hours have passed in three, and what has two hours to wait waits for one."""
    [person] = await firm.hire(1, time_zone=HERE)
    run = await firm.campaign([person])
    [row] = await rows(
        firm.sending,
        "update executions set time_scale = 2, started_at = now() - interval '3 hours'"
        " where id = :execution returning started_at, now() as now",
        execution=run.execution,
    )
    end = await quiet_around(firm, row.now + 3 * HOUR, HERE)

    await run.send()

    assert await run.outcomes() == {"held:quiet_hours": 1}
    [held_until] = await due(run)
    assert held_until == CampaignClock(row.started_at, 2.0).real_time(end)
    assert held_until - row.now < 1.1 * HOUR


@pytest.mark.parametrize("start", [time(n) for n in range(0, 24, 6)])
async def test_a_campaign_that_has_come_to_the_end_of_its_calendar_waits_for_no_morning(
    firm: Company, carrier: Control, start: time
) -> None:
    """At a million times the speed it is there in three days, and no night ends there any more."""
    [person] = await firm.hire(1, time_zone=HERE)
    await set_quiet_hours(firm, start, start.replace(hour=(start.hour + 6) % 24))
    run = await firm.campaign([person])
    await rows(
        firm.sending,
        "update executions set time_scale = 1000000, started_at = now() - interval '4 days'"
        " where id = :execution returning id",
        execution=run.execution,
    )

    await run.send()

    assert await run.outcomes() == {"sent": 1}


@pytest.mark.parametrize(("start", "end"), [(time(22), None), (None, time(7))])
async def test_quiet_hours_need_a_beginning_and_an_end(
    firm: Company, start: time | None, end: time | None
) -> None:
    with pytest.raises(RefusedError, match="quiet_hours_incomplete"):
        await set_quiet_hours(firm, start, end)


@pytest.mark.spec("W02", "D25")
async def test_marketing_is_not_sent_without_consent_but_to_the_inbox_and_nothing_else_needs_it(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])

    for channel in ("sms", "email", "in_app"):
        await run.send(channel, message_class=MessageClass.MARKETING)
        await run.send(channel, step="again")

    found = await rows(
        firm.sending,
        "select step, channel, state, reason from dispatches where execution_id = :execution",
        execution=run.execution,
    )
    skipped = {(row.step, row.channel, row.reason) for row in found if row.state == "skipped"}
    assert skipped == {("remind", "sms", "no_consent"), ("remind", "email", "no_consent")}
    assert len(await carrier.texts(person.number)) == 1
