"""Texts that were accepted and of which nothing more is heard: what a listing shows of them is taken, and
later the provider is asked, seldom and not for long."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.dispatching.prices import read_prices
from homing.dispatching.reconcile import expire
from homing.dispatching.silence import Asker, ask_silent
from homing.domain.outcome import EventKind
from homing.domain.receipts import ReceiptStatus
from homing.observing import Metrics
from homing.providers.base import Listed, Shows
from plugin.housekeeping import keep_house, once
from tests.conftest import SENDER
from tests.dispatching.support import Around, arrived, attempts_of, kinds, rows, until
from tests.measuring import values
from tests.world import Company, Run, found_company


class Watched(Around):
    """The provider, counting which messages it is asked for; ``away``: it can't be asked; ``odd``: it says
    what nobody understands; ``answering``: when it does."""

    def __init__(self, real: Any) -> None:
        super().__init__(real)
        self.asked: list[str] = []
        self.away = False
        self.odd: set[str] = set()
        self.answering = asyncio.Event()
        self.answering.set()

    async def message(self, provider_id: str) -> Listed | None:
        self.asked.append(provider_id)
        if self.away:
            raise ConnectionError("away")
        await self.answering.wait()
        found = await cast(Shows, self.real).message(provider_id)
        if found is not None and provider_id in self.odd:
            return replace(found, status=cast(ReceiptStatus, "odd"))
        return found


@pytest.fixture
async def firm(apart: Sending, owner: AsyncEngine) -> Company:
    """A company whose provider is watched, the only one that has texted."""
    async with owner.begin() as connection:
        await connection.execute(text("truncate dispatches, attempts, receipts, channel_events, cost_caps"))
    watched = Watched(apart.providers["twilio"])
    own = replace(apart, providers={**apart.providers, "twilio": watched}, metrics=Metrics())
    return await found_company(own, SENDER)


def watched(firm: Company) -> Watched:
    return cast(Watched, firm.sending.providers["twilio"])


async def texted(firm: Company, carrier: Control, people: int = 1) -> Run:
    """A run whose texts arrived and of which no report did."""
    hired = await firm.hire(people)
    run = await firm.campaign(hired)
    await run.send()
    await arrived(carrier, *(one.number for one in hired))
    assert await run.outcomes() == {"sent": people}
    return run


async def aged(run: Run, posted: str, asked: str | None = None) -> None:
    """Let a run's texts be so old, and asked after so long ago."""
    await rows(
        run.company.sending,
        "update attempts a set posted_at = now() - cast(cast(:posted as text) as interval),"
        " asked_at = now() - cast(cast(:asked as text) as interval)"
        " from dispatches d where d.id = a.dispatch_id and d.execution_id = :execution",
        posted=posted,
        asked=asked,
        execution=run.execution,
    )


@pytest.mark.spec("W13", "X01")
async def test_what_is_silent_for_half_a_day_is_asked_for_and_its_answer_taken_as_a_receipt(
    firm: Company, carrier: Control
) -> None:
    run = await texted(firm, carrier)
    [attempt] = await attempts_of(run)
    await aged(run, "13 hours")

    assert await ask_silent(firm.sending) == 1
    assert await ask_silent(firm.sending) == 0

    assert watched(firm).asked == [attempt.provider_id]
    assert await run.outcomes() == {"delivered": 1}
    assert list((await kinds(run)).values()) == [[EventKind.SENT, EventKind.DELIVERED]]
    assert values(firm.sending, "homing_silent_asked_total", "answer") == {("news",): 1}
    assert len(await carrier.texts(firm.staff[0].number)) == 1


@pytest.mark.parametrize(
    ("posted", "asked", "is_asked"),
    [
        ("11 hours", None, False),
        ("13 hours", None, True),
        ("13 hours", "1 hour", False),
        ("25 hours", "13 hours", True),
        ("47 hours", "24 hours", True),
        ("47 hours", "23 hours", False),
        ("49 hours", None, False),
    ],
)
async def test_it_is_asked_for_at_growing_intervals_for_two_days(
    firm: Company, carrier: Control, posted: str, asked: str | None, *, is_asked: bool
) -> None:
    run = await texted(firm, carrier)
    await aged(run, posted, asked)

    assert await ask_silent(firm.sending) == is_asked
    assert len(watched(firm).asked) == is_asked


