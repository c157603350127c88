"""The messages seen from the handsets: who wrote what to whom, and an index of all handsets."""

import heapq
import re
from typing import Any, Final

from homing.carrier.messages import Message, Messages

_SEPARATORS: Final = re.compile(r"[\s+().\-/]+")


def entry(message: Message) -> dict[str, Any]:
    """A message in its handset's conversation; ``at`` is in seconds since 1970."""
    incoming = message.direction == "inbound"
    return {
        "sid": message.sid,
        "direction": "from_handset" if incoming else "to_handset",
        "peer": message.to if incoming else message.sender,
        "body": message.body,
        "status": message.status,
        "error_code": message.error_code,
        "segments": message.segments,
        "at": message.accepted_at,
    }


def shown(message: Message) -> dict[str, Any]:
    """As in a conversation, and whose it is."""
    return {"number": message.handset, **entry(message)}


def digits(search: str) -> str:
    """The digits looked for, however they were set apart. Raises ValueError."""
    found = _SEPARATORS.sub("", search)
    if found and not (found.isascii() and found.isdigit()):
        raise ValueError("search takes digits of a number")
    return found


def page(messages: Messages, search: str, before: int | None, limit: int) -> dict[str, Any]:
    """The handsets whose number has the digits of ``search``, the latest message's first.

    A cursor is the place of a handset's last message among all messages, so a page that follows another
    has no handset twice; those that were written to in between are ahead of all pages.
    """
    found = [messages.last(number) for number in messages.handsets() if search in number]
    older = [last for last in found if before is None or last.number < before]
    chosen = heapq.nlargest(limit, older, key=lambda last: last.number)
    return {
        "handsets": [_row(messages, last) for last in chosen],
        "total": len(found),
        "next": str(chosen[-1].number) if len(chosen) < len(older) else None,
    }


def _row(messages: Messages, last: Message) -> dict[str, Any]:
    told = entry(last)
    kept = ("sid", "direction", "body", "at", "status", "error_code")
    return {
        "number": last.handset,
        "texts": len(messages.conversation(last.handset)),
        "last": {name: told[name] for name in kept},
    }
