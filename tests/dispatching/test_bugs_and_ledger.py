"""Steps that meet a bug, a database that goes away or was put back, and the end of their window."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, WorkflowHandle

from homing.carrier.control import Control
from homing.dispatching.context import Point, Sending
from homing.domain.decide import IdentifierState
from homing.domain.strategy import ChannelStrategy
from homing.settings import Settings
from homing.store import campaigns, organizations
from plugin.embedded.mail import MailSink
from plugin.embedded.temporal import EmbeddedTemporal
from plugin.temporal import HomingPlugin
from tests.conftest import worker_on
from tests.dispatching.support import attempts_of, far, kinds, rows, until
from tests.engine import Engine, workflow_id
from tests.world import Company, Run, Someone
from workflows.ports import PageResult, StepResult, send_activity

IN_ORDER = ChannelStrategy.FIRST_REACHED
ACCEPTED = {"sent", "delivered"}


async def results(engine: Engine, run: Run, channel: str) -> list[PageResult]:
    """What the step's pages on a channel returned, by position."""
    history = await engine.client.get_workflow_handle(workflow_id(run)).fetch_history()
    scheduled: dict[int, str] = {}
    found: list[PageResult] = []
    for event in history.events:
        if event.HasField("activity_task_scheduled_event_attributes"):
            begun = event.activity_task_scheduled_event_attributes
            scheduled[event.event_id] = begun.activity_type.name
        elif event.HasField("activity_task_completed_event_attributes"):
            ended = event.activity_task_completed_event_attributes
            if scheduled[ended.scheduled_event_id] == send_activity(channel):
                found += await engine.client.data_converter.decode(ended.result.payloads, [PageResult])
    return found


async def states(run: Run, people: list[Someone], channel: str = "sms") -> list[str]:
    dispatches = await run.dispatches(channel)
    return [
        row.state if row.reason is None else f"{row.state}:{row.reason}"
        for row in (dispatches[one.id] for one in people)
    ]


