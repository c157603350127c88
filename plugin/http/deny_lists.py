"""Deny-lists: whom an organization does not hear, and whom it does not text."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from homing.dispatching.denying import Denied, deny
from homing.domain.errors import RefusedError
from homing.domain.phone import E164, parse
from homing.store import denying, people
from homing.store.denying import Direction
from plugin.http.backend import Backend
from plugin.http.models import Line, Model
from plugin.http.paging import CursorText, Limit, Page, age_cursor, page_of
from plugin.http.people_requests import Word
from plugin.http.security import Caller, Scope, needs

Admin = Annotated[Caller, needs(Scope.ADMIN)]

_MOST: Final = 1_000


class EntryNew(Model):
    """A number to be listed; a national one is read in the organization's region."""

    number: Word = Field(examples=["+34612345678"])
    note: Line | None = Field(default=None, examples=["Asked us by letter"])


class EntryFind(Model):
    """The number that is looked for; a national one is read in the organization's region."""

    number: Word = Field(examples=["+34612345678"])


class EntryChange(Model):
    """The entry's note from now on; null: none."""

    note: Line | None = Field(examples=["Asked us by letter"])


class EntriesNew(Model):
    """Numbers to be listed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "entries": [
                        {"number": "+34612345678", "note": "Asked us by letter"},
                        {"number": "+34611111111"},
                    ]
                }
            ]
        }
    )

    entries: Annotated[list[EntryNew], Field(min_length=1, max_length=_MOST)]


class EntryAnswer(Model):
    """What became of a number, by its place in the request: the ``id`` of its entry, or why it has none."""

    index: int
    id: UUID | None = None
    reason: str | None = None


class EntriesAnswer(Model):
    """Counts, and every number in the order of the request."""

    listed: int
    refused: int
    entries: list[EntryAnswer]


class EntryShown(Model):
    """A listed number. ``count``: how many messages that has kept away, the last of them at ``lastAt``."""

    id: UUID
    last_digits: str
    note: str | None
    count: int
    last_at: datetime | None
    since: datetime


def deny_list_routes(backend: Backend) -> APIRouter:
    """``/v1/deny-lists``."""
    router = APIRouter(prefix="/v1/deny-lists", tags=["Organization"])
    _add_lists(router, backend)
    _add_entries(router, backend)
    return router


def _add_lists(router: APIRouter, backend: Backend) -> None:
    sending, database = backend.sending, backend.sending.database

    @router.get("/{direction}", summary="The numbers on a deny-list, the latest first")
    async def listed(
        caller: Admin, direction: Direction, limit: Limit = 50, cursor: CursorText = None
    ) -> Page[EntryShown]:
        """`inbound`: replies from them are not heard; `outbound`: they are not texted."""
        before = age_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await denying.list_entries(
                connection, caller.org, sending.vault, direction, before, limit + 1
            )
        return page_of(EntryShown, rows, limit, lambda row: (row.since, row.id))

    @router.post("/{direction}", summary="Put numbers on a deny-list")
    async def add(caller: Admin, direction: Direction, body: EntriesNew) -> EntriesAnswer:
        """Up to 1,000 at once; what is wrong with one keeps no other out. Once it is answered no text to
        those of `outbound` begins. Again is the same as once: an entry keeps its id and its count, and takes
        the new note where there is one. It is no opt-out, and holds in this organization alone."""
        region = await database.repeat_app(caller.org, lambda c: people.read_region(c, caller.org))
        numbers = await asyncio.to_thread(_read, body.entries, region)
        denied = [
            Denied(number, entry.note)
            for entry, number in zip(body.entries, numbers, strict=True)
            if isinstance(number, E164)
        ]
        return _answer(numbers, await deny(sending, caller.org, direction, denied))


def _answer(numbers: Sequence[E164 | RefusedError], ids: Mapping[E164, UUID]) -> EntriesAnswer:
    answers = [
        EntryAnswer(index=index, id=ids[number])
        if isinstance(number, E164)
        else EntryAnswer(index=index, reason=number.reason)
        for index, number in enumerate(numbers)
    ]
    listed = sum(1 for one in answers if one.reason is None)
    return EntriesAnswer(listed=listed, refused=len(answers) - listed, entries=answers)


def _add_entries(router: APIRouter, backend: Backend) -> None:
    vault, database = backend.sending.vault, backend.sending.database

    @router.post("/{direction}/find", summary="Find a number on a deny-list")
    async def find(caller: Admin, direction: Direction, body: EntryFind) -> EntryShown:
        """Its entry; 404 where it is not listed."""
        async with database.app(caller.org) as connection:
            number = _number(body.number, await people.read_region(connection, caller.org))
            if isinstance(number, RefusedError):
                raise number
            hmac = vault.hash_identifier(number)
            row = await denying.find_entry(connection, caller.org, vault, direction, hmac)
        return EntryShown.model_validate(row)

    # Typed in the path, lest `find` be taken for an entry.
    @router.patch("/{direction}/{entry:uuid}", summary="Change the note of a deny-list's entry")
    async def change(caller: Admin, direction: Direction, entry: UUID, body: EntryChange) -> EntryShown:
        """Nothing else of an entry can be changed."""
        row = await database.repeat_app(
            caller.org, lambda c: denying.set_note(c, caller.org, vault, direction, entry, body.note)
        )
        return EntryShown.model_validate(row)

    @router.delete(
        "/{direction}/{entry:uuid}",
        status_code=204,
        response_class=Response,
        summary="Take a number off a deny-list",
    )
    async def remove(caller: Admin, direction: Direction, entry: UUID) -> None:
        """What it kept away is not sent afterwards; later steps reach the number again."""
        await database.repeat_app(caller.org, lambda c: denying.remove_entry(c, caller.org, direction, entry))


def _read(entries: Sequence[EntryNew], region: str | None) -> list[E164 | RefusedError]:
    return [_number(entry.number, region) for entry in entries]


def _number(raw: str, region: str | None) -> E164 | RefusedError:
    """Also of those that are never texted there may be some that write."""
    try:
        return parse(raw, region, landline=True, toll_free=True)
    except RefusedError as error:
        return error
