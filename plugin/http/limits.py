"""Around every request: an id, a limit to its body, and an answer whatever happens."""

import asyncio
import re
from typing import Final
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from homing.domain.errors import where
from homing.observing import get_logger
from homing.store.engine import is_away
from plugin.http.problems import Problem, answer_to, away
from plugin.scim.errors import PREFIX

_LOG = get_logger(__name__)

_REQUEST_ID: Final = re.compile("[A-Za-z0-9._-]{1,64}")
LARGEST_STREAM: Final = 100 * 2**20
"""Bytes of an import that is loaded at once."""
LARGEST_FILE: Final = 500 * 2**20
"""Bytes of an import that is loaded in the background."""
LARGEST_LIST: Final = 8 * 2**20
"""Bytes of a list of 10,000 people, or of a group of as many members."""
_STREAMS: Final = re.compile("/v1/(users|opt-outs|executions/[^/]{1,64}/audience)/import")
_FILES: Final = re.compile("/v1/imports")
_LISTS: Final = re.compile(f"/v1/users/bulk|{PREFIX}/(Groups(/[^/]{{1,64}})?|Bulk)")
_PATIENCE_SECONDS: Final = 20.0
"""What a body may take to come, and longer by its length: nobody waits for who sends a byte at a time."""
_SLOWEST: Final = 10_000
"""Bytes a second."""


class Guard:
    """Around all but the measuring. ``largest``: bytes of a body; the list of people and a group may be
    longer, and the imports, which are read as streams.

    A fault of the product is answered with 500 and logged by its place alone: its message may quote what was
    handed in.
    """

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        limit = self._limit(scope["path"])
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                answered = MutableHeaders(scope=message)
                answered["X-Request-Id"] = request_id
                answered.setdefault("X-Content-Type-Options", "nosniff")
                answered.setdefault("Cache-Control", "no-store")
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                declared = headers.get("content-length", "0")
                _check_length(declared, limit)
                await self._app(scope, _limited(receive, limit), sending)
            except ClientDisconnect:
                return  # nobody waits for an answer
            except Exception as error:
                if begun:
                    raise
                answer = answer_to(scope["path"], request_id, _problem(error))
                await answer(scope, receive, sending)

    def _limit(self, path: str) -> int:
        if _STREAMS.fullmatch(path):
            return LARGEST_STREAM
        if _FILES.fullmatch(path):
            return LARGEST_FILE
        return max(self._largest, LARGEST_LIST) if _LISTS.fullmatch(path) else self._largest


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if is_away(error):
        _LOG.warning("the database is away", where=where(error))
        return away()
    _LOG.error("request failed", where=where(error))
    return Problem(500, "internal_error", "Something is broken here; it has been logged")


def _limited(receive: Receive, limit: int, patience: float = _PATIENCE_SECONDS) -> Receive:
    """What is received, until it is too much or comes too slowly."""
    taken, ended = 0, False
    loop = asyncio.get_running_loop()
    begun = loop.time()

    async def limited() -> Message:
        nonlocal taken, ended
        if ended:  # from here on it only tells that the caller has left
            return await receive()
        try:
            async with asyncio.timeout_at(begun + patience + taken / _SLOWEST):
                message = await receive()
        except TimeoutError:
            raise Problem(408, "too_slow", "The body comes too slowly") from None
        taken += len(message.get("body", b""))
        ended = not message.get("more_body", False)
        if taken > limit:
            raise _too_large()
        return message

    return limited


def _check_length(declared: str, limit: int) -> None:
    if declared.isdecimal() and int(declared) > limit:
        raise _too_large()


def _too_large() -> Problem:
    return Problem(413, "too_large", "The body is too large")
