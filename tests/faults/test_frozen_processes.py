"""Who stands still, or takes long, with something that others wait for: a process inside a transaction, a
server that greets slowly, pages that keep an execution's row locked one after another."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.carrier.control import Control
from homing.channels import BY_NAME
from homing.dispatching import withdraw
from homing.dispatching.claim import claim
from homing.dispatching.context import Point
from homing.domain.errors import StorageError
from homing.domain.phone import E164
from homing.providers.smtp import SmtpConfig, SmtpProvider
from homing.providers.twilio import TwilioConfig, TwilioProvider
from homing.settings import Settings
from homing.store import campaigns
from homing.store.circumstances import Market, lock_circumstances
from homing.store.engine import Database
from plugin.services import open_sending
from tests.conftest import SENDER
from tests.faults.attempts import details
from tests.faults.withdrawals import at
from tests.invariants import check_books, check_ended, check_never_again, check_texts, until
from tests.providers.raw_server import answer, raw_server
from tests.world import Company, Run, found_company

pytestmark = pytest.mark.usefixtures("by_hand")

IDLE: Final[timedelta] = Settings.model_fields["transaction_idle"].default
SLACK: Final = 1.0
LEASE: Final = timedelta(seconds=0.4)
LOCKERS: Final = 30
LOCK_SECONDS: Final = 0.04
PAUSE_SECONDS: Final = 0.1


@pytest.fixture
async def company(settings: Settings) -> AsyncIterator[Company]:
    """Of a product that bears with who stands still no longer than it does where nothing else is said."""
    patient = settings.model_copy(update={"transaction_idle": IDLE})
    async with open_sending(patient) as sending:
        yield await found_company(sending, SENDER)


async def seconds_of(work: Awaitable[object], *, at_most: float) -> float:
    """How long it takes. Raises TimeoutError."""
    begun = time.monotonic()
    await asyncio.wait_for(work, at_most)
    return time.monotonic() - begun


@contextlib.asynccontextmanager
async def frozen(
    *freezing: Callable[[Callable[[], Awaitable[None]]], Awaitable[object]],
) -> AsyncIterator[None]:
    """Processes that stand still where they call what they are given, and come back at the end, to find
    that the database has given them up."""
    released = asyncio.Event()
    all_stand = asyncio.Barrier(len(freezing) + 1)

    async def freeze() -> None:
        if not released.is_set():
            await all_stand.wait()
            await released.wait()

    tasks = [asyncio.ensure_future(one(freeze)) for one in freezing]
    try:
        await asyncio.wait_for(all_stand.wait(), 5)
        yield
        assert not any(task.done() for task in tasks)
    finally:
        released.set()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(end) for end in ends] == [StorageError] * len(tasks)


def posting(run: Run) -> Callable[[Callable[[], Awaitable[None]]], Awaitable[object]]:
    """A send that freezes where its transaction has looked, and has its locks."""
    return lambda freeze: run.send(
        sending=replace(run.company.sending, reached=at({Point.INSIDE_POSTING: freeze}))
    )


@pytest.mark.spec("P14", "X05", "X07", "Q11", "Q18", "P29")
async def test_nobody_waits_long_for_a_process_frozen_inside_its_posting_and_it_sends_nothing(
    company: Company, carrier: Control
) -> None:
    sending = company.sending
    stopped, acting, third, removed, left = await company.hire(5)
    run = await company.campaign([stopped, acting, third, removed])
    cancelled = await company.campaign([left])
    within = (IDLE + sending.limits.lease).total_seconds() + SLACK

    async with frozen(posting(run), posting(cancelled)):
        await asyncio.gather(
            seconds_of(withdraw.stop(sending, E164(stopped.number)), at_most=within),
            seconds_of(withdraw.act(sending, company.id, run.execution, acting.id), at_most=within),
            seconds_of(withdraw.remove(sending, company.id, run.execution, removed.id), at_most=within),
            seconds_of(withdraw.cancel(sending, company.id, cancelled.execution), at_most=within),
        )
        assert await run.outcomes() == {"reserved": 4}

    assert (await check_texts(carrier, company.staff)).total() == 0
    await run.send()
    await cancelled.send()
    outcomes = {user: row.reason or row.state for user, row in (await run.dispatches()).items()}
    assert outcomes.pop(third.id) in {"sent", "delivered"}
    assert outcomes == {stopped.id: "opted_out", acting.id: "acted", removed.id: "removed"}
    assert await cancelled.outcomes() == {"skipped:execution_over": 1}
    await check_never_again(run, carrier, third, 1)
    assert (await check_texts(carrier, company.staff)).total() == 1
    await check_ended(run, cancelled)


@pytest.mark.spec("P29", "X02")
async def test_another_campaign_does_not_wait_long_for_a_process_frozen_with_the_caps_row(
    company: Company, carrier: Control
) -> None:
    [one, other] = await company.hire(2)
    run, beside = await company.campaign([one]), await company.campaign([other])

    async def claiming(freeze: Callable[[], Awaitable[None]]) -> Market:
        async def work(connection: AsyncConnection) -> Market:
            market = (await claim(connection, run.company.sending.vault, run.request())).market
            await freeze()
            return market

        return await company.sending.database.repeat_app(company.id, work)

    async with frozen(claiming):
        waited = await seconds_of(beside.send(), at_most=IDLE.total_seconds() + SLACK)
        assert waited > IDLE.total_seconds() / 2, "it did wait for the cap's row"

    assert set(await beside.outcomes()) <= {"sent", "delivered"}
    assert await run.outcomes() == {}, "what was not committed is not there"
    await check_books(company)
    await run.send()
    await check_never_again(run, carrier, one, 1)
    await check_never_again(beside, carrier, other, 1)


@dataclass(slots=True)
class TarPit:
    """A mail server that takes its time over each recipient, until it is told to go on."""

    waited_for: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)
    taken: list[bytes] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            writer.write(b"220 mail.invalid\r\n")
            recipient = b""
            while line := await reader.readline():
                if line.upper().startswith(b"RCPT"):
                    recipient = line[line.index(b"<") + 1 : line.index(b">")]
                    self.waited_for += 1
                    await self.released.wait()
                if line.upper().startswith(b"DATA"):
                    writer.write(b"354 go on\r\n")
                    await reader.readuntil(b"\r\n.\r\n")
                    self.taken.append(recipient)
                writer.write(b"250 so be it\r\n")


@contextlib.asynccontextmanager
async def tar_pit() -> AsyncIterator[tuple[TarPit, SmtpProvider]]:
    pit = TarPit()
    server = await asyncio.start_server(pit, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    config = SmtpConfig(host="127.0.0.1", port=port, sender="homing@sender.invalid", starttls=False)
    async with server:
        yield pit, SmtpProvider(config)


@pytest.mark.spec("X07", "P29")
async def test_a_mail_whose_server_took_longer_than_the_lease_is_not_handed_over_after_acting_was_answered(
    company: Company,
) -> None:
    acting, other = await company.hire(2)
    run = await company.campaign([acting, other])
    async with tar_pit() as (pit, smtp):
        hurried = replace(company.sending, limits=replace(company.sending.limits, lease=LEASE))
        process = asyncio.create_task(run.send("email", sending=replace(hurried, providers={"smtp": smtp})))

        async def both_wait() -> bool:
            return pit.waited_for == 2

        await until(both_wait)
        await withdraw.act(hurried, company.id, run.execution, acting.id)
        assert pit.taken == []
        pit.released.set()
        await asyncio.wait_for(process, 5)

        assert pit.taken == [other.mail.encode()]
        assert await run.outcomes("email") == {"skipped:acted": 1, "sent": 1}
    assert await details(run) == ["lease_over", "lease_over", None]


@pytest.mark.spec("X07", "P29")
async def test_a_text_whose_connection_came_after_the_lease_is_not_begun(
    company: Company, settings: Settings
) -> None:
    staff = await company.hire(2)
    run = await company.campaign(staff)
    released = asyncio.Event()

    async def slow(writer: asyncio.StreamWriter) -> bool:
        await released.wait()
        return await answer(201, {"sid": f"SM{uuid4().hex}"})(writer)

    async with raw_server(slow) as server:
        twilio = TwilioProvider(
            TwilioConfig(
                account_sid=settings.twilio_account_sid,
                auth_token="a-token",
                status_callback_url=settings.status_callback_url,
                api_base_url=server.url,
                connect_timeout=timedelta(seconds=5),
                pool_size=1,  # the second text's connection is free once the first is answered
            )
        )
        limits = replace(company.sending.limits, lease=LEASE)
        hurried = replace(company.sending, limits=limits, providers={"twilio": twilio})
        process = asyncio.create_task(run.send(sending=hurried))
        await asyncio.wait_for(server.arrived.wait(), 5)
        await asyncio.gather(*(withdraw.act(hurried, company.id, run.execution, one.id) for one in staff))
        released.set()
        await asyncio.wait_for(process, 5)
        await twilio.aclose()

        assert len(server.targets) == 1
    assert await run.outcomes() == {"sent": 1, "skipped:acted": 1}
    assert await details(run) == ["lease_over", None]
    await check_books(company)


@contextlib.asynccontextmanager
async def pages_at_work(database: Database, run: Run) -> AsyncIterator[None]:
    """Many pages, each looking for a while, then posting, and looking again: some page always looks."""
    ended = asyncio.Event()
    looked = 0

    async def page(number: int) -> None:
        nonlocal looked
        await asyncio.sleep(number * (LOCK_SECONDS + PAUSE_SECONDS) / LOCKERS)
        while not ended.is_set():
            async with database.app(run.company.id) as connection:
                await lock_circumstances(connection, run.company.id, run.execution, BY_NAME["sms"].traits)
                await asyncio.sleep(LOCK_SECONDS)
            looked += 1
            await asyncio.sleep(PAUSE_SECONDS)

    async def all_at_it() -> bool:
        return looked >= 2 * LOCKERS

    pages = [asyncio.create_task(page(number)) for number in range(LOCKERS)]
    try:
        await until(all_at_it)
        yield
    finally:
        ended.set()
        await asyncio.gather(*pages)


async def pause(run: Run) -> None:
    async with run.company.sending.database.app(run.company.id) as connection:
        await campaigns.set_paused(connection, run.company.id, run.execution, paused=True)


async def cancel(run: Run) -> None:
    await withdraw.cancel(run.company.sending, run.company.id, run.execution)


@pytest.mark.spec("Q11", "Q15")
@pytest.mark.parametrize("word", [pause, cancel])
async def test_pausing_and_cancelling_wait_for_the_pages_at_work_and_not_for_those_that_come_after(
    word: Callable[[Run], Awaitable[None]], company: Company, settings: Settings
) -> None:
    run = await company.campaign(await company.hire(1))
    crowd = Database(settings.database_url.get_secret_value(), pool=LOCKERS)
    async with pages_at_work(crowd, run):
        assert await seconds_of(word(run), at_most=5) < 0.5
    await crowd.aclose()
