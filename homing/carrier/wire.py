"""Answers that break off: what HTTP libraries are made to prevent, done to the connection itself."""

import asyncio
import socket
import struct

from aiohttp import web

from homing.carrier.config import Clock

_MISSING = 64  # bytes that a truncated answer promises and doesn't send
_LOOK_AGAIN = 0.2  # seconds


def reset(request: web.Request) -> web.Response:
    """Break the connection with a TCP reset."""
    transport = request.transport
    if transport is not None:
        connection: socket.socket = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()  # which nobody receives


def truncate(request: web.Request, body: bytes) -> web.Response:
    """Send a 201 whose length promises more than ``body``'s first half, then close."""
    transport = request.transport
    if transport is not None:
        head = (
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body) + _MISSING}\r\n\r\n"
        )
        transport.write(head.encode() + body[: len(body) // 2])
        transport.close()
    return web.Response()  # likewise


async def hang(request: web.Request, released: asyncio.Event, seconds: float | None, clock: Clock) -> None:
    """Keep the client waiting till it leaves, the fault is cleared, or ``seconds`` are over.

    The server is told that a client has left by the transport alone: cancelling handlers would also stop
    the acceptance of texts whose senders hung up.
    """
    until = None if seconds is None else clock.now() + seconds
    while not (released.is_set() or request.transport is None or request.transport.is_closing()):
        left = _LOOK_AGAIN if until is None else min(_LOOK_AGAIN, until - clock.now())
        if left <= 0:
            return
        try:
            await asyncio.wait_for(released.wait(), left)
        except TimeoutError:
            continue
