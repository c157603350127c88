"""Steps that last: whose history grows long, which wait out a pause, are resumed with less to do, or meet a
ledger that an admin has settled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import ActivityEnvironment

from activities import collect_activity
from homing.carrier.control import Control
from homing.domain.outcome import EventKind
from homing.settings import Settings
from homing.store import campaigns, organizations
from homing.store.height import number_of
from plugin.embedded.mail import MailSink
from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal
from plugin.temporal import HomingPlugin
from tests.conftest import worker_on
from tests.dispatching.support import attempts_of, far, kinds, rows, until
from tests.engine import Engine, workflow_id
from tests.world import Company, Run
from workflows.ports import Collect, Manner, Standing, StepInput, StepRef, StepResult

SUGGESTED_AFTER = 20
"""Events of a history, after which the server of these tests suggests to continue as new."""
SETTLED = {"sent", "delivered"}


async def set_paused(run: Run, *, paused: bool) -> None:
    async with run.company.sending.database.app(run.company.id) as connection:
        await campaigns.set_paused(connection, run.company.id, run.execution, paused=paused)


@pytest.fixture(scope="module")
async def brief(folder: Path) -> AsyncIterator[EmbeddedTemporal]:
    """A Temporal server on which a short history is a long one."""
    setting = f"limit.historyCount.suggestContinueAsNew={SUGGESTED_AFTER}"
    async with embedded_temporal(folder / "brief", extra=["--dynamic-config-value", setting]) as server:
        yield server


@asynccontextmanager
async def worker_of(firm: Company, server: EmbeddedTemporal, settings: Settings) -> AsyncIterator[Engine]:
    """A worker on the quiet database that soon asks a busy provider again."""
    url = firm.sending.database.engine.url.render_as_string(hide_password=False)
    own = settings.model_copy(
        update={
            "database_url": SecretStr(url),
            "task_queue": f"long-{uuid4()}",
            "busy_backoff": timedelta(seconds=0.5),
        }
    )
    client = await Client.connect(server.address, plugins=[HomingPlugin(own)])
    async with worker_on(client, own.task_queue):
        yield Engine(client, own, own.task_queue)


async def events_of(engine: Engine, run: Run, run_id: str | None) -> list[HistoryEvent]:
    handle = engine.client.get_workflow_handle(workflow_id(run), run_id=run_id)
    return list((await handle.fetch_history()).events)


def task_times(events: list[HistoryEvent]) -> list[float]:
    """The times, in seconds, at which a run's workflow tasks began: its clock."""
    begun = EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
    return [one.event_time.ToNanoseconds() / 1e9 for one in events if one.event_type == begun]


async def input_of(engine: Engine, start: HistoryEvent) -> StepInput:
    payloads = start.workflow_execution_started_event_attributes.input.payloads
    [step] = await engine.client.data_converter.decode(payloads, [StepInput])
    return step  # type: ignore[no-any-return]  # decoded as asked


@pytest.mark.spec("P29")
async def test_a_step_whose_history_grows_long_goes_on_in_a_new_run_and_texts_nobody_twice(
    firm: Company, brief: EmbeddedTemporal, settings: Settings, carrier: Control, mail: MailSink
) -> None:
    people = await firm.hire(4)
    busy = people[-1]
    await carrier.fault("error", to=busy.number, code=20429)
    run = await firm.campaign(people)

    async with worker_of(firm, brief, settings) as engine:
        handle = await engine.start(run, "sms", "email", page_size=2, window_seconds=3600.0)

        async def went_on() -> bool:
            return (await handle.describe()).run_id != handle.first_execution_run_id

        await until(went_on, 30)
        await carrier.clear_faults(busy.number)
        result = await asyncio.wait_for(handle.result(), 30)
        first = await events_of(engine, run, handle.first_execution_run_id)
        then = first[-1].workflow_execution_continued_as_new_event_attributes
        second = await events_of(engine, run, then.new_execution_run_id)
        begun, resumed = [await input_of(engine, events[0]) for events in (first, second)]

    assert first[-1].event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
    assert resumed == replace(
        begun, cursor=resumed.cursor, window_seconds=resumed.window_seconds, ledger=resumed.ledger
    )
    assert resumed.ledger > begun.ledger == 0
    used = task_times(first)[-1] - task_times(first)[0]
    assert begun.window_seconds is not None
    assert resumed.window_seconds == pytest.approx(begun.window_seconds - used, abs=0.001)
    assert used > 0
    # No report comes here, but whoever keeps house reads how texts stand where it reads their prices.
    assert sum(result.counts["sms"].values()) == 4
    assert set(result.counts["sms"]) <= {"sent", "delivered"}
    assert (result.counts["email"], result.counts["in_app"]) == ({"sent": 4}, {"sent": 4})
    assert [len(await carrier.texts(one.number)) for one in people] == [1] * 4
    assert [len(mail.inbox[one.mail]) for one in people] == [1] * 4
    assert [told.count(EventKind.SENT) for told in (await kinds(run)).values()] == [1] * 4


