"""Audiences as they are handed in: a table of external ids, one person a line."""

import csv
from collections.abc import Iterator
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


def read_import(content: str) -> Iterator[ImportRow]:
    """The rows of a CSV text whose header has a column ``user`` or ``external_id``; other columns are left
    aside. Raises RefusedError where it has none, or both, or is no CSV."""
    lines = csv.reader(content.removeprefix("\ufeff").splitlines(keepends=True), strict=True)
    try:
        header = [name.strip().casefold() for name in next(lines, [])]
        named = [n for n, name in enumerate(header) if name in COLUMNS]
        if len(named) != 1:
            raise RefusedError("import_header")
        [column] = named
        for row in lines:
            value = row[column].strip() if column < len(row) else ""
            yield ImportRow(lines.line_num, value or None)
    except csv.Error:
        raise RefusedError("import_not_csv") from None


def storable(word: str) -> bool:
    """Whether a text can be stored, and so be asked for: some that JSON can express can't."""
    return "\0" not in word and not any("\ud800" <= letter <= "\udfff" for letter in word)
