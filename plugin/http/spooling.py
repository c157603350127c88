"""Tables that are longer than a request ought to be: put down as they come, and read line by line."""

import io
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import Request

from plugin.http.problems import Problem

_IN_MEMORY: Final = 2**20
_LONGEST_LINE: Final = 65_536
"""Characters; csv would gather a quotation that never ends until the memory is full."""


@asynccontextmanager
async def spooled_lines(request: Request) -> AsyncIterator[Iterator[str]]:
    """The lines of a text/csv in UTF-8 with their ends, of which at most a megabyte is held in memory.

    Reading them raises UnicodeDecodeError where they are no UTF-8. Problem 415 for another kind of body.
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
    while line := text.readline(_LONGEST_LINE):
        yield line
