"""Lists in pages: a cursor names where the next one begins, and stays good however the list changes."""

import base64
import binascii
import json
from typing import Annotated, Final, Generic, TypeVar
from uuid import UUID

from fastapi import Query

from plugin.http.models import Model
from plugin.http.problems import Problem

T = TypeVar("T")

MOST: Final = 200
_DIGITS: Final = 20
"""Python takes its time with numbers of many."""
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most")]
CursorText = Annotated[
    str | None, Query(max_length=1000, description="`next` of the page before; left out: the first page")
]


class Page(Model, Generic[T]):
    """Items, and the cursor of the page after them (null: there is none)."""

    items: list[T]
    next: str | None = None


def encode_cursor(*parts: str) -> str:
    """A cursor that holds these parts: opaque to its reader, and no secret."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, parts: int) -> tuple[str, ...]:
    """The parts of a cursor. Raises Problem 400 where it is none of this list's."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or len(found) != parts or not all(isinstance(one, str) for one in found):
        raise bad_cursor()
    return tuple(found)


def id_cursor(cursor: str | None) -> UUID:
    """Where a page begins, of what is listed by its id."""
    if cursor is None:
        return UUID(int=0)
    try:
        return UUID(decode_cursor(cursor, 1)[0])
    except ValueError:
        raise bad_cursor() from None


def number_cursor(cursor: str | None, most: int = 2**63 - 1) -> int:
    """Where a page begins, of what is listed by a number."""
    if cursor is None:
        return 0
    [number] = decode_cursor(cursor, 1)
    if not (number.isascii() and number.isdecimal() and len(number) < _DIGITS and int(number) <= most):
        raise bad_cursor()
    return int(number)


def bad_cursor() -> Problem:
    return Problem(400, "invalid_cursor", "The cursor is none of this list's")
