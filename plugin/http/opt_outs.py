"""Opt-outs and opt-ins: recorded by hand, taken back, imported, listed and exported."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, ConfigDict, Field

from homing.domain.errors import RefusedError
from homing.domain.opt_out_csv import LONGEST_NOTE, check_note
from homing.store import optouts
from homing.store.engine import Database
from homing.store.opt_by_hand import Hand
from homing.store.optouts import OptEventRow
from plugin.http.backend import Backend
from plugin.http.exporting import CHUNK, CsvFile, csv_file
from plugin.http.models import Model, Moment
from plugin.http.paging import CursorText, Limit, Page, number_cursor, page_of
from plugin.http.security import Caller, Scope, needs
from plugin.http.spooling import spooled_lines
from plugin.opting import OptOuts, Who

Admin = Annotated[Caller, needs(Scope.ADMIN)]
Kind = Annotated[
    Literal["opted_out", "opted_in"] | None, Query(description="Of this kind only; left out: of both")
]
Since = Annotated[Moment | None, Query(description="Recorded at this time or later")]

_AHEAD: Final = timedelta(minutes=5)
"""How far the caller's clock may be ahead of ours."""
_EXAMPLE: Final = "number,said_at,note\n+34612345678,2026-11-20T09:30:00+01:00,by letter\n612 34 56 79,,\n"
_CSV_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string"}, "example": _EXAMPLE}},
    }
}


def _storable(words: str) -> str:
    try:
        return check_note(words)
    except RefusedError as error:
        raise ValueError(error.reason) from None


class NumberOrUser(Model):
    """Either a number, as people write it (a national one is read in the organization's region), or a user,
    whose numbers are meant, all of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": "+34612345678"}]})

    number: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_storable)] | None = None
    user_id: UUID | None = None


class OptOutIn(NumberOrUser):
    """An opt-out that was said elsewhere: on the phone, by letter, to another system. ``saidAt``: when, where
    that is known."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"number": "+34612345678", "note": "by letter", "saidAt": "2026-11-20T09:30:00+01:00"}
            ]
        }
    )

    source: Literal["admin", "api", "import"] = "api"
    note: Annotated[str, Field(max_length=LONGEST_NOTE), AfterValidator(_storable)] | None = None
    said_at: Moment | None = None


class OptOutTaken(Model):
    """That it was taken. ``userIds`` are those of the organization who have the number; ``optedOut`` is null
    where it is nobody's of them: then nothing is told of it."""

    user_ids: list[UUID]
    opted_out: bool | None


class BadOptOutLine(Model):
    """A line that was not taken; ``column`` is null where it is no one column's."""

    line: int
    column: str | None
    reason: str


class OptOutsImported(Model):
    """How many lines were ``taken``, whether or not they were known, and how many were not; ``bad`` lists the
    first 1,000 of those."""

    taken: int
    bad_lines: int
    bad: list[BadOptOutLine]


class OptEventShown(Model):
    """A number was opted out or in again.

    ``userIds``: whose number it is in the organization; nobody's any more, or not yet, where somebody wrote
    to the organization, or it recorded it by hand. ``word``: which one of the tables was understood, and
    ``rule`` what decided. ``sender`` (the number that was written to) and ``actor`` (the key that recorded
    it) are there where they are the organization's.
    """

    id: int
    user_ids: list[UUID] = Field(validation_alias="users")
    kind: str
    source: str
    word: str | None
    rule: str | None
    sender: str | None
    actor: str | None
    said_at: datetime
    at: datetime


def opt_out_routes(backend: Backend) -> APIRouter:
    """``/v1/opt-outs`` and ``/v1/opt-events``."""
    router = APIRouter(prefix="/v1", tags=["Opt-outs"])
    _recording(router, OptOuts(backend.sending))
    _listing(router, backend.sending.database)
    return router


