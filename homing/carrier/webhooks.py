"""Posting forms to the customer as the provider does: signed, and repeated as the URL's fragment asks."""

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urldefrag

import aiohttp
from yarl import URL

from homing.carrier.config import Clock

REPEAT_HEADER: Final = "I-Twilio-Idempotency-Token"
SIGNATURE_HEADER: Final = "X-Twilio-Signature"
MAX_ANSWER: Final = 65_536
"""Bytes of an answer that are looked at; the provider takes no longer TwiML (its error 11750)."""

_PAUSE: Final = 0.1  # seconds before a retry
_CONNECTIONS: Final = 256
_REFUSED_FROM, _BROKEN_FROM = 400, 500  # HTTP statuses

T = TypeVar("T")


def sign(token: str, url: str, form: Mapping[str, str]) -> str:
    """The signature of a form posted to ``url`` (Twilio, "Validating requests"): base64 of an HMAC-SHA1."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


@dataclass(frozen=True, slots=True)
class Policy:
    """How a form is posted and repeated (Twilio, "Webhooks connection overrides"). Times in seconds."""

    retries: int = 1
    on: frozenset[str] = frozenset({"ct"})
    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0

    @classmethod
    def of(cls, fragment: str) -> "Policy":
        """Read ``rc=5&rp=4xx,5xx&ct=…&rt=…&tt=…`` (times in ms); what is out of range is brought into it."""
        given = dict(parse_qsl(fragment))
        policies = frozenset(given.get("rp", "ct").split(","))
        return cls(
            retries=_within(given.get("rc"), 0, 5, 1),
            on=policies if policies <= {"4xx", "5xx", "ct", "rt", "all"} else frozenset({"ct"}),
            connect=_within(given.get("ct"), 100, 10_000, 5_000) / 1000,
            read=_within(given.get("rt"), 100, 15_000, 15_000) / 1000,
            total=_within(given.get("tt"), 100, 15_000, 15_000) / 1000,
        )

    def repeats(self, status: int | str) -> bool:
        """Whether an attempt that was answered by ``status`` is repeated."""
        if isinstance(status, str):
            cause = "ct" if status == "unreachable" else "rt"
        elif status >= _REFUSED_FROM:
            cause = "4xx" if status < _BROKEN_FROM else "5xx"
        else:
            return False
        return cause in self.on or "all" in self.on


@dataclass(frozen=True, slots=True, repr=False)
class Post:
    """A form on its way to ``url``, which has no fragment any more; ``repeat`` marks every repeat of it."""

    url: str
    policy: Policy
    form: dict[str, str]
    repeat: str

    @classmethod
    def of(cls, address: str, form: dict[str, str]) -> "Post":
        url, fragment = urldefrag(address)
        return cls(url, Policy.of(fragment), form, secrets.token_hex(16))


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a post met with: ``status`` is that of HTTP, ``unreachable``, or ``timeout`` where none came."""

    status: int | str
    content_type: str = ""
    charset: str | None = None
    body: bytes = b""


class Poster:
    """Posts in the background. ``changed`` is called whenever a piece of work is done."""

    def __init__(self, token: str, clock: Clock, changed: Callable[[], None]) -> None:
        self._token = token
        self._clock = clock
        self._changed = changed
        self._tasks: set[asyncio.Task[Any]] = set()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "TwilioProxy/1.1"},
        )
        # Not by the connector: waiting there would count against a post's fifteen seconds.
        self._slots = asyncio.Semaphore(_CONNECTIONS)

    @property
    def pending(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def deliver(
        self, post: Post, record: Callable[[int | str, bool], None], *, repeated: bool = False
    ) -> Answer:
        """Post, and repeat as the policy has it; returns the last answer.

        ``record`` is told of each answer's status and whether its post was a repeat; with ``repeated``, all
        are.
        """
        answer = Answer("timeout")
        async with self._slots:
            deadline = self._clock.now() + post.policy.total
            for attempt in range(post.policy.retries + 1):
                left = deadline - self._clock.now()
                if left <= 0:
                    break
                again = repeated or attempt > 0
                answer = await self._attempt(post, left, again=again)
                record(answer.status, again)
                if not post.policy.repeats(answer.status):
                    break
                await asyncio.sleep(min(_PAUSE, max(0.0, deadline - self._clock.now())))
        return answer

    async def clear(self) -> None:
        """Abandon what is under way."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        await self.clear()
        await self._session.close()

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._changed()

    async def _attempt(self, post: Post, left: float, *, again: bool) -> Answer:
        headers = {SIGNATURE_HEADER: sign(self._token, post.url, post.form)}
        if again:
            headers[REPEAT_HEADER] = post.repeat
        timeout = aiohttp.ClientTimeout(
            total=left, sock_connect=post.policy.connect, sock_read=post.policy.read
        )
        url = URL(post.url, encoded=True)  # as it was given, for that is what is signed
        try:
            async with self._session.post(
                url, data=post.form, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                body = await _read(response.content)
                return Answer(response.status, response.content_type, response.charset, body)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, UnicodeError):
            return Answer("unreachable")  # UnicodeError: a name that no resolver can be asked for
        except (aiohttp.ClientError, TimeoutError):
            return Answer("timeout")


def tally(counts: Counter[str], status: int | str, *, repeated: bool) -> None:
    """Count one post, and how it was answered (`dropped`: it never was one)."""
    counts["repeated" if repeated else "first"] += status != "dropped"
    counts[f"answered_{status}" if isinstance(status, int) else status] += 1


async def _read(content: aiohttp.StreamReader) -> bytes:
    """An answer's body, or a little more of it than is looked at."""
    body = bytearray()
    while len(body) <= MAX_ANSWER and (chunk := await content.readany()):
        body += chunk
    return bytes(body)


def _within(value: str | None, least: int, most: int, default: int) -> int:
    if value is None or not (value.isascii() and value.isdigit()):
        return default
    return min(max(int(value), least), most)
