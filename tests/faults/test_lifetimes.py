"""What outlives what: a worker the one before it, a dispatch its provider or its execution, a lesson the
process that was about to learn it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from temporalio.client import Client
from temporalio.testing import ActivityEnvironment

from activities import send_activities
from homing.carrier.control import Control
from homing.channels import BY_NAME, CHANNELS
from homing.dispatching import withdraw
from homing.dispatching.claim import claim
from homing.dispatching.context import Sending
from homing.dispatching.page import run_page
from homing.dispatching.receipts import take_receipt
from homing.domain.errors import StorageError
from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.domain.strategy import ChannelStrategy
from homing.settings import Settings
from homing.store import campaigns
from plugin.embedded.mail import MailSink
from plugin.embedded.temporal import EmbeddedTemporal
from plugin.housekeeping import once
from plugin.services import open_sending
from plugin.temporal import HomingPlugin
from tests.conftest import worker_on
from tests.engine import Engine
from tests.faults.attempts import details
from tests.faults.scenes import one_run
from tests.invariants import check_books, check_ended, check_texts, until
from tests.world import Company, Run
from workflows.ports import Manner, Page, PageResult, StepRef


@asynccontextmanager
async def unequipped(settings: Settings) -> AsyncIterator[Sending]:
    """A product that was given no account for texts."""
    async with open_sending(settings.model_copy(update={"twilio_account_sid": ""})) as opened:
        assert "twilio" not in opened.providers
        yield opened


async def send_page(sending: Sending, run: Run, channel: str, *earlier: str) -> PageResult:
    """The activity that a step calls for everybody on a channel."""
    activities = dict(zip(CHANNELS, send_activities(sending), strict=True))
    strategy = ChannelStrategy.FIRST_REACHED if earlier else ChannelStrategy.ALL
    page = Page(
        ref=StepRef(org=str(run.company.id), execution=str(run.execution), step="remind", people=run.people),
        manner=Manner(channels=[*earlier, channel], strategy=strategy),
        first=0,
        past=run.people,
        channel=channel,
        earlier=list(earlier),
        ledger=0,
    )
    result: PageResult = await ActivityEnvironment().run(activities[BY_NAME[channel]], page)
    return result


# -- without a provider


@pytest.mark.spec("P20", "W01")
async def test_a_channel_that_has_no_provider_is_skipped_as_disabled_and_falls_through(
    company: Company, settings: Settings, mail: MailSink, by_hand: None
) -> None:
    staff = await company.hire(5)
    run = await company.campaign(staff)
    await company.set_cap(0)  # so that a price to reserve would be the reason

    async with unequipped(settings) as sending:
        result = await send_page(sending, run, "sms")
        assert result.counts == {"skipped:channel_disabled": 5}
        assert await run.outcomes() == result.counts
        assert (await send_page(sending, run, "email", "sms")).counts == {"sent": 5}

    assert [len(mail.inbox[one.mail]) for one in staff] == [1] * 5
    assert await details(run) == [None] * 5, "of the mails"
    assert await company.alerts() == {}


@pytest.mark.spec("P20", "X02")
async def test_what_was_reserved_with_a_provider_is_skipped_by_a_process_that_has_none(
    company: Company, settings: Settings, carrier: Control, by_hand: None
) -> None:
    staff = await company.hire(3)
    run = await company.campaign(staff)
    await company.sending.database.repeat_app(
        company.id, lambda c: claim(c, company.sending.vault, run.request())
    )
    assert await run.outcomes() == {"reserved": 3}
    assert (await company.spend()).reserved > 0

    async with unequipped(settings) as sending:
        await run_page(sending, replace(run.request(), available=False))

    assert await run.outcomes() == {"skipped:channel_disabled": 3}
    assert (await company.spend()).reserved == 0
    assert await details(run) == []
    assert (await check_texts(carrier, staff)).total() == 0
    await check_ended(run)
    await check_books(company)


# -- a second worker


@pytest.mark.spec("P01", "P29")
async def test_a_worker_sends_that_runs_on_a_client_whose_first_worker_has_ended(
    company: Company, settings: Settings, temporal: EmbeddedTemporal, carrier: Control, api: str
) -> None:
    assert api
    client = await Client.connect(temporal.address, plugins=[HomingPlugin(settings)])
    staff = await company.hire(3)
    for count in (1, 2):
        queue = f"worker-{uuid4().hex}"
        run = await company.campaign(staff)
        async with worker_on(client, queue):
            await asyncio.wait_for(Engine(client, settings, queue).run(run, "sms"), 30)
        assert set(await run.outcomes()) <= {"sent", "delivered"}
        texts = await check_texts(carrier, staff, most=count)
        assert set(texts.values()) == {count}
    assert await company.alerts() == {}


# -- what is held when its execution ends


@pytest.mark.spec("Q11", "Q08")
async def test_what_is_held_when_its_execution_is_cancelled_ends_as_skipped_and_is_told_of(
    company: Company, sending: Sending
) -> None:
    ended, other = [await company.campaign(await company.hire(2)) for _ in range(2)]
    for run in (ended, other):
        async with sending.database.app(company.id) as connection:
            await campaigns.set_paused(connection, company.id, run.execution, paused=True)
        await run.send()
        assert await run.outcomes() == {"held:paused": 2}
    await withdraw.cancel(sending, company.id, ended.execution)

    async def kept() -> bool:
        return await once(sending)  # False while another process is at it

    await until(kept)

    assert await ended.outcomes() == {"skipped:execution_over": 2}
    assert await other.outcomes() == {"held:paused": 2}, "its execution goes on"
    events = await ended.events()
    assert {event.user_id for event in events} == set(await ended.dispatches())
    assert [(event.kind, event.reason) for event in events] == [("SKIPPED", "execution_over")] * 2
    await until(kept)
    assert await ended.events() == events


# -- a lesson that was not learned


async def end_whoever_waits(sending: Sending, blocker: int) -> None:
    """End the connection that waits for this one, as a server that goes away would."""
    ending = text(
        "select pg_terminate_backend(pid) from pg_stat_activity where :pid = any(pg_blocking_pids(pid))"
    )

    async def found() -> bool:
        async with sending.database.engine.connect() as connection:
            return (await connection.execute(ending, {"pid": blocker})).first() is not None

    await until(found)


@pytest.mark.spec("P15", "P14")
async def test_what_a_failed_delivery_teaches_is_learned_from_its_repetition_if_the_database_went_away(
    company: Company, sending: Sending, carrier: Control
) -> None:
    person, run = await one_run(company)
    await carrier.fault("drop_callbacks", to=person.number)
    await run.send()
    hmac = sending.vault.hash_identifier(person.number)
    async with sending.database.app(company.id) as connection:
        found = await connection.execute(text("select id, provider_id from attempts"))
        attempt, provider_id = found.one()

    async def report() -> bool:
        return await refused_delivery(sending, attempt, provider_id)

    async with sending.database.system() as blocker:
        pid = (await blocker.execute(text("select pg_backend_pid()"))).scalar_one()
        await blocker.execute(text("select 1 from numbers where hmac = :hmac for update"), {"hmac": hmac})
        first = asyncio.create_task(report())
        await end_whoever_waits(sending, pid)
        with pytest.raises(StorageError):
            await asyncio.wait_for(first, 5)
    assert await run.outcomes() == {"not_delivered:opted_out_at_provider": 1}
    assert await count_opt_outs(sending, hmac) == 0

    assert await report()
    assert await report(), "and as often as it is repeated"

    assert await count_opt_outs(sending, hmac) == 1
    later = await company.campaign([person])
    await later.send()
    assert await later.outcomes() == {"skipped:opted_out": 1}
    assert len(await carrier.texts(person.number)) == 1


async def refused_delivery(sending: Sending, attempt: UUID, provider_id: str) -> bool:
    return await take_receipt(
        sending,
        attempt,
        provider_id,
        ReceiptStatus.NOT_DELIVERED,
        error_code=21610,
        reason=FailureReason.OPTED_OUT_AT_PROVIDER,
    )


async def count_opt_outs(sending: Sending, hmac: bytes) -> int:
    async with sending.database.system() as connection:
        found = await connection.execute(
            text("select count(*) from opt_outs where hmac = :hmac"), {"hmac": hmac}
        )
        return int(found.scalar_one())
