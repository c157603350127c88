"""Status callbacks: signed, posted, repeated as the URL's fragment asks, and mishandled on demand."""

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urldefrag

import aiohttp
from yarl import URL

from homing.carrier.config import Clock
from homing.carrier.faults import Aspect, Fault
from homing.carrier.messages import CallbackAttempt, Message

REPEAT_HEADER: Final = "I-Twilio-Idempotency-Token"
SIGNATURE_HEADER: Final = "X-Twilio-Signature"

_PAUSE: Final = 0.1  # seconds before a retry
_CONNECTIONS: Final = 256
_REFUSED_FROM, _BROKEN_FROM = 400, 500  # HTTP statuses


def sign(token: str, url: str, form: Mapping[str, str]) -> str:
    """The signature of a form posted to ``url`` (Twilio, "Validating requests"): base64 of an HMAC-SHA1."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


@dataclass(frozen=True, slots=True)
class Policy:
    """How a callback is posted and repeated (Twilio, "Webhooks connection overrides"). Times in seconds."""

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

    def repeats(self, answer: int | str) -> bool:
        """Whether an attempt that met with ``answer`` is repeated."""
        if isinstance(answer, str):
            cause = "ct" if answer == "unreachable" else "rt"
        elif answer >= _REFUSED_FROM:
            cause = "4xx" if answer < _BROKEN_FROM else "5xx"
        else:
            return False
        return cause in self.on or "all" in self.on


@dataclass(slots=True)
class Plan:
    """The faults that one text's callbacks meet, and the posts held back to come in the wrong order."""

    lost: Fault | None = None
    repeated: Fault | None = None
    order: Fault | None = None
    pace: Fault | None = None
    held: list["_Post"] = field(default_factory=list)

    @classmethod
    def made(cls, take: Callable[[Aspect], Fault | None]) -> "Plan":
        return cls(
            take(Aspect.CALLBACKS_LOST),
            take(Aspect.CALLBACKS_REPEATED),
            take(Aspect.CALLBACKS_ORDER),
            take(Aspect.CALLBACKS_PACE),
        )


@dataclass(frozen=True, slots=True, repr=False)
class _Post:
    message: Message
    url: str
    policy: Policy
    form: dict[str, str]
    repeat: str

    @property
    def status(self) -> str:
        return self.form["MessageStatus"]


class Callbacks:
    """Posts callbacks in the background. ``changed`` is called whenever one is settled."""

    def __init__(self, token: str, clock: Clock, changed: Callable[[], None]) -> None:
        self._token = token
        self._clock = clock
        self._changed = changed
        self._tasks: set[asyncio.Task[None]] = set()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "TwilioProxy/1.1"},
        )
        # Not by the connector: waiting there would count against a callback's fifteen seconds.
        self._slots = asyncio.Semaphore(_CONNECTIONS)
        self.counts: Counter[str] = Counter()

    @property
    def pending(self) -> int:
        return len(self._tasks)

    def notify(self, message: Message, form: dict[str, str], plan: Plan, *, last: bool) -> None:
        """Tell of a status that ``message`` has just taken; ``last`` if no other will follow."""
        if message.status_callback is None:
            return
        url, fragment = urldefrag(message.status_callback)
        post = _Post(message, url, Policy.of(fragment), form, secrets.token_hex(16))
        if plan.lost is not None and (plan.lost.statuses is None or post.status in plan.lost.statuses):
            self._record(post, "dropped", repeated=False)
            posts = []
        else:
            posts = [post]
        if plan.order is not None:
            plan.held[:0] = posts  # so the newest comes first
            posts = []
            if last:
                posts, plan.held = plan.held, []
        if posts:
            self._start(self._post_all(posts, plan))

    async def clear(self) -> None:
        """Abandon what is under way, and forget the counts."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        self.counts.clear()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        await self.clear()
        await self._session.close()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._settled)

    def _settled(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._changed()

    async def _post_all(self, posts: list[_Post], plan: Plan) -> None:
        if plan.pace is not None:
            await asyncio.sleep(plan.pace.seconds or 0)
        for post in posts:
            times = plan.repeated.times if plan.repeated is not None else 1
            for time in range(times):
                async with self._slots:
                    await self._deliver(post, repeated=time > 0)

    async def _deliver(self, post: _Post, *, repeated: bool) -> None:
        deadline = self._clock.now() + post.policy.total
        for attempt in range(post.policy.retries + 1):
            left = deadline - self._clock.now()
            if left <= 0:
                return
            again = repeated or attempt > 0
            answer = await self._attempt(post, left, again=again)
            self._record(post, answer, repeated=again)
            if not post.policy.repeats(answer):
                return
            await asyncio.sleep(min(_PAUSE, max(0.0, deadline - self._clock.now())))

    async def _attempt(self, post: _Post, left: float, *, again: bool) -> int | str:
        """Post once: the HTTP status of the answer, ``unreachable``, or ``timeout`` where none came."""
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
                await response.read()
                return response.status
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return "unreachable"
        except (aiohttp.ClientError, TimeoutError):
            return "timeout"

    def _record(self, post: _Post, answer: int | str, *, repeated: bool) -> None:
        self.counts["repeated" if repeated else "first"] += answer != "dropped"
        self.counts[f"answered_{answer}" if isinstance(answer, int) else answer] += 1
        post.message.callbacks.append(CallbackAttempt(post.status, answer, self._clock.now(), repeated))


def _within(value: str | None, least: int, most: int, default: int) -> int:
    if value is None or not (value.isascii() and value.isdigit()):
        return default
    return min(max(int(value), least), most)