def _recording(router: APIRouter, use_case: OptOuts) -> None:

    async def find(caller: Caller, body: NumberOrUser) -> Who:
        if (body.number is None) is (body.user_id is None):
            raise RefusedError("number_or_user")
        return await use_case.find(caller.org, number=body.number, user=body.user_id)

    async def taken(caller: Caller, who: Who) -> OptOutTaken:
        return OptOutTaken(user_ids=list(who.users), opted_out=await use_case.is_opted_out(caller.org, who))

    @router.post("/opt-outs", summary="Record an opt-out by hand")
    async def record(caller: Admin, body: OptOutIn) -> OptOutTaken:
        """Forbid every text to a number, by whomever, from whichever sender. Once it is answered no request
        to it begins. Again is the same as once. The answer is the same whether or not the number was known,
        or was opted out before."""
        if body.said_at is not None and body.said_at > datetime.now(UTC) + _AHEAD:
            raise RefusedError("in_the_future")
        who = await find(caller, body)
        await use_case.record(_hand(caller, body.source), who, body.note or None, body.said_at)
        return await taken(caller, who)

    @router.post("/opt-outs/undo", summary="Take back an opt-out that was recorded by hand")
    async def undo(caller: Admin, body: NumberOrUser) -> OptOutTaken:
        """Take back what this organization recorded itself, and nothing else. What a person wrote stands
        until the person writes START: 409 `opted_out_by_person`. Where nothing of the organization's own
        stands: 409 `not_recorded_here`. Another organization's record is neither told nor undone."""
        who = await find(caller, body)
        await use_case.take_back(_hand(caller, "api"), who)
        return await taken(caller, who)

    @router.post("/opt-outs/import", summary="Import opt-outs from CSV", openapi_extra=_CSV_BODY)
    async def imported(caller: Admin, request: Request) -> OptOutsImported:
        """Record the opt-outs of a CSV file of up to 100 MiB in UTF-8, read as a stream: `number`, and where
        they are known `said_at` (with its zone) and `note`; other columns are left aside. Bad lines are
        told, each with its reason; the good ones are recorded. Once it is answered no request to their
        numbers begins. Sending a file again changes nothing."""
        async with spooled_lines(request) as lines:
            now = datetime.now(UTC) + _AHEAD
            done = await use_case.import_lines(_hand(caller, "import"), lines, now)
        return OptOutsImported.model_validate(done)


def _hand(caller: Caller, source: str) -> Hand:
    return Hand(caller.org, source, str(caller.key))


def _listing(router: APIRouter, database: Database) -> None:
    async def read(
        org: UUID, after: int, limit: int, kind: str | None, since: datetime | None
    ) -> list[OptEventRow]:
        async with database.app(org) as connection:
            return await optouts.read_opt_events(connection, org, after, limit, kind=kind, since=since)

    @router.get("/opt-events", summary="Who opted out, and in again, in the order in which they did")
    async def opt_events(
        caller: Admin,
        kind: Kind = None,
        since: Since = None,
        limit: Limit = 50,
        cursor: CursorText = None,
    ) -> Page[OptEventShown]:
        """Of the organization's own people, since their numbers have been theirs; of whoever wrote to the
        organization; and what it recorded by hand. An opt-out is a number's: whoever else has it gets no
        text either."""
        rows = await read(caller.org, number_cursor(cursor), limit + 1, kind, since)
        return page_of(OptEventShown, rows, limit, lambda row: (row.id,))

    @router.get("/opt-events.csv", summary="Opt-outs and opt-ins as CSV", response_class=CsvFile)
    async def exported(caller: Admin, kind: Kind = None, since: Since = None) -> CsvFile:
        """All that the list has, as CSV, streamed."""

        async def chunk(after: int | None) -> tuple[list[OptEventRow], int | None]:
            rows = await read(caller.org, after or 0, CHUNK, kind, since)
            return rows, rows[-1].id if len(rows) == CHUNK else None

        return await csv_file("opt-events", tuple(OptEventShown.model_fields), chunk, _cells)


def _cells(row: OptEventRow) -> list[object]:
    shown = OptEventShown.model_validate(row).model_dump()
    return [*({**shown, "user_ids": " ".join(map(str, row.users))}).values()]
