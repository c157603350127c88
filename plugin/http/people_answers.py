"""Users as answers have them: identifiers masked, and every row of a request or file accounted for."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from pydantic import ConfigDict, Field

from homing.domain.people import PersonRow, Wrong
from homing.domain.traits import IdentifierKind
from homing.store.identifiers import KnownIdentifier
from homing.store.import_progress import Reported
from homing.store.imports import ImportRow
from homing.store.people import UserRow
from plugin.http.models import Model
from plugin.http.paging import Page, bad_cursor, decode_cursor, encode_cursor
from plugin.http.people_requests import BadRow, path_of
from plugin.people_plan import Fate, Loaded


class Identified(Model):
    """Something with an id, by which it is listed."""

    id: UUID


T = TypeVar("T", bound=Identified)


class Identifier(Model):
    """A number or an address, masked. `used`: it is the one of its kind by which the user is reached, as far
    as its `state` lets it. `reason`, where it is unverified: `unconfirmed`, the user has yet to confirm it;
    `number_of_another_user`, it is or was another's, and this user has yet to confirm it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "phone",
                    "shown": "…78",
                    "source": "directory",
                    "state": "verified",
                    "reason": None,
                    "country": "ES",
                    "used": True,
                }
            ]
        }
    )

    kind: IdentifierKind
    shown: str
    source: str
    state: str
    reason: str | None
    country: str | None
    used: bool


class IdentifierListed(Identified):
    """A binding of a user's that stands, or a former one, masked: `removed` since whoever said it took it
    back, `superseded` by another of theirs, or since another user proved to have it. `verifiedAt`: when it
    began to count as the user's; `confirmedAt`: when they gave the code that was sent to it."""

    kind: IdentifierKind
    shown: str
    source: str
    state: str
    reason: str | None
    country: str | None
    bound_at: datetime
    verified_at: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None


class User(Identified):
    """A user. `phone`, `email` and `identifiers` are null for keys that may not see them."""

    external_id: str | None
    first_name: str | None
    locale: str | None
    country: str | None
    time_zone: str | None
    active: bool
    manager_id: UUID | None
    manager_external_id: str | None
    roles: list[str]
    phone: Identifier | None
    email: Identifier | None
    identifiers: list[Identifier] | None


class RowError(Model):
    """What is wrong with a row: where in it, and a stable reason."""

    path: str
    reason: str


class BulkRow(Model):
    """What became of a user of the request, by their place in it."""

    index: int
    result: Fate
    id: UUID | None = None
    external_id: str | None = None
    errors: list[RowError] = Field(default_factory=list)


class BulkAnswer(Model):
    """Counts, and every user in the order of the request."""

    created: int
    updated: int
    refused: int
    users: list[BulkRow]


class BadLineOut(Model):
    """Something that was not taken; `column` is null where it is no one column's."""

    line: int
    column: str | None
    reason: str


class ImportAnswer(Model):
    """Rows by what became of them; `bad` has the first 1,000 of all `faults`, by line, and the report of the
    import all. A row may have several, and one although it was loaded."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "importId": "01890a5d-ac96-774b-bcce-b302099a8057",
                    "created": 1998,
                    "updated": 0,
                    "refused": 2,
                    "faults": 2,
                    "bad": [
                        {"line": 17, "column": "phone", "reason": "too_short"},
                        {"line": 912, "column": None, "reason": "encoding"},
                    ],
                }
            ]
        }
    )

    import_id: UUID
    created: int
    updated: int
    refused: int
    faults: int
    bad: list[BadLineOut]


def shown_user(row: UserRow, known: Sequence[KnownIdentifier] | None) -> User:
    """``known``: None where the caller may not see them."""
    shown = None if known is None else [Identifier.model_validate(one) for one in known]
    used = {one.kind: one for one in shown or () if one.used}
    return User(
        **{name: getattr(row, name) for name in row.__slots__},
        phone=used.get(IdentifierKind.PHONE),
        email=used.get(IdentifierKind.EMAIL),
        identifiers=shown,
    )


def _refused_row(row: PersonRow, wrong: Sequence[Wrong]) -> BulkRow:
    errors = [RowError(path=one.field, reason=one.reason) for one in wrong]
    return BulkRow(
        index=row.number, result=Fate.REFUSED, id=row.id, external_id=row.external_id, errors=errors
    )


def bulk_answer(rows: Sequence[PersonRow], bad: Sequence[BadRow], loaded: Sequence[Loaded]) -> BulkAnswer:
    """What became of all of them, in their order."""
    done = [
        _refused_row(row, [Wrong(path_of(row, fault), fault.reason) for fault in one.wrong])
        if one.wrong
        else BulkRow(index=one.number, result=one.fate, id=one.user, external_id=one.external_id)
        for row, one in zip(rows, loaded, strict=True)
    ]
    failed = [_refused_row(one.row, one.wrong) for one in bad]
    users = sorted([*failed, *done], key=lambda one: one.index)
    counts = Counter(one.result for one in users)
    return BulkAnswer(**{fate.value: counts[fate] for fate in Fate}, users=users)


def import_answer(done: ImportRow, told: Sequence[Reported]) -> ImportAnswer:
    """What became of a file, and the beginning of the report on it."""
    return ImportAnswer(
        import_id=done.id,
        created=done.created,
        updated=done.updated,
        refused=done.refused_rows,
        faults=done.faults,
        bad=[BadLineOut(line=one.line, column=one.field or None, reason=one.reason) for one in told],
    )


def page_of(found: Sequence[T], limit: int) -> Page[T]:
    """A page by id, made of one more than it may hold, where there is one."""
    items = list(found[:limit])
    return Page(items=items, next=encode_cursor(str(items[-1].id)) if len(found) > limit else None)


def after_id(cursor: str | None) -> UUID | None:
    """The id after which a page begins. Raises Problem 400."""
    if cursor is None:
        return None
    try:
        return UUID(decode_cursor(cursor, 1)[0])
    except ValueError:
        raise bad_cursor() from None
