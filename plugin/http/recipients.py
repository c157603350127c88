"""Who is in an execution, what became of each, and why; its events."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from homing.domain.outcome import DispatchState
from homing.store import listings
from homing.store.listings import RecipientFilter
from plugin.http.backend import Backend
from plugin.http.executions import Workflow
from plugin.http.filters import ChannelName, ReasonName
from plugin.http.models import Model
from plugin.http.paging import CursorText, Limit, Page, id_cursor, number_cursor, page_of
from plugin.http.security import Caller, Scope, needs
from plugin.reports import Explanation


class Message(Model):
    """What became of a person on a channel at a step; ``costMicros`` once the real price is known."""

    step: str
    occurrence: int
    channel: str
    state: str
    reason: str | None
    identifier_source: str | None
    identifier_state: str | None
    segments: int
    cost_micros: int | None
    changed_at: datetime


class Recipient(Model):
    """A recipient, and everything that was sent to them or not, with the reason."""

    user_id: UUID
    external_id: str | None
    acted_at: datetime | None
    removed_at: datetime | None
    missed_at: datetime | None
    messages: list[Message]


class ChannelEvent(Model):
    """A channel event: ``SENT``, ``DELIVERED``, ``OPENED``, ``CLICKED``, ``BOUNCED``, ``FAILED`` or
    ``SKIPPED``. ``contractReason``: the reason in the contract's words, where it has one."""

    id: int
    at: datetime
    user_id: UUID
    dispatch_id: UUID
    step: str
    channel: str
    kind: str
    reason: str | None
    contract_reason: str | None
    cost_micros: int | None


class Standing(Model):
    """Where a recipient is now; no step: nowhere yet, or their way has ended."""

    acted_at: datetime | None
    removed_at: datetime | None
    missed_at: datetime | None
    active: bool
    cohort: int
    step: str | None
    occurrence: int | None
    since: datetime | None
    wake_at: datetime | None


class Finding(Model):
    """What became of a person at a step on a channel, and the workflow that did it. ``told``: as somebody to
    tell about others."""

    step: str
    occurrence: int
    channel: str
    state: str
    reason: str | None
    attempts: int
    due_at: datetime | None
    changed_at: datetime
    told: bool
    workflow: Workflow


class Passed(Model):
    """How a person came out of a step, and to which they went on (null: their way ended)."""

    step: str
    outcome: str
    went: str | None
    at: datetime


class Prospect(Model):
    """What would be decided now where nothing is recorded yet: ``send``, ``skip`` or ``hold``, and why."""

    step: str
    channel: str
    answer: str
    reason: str | None


class Why(Model):
    """Why one person got what they got, and nothing else."""

    user_id: UUID
    state: str
    standing: Standing | None
    findings: list[Finding]
    passed: list[Passed]
    prospects: list[Prospect]
    workflow: Workflow


def recipient_routes(backend: Backend) -> APIRouter:
    """``/v1/executions/{execution}/recipients`` and ``…/events``."""
    router = APIRouter(prefix="/v1/executions/{execution}", tags=["Executions"])
    campaigns, database = backend.campaigns, backend.sending.database
    Editor = Annotated[Caller, needs(Scope.EDITOR)]  # noqa: N806  # a type

    @router.get("/recipients", summary="The recipients, with what became of each")
    async def recipients(
        caller: Editor,
        execution: UUID,
        acted: bool | None = None,
        channel: ChannelName | None = None,
        state: DispatchState | None = None,
        reason: ReasonName | None = None,
        limit: Limit = 50,
        cursor: CursorText = None,
    ) -> Page[Recipient]:
        """Those only who have a message on a channel, in a state, for a reason, where one is named:
        `?channel=sms&state=skipped&reason=no_identifier`."""
        which = RecipientFilter(acted, channel, None if state is None else state.value, reason)
        after = id_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await listings.list_recipients(
                connection, caller.org, backend.sending.vault, execution, which, after, limit + 1
            )
        return page_of(Recipient, rows, limit, lambda row: (row.user_id,))

    @router.get("/recipients/{user}", summary="Why a person got what they got, and nothing else")
    async def why(caller: Editor, execution: UUID, user: UUID) -> Why:
        """Everything that is recorded of them here, with the workflows that did it and where to see those in
        Temporal UI, and what would be decided now where nothing is recorded."""
        return _why(user, await campaigns.why(caller.org, execution, user))

    @router.post(
        "/recipients/{user}/act", status_code=204, response_class=Response, summary="Accept an action"
    )
    async def act(caller: Editor, execution: UUID, user: UUID) -> None:
        """The person did what the campaign is about: no further nudge to them begins. Twice is the same as
        once, and before the start counts too."""
        await campaigns.act(caller.org, execution, user)

    @router.delete(
        "/recipients/{user}", status_code=204, response_class=Response, summary="Take a person out"
    )
    async def remove(caller: Editor, execution: UUID, user: UUID) -> None:
        """They get nothing more of this execution."""
        await campaigns.remove(caller.org, execution, user)

    @router.get("/events", summary="The channel events, in the order in which they happened")
    async def events(
        caller: Editor,
        execution: UUID,
        limit: Limit = 50,
        cursor: CursorText = None,
        after: Annotated[
            int, Query(ge=0, le=2**63 - 1, description="Only those after this event's id, for following")
        ] = 0,
    ) -> Page[ChannelEvent]:
        """`next` is null at the end; ask later with `after` set to the last id."""
        last = after if cursor is None else number_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await listings.list_events(connection, caller.org, execution, last, limit + 1)
        return page_of(ChannelEvent, rows, limit, lambda row: (row.id,))

    return router


def _why(user: UUID, found: Explanation) -> Why:
    person = found.person
    return Why(
        user_id=user,
        state=person.state,
        standing=None if person.standing is None else Standing.model_validate(person.standing),
        findings=[
            Finding.model_validate(
                {
                    **{name: getattr(one.trace, name) for name in Finding.model_fields if name != "workflow"},
                    "workflow": Workflow.model_validate(one.workflow),
                }
            )
            for one in found.findings
        ],
        passed=[Passed.model_validate(one) for one in person.passed],
        prospects=[Prospect.model_validate(one) for one in found.prospects],
        workflow=Workflow.model_validate(found.workflow),
    )
