"""Audiences as they are handed in: a table of external ids, one person a line."""

import csv
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from homing.domain.errors import RefusedError

COLUMNS: Final = frozenset({"user", "external_id"})
"""Either of these heads the column of external ids."""


class Admission(StrEnum):
    """What became of somebody who was to join an audience; all but the first were left out."""

    ADDED = "added"
    REPEATED = "repeated"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A line of an import, counted from 1, the header's; None where it names nobody."""

    line: int
    external_id: str | None = field(repr=False)


def read_import(lines: Iterable[str]) -> Iterator[ImportRow]:
    """The rows of a CSV, given as the lines of a text (with their ends, as a file opened with ``newline=""``
    gives them), whose header has a column ``user`` or ``external_id``; other columns are left aside.
    Columns are parted by commas, or by semicolons where the header has more of those. Blank lines are passed
    by.

    Raises RefusedError where it has none, or both, or is no CSV, or no UTF-8.
    """
    try:
        remaining = iter(lines)
        first = next(remaining, "")
        parted_by = ";" if first.count(";") > first.count(",") else ","
        table = csv.reader(itertools.chain([first], remaining), delimiter=parted_by, strict=True)
        header = [name.strip().casefold().removeprefix("\ufeff") for name in next(table, [])]
        named = [n for n, name in enumerate(header) if name in COLUMNS]
        if len(named) != 1:
            raise RefusedError("import_header")
        [column] = named
        for row in table:
            if len(row) <= 1 and not "".join(row).strip():
                continue
            value = row[column].strip() if column < len(row) else ""
            yield ImportRow(table.line_num, value or None)
    except csv.Error:
        raise RefusedError("import_not_csv") from None
    except UnicodeDecodeError:
        raise RefusedError("import_encoding") from None


def storable(word: str) -> bool:
    """Whether a text can be stored, and so be asked for: some that JSON can express can't."""
    return "\0" not in word and not any("\ud800" <= letter <= "\udfff" for letter in word)
