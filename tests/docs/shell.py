"""Running what a document tells its reader to type, as in a shell that knows what earlier blocks have set."""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

_MAKE: Final = re.compile(r"make(?: |$)")
_SERVER: Final = re.compile(
    r"(?:\w+=\S+ )*(?:homing (?=(?:up|worker|api|carrier)\b)|\S*python (?=examples/host_worker/worker\.py$))"
    r"(\S+)(?!.*(?:--exit|--help))"
)
_ASKS: Final = re.compile(r"\S*python examples/host_worker/worker\.py ask ")
_READY: Final = {
    "up": "Ctrl-C ends",
    "worker": "worker ready",
    "api": "api ready",
    "carrier": '"url"',
    "examples/host_worker/worker.py": "worker ready",
}
"""What a server says once it can be used."""
_TOLD_TO_END: Final = frozenset({0, 128 + signal.SIGINT, 128 + signal.SIGTERM, -signal.SIGTERM})
_PATIENCE: Final = 180.0


class Shell:
    """A reader's shell. ``folder``: where it is. ``somebody``: what a person does while a command waits for
    them."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        state: Path,
        somebody: Callable[[], Awaitable[None]],
    ) -> None:
        self._folder = folder
        self._environment = dict(environment)
        self._state = state
        self._state.touch()
        self._somebody = somebody
        self._running: list[_Server] = []

    async def run(self, text: str, place: str) -> str:
        """Run a block; gives what it printed. A server is started, waited for until it can be used, and ended
        with its block; the example's worker with the document, since other terminals ask it.

        `make` is asked what it would do and does nothing: its targets install, run these very tests, or run
        all that `homing up` runs, which has tests of its own.
        """
        said = ""
        for part in _parts(text):
            if _MAKE.match(part):
                said += await self._bash(part.replace("make", "make --dry-run", 1), place)
            elif server := _SERVER.match(part):
                await self._serve(part, _READY[server[1]], place)
            elif _ASKS.match(part):
                said += (await asyncio.gather(self._bash(part, place), self._somebody()))[0]
            else:
                said += await self._bash(part, place)
        await self.end([one for one in self._running if not one.is_asked])
        return said

    async def end(self, servers: Sequence["_Server"] | None = None) -> None:
        """End servers, all of them unless some are named; each has to end well."""
        for server in list(self._running if servers is None else servers):
            self._running.remove(server)
            async with asyncio.timeout(_PATIENCE):
                await server.end()

    async def _bash(self, script: str, place: str) -> str:
        kept = f'{{ export -p; declare -f; }} > "{self._state}"'
        process = await self._start("bash", "-euo", "pipefail", "-c", f"{self._before()}{script}\n{kept}\n")
        async with asyncio.timeout(_PATIENCE):
            said, complained = await process.communicate()
        assert process.returncode == 0, f"{place}: {script}\n{said.decode()}\n{complained.decode()}"
        return said.decode()

    async def _serve(self, command: str, ready: str, place: str) -> None:
        process = await self._start("bash", "-c", f"{self._before()}exec env {command} 2>&1")
        server = _Server(process, f"{place}: {command}")
        self._running.append(server)
        async with asyncio.timeout(_PATIENCE):
            await server.until(ready)

    async def _start(self, *command: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *command,
            cwd=self._folder,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    def _before(self) -> str:
        return f'. "{self._state}"\nset -a\n'


class _Server:
    """A program that runs until it is told to end."""

    def __init__(self, process: asyncio.subprocess.Process, place: str) -> None:
        self._process = process
        self._place = place
        self._said: list[str] = []
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @property
    def is_asked(self) -> bool:
        return "examples/" in self._place

    async def until(self, word: str) -> None:
        while not any(word in line for line in self._said):
            assert not self._reading.done(), f"{self._place} ended by itself\n{''.join(self._said)}"
            self._news.clear()
            await self._news.wait()

    async def end(self) -> None:
        if self._process.returncode is None:
            self._process.terminate()
        await self._reading
        status = await self._process.wait()
        assert status in _TOLD_TO_END, f"{self._place} ended with {status}\n{''.join(self._said)}"

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self._said.append(line.decode())
            self._news.set()
        self._news.set()


def _parts(text: str) -> Iterator[str]:
    """What stands between servers and `make`, and each of these by itself."""
    gathered: list[str] = []
    for line in text.replace("\\\n", " ").splitlines():
        if _MAKE.match(line) or _SERVER.match(line) or _ASKS.match(line):
            if any(gathered):
                yield "\n".join(gathered)
            gathered = []
            yield re.sub(r"\s+#.*$", "", line)
        else:
            gathered.append(line)
    if any(gathered):
        yield "\n".join(gathered)


def path_with(own: Path, *folders: Path) -> str:
    """The path of programs, with these folders before all others; in ``own`` there is a `curl` where the
    machine has none."""
    if shutil.which("curl") is None:
        stand_in(own)
    return os.pathsep.join([*map(str, (*folders, own)), os.environ["PATH"]])


def stand_in(folder: Path) -> Path:
    """A `curl` that can what the documents use of it."""
    program = folder / "curl"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("curl.py")}" "$@"\n')
    program.chmod(0o755)
    return program
