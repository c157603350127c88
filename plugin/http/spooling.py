"""Tables that are longer than a request ought to be: put down as they come, and read line by line."""

import io
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import Request

from homing.domain.opt_out_csv import LONGEST_LINE
from plugin.http.problems import Problem

_IN_MEMORY: Final = 2**20
_BROKEN: Final = '"x"y'
"""Before what is left of a line that is too long: nobody who reads CSV takes that for a row, whatever follows
and whatever quotation was open."""


@asynccontextmanager
async def spooled_lines(request: Request) -> AsyncIterator[Iterator[str]]:
    """The lines of a text/csv in UTF-8 with their ends, of which at most a megabyte is held in memory.

    Of a line that is longer than ``LONGEST_LINE`` the rest is passed by, and what is left is no CSV. Reading
    them raises UnicodeDecodeError where they are no UTF-8. Problem 415 for another kind of body.
    """
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "text/csv":
        raise Problem(415, "media_type", "The body must be text/csv")
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        async for chunk in request.stream():
            file.write(chunk)
        file.seek(0)
        yield _lines(io.BufferedReader(file))


def _lines(file: io.BufferedReader) -> Iterator[str]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="\n")
    # csv would gather a quotation that never ends until the memory is full.
    while line := text.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE or line.endswith("\n"):
            yield line
            continue
        rest = line
        while rest and not rest.endswith("\n"):
            rest = text.readline(LONGEST_LINE)
        yield f"{_BROKEN}{line}\n"
