"""The daily cap holds whatever the concurrency, and who does not fit is skipped, told of and reached
otherwise."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import alerts, caps
from homing.store.engine import Database
from plugin.embedded.mail import MailSink
from plugin.services import open_sending
from tests.conftest import SENDER
from tests.invariants import check_books, check_ended, check_texts, sampled
from tests.world import Company, Run, Someone, found_company

pytestmark = pytest.mark.usefixtures("by_hand")

PRICE: Final = 95_000
"""Micros: what one segment to Spain is estimated at, by the price list that comes with the product."""
SENDS: Final = 500
FITTING: Final = 50


async def runs_of(company: Company, people: Sequence[Someone]) -> list[Run]:
    """An execution for each person."""
    return await asyncio.gather(*(company.campaign([person]) for person in people))


async def capped(company: Company, micros: int, people: int = 1) -> Run:
    """A run of so many people, at this cap."""
    await company.set_cap(micros)
    return await company.campaign(await company.hire(people))


@pytest.mark.spec("P23", "P24", "P25", "X02", "P29")
async def test_of_500_concurrent_sends_at_a_cap_for_50_exactly_50_are_sent(
    settings: Settings, sending: Sending, carrier: Control, mail: MailSink
) -> None:
    await carrier.fault("drop_callbacks")
    # So many at once take their time on a busy machine, and nothing here is about who waits too long.
    patient = {"database_pool": 40, "provider_timeout": timedelta(seconds=60)}
    async with open_sending(settings.model_copy(update=patient)) as wide:
        company = await found_company(wide, SENDER)
        staff = await company.hire(SENDS)
        runs = await runs_of(company, staff)
        await company.set_cap(FITTING * PRICE)
        own = Database(settings.database_url.get_secret_value(), pool=1)

        async with sampled(own, company) as left:
            await asyncio.gather(*(run.send() for run in runs))
            await asyncio.gather(*(run.send("email", earlier=("sms",)) for run in runs))
        await own.aclose()

        outcomes = {run.execution: await run.outcomes() for run in runs}
        sent = {run.execution for run in runs if outcomes[run.execution] == {"sent": 1}}
        capped_out = [one for one, run in zip(staff, runs, strict=True) if run.execution not in sent]
        assert len(sent) == FITTING
        assert all(
            outcomes[run.execution] == {"skipped:cap_exhausted": 1}
            for run in runs
            if run.execution not in sent
        )

        assert len(left) > SENDS / 10, "the cap was looked at all the time"
        assert min(left) == 0
        spend = await company.spend()
        assert (spend.reserved, spend.spent, spend.cap) == (FITTING * PRICE, 0, FITTING * PRICE)
        await check_books(company)

        assert await company.alerts() == {"cap_exhausted": SENDS - FITTING}
        async with wide.database.app(company.id) as connection:
            skipped = await alerts.read_skipped_by_cap(
                connection, company.id, company.sending.vault, "sms", None, None, SENDS
            )
        assert sorted(one.user_id for one in skipped) == sorted(one.id for one in capped_out)

        texts = await check_texts(carrier, staff)
        assert texts.total() == FITTING
        assert sum(texts[one.number] for one in capped_out) == 0
        assert {len(mail.inbox[one.mail]) for one in capped_out} == {1}
        assert sum(one.mail in mail.inbox for one in staff) == SENDS - FITTING


@pytest.mark.spec("P24", "X02")
async def test_a_page_is_cut_off_in_its_own_order_where_the_cap_is_reached(
    company: Company, carrier: Control
) -> None:
    run = await capped(company, 3 * PRICE + PRICE - 1, people=5)
    await run.send()
    rows = list((await run.dispatches()).values())
    assert [row.reason for row in rows] == [None, None, None, "cap_exhausted", "cap_exhausted"]
    assert await company.alerts() == {"cap_exhausted": 2}
    events = await run.events()
    told = {(e.reason, e.contract_reason) for e in events if e.kind == "SKIPPED"}
    assert told == {("cap_exhausted", "COST_CAP_EXCEEDED")}
    await check_ended(run)
    await check_books(company)


@pytest.mark.spec("P24", "X02")
async def test_a_refused_text_makes_room_for_another(company: Company, carrier: Control) -> None:
    refused = await capped(company, PRICE)
    number = company.staff[0].number
    await carrier.fault("error", to=number, next=1, code=21617)
    await refused.send()
    assert await refused.outcomes() == {"rejected:content_refused": 1}

    second, third = await runs_of(company, await company.hire(2))
    await second.send()
    await third.send()
    assert set(await second.outcomes()) <= {"sent", "delivered"}
    assert await third.outcomes() == {"skipped:cap_exhausted": 1}
    await check_books(company)


@pytest.mark.spec("P24", "X02", "X01")
async def test_a_text_of_unknown_outcome_keeps_its_reservation(company: Company, carrier: Control) -> None:
    lost = await capped(company, PRICE)
    await carrier.fault("reset", to=company.staff[0].number, next=1, accepted=False)
    await lost.send()
    assert await lost.outcomes() == {"unknown": 1}
    [other] = await runs_of(company, await company.hire(1))
    await other.send()
    assert await other.outcomes() == {"skipped:cap_exhausted": 1}
    assert await company.alerts() == {"cap_exhausted": 1}
    await check_books(company)


@pytest.mark.spec("P24")
async def test_who_was_skipped_by_the_cap_is_not_queued_for_a_higher_one(
    company: Company, carrier: Control
) -> None:
    """A cap that is changed during the day holds for what is claimed from then on, and for nothing before."""
    early = await capped(company, 0)
    await early.send()
    assert await early.outcomes() == {"skipped:cap_exhausted": 1}

    await company.set_cap(PRICE)
    await early.send()
    assert await early.outcomes() == {"skipped:cap_exhausted": 1}
    first, second = await runs_of(company, await company.hire(2))
    await first.send()
    assert set(await first.outcomes()) <= {"sent", "delivered"}

    await company.set_cap(PRICE - 1)
    await second.send()
    assert await second.outcomes() == {"skipped:cap_exhausted": 1}
    assert await company.alerts() == {"cap_exhausted": 2}


@pytest.mark.spec("P23")
async def test_the_day_of_a_cap_is_the_organizations_own(sending: Sending, carrier: Control) -> None:
    """The day of the server is used up to the last micro, and the organization's own is another day."""
    zone = next(
        name
        for name in ("Pacific/Kiritimati", "Pacific/Niue")
        if datetime.now(ZoneInfo(name)).date() != datetime.now(UTC).date()
    )
    company = await found_company(sending, SENDER, time_zone=zone)
    run, later = await runs_of(company, await company.hire(2))
    own_day = datetime.now(ZoneInfo(zone)).date()
    async with sending.database.app(company.id) as connection:
        for day in (own_day - timedelta(days=1), own_day + timedelta(days=1)):
            await caps.lock_budget(connection, company.id, "sms", day)
            await caps.move(connection, company.id, "sms", day, spent=PRICE)
    await company.set_cap(PRICE)

    await run.send()
    await later.send()

    assert set(await run.outcomes()) <= {"sent", "delivered"}
    assert await later.outcomes() == {"skipped:cap_exhausted": 1}
    async with sending.database.app(company.id) as connection:
        found = await connection.execute(text("select distinct period from dispatches"))
        assert found.scalars().all() == [own_day]
        day = (await connection.execute(text("select day from admin_alerts"))).scalar_one()
    assert day == own_day
