"""Campaigns that a pause, a reactivation or the loss of a workflow finds at an awkward moment."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import text
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError

from homing.carrier.control import Control
from tests.definitions import define, escalate, missed, remind, user, wait
from tests.engine import Engine
from tests.invariants import until
from tests.workflows.support import PATIENCE, Handle, asleep
from tests.world import Company, Run, Someone
from workflows import CampaignWorkflow
from workflows.ports import CampaignInput

HOUR = 4.0
"""Seconds that an hour of the campaign lasts."""


async def gaps(carrier: Control, person: Someone) -> list[float]:
    """Seconds between one text to a person and the next."""
    times = [one.received_at for one in await carrier.texts(person.number)]
    return [later - earlier for earlier, later in pairwise(times)]


async def visited(run: Run, columns: str) -> Sequence[tuple[object, ...]]:
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.execute(
            text(f"select {columns} from visits where execution_id = :id and not targets"),
            {"id": run.execution},
        )
        return [tuple(row) for row in found]


@pytest.mark.spec("Q05", "Q15")
async def test_notices_that_fell_due_during_a_pause_are_not_all_told_at_once(
    company: Company, engine: Engine, carrier: Control
) -> None:
    boss, late = await company.hire(2)
    run = await company.campaign([late])
    story = define(escalate("escalate", "sms", targets=[user(boss.id)], repeats=4, minutes=60))

    handle = await engine.walk(run, story, scale=3600 / HOUR)
    await carrier.wait(1, to=boss.number, seconds=PATIENCE)
    desk = engine.campaigns(run)
    await desk.pause(company.id, run.execution)
    await until(lambda: _is_late(run, seconds=2.4 * HOUR), seconds=PATIENCE)
    await desk.resume(company.id, run.execution)
    await asyncio.wait_for(handle.result(), PATIENCE)

    between = await gaps(carrier, boss)
    assert len(between) == 4
    assert sum(between[1:]) > 1.5 * HOUR, "what was told at the resume, and then hour by hour"


async def _is_late(run: Run, *, seconds: float) -> bool:
    [(late,)] = await visited(run, f"wake_at < now() - interval '{seconds} seconds'")
    return bool(late)


@pytest.mark.spec("Q05", "Q12")
async def test_repeats_keep_their_interval_when_their_workflow_was_lost(
    company: Company, engine: Engine, carrier: Control
) -> None:
    boss, late = await company.hire(2)
    run = await company.campaign([late])
    story = define(escalate("escalate", "sms", targets=[user(boss.id)], repeats=4, minutes=60))

    handle = await engine.walk(run, story, scale=3600 / HOUR)
    await carrier.wait(3, to=boss.number, seconds=PATIENCE)
    await asleep(handle, 3)
    again = await lose_and_start_again(engine, run, handle)
    await asyncio.wait_for(again.result(), PATIENCE)

    between = await gaps(carrier, boss)
    assert len(between) == 4
    assert sum(between[2:]) > 1.5 * HOUR


async def lose_and_start_again(
    engine: Engine, run: Run, handle: Handle
) -> WorkflowHandle[CampaignWorkflow, object]:
    """As after the loss of a namespace: the workflow knows nothing, and the database everything."""
    await engine.client.workflow_service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(
            namespace=engine.client.namespace, workflow_execution=WorkflowExecution(workflow_id=handle.id)
        )
    )

    async def gone() -> bool:
        try:
            await handle.describe()
        except RPCError:
            return True
        return False

    await until(gone, seconds=PATIENCE)
    return await engine.client.start_workflow(
        CampaignWorkflow.run,
        CampaignInput(org=str(run.company.id), campaign=str(run.campaign), execution=str(run.execution)),
        id=handle.id,
        task_queue=engine.task_queue,
    )


@pytest.mark.spec("Q18")
async def test_who_is_active_again_after_everybody_had_acted_is_waited_for_as_before(
    company: Company, engine: Engine, carrier: Control
) -> None:
    """Their campaign was paused meanwhile. Otherwise it would be over by then."""
    [person] = await company.hire(1)
    run = await company.campaign([person])
    story = define(wait("a-day", "24h"), remind("remind", "sms"), missed())

    handle = await engine.walk(run, story)
    await asleep(handle)
    desk = engine.campaigns(run)
    await desk.pause(company.id, run.execution)
    await desk.deactivate(company.id, person.id)
    await activate(company, person.id)
    await desk.resume(company.id, run.execution)
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert len(await carrier.texts(person.number)) == 1
    assert sum(result.outcomes["remind"].values()) == 1


async def activate(company: Company, person: UUID) -> None:
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(text("update users set active = true where id = :id"), {"id": person})
