"""Processes that an installation started, and that a killed one left behind."""

import asyncio
import json
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

Started = Callable[[str, int, Sequence[str]], None]
"""Told of each process as soon as it runs: its name, pid and command."""

_SAME_START_SECONDS: Final = 5.0
"""A process's start is reckoned from the machine's, which a corrected clock moves a little."""
_GRACE: Final = 10.0
_POLL: Final = 0.02


def unnoted(_name: str, _pid: int, _command: Sequence[str]) -> None:
    """Of processes whose starter is certain to end them."""


class Roll:
    """Which processes belong to a folder: a file each, with what tells them from another that has their pid
    by now. Only the folder's owner may call it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, name: str, pid: int, command: Sequence[str]) -> None:
        """Write down a process that has just started."""
        self._folder.mkdir(parents=True, exist_ok=True)
        # The command as it was given: what the system shows of so young a process may be empty yet.
        known = {"pid": pid, "started": psutil.Process(pid).create_time(), "command": list(command)}
        (self._folder / f"{name}-{pid}.json").write_text(json.dumps(known))

    def clear(self) -> None:
        """All have ended."""
        for file in self._files():
            file.unlink()

    async def end_left_over(self) -> int:
        """End what still runs of what was written down, and nothing else. Returns how many they were."""
        found = [process for file in self._files() if (process := _read(file)) is not None]
        # The last that was started first: what it stands on is there as long as it is.
        for process in sorted(found, key=psutil.Process.create_time, reverse=True):
            await end_process(process)
        self.clear()
        return len(found)

    def _files(self) -> Iterator[Path]:
        yield from sorted(self._folder.glob("*.json"))


def _read(file: Path) -> psutil.Process | None:
    """The process that a file speaks of, if it is still the same."""
    try:
        known = json.loads(file.read_text())
        process = psutil.Process(known["pid"])
        same_start = abs(process.create_time() - known["started"]) < _SAME_START_SECONDS
        return process if same_start and process.cmdline() == known["command"] else None
    except (psutil.Error, ValueError, KeyError, TypeError):
        return None


def process_named(pid: int, *arguments: str) -> psutil.Process | None:
    """The process of this pid, if all of these are arguments of its command."""
    try:
        process = psutil.Process(pid)
        return process if set(arguments) <= set(process.cmdline()) else None
    except psutil.Error:
        return None


async def end_process(process: psutil.Process) -> None:
    """Ask a process that is no child of ours to end, and end it where it does not. PostgreSQL waits for its
    clients on any other signal."""
    with suppress(psutil.NoSuchProcess):
        process.send_signal(signal.SIGINT)
        try:
            async with asyncio.timeout(_GRACE):
                while _runs(process):  # noqa: ASYNC110  # nothing tells of the end of another's child
                    await asyncio.sleep(_POLL)
        except TimeoutError:
            process.kill()


def _runs(process: psutil.Process) -> bool:
    """One whose parent has not asked how it ended has ended all the same."""
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
