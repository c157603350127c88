"""The history of messages: each with its state, reason, segments and cost, and where it came from."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from homing.domain.ids import step_workflow_id
from homing.domain.outcome import DispatchState
from homing.store import history
from homing.store.history import MessageFilter, MessageRow
from homing.store.listings import Place
from plugin.http.backend import Backend
from plugin.http.executions import Workflow
from plugin.http.exporting import CHUNK, CsvFile, csv_file
from plugin.http.filters import ChannelName, ReasonName
from plugin.http.models import Line, Model, Moment
from plugin.http.organization import Country
from plugin.http.paging import CursorText, Limit, Page, age_cursor, page_of
from plugin.http.problems import Problem
from plugin.http.security import Caller, Scope, needs

LastDigits = Annotated[
    str | None,
    Query(
        alias="lastDigits",
        pattern=r"^[0-9]{4}$",
        description="The last four digits of a phone number; for keys with the scope `admin`",
        examples=["0123"],
    ),
]
Since = Annotated[Moment | None, Query(alias="from", description="From this moment on")]
Until = Annotated[Moment | None, Query(alias="to", description="Until before this moment")]


class MessageLinks(Model):
    """Where a message came from: the path of its execution in this API, and the workflow that made it."""

    execution: str
    workflow: Workflow


class MessageShown(Model):
    """What became of a person on a channel at a step. ``costIs``: whether ``costMicros`` is what the provider
    charged or still an ``estimate``. ``receipt`` is the provider's best report, ``lastDigits`` for admins,
    while it is the user's number."""

    id: UUID
    campaign_id: UUID | None
    execution_id: UUID | None
    step: str
    occurrence: int
    user_id: UUID
    external_id: str | None
    channel: str
    state: str
    reason: str | None
    contract_reason: str | None
    country: str | None
    sender_id: UUID | None
    sender: str | None
    identifier_source: str | None
    identifier_state: str | None
    last_digits: str | None
    segments: int
    cost_micros: int | None
    cost_is: Literal["price", "estimate"] | None
    error_code: int | None
    receipt: str | None
    created_at: datetime
    changed_at: datetime
    sent_at: datetime | None
    links: MessageLinks | None


class MessageAttempt(Model):
    """A request at the provider. ``priceMicros``: null until it is known."""

    id: UUID
    provider: str
    provider_id: str | None
    sender_id: UUID | None
    sender: str | None
    state: str
    detail: str | None
    error_code: int | None
    price_micros: int | None
    posted_at: datetime
    settled_at: datetime | None
    clicked_at: datetime | None


class MessageReceipt(Model):
    """A report of the provider's on what became of an attempt."""

    attempt_id: UUID
    provider_id: str
    status: str
    error_code: int | None
    at: datetime


class MessageEvent(Model):
    """A channel event of the message."""

    id: int
    at: datetime
    kind: str
    reason: str | None
    contract_reason: str | None
    cost_micros: int | None


class MessageTold(MessageShown):
    """A message with everything that happened to it, in the order in which it did."""

    attempts: list[MessageAttempt]
    receipts: list[MessageReceipt]
    events: list[MessageEvent]


_CSV_COLUMNS: Final = (
    "id", "campaign_id", "execution_id", "step", "occurrence", "user_id", "external_id", "channel", "state",
    "reason", "contract_reason", "country", "sender_id", "sender", "identifier_source",
    "identifier_state", "last_digits", "segments", "cost_micros", "cost_is", "error_code", "receipt",
    "created_at", "changed_at", "sent_at",
)  # fmt: skip


def wanted(  # a parameter of the query each
    campaign: UUID | None = None,
    execution: UUID | None = None,
    step: Line | None = None,
    user: UUID | None = None,
    channel: ChannelName | None = None,
    state: DispatchState | None = None,
    reason: ReasonName | None = None,
    country: Country | None = None,
    sender: UUID | None = None,
    since: Since = None,
    until: Until = None,
) -> MessageFilter:
    """Filters, which narrow the list together."""
    return MessageFilter(
        campaign, execution, step, user, channel, state, reason, country, sender, since, until
    )