async def test_what_is_held_at_the_windows_end_is_skipped_then_though_the_step_went_on_in_a_new_run(
    firm: Company, brief: EmbeddedTemporal, settings: Settings, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    await carrier.fault("error", to=person.number, code=20429)
    run = await firm.campaign([person])

    async with worker_of(firm, brief, settings) as engine:
        handle = await engine.start(run, "sms", window_seconds=5.0)
        result = await asyncio.wait_for(handle.result(), 30)
        first = await events_of(engine, run, handle.first_execution_run_id)
        last = await events_of(engine, run, None)

    assert first[-1].event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
    assert result.counts["sms"] == {"skipped:provider_busy": 1}
    assert 5 <= task_times(last)[-1] - task_times(first)[0] < 9
    assert await carrier.texts(person.number) == []


async def standing(run: Run, people: int) -> Standing:
    """What the activity returns for a step on sms alone."""
    ref = StepRef(org=str(run.company.id), execution=str(run.execution), step="remind", people=people)
    asked = Collect(ref=ref, manner=Manner(channels=["sms"], always=[]), page_size=200)
    found: Standing = await ActivityEnvironment().run(collect_activity(run.company.sending), asked)
    return found


@pytest.mark.spec("Q15")
async def test_a_step_that_sleeps_through_a_pause_looks_again_within_a_minute(
    firm: Company, carrier: Control
) -> None:
    paused, lost = await firm.hire(2)
    await carrier.fault("reset", to=lost.number, accepted=False)
    run = await firm.campaign([paused, lost])
    await run.send(first=1)
    await rows(firm.sending, "update dispatches set changed_at = now() - interval '4 minutes'")
    await set_paused(run, paused=True)
    await run.send()

    while_paused = await standing(run, 2)
    alone = await standing(run, 1)
    await set_paused(run, paused=False)
    resumed = await standing(run, 2)
    await run.send()

    assert while_paused.counts == {"sms": {"held:paused": 1, "unknown": 1}}
    for one in (while_paused, alone):
        assert one.due == {}
        assert one.wake_seconds is not None
        assert 1 < one.wake_seconds <= 60
    assert resumed.due == {"sms": [0]}
    assert await run.outcomes() == {"sent": 1, "unknown": 1}
    assert len(await carrier.texts(paused.number)) == 1


async def test_a_step_that_is_resumed_with_fewer_channels_ends_by_those_it_has(
    company: Company, engine: Engine, carrier: Control
) -> None:
    people = await company.hire(3)
    await carrier.fault("error", to=people[0].number, code=20429)
    hasty = replace(
        company.sending, limits=replace(company.sending.limits, busy_backoff=timedelta(seconds=0.1))
    )
    run = await company.campaign(people)
    await run.send(sending=hasty)

    result = await asyncio.wait_for(engine.run(run, "email"), 20)

    assert result.counts["email"] == result.counts["in_app"] == {"sent": 3}
    assert (await run.dispatches())[people[0].id].state == "held"


@pytest.mark.parametrize("window", [0.0, 3600.0])
async def test_a_step_that_is_resumed_with_fewer_people_ends_by_those_it_has(
    company: Company, engine: Engine, carrier: Control, window: float
) -> None:
    people = await company.hire(3)
    await carrier.fault("error", to=people[2].number, code=20429)
    hasty = replace(
        company.sending, limits=replace(company.sending.limits, busy_backoff=timedelta(seconds=0.1))
    )
    run = await company.campaign(people)
    await run.send(sending=hasty)

    fewer = replace(run, people=2)
    await asyncio.wait_for(engine.run(fewer, "sms", page_size=1, window_seconds=window), 20)

    dispatches = await run.dispatches()
    assert {dispatches[one.id].state for one in people[:2]} <= SETTLED
    assert (dispatches[people[2].id].state, dispatches[people[2].id].reason) == ("held", "provider_busy")


@pytest.mark.spec("P29")
async def test_an_operator_who_settled_what_a_ledger_forgot_switches_texts_on_again_up_to_there(
    company: Company, engine: Engine, carrier: Control
) -> None:
    people = await company.hire(1)
    reported = far(1)

    async def start(ledger: int) -> WorkflowHandle[Any, StepResult]:
        return await engine.start(await company.campaign(people), "sms", ledger=ledger)

    async def outcome(handle: WorkflowHandle[Any, StepResult]) -> str:
        [found] = (await asyncio.wait_for(handle.result(), 60)).counts["sms"]
        return found

    async def switch(*, enabled: bool) -> None:
        async with company.sending.database.app(company.id) as connection:
            await organizations.set_channel(connection, company.id, "sms", enabled=enabled)

    waiting = [await start(reported)]
    await until(lambda: is_behind(company))
    waiting.append(await start(0))
    await switch(enabled=False)
    skipped = [await outcome(one) for one in waiting]
    await switch(enabled=True)
    settled = [await outcome(await start(ledger)) for ledger in (reported, far(0))]
    waiting = [await start(far(2))]
    await until(lambda: is_behind(company))
    waiting.append(await start(reported))
    await switch(enabled=True)
    settled += [await outcome(one) for one in waiting]

    assert skipped == ["skipped:channel_disabled"] * 2
    assert set(settled) <= SETTLED
    assert len(await carrier.texts(people[0].number)) == 4
    assert await company.alerts() == {"ledger_behind": 2, "channel_stopped": 2}


async def is_behind(company: Company) -> bool:
    """Whether sms is off since the ledger is behind."""
    [row] = await rows(
        company.sending,
        "select disabled_reason from org_channels where org_id = :org and channel = 'sms'",
        org=company.id,
    )
    return bool(row.disabled_reason == "ledger_behind")


async def test_a_channel_that_an_admin_only_switches_off_leaves_the_ledger_behind(
    company: Company, engine: Engine
) -> None:
    people = await company.hire(1)
    first = await company.campaign(people)
    handle = await engine.start(first, "sms", ledger=far(0))
    await until(lambda: is_behind(company))
    async with company.sending.database.app(company.id) as connection:
        await organizations.set_channel(connection, company.id, "sms", enabled=False)
    found = await rows(
        company.sending,
        "select ledger_reported, ledger_accepted from org_channels where org_id = :org and channel = 'sms'",
        org=company.id,
    )

    assert [tuple(one) for one in found] == [(number_of(far(0)), 0)]
    await asyncio.wait_for(handle.result(), 60)
    assert await attempts_of(first) == []
