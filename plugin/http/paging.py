"""Lists in pages: a cursor names where the next one begins, and stays good however the list changes."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Final, Generic, TypeVar
from uuid import UUID

from fastapi import Query

from plugin.http.models import Model, sound_moment
from plugin.http.problems import Problem

T = TypeVar("T")
M = TypeVar("M", bound=Model)
R = TypeVar("R")

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


def page_of(
    shape: type[M], rows: Sequence[R], limit: int, place: Callable[[R], tuple[object, ...]]
) -> Page[M]:
    """The page that begins a list of rows, of which one more than ``limit`` was read where there are more.
    ``place``: what of a row the cursor after it holds."""
    following = encode_cursor(*map(str, place(rows[limit - 1]))) if rows[limit:] else None
    return Page(items=[shape.model_validate(row) for row in rows[:limit]], next=following)


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


def age_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Where a page begins, of what is listed by its age."""
    return None if cursor is None else read_place(*decode_cursor(cursor, 2))


def read_place(at: str, key: str) -> tuple[datetime, UUID]:
    """A time and an id out of a cursor."""
    try:
        return sound_moment(datetime.fromisoformat(at)), UUID(key)
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


def cursor_word(word: str) -> str:
    """A word out of a cursor, as far as it can be asked for."""
    if not word.isprintable():
        raise bad_cursor()
    return word


def bad_cursor() -> Problem:
    return Problem(400, "invalid_cursor", "The cursor is none of this list's")
