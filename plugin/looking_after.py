"""Sweeps that keep the database and Temporal agreed on which executions there are and what is wanted of
them."""

from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.client import WorkflowExecutionStatus

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.ids import campaign_workflow_id
from homing.observing import get_logger
from homing.store import executions, restoring
from homing.store.alerts import AlertKind, raise_alert
from homing.store.executions import FAILED
from plugin.telling import Teller

_LOG = get_logger(__name__)

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


async def begin_anew(sending: Sending, teller: Teller) -> int:
    """After the database was put back and reconciled, let executions go on from where it says that they are:
    their workflows may know of more. What somebody ended there meanwhile stays ended. Returns how many go
    on."""
    async with sending.database.system() as connection:
        restored = await restoring.read_restored(connection, _MOST)
    going_on = 0
    for org, execution in restored:
        status = await teller.status(org, execution)
        if status in _ENDED_BY_HAND:
            await _settle(sending, teller, org, execution, status)
        else:
            await teller.begin_anew(org, execution)
            going_on += 1
        await sending.database.repeat_system(partial(restoring.write_begun_anew, executions=[execution]))
    return going_on


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
    log = _LOG.bind(org=org, execution=execution, workflow=campaign_workflow_id(org, execution))
    if status is None:
        await sending.database.repeat_app(org, lambda c: executions.forget_told(c, org, execution))
        if await teller.tell(org, execution):
            log.error("a workflow was lost, and started again from the database")
            await _alert(sending, org, AlertKind.WORKFLOW_RESTARTED)
    elif status in _ENDED_BY_HAND:
        if await withdraw.cancel(sending, org, execution):
            log.warning("a workflow was ended by hand: its execution is cancelled")
            await _alert(sending, org, AlertKind.WORKFLOW_TERMINATED)
        await teller.tell(org, execution)
    else:
        log.error("a workflow has ended, its execution has not", status=status.name)
        await _note(sending, org, execution, failed=True)


async def _alert(sending: Sending, org: UUID, kind: AlertKind) -> None:
    await sending.database.repeat_app(org, lambda c: raise_alert(c, org, kind, ""))
