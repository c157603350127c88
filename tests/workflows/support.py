"""Looking into campaigns that wait."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import text
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle, WorkflowHistory
from temporalio.exceptions import CancelledError

from tests.invariants import until
from tests.world import Company, Run

PATIENCE: Final = 90.0
"""Seconds for whatever is waited for, on a machine that is busy."""

Handle = WorkflowHandle[Any, Any]


async def state_of(run: Run) -> str:
    """What the database says of an execution."""
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.execute(
            text("select state from executions where id = :id"), {"id": run.execution}
        )
        return str(found.scalar_one())


async def all_quiet(company: Company) -> None:
    """Let it be quiet at a company from three hours ago until nine hours from now."""
    now = datetime.now(UTC)
    begin, end = (now - timedelta(hours=3)).time(), (now + timedelta(hours=9)).time()
    await company.change(quiet_from=begin, quiet_until=end)


async def asleep(handle: Handle, times: int = 1) -> None:
    """Wait until a workflow has begun to wait for a time, as often as that."""

    async def sleeps() -> bool:
        begun = EventType.EVENT_TYPE_TIMER_STARTED
        events = (await handle.fetch_history()).events
        return [event.event_type for event in events].count(begun) >= times

    await until(sleeps, seconds=PATIENCE)


async def is_cancelled(handle: Handle) -> bool:
    """Wait for a workflow's end, and say whether it was cancelled."""
    try:
        await handle.result()
    except WorkflowFailureError as error:
        return isinstance(error.cause, CancelledError)
    return False


async def runs_of(client: Client, handle: Handle) -> list[WorkflowHistory]:
    """All runs of a workflow, from the first to that which ended it."""
    last = await handle.fetch_history()
    run = last.events[0].workflow_execution_started_event_attributes.first_execution_run_id
    found = []
    while run:
        history = await client.get_workflow_handle(handle.id, run_id=run).fetch_history()
        found.append(history)
        run = history.events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
    return found
