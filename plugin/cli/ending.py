"""How commands end: their exit codes, and what is said where something is wrong."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

import typer


class Exit(IntEnum):
    """A command's exit code."""

    DONE = 0
    FAILED = 1
    """Outcomes differ, or the server refused."""
    WRONG_USAGE = 2
    """Of arguments or settings; the message names which."""
    UNREACHABLE = 3
    """A server that the command needs."""
    INTERRUPTED = 130


class Failure(Exception):
    """A command that can't go on: why, in a line or more for people."""

    def __init__(self, message: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(message)
        self.code = code


Work = Callable[[], Coroutine[Any, Any, Exit | None]]
NewLoop = Callable[[], asyncio.AbstractEventLoop] | None
"""Another loop than asyncio's own, for what serves many."""


@contextmanager
def saying_failures() -> Iterator[None]:
    """Of what ends its process by itself."""
    try:
        yield
    except Failure as failure:
        typer.echo(f"homing: {failure}", err=True)
        raise typer.Exit(failure.code) from None


def run(work: Work) -> None:
    """Do a command's work, and raise Exit with how it ended."""
    raise typer.Exit(_status(work))


def run_and_leave(work: Work, new_loop: NewLoop = None) -> None:
    """The same for what uses Temporal's client: its runtime may abort while the interpreter ends
    (temporalio/sdk-python issue 300), after all the work is done. So leave at once."""
    status = _status(work, new_loop)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _status(work: Work, new_loop: NewLoop = None) -> int:
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            return int(runner.run(_told_once(work())) or Exit.DONE)
    except (asyncio.CancelledError, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except Failure as failure:
        typer.echo(f"homing: {failure}", err=True)
        return failure.code


async def _told_once(work: Coroutine[Any, Any, Exit | None]) -> Exit | None:
    """The first SIGINT, SIGTERM or SIGHUP unwinds, so that what was started is ended; further ones, which
    would tear that, are not heard."""
    task = asyncio.ensure_future(work)
    told = False

    def tell() -> None:
        nonlocal told
        if not told:
            told = True
            task.cancel()

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, tell)
    return await task
