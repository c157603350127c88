"""After the database was put back: workflows that may know more than it are begun anew from what it says."""

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from homing.domain.decide import ExecutionState
from homing.domain.ids import campaign_workflow_id
from homing.store import restoring
from plugin.campaigns import Campaigns
from plugin.looking_after import begin_anew
from tests.campaigns.support import Case, draft, started
from tests.dispatching.support import rows
from tests.world import Company


async def put_back(case: Case) -> None:
    """Mark this execution, and no other, as one of a database that was put back."""
    sending = case.company.sending
    async with sending.database.system() as connection:
        await restoring.mark_restored(connection)
    await rows(sending, "update executions set restored_at = null where id <> :id", id=case.id)


async def marked(case: Case) -> bool:
    found = await rows(
        case.company.sending, "select restored_at is not null from executions where id = :id", id=case.id
    )
    return [row[0] for row in found] == [True]


@pytest.mark.spec("Q12", "X01")
@pytest.mark.parametrize("paused", [False, True])
async def test_a_workflow_that_runs_is_replaced_by_one_that_asks_the_database(
    desk: Campaigns, firm: Company, client: Client, *, paused: bool
) -> None:
    case = await started(desk, firm, await firm.hire(1))
    before = await client.get_workflow_handle(campaign_workflow_id(firm.id, case.id)).describe()
    if paused:
        await desk.pause(firm.id, case.id)
    await put_back(case)

    assert await begin_anew(firm.sending, desk.teller) == 1
    assert await begin_anew(firm.sending, desk.teller) == 0

    after = await client.get_workflow_handle(campaign_workflow_id(firm.id, case.id)).describe()
    assert after.run_id != before.run_id
    assert after.status is WorkflowExecutionStatus.RUNNING
    former = client.get_workflow_handle(before.id, run_id=before.run_id)
    assert (await former.describe()).status is WorkflowExecutionStatus.TERMINATED
    assert await case.said(client) == (["started", "pause"] if paused else ["started"])
    assert not await marked(case)
    assert await case.alerts() == {}


@pytest.mark.spec("Q11")
@pytest.mark.parametrize("how", ["cancel", "terminate"])
async def test_what_somebody_ended_in_the_forgotten_time_stays_ended(
    desk: Campaigns, firm: Company, client: Client, how: str
) -> None:
    case = await started(desk, firm, await firm.hire(1))
    handle = client.get_workflow_handle(campaign_workflow_id(firm.id, case.id))
    if how == "terminate":
        await handle.terminate()
    else:
        await handle.cancel()
        await handle.terminate("as nobody works here who would obey")
    await put_back(case)

    assert await begin_anew(firm.sending, desk.teller) == 0

    assert (await case.row()).state is ExecutionState.CANCELLED
    assert (await handle.describe()).status is WorkflowExecutionStatus.TERMINATED
    assert not await marked(case)
    assert await case.alerts() == {"workflow_terminated": 1}


@pytest.mark.spec("Q11", "Q12")
async def test_an_execution_whose_very_start_is_forgotten_is_begun_anew_once_it_is_started_again(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    case = await draft(desk, firm, await firm.hire(1))
    await desk.start(firm.id, case.id)
    handle = client.get_workflow_handle(campaign_workflow_id(firm.id, case.id))
    before = (await handle.describe()).run_id
    await case.change("state = 'draft', told = null, started_at = null, definition_version = null")
    await put_back(case)
    assert await begin_anew(firm.sending, desk.teller) == 0, "nobody wishes that it runs"

    await desk.start(firm.id, case.id)
    assert (await handle.describe()).run_id == before
    assert await begin_anew(firm.sending, desk.teller) == 1

    assert (await handle.describe()).run_id != before
    assert (await case.row()).told == "running"


async def test_one_that_is_over_is_left_alone(desk: Campaigns, firm: Company, client: Client) -> None:
    case = await started(desk, firm, await firm.hire(1))
    await desk.cancel(firm.id, case.id)
    await put_back(case)
    assert not await marked(case)
    assert await begin_anew(firm.sending, desk.teller) == 0
