"""A connection that can be cut in the middle, so that nobody answers any more and nobody is told."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias

Streams: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Relay:
    """Passes on what comes, until it is cut: then both sides wait for ever. That a side has ended it tells
    only once it is to."""

    def __init__(self, connect: Callable[[], Awaitable[Streams]]) -> None:
        self._connect = connect
        self._open = asyncio.Event()
        self._open.set()
        self.ended = asyncio.Event()
        """Somebody has ended, and everything of theirs is passed on."""
        self._to_tell = asyncio.Event()
        self._passing: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    def cut(self) -> None:
        self._open.clear()

    def tell_ends(self) -> None:
        self._to_tell.set()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await self._connect()
        self._writers += writer, back
        for source, target in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pass_on(source, target))
            self._passing.add(task)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            await self._open.wait()
            target.write(data)
            await target.drain()
        self.ended.set()
        await self._to_tell.wait()
        target.close()

    async def end(self) -> None:
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)
        for writer in self._writers:
            writer.close()


@asynccontextmanager
async def relayed(server: str) -> AsyncIterator[tuple[str, Relay]]:
    """One before a server, with its address."""
    host, _, port = server.rpartition(":")
    relay = Relay(lambda: asyncio.open_connection(host, port))
    async with _ending(relay, await asyncio.start_server(relay, "127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.sockets[0].getsockname()[1]}", relay


@asynccontextmanager
async def relayed_socket(server: Path) -> AsyncIterator[tuple[Path, Relay]]:
    """One before a server that listens on a socket in the file system, at a path with the same name."""
    relay = Relay(lambda: asyncio.open_unix_connection(server))
    with tempfile.TemporaryDirectory(prefix="homing-") as folder:
        path = Path(folder) / server.name
        async with _ending(relay, await asyncio.start_unix_server(relay, path)):
            yield path, relay


@asynccontextmanager
async def _ending(relay: Relay, listening: asyncio.Server) -> AsyncIterator[asyncio.Server]:
    try:
        yield listening
    finally:
        listening.close()
        await relay.end()