@pytest.mark.spec("P01", "W01")
async def test_a_bug_on_one_page_fails_that_pages_people_who_fall_through_and_nobody_else(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    people = await company.hire(6)
    await rows(
        company.sending,
        "update reachabilities set state = 'of no meaning' where user_id = :user and kind = 'phone'",
        user=people[2].id,
    )
    run = await company.campaign(people)

    await engine.run(run, "sms", "email", strategy=IN_ORDER, page_size=2)

    good, bad = [*people[:2], *people[4:]], people[2:4]
    assert set(await states(run, good)) <= ACCEPTED
    assert await states(run, bad) == ["rejected:internal_error"] * 2
    assert [len(await carrier.texts(one.number)) for one in people] == [1, 1, 0, 0, 1, 1]
    assert [len(mail.inbox.get(one.mail, [])) for one in people] == [0, 0, 1, 1, 0, 0]
    assert await company.alerts() == {"internal_error": 1}
    told = await kinds(run)
    assert [told[one.id] for one in bad] == [["FAILED"], ["FAILED"]]
    spend = await company.spend()
    assert spend.reserved + spend.spent == sum(
        row.cost or 95_000 for row in (await run.dispatches()).values() if row.state in ACCEPTED
    )
    failed = {"rejected:internal_error": [str(one.id) for one in bad]}
    assert failed in [result.users for result in await results(engine, run, "sms")]


@pytest.mark.spec("P28")
async def test_a_page_returns_counts_and_the_first_twenty_users_of_each_reason(
    company: Company, engine: Engine
) -> None:
    people = await company.hire(23, state=IdentifierState.UNVERIFIED, source="self")
    [numberless] = await company.hire(1, number=False)
    run = await company.campaign([*people, numberless])

    result = await engine.run(run, "sms")

    [page] = await results(engine, run, "sms")
    assert page.counts == {"skipped:unverified": 23, "skipped:no_identifier": 1}
    assert page.users == {
        "skipped:unverified": [str(one.id) for one in people[:20]],
        "skipped:no_identifier": [str(numberless.id)],
    }
    assert result.counts["sms"] == page.counts


@asynccontextmanager
async def disturbed(
    firm: Company, owner: AsyncEngine, temporal: EmbeddedTemporal, settings: Settings, last: Point
) -> AsyncIterator[Engine]:
    """A worker on the quiet database, whose connections to it are all ended once, at a point."""
    url = firm.sending.database.engine.url.render_as_string(hide_password=False)
    own = settings.model_copy(
        update={
            "database_url": SecretStr(url),
            "task_queue": f"disturbed-{uuid4()}",
            "lease": timedelta(seconds=1),
            "connect_timeout": timedelta(seconds=0.5),
            "provider_timeout": timedelta(seconds=1),
        }
    )
    ended: list[int] = []

    async def end_connections(point: Point) -> None:
        if point is last and not ended:
            async with owner.connect() as connection:
                found = await connection.execute(
                    text(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                        " where datname = current_database() and pid <> pg_backend_pid()"
                    )
                )
                ended.append(len(found.all()))

    client = await Client.connect(temporal.address, plugins=[HomingPlugin(own, reached=end_connections)])
    async with worker_on(client, own.task_queue):
        yield Engine(client, own, own.task_queue)
    assert ended


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize("last", [Point.INSIDE_POSTING, Point.BEFORE_SETTLE])
async def test_a_database_that_drops_everybody_in_the_middle_is_met_again_and_nobody_gets_two_texts(
    firm: Company,
    owner: AsyncEngine,
    temporal: EmbeddedTemporal,
    settings: Settings,
    carrier: Control,
    product: Sending,
    last: Point,
) -> None:
    people = await firm.hire(6)
    run = await firm.campaign(people)

    async with disturbed(firm, owner, temporal, settings, last) as engine:
        await firm.sending.database.engine.dispose()
        await asyncio.wait_for(engine.run(run, "sms", page_size=3), 30)
        for pool in (firm.sending, product):  # both are on that database
            await pool.database.engine.dispose()

        async def all_accepted() -> bool:
            return set(await states(run, people)) <= ACCEPTED

        await until(all_accepted)

    assert [len(await carrier.texts(one.number)) for one in people] == [1] * 6
    assert [one.state for one in await attempts_of(run)] == ["sent"] * 6
    assert await firm.alerts() == {}


@pytest.mark.spec("P29")
@pytest.mark.parametrize("settled", [True, False])
async def test_a_database_that_was_put_back_sends_no_texts_until_somebody_says_how_to_go_on(
    company: Company, engine: Engine, carrier: Control, mail: MailSink, *, settled: bool
) -> None:
    people = await company.hire(3)
    run = await company.campaign(people)
    reported = far(0)

    handle = await engine.start(run, "sms", "email", strategy=IN_ORDER, ledger=reported)

    await until(lambda: tries(handle, 2))
    assert await run.outcomes() == {}, "who is skipped now might have been texted already"
    assert [await carrier.texts(one.number) for one in people] == [[], [], []]
    async with company.sending.database.app(company.id) as connection:
        await organizations.set_channel(connection, company.id, "sms", enabled=settled)
    result = await asyncio.wait_for(handle.result(), 60)
    texts = [len(await carrier.texts(one.number)) for one in people]
    mails = [len(mail.inbox.get(one.mail, ())) for one in people]
    if settled:
        assert (texts, mails) == ([1, 1, 1], [0, 0, 0])
    else:
        assert result.counts["sms"] == {"skipped:channel_disabled": 3}
        assert (texts, mails) == ([0, 0, 0], [1, 1, 1]), "they fall through"
    assert result.ledger >= reported or settled
    assert await company.alerts() == {"ledger_behind": 1, "channel_stopped": 1}


async def tries(handle: WorkflowHandle[Any, StepResult], times: int) -> bool:
    """Whether an activity of a step is being tried for so many times."""
    pending = (await handle.describe()).raw_description.pending_activities
    return any(one.attempt >= times for one in pending)


async def test_a_ledger_that_knows_all_that_was_reported_goes_on(company: Company, engine: Engine) -> None:
    first, second = [await company.campaign(await company.hire(2)) for _ in range(2)]

    before = await engine.run(first, "sms")
    after = await engine.run(second, "sms", ledger=before.ledger)

    assert sum(after.counts["sms"].values()) == 2
    assert set(after.counts["sms"]) <= ACCEPTED
    assert after.ledger > before.ledger > 0
    assert await company.alerts() == {}


async def test_who_is_held_past_the_window_is_skipped_with_the_holds_reason_and_falls_through(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    free, busy = await company.hire(2)
    await carrier.fault("error", to=busy.number, code=20429)
    run = await company.campaign([free, busy])

    await engine.run(run, "sms", "email", strategy=IN_ORDER, window_seconds=4.0)

    assert set(await states(run, [free])) <= ACCEPTED
    assert await states(run, [busy]) == ["skipped:provider_busy"]
    assert (await kinds(run))[busy.id] == ["SKIPPED"]
    assert free.mail not in mail.inbox
    assert len(mail.inbox[busy.mail]) == 1
    assert await carrier.texts(busy.number) == []


async def test_a_pause_that_outlasts_the_window_ends_the_step_without_a_word(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    [person] = await company.hire(1)
    run = await company.campaign([person])
    async with company.sending.database.app(company.id) as connection:
        await campaigns.set_paused(connection, company.id, run.execution, paused=True)

    result = await engine.run(run, "sms", "email", strategy=IN_ORDER, window_seconds=1.0)

    assert result.counts == {name: {"skipped:paused": 1} for name in ("sms", "email", "in_app")}
    assert await carrier.texts(person.number) == []
    assert person.mail not in mail.inbox


@pytest.mark.spec("P20")
async def test_a_channel_that_is_off_is_skipped_and_people_fall_through(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    [person] = await company.hire(1)
    async with company.sending.database.app(company.id) as connection:
        await organizations.set_channel(connection, company.id, "sms", enabled=False)
    run = await company.campaign([person])

    result = await engine.run(run, "sms", "email", strategy=IN_ORDER)

    assert result.counts["sms"] == {"skipped:channel_disabled": 1}
    assert await carrier.texts(person.number) == []
    assert len(mail.inbox[person.mail]) == 1
