"""Campaigns as their authors, recipients and operators use them.

A wish is committed first; then Temporal is told. Where Temporal is away the wish stands all the same, the
caller is answered, and the sweep tells (``plugin.telling``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.client import Client

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.audience import storable
from homing.domain.decide import ExecutionState
from homing.domain.errors import RefusedError
from homing.store import campaigns, executions, triggers
from homing.store.campaigns import CampaignKind
from homing.store.definitions import read_definition_version
from homing.store.executions import ExecutionRow
from homing.store.listings import read_campaign
from homing.store.triggers import Answer, Triggered
from plugin.audiences import CHUNK, Audiences
from plugin.reports import ExecutionReport, Explanation, UserInterface, WorkflowLink, explain, report
from plugin.telling import PATIENCE, Teller

_MAX_EVENT: Final = 200


@dataclass(frozen=True, slots=True)
class Created:
    """A new campaign, and its draft; one that events start has none."""

    campaign: UUID
    execution: UUID | None


@dataclass(frozen=True, slots=True)
class Started:
    """Where an execution stands after a start. ``already``: an earlier start did it. ``told`` False: Temporal
    is away, and will be told."""

    state: ExecutionState
    already: bool
    told: bool


class Campaigns:
    """What can be done with campaigns. ``task_queue``: where workers listen; ``patience``: how long a caller
    waits where Temporal is away; ``ui_url``: of Temporal UI, for links.

    All raise NotFoundError for ids that name nothing in the organization.
    """

    def __init__(
        self,
        sending: Sending,
        client: Client,
        task_queue: str,
        *,
        ui_url: str | None = None,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._sending = sending
        self._database = sending.database
        self.teller = Teller(sending.database, client, task_queue, patience=patience)
        self.audiences = Audiences(sending.database, sending.vault)
        self._ui = UserInterface(ui_url, client.namespace)

    async def create(
        self,
        org: UUID,
        title: str,
        definition: UUID,
        *,
        target_url: str | None = None,
        kind: CampaignKind = CampaignKind.ONCE,
        time_scale: float = 1.0,
        campaign: UUID | None = None,
    ) -> Created:
        """Save a campaign with a draft to which its audience is added. Under an id of the caller's own it is
        saved once, however often that is repeated. Raises TextRefused for a title that may not be sent."""
        campaign = campaign or uuid4()
        execution = uuid5(campaign, "execution")

        async def work(connection: AsyncConnection) -> None:
            await read_definition_version(connection, org, definition)
            new = await campaigns.create_campaign(
                connection, org, campaign, title, target_url, kind=kind, definition=definition
            )
            if not new:
                await read_campaign(connection, org, campaign)
            elif kind is CampaignKind.ONCE:
                await executions.create_draft(connection, org, campaign, execution, time_scale)

        await self._database.repeat_app(org, work)
        return Created(campaign, execution if kind is CampaignKind.ONCE else None)

    async def freeze(self, org: UUID, execution: UUID) -> ExecutionState:
        """Close the audience of a draft. Raises RefusedError ``audience_empty``."""
        row = await self._database.repeat_app(org, lambda c: executions.freeze(c, org, execution))
        return row.state

    async def start(
        self, org: UUID, execution: UUID, *, at: datetime | None = None, version: int | None = None
    ) -> Started:
        """Start an execution once, now or at a time to come, with the latest version of its definition or
        another; its audience is frozen if it was not.

        Starting again, or meanwhile, answers what the first start did. Raises RefusedError where the audience
        is empty, or the execution was cancelled.
        """
        if at is not None and at.tzinfo is None:
            raise RefusedError("start_without_time_zone")

        async def work(connection: AsyncConnection) -> tuple[ExecutionRow, bool]:
            return await _start(connection, org, execution, at, version)

        row, already = await self._database.repeat_app(org, work)
        told = await self.teller.tell(org, execution)
        return Started(row.state, already, told)

    async def cancel(self, org: UUID, execution: UUID) -> bool:
        """End an execution, begun or not: after the answer none of its requests begins. False where it was
        over already."""
        changed = await withdraw.cancel(self._sending, org, execution)
        await self.teller.tell(org, execution)
        return changed

    async def pause(self, org: UUID, execution: UUID) -> None:
        """Send nothing until resumed. Raises RefusedError unless it is running (or paused)."""
        await self._set_paused(org, execution, paused=True)

    async def resume(self, org: UUID, execution: UUID) -> None:
        """Go on; what fell due meanwhile is done now. Raises RefusedError unless paused (or running)."""
        await self._set_paused(org, execution, paused=False)

    async def _set_paused(self, org: UUID, execution: UUID, *, paused: bool) -> None:
        async def work(connection: AsyncConnection) -> None:
            await campaigns.set_paused(connection, org, execution, paused=paused)
            row = await executions.read_execution(connection, org, execution)
            if row.over:
                raise RefusedError("execution_over")
            if row.state not in (ExecutionState.RUNNING, ExecutionState.PAUSED):
                raise RefusedError("not_started")

        await self._database.repeat_app(org, work)
        await self.teller.tell(org, execution)

    async def act(self, org: UUID, execution: UUID, user: UUID) -> None:
        """Accept that a person did what the campaign is about; see ``withdraw.act``."""
        if await withdraw.act(self._sending, org, execution, user):
            await self.teller.tell_acted(org, execution)

    async def remove(self, org: UUID, execution: UUID, user: UUID) -> None:
        """Take a person out of a campaign."""
        if await withdraw.remove(self._sending, org, execution, user):
            await self.teller.tell_acted(org, execution)

    async def deactivate(self, org: UUID, user: UUID) -> None:
        """End everything for a person."""
        await self.tell_closed(org, await withdraw.deactivate(self._sending, org, user))

    async def tell_closed(self, org: UUID, executions: Sequence[UUID]) -> None:
        """Tell Temporal of executions in which nobody is left who has yet to act."""
        for execution in executions:
            if not await self.teller.tell_acted(org, execution):
                return  # the sweep tells the rest

    async def trigger(self, org: UUID, campaign: UUID, event: str, users: Sequence[UUID]) -> list[Triggered]:
        """Start a campaign for users whom an event concerns, the same event once for each; an answer for each
        of them, in the order in which they were named first. All that are new share an execution.

        Raises RefusedError for a campaign that events don't start, an event without a usable name, and more
        than 10,000 users.
        """
        if not 0 < len(event) <= _MAX_EVENT or not storable(event):
            raise RefusedError("event_name")
        if len(users) > CHUNK:
            raise RefusedError("too_many_users")
        distinct, execution = list(dict.fromkeys(users)), uuid4()

        async def work(connection: AsyncConnection) -> list[Triggered]:
            definition = await triggers.read_definition_of(connection, org, campaign)
            version = (await read_definition_version(connection, org, definition)).version
            return await triggers.trigger(
                connection,
                org,
                campaign,
                event,
                distinct,
                execution=execution,
                definition=definition,
                version=version,
            )

        answers = await self._database.repeat_app(org, work)
        if any(one.answer is Answer.STARTED for one in answers):
            await self.teller.tell(org, execution)
        return answers

    async def progress(self, org: UUID, execution: UUID) -> ExecutionReport:
        """Where an execution is."""
        return await report(self._sending, self._ui, org, execution)

    def link(self, workflow: str) -> WorkflowLink:
        """A workflow by its id, with its page in Temporal UI."""
        return self._ui.link(workflow)

    async def why(self, org: UUID, execution: UUID, user: UUID) -> Explanation:
        """Why a person got what they got, and what would be decided where nothing is recorded yet."""
        return await explain(self._sending, self._ui, org, execution, user)


async def _start(
    connection: AsyncConnection, org: UUID, execution: UUID, at: datetime | None, version: int | None
) -> tuple[ExecutionRow, bool]:
    """The intent: the execution as it stands then, and whether it had been started before."""
    row = await executions.freeze(connection, org, execution)
    if row.state is ExecutionState.CANCELLED:
        raise RefusedError("execution_over")
    if row.begun:
        return row, True
    if row.definition_id is None:
        raise RefusedError("no_definition")
    pinned = await read_definition_version(connection, org, row.definition_id, version)
    await executions.start(connection, org, execution, pinned.version, at)
    return await executions.read_execution(connection, org, execution), False
