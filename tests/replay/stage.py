"""Where histories are recorded, and what scenarios ask of workflows."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest
from temporalio.api.enums.v1 import EventType, PendingActivityState
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import CancelledError
from temporalio.service import RPCError, RPCStatusCode

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.domain.ids import step_workflow_id
from tests.conftest import SENDER
from tests.engine import Engine
from tests.invariants import until
from tests.world import Company, Run, found_company

PATIENCE: Final = 120.0
"""Seconds for whatever is waited for, on a machine that is busy."""
HOUR_A_SECOND: Final = 3600.0
SUGGESTED_AFTER: Final = 20
"""Events of a history, after which a ``BRIEF`` server suggests to continue as new."""
BRIEF: Final = ("--dynamic-config-value", f"limit.historyCount.suggestContinueAsNew={SUGGESTED_AFTER}")

Handle = WorkflowHandle[Any, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything real. ``hooks``: the address of a receiver of webhooks, which takes what is posted to
    ``/taken`` and nothing else."""

    sending: Sending
    engine: Engine
    carrier: Control
    hooks: str

    async def company(self) -> Company:
        """An organization of a scenario's own."""
        return await found_company(self.sending, SENDER)


Scenario = Callable[[Stage], Awaitable[Handle]]
"""Makes a workflow, waits for its end, and gives it."""


def named(*scenarios: Scenario) -> dict[str, Scenario]:
    """Scenarios by the names of their histories."""
    return {str(getattr(one, "__name__")).replace("_", "-"): one for one in scenarios}  # noqa: B009  # a function


def step_of(engine: Engine, run: Run, step: str, *, occurrence: int = 1, cohort: int = 0) -> Handle:
    """The workflow of a campaign's step."""
    return engine.client.get_workflow_handle(
        step_workflow_id(run.company.id, run.execution, step, occurrence, cohort)
    )


async def ended(handle: Handle) -> Handle:
    """The same, once it has completed."""
    await asyncio.wait_for(handle.result(), PATIENCE)
    return handle


async def cancelled(handle: Handle) -> Handle:
    """The same, once it has ended as cancelled."""
    with pytest.raises(WorkflowFailureError) as failed:
        await asyncio.wait_for(handle.result(), PATIENCE)
    assert isinstance(failed.value.cause, CancelledError)
    return handle


async def asleep(handle: Handle) -> None:
    """Wait until a workflow has begun to wait for a time."""

    async def sleeps() -> bool:
        try:
            events = (await handle.fetch_history()).events
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False
        return any(event.event_type == EventType.EVENT_TYPE_TIMER_STARTED for event in events)

    await until(sleeps, seconds=PATIENCE)


async def at_work(handle: Handle, activity: str) -> None:
    """Wait until an activity of a workflow runs."""

    async def works() -> bool:
        try:
            pending = (await handle.describe()).raw_description.pending_activities
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False
        begun = PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
        return any(one.activity_type.name == activity and one.state == begun for one in pending)

    await until(works, seconds=PATIENCE)


async def in_a_new_run(handle: Handle) -> None:
    """Wait until a workflow that was started here has gone on in a new run."""

    async def went_on() -> bool:
        return (await handle.describe()).run_id != handle.first_execution_run_id

    await until(went_on, seconds=PATIENCE)
