"""Connections to the public internet only: no author of a webhook may reach what stands beside this process.

What counts is the address that a socket is opened to. A check of the URL alone, or of a name before it is
looked up a second time, can be told one thing while the connection is given another.
"""

import math
import socket
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from homing.domain.web_address import Network, is_public

_NAT64: Final = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are the IPv4 address that is reached."""
_LAST_32_BITS: Final = 0xFFFF_FFFF

_AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]
"""As ``socket.getaddrinfo`` gives it."""


class AddressRefusedError(OSError):
    """An address that webhooks may not be sent to. aiohttp wraps it, as it does all errors of connecting."""


def may_be_called(written: str, allowed: Sequence[Network]) -> bool:
    """Whether webhooks may be sent to an address: a public one, or one of an ``allowed`` network."""
    address = ip_address(written)
    if any(address in network for network in allowed):
        return True
    if address in _NAT64:
        address = IPv4Address(int(address) & _LAST_32_BITS)
    return is_public(address)


class GuardedResolver(AbstractResolver):
    """Looks a name up once, and refuses it if any of its addresses may not be called."""

    def __init__(self, inner: AbstractResolver, allowed: Sequence[Network]) -> None:
        self._inner = inner
        self._allowed = tuple(allowed)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not all(may_be_called(one["host"], self._allowed) for one in found):
            raise AddressRefusedError
        return found

    async def close(self) -> None:
        await self._inner.close()


def open_guarded_session(
    allowed: Sequence[Network], connect_timeout: timedelta, resolver: AbstractResolver
) -> aiohttp.ClientSession:
    """A session whose every connection is new, and looked up and checked anew; must be opened on the event
    loop that will use it.

    ``connect_timeout`` is for looking up, connecting and TLS; the whole has no timeout here. Answers are
    not unpacked: a small one could become very large.
    """
    allowed = tuple(allowed)

    def open_socket(info: _AddrInfo) -> socket.socket:
        """The very address that is connected to, whatever any parser made of the URL."""
        family, kind, protocol, _, (host, *_) = info
        if not may_be_called(str(host), allowed):
            raise AddressRefusedError
        return socket.socket(family, kind, protocol)

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            resolver=GuardedResolver(resolver, allowed),
            use_dns_cache=False,
            force_close=True,
            limit=0,  # as many as there are activities at once
            socket_factory=open_socket,
        ),
        timeout=aiohttp.ClientTimeout(
            total=None, connect=connect_timeout.total_seconds(), ceil_threshold=math.inf
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
    )
