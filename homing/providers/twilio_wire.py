"""Twilio's SDK on a wire of this project's own: a request goes out once, ends in time and is logged nowhere.

The SDK's asynchronous client (9.13) ignores its timeout, repeats a POST when told of retries, logs addresses
with numbers in them and keeps the last request in memory. Here only its ``Client``, which makes requests and
reads answers, is used; ``Exchange`` stands where its HTTP client would.

Imports the SDK and aiohttp: 200 to 400 ms. Only ``TwilioProvider`` imports this module.
"""

import logging
import math
import time
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from homing.providers.base import Ambiguous, NotProcessed

KEEP_ALIVE_SECONDS: Final = 4.0
"""Idle connections are dropped before a server would drop them (5 s is the shortest usual limit): a request
that crosses the server's closing of its connection would leave a text's fate unknown."""


class Exchange(AsyncHttpClient):  # type: ignore[misc]  # the SDK is untyped
    """One or more requests on behalf of one call, seen from the wire.

    ``status`` and ``body`` are those of the last answer that came in full. ``first_byte_at``
    (``time.monotonic`` seconds) is None as long as no byte of a request can have left.
    """

    def __init__(self, session: aiohttp.ClientSession, begin_by: float | None = None) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True)  # its log_request() is never called
        self._session = session
        self._begin_by = begin_by
        self.status: int | None = None
        self.body = ""
        self.first_byte_at: float | None = None

    async def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002  the SDK's signature; the session's own holds
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002  the SDK's signature; never followed
    ) -> Response:
        """Send a request and read the whole answer within the session's timeout."""
        sent_headers = dict(headers or {})
        if auth is not None:
            sent_headers["Authorization"] = aiohttp.encode_basic_auth(*auth)
        async with self._session.request(
            method,
            uri,
            params=None if params is None else {name: str(value) for name, value in params.items()},
            data=urlencode(data).encode() if data else None,
            headers=sent_headers,
            allow_redirects=False,
            trace_request_ctx=self if method == "POST" else None,
        ) as answer:
            body = await answer.text(encoding="utf-8", errors="replace")
        self.status, self.body = answer.status, body
        return Response(answer.status, body, answer.headers)

    def begin(self) -> None:
        """Note that a request's first byte is about to leave. A second time is refused: aiohttp repeats
        no POST on a dropped connection (its IDEMPOTENT_METHODS), and this holds if that should change."""
        if self.first_byte_at is not None:
            raise aiohttp.ClientConnectionError("a POST is sent once")
        now = time.monotonic()
        if self._begin_by is not None and now > self._begin_by:
            raise LeaseOverError
        self.first_byte_at = now


class LeaseOverError(aiohttp.ClientError):
    """Getting a connection took until after the time by which the request had to begin."""


def open_session(timeout_seconds: float, connect_seconds: float, pool_size: int) -> aiohttp.ClientSession:
    """A pool of kept-alive connections; must be called on the event loop that will use it."""
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(_on_headers)
    trace.on_request_chunk_sent.append(_on_chunk)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=pool_size, keepalive_timeout=KEEP_ALIVE_SECONDS),
        # Over everything: waiting for a connection, connecting, sending, reading the answer to its end.
        # Above its threshold aiohttp would round the deadline up to a whole second.
        timeout=aiohttp.ClientTimeout(
            total=timeout_seconds, connect=connect_seconds, ceil_threshold=math.inf
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        trace_configs=[trace],
    )


def client(
    exchange: Exchange, account_sid: str, username: str, password: str, base_url: str | None
) -> Client:
    """The SDK's client over one exchange; making one costs some microseconds."""
    made = Client(
        username,
        password,
        account_sid,
        http_client=exchange,
        # Not empty, or the SDK would read the process's environment, where TWILIO_REGION and TWILIO_EDGE
        # rewrite the host of every request.
        environment={"TWILIO_ACCOUNT_SID": account_sid},
    )
    if base_url is not None:
        made.api.base_url = base_url
    return made


def is_of_the_wire(error: Exception) -> bool:
    """Whether the error tells of the connection or the peer, and not of a fault in the code."""
    return isinstance(error, aiohttp.ClientError | OSError)  # TimeoutError is an OSError


def unanswered(error: Exception, first_byte_at: float | None) -> NotProcessed | Ambiguous:
    """What is known after a request that brought no whole answer.

    Not processed takes two witnesses: no byte of the request had left, and the error is one of connecting.
    """
    if first_byte_at is not None:
        return Ambiguous(_detail(error, _INTERRUPTED))
    if isinstance(error, aiohttp.ClientConnectorError | TimeoutError | LeaseOverError):
        return NotProcessed(_detail(error, _NOT_CONNECTED))
    return Ambiguous("unclassified")


_NOT_CONNECTED: Final[tuple[tuple[type[Exception], str], ...]] = (
    (aiohttp.ClientConnectorDNSError, "dns_failure"),
    (aiohttp.ClientSSLError, "tls_failure"),
    (TimeoutError, "connect_timeout"),
    (LeaseOverError, "lease_over"),
    (aiohttp.ClientConnectorError, "connect_failed"),
)
_INTERRUPTED: Final[tuple[tuple[type[Exception], str], ...]] = (
    (TimeoutError, "read_timeout"),  # before OSError, of which it is one
    (aiohttp.ClientPayloadError, "truncated_answer"),
    (aiohttp.ServerDisconnectedError, "connection_lost"),
    (OSError, "connection_lost"),
)


def _detail(error: Exception, table: tuple[tuple[type[Exception], str], ...]) -> str:
    """The word of the first row that fits; what fits none is an answer that was no HTTP."""
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, ConnectionRefusedError):
        return "connection_refused"
    return next((word for kind, word in table if isinstance(error, kind)), "unreadable_answer")


async def _on_headers(
    _session: aiohttp.ClientSession, context: SimpleNamespace, _params: aiohttp.TraceRequestHeadersSentParams
) -> None:
    exchange: Any = context.trace_request_ctx
    if isinstance(exchange, Exchange):
        exchange.begin()


async def _on_chunk(
    _session: aiohttp.ClientSession, context: SimpleNamespace, _params: aiohttp.TraceRequestChunkSentParams
) -> None:
    # aiohttp holds the headers back and writes them with the body's first chunk, in this very turn of the
    # loop; a process that froze between the two is found by the later time.
    exchange: Any = context.trace_request_ctx
    if isinstance(exchange, Exchange):
        exchange.first_byte_at = time.monotonic()
