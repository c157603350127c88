"""A carrier that runs, as its customer sees it, and a server that takes its callbacks."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from homing.carrier import Account, Control, Tuning, running_carrier

SENDER = "+34911222333"
OTHER_SENDER = "+12025550123"
PHONE = "+34600111222"
OTHER_PHONE = "+34600333444"
ACCOUNT = Account(
    sid="AC" + "a" * 32,
    token="the-token-of-the-account",
    api_key="SK" + "b" * 32,
    api_secret="the-secret-of-the-key",
    numbers=frozenset({SENDER, OTHER_SENDER}),
)
QUICK = Tuning(sent_delay=0.01, delivered_delay=0.01, price_delay=0.0)
HANGS = 0
"""An answer of the sink that never comes."""


@dataclass(frozen=True)
class Customer:
    """One who sends through the carrier at ``url``, and may look behind it."""

    url: str
    control: Control
    session: aiohttp.ClientSession
    account: Account = ACCOUNT

    @property
    def messages(self) -> str:
        return f"/2010-04-01/Accounts/{self.account.sid}/Messages.json"

    async def post(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        async with self.session.post(
            self.url + self.messages, data=form, headers=basic(self.account.sid, self.account.token)
        ) as response:
            return response.status, await response.json()

    async def send(self, body: str = "Hi", *, to: str = PHONE, **more: str) -> dict[str, Any]:
        """Send a text that must be accepted; returns the message."""
        status, answer = await self.post({"To": to, "From": SENDER, "Body": body, **more})
        assert status == 201, answer
        return answer

    async def get(self, path: str, query: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        async with self.session.get(
            self.url + path, params=query, headers=basic(self.account.sid, self.account.token)
        ) as response:
            return response.status, await response.json()

    async def list_(self, **query: str) -> list[dict[str, Any]]:
        """The first page of texts."""
        status, page = await self.get(self.messages, query)
        assert status == 200, page
        messages: list[dict[str, Any]] = page["messages"]
        return messages

    async def read(self, sid: str) -> dict[str, Any]:
        status, message = await self.get(self.messages.replace(".json", f"/{sid}.json"))
        assert status == 200, message
        return message


def basic(name: str, secret: str) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(name, secret)}


@asynccontextmanager
async def customer_of(
    tuning: Tuning = QUICK, *, account: Account | None = ACCOUNT, fast: bool = False
) -> AsyncIterator[Customer]:
    """Run a carrier for one customer; with no account, for one that owns whatever it names."""
    async with (
        running_carrier(account, tuning=tuning, fast=fast) as carrier,
        Control(carrier.url) as control,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
    ):
        yield Customer(carrier.url, control, session, carrier.account)


@dataclass(frozen=True)
class Callback:
    """A callback as it came in: ``target`` is the path and query that were asked for."""

    target: str
    form: dict[str, str]
    signature: str
    repeat: str | None

    @property
    def status(self) -> str:
        return self.form["MessageStatus"]


@dataclass
class Sink:
    """Takes what the carrier posts and answers the n-th by the n-th status; those after the last by the last.

    ``document``, of ``kind``, is the body of its answers.
    """

    answers: Sequence[int] = (204,)
    document: str | bytes = ""
    kind: str = "text/xml; charset=utf-8"
    url: str = ""
    callbacks: list[Callback] = field(default_factory=list)
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def statuses(self) -> list[str]:
        return [callback.status for callback in self.callbacks]

    async def wait(self, number: int) -> list[Callback]:
        async with asyncio.timeout(10), self._came:
            await self._came.wait_for(lambda: len(self.callbacks) >= number)
        return self.callbacks

    async def take(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        assert request.content_type == "application/x-www-form-urlencoded"
        answer = self.answers[min(len(self.callbacks), len(self.answers) - 1)]
        self.callbacks.append(
            Callback(
                request.raw_path,
                form,
                request.headers["X-Twilio-Signature"],
                request.headers.get("I-Twilio-Idempotency-Token"),
            )
        )
        async with self._came:
            self._came.notify_all()
        if answer == HANGS:
            await self._over.wait()
            return web.Response()
        document = self.document.encode() if isinstance(self.document, str) else self.document
        return web.Response(status=answer, body=document, headers={"Content-Type": self.kind})

    def end(self) -> None:
        self._over.set()


@asynccontextmanager
async def sink_of(*answers: int) -> AsyncIterator[Sink]:
    """Run a sink at a free port."""
    sink = Sink(answers or (204,))
    application = web.Application()
    application.router.add_post("/{path:.*}", sink.take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sink.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield sink
    finally:
        sink.end()
        await runner.cleanup()
