"""How often somebody may ask, by one process: a bucket for each key, and for each address that guesses."""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.requests import HTTPConnection

from plugin.http.problems import Problem

_BURST_SECONDS: Final = 10
_MISSES: Final = 30
"""What an address may get wrong in a minute. A right key or code is let in all the same: it has too many bits
to be guessed, and behind one address there may be many."""
_KNOWN: Final = 10_000
"""Buckets that are kept; the longest unused is forgotten first, and was full again by then."""


class Rates:
    """Token buckets. ``per_second``: of each key, with ten seconds' worth at once."""

    def __init__(self, per_second: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._keys = _Buckets(per_second, per_second * _BURST_SECONDS, clock)
        self._misses = _Buckets(_MISSES / 60, _MISSES, clock)

    def take(self, key: str) -> None:
        """Count a request of a key. Raises Problem 429 where it has made too many."""
        wait = self._keys.take(key)
        if wait:
            raise too_many(wait)

    def miss(self, address: str) -> None:
        """Count a wrong key or code. Raises Problem 429 where the address has guessed too often."""
        wait = self._misses.take(address)
        if wait:
            raise too_many(wait)


def address_of(connection: HTTPConnection) -> str:
    """Whose a request is: an address, or the network of 2^64 of them that one subscriber has."""
    host = connection.client.host if connection.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    return str(ip_network((address.packed, 64), strict=False))


def too_many(wait: float) -> Problem:
    """``wait`` in seconds, until one more is taken."""
    return Problem(429, "too_many_requests", "Too many requests", headers={"Retry-After": str(int(wait) + 1)})


class _Buckets:
    def __init__(self, per_second: float, most: float, clock: Callable[[], float]) -> None:
        self._per_second = per_second
        self._most = most
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def left(self, name: str) -> float:
        tokens, at = self._left.get(name, (self._most, 0.0))
        return min(self._most, tokens + (self._clock() - at) * self._per_second)

    def take(self, name: str) -> float:
        """Seconds to wait; 0 where one was taken."""
        tokens = self.left(name)
        taken = tokens >= 1
        self._left[name] = (tokens - 1 if taken else tokens, self._clock())
        self._left.move_to_end(name)
        if len(self._left) > _KNOWN:
            self._left.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / self._per_second
