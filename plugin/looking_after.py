"""Sweeps that keep the database and Temporal agreed on which executions there are and what is wanted of
them."""

import logging
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.client import WorkflowExecutionStatus

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.ids import campaign_workflow_id
from homing.store import executions
from homing.store.alerts import AlertKind, raise_alert
from homing.store.executions import FAILED
from plugin.telling import Teller

_LOG = logging.getLogger(__name__)

_MOST: Final = 100
LATE: Final = timedelta(minutes=1)
"""An execution that ought to have gone on so long ago is asked after."""
SELDOM: Final = timedelta(hours=1)
"""Every other one that is not over, too, so often."""

_GOING_ON: Final = frozenset(
    {
        WorkflowExecutionStatus.RUNNING,
        WorkflowExecutionStatus.CONTINUED_AS_NEW,
    }
)
_ENDED_BY_HAND: Final = frozenset({WorkflowExecutionStatus.TERMINATED, WorkflowExecutionStatus.CANCELED})


async def tell_again(sending: Sending, teller: Teller, after: timedelta) -> int:
    """Tell what stayed untold for so long. Ends at the first that shows that Temporal is away. Returns how
    many were told."""
    seconds = after.total_seconds()
    async with sending.database.system() as connection:
        untold = await executions.read_untold(connection, seconds, _MOST)
        acted = await executions.read_untold_acted(connection, seconds, _MOST)
    told = 0
    for tell, rows in ((teller.tell, untold), (teller.tell_acted, acted)):
        for row in rows:
            if not await tell(row.org_id, row.id):
                return told
            told += 1
    return told


async def ask_after(
    sending: Sending, teller: Teller, *, late: timedelta = LATE, seldom: timedelta = SELDOM
) -> int:
    """Ask Temporal after executions that ought to have gone on. Returns of how many it said that they don't.

    One that goes on and is late may have been told to pause by a word that came after it was resumed: what
    stands is said again. A workflow that is not there was lost with its namespace and is started again: it
    goes on from the database. One that an operator ended stays ended, and its execution is cancelled.
    """
    async with sending.database.system() as connection:
        silent = await executions.read_silent(
            connection, late_seconds=late.total_seconds(), seldom_seconds=seldom.total_seconds(), most=_MOST
        )
    wrong = 0
    for row in silent:
        status = await teller.status(row.org_id, row.id)
        if status in _GOING_ON:
            await _note(sending, row.org_id, row.id)
            if row.late:
                await teller.say_again(row.org_id, row.id)
        else:
            wrong += 1
            await _settle(sending, teller, row.org_id, row.id, status)
    return wrong


async def _note(sending: Sending, org: UUID, execution: UUID, *, failed: bool = False) -> None:
    """Note that Temporal answered, and raise an alert where the workflow has failed since."""

    async def work(connection: AsyncConnection) -> None:
        row = await executions.lock_execution(connection, org, execution)
        if row.over:
            return
        await executions.write_told(connection, org, execution, row.state, FAILED if failed else row.state)
        if failed and row.told != FAILED:
            await raise_alert(connection, org, AlertKind.WORKFLOW_FAILED, "")

    await sending.database.repeat_app(org, work)


async def _settle(
    sending: Sending, teller: Teller, org: UUID, execution: UUID, status: WorkflowExecutionStatus | None
) -> None:
    """Draw the conclusion for an execution whose workflow does not go on."""
    workflow = campaign_workflow_id(org, execution)
    if status is None:
        await sending.database.repeat_app(org, lambda c: executions.forget_told(c, org, execution))
        if await teller.tell(org, execution):
            _LOG.error("%s was lost, and started again from the database", workflow)
            await _alert(sending, org, AlertKind.WORKFLOW_RESTARTED)
    elif status in _ENDED_BY_HAND:
        if await withdraw.cancel(sending, org, execution):
            _LOG.warning("%s was ended by hand: its execution is cancelled", workflow)
            await _alert(sending, org, AlertKind.WORKFLOW_TERMINATED)
        await teller.tell(org, execution)
    else:
        _LOG.error("%s has ended (%s), its execution has not", workflow, status.name)
        await _note(sending, org, execution, failed=True)


async def _alert(sending: Sending, org: UUID, kind: AlertKind) -> None:
    await sending.database.repeat_app(org, lambda c: raise_alert(c, org, kind, ""))
