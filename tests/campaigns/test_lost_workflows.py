"""Temporal no longer knows a workflow, or somebody ended it there: what the database says, and who hears."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.api.command.v1 import Command, FailWorkflowExecutionCommandAttributes
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import CommandType
from temporalio.api.failure.v1 import Failure
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DeleteWorkflowExecutionRequest,
    PollWorkflowTaskQueueRequest,
    RespondWorkflowTaskCompletedRequest,
)
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from homing.domain.decide import ExecutionState
from homing.domain.ids import campaign_workflow_id
from homing.store import cohorts, executions
from homing.store.cohorts import Place
from plugin.campaigns import Campaigns
from plugin.looking_after import ask_after
from tests.campaigns.support import Case, draft, started
from tests.dispatching.support import rows, until
from tests.world import Company

LONG_AGO = "seen_at = now() - interval '1 day'"


async def ask(desk: Campaigns, case: Case) -> None:
    """Ask after this execution, as if it were a day later."""
    await case.change(LONG_AGO)
    await ask_after(case.company.sending, desk.teller)
    seen = await rows(
        case.company.sending,
        "select seen_at > now() - interval '1 hour' from executions where id = :id",
        id=case.id,
    )
    assert [row[0] for row in seen] == [True]


async def lose(client: Client, case: Case) -> None:
    """Delete a workflow with its history, as the loss of its namespace would."""
    workflow = campaign_workflow_id(case.org, case.id)
    await client.workflow_service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(
            namespace=client.namespace, workflow_execution=WorkflowExecution(workflow_id=workflow)
        )
    )

    async def gone() -> bool:
        try:
            await client.get_workflow_handle(workflow).describe()
        except RPCError:
            return True
        return False

    await until(gone, seconds=60)


async def test_an_execution_that_goes_on_is_left_alone(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    case = await started(desk, firm, await firm.hire(1))
    await ask(desk, case)
    assert (await case.row()).told == "running"
    assert (await case.said(client), await case.alerts()) == (["started"], {})


@pytest.mark.parametrize("paused", [False, True])
async def test_a_workflow_that_was_lost_is_started_again_from_the_database(
    desk: Campaigns, firm: Company, client: Client, *, paused: bool
) -> None:
    case = await started(desk, firm, await firm.hire(1))
    if paused:
        await desk.pause(firm.id, case.id)
    await lose(client, case)

    await ask(desk, case)
    await ask(desk, case)

    assert await case.said(client) == (["started", "pause"] if paused else ["started"])
    row = await case.row()
    assert row.told == row.state == ("paused" if paused else "running")
    assert await case.alerts() == {"workflow_restarted": 1}


async def test_a_workflow_that_an_operator_terminated_stays_ended_and_its_execution_is_cancelled(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    case = await started(desk, firm, await firm.hire(1))
    handle = client.get_workflow_handle(campaign_workflow_id(firm.id, case.id))
    await handle.terminate()

    await ask(desk, case)

    row = await case.row()
    assert (row.state, row.told) == (ExecutionState.CANCELLED, "cancelled")
    assert (await handle.describe()).status is WorkflowExecutionStatus.TERMINATED
    assert await case.alerts() == {"workflow_terminated": 1}


async def test_a_workflow_that_failed_is_told_of_once_and_can_still_be_cancelled(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    other = Campaigns(firm.sending, client, "failing", patience=timedelta(minutes=1))
    case = await started(other, firm, await firm.hire(1))
    await fail_next(client, "failing")

    for _ in range(2):
        await ask(desk, case)
    row = await case.row()
    assert (row.state, row.told) == (ExecutionState.RUNNING, "failed")
    assert await case.alerts() == {"workflow_failed": 1}

    await desk.cancel(firm.id, case.id)
    assert (await case.row()).told == "cancelled"


async def fail_next(client: Client, queue: str) -> None:
    """Answer a workflow task as a worker does whose workflow failed."""
    task = await asyncio.wait_for(
        client.workflow_service.poll_workflow_task_queue(
            PollWorkflowTaskQueueRequest(namespace=client.namespace, task_queue=TaskQueue(name=queue)),
            timeout=timedelta(seconds=60),
        ),
        90,
    )
    failed = FailWorkflowExecutionCommandAttributes(failure=Failure(message="a defect"))
    command = Command(
        command_type=CommandType.COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION,
        fail_workflow_execution_command_attributes=failed,
    )
    await client.workflow_service.respond_workflow_task_completed(
        RespondWorkflowTaskCompletedRequest(
            namespace=client.namespace, task_token=task.task_token, commands=[command]
        )
    )


async def test_whoever_was_heard_of_lately_is_not_asked_after_unless_late(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    waiting, late = [await started(desk, firm, await firm.hire(1)) for _ in range(2)]
    for case in (waiting, late):
        await lose(client, case)
    await waiting.change("seen_at = now() - interval '10 minutes', started_at = now()")
    await late.change("seen_at = now() - interval '10 minutes', changed_at = now() - interval '5 minutes'")

    await ask_after(firm.sending, desk.teller)

    assert await late.said(client) == ["started"]
    with pytest.raises(RPCError):
        await waiting.said(client)


async def test_what_is_no_campaign_of_a_definition_or_not_begun_is_never_told(
    desk: Campaigns, firm: Company
) -> None:
    case = await draft(desk, firm, await firm.hire(1))
    bare = await firm.campaign(await firm.hire(1))
    for execution in (case.id, bare.execution):
        await rows(
            firm.sending,
            "update executions set changed_at = now() - interval '1 day', seen_at = now() - interval '1 day'"
            " where id = :id",
            id=execution,
        )
    async with firm.sending.database.system() as connection:
        untold = {row.id for row in await executions.read_untold(connection, 0, 1000)}
        silent = {
            row.id
            for row in await executions.read_silent(connection, late_seconds=0, seldom_seconds=0, most=1000)
        }
    assert {case.id, bare.execution} & (untold | silent) == set()


@pytest.mark.spec("Q15")
async def test_a_pause_that_was_heard_after_its_resume_is_taken_back_once_something_is_late(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    case = await started(desk, firm, await firm.hire(1))
    await desk.pause(firm.id, case.id)
    await desk.resume(firm.id, case.id)
    # As of a request that was held up on its way.
    handle = client.get_workflow_handle(campaign_workflow_id(firm.id, case.id))
    await handle.signal("pause")
    await ask(desk, case)
    assert (await case.said(client))[-1] == "pause", "nothing was due meanwhile"

    async with firm.sending.database.app(firm.id) as connection:
        due = datetime.now(UTC) - timedelta(hours=1)
        await cohorts.enter(connection, firm.id, case.id, Place(0, "remind", 1, 1, due, due))
    await ask(desk, case)

    assert (await case.said(client))[-1] == "resume"
