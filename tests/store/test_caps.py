"""Daily budgets: what is left, who may change it, and who waits for whom."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from homing.dispatching.claim import claim
from homing.dispatching.context import Sending
from homing.store import caps
from homing.store.attempts import Freed
from tests.world import Company, found_company

DAY: Final = date(2026, 3, 1)
NEXT: Final = DAY + timedelta(days=1)
CONFIGURE: Final = text("update org_channels set daily_cap_micros = :cap where channel = 'sms'")
"""What a day that has no row yet will start with."""


async def budget(company: Company, *, day: date = DAY, daily_cap: int = 1000) -> int:
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(CONFIGURE, {"cap": daily_cap})
        return await caps.lock_budget(connection, company.id, "sms", day)


async def move(company: Company, *, day: date = DAY, **change: int) -> None:
    async with company.sending.database.app(company.id) as connection:
        await caps.move(connection, company.id, "sms", day, **change)


async def today(company: Company) -> date:
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(
            text("select (now() at time zone time_zone)::date from organizations")
        )
        day: date = found.scalar_one()
        return day


@pytest.mark.spec("P23", "X02")
async def test_what_is_left_is_the_cap_less_what_is_reserved_and_spent(company: Company) -> None:
    assert await budget(company) == 1000
    await move(company, reserved=300, spent=50)
    assert await budget(company) == 650
    await move(company, reserved=-300, spent=200)
    assert await budget(company) == 750


@pytest.mark.spec("P23")
async def test_a_day_that_has_begun_keeps_its_cap_whatever_is_said_at_a_later_claim(company: Company) -> None:
    assert await budget(company, daily_cap=1000) == 1000
    assert await budget(company, daily_cap=5000) == 1000


@pytest.mark.spec("P23")
async def test_each_day_and_each_organization_has_a_budget_of_its_own(
    company: Company, sending: Sending
) -> None:
    neighbour = await found_company(sending, company.sender)
    for one, day in ((company, DAY), (company, NEXT), (neighbour, DAY)):
        await budget(one, day=day)
    await move(company, reserved=400)
    assert await budget(company) == 600
    assert await budget(company, day=NEXT) == 1000
    assert await budget(neighbour) == 1000


@pytest.mark.spec("X02")
@pytest.mark.parametrize("begun", [True, False], ids=["begun", "not yet begun"])
async def test_a_closed_day_admits_nothing_more_and_the_next_one_does(
    company: Company, *, begun: bool
) -> None:
    day = await today(company)
    if begun:
        assert await budget(company, day=day) == 1000
    async with company.sending.database.app(company.id) as connection:
        await caps.close_today(connection, company.id, "sms")
    await company.set_cap(2000)
    assert await budget(company, day=day) == 0
    assert await budget(company, day=day + timedelta(days=1)) == 1000


@pytest.mark.spec("X02")
async def test_what_was_overspent_is_no_budget_and_no_negative_one(company: Company) -> None:
    await budget(company)
    await move(company, spent=1001)
    assert await budget(company) == 0


@pytest.mark.spec("P23")
async def test_a_cap_that_is_changed_during_the_day_holds_from_then_on(company: Company) -> None:
    day = await today(company)
    assert await budget(company, day=day, daily_cap=1000) == 1000
    await move(company, day=day, reserved=600)
    await company.set_cap(700)
    assert await budget(company, day=day) == 100
    await company.set_cap(500)
    assert await budget(company, day=day) == 0
    await company.set_cap(2000)
    assert await budget(company, day=day) == 1400


@pytest.mark.spec("P23")
@pytest.mark.parametrize("time_zone", ["Pacific/Kiritimati", "Pacific/Niue"])
async def test_a_day_is_one_of_the_organizations_own_time_zone(sending: Sending, time_zone: str) -> None:
    """Of these two, 25 hours apart, at least one has another date than any clock of the server."""
    company = await found_company(sending, "+34600000001", time_zone=time_zone)
    run = await company.campaign(await company.hire(1))
    dates = {datetime.now(ZoneInfo(time_zone)).date()}
    await sending.database.repeat_app(
        company.id, lambda connection: claim(connection, sending.vault, run.request())
    )
    dates.add(datetime.now(ZoneInfo(time_zone)).date())  # midnight may have passed
    async with sending.database.app(company.id) as connection:
        days = (await connection.execute(text("select period from cost_caps"))).scalars().all()
        reserved = (await connection.execute(text("select period from dispatches"))).scalars().all()
    assert days == reserved
    assert len(days) == 1
    assert set(days) <= dates
    await company.set_cap(7)
    assert (await company.spend()).cap == 7


@pytest.mark.spec("P23")
async def test_a_cap_that_is_changed_leaves_the_days_that_are_over_alone(company: Company) -> None:
    yesterday = await today(company) - timedelta(days=1)
    await budget(company, day=yesterday, daily_cap=1000)
    await company.set_cap(2000)
    assert await budget(company, day=yesterday) == 1000


async def test_what_is_given_back_is_given_to_its_own_day(company: Company) -> None:
    for day in (DAY, NEXT):
        await budget(company, day=day)
        await move(company, day=day, reserved=500)
    async with company.sending.database.app(company.id) as connection:
        await caps.lock_periods(connection, company.id, "sms", {DAY, NEXT})
        await caps.give_back(
            connection, company.id, "sms", [Freed(uuid4(), NEXT, 200), Freed(uuid4(), DAY, 0)]
        )
    assert await budget(company) == 500
    assert await budget(company, day=NEXT) == 700


@pytest.mark.spec("X02")
async def test_who_asks_for_a_budget_waits_for_whoever_holds_it(company: Company) -> None:
    await budget(company)
    database = company.sending.database
    async with database.app(company.id) as first:
        assert await caps.lock_budget(first, company.id, "sms", DAY) == 1000
        second = asyncio.create_task(budget(company))
        await waits_for_a_lock(company, second)
        await caps.move(first, company.id, "sms", DAY, reserved=900)
    assert await second == 100


@pytest.mark.spec("X02")
async def test_two_who_open_the_same_day_share_one_budget(company: Company) -> None:
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(CONFIGURE, {"cap": 1000})

    async def take(amount: int) -> int:
        async with company.sending.database.app(company.id) as connection:
            left = await caps.lock_budget(connection, company.id, "sms", DAY)
            granted = min(left, amount)
            await caps.move(connection, company.id, "sms", DAY, reserved=granted)
            return granted

    granted = await asyncio.gather(*(take(300) for _ in range(6)))
    assert sorted(granted) == [0, 0, 100, 300, 300, 300]
    assert await budget(company) == 0


async def waits_for_a_lock(company: Company, task: asyncio.Task[int]) -> None:
    """Until the server says that somebody waits for a row lock, which it must before ``task`` ends."""
    async with asyncio.timeout(10):
        while not await lock_waits(company):
            assert not task.done()
            await asyncio.sleep(0.005)
    assert not task.done()


async def lock_waits(company: Company) -> int:
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(text("select count(*) from pg_locks where not granted"))
        return int(found.scalar_one())
