"""Calls of authors' servers: one signed POST, to the public internet only, that ends in time.

What a receiver answers beyond its status is thrown away. A call is repeated by whoever asked for it, with
the same key, so that the receiver can know it again; nothing here repeats one by itself.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit
from uuid import UUID

import aiohttp
from aiohttp.abc import AbstractResolver

from homing import __version__
from homing.domain.definition import MAX_VALUE
from homing.domain.web_address import ANYWHERE, Network, header_name_fault, header_value_fault, url_fault
from homing.providers.webhook_guard import AddressRefusedError, open_guarded_session
from homing.providers.webhook_signing import WebhookSigner

SIGNATURE_HEADER: Final = "Homing-Signature"
KEY_HEADER: Final = "Homing-Idempotency-Key"

_MAX_REDIRECTS: Final = 3
_MAX_ANSWER: Final = 64 * 1024
"""Bytes of an answer's body that are taken off the wire, so that a polite receiver sees a polite end."""
_FOLLOWED: Final = (307, 308)
_REDIRECTS: Final = (301, 302, 303, *_FOLLOWED)
"""Of the first three clients make a GET, which would be something else than what was asked for."""
_GONE: Final = 410
_LATER: Final = (408, 425, 429)
_SERVER_ERROR: Final = 500
_PORTS: Final = {"http": 80, "https": 443}


class WebhookReason(StrEnum):
    """Why a webhook was not delivered. Each has a row in docs/operations.md that says what to do."""

    ADDRESS_REFUSED = "address_refused"
    REDIRECT_REFUSED = "redirect_refused"
    WEBHOOK_GONE = "webhook_gone"
    WEBHOOK_REFUSED = "webhook_refused"
    WEBHOOK_UNAVAILABLE = "webhook_unavailable"


