"""A ledger that was put back numbers attempts again: that it is behind is noticed all the same, whatever else
goes on there before a page comes that knows more."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.exceptions import ApplicationError

from homing.carrier.control import Control
from homing.dispatching.consequences import stop_channel
from homing.dispatching.context import Heights, Point, Sending
from homing.dispatching.restore import reconcile
from homing.store import height, organizations, restoring
from homing.store.alerts import AlertKind
from homing.store.height import number_of
from tests.definitions import define, remind
from tests.dispatching.restored import forget, restore, sent_once, sms_of, texts_of
from tests.dispatching.support import far, rows, until
from tests.dispatching.test_ledger_heights import send_page
from tests.engine import Engine
from tests.world import Company, found_company


def another_process(company: Company) -> Sending:
    """It remembers nothing."""
    return replace(company.sending, heights=Heights())


@pytest.fixture
async def counting(house: Company, owner: AsyncEngine) -> AsyncIterator[int]:
    """What the next attempt would have been numbered after; afterwards numbers go on above all there were."""
    [[base]] = await rows(house.sending, "select last_value from attempts_seq_seq")
    yield int(base)
    await count_from(owner, int(base) + 10_000)


async def count_from(owner: AsyncEngine, number: int) -> None:
    async with owner.begin() as connection:
        await connection.execute(text("select setval('attempts_seq_seq', :number)"), {"number": number})


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize("by", ["nothing", "mails", "another campaign", "another organization"])
async def test_a_put_back_ledger_is_noticed_whatever_was_sent_before_anybody_looked(
    house: Company, handsets: Control, owner: AsyncEngine, counting: int, by: str
) -> None:
    people = await house.hire(3)
    run = await house.campaign(people)
    first = await send_page(another_process(house), run)
    await forget(owner)
    await count_from(owner, counting)

    fresh = another_process(house)
    if by == "mails":
        await (await house.campaign(await house.hire(6))).send("email", sending=fresh)
    elif by == "another campaign":
        await (await house.campaign(await house.hire(6))).send(sending=fresh)
    elif by == "another organization":
        tenant = await found_company(fresh, "+34600000099")
        await (await tenant.campaign(await tenant.hire(4))).send(sending=fresh)
        await (await house.campaign(await house.hire(1))).send("email", sending=fresh)
    with pytest.raises(ApplicationError) as waits:
        await send_page(another_process(house), run, ledger=first.ledger)

    assert waits.value.type == "ledger_behind"
    assert await sms_of(house) == (False, "ledger_behind")
    assert [len(texts) for texts in await texts_of(handsets, people)] == [1, 1, 1]


@pytest.mark.spec("X01")
async def test_a_page_of_mails_finds_it_out_and_stops_the_texts(
    house: Company, handsets: Control, owner: AsyncEngine, counting: int
) -> None:
    """What it hands on afterwards is of the ledger as it is, and hides what it was handed."""
    people = await house.hire(2)
    first = await send_page(another_process(house), await house.campaign(people))
    await forget(owner)
    await count_from(owner, counting)

    mails = await house.campaign(people)
    after = await send_page(another_process(house), mails, channel="email", ledger=first.ledger)

    assert number_of(after.ledger) <= number_of(first.ledger)
    assert sum(after.counts.values()) == 2, "mails go on"
    assert await sms_of(house) == (False, "ledger_behind")


@pytest.mark.spec("X01")
async def test_a_page_that_was_looking_while_everything_was_settled_stops_nothing(house: Company) -> None:
    await restore(house)
    database, looked, settled = house.sending.database, asyncio.Event(), asyncio.Event()

    async def look() -> bool:
        async with database.app(house.id) as connection:
            accepted = await height.accepted(connection, house.id, "sms")
            forgotten = height.mark(accepted + 42, house.id)
            assert await height.read_forgotten(connection, house.id, [forgotten]) == [forgotten]
            looked.set()
            reporting = asyncio.create_task(height.report(connection, house.id, "sms", forgotten))
            await settled.wait()
            if not await reporting:
                return False
            await stop_channel(connection, house.id, "sms", AlertKind.LEDGER_BEHIND.value)
            return True

    async with database.system() as connection:
        await restoring.switch_off(connection, ["sms"])
    async with database.system() as connection:
        await height.begin_epoch(connection, ["sms"])
        looking = asyncio.create_task(look())
        await looked.wait()
        await restoring.switch_on(connection, ["sms"])
    settled.set()

    assert not await looking
    assert await sms_of(house) == (True, None)


@pytest.mark.spec("X01", "P29")
async def test_a_time_that_is_later_than_the_backup_is_corrected(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    """Somebody names the time at which the database was put back."""
    people, run = await sent_once(house, 2)
    await run.send(step="second")
    assert [len(texts) for texts in await texts_of(handsets, people)] == [2, 2]
    async with owner.begin() as connection:
        for table in ("attempts", "dispatches"):
            column = "dispatch_id" if table == "attempts" else "id"
            await connection.execute(
                text(
                    f"delete from {table} where {column} in"
                    " (select d.id from dispatches d where d.execution_id = :id and d.step = 'second')"
                ),
                {"id": run.execution},
            )

    found = await reconcile(house.sending, datetime.now(UTC))
    await run.send(step="second")

    assert found.forgotten == len(people)
    assert [len(texts) for texts in await texts_of(handsets, people)] == [2, 2]


@pytest.mark.spec("X01")
async def test_marks_are_in_the_order_of_their_numbers(house: Company) -> None:
    marks = [far(2), far(1), far(0), height.mark(7, house.id), height.mark(7, house.id)]

    assert sorted(marks, reverse=True) == marks
    assert [number_of(one) for one in marks[-2:]] == [7, 7]


@pytest.mark.spec("X01", "P29")
async def test_a_page_of_mails_that_the_ledger_is_put_back_under_stops_the_texts_when_it_is_through(
    house: Company, handsets: Control, owner: AsyncEngine, counting: int
) -> None:
    """It looked before, and what it hands on afterwards hides what it was handed."""
    people = await house.hire(1)
    first = await send_page(another_process(house), await house.campaign(people))
    mails = await house.campaign(people)

    async def put_back(point: Point) -> None:
        if point is Point.AFTER_CLAIM:
            await forget(owner)
            await count_from(owner, counting)

    torn = replace(another_process(house), reached=put_back)
    await send_page(torn, mails, channel="email", ledger=first.ledger)

    assert await sms_of(house) == (False, "ledger_behind")


@pytest.mark.spec("X01")
async def test_what_a_campaign_goes_on_with_is_looked_for_though_the_ledger_is_higher_by_now(
    company: Company, engine: Engine, carrier: Control
) -> None:
    """A new run of its workflow loads the plan from a ledger that was put back, and has grown since."""
    [person] = await company.hire(1)
    await (await company.campaign([person])).send()
    forgotten = height.mark(1, uuid4())
    run = await company.campaign([person])

    handle = await engine.walk(run, define(remind("remind", "sms")), ledger=forgotten)
    await until(lambda: is_behind(company), seconds=60)

    assert len(await carrier.texts(person.number)) == 1
    async with company.sending.database.app(company.id) as connection:
        await organizations.set_channel(connection, company.id, "sms", enabled=False)
    await asyncio.wait_for(handle.result(), 60)
    assert len(await carrier.texts(person.number)) == 1


async def is_behind(company: Company) -> bool:
    return await sms_of(company) == (False, "ledger_behind")
