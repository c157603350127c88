"""What must hold after anything that was done to a send: the tests of faults and races end with these."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from sqlalchemy import text

from homing.carrier.control import Control, Text
from homing.store.engine import Database
from tests.world import Company, Run, Someone

ENDED: Final = frozenset({"sent", "delivered", "not_delivered", "rejected", "skipped", "unknown"})
"""Where a dispatch may stand once nobody is working on it. ``held`` is not over."""

# The row of the cap, and what its dispatches say: money is moved in both in one transaction, or in neither.
_BOOKS: Final = text("""
    select k.channel, k.period, k.cap, k.reserved, k.spent, k.closed,
           coalesce(sum(d.reserved), 0) as held, coalesce(sum(d.cost), 0) as booked,
           coalesce(sum(d.reserved) filter (where d.state in ('held', 'skipped', 'rejected')), 0) as idle
      from cost_caps k left join dispatches d
           on d.org_id = k.org_id and d.channel = k.channel and d.period = k.period
     where k.channel <> 'sms_answers'
     group by k.channel, k.period, k.cap, k.reserved, k.spent, k.closed
""")
# Answers are booked at once, and those that are owed beyond the allowance too.
_ANSWERS: Final = text("""
    select coalesce(sum(k.spent), 0) = (select coalesce(sum(answer_micros), 0) from inbound_messages)
           and coalesce(sum(k.reserved), 0) = 0
      from cost_caps k where k.channel = 'sms_answers'
""")
_DOUBTFUL: Final = text("""
    select distinct d.channel, d.identifier_source, d.identifier_state
      from attempts a join dispatches d on d.id = a.dispatch_id
     where d.identifier_state is distinct from 'verified' and d.state <> 'skipped'
       and d.channel <> 'account_sms'
""")
_EXECUTIONS: Final = text("""
    select a.id, d.execution_id from attempts a join dispatches d on d.id = a.dispatch_id
""")
_WAITING: Final = text("""
    select count(*) from pg_stat_activity
     where pid <> pg_backend_pid() and cardinality(pg_blocking_pids(pid)) > 0
""")


async def check_books(company: Company) -> None:
    """Each cap's row is the sum of its dispatches, within the cap, and what is not sent holds no money."""
    async with company.sending.database.app(company.id) as connection:
        for row in await connection.execute(_BOOKS):
            assert row.reserved == row.held, "reserved is not what the dispatches reserved"
            assert row.spent == row.booked, "spent is not what the dispatches cost"
            assert row.idle == 0, "what is not to be sent holds a reservation"
            assert row.reserved + row.spent <= row.cap, "the cap is overrun"
        answers = (await connection.execute(_ANSWERS)).scalar_one()
        assert answers, "what was spent on answers is not what they cost"


async def check_identified(company: Company) -> None:
    """Nobody was sent anything by an identifier that was not theirs beyond doubt when it was; but for texts
    about a number itself."""
    async with company.sending.database.app(company.id) as connection:
        doubtful = (await connection.execute(_DOUBTFUL)).all()
    assert doubtful == [], "something was sent by an identifier that did not count"


async def check_ended(*runs: Run, channel: str = "sms") -> None:
    """Everybody has a dispatch, and each of them is over or unknown: nobody is stuck."""
    for run in runs:
        dispatches = await run.dispatches(channel)
        assert len(dispatches) == run.people
        assert {row.state for row in dispatches.values()} <= ENDED
        await check_identified(run.company)


async def check_texts(carrier: Control, people: Sequence[Someone], *, most: int = 1) -> Counter[str]:
    """No handset was texted more often than ``most``, by what the carrier accepted; texts by number."""
    counts = await carrier.counts()
    texts = Counter({one.number: counts.by_number.get(one.number, 0) for one in people})
    assert max(texts.values()) <= most, "a handset was texted twice for one occurrence"
    return texts


def attempt_of(sent: Text) -> UUID:
    """Which attempt a text is, by the address that its callbacks go to."""
    return UUID(parse_qs(urlsplit(sent.status_callback or "").query)["a"][0])


async def executions_by_attempt(company: Company) -> dict[UUID, UUID]:
    """The execution of each attempt that the company ever made."""
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(_EXECUTIONS)
        return {row[0]: row[1] for row in found}


async def check_never_again(run: Run, carrier: Control, person: Someone, texts: int) -> None:
    """The page may be run as often as one likes: the handset has this many texts and no more."""
    before = await run.dispatches()
    for _ in range(2):
        await run.send()
    assert len(await carrier.texts(person.number)) == texts
    after = await run.dispatches()
    assert {id_: one.attempts for id_, one in after.items()} == {
        id_: one.attempts for id_, one in before.items()
    }
    await check_books(run.company)


async def until(holds: Callable[[], Awaitable[bool]], *, seconds: float = 10.0) -> None:
    """Wait for a condition. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110  # rows announce nothing
            await asyncio.sleep(0.01)


async def waiting(database: Database, *, count: int = 1) -> None:
    """Wait until so many transactions wait for others, by what the server says. Raises TimeoutError."""

    async def reached() -> bool:
        async with database.system() as connection:
            return int((await connection.execute(_WAITING)).scalar_one()) >= count

    await until(reached)


@asynccontextmanager
async def sampled(database: Database, company: Company) -> AsyncIterator[list[int]]:
    """Read the caps all the time; yields what was left each time, in micros: negative would be overrun."""
    left: list[int] = []

    async def sample() -> None:
        while True:
            async with database.app(company.id) as connection:
                found = await connection.execute(text("select cap - reserved - spent from cost_caps"))
                left.extend(found.scalars())
            await asyncio.sleep(0)

    task = asyncio.create_task(sample())
    try:
        yield left
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def moment() -> float:
    """Seconds since 1970, as the carrier tells when a request came in."""
    return time.time()
