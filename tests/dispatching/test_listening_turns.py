"""For which numbers a provider's list is asked, how often, and how far back."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Point, Sending
from homing.dispatching.listening import AN_HOUR, hear
from homing.dispatching.recalling import CLOCKS_DIFFER
from homing.providers.base import Received
from homing.store import inbound, organizations
from homing.store.organizations import NewSender
from plugin.housekeeping import Listener, keep_house
from tests.dispatching.listened import Ears, Later, is_texted, lost
from tests.dispatching.support import ProcessGoneError, gone_at, rows, until
from tests.world import Company, Run, Someone

A_MONTH: Final = timedelta(days=30) + AN_HOUR + CLOCKS_DIFFER


@pytest.fixture
async def person(house: Company) -> Someone:
    [hired] = await house.hire(1)
    return hired


class Moody(Ears):
    """The provider, which fails whenever it has answered since it failed last."""

    answered = True
    failed = 0

    async def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]:
        self.deaf_to = {recipient or ""} if self.answered else ()
        self.failed += self.answered
        self.answered = False
        async for one in super().received_since(since, until, recipient):
            yield one
        self.answered = True


async def add_numbers(company: Company, count: int) -> list[str]:
    """Numbers that the company sends from, too, which come before any other in order."""
    added = [
        NewSender(id=uuid4(), country="ES", number=f"+1{uuid4().int % 10**9:010d}") for _ in range(count)
    ]
    async with company.sending.database.app(company.id) as connection:
        await organizations.add_senders(connection, company.id, added)
    return [one.number for one in added]


def heard_by(company: Company, ears: Ears) -> Sending:
    return replace(company.sending, providers={"twilio": ears})


@pytest.mark.spec("P14")
async def test_what_one_number_was_written_is_obeyed_though_others_cannot_be_asked_for(
    house: Company, handsets: Control, person: Someone
) -> None:
    await lost(handsets, house, person, "STOP")
    ears = Ears(house.sending, await add_numbers(house, 4))

    with pytest.raises(ConnectionError):
        await hear(heard_by(house, ears))

    assert not await is_texted(house, person)


async def test_a_provider_that_cannot_be_asked_at_all_is_given_up_soon_and_begun_elsewhere_next(
    house: Company,
) -> None:
    await add_numbers(house, 30)
    async with house.sending.database.system() as connection:
        ears = Ears(house.sending, await inbound.read_written_to(connection))

    first, second = [await asked_for(house, ears) for _ in range(2)]

    assert 5 <= len(first) < 20
    assert 5 <= len(second) < 20
    assert first != second


async def test_a_provider_that_fails_now_and_then_is_asked_for_every_number(house: Company) -> None:
    numbers = await add_numbers(house, 30)
    moody = Moody(house.sending)

    asked = await asked_for(house, moody)

    assert moody.failed > 5
    assert {*numbers, house.sender} <= set(asked)


async def asked_for(company: Company, ears: Ears) -> list[str | None]:
    """For which numbers the provider is asked, some of them in vain."""
    ears.asked.clear()
    with pytest.raises(ConnectionError):
        await hear(heard_by(company, ears))
    return [number for number, _ in ears.asked]


async def test_senders_that_nobody_can_write_to_are_not_asked_for(house: Company) -> None:
    named = [
        NewSender(id=uuid4(), country="ES", number=number, kind=kind)
        for number, kind in (("PIDGR", "alphanumeric"), ("217950", "short_code"))
    ]
    async with house.sending.database.app(house.id) as connection:
        await organizations.add_senders(connection, house.id, named)
    ears = Ears(house.sending)

    await hear(heard_by(house, ears))

    asked = [number for number, _ in ears.asked]
    assert {house.sender, "217950"} <= set(asked)
    assert "PIDGR" not in asked
    assert len(asked) == len(set(asked))


# -- how often


@pytest.mark.spec("P14")
async def test_a_stop_that_came_while_everything_was_off_for_weeks_is_found_at_the_start(
    house: Company, handsets: Control, person: Someone
) -> None:
    await lost(handsets, house, person, "STOP")
    weeks_later = replace(house.sending, providers={"twilio": Later(house.sending, timedelta(weeks=4))})

    assert await Listener()(weeks_later) == 1
    assert not await is_texted(house, person)


async def test_it_is_listened_at_once_and_then_seldom_as_far_back_as_nobody_did(house: Company) -> None:
    ears = Ears(house.sending)
    sending = heard_by(house, ears)
    seldom, always = Listener(), Listener(timedelta(0))

    for _ in range(3):
        await seldom(sending)
    assert ears.spans(house.sender) == [A_MONTH]

    for _ in range(2):
        await always(sending)
    first, second = ears.spans(house.sender)[1:]
    assert first == A_MONTH
    assert AN_HOUR <= second - CLOCKS_DIFFER < A_MONTH


async def test_after_a_failure_it_is_listened_as_far_back_again(house: Company) -> None:
    ears = Ears(house.sending, [house.sender])
    listener = Listener(timedelta(0))
    with pytest.raises(ConnectionError):
        await listener(heard_by(house, ears))
    ears.deaf_to = ()

    await listener(heard_by(house, ears))

    assert ears.spans(house.sender) == [A_MONTH, A_MONTH]


async def test_the_housekeeping_of_a_process_listens_in_few_of_its_turns(house: Company) -> None:
    ears = Ears(house.sending)
    keeping = asyncio.create_task(keep_house(heard_by(house, ears), timedelta(milliseconds=1)))
    try:
        for _ in range(2):
            run = await house.campaign(await house.hire(1))
            with pytest.raises(ProcessGoneError):
                await run.send(sending=replace(house.sending, reached=gone_at(Point.AFTER_CLAIM)))
            await rows(
                house.sending,
                "update dispatches set changed_at = changed_at - interval '1 hour' where state = 'reserved'",
            )

            async def is_released(run: Run = run) -> bool:
                return await run.outcomes() == {"held:interrupted": 1}

            await until(is_released)
    finally:
        keeping.cancel()
        await asyncio.wait({keeping})

    assert ears.spans(house.sender) == [A_MONTH]
