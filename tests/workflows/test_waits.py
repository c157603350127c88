"""Waits: as long as a year, through restarts and pauses, and until a campaign is cancelled."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from homing.carrier.control import Control
from homing.domain.ids import step_workflow_id
from homing.settings import Settings
from plugin.embedded.mail import MailSink
from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal
from plugin.temporal import HomingPlugin
from tests.conftest import worker_on
from tests.definitions import Json, define, escalate, missed, remind, user, wait
from tests.engine import Engine
from tests.invariants import until
from tests.workflows.support import PATIENCE, Handle, all_quiet, asleep, is_cancelled, state_of
from tests.world import Company, Run
from workflows.passing import Walk
from workflows.ports import ADVANCE, Branch, CampaignInput, Pause, PlanStep, StepKind

YEAR: Final = "8760h"


@pytest.mark.spec("Q03", "Q12")
async def test_who_is_late_after_a_year_is_reminded(
    company: Company, skipping: Engine, carrier: Control, mail: MailSink
) -> None:
    people = await company.hire(2)
    run = await company.campaign(people)
    story = define(wait("a-year", YEAR), remind("remind", "sms"), wait("another", YEAR), remind("m", "email"))

    handle = await skipping.walk(run, story)
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert [len(await carrier.texts(one.number)) for one in people] == [1, 1]
    assert [len(mail.inbox[one.mail]) for one in people] == [1, 1]
    assert result.outcomes["another"] == {"completed": 2}
    events = (await handle.fetch_history()).events
    lasted = events[-1].event_time.ToDatetime() - events[0].event_time.ToDatetime()
    assert timedelta(days=730) <= lasted < timedelta(days=731)


@asynccontextmanager
async def engine_of(server: EmbeddedTemporal, settings: Settings, queue: str) -> AsyncIterator[Engine]:
    client = await Client.connect(server.address, plugins=[HomingPlugin(settings)])
    async with worker_on(client, queue):
        yield Engine(client, settings, queue)


@pytest.mark.spec("Q12")
async def test_a_wait_outlasts_its_worker_and_the_server(
    company: Company, folder: Path, settings: Settings, carrier: Control, api: str
) -> None:
    assert api
    [person] = await company.hire(1)
    run = await company.campaign([person])
    home, queue = folder / "restarted", f"restarted-{uuid4()}"
    async with embedded_temporal(home) as first:
        async with engine_of(first, settings, queue) as engine:
            handle = await engine.walk(
                run, define(wait("wait", "20h"), remind("remind", "sms")), scale=3600.0
            )
            await asleep(handle)
        async with engine_of(first, settings, queue):
            before = await carrier.texts(person.number)
    async with embedded_temporal(home) as second, engine_of(second, settings, queue) as engine:
        again = engine.client.get_workflow_handle(handle.id)
        await asyncio.wait_for(again.result(), PATIENCE)
        history = await again.fetch_history()

    assert (before, len(await carrier.texts(person.number))) == ([], 1)
    timers = [event for event in history.events if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED]
    assert len(timers) == 1, "it went on with the wait that it had begun"


# -- cancelling


async def begun_tomorrow(run: Run) -> None:
    await _change(run, "update executions set state = 'scheduled', start_at = now() + interval '1 day'")


async def in_quiet_hours(run: Run) -> None:
    await all_quiet(run.company)


async def as_it_is(run: Run) -> None:
    """Nothing is special."""


async def _change(run: Run, statement: str) -> None:
    async with run.company.sending.database.app(run.company.id) as connection:
        await connection.execute(text(f"{statement} where id = :id"), {"id": run.execution})


Prepare = Callable[[Run], Awaitable[None]]
TOLD: Final = "the one who is told"
WAITS: Final[dict[str, tuple[Prepare, Json, int]]] = {
    "start": (begun_tomorrow, define(remind("remind", "sms")), 0),
    "deadline": (as_it_is, define(wait("a-year", YEAR), remind("remind", "sms")), 0),
    "hold": (in_quiet_hours, define(remind("remind", "sms"), missed()), 0),
    "repeat": (as_it_is, define(escalate("tell", "sms", targets=[user(TOLD)], repeats=5, minutes=9999)), 1),
}
"""What is waited for, what is done before, and how many texts were sent by then."""


@pytest.mark.spec("Q11")
@pytest.mark.parametrize("kind", WAITS)
async def test_a_campaign_that_is_cancelled_while_it_waits_ends_at_once_and_sends_nothing_more(
    company: Company, engine: Engine, carrier: Control, kind: str
) -> None:
    late, told = await company.hire(2)
    run = await company.campaign([late])
    prepare, story, texts = WAITS[kind]
    await prepare(run)

    handle = await engine.walk(run, json.loads(json.dumps(story).replace(TOLD, str(told.id))))
    await asleep(handle)
    if texts:
        await carrier.wait(texts, to=told.number, seconds=PATIENCE)
    await engine.campaigns(run).cancel(company.id, run.execution)

    assert await asyncio.wait_for(is_cancelled(handle), PATIENCE)
    assert await state_of(run) == "cancelled"
    assert [len(await carrier.texts(one.number)) for one in (late, told)] == [0, texts]
    assert await company.sending.database.repeat_app(company.id, lambda c: _can_still_go(c, run)) == 0


async def _can_still_go(connection: AsyncConnection, run: Run) -> int:
    """How many dispatches might be posted if somebody asked for them now."""
    found = await connection.execute(
        text("select count(*) from dispatches where execution_id = :id and state in ('reserved', 'posting')"),
        {"id": run.execution},
    )
    return int(found.scalar_one())


@pytest.mark.spec("Q11")
@pytest.mark.parametrize("by_hand", [False, True], ids=["by its owner", "in Temporal UI"])
async def test_a_campaign_that_is_cancelled_while_it_awaits_a_receipt_tells_nobody_of_it(
    company: Company, engine: Engine, carrier: Control, *, by_hand: bool
) -> None:
    silent, told = await company.hire(2)
    await carrier.fault("silent", to=silent.number)
    run = await company.campaign([silent])
    story = define(remind("remind", "sms", deliveryWait="72h", targets=[user(told.id)]), missed())
    handle = await engine.walk(run, story)
    step = engine.client.get_workflow_handle(step_workflow_id(company.id, run.execution, "remind", 1, 0))
    await carrier.wait(to=silent.number, seconds=PATIENCE)
    await asleep(step)

    if by_hand:
        await handle.cancel()
    else:
        await engine.campaigns(run).cancel(company.id, run.execution)

    assert await asyncio.wait_for(is_cancelled(handle), PATIENCE)
    assert await is_cancelled(step)
    assert await state_of(run) == "cancelled"
    assert [len(await carrier.texts(one.number)) for one in (silent, told)] == [1, 0]
    assert [asked.activity for asked in await activities_of(handle)] == ["load_plan", "finish"]


# -- pausing


@dataclass(frozen=True, slots=True)
class Asked:
    """An activity, and what it was asked."""

    activity: str
    content: Any


async def activities_of(handle: Handle) -> list[Asked]:
    """Those that a workflow asked for, in order."""
    scheduled = [
        event.activity_task_scheduled_event_attributes
        for event in (await handle.fetch_history()).events
        if event.HasField("activity_task_scheduled_event_attributes")
    ]
    return [Asked(one.activity_type.name, json.loads(one.input.payloads[0].data)) for one in scheduled]


async def pause_of(handle: Handle) -> timedelta:
    """How long a workflow was paused by its own clock, that of the tasks which took the signals in."""
    told: list[datetime] = []
    signals = 0
    for event in (await handle.fetch_history()).events:
        if event.HasField("workflow_execution_signaled_event_attributes"):
            signals += 1
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED and signals > len(told):
            told.append(event.event_time.ToDatetime())
    begun, ended = told
    return ended - begun


@pytest.mark.spec("Q15")
async def test_a_window_is_longer_by_the_pause_and_who_was_held_is_looked_at_on_resuming(
    company: Company, engine: Engine
) -> None:
    [person] = await company.hire(1)
    await all_quiet(company)
    run = await company.campaign([person])
    handle = await engine.walk(run, define(remind("remind", "sms"), missed()))
    await asleep(handle)
    campaigns = engine.campaigns(run)
    await campaigns.pause(company.id, run.execution)
    await until(lambda: _heard(handle, 1), seconds=PATIENCE)
    await campaigns.resume(company.id, run.execution)
    await asleep(handle, 2)

    paused = await pause_of(handle)
    advanced = [asked.content for asked in await activities_of(handle) if asked.activity == ADVANCE]
    first, second = [datetime.fromisoformat(one["window_until"]) for one in advanced]
    due = datetime.fromisoformat(advanced[0]["branch"]["due"])
    await campaigns.cancel(company.id, run.execution)

    assert first - due == timedelta(days=1)
    assert paused > timedelta(0)
    assert abs((second - first) - paused) <= timedelta(microseconds=2), "the clocks' ticks"
    assert await asyncio.wait_for(is_cancelled(handle), PATIENCE)


async def _heard(handle: Handle, signals: int) -> bool:
    """Whether so many signals have been taken in by a workflow task."""
    events = (await handle.fetch_history()).events
    kinds = [event.event_type for event in events]
    if kinds.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED) < signals:
        return False
    return kinds[-1] == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED


@pytest.mark.spec("Q15")
@pytest.mark.parametrize(
    ("pauses", "longer"),
    [
        ([("08:00", "09:00")], 0),
        ([("09:00", "11:00")], 1),
        ([("10:00", "10:30"), ("12:00", "14:30")], 3),
    ],
    ids=["before the step", "into it", "twice"],
)
def test_only_what_was_paused_since_a_step_was_due_makes_its_window_longer(
    pauses: list[tuple[str, str]], longer: int
) -> None:
    day = "2026-11-21T{}:00+00:00"
    walk = Walk(
        campaign=CampaignInput(org="", campaign="", execution=""),
        steps={"remind": PlanStep(id="remind", kind=StepKind.SEND, window_seconds=6 * 3600.0)},
        pauses=[Pause(begun=day.format(begun), ended=day.format(ended)) for begun, ended in pauses],
    )
    due = day.format("10:00")
    branch = Branch(step="remind", cohort=0, people=1, open=1, due=due, wake=due)

    assert walk.window_until(branch) == datetime.fromisoformat(day.format("16:00")) + timedelta(hours=longer)
