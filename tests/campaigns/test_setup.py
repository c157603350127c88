"""A namespace without our search attributes: everything runs, and setting up adds them once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client, ScheduleActionStartWorkflow, ScheduleOverlapPolicy
from temporalio.service import RPCError

from homing.domain.ids import campaign_workflow_id
from plugin.campaigns import Campaigns
from plugin.embedded.temporal import EmbeddedTemporal
from plugin.setup import (
    PARITY,
    compare_now,
    missing_search_attributes,
    register_search_attributes,
    schedule_parity,
    warn_of_missing_search_attributes,
)
from tests.campaigns.support import QUEUE, draft
from tests.dispatching.support import until
from tests.world import Company
from workflows.ports import ORG, SEARCH_ATTRIBUTES


@pytest.fixture
async def bare(client: Client, server: EmbeddedTemporal) -> Client:
    """A namespace of which nothing but the name was set up."""
    name = f"bare-{uuid4().hex}"
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(
            namespace=name, workflow_execution_retention_period=Duration(seconds=24 * 3600)
        )
    )
    other = await Client.connect(server.address, namespace=name)

    async def known() -> bool:
        try:
            await other.count_workflows()
        except RPCError:
            return False
        return True

    await until(known, seconds=120)
    return other


async def test_setting_up_registers_what_is_missing_once(bare: Client) -> None:
    names = [key.name for key in SEARCH_ATTRIBUTES]
    assert await missing_search_attributes(bare) == names
    assert await register_search_attributes(bare) == names

    async def registered() -> bool:
        return not await missing_search_attributes(bare)

    await until(registered, seconds=120)
    assert await register_search_attributes(bare) == []


async def test_the_embedded_server_knows_the_search_attributes(client: Client) -> None:
    assert await missing_search_attributes(client) == []


async def test_a_campaign_starts_without_search_attributes_where_the_server_lacks_them(
    bare: Client, firm: Company
) -> None:
    desk = Campaigns(firm.sending, bare, QUEUE, patience=timedelta(minutes=1))
    case = await draft(desk, firm, await firm.hire(1))
    assert (await desk.start(firm.id, case.id)).told
    seen = await bare.get_workflow_handle(campaign_workflow_id(firm.id, case.id)).describe()
    assert seen.typed_search_attributes.get(ORG) is None
    assert await case.said(bare) == ["started"]


async def test_what_is_missing_is_said_in_the_log(
    bare: Client, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    await warn_of_missing_search_attributes(client)
    assert caplog.text == ""
    await warn_of_missing_search_attributes(bare)
    assert "lacks search attributes" in caplog.text
    assert "['HomingOrg', 'HomingCampaign', 'HomingExecution', 'HomingStep']" in caplog.text


@pytest.mark.spec("X14")
async def test_the_comparison_is_scheduled_once_and_what_operators_changed_of_it_stays(bare: Client) -> None:
    schedule = bare.get_schedule_handle(PARITY)

    assert await schedule_parity(bare, "before")
    await schedule.pause(note="an operator's")
    assert not await schedule_parity(bare, "after")

    found = (await schedule.describe()).schedule
    assert isinstance(found.action, ScheduleActionStartWorkflow)
    assert (found.action.task_queue, found.state.paused, found.state.note) == ("after", True, "an operator's")
    assert found.policy.overlap is ScheduleOverlapPolicy.SKIP
    assert [(one.hour[0].start, one.minute[0].start) for one in found.spec.calendars] == [(3, 17)]


@pytest.mark.spec("X14")
async def test_a_comparison_that_is_asked_for_is_begun_also_where_nothing_was_set_up(bare: Client) -> None:
    for _ in range(2):
        await compare_now(bare, QUEUE)

    async def one_runs() -> bool:
        running = [one async for one in bare.list_workflows("ExecutionStatus = 'Running'")]
        return [one.workflow_type for one in running] == ["ParityWorkflow"]

    await until(one_runs, seconds=120)
