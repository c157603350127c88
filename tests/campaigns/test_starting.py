"""Starting a campaign: once, with what it had then, and visible to operators."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from homing.domain.decide import ExecutionState
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.ids import campaign_workflow_id
from plugin.campaigns import Campaigns
from tests.campaigns.support import QUEUE, define, draft, started
from tests.world import PLANTED_TITLE, Company
from workflows.ports import CAMPAIGN, EXECUTION, ORG


@pytest.mark.spec("Q11")
async def test_however_often_and_wherever_it_is_asked_for_a_campaign_starts_once(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    case = await draft(desk, firm, await firm.hire(2))
    desks = [desk, Campaigns(firm.sending, client, QUEUE)]

    answers = await asyncio.gather(*(desks[n % 2].start(firm.id, case.id) for n in range(8)))
    later = await desk.start(firm.id, case.id, at=datetime.now(UTC) + timedelta(days=1))

    assert sorted(answer.already for answer in answers) == [False] + 7 * [True]
    assert {(answer.state, answer.told) for answer in answers} == {(ExecutionState.RUNNING, True)}
    assert (later.state, later.already, later.told) == (ExecutionState.RUNNING, True, True)
    assert await case.said(client) == ["started"]
    assert (await case.row()).told == "running"


@pytest.mark.spec("Q11", "Q19")
async def test_starting_freezes_the_audience(desk: Campaigns, firm: Company) -> None:
    late, *audience = await firm.hire(3)
    case = await draft(desk, firm, audience)
    await desk.start(firm.id, case.id)

    with pytest.raises(RefusedError, match="audience_frozen"):
        await desk.audiences.add_users(firm.id, case.id, [late.id])
    assert (await case.row()).people == 2
    assert await desk.freeze(firm.id, case.id) is ExecutionState.RUNNING


async def test_a_campaign_for_nobody_is_refused_and_stays_a_draft(desk: Campaigns, firm: Company) -> None:
    case = await draft(desk, firm, [])
    for ask in (desk.start, desk.freeze):
        with pytest.raises(RefusedError, match="audience_empty"):
            await ask(firm.id, case.id)
    assert (await case.row()).state is ExecutionState.DRAFT


@pytest.mark.spec("Q11")
async def test_what_was_cancelled_before_its_start_is_never_started(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    case = await draft(desk, firm, await firm.hire(1))
    assert await desk.cancel(firm.id, case.id)
    assert not await desk.cancel(firm.id, case.id)

    with pytest.raises(RefusedError, match="execution_over"):
        await desk.start(firm.id, case.id)
    row = await case.row()
    assert (row.state, row.told) == (ExecutionState.CANCELLED, "cancelled")


@pytest.mark.spec("Q09")
async def test_the_definition_is_pinned_at_the_start(desk: Campaigns, firm: Company) -> None:
    definition = await define(firm)
    cases = [await draft(desk, firm, await firm.hire(1), definition) for _ in range(3)]
    for case, chosen in zip(cases, (None, None, 1), strict=True):
        await desk.start(firm.id, case.id, version=chosen)
        await define(firm, "split-on-delivery", id_=definition)
    assert [(await case.row()).version for case in cases] == [1, 2, 1]


@pytest.mark.spec("Q16")
async def test_a_start_in_the_future_is_scheduled_and_can_be_cancelled(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    case = await draft(desk, firm, await firm.hire(1))
    at = datetime.now(UTC) + timedelta(days=90)

    answer = await desk.start(firm.id, case.id, at=at)
    row = await case.row()
    assert (answer.state, row.start_at, row.told) == (ExecutionState.SCHEDULED, at, "scheduled")
    with pytest.raises(RefusedError, match="not_started"):
        await desk.pause(firm.id, case.id)

    assert await desk.cancel(firm.id, case.id)
    assert await case.said(client) == ["started", "cancelled"]


async def test_a_start_at_a_time_without_a_zone_is_refused(desk: Campaigns, firm: Company) -> None:
    case = await draft(desk, firm, await firm.hire(1))
    with pytest.raises(RefusedError, match="start_without_time_zone"):
        await desk.start(firm.id, case.id, at=datetime(2030, 1, 1))  # noqa: DTZ001  # the point


async def test_an_operator_finds_the_workflow_by_what_it_is_about(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    case = await started(desk, firm, await firm.hire(1))
    seen = await client.get_workflow_handle(campaign_workflow_id(firm.id, case.id)).describe()
    assert {key: seen.typed_search_attributes[key] for key in (ORG, CAMPAIGN, EXECUTION)} == {
        ORG: str(firm.id),
        CAMPAIGN: str(case.campaign),
        EXECUTION: str(case.id),
    }
    assert await seen.static_summary() == "campaign, definition version 1"
    assert (seen.status, seen.task_queue) == (WorkflowExecutionStatus.RUNNING, QUEUE)


async def test_pausing_and_resuming_are_told_and_repeating_them_is_the_same_as_once(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    case = await started(desk, firm, await firm.hire(1))
    for ask in (desk.resume, desk.pause, desk.pause, desk.resume, desk.resume):
        await ask(firm.id, case.id)
        row = await case.row()
        assert row.told == row.state
    assert await case.said(client) == ["started", "pause", "resume"]

    await desk.cancel(firm.id, case.id)
    for ask in (desk.pause, desk.resume):
        with pytest.raises(RefusedError, match="execution_over"):
            await ask(firm.id, case.id)


async def test_a_stranger_can_do_nothing(desk: Campaigns, firm: Company) -> None:
    case = await draft(desk, firm, [])
    stranger = uuid4()
    for ask in (desk.start, desk.freeze, desk.cancel, desk.pause, desk.resume):
        with pytest.raises(NotFoundError):
            await ask(stranger, case.id)
    for touch in (desk.act, desk.remove):
        with pytest.raises(NotFoundError):
            await touch(firm.id, case.id, uuid4())
    with pytest.raises(NotFoundError):
        await desk.create(firm.id, PLANTED_TITLE, uuid4())
