"""Servers as child processes: each with its log, out of the terminal's reach, and ended by us."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from plugin.embedded.left_over import Started, unnoted

ROOT: Final = Path(__file__).parents[2]
_GRACE: Final = 10.0


@asynccontextmanager
async def child(
    name: str,
    *command: str,
    log: Path,
    started: Started = unnoted,
    variables: Mapping[str, str] | None = None,
    talks: bool = False,
    grace: float = _GRACE,
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a program, and end it at the end. ``variables`` come on top of our environment; one that
    ``talks`` is listened to on its standard output, which else goes to the log too."""
    with log.open("ab") as out:
        # Whoever is told to leave meanwhile has a process to end all the same.
        spawning = asyncio.ensure_future(
            asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE if talks else out,
                stderr=out,
                env={**os.environ, **(variables or {})},
                cwd=ROOT,
                # An interrupt at the terminal reaches us, and we end it in our order.
                start_new_session=True,
            )
        )
        told = await _through(spawning)
    process = spawning.result()
    try:
        if told:
            raise asyncio.CancelledError
        started(name, process.pid, command)
        yield process
    finally:
        await end(process, grace)


async def end(process: asyncio.subprocess.Process, grace: float = _GRACE) -> None:
    """Ask a child to end, and end it where it does not: first, where somebody is told to leave meanwhile."""
    if process.returncode is None and await _through(asyncio.ensure_future(_end(process, grace))):
        raise asyncio.CancelledError


async def _end(process: asyncio.subprocess.Process, grace: float) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), grace)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _through(work: asyncio.Future[Any]) -> bool:
    """Wait for work that is not to be broken off. Returns whether somebody tried."""
    told = False
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError:
            told = True
    return told


@asynccontextmanager
async def starting(name: str, log: Path, seconds: float) -> AsyncIterator[None]:
    """Wait for a server inside. Raises RuntimeError, which names the log, where that takes too long."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise RuntimeError(f"{name} is not ready after {seconds:.0f} s: see {log}") from None


def check_runs(process: asyncio.subprocess.Process, name: str, log: Path) -> None:
    """Raises RuntimeError, which names the log, where a child has ended that should be running."""
    if process.returncode is not None:
        raise RuntimeError(f"{name} ended with status {process.returncode}: see {log}")
