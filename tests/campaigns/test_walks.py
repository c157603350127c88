"""Campaigns with everything real: started ahead of time, paused, cancelled, removed from, and ended early."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from temporalio.client import WorkflowExecutionStatus

from homing.carrier.control import Control
from homing.domain.decide import ExecutionState
from homing.domain.ids import campaign_workflow_id
from homing.store import executions
from plugin.campaigns import Campaigns
from plugin.embedded.temporal import EmbeddedTemporal
from tests.campaigns.support import REMIND, completed, prepare, wait
from tests.dispatching.support import rows, until
from tests.engine import Engine
from tests.world import Company

SHORT = {"deadlineCheck": {"delay": "1m"}}


@pytest.fixture
def desk(company: Company, engine: Engine, temporal: EmbeddedTemporal) -> Campaigns:
    """Where campaigns are asked for that a worker walks."""
    return Campaigns(
        company.sending,
        engine.client,
        engine.task_queue,
        ui_url=temporal.ui_url,
        patience=timedelta(minutes=1),
    )


def stands_at(desk: Campaigns, company: Company, execution: UUID, step: str) -> Callable[[], Awaitable[bool]]:
    async def stands() -> bool:
        found = (await desk.progress(company.id, execution)).progress
        return any(one.step == step for one in found.positions)

    return stands


async def status(engine: Engine, company: Company, execution: UUID) -> WorkflowExecutionStatus | None:
    handle = engine.client.get_workflow_handle(campaign_workflow_id(company.id, execution))
    return (await handle.describe()).status


@pytest.mark.spec("Q11")
async def test_after_a_cancel_nothing_is_sent_and_the_workflow_ends(
    company: Company, desk: Campaigns, engine: Engine, carrier: Control
) -> None:
    [person] = await company.hire(1)
    execution = await prepare(desk, company, [wait("wait", "remind"), REMIND], [person])
    await desk.start(company.id, execution)
    await until(stands_at(desk, company, execution, "wait"), seconds=120)

    assert await desk.cancel(company.id, execution)

    handle = engine.client.get_workflow_handle(campaign_workflow_id(company.id, execution))
    await until(lambda: ended(engine, company, execution), seconds=120)
    assert (await handle.describe()).status is WorkflowExecutionStatus.CANCELED
    summary = (await desk.progress(company.id, execution)).progress.summary
    assert summary.state is ExecutionState.CANCELLED
    assert await carrier.texts(person.number) == []


async def ended(engine: Engine, company: Company, execution: UUID) -> bool:
    return await status(engine, company, execution) is not WorkflowExecutionStatus.RUNNING


@pytest.mark.spec("Q16")
async def test_a_scheduled_campaign_begins_when_its_time_has_come(
    company: Company, desk: Campaigns, carrier: Control
) -> None:
    [person] = await company.hire(1)
    execution = await prepare(desk, company, [REMIND], [person])
    at = datetime.now(UTC) + timedelta(seconds=2)
    await desk.start(company.id, execution, at=at)
    await until(lambda: completed(desk, company, execution), seconds=120)

    assert len(await carrier.texts(person.number)) == 1
    [(_, when)] = await posted(company, execution)
    started = (await desk.progress(company.id, execution)).progress.summary.started_at
    assert started is not None
    assert at <= started <= when


async def posted(company: Company, execution: UUID) -> list[tuple[UUID, datetime]]:
    """Who was texted, and when."""
    found = await rows(
        company.sending,
        "select d.user_id, a.posted_at from attempts a join dispatches d on d.id = a.dispatch_id"
        " where d.execution_id = :id",
        id=execution,
    )
    return [(row.user_id, row.posted_at) for row in found]


@pytest.mark.spec("Q15")
async def test_nothing_is_sent_while_paused_and_what_fell_due_is_sent_at_resume(
    company: Company, desk: Campaigns
) -> None:
    [person] = await company.hire(1)
    # Its minute passes in five seconds.
    steps = [wait("wait", "remind") | SHORT, REMIND]
    execution = await prepare(desk, company, steps, [person], time_scale=12.0)
    await desk.start(company.id, execution)
    await desk.pause(company.id, execution)
    paused = datetime.now(UTC)

    async def overdue() -> bool:
        found = (await desk.progress(company.id, execution)).progress
        wake = found.next_wake or found.summary.started_at
        return wake is not None and max(wake, paused) + timedelta(seconds=2) < datetime.now(UTC)

    await until(overdue, seconds=120)
    resumed = datetime.now(UTC)
    await desk.resume(company.id, execution)
    await until(lambda: completed(desk, company, execution), seconds=120)

    [(who, when)] = await posted(company, execution)
    assert who == person.id
    assert not paused < when < resumed


@pytest.mark.spec("Q18")
async def test_who_was_taken_out_during_a_wait_is_not_texted_and_the_others_are(
    company: Company, desk: Campaigns
) -> None:
    removed, gone, stays = await company.hire(3)
    steps = [wait("wait", "remind") | SHORT, REMIND]
    execution = await prepare(desk, company, steps, [removed, gone, stays], time_scale=12.0)
    await desk.start(company.id, execution)
    await desk.remove(company.id, execution, removed.id)
    await desk.deactivate(company.id, gone.id)
    answered = datetime.now(UTC)
    await until(lambda: completed(desk, company, execution), seconds=120)

    texts = await posted(company, execution)
    assert stays.id in dict(texts)
    assert {who for who, when in texts if when > answered} <= {stays.id}


async def test_a_wait_of_a_day_ends_when_everybody_has_acted(
    company: Company, desk: Campaigns, carrier: Control
) -> None:
    staff = await company.hire(2)
    execution = await prepare(desk, company, [wait("wait", "remind"), REMIND], staff)
    await desk.start(company.id, execution)
    await until(stands_at(desk, company, execution, "wait"), seconds=120)
    for one in staff:
        await desk.act(company.id, execution, one.id)

    await until(lambda: completed(desk, company, execution), seconds=120)
    assert [await carrier.texts(one.number) for one in staff] == [[], []]


@pytest.mark.spec("Q11")
async def test_a_start_whose_process_died_is_made_good_by_a_workers_sweep(
    company: Company, desk: Campaigns, carrier: Control
) -> None:
    [person] = await company.hire(1)
    execution = await prepare(desk, company, [REMIND], [person])
    async with company.sending.database.app(company.id) as connection:
        await executions.freeze(connection, company.id, execution)
        await executions.start(connection, company.id, execution, 1, None)

    await until(lambda: completed(desk, company, execution), seconds=120)
    assert len(await carrier.texts(person.number)) == 1
