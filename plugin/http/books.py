"""An organization's books: what each day cost and whom its cap left out, what its admins must know."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from homing.channels import BY_NAME
from homing.domain.errors import NotFoundError
from homing.store import administration, alerts
from plugin.http.backend import Backend
from plugin.http.models import Line, Model
from plugin.http.paging import (
    CursorText,
    Limit,
    Page,
    bad_cursor,
    cursor_word,
    decode_cursor,
    page_of,
    read_place,
)
from plugin.http.security import Caller, Scope, needs

_LATEST: Final = date.max


class SpendShown(Model):
    """A local day's budget on a channel. ``closed``: a price was above its reservation, and nothing more is
    sent that day."""

    day: date = Field(validation_alias="period")
    channel: str
    cap_micros: int = Field(validation_alias="cap")
    reserved_micros: int = Field(validation_alias="reserved")
    spent_micros: int = Field(validation_alias="spent")
    closed: bool


class AlertShown(Model):
    """What an admin must know, one a day for each kind and channel; docs/operations.md says what to do."""

    day: date
    kind: str
    channel: str
    count: int
    first_at: datetime
    last_at: datetime
    sender_ids: list[UUID] = Field(validation_alias="senders", description="Of which senders it tells")


class SkippedShown(Model):
    """Somebody who got nothing at a step, because the channel's cap of this local day was reached."""

    user_id: UUID
    external_id: str | None
    execution_id: UUID
    step: str
    occurrence: int
    day: date
    at: datetime


def book_routes(backend: Backend) -> APIRouter:
    """``/v1/spend``, ``/v1/channels/{channel}/skipped`` and ``/v1/alerts``."""
    router = APIRouter(prefix="/v1", tags=["Organization"])
    database = backend.sending.database
    Admin = Annotated[Caller, needs(Scope.ADMIN)]  # noqa: N806  # a type

    @router.get("/spend", summary="What each day cost, the latest first")
    async def spend(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[SpendShown]:
        """In millionths of the organization's currency; reservations become costs as prices come in."""
        before = (_LATEST, "")
        if cursor is not None:
            day, channel = decode_cursor(cursor, 2)
            before = _day(day), cursor_word(channel)
        async with database.app(caller.org) as connection:
            rows = await administration.list_spend(connection, caller.org, before, limit + 1)
        return page_of(SpendShown, rows, limit, lambda row: (row.period, row.channel))

    @router.get("/channels/{channel}/skipped", summary="Who was skipped because the daily cap was reached")
    async def skipped(
        caller: Admin,
        channel: Line,
        day: Annotated[date | None, Query(description="Of the organization's days; left out: today")] = None,
        limit: Limit = 50,
        cursor: CursorText = None,
    ) -> Page[SkippedShown]:
        """The list behind the alert `cap_exhausted`, in the order in which it happened: a row for each step's
        occurrence. Whether another channel reached them, `GET /v1/executions/{execution}/recipients/{user}`
        says."""
        if channel not in BY_NAME:
            raise NotFoundError("channel")
        after = None
        if cursor is not None:
            of, at, key = decode_cursor(cursor, 3)
            # The first page's day holds, also when midnight passes in between.
            day, after = _day(of), read_place(at, key)
        async with database.app(caller.org) as connection:
            rows = await alerts.read_skipped_by_cap(
                connection, caller.org, backend.sending.vault, channel, day, after, limit + 1
            )
        return page_of(SkippedShown, rows, limit, lambda row: (row.day, row.at, row.id))

    @router.get("/alerts", summary="What admins must know, the latest day first")
    async def raised(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[AlertShown]:
        before = (_LATEST, "", "")
        if cursor is not None:
            day, kind, channel = decode_cursor(cursor, 3)
            before = _day(day), cursor_word(kind), cursor_word(channel)
        async with database.app(caller.org) as connection:
            rows = await administration.list_alerts(connection, caller.org, before, limit + 1)
        return page_of(AlertShown, rows, limit, lambda row: (row.day, row.kind, row.channel))

    return router


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise bad_cursor() from None
