"""Opt-outs that are known from elsewhere, as they are handed in: a table of numbers, one a line."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from homing.domain.errors import RefusedError
from homing.domain.people import check_characters
from homing.domain.phone import E164, parse

COLUMNS: Final = ("number", "said_at", "note")
LONGEST_NOTE: Final = 500
"""Characters."""
LONGEST_LINE: Final = 65_536
"""Characters, without its end."""
_YEARS: Final = range(2000, 2201)


@dataclass(frozen=True, slots=True)
class OptOutRow:
    """An opt-out by the line on which it stands, counted from 1, the header's."""

    line: int
    number: E164
    note: str | None = field(repr=False)
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class BadOptOut:
    """A line that can't be taken, and why; ``column`` is None where it is no one column's."""

    line: int
    column: str | None
    reason: str


def read_opt_outs(lines: Iterable[str], region: str | None, now: datetime) -> Iterator[OptOutRow | BadOptOut]:
    """The rows of a CSV, given as the lines of a text, whose header has a column ``number``, and may have
    ``said_at`` and ``note``; other columns are left aside. ``region``: where national numbers belong.
    Columns are parted by commas, or by semicolons where the header has more of those. Each row stands on one
    line; blank ones are passed by.

    Raises RefusedError ``opt_out_header`` where the first line is no such header, and ``import_encoding``
    where the text is no UTF-8.
    """
    try:
        remaining = enumerate(lines, start=1)
        _, first = next(remaining, (1, ""))
        parted_by = ";" if first.count(";") > first.count(",") else ","
        heads = _cells(first.removeprefix("\ufeff"), parted_by) or []
        header = [name.strip().casefold() for name in heads]
        if header.count("number") != 1 or any(header.count(name) > 1 for name in COLUMNS):
            raise RefusedError("opt_out_header")
        for number, line in remaining:
            if len(line.rstrip("\r\n")) > LONGEST_LINE:
                yield BadOptOut(number, None, "too_long")
            elif line.strip():
                yield _row(number, header, _cells(line, parted_by), region, now)
    except UnicodeDecodeError:
        raise RefusedError("import_encoding") from None


def check_note(note: str) -> str:
    """What was noted with an opt-out, as it is; raises RefusedError."""
    if len(note) > LONGEST_NOTE:
        raise RefusedError("too_long")
    return check_characters(note)


def check_said_at(said_at: datetime, now: datetime) -> datetime:
    """When it was said; raises RefusedError for a time without a zone, of a year that can't be meant, or to
    come."""
    if said_at.tzinfo is None:
        raise RefusedError("start_without_time_zone")
    if said_at.year not in _YEARS:
        raise RefusedError("not_a_time")
    if said_at > now:
        raise RefusedError("in_the_future")
    return said_at


def _cells(line: str, parted_by: str) -> list[str] | None:
    """None where quotes are wrong, or not closed."""
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=parted_by, strict=True), [])
    except csv.Error:
        return None


def _row(
    number: int, header: list[str], cells: list[str] | None, region: str | None, now: datetime
) -> OptOutRow | BadOptOut:
    if cells is None or len(cells) != len(header):
        return BadOptOut(number, None, "quotes" if cells is None else "columns")
    said: Mapping[str, str] = dict(zip(header, map(str.strip, cells), strict=True))
    column = "number"
    try:
        phone = parse(said["number"], region)
        column = "said_at"
        at = said.get("said_at")
        said_at = check_said_at(_time(at), now) if at else None
        column = "note"
        return OptOutRow(number, phone, check_note(said.get("note", "")) or None, said_at)
    except RefusedError as error:
        return BadOptOut(number, column, error.reason)


def _time(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise RefusedError("not_a_time") from None
