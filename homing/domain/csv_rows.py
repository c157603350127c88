"""Reading the rows of a CSV file as it arrives, piece by piece: each row that can't be read is told with its
line and reason, and all others are read.

A file is UTF-8, with or without a byte order mark, its columns parted by commas, or by semicolons where its
header has more of those. Fields may be quoted (RFC 4180). No field may hold a line break; one that does, and
a quote that is never closed, cost their own row and no other.
"""

import csv
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from homing.domain.errors import RefusedError
from homing.domain.people import Wrong, check_characters

MAX_FIELD: Final = 10_000
"""Characters."""
MAX_LINE: Final = 128 * 1024
"""Bytes; no longer than what the CSV module takes for one field."""
MAX_ROWS: Final = 1_000_000

_ROW_LINES: Final = 20
"""So many lines are looked at for the end of a quoted field."""
_BOM: Final = "\ufeff"


class HeaderRefused(RefusedError):
    """The first line is no header; ``column`` is the first that is wrong, counted from 1."""

    def __init__(self, reason: str, column: int | None = None) -> None:
        super().__init__(reason)
        self.column = column


@dataclass(slots=True)
class Row:
    """A row by the line on which it begins, with its cells by column, without the white space around them."""

    line: int
    cells: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be taken, by the line on which it begins. What is wrong with no one column has the
    field ``""``."""

    line: int
    wrong: tuple[Wrong, ...]


@dataclass(slots=True)
class _Line:
    """A line of the file, counted from 1, or what is wrong with it."""

    number: int
    text: str = field(default="", repr=False)
    fault: str | None = None


class CsvRows:
    """Takes a file in pieces and gives its rows, so many ``most``. The header names some of ``columns``, one
    of ``keys`` among them.

    Raises HeaderRefused with ``header_missing``, ``header_unknown``, ``header_repeated``, or what makes the
    first line unreadable.
    """

    def __init__(self, columns: Collection[str], keys: Collection[str], *, most: int = MAX_ROWS) -> None:
        self._columns = columns
        self._keys = keys
        self._most = most
        self._lines = _Lines()
        self._waiting: deque[_Line] = deque()
        self._delimiter = ","
        self._rows = 0
        self.header: tuple[str, ...] = ()
        """The names of the columns, once they have been read."""

    def feed(self, piece: bytes) -> Iterator[Row | BadRow]:
        """The rows that end in this piece."""
        self._waiting.extend(self._lines.feed(piece))
        return self._read(last=False)

    def end(self) -> Iterator[Row | BadRow]:
        """The rows that are left when all has been fed."""
        self._waiting.extend(self._lines.end())
        yield from self._read(last=True)
        if not self.header:
            raise HeaderRefused("header_missing")

    def _read(self, *, last: bool) -> Iterator[Row | BadRow]:
        while self._waiting and self._rows <= self._most:
            if not self.header:
                self._read_header(self._waiting.popleft())
                continue
            begin = self._waiting[0]
            if not begin.text.strip() and begin.fault is None:
                self._waiting.popleft()
                continue
            cells = self._cells(last=last)
            if cells is None:
                return
            self._rows += 1
            too_many = self._rows > self._most
            yield _bad(begin, "too_many_rows") if too_many else self._row(begin, cells)
        if self._rows > self._most:
            self._waiting.clear()

    def _read_header(self, line: _Line) -> None:
        text = line.text.removeprefix(_BOM)
        if line.fault is not None:
            raise HeaderRefused(line.fault)
        self._delimiter = ";" if text.count(";") > text.count(",") else ","
        cells = _parse(text, self._delimiter)
        if cells is None:
            raise HeaderRefused("quotes")
        names = [cell.strip().casefold() for cell in cells]
        if not any(key in names for key in self._keys):
            raise HeaderRefused("header_missing")
        for number, name in enumerate(names, start=1):
            if name not in self._columns:
                raise HeaderRefused("header_unknown", number)
            if name in names[: number - 1]:
                raise HeaderRefused("header_repeated", number)
        self.header = tuple(names)

    def _cells(self, *, last: bool) -> list[str] | str | None:
        """The cells of the next row, or what is wrong with it; None where its end may be yet to come."""
        text = ""
        for count, line in enumerate(self._waiting, start=1):
            if line.fault is not None or count > _ROW_LINES or len(text) > MAX_LINE:
                break
            text = f"{text}\n{line.text}" if count > 1 else line.text
            cells = _parse(text, self._delimiter)
            if cells is not None:
                self._skip(count)
                return cells if count == 1 else "line_break"
            if text.count('"') % 2 == 0:
                break
        else:
            if not last:
                return None
        begin = self._waiting.popleft()
        return begin.fault or "quotes"

    def _skip(self, lines: int) -> None:
        for _ in range(lines):
            self._waiting.popleft()

    def _row(self, begin: _Line, cells: list[str] | str) -> Row | BadRow:
        if isinstance(cells, str):
            return _bad(begin, cells)
        if len(cells) != len(self.header):
            return _bad(begin, "columns")
        return Row(begin.number, dict(zip(self.header, map(str.strip, cells), strict=True)))


def sound_cells(cells: Mapping[str, str]) -> tuple[dict[str, str], list[Wrong]]:
    """The cells that say something, and those that hold what can't be kept."""
    whole = "".join(cells.values())
    if len(whole) <= MAX_FIELD and whole.isprintable():
        return {name: value for name, value in cells.items() if value}, []
    sound, wrong = {}, []
    for name, value in cells.items():
        reason = _fault(value)
        if reason is not None:
            wrong.append(Wrong(name, reason))
        elif value:
            sound[name] = value
    return sound, wrong


def _fault(value: str) -> str | None:
    if len(value) > MAX_FIELD:
        return "too_long"
    try:
        check_characters(value)
    except RefusedError as error:
        return error.reason
    return None


class _Lines:
    """Parts bytes into lines, of which none is kept longer than ``MAX_LINE``."""

    def __init__(self) -> None:
        self._number = 0
        self._tail = bytearray()
        self._too_long = False

    def feed(self, piece: bytes) -> Iterator[_Line]:
        *whole, tail = piece.split(b"\n")
        for part in whole:
            self._keep(part)
            yield self._line()
        self._keep(tail)

    def end(self) -> Iterator[_Line]:
        if self._tail or self._too_long:
            yield self._line()

    def _keep(self, part: bytes) -> None:
        self._too_long = self._too_long or len(self._tail) + len(part) > MAX_LINE
        if self._too_long:
            self._tail.clear()
        else:
            self._tail += part

    def _line(self) -> _Line:
        self._number += 1
        whole, too_long = bytes(self._tail), self._too_long
        self._tail.clear()
        self._too_long = False
        if too_long:
            return _Line(self._number, fault="too_long")
        try:
            return _Line(self._number, whole.removesuffix(b"\r").decode())
        except UnicodeDecodeError:
            return _Line(self._number, fault="encoding")


def _parse(text: str, delimiter: str) -> list[str] | None:
    """The cells of a row; None where its quotes are wrong, or not closed."""
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _bad(line: _Line, reason: str) -> BadRow:
    return BadRow(line.number, (Wrong("", reason),))
