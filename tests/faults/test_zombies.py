"""A page that is run twice because its first process was given up: it lives, and comes back at the worst
moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

import pytest

from homing.carrier.control import Control
from homing.dispatching import reconcile
from homing.dispatching.context import Point, Sending
from homing.providers.base import Answer, Outbound, Provider
from tests.invariants import check_books, check_ended, check_texts, until
from tests.world import Company, Run, Someone

pytestmark = pytest.mark.usefixtures("by_hand")

PEOPLE: Final = 6
GROUP: Final = 4
"""So the first process stops in a group, with others after it."""
LEASE: Final = timedelta(seconds=0.4)

POINTS: Final = (
    Point.AFTER_CLAIM,
    Point.AFTER_POSTING,
    Point.BEFORE_FIRST_BYTE,
    Point.AFTER_ACCEPTED,
    Point.BEFORE_SETTLE,
)
BEFORE_THE_REQUEST: Final = (Point.AFTER_POSTING, Point.BEFORE_FIRST_BYTE)
AFTER_THE_REQUEST: Final = (Point.AFTER_ACCEPTED, Point.BEFORE_SETTLE)


@dataclass(slots=True)
class Pause:
    """Stops whoever reaches a point, until released."""

    point: Point
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, point: Point) -> None:
        if point is self.point:
            self.reached.set()
            await self.released.wait()


@pytest.fixture
async def hurried(sending: Sending, carrier: Control) -> Sending:
    """With a short lease, and given up a second after it: the carrier answers at once, and never reports,
    so that nothing but the processes themselves settles what they sent."""
    await carrier.fault("drop_callbacks")
    limits = replace(
        sending.limits,
        group_size=GROUP,
        lease=LEASE,
        provider_timeout=timedelta(0),
    )
    return replace(sending, limits=limits)


@asynccontextmanager
async def paused_at(point: Point, run: Run, sending: Sending) -> AsyncIterator[None]:
    """A first process stands at the point; at the end it is released and goes on to its own end."""
    pause = Pause(point)
    first = asyncio.create_task(run.send(sending=replace(sending, reached=pause)))
    await asyncio.wait_for(pause.reached.wait(), 5)
    yield
    assert not first.done()
    pause.released.set()
    await asyncio.wait_for(first, 15)


async def given_up(sending: Sending, run: Run, count: int) -> None:
    """Wait until housekeeping has given up so many as unknown."""

    async def gone() -> bool:
        await reconcile.expire(sending)
        return (await run.outcomes()).get("unknown", 0) == count

    await until(gone)


async def check(run: Run, carrier: Control, staff: list[Someone]) -> int:
    """What holds after every scene; returns the texts."""
    texts = await check_texts(carrier, staff)
    await check_ended(run)
    await check_books(run.company)
    before = await run.outcomes()
    await run.send()
    assert await run.outcomes() == before
    assert await check_texts(carrier, staff) == texts
    return texts.total()


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize("point", POINTS)
async def test_a_second_process_beside_a_living_first_one_texts_nobody_twice(
    point: Point, company: Company, carrier: Control, hurried: Sending
) -> None:
    staff = await company.hire(PEOPLE)
    run = await company.campaign(staff)

    async with paused_at(point, run, hurried):
        await run.send(sending=hurried)

    assert await check(run, carrier, staff) == PEOPLE
    assert await run.outcomes() == {"sent": PEOPLE}


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize("point", BEFORE_THE_REQUEST)
async def test_what_was_given_up_before_its_request_is_never_begun_by_whoever_comes_back(
    point: Point, company: Company, carrier: Control, hurried: Sending
) -> None:
    staff = await company.hire(PEOPLE)
    run = await company.campaign(staff)

    async with paused_at(point, run, hurried):
        await run.send(sending=hurried)
        await given_up(hurried, run, GROUP)
        await run.send(sending=hurried)
        assert await run.outcomes() == {"sent": PEOPLE - GROUP, "unknown": GROUP}

    # What comes back says that it never began, so these are not unknown any more; and they stay unsent.
    assert await check(run, carrier, staff) == PEOPLE - GROUP
    assert await run.outcomes() == {"sent": PEOPLE - GROUP, "rejected:not_sent": GROUP}


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize("point", AFTER_THE_REQUEST)
async def test_what_was_given_up_is_sent_once_its_process_comes_back_and_says_so(
    point: Point, company: Company, carrier: Control, hurried: Sending
) -> None:
    staff = await company.hire(PEOPLE)
    run = await company.campaign(staff)

    async with paused_at(point, run, hurried):
        await run.send(sending=hurried)
        await given_up(hurried, run, GROUP)
        assert await run.outcomes() == {"sent": PEOPLE - GROUP, "unknown": GROUP}

    assert await check(run, carrier, staff) == PEOPLE
    assert await run.outcomes() == {"sent": PEOPLE}


@pytest.mark.spec("P29")
async def test_a_request_whose_lease_ran_out_before_it_began_is_begun_under_a_new_one(
    company: Company, carrier: Control, hurried: Sending
) -> None:
    [person] = await company.hire(1)
    run = await company.campaign([person])

    async with paused_at(Point.BEFORE_FIRST_BYTE, run, hurried):
        await asyncio.sleep(LEASE.total_seconds())  # the pause itself, not a wait for something

    assert await check(run, carrier, [person]) == 1
    [row] = (await run.dispatches()).values()
    assert row.state == "sent"
    assert row.attempts > 1


@dataclass(slots=True)
class Freezing:
    """The real provider, in a process that freezes between its last check and its first byte."""

    provider: Provider
    name: str = "twilio"

    async def send(self, message: Outbound) -> Answer:
        await asyncio.sleep(LEASE.total_seconds() * 1.2)
        # It had looked at the time before it froze.
        return await self.provider.send(replace(message, begin_by=None))

    async def aclose(self) -> None:
        """It isn't this one's to close."""


@pytest.mark.spec("P29")
async def test_a_process_that_froze_after_its_last_check_is_found_and_counted(
    company: Company, carrier: Control, hurried: Sending
) -> None:
    staff = await company.hire(3)
    run = await company.campaign(staff)
    freezing: dict[str, Provider] = {"twilio": Freezing(hurried.providers["twilio"])}

    await run.send(sending=replace(hurried, providers=freezing))

    assert await company.alerts() == {"late_request": 3}
    assert await check(run, carrier, staff) == 3


@pytest.mark.spec("P29")
async def test_five_starts_of_the_same_page_send_it_once(
    company: Company, carrier: Control, hurried: Sending
) -> None:
    staff = await company.hire(40)
    run = await company.campaign(staff)

    await asyncio.gather(*(run.send(sending=hurried) for _ in range(5)))

    async def settled() -> bool:
        return "posting" not in await run.outcomes()

    await until(settled)
    assert await check(run, carrier, staff) == 40


@pytest.mark.spec("P29")
async def test_a_finished_page_that_is_replayed_sends_nothing_and_another_occurrence_does(
    company: Company, carrier: Control, hurried: Sending
) -> None:
    staff = await company.hire(5)
    run = await company.campaign(staff)
    await run.send(sending=hurried)
    assert await check(run, carrier, staff) == 5

    for _ in range(3):
        await run.send(sending=hurried)
    assert await check(run, carrier, staff) == 5

    await run.send(sending=hurried, occurrence=2)
    assert (await check_texts(carrier, staff, most=2)).total() == 10
