"""What texts really cost: read from the provider, put in the reservations' place, once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.dispatching.prices import book_overdue, read_prices
from homing.dispatching.receipts import take_receipt
from homing.domain.outcome import EventKind, FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.store import organizations
from tests.conftest import SENDER
from tests.dispatching.support import arrived, attempts_of, kinds, rows, until
from tests.world import Company, Run, Someone, found_company

ESTIMATE: Final = 95_000
"""Micros of a dollar for one segment to Spain, as the product's price list has it."""
REAL: Final = 76_900
"""What the carrier takes for it."""


async def text_to(company: Company, carrier: Control, people: list[Someone]) -> Run:
    """A run in which everybody got a text of one segment, delivered."""
    run = await company.campaign(people)
    await run.send()
    await arrived(carrier, *(one.number for one in people))
    return run


async def books(company: Company) -> tuple[int, int]:
    """Reserved and spent, in micros."""
    spend = await company.spend()
    return spend.reserved, spend.spent


async def costs(run: Run) -> list[int | None]:
    return [row.cost for row in (await run.dispatches()).values()]


@pytest.mark.spec("X02", "P22")
async def test_the_real_price_takes_the_reservations_place_and_stays_with_the_dispatch(
    firm: Company, carrier: Control
) -> None:
    run = await text_to(firm, carrier, await firm.hire(2))
    assert await books(firm) == (2 * ESTIMATE, 0)

    booked = await read_prices(firm.sending)

    assert booked == 2
    assert await books(firm) == (0, 2 * REAL)
    assert await costs(run) == [REAL, REAL]


@pytest.mark.spec("X02")
async def test_a_lower_real_price_leaves_budget_for_another_text(firm: Company, tuned: Control) -> None:
    await tuned.tune(prices={"ES": "0.01"})
    await firm.set_cap(2 * ESTIMATE)
    await text_to(firm, tuned, await firm.hire(2))
    before, after = await firm.campaign(await firm.hire(1)), await firm.campaign(await firm.hire(1))

    await before.send()
    await read_prices(firm.sending)
    await after.send()

    assert await before.outcomes() == {"skipped:cap_exhausted": 1}
    assert await after.outcomes() == {"sent": 1}
    assert await books(firm) == (ESTIMATE, 2 * 10_000)


@pytest.mark.spec("X02")
async def test_a_real_price_above_its_reservation_is_booked_told_and_closes_admission(
    firm: Company, tuned: Control
) -> None:
    await tuned.tune(prices={"ES": "0.5"})
    await text_to(firm, tuned, await firm.hire(1))
    await read_prices(firm.sending)
    spend = await firm.spend()
    run = await firm.campaign(await firm.hire(1))

    await run.send()

    assert (spend.reserved, spend.spent, spend.closed) == (0, 500_000, True)
    assert await run.outcomes() == {"skipped:cap_exhausted": 1}
    assert await firm.alerts() == {"price_above_estimate": 1, "cap_exhausted": 1}


@pytest.mark.spec("X02", "P22")
async def test_a_failed_message_costs_what_the_provider_takes_for_it(firm: Company, carrier: Control) -> None:
    [person] = await firm.hire(1)
    await carrier.fault("fail", to=person.number, code=30008, final="failed")
    run = await firm.campaign([person])
    await run.send()
    [message] = await arrived(carrier, person.number, status="failed")
    [attempt] = await attempts_of(run)
    await take_receipt(
        firm.sending,
        attempt.id,
        message.sid,
        ReceiptStatus.NOT_DELIVERED,
        error_code=30008,
        reason=FailureReason.CARRIER_UNKNOWN,
    )

    await read_prices(firm.sending)

    assert await books(firm) == (0, 1_000)
    assert await costs(run) == [1_000]


@pytest.mark.spec("X02", "P22")
async def test_a_price_in_another_currency_is_converted_by_the_estimates_and_rounded_up(
    apart: Sending, carrier: Control
) -> None:
    euros = await found_company(apart, SENDER, currency="EUR")
    run = await text_to(euros, carrier, await euros.hire(1))

    await read_prices(apart)

    # 0.0769 USD x 0.0902 EUR / 0.0950 USD = 0.0730145... EUR
    assert await costs(run) == [73_015]
    assert await books(euros) == (0, 73_015)


@pytest.fixture
async def no_dollar_estimates(firm: Company, owner: AsyncEngine) -> AsyncIterator[None]:
    """Nothing tells what a dollar is worth in Spain."""
    async with owner.begin() as connection:
        await connection.execute(
            text("delete from estimated_prices where country = 'ES' and currency = 'USD'")
        )
    yield
    async with firm.sending.database.system() as connection:
        await organizations.load_prices(connection, organizations.DEFAULT_PRICES)