def may_see_digits(caller: Caller, asked: str | None) -> bool:
    """Whether a caller is told last digits. Raises Problem 403 for who may not and asks for some."""
    admin = Scope.ADMIN in caller.scopes
    if asked is not None and not admin:
        raise Problem(403, "scope_missing", "The key may not do this", "lastDigits needs the scope admin.")
    return admin


class _History:
    """Messages as a caller may see them."""

    def __init__(self, backend: Backend) -> None:
        self._database = backend.sending.database
        self._vault = backend.sending.vault
        self._campaigns = backend.campaigns

    async def rows(
        self, caller: Caller, which: MessageFilter, digits: str | None, before: Place | None, limit: int
    ) -> list[MessageRow]:
        told = may_see_digits(caller, digits)
        narrowed = which if digits is None else which.ending(self._vault.hash_tail(digits))
        async with self._database.app(caller.org) as connection:
            return await history.list_messages(
                connection, caller.org, self._vault, narrowed, before, limit, digits=told
            )

    async def file(self, caller: Caller, which: MessageFilter, digits: str | None) -> CsvFile:
        async def read(before: Place | None) -> tuple[list[MessageRow], Place | None]:
            rows = await self.rows(caller, which, digits, before, CHUNK)
            last = rows[-1] if len(rows) == CHUNK else None
            return rows, None if last is None else (last.created_at, last.id)

        return await csv_file(
            "messages", _CSV_COLUMNS, read, lambda row: [getattr(row, name) for name in _CSV_COLUMNS]
        )

    async def told(self, caller: Caller, message: UUID) -> MessageTold:
        async with self._database.app(caller.org) as connection:
            told = may_see_digits(caller, None)
            story = await history.read_message(connection, caller.org, self._vault, message, digits=told)
        return MessageTold(
            **dict(self.shown(caller, story.message)),
            attempts=[MessageAttempt.model_validate(one) for one in story.attempts],
            receipts=[MessageReceipt.model_validate(one) for one in story.receipts],
            events=[MessageEvent.model_validate(one) for one in story.events],
        )

    def shown(self, caller: Caller, row: MessageRow) -> MessageShown:
        return MessageShown(
            **{name: getattr(row, name) for name in MessageShown.model_fields if hasattr(row, name)},
            links=self._links(caller, row),
        )

    def _links(self, caller: Caller, row: MessageRow) -> MessageLinks | None:
        if row.execution_id is None:
            return None
        workflow = step_workflow_id(caller.org, row.execution_id, row.step, row.occurrence, row.cohort)
        return MessageLinks(
            execution=f"/v1/executions/{row.execution_id}",
            workflow=Workflow.model_validate(self._campaigns.link(workflow)),
        )


def message_routes(backend: Backend) -> APIRouter:
    """``/v1/messages``."""
    router = APIRouter(prefix="/v1", tags=["Messages"])
    messages = _History(backend)
    Editor = Annotated[Caller, needs(Scope.EDITOR)]  # noqa: N806  # a type
    Wanted = Annotated[MessageFilter, Depends(wanted)]  # noqa: N806  # a type

    @router.get("/messages", summary="The messages, the latest first")
    async def listed(
        caller: Editor,
        which: Wanted,
        digits: LastDigits = None,
        limit: Limit = 50,
        cursor: CursorText = None,
    ) -> Page[MessageShown]:
        """What was sent, and what was not and why. Filters narrow the list together; `from` and `to` are
        about `createdAt`. `lastDigits` finds what was for a number that ends so and is still its user's."""
        rows = await messages.rows(caller, which, digits, age_cursor(cursor), limit + 1)
        shown = [messages.shown(caller, row) for row in rows]
        return page_of(MessageShown, shown, limit, lambda row: (row.created_at, row.id))

    @router.get("/messages.csv", summary="The messages as CSV", response_class=CsvFile)
    async def exported(caller: Editor, which: Wanted, digits: LastDigits = None) -> CsvFile:
        """The same filters, all pages in one file, streamed. A cell that a spreadsheet would take for a
        formula begins with an apostrophe."""
        return await messages.file(caller, which, digits)

    @router.get("/messages/{message}", summary="A message, with everything that happened to it")
    async def told(caller: Editor, message: UUID) -> MessageTold:
        """Its attempts at the provider, the provider's receipts and the channel events, each with its
        time."""
        return await messages.told(caller, message)

    return router
