"""An organization's books: what each day cost, what its admins must know, who opted out and in again."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from homing.store import administration, optouts
from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.http.paging import (
    CursorText,
    Limit,
    Page,
    bad_cursor,
    decode_cursor,
    encode_cursor,
    number_cursor,
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


class OptEventShown(Model):
    """A number of the organization's users was opted out or in again, by which word and from where."""

    id: int
    user_ids: list[UUID] = Field(validation_alias="users")
    kind: str
    source: str
    word: str | None
    at: datetime


def book_routes(backend: Backend) -> APIRouter:
    """``/v1/spend``, ``/v1/alerts`` and ``/v1/opt-events``."""
    router = APIRouter(prefix="/v1", tags=["Organization"])
    database = backend.sending.database
    Admin = Annotated[Caller, needs(Scope.ADMIN)]  # noqa: N806  # a type

    @router.get("/spend", summary="What each day cost, the latest first")
    async def spend(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[SpendShown]:
        """In millionths of the organization's currency; reservations become costs as prices come in."""
        before = (_LATEST, "")
        if cursor is not None:
            day, channel = decode_cursor(cursor, 2)
            before = _day(day), _word(channel)
        async with database.app(caller.org) as connection:
            rows = await administration.list_spend(connection, caller.org, before, limit + 1)
        last = rows[limit - 1] if rows[limit:] else None
        following = None if last is None else encode_cursor(last.period.isoformat(), last.channel)
        return Page(items=[SpendShown.model_validate(row) for row in rows[:limit]], next=following)

    @router.get("/alerts", summary="What admins must know, the latest day first")
    async def alerts(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[AlertShown]:
        before = (_LATEST, "", "")
        if cursor is not None:
            day, kind, channel = decode_cursor(cursor, 3)
            before = _day(day), _word(kind), _word(channel)
        async with database.app(caller.org) as connection:
            rows = await administration.list_alerts(connection, caller.org, before, limit + 1)
        last = rows[limit - 1] if rows[limit:] else None
        following = None if last is None else encode_cursor(last.day.isoformat(), last.kind, last.channel)
        return Page(items=[AlertShown.model_validate(row) for row in rows[:limit]], next=following)

    @router.get("/opt-events", summary="Who opted out, and in again, in the order in which they did")
    async def opt_events(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[OptEventShown]:
        """Of the organization's own people. An opt-out is a number's: whoever else has it gets no text
        either."""
        after = number_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await optouts.read_opt_events(connection, caller.org, after, limit + 1)
        following = encode_cursor(str(rows[limit - 1].id)) if rows[limit:] else None
        return Page(items=[OptEventShown.model_validate(row) for row in rows[:limit]], next=following)

    return router


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise bad_cursor() from None


def _word(text: str) -> str:
    if not text.isprintable():
        raise bad_cursor()
    return text
