"""A server that speaks just enough HTTP to misbehave at a chosen byte."""

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[bool]]
"""What to do once a request has been read whole; True keeps the connection."""


@dataclass
class RawServer:
    """What came in: the requests' first lines, heads and bodies, in order, and how many connections."""

    port: int = 0
    connections: int = 0
    targets: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.asynccontextmanager
async def raw_server(*behaviours: Behaviour) -> AsyncIterator[RawServer]:
    """Answer the n-th request by the n-th behaviour, and those after the last by the last."""
    seen = RawServer()
    handlers: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        task = asyncio.current_task()
        assert task is not None
        handlers.add(task)
        try:
            while await _read_request(reader, seen):
                behaviour = behaviours[min(len(seen.targets), len(behaviours)) - 1]
                if not await behaviour(writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, or the test is over
        finally:
            handlers.discard(task)
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()
        for task in tuple(handlers):
            task.cancel()
        await asyncio.gather(*handlers)


async def _read_request(reader: asyncio.StreamReader, seen: RawServer) -> bool:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        return False
    length = 0
    for line in head.lower().splitlines():
        if line.startswith("content-length:"):
            length = int(line.partition(":")[2])
    body = (await reader.readexactly(length)).decode()
    seen.targets.append(head.splitlines()[0])
    seen.heads.append(head)
    seen.bodies.append(body)
    seen.arrived.set()
    return True


def answer(status: int, body: str | dict[str, Any], headers: Sequence[str] = ()) -> Behaviour:
    """A whole answer on a connection that stays open."""

    async def behave(writer: asyncio.StreamWriter) -> bool:
        content = (body if isinstance(body, str) else json.dumps(body)).encode()
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + content)
        await writer.drain()
        return True

    return behave


def truncated(status: int, body: str) -> Behaviour:
    """The head of an answer, half of its body, then the end of the connection."""

    async def behave(writer: asyncio.StreamWriter) -> bool:
        content = body.encode()
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(content)}\r\n\r\n".encode())
        writer.write(content[: len(content) // 2])
        await writer.drain()
        return False

    return behave


async def hang(_writer: asyncio.StreamWriter) -> bool:
    """Say nothing until the test is over."""
    await asyncio.Event().wait()
    return False


async def drip(writer: asyncio.StreamWriter) -> bool:
    """Send an answer byte by byte, each well within any timeout for a single read, without end."""
    writer.write(b"HTTP/1.1 201 X\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def speak_no_http(writer: asyncio.StreamWriter) -> bool:
    """Answer in another protocol."""
    writer.write(b"220 mail.example ESMTP\r\n\r\n")
    await writer.drain()
    return False


async def drop(_writer: asyncio.StreamWriter) -> bool:
    """Close the connection in good order, without an answer."""
    return False


async def reset(writer: asyncio.StreamWriter) -> bool:
    """Reset the connection (RST) without an answer."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return False


@contextlib.contextmanager
def deaf_port() -> Iterator[int]:
    """A port whose queue of connections is full, so that connecting to it gets no answer at all."""
    with contextlib.ExitStack() as sockets:
        listener = sockets.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            filler = sockets.enter_context(socket.socket())
            filler.settimeout(0)
            filler.connect_ex(listener.getsockname())
        port: int = listener.getsockname()[1]
        yield port
