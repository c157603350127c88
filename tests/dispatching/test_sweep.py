"""What processes that went away leave behind, and who looks after it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Point, Sending
from homing.dispatching.reconcile import expire, grace_seconds
from homing.dispatching.sweep import release_stale
from homing.domain.outcome import EventKind
from homing.providers.base import Listed, Provider
from plugin.housekeeping import once
from tests.dispatching.support import (
    Around,
    ProcessGoneError,
    attempts_of,
    gone_at,
    kinds,
    rows,
)
from tests.world import Company, Run

ESTIMATE = 95_000


async def abandoned(company: Company, point: Point, *, people: int = 3, channel: str = "sms") -> Run:
    """A run whose process went away at a point."""
    run = await company.campaign(await company.hire(people))
    with pytest.raises(ProcessGoneError):
        await run.send(channel, sending=replace(company.sending, reached=gone_at(point)))
    return run


async def age(run: Run, by: timedelta) -> None:
    """Let the time pass that a run has been as it is."""
    await rows(
        run.company.sending,
        "update dispatches set changed_at = changed_at - cast(:by as interval),"
        " due_at = due_at - cast(:by as interval) where execution_id = :execution",
        by=by,
        execution=run.execution,
    )


@pytest.mark.spec("X02", "P29")
async def test_a_reservation_that_nobody_posts_comes_back_and_its_text_goes_out_later_once(
    firm: Company, carrier: Control
) -> None:
    run = await abandoned(firm, Point.AFTER_CLAIM)
    stale = firm.sending.limits.stale_reservation
    await age(run, stale - timedelta(minutes=1))
    early = await release_stale(firm.sending)
    await age(run, timedelta(minutes=2))
    before = (await firm.spend()).reserved

    released = [await release_stale(firm.sending), await release_stale(firm.sending)]

    assert (early, before) == (0, 3 * ESTIMATE)
    assert released == [3, 0]
    assert await run.outcomes() == {"held:interrupted": 3}
    assert (await firm.spend()).reserved == 0
    await run.send()
    assert await run.outcomes() == {"sent": 3}
    assert (await firm.spend()).reserved == 3 * ESTIMATE
    assert [len(await carrier.texts(one.number)) for one in firm.staff] == [1, 1, 1]


@pytest.mark.spec("X02", "Q08")
async def test_what_a_cancelled_execution_had_reserved_is_skipped_and_told(firm: Company) -> None:
    run = await abandoned(firm, Point.AFTER_CLAIM)
    other = await abandoned(firm, Point.AFTER_CLAIM, people=1)
    await withdraw.cancel(firm.sending, firm.id, run.execution)
    for one in (run, other):
        await age(one, timedelta(hours=1))

    assert await release_stale(firm.sending) == 4

    assert await run.outcomes() == {"skipped:execution_over": 3}
    assert await other.outcomes() == {"held:interrupted": 1}
    assert list((await kinds(run)).values()) == [[EventKind.SKIPPED]] * 3
    assert (await firm.spend()).reserved == 0


async def test_what_costs_nothing_is_released_as_well(firm: Company) -> None:
    run = await abandoned(firm, Point.AFTER_CLAIM, channel="email")
    await age(run, timedelta(hours=1))

    assert await release_stale(firm.sending) == 3

    assert await run.outcomes("email") == {"held:interrupted": 3}


@pytest.mark.spec("X01", "P29")
async def test_a_posting_whose_process_is_gone_is_unknown_once_no_request_can_be_under_way(
    firm: Company, carrier: Control
) -> None:
    run = await abandoned(firm, Point.AFTER_POSTING)
    grace = timedelta(seconds=grace_seconds(firm.sending.limits))
    still = [await expire(firm.sending)]
    await age(run, firm.sending.limits.lease + grace / 2)
    still.append(await expire(firm.sending))
    standing = await run.outcomes()
    await age(run, grace / 2)

    given_up = await expire(firm.sending)
    await run.send()

    assert (still, standing) == ([0, 0], {"posting": 3})
    assert given_up == 3
    assert await run.outcomes() == {"unknown": 3}
    assert {(one.state, one.detail) for one in await attempts_of(run)} == {("unknown", "process_lost")}
    assert (await firm.spend()).reserved == 3 * ESTIMATE
    assert [await carrier.texts(one.number) for one in firm.staff] == [[], [], []]


class Waiting(Around):
    """Its listing waits for leave."""

    def __init__(self, real: Provider) -> None:
        super().__init__(real)
        self.asked, self.leave = asyncio.Event(), asyncio.Event()

    async def messages_since(self, since: datetime, before: datetime) -> AsyncIterator[Listed]:
        self.asked.set()
        await self.leave.wait()
        async for message in super().messages_since(since, before):
            yield message


def with_provider(sending: Sending, provider: Provider) -> Sending:
    return replace(sending, providers={**sending.providers, "twilio": provider})


async def test_one_process_at_a_time_keeps_house(firm: Company) -> None:
    run = await firm.campaign(await firm.hire(1))
    await run.send()
    slow = Waiting(firm.sending.providers["twilio"])
    first = asyncio.create_task(once(with_provider(firm.sending, slow)))
    await asyncio.wait_for(slow.asked.wait(), 10)

    second = await once(firm.sending)
    slow.leave.set()

    assert not second
    assert await first
    assert await once(firm.sending)


async def test_a_housekeeper_that_is_ended_in_the_middle_leaves_its_turn(firm: Company) -> None:
    run = await firm.campaign(await firm.hire(1))
    await run.send()
    slow = Waiting(firm.sending.providers["twilio"])
    first = asyncio.create_task(once(with_provider(firm.sending, slow)))
    await asyncio.wait_for(slow.asked.wait(), 10)

    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first

    assert await once(firm.sending)


class Broken(Around):
    """Meets a bug whenever it is asked, and says what it must not."""

    async def messages_to(self, recipient: str, sender: str | None = None) -> AsyncIterator[Listed]:
        raise LookupError(recipient, sender)
        yield  # what makes it a listing

    async def messages_since(self, since: datetime, before: datetime) -> AsyncIterator[Listed]:
        raise LookupError(since, before)
        yield  # what makes it a listing


@pytest.mark.spec("Q13")
async def test_a_task_that_fails_leaves_the_others_their_turn_and_no_number_in_the_log(
    firm: Company, carrier: Control, caplog: pytest.LogCaptureFixture
) -> None:
    lost = await abandoned(firm, Point.AFTER_POSTING, people=1)
    stale = await abandoned(firm, Point.AFTER_CLAIM, people=1)
    sent = await firm.campaign(await firm.hire(1))
    await sent.send()
    await age(stale, timedelta(hours=1))
    await age(lost, timedelta(hours=1))
    impatient = replace(firm.sending.limits, price_deadline=timedelta(hours=1))
    await rows(firm.sending, "update attempts set posted_at = now() - interval '59 minutes'")
    broken = replace(
        with_provider(firm.sending, Broken(firm.sending.providers["twilio"])),
        limits=replace(impatient, unknown_after=timedelta(hours=1)),
    )

    with caplog.at_level(logging.WARNING):
        await once(broken)  # asking for what is unknown and for prices both fail
    await rows(firm.sending, "update attempts set posted_at = now() - interval '61 minutes'")
    await once(broken)

    assert await lost.outcomes() == {"unknown": 1}
    assert await stale.outcomes() == {"held:interrupted": 1}
    assert [row.cost for row in (await sent.dispatches()).values()] == [ESTIMATE]
    assert any("could not be asked for" in line and "LookupError" in line for line in caplog.messages)
    assert any("task=read_prices" in line and "LookupError" in line for line in caplog.messages)
    assert all(one.number[1:] not in caplog.text for one in firm.staff)


async def test_the_turn_belongs_to_a_connection_and_ends_with_it(firm: Company, owner: AsyncEngine) -> None:
    async with owner.connect() as connection:
        await connection.execute(text("select pg_advisory_lock(hashtext('homing.housekeeping'))"))
        taken = await once(firm.sending)
    assert not taken
    assert await once(firm.sending)