@dataclass(frozen=True, slots=True)
class WebhookMessage:
    """What is posted: ``content`` as JSON, with ``id`` (the key) and ``sentAt``. ``headers`` are the author's
    and may be secrets."""

    org: UUID
    key: UUID
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a call. ``reason`` None: the receiver took it. ``again``: the same call may be taken
    later. ``status`` of HTTP, where there was one."""

    status: int | None = None
    reason: WebhookReason | None = None

    @property
    def again(self) -> bool:
        return self.reason is WebhookReason.WEBHOOK_UNAVAILABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookConfig:
    """How calls are made. ``allowed_networks``: where receivers may be although it is not on the public
    internet. ``timeout`` is for a call with all its redirects."""

    signer: WebhookSigner
    allowed_networks: tuple[Network, ...] = ()
    connect_timeout: timedelta = timedelta(seconds=5)
    timeout: timedelta = timedelta(seconds=10)


class WebhookSender:
    """Posts webhooks. ``resolver`` looks names up (None: as the machine does); ``clock`` is in seconds of
    Unix time."""

    def __init__(
        self,
        config: WebhookConfig,
        *,
        resolver: AbstractResolver | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.signer = config.signer
        self._config = config
        self._resolver = resolver
        self._clock = clock
        self._opened: aiohttp.ClientSession | None = None

    async def call(self, message: WebhookMessage) -> Answered:
        """Post once, following redirects. Never raises for what the wire or the receiver did."""
        if url_fault(message.url, ANYWHERE) is not None:
            return Answered(None, WebhookReason.ADDRESS_REFUSED)
        try:
            return await self._follow(message)
        except aiohttp.ClientConnectorError as error:
            refused = isinstance(error.os_error, AddressRefusedError)
        except aiohttp.InvalidURL:
            refused = True
        except (aiohttp.ClientError, OSError):  # TimeoutError is an OSError
            refused = False
        return Answered(None, WebhookReason.ADDRESS_REFUSED if refused else WebhookReason.WEBHOOK_UNAVAILABLE)

    async def aclose(self) -> None:
        """Close what is open; a later call opens it anew."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    async def _follow(self, message: WebhookMessage) -> Answered:
        deadline = asyncio.get_running_loop().time() + self._config.timeout.total_seconds()
        body, headers = self._write(message)
        url, followed = message.url, 0
        while True:
            status, location = await self._post(url, headers, body, deadline)
            if status not in _REDIRECTS:
                return _judge(status)
            target = _target(url, location) if status in _FOLLOWED and followed < _MAX_REDIRECTS else None
            if target is None:
                return Answered(status, WebhookReason.REDIRECT_REFUSED)
            if not _same_receiver(urlsplit(url), urlsplit(target)):
                headers = _of_no_secret(message.key)
            url, followed = target, followed + 1

    def _write(self, message: WebhookMessage) -> tuple[bytes, dict[str, str]]:
        at = int(self._clock())
        sent_at = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        content = {**message.content, "id": str(message.key), "sentAt": sent_at}
        body = json.dumps(content, separators=(",", ":")).encode()
        return body, _headers(message, self.signer.sign(message.org, at, body))

    async def _post(
        self, url: str, headers: Mapping[str, str], body: bytes, deadline: float
    ) -> tuple[int, str | None]:
        """The status, which stands whatever becomes of the rest, and where a redirect leads."""
        answer: tuple[int, str | None] | None = None
        try:
            async with (
                asyncio.timeout_at(deadline),
                self._session().post(url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                answer = response.status, response.headers.get("Location")
                await _throw_away(response)
        except (aiohttp.ClientError, OSError):
            if answer is None:
                raise
        return answer

    def _session(self) -> aiohttp.ClientSession:
        if self._opened is None:
            config = self._config
            resolver = self._resolver or aiohttp.ThreadedResolver()
            self._opened = open_guarded_session(config.allowed_networks, config.connect_timeout, resolver)
        return self._opened


def _headers(message: WebhookMessage, signature: str) -> dict[str, str]:
    """The author's, and ours in their place. What has become no header of an author's since it was saved is
    left out."""
    ours = {**_of_no_secret(message.key), SIGNATURE_HEADER: signature}
    taken = {name.lower() for name in ours}
    authors = {
        name: value
        for name, value in message.headers.items()
        if name.lower() not in taken
        and header_name_fault(name) is None
        and header_value_fault(value, MAX_VALUE) is None
    }
    return {**authors, **ours}


def _of_no_secret(key: UUID) -> dict[str, str]:
    """All that another receiver than the author named is told."""
    return {"Content-Type": "application/json", "User-Agent": f"Homing/{__version__}", KEY_HEADER: str(key)}


def _target(url: str, location: str | None) -> str | None:
    """Where a redirect leads; None where it may not be followed: nowhere, or out of TLS."""
    if not location:
        return None
    try:
        target = urljoin(url, location)
    except ValueError:
        return None
    if url_fault(target, ANYWHERE) is not None:
        return None
    return None if (urlsplit(url).scheme, urlsplit(target).scheme) == ("https", "http") else target


def _same_receiver(before: SplitResult, now: SplitResult) -> bool:
    """The same host and port, or the same host's step from http to https."""
    ports = [parts.port or _PORTS[parts.scheme] for parts in (before, now)]
    same_place = before.scheme == now.scheme and ports[0] == ports[1]
    secured = (before.scheme, now.scheme) == ("http", "https") and ports == list(_PORTS.values())
    return before.hostname == now.hostname and (same_place or secured)


def _judge(status: int) -> Answered:
    if 200 <= status < 300:  # noqa: PLR2004  # RFC 9110: successful
        return Answered(status)
    if status >= _SERVER_ERROR or status in _LATER:
        return Answered(status, WebhookReason.WEBHOOK_UNAVAILABLE)
    return Answered(status, WebhookReason.WEBHOOK_GONE if status == _GONE else WebhookReason.WEBHOOK_REFUSED)


async def _throw_away(response: aiohttp.ClientResponse) -> None:
    left = _MAX_ANSWER
    while left > 0 and (chunk := await response.content.read(left)):
        left -= len(chunk)
