"""What people replied: listed and looked through by words, each with the message that it is a reply to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from homing.domain.errors import Fault
from homing.domain.search import Search, holds_number, read_search
from homing.store import replies
from homing.store.replies import ReplyFilter, ReplyRow
from plugin.http.backend import Backend
from plugin.http.exporting import CHUNK, CsvFile, csv_file
from plugin.http.filters import ReplyKind
from plugin.http.messages import LastDigits, Since, Until, may_see_digits
from plugin.http.models import Line, Model
from plugin.http.paging import CursorText, Limit, Page, encode_cursor, number_cursor
from plugin.http.problems import Problem
from plugin.http.security import Caller, Scope, needs

_LOOKED_AT: Final = 500
"""Replies that are read at a time where phrases are looked for in them."""
_MOST_LOOKED_AT: Final = 2000
"""Replies that one page may look at; it may then be shorter than asked for, and still have a next."""

Words = Annotated[
    str | None,
    Query(
        alias="q",
        min_length=1,
        max_length=200,
        description='Words and emoji that all occur, in any form of writing; `"in quotation marks"` in their'
        " order. No phone numbers: for these there is `lastDigits`",
        examples=["manager"],
    ),
]


class ReplyShown(Model):
    """A text from a handset. ``kind`` is what it was understood as, ``rule`` what decided; campaign,
    execution, step and message are those of the latest text from the sender before it. ``answerMicros`` is an
    estimate. ``lastDigits`` for admins."""

    id: int
    at: datetime
    kind: str
    rule: str
    keyword: str | None
    language: str | None
    body: str
    user_id: UUID | None
    external_id: str | None
    last_digits: str | None
    campaign_id: UUID | None
    execution_id: UUID | None
    step: str | None
    message_id: UUID | None
    sender_id: UUID | None
    sender: str | None
    answer: str | None
    answer_segments: int
    answer_micros: int


_CSV_COLUMNS: Final = tuple(ReplyRow.__slots__)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which replies are wanted."""

    which: ReplyFilter
    search: Search | None
    digits: str | None


def sought(  # a parameter of the query each
    campaign: UUID | None = None,
    execution: UUID | None = None,
    step: Line | None = None,
    user: UUID | None = None,
    kind: ReplyKind | None = None,
    sender: UUID | None = None,
    since: Since = None,
    until: Until = None,
    digits: LastDigits = None,
    query: Words = None,
) -> Sought:
    """Filters, which narrow the list together. Raises Problem 422 for words that are none."""
    which = ReplyFilter(campaign, execution, step, user, kind, sender, since, until)
    return Sought(which, None if query is None else _search(query), digits)


def _search(query: str) -> Search:
    search = read_search(query)
    fault = None if all(search.spellings) else "holds no word"
    if holds_number(query):
        # An address ends up in the logs of whatever stands before this.
        fault = "holds a phone number: ask by lastDigits"
    if fault is not None:
        raise Problem(422, "invalid", "The request has faults", errors=[Fault("query.q", fault)])
    return search


class _Replies:
    """Replies as a caller may see them."""

    def __init__(self, backend: Backend) -> None:
        self._database = backend.sending.database
        self._vault = backend.sending.vault

    async def page(
        self, caller: Caller, wanted: Sought, before: int | None, limit: int
    ) -> tuple[list[ReplyRow], int | None]:
        """Replies before one, and before which the next page's are (None: there is none)."""
        digits = may_see_digits(caller, wanted.digits)
        which, search = self._hashed(wanted), wanted.search
        phrases = search is not None and bool(search.phrases)
        kept: list[ReplyRow] = []
        for _ in range(_MOST_LOOKED_AT // _LOOKED_AT if phrases else 1):
            step = _LOOKED_AT if phrases else limit
            ids = await self._find(caller, which, before, step + 1)
            for row in await self._read(caller, ids[:step], digits=digits):
                before = row.id
                if search is None or search.holds(row.body):
                    kept.append(row)
                if len(kept) == limit:
                    return kept, None if row.id == ids[-1] else before
            if len(ids) <= step:
                return kept, None
        return kept, before

    def _hashed(self, wanted: Sought) -> ReplyFilter:
        spellings = () if wanted.search is None else wanted.search.spellings
        return replace(
            wanted.which,
            tail=None if wanted.digits is None else self._vault.hash_tail(wanted.digits),
            words=[self._vault.hash_words(words) for words in dict.fromkeys(spellings)] or None,
        )

    async def _find(self, caller: Caller, which: ReplyFilter, before: int | None, limit: int) -> list[int]:
        database = self._database
        async with database.app(caller.org) if which.words is None else database.system() as connection:
            return await replies.find_replies(connection, caller.org, which, before, limit)

    async def _read(self, caller: Caller, ids: Sequence[int], *, digits: bool) -> list[ReplyRow]:
        async with self._database.app(caller.org) as connection:
            return await replies.read_replies(connection, caller.org, self._vault, ids, digits=digits)


def reply_routes(backend: Backend) -> APIRouter:
    """``/v1/replies``."""
    router = APIRouter(prefix="/v1", tags=["Messages"])
    heard = _Replies(backend)
    Editor = Annotated[Caller, needs(Scope.EDITOR)]  # noqa: N806  # a type
    Wanted = Annotated[Sought, Depends(sought)]  # noqa: N806  # a type

    @router.get("/replies", summary="The replies, the latest first")
    async def listed(
        caller: Editor, wanted: Wanted, limit: Limit = 50, cursor: CursorText = None
    ) -> Page[ReplyShown]:
        """What was written to the organization's own senders, with what it was understood as and answered.
        Filters narrow the list together. Where `q` has a phrase, a page may be shorter than `limit` and still
        have a `next`."""
        before = None if cursor is None else number_cursor(cursor)
        rows, following = await heard.page(caller, wanted, before, limit)
        return Page(
            items=[ReplyShown.model_validate(row) for row in rows],
            next=None if following is None else encode_cursor(str(following)),
        )

    @router.get("/replies.csv", summary="The replies as CSV", response_class=CsvFile)
    async def exported(caller: Editor, wanted: Wanted) -> CsvFile:
        """The same filters, all pages in one file, streamed. A cell that a spreadsheet would take for a
        formula begins with an apostrophe."""

        async def read(before: int | None) -> tuple[list[ReplyRow], int | None]:
            return await heard.page(caller, wanted, before, CHUNK)

        return await csv_file(
            "replies", _CSV_COLUMNS, read, lambda row: [getattr(row, name) for name in _CSV_COLUMNS]
        )

    return router
