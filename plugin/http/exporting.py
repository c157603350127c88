"""Lists as CSV files, streamed a chunk at a time, which no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from starlette.responses import StreamingResponse

R = TypeVar("R")
P = TypeVar("P")

CHUNK: Final = 1000
"""Rows in memory at a time."""
_FORMULAS: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a cell that a spreadsheet computes may begin with, in either width."""


class CsvFile(StreamingResponse):
    """A file of lines in UTF-8, the first of which names the columns (RFC 4180)."""

    media_type = "text/csv"


async def csv_file(
    name: str,
    columns: Sequence[str],
    read: Callable[[P | None], Awaitable[tuple[Sequence[R], P | None]]],
    cells: Callable[[R], Sequence[object]],
) -> CsvFile:
    """A file of all rows, a chunk read at a time: ``read`` gives that after a place (None: the first), and
    the place where the next begins (None: there is none).

    No transaction is open while nobody takes what was read. A first chunk that can't be read is a refusal; a
    later one breaks the file off.
    """
    first = await read(None)

    async def lines() -> AsyncIterator[bytes]:
        yield _lines([columns])
        rows, place = first
        yield _lines([cells(row) for row in rows])
        while place is not None:
            rows, place = await read(place)
            yield _lines([cells(row) for row in rows])

    return CsvFile(lines(), headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})


def _lines(rows: Sequence[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([[_cell(one) for one in row] for row in rows])
    return buffer.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    shown = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"'{shown}" if shown.startswith(_FORMULAS) else shown
