"""Where the registry of opt-outs and the provider differ, each difference with what it means."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from homing.domain.errors import RefusedError
from homing.domain.parity import EXPLANATIONS, DifferenceKind
from homing.store import parity
from homing.store.parity import DifferenceFilter, DifferenceRow, RunRow
from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.http.paging import CursorText, Limit, Page, age_cursor, encode_cursor
from plugin.http.problems import away
from plugin.http.security import Caller, Scope, needs
from plugin.setup import compare_now
from plugin.telling import AWAY

NOT_AGAIN_FOR: Final = timedelta(hours=1)
"""A comparison asks the provider for a month of everybody's texts."""

Admin = Annotated[Caller, needs(Scope.ADMIN)]


class RunShown(Model):
    """A comparison, of all organizations' numbers. ``endedAt`` null: it goes on, or was given up."""

    begun_at: datetime
    ended_at: datetime | None


class DifferenceShown(Model):
    """A difference about a number and one of the organization's senders. ``userIds`` are its people with the
    number, ``shown`` the number's last digits; both are empty where nobody has it. ``senderId`` is null where
    the organization has the sender no longer. ``detail``: how the registry came to say what it says, or where
    a word was seen."""

    id: UUID
    user_ids: list[UUID]
    shown: str | None
    sender_id: UUID | None
    sender: str
    kind: DifferenceKind
    meaning: str
    why: str
    what_to_do: str
    detail: str | None
    first_at: datetime
    last_at: datetime
    resolved_at: datetime | None


class ParityShown(Page[DifferenceShown]):
    """A page of differences, and the last comparison (null: there was none)."""

    last_run: RunShown | None = None


class ComparisonAsked(Model):
    """The last comparison before the one that was asked for; `GET /v1/opt-outs/parity` shows when that has
    ended."""

    last_run: RunShown | None = Field(default=None)


def parity_routes(backend: Backend) -> APIRouter:
    """``/v1/opt-outs/parity``."""
    router = APIRouter(prefix="/v1/opt-outs/parity", tags=["Organization"])
    _add_list(router, backend)
    _add_compare(router, backend)
    return router


def _add_list(router: APIRouter, backend: Backend) -> None:
    sending = backend.sending

    @router.get("", summary="Where the registry of opt-outs and the provider differ, the latest first")
    async def differing(
        caller: Admin,
        kind: DifferenceKind | None = None,
        sender: Annotated[UUID | None, Query(description="The id of a sender")] = None,
        resolved: Annotated[bool, Query(description="Also what is no longer so")] = False,
        limit: Limit = 50,
        cursor: CursorText = None,
    ) -> ParityShown:
        """About the organization's own senders, as the last comparison found it; one runs every day."""
        before = age_cursor(cursor)
        wanted = DifferenceFilter(kind, sender, open_only=not resolved)
        async with sending.database.app(caller.org) as connection:
            rows = await parity.list_differences(
                connection, caller.org, sending.vault, wanted, before, limit + 1
            )
            last = await parity.read_last_run(connection)
        following = None
        if rows[limit:]:
            following = encode_cursor(rows[limit - 1].first_at.isoformat(), str(rows[limit - 1].id))
        items = [_shown(row) for row in rows[:limit]]
        return ParityShown(items=items, next=following, last_run=_run(last))


def _add_compare(router: APIRouter, backend: Backend) -> None:
    sending, teller = backend.sending, backend.campaigns.teller

    @router.post("/compare", status_code=202, summary="Compare now")
    async def compare(caller: Admin) -> ComparisonAsked:
        """Begins a comparison, unless one is going on: the same that runs every day, of all organizations'
        numbers. 409 `compared_lately` within an hour of the last one's beginning."""
        async with sending.database.app(caller.org) as connection:
            last = await parity.read_last_run(connection)
        if last is not None and datetime.now(UTC) - last.begun_at < NOT_AGAIN_FOR:
            raise RefusedError("compared_lately")
        try:
            async with asyncio.timeout(teller.patience.total_seconds()):
                await compare_now(teller.client, backend.settings.task_queue)
        except AWAY:
            raise away() from None
        return ComparisonAsked(last_run=_run(last))


def _run(row: RunRow | None) -> RunShown | None:
    return None if row is None else RunShown.model_validate(row)


def _shown(row: DifferenceRow) -> DifferenceShown:
    explained = EXPLANATIONS[row.kind]
    return DifferenceShown(
        id=row.id,
        user_ids=row.users,
        shown=row.shown,
        sender_id=row.sender_id,
        sender=row.sender,
        kind=row.kind,
        meaning=explained.meaning,
        why=explained.why,
        what_to_do=explained.remedy,
        detail=row.detail,
        first_at=row.first_at,
        last_at=row.last_at,
        resolved_at=row.resolved_at,
    )
