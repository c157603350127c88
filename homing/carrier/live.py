"""What changes, told to whoever listens: server-sent events, gathered for a tenth of a second each.

A text costs nothing here while nobody listens. A reader that falls behind is dropped, not waited for.
"""

import asyncio
import json
import socket
from typing import Any, Final

from homing.carrier.faults import Faults
from homing.carrier.handsets import shown
from homing.carrier.messages import Message

MOST_CHANGES: Final = 500
"""Messages in one event; where more have changed, readers are told to read all anew."""

_GATHERED: Final = 0.1  # seconds
_SILENCE: Final = 15.0  # seconds after which a comment keeps the connection from looking dead
_BACKLOG: Final = 16  # events that a reader may be behind
_SEND_BUFFER: Final = 65_536  # bytes; the system's own buffer would hide a slow reader for megabytes

_COMMENT: Final = b":\n\n"


class Reader:
    """One connection's events."""

    def __init__(self, transport: asyncio.WriteTransport, silence: float) -> None:
        self._transport = transport
        self._silence = silence
        self._events: asyncio.Queue[bytes | None] = asyncio.Queue(_BACKLOG)
        connection: socket.socket = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)

    @property
    def gone(self) -> bool:
        return self._transport.is_closing()

    def tell(self, event: bytes | None) -> None:
        """Hand it an event, or None for the end; it is dropped if it has not kept up."""
        try:
            self._events.put_nowait(event)
        except asyncio.QueueFull:
            self._transport.abort()

    async def next(self) -> bytes | None:
        """What is to be sent next; None at the end."""
        try:
            return await asyncio.wait_for(self._events.get(), self._silence)
        except TimeoutError:
            return _COMMENT


class Live:
    """Gathers changes and hands them to the readers."""

    def __init__(self, silence: float = _SILENCE) -> None:
        self._silence = silence
        self._readers: set[Reader] = set()
        self._messages: dict[str, Message] = {}
        self._faults: Faults | None = None
        self._reset = False
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False

    @property
    def readers(self) -> int:
        """How many listen."""
        return sum(not reader.gone for reader in self._readers)

    def join(self, transport: asyncio.WriteTransport, greeting: dict[str, Any]) -> Reader:
        """Listen from now on."""
        reader = Reader(transport, self._silence)
        reader.tell(event("hello", greeting))
        if self._closed:
            reader.tell(None)
        else:
            self._readers.add(reader)
        return reader

    def leave(self, reader: Reader) -> None:
        self._readers.discard(reader)

    def close(self) -> None:
        """End every stream, and those still to come at once."""
        self._closed = True
        self._tell(None)
        self._readers.clear()
        if self._timer is not None:
            self._timer.cancel()

    def note(self, message: Message) -> None:
        """A message has come, or has changed."""
        if self._readers:
            if len(self._messages) <= MOST_CHANGES:
                self._messages[message.sid] = message
            self._soon()

    def note_faults(self, faults: Faults) -> None:
        if self._readers:
            self._faults = faults
            self._soon()

    def note_reset(self) -> None:
        """Whatever was told before is no longer so."""
        if self._readers:
            self._reset = True
            self._messages.clear()
            self._soon()

    def greet(self, greeting: dict[str, Any]) -> None:
        """Greet everybody anew."""
        self._tell(event("hello", greeting))

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_GATHERED, self._flush)

    def _flush(self) -> None:
        self._timer = None
        messages, self._messages = self._messages, {}
        faults, self._faults = self._faults, None
        reset, self._reset = self._reset or len(messages) > MOST_CHANGES, False
        for reader in [reader for reader in self._readers if reader.gone]:
            reader.tell(None)
            self._readers.discard(reader)
        if not self._readers:
            return
        if reset:
            self._tell(event("reload", {}))
        elif messages:
            self._tell(event("messages", {"messages": [shown(message) for message in messages.values()]}))
        if faults is not None:
            self._tell(event("faults", {"faults": faults.shown()}))

    def _tell(self, told: bytes | None) -> None:
        for reader in self._readers:
            reader.tell(told)


def event(name: str, data: dict[str, Any]) -> bytes:
    """An event as it goes over the wire; JSON has no line breaks of its own."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