async def test_no_more_are_asked_for_in_a_turn_than_may_be_the_oldest_first(
    firm: Company, carrier: Control
) -> None:
    runs = [await texted(firm, carrier) for _ in range(3)]
    for run, age in zip(runs, ["20 hours", "30 hours", "25 hours"], strict=True):
        await aged(run, age)
    ids = [(await attempts_of(run))[0].provider_id for run in runs]
    asker = Asker(every=timedelta(hours=1), most=2)

    assert await asker(firm.sending) == 2
    assert await asker(firm.sending) == 0, "its turn has been"

    assert set(watched(firm).asked) == {ids[1], ids[2]}
    assert await Asker()(firm.sending) == 1


async def test_what_says_nothing_new_or_cannot_be_asked_for_changes_nothing_and_stops_nobody(
    firm: Company, carrier: Control
) -> None:
    [quiet] = await firm.hire(1)
    await carrier.fault("silent", to=quiet.number)
    still = await firm.campaign([quiet])
    await still.send()
    await arrived(carrier, quiet.number, status="sent")
    strange = await texted(firm, carrier)
    await rows(
        firm.sending,
        "update attempts a set provider_id = :sid from dispatches d"
        " where d.id = a.dispatch_id and d.execution_id = :execution",
        sid=f"SM{'0' * 32}",
        execution=strange.execution,
    )
    for run in (still, strange):
        await aged(run, "13 hours")

    await ask_silent(firm.sending)
    await aged(still, "13 hours")
    watched(firm).away = True
    await ask_silent(firm.sending)

    assert (await still.outcomes(), await strange.outcomes()) == ({"sent": 1}, {"sent": 1})
    asked = values(firm.sending, "homing_silent_asked_total", "answer")
    assert {answer for (answer,) in asked} >= {"unknown", "failed"}


async def test_news_that_cannot_be_taken_in_keeps_that_of_no_other_waiting(
    firm: Company, carrier: Control
) -> None:
    odd, plain = [await texted(firm, carrier) for _ in range(2)]
    for run in (odd, plain):
        await aged(run, "13 hours")
    watched(firm).odd = {one.provider_id for one in await attempts_of(odd)}

    assert await ask_silent(firm.sending) == 1

    assert (await odd.outcomes(), await plain.outcomes()) == ({"sent": 1}, {"delivered": 1})
    assert values(firm.sending, "homing_silent_asked_total", "answer") == {("news",): 1, ("failed",): 1}


@pytest.mark.spec("X02")
async def test_a_provider_that_does_not_answer_for_the_silent_keeps_nothing_else_from_its_turn(
    firm: Company, carrier: Control
) -> None:
    await aged(await texted(firm, carrier), "13 hours")
    watched(firm).answering.clear()
    interval = timedelta(seconds=0.1)
    keeping = asyncio.create_task(keep_house(firm.sending, interval))

    async def is_asked() -> bool:
        return len(watched(firm).asked) == 1

    async def has_its_turn() -> bool:
        return await once(firm.sending, {"expire": expire})

    try:
        await until(is_asked)
        await until(has_its_turn)
        assert not watched(firm).answering.is_set()
    finally:
        keeping.cancel()
        await asyncio.wait({keeping})


@pytest.mark.spec("W13")
async def test_the_listing_by_which_prices_are_read_shows_what_became_of_the_silent(
    firm: Company, carrier: Control
) -> None:
    [good, dead] = await firm.hire(2)
    await carrier.fault("fail", to=dead.number, code=30003)
    run = await firm.campaign([good, dead])
    await run.send()
    await arrived(carrier, good.number)
    await carrier.idle()
    assert await run.outcomes() == {"sent": 2}

    await read_prices(firm.sending)
    await aged(run, "13 hours")
    await ask_silent(firm.sending)

    assert await run.outcomes() == {"delivered": 1, "not_delivered:unreachable": 1}
    assert await kinds(run) == {
        good.id: [EventKind.SENT, EventKind.DELIVERED],
        dead.id: [EventKind.SENT, EventKind.BOUNCED],
    }
    assert watched(firm).asked == [], "nothing of it is silent any more"
