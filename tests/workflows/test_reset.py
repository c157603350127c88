"""What an operator can do to a running campaign by hand: reset it to an earlier moment, end a step of it."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import WorkflowHandle

from homing.carrier.control import Control
from homing.domain.ids import step_workflow_id
from tests.definitions import define, escalate, manager, missed, remind, wait
from tests.engine import Engine
from tests.invariants import check_books, until
from tests.world import Company, Run, Someone

_PATIENCE: Final = 180.0
_DAY_SECONDS: Final = 3.0
STORY: Final = define(
    remind("first", "sms"),
    escalate("boss", "sms", targets=[manager()]),
    wait("a-day", "24h"),
    remind("second", "sms"),
    missed(),
)


async def task_ends(handle: WorkflowHandle[Any, Any]) -> list[int]:
    """The events that a history can be reset to."""
    history = await handle.fetch_history()
    kind = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    return [event.event_id for event in history.events if event.event_type == kind]


async def reset(engine: Engine, handle: WorkflowHandle[Any, Any], event: int) -> None:
    described = await handle.describe()
    await engine.client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=engine.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id, run_id=described.run_id),
            reason="an operator clicked",
            workflow_task_finish_event_id=event,
            request_id=str(uuid4()),
        )
    )


async def result_of(engine: Engine, handle: WorkflowHandle[Any, Any]) -> Any:
    """Of the newest run."""
    return await asyncio.wait_for(engine.client.get_workflow_handle(handle.id).result(), _PATIENCE)


async def texts(carrier: Control, people: Sequence[Someone]) -> list[int]:
    return [len(await carrier.texts(one.number)) for one in people]


async def team(company: Company) -> tuple[Run, list[Someone]]:
    """Two people and their manager, who is no recipient."""
    boss, *staff = await company.hire(3)
    await company.put_under(boss, staff)
    return await company.campaign(staff), [boss, *staff]


@pytest.mark.spec("P29", "X01", "Q12")
async def test_a_campaign_that_is_reset_to_any_moment_texts_nobody_twice_and_ends_as_it_would_have(
    company: Company, engine: Engine, carrier: Control
) -> None:
    untouched, people = await team(company)
    scale = 86_400 / _DAY_SECONDS
    first = await engine.walk(untouched, STORY, scale=scale)
    expected = await result_of(engine, first)
    moments = await task_ends(first)
    assert len(moments) > 5

    async def reset_to(number: int) -> None:
        run, staff = await team(company)
        handle = await engine.walk(run, STORY, scale=scale)

        async def has_come_so_far() -> bool:
            return len(await task_ends(handle)) > number

        await until(has_come_so_far, seconds=_PATIENCE)
        await reset(engine, handle, (await task_ends(handle))[number])
        result = await result_of(engine, handle)
        assert await texts(carrier, staff) == [1, 2, 2], f"reset to workflow task {number}"
        assert result["outcomes"].keys() == expected["outcomes"].keys()
        assert result["outcomes"]["missed"] == expected["outcomes"]["missed"]

    await asyncio.gather(*(reset_to(number) for number in range(len(moments) - 1)))
    assert await texts(carrier, people) == [1, 2, 2]
    await check_books(company)


@pytest.mark.spec("P29", "Q11")
async def test_a_complete_campaign_that_is_reset_sends_nothing_again(
    company: Company, engine: Engine, carrier: Control
) -> None:
    run, people = await team(company)
    handle = await engine.walk(run, STORY, scale=86_400.0)
    await result_of(engine, handle)

    await reset(engine, handle, (await task_ends(handle))[1])
    await result_of(engine, handle)

    assert await texts(carrier, people) == [1, 2, 2]


@pytest.mark.spec("P29")
async def test_who_was_not_yet_tried_when_an_operator_ended_the_step_is_tried_again(
    company: Company, engine: Engine, carrier: Control
) -> None:
    people = await company.hire(3)
    await carrier.fault("hang", to=people[0].number, accepted=True)
    run = await company.campaign(people)
    story = define(remind("remind", "sms"), missed())
    handle = await engine.walk(run, story, page_size=1, pages_at_once=1)
    await carrier.wait(1, to=people[0].number, seconds=_PATIENCE)

    step = step_workflow_id(company.id, run.execution, "remind", 1, 0)
    await engine.client.get_workflow_handle(step).terminate("an operator clicked")
    result = await result_of(engine, handle)

    assert await texts(carrier, people) == [1, 1, 1]
    assert result["outcomes"]["missed"] == {"completed": 3}


@pytest.mark.spec("P29")
async def test_a_step_that_an_operator_ends_leaves_the_campaign_going_and_nobody_is_texted_twice(
    company: Company, engine: Engine, carrier: Control
) -> None:
    people = await company.hire(6)
    slow = people[-1]
    await carrier.fault("delay", to=slow.number, seconds=1.0, next=1)
    run = await company.campaign(people)
    handle = await engine.walk(run, define(remind("remind", "sms"), missed()), page_size=2)
    await carrier.wait(1, to=people[0].number, seconds=_PATIENCE)

    step = step_workflow_id(company.id, run.execution, "remind", 1, 0)
    await engine.client.get_workflow_handle(step).terminate("an operator clicked")
    result = await result_of(engine, handle)

    assert await texts(carrier, people) == [1] * 6
    assert result["outcomes"]["missed"] == {"completed": 6}