@pytest.mark.spec("X02")
async def test_a_price_in_a_currency_of_no_estimate_is_booked_at_the_estimate_and_told(
    no_dollar_estimates: None, apart: Sending, carrier: Control
) -> None:
    euros = await found_company(apart, SENDER, currency="EUR")
    run = await text_to(euros, carrier, await euros.hire(1))

    await read_prices(apart)
    await read_prices(apart)

    assert await books(euros) == (0, 90_200)
    assert await costs(run) == [90_200]
    assert await euros.alerts() == {"unknown_currency": 1}


@pytest.mark.spec("X02")
async def test_what_has_no_price_after_the_deadline_is_booked_at_its_estimate_for_good(
    firm: Company, tuned: Control
) -> None:
    await tuned.tune(price_delay=3600)
    run = await text_to(firm, tuned, await firm.hire(1))
    impatient = replace(firm.sending, limits=replace(firm.sending.limits, price_deadline=timedelta(0)))
    assert await read_prices(firm.sending) == 0

    early = await book_overdue(firm.sending)
    overdue = [await book_overdue(impatient), await book_overdue(impatient)]

    assert early == 0
    assert overdue == [1, 0]
    assert await books(firm) == (0, ESTIMATE)
    assert await costs(run) == [ESTIMATE]


@pytest.mark.spec("X02")
async def test_prices_that_are_read_several_times_at_once_are_counted_once(
    firm: Company, owner: AsyncEngine, carrier: Control
) -> None:
    run = await text_to(firm, carrier, await firm.hire(5))
    readers: list[asyncio.Task[int]] = []

    async def all_about_to_book() -> bool:
        async with owner.connect() as connection:
            waiting = await connection.scalar(
                text(
                    "select count(*) from pg_stat_activity"
                    " where datname = current_database() and wait_event_type = 'Lock'"
                )
            )
        return bool(waiting == len(readers))

    async with owner.begin() as holding:
        await holding.execute(text("select 1 from cost_caps for update"))
        for _ in range(3):
            await rows(firm.sending, "update attempts set asked_at = null")
            readers.append(asyncio.create_task(read_prices(firm.sending)))
            await until(all_about_to_book)
    await asyncio.gather(*readers)
    await read_prices(firm.sending)

    assert await books(firm) == (0, 5 * REAL)
    assert await costs(run) == [REAL] * 5


@pytest.mark.parametrize("lost", [False, True], ids=["sent", "unknown"])
async def test_the_provider_is_asked_again_only_after_as_long_as_a_price_has_been_missing(
    firm: Company, tuned: Control, *, lost: bool
) -> None:
    await tuned.tune(price_delay=3600)
    [person] = await firm.hire(1)
    if lost:
        await tuned.fault("reset", to=person.number, accepted=False)
    run = await firm.campaign([person])
    await run.send()
    assert await run.outcomes() == {"unknown" if lost else "sent": 1}

    async def asked_after(posted: str, asked: str | None) -> bool:
        """Whether the provider is asked, for an attempt that was posted and last asked about so long ago."""
        await rows(
            firm.sending,
            "update attempts set posted_at = now() - cast(cast(:posted as text) as interval),"
            " asked_at = now() - cast(cast(:asked as text) as interval)",
            posted=posted,
            asked=asked,
        )
        [before] = await attempts_of(run)
        await read_prices(firm.sending)
        [after] = await attempts_of(run)
        return bool(before.asked_at != after.asked_at)

    assert await asked_after("1 hour", None)
    assert not await asked_after("1 hour", "1 minute")
    assert not await asked_after("1 hour", "29 minutes")
    assert await asked_after("1 hour", "31 minutes")
    assert not await asked_after("49 hours", "47 hours")


@pytest.mark.spec("X01", "X02")
async def test_an_unknown_outcome_that_the_listing_shows_later_becomes_sent_and_is_paid_for(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    await carrier.fault("reset", to=person.number, next=1)
    await carrier.fault("silent", to=person.number)
    run = await firm.campaign([person])
    await run.send()
    unknown = await run.outcomes()
    await arrived(carrier, person.number, status="sent")

    await read_prices(firm.sending)

    assert unknown == {"unknown": 1}
    assert await run.outcomes() == {"sent": 1}
    assert await kinds(run) == {person.id: [EventKind.SENT]}
    assert await books(firm) == (0, REAL)
    assert len(await carrier.texts(person.number)) == 1
