"""Public keys at an address (RFC 7517), by which a host's tokens are checked: fetched from the public
internet only, kept for a while, and fetched anew when a token names one that is not among them."""

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import aiohttp
from aiohttp.abc import AbstractResolver

from homing.domain.errors import StorageError
from homing.domain.web_address import ANYWHERE, Network, url_fault
from homing.providers.webhook_guard import open_guarded_session

Jwk = Mapping[str, Any]

_FRESH: Final = timedelta(minutes=10)
"""How long keys are taken for those that there are."""
_AGAIN: Final = timedelta(seconds=30)
"""How soon an address is asked again at most, whoever names keys that are not there."""
_STALE: Final = timedelta(hours=6)
"""How long keys still serve while their address does not answer."""
_PATIENCE: Final = timedelta(seconds=5)
_LARGEST: Final = 64 * 1024
_MOST_KEYS: Final = 100
_MOST_ADDRESSES: Final = 1000
_OK: Final = 200


class KeySetAwayError(StorageError):
    """The address does not answer with keys, and none that it gave lately are known."""


@dataclass(slots=True)
class _Known:
    """The keys of an address. ``fetched`` and ``asked`` are seconds of the clock; ``fetched`` None: never."""

    keys: tuple[Jwk, ...] = ()
    fetched: float | None = None
    asked: float | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class KeySets:
    """The keys at addresses. ``allowed``: networks where those may be although they are not public, and only
    there need they have no TLS; ``resolver`` looks names up (None: as the machine does)."""

    def __init__(
        self,
        allowed: Sequence[Network],
        *,
        resolver: AbstractResolver | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = tuple(allowed)
        self._resolver = resolver
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def keys(self, url: str, key_id: str | None) -> tuple[Jwk, ...]:
        """Those at an address; fetched anew where they are old, or where none is called ``key_id`` (None:
        whichever). Raises KeySetAwayError."""
        known = self._of(url)
        async with known.lock:  # one request at a time to an address, whose answer serves all who wait
            if self._is_due(known, key_id):
                known.asked = self._clock()
                found = await self._fetch(url)
                if found is not None:
                    known.keys, known.fetched = found, self._clock()
            if known.fetched is None or self._clock() - known.fetched > _STALE.total_seconds():
                raise KeySetAwayError("key_set")
            return known.keys

    def _of(self, url: str) -> _Known:
        known = self._known.setdefault(url, _Known())
        self._known.move_to_end(url)
        if len(self._known) > _MOST_ADDRESSES:
            self._known.popitem(last=False)
        return known

    def _is_due(self, known: _Known, key_id: str | None) -> bool:
        now = self._clock()
        if known.asked is not None and now - known.asked < _AGAIN.total_seconds():
            return False
        if known.fetched is None or now - known.fetched > _FRESH.total_seconds():
            return True
        return key_id is not None and all(key.get("kid") != key_id for key in known.keys)

    async def _fetch(self, url: str) -> tuple[Jwk, ...] | None:
        if url_fault(url, ANYWHERE) is not None:
            return None
        resolver = self._resolver or aiohttp.ThreadedResolver()
        try:
            async with (
                asyncio.timeout(_PATIENCE.total_seconds()),
                open_guarded_session(self._allowed, _PATIENCE, resolver) as session,
                session.get(url, allow_redirects=False, headers={"Accept": "application/json"}) as answer,
            ):
                if answer.status != _OK:
                    return None
                return _read(await _body(answer))
        except (aiohttp.ClientError, OSError, ValueError):  # TimeoutError is an OSError
            return None


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    """Raises ValueError for one that is too large."""
    body = b""
    while chunk := await answer.content.read(_LARGEST):
        body += chunk
        if len(body) > _LARGEST:
            raise ValueError("too_large")
    return body


def _read(body: bytes) -> tuple[Jwk, ...]:
    """Raises ValueError where it is no key set."""
    try:
        document = json.loads(body)
    except RecursionError:
        raise ValueError("too_deep") from None
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list):
        raise ValueError("no_key_set")  # noqa: TRY004  # as of any other fault of it
    return tuple(key for key in keys[:_MOST_KEYS] if isinstance(key, dict))
