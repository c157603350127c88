"""Telling Temporal what is wanted of an execution: a row says so first, and whoever wrote it tells; what
stayed untold, or was lost, a sweep tells again.

Everything is told by deterministic id, so telling twice is the same as once. A start that was taken in is
refused the second time; pausing and resuming go with a start where it is not known whether there was one.
"""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Final, Literal
from uuid import UUID

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import (
    Priority,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from homing.domain.decide import ExecutionState
from homing.domain.ids import campaign_workflow_id
from homing.observing import get_logger
from homing.store import executions
from homing.store.engine import Database
from homing.store.executions import UNSURE, ExecutionRow
from workflows import CampaignWorkflow
from workflows.ports import BULK, CAMPAIGN, EXECUTION, ORDINARY, ORG, CampaignInput

_LOG = get_logger(__name__)

PATIENCE: Final = timedelta(seconds=5)
"""With Temporal; whoever asked is answered then, and the sweep goes on."""

AWAY: Final = (RPCError, RuntimeError, OSError)
"""What is raised where the server can't be reached, or does not answer (TimeoutError is an OSError)."""

Word = Literal["pause", "resume", "everybody_acted"]

_OVER_AGAIN: Final = WorkflowIDReusePolicy.ALLOW_DUPLICATE
_INSTEAD: Final = WorkflowIDConflictPolicy.TERMINATE_EXISTING


class Teller:
    """Says to Temporal what stands in the database. ``task_queue``: where the workflows' workers listen."""

    def __init__(
        self, database: Database, client: Client, task_queue: str, *, patience: timedelta = PATIENCE
    ) -> None:
        self.database = database
        self.client = client
        self.patience = patience
        self.task_queue = task_queue
        self._tagged = True

    async def tell(self, org: UUID, execution: UUID) -> bool:
        """Tell what is wanted of an execution until nothing else is. False where Temporal is away."""
        while True:
            async with self.database.app(org) as connection:
                row = await executions.read_execution(connection, org, execution)
            if row.told == row.state or not row.begun:
                return True
            try:
                async with asyncio.timeout(self.patience.total_seconds()):
                    await self._say(org, row)
            except AWAY as error:
                _LOG.warning("Temporal could not be told", org=org, execution=execution, error=error)
                unsure = partial(executions.write_unsure, org=org, execution=execution, state=row.state)
                await self.database.repeat_app(org, unsure)
                return False
            told = partial(
                executions.write_told, org=org, execution=execution, state=row.state, told=row.state.value
            )
            await self.database.repeat_app(org, told)

    async def say_again(self, org: UUID, execution: UUID) -> None:
        """Say once more whether an execution is to pause or to go on. Raises one of AWAY."""
        async with self.database.app(org) as connection:
            row = await executions.read_execution(connection, org, execution)
        words: dict[ExecutionState, Word] = {
            ExecutionState.RUNNING: "resume",
            ExecutionState.PAUSED: "pause",
        }
        if row.state in words:
            async with asyncio.timeout(self.patience.total_seconds()):
                await self._signal(org, execution, words[row.state])

    async def tell_acted(self, org: UUID, execution: UUID) -> bool:
        """Tell that nobody of an execution is left who has yet to act. False where Temporal is away."""
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                await self._signal(org, execution, "everybody_acted")
        except AWAY as error:
            _LOG.warning("Temporal could not be told", org=org, execution=execution, error=error)
            return False
        await self.database.repeat_app(
            org, lambda connection: executions.write_told_acted(connection, org, execution)
        )
        return True

    async def begin_anew(self, org: UUID, execution: UUID) -> None:
        """Let an execution's workflow go on from where the database says that it is, in place of the one that
        there is or was. Raises one of AWAY."""
        async with self.database.app(org) as connection:
            row = await executions.read_execution(connection, org, execution)
        if not row.over:
            async with asyncio.timeout(self.patience.total_seconds()):
                await self._start(
                    org, row, "pause" if row.state is ExecutionState.PAUSED else None, anew=True
                )

    async def status(self, org: UUID, execution: UUID) -> WorkflowExecutionStatus | None:
        """How an execution's workflow stands; None where Temporal knows no such. Raises one of AWAY."""
        handle = self.client.get_workflow_handle(campaign_workflow_id(org, execution))
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                return (await handle.describe(rpc_timeout=self.patience)).status
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise

    async def _say(self, org: UUID, row: ExecutionRow) -> None:
        if row.state is ExecutionState.CANCELLED:
            await self._cancel(org, row.id)
        elif row.state is ExecutionState.PAUSED:
            await self._start(org, row, "pause")
        elif row.told == UNSURE:
            await self._start(org, row, "resume")
        elif row.told is None:
            await self._start(org, row, None)
        # Else it is over, or its time has come, both of which a workflow says itself.

    async def _start(self, org: UUID, row: ExecutionRow, word: Word | None, *, anew: bool = False) -> None:
        """Start the workflow, unless there is or was one (or ``anew``), with or without a word to it."""
        try:
            await self._request(org, row, word, anew=anew)
        except WorkflowAlreadyStartedError:
            return
        except RPCError as error:
            if not (self._tagged and error.status is RPCStatusCode.INVALID_ARGUMENT):
                raise
            _LOG.warning("the server lacks the search attributes: going on without", setup="homing setup")
            self._tagged = False
            await self._start(org, row, word, anew=anew)

    async def _request(self, org: UUID, row: ExecutionRow, word: Word | None, *, anew: bool) -> None:
        campaign = CampaignInput(
            org=str(org), campaign=str(row.campaign_id), execution=str(row.id), tagged=self._tagged
        )
        tags = {ORG: campaign.org, CAMPAIGN: campaign.campaign, EXECUTION: campaign.execution}
        pairs = [SearchAttributePair(key, value) for key, value in tags.items()]
        many = row.people > campaign.page_size
        await self.client.start_workflow(
            CampaignWorkflow.run,
            campaign,
            id=campaign_workflow_id(org, row.id),
            task_queue=self.task_queue,
            id_reuse_policy=_OVER_AGAIN if anew else WorkflowIDReusePolicy.REJECT_DUPLICATE,
            id_conflict_policy=_INSTEAD if anew else WorkflowIDConflictPolicy.UNSPECIFIED,
            search_attributes=TypedSearchAttributes(pairs) if self._tagged else None,
            priority=Priority(priority_key=BULK if many else ORDINARY, fairness_key=str(org)),
            static_summary=f"campaign, definition version {row.version}",
            static_details=_details(row),
            start_signal=word,
            rpc_timeout=self.patience,
        )

    async def _cancel(self, org: UUID, execution: UUID) -> None:
        handle = self.client.get_workflow_handle(campaign_workflow_id(org, execution))
        try:
            await handle.cancel(rpc_timeout=self.patience)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def _signal(self, org: UUID, execution: UUID, word: Word) -> None:
        handle = self.client.get_workflow_handle(campaign_workflow_id(org, execution))
        try:
            await handle.signal(word, rpc_timeout=self.patience)
        except RPCError as error:
            # Not there yet, or not there any more: whoever begins asks the database.
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise


def _details(row: ExecutionRow) -> str:
    """What an operator reads who comes upon the workflow: what it is, and what may be done to it."""
    return (
        f"Execution `{row.id}` of campaign `{row.campaign_id}`, by version {row.version} of definition"
        f" `{row.definition_id}`. Where its people are now is under *Current Details*.\n\n"
        "Cancelling it here ends the execution. Terminating it does too, and is noticed later. A reset"
        " repeats what the workflow asked for and texts nobody twice. To pause it, pause the campaign in the"
        " product."
    )
