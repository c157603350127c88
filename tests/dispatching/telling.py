"""A receiver of webhooks, and processes that tell admins of opt-outs."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from aiohttp import web

from homing.dispatching import withdraw
from homing.dispatching.telling_admins import Pauses, Telling
from homing.domain.phone import E164
from homing.providers.webhooks import WebhookSender
from homing.store.optouts import Said
from plugin.embedded.temporal import free_port
from tests.dispatching.support import rows
from tests.world import Company, Someone, opt_in

AT_ONCE = Pauses(timedelta(0), timedelta(0))
NOW = 1_795_262_400


@dataclass
class Hook:
    """A receiver that answers as it is told, and keeps what it took."""

    url: str
    status: int = 204
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    hung: asyncio.Event | None = None
    holds: list[asyncio.Event] = field(default_factory=list)
    """What the next calls wait for, in place of ``hung``."""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.calls.append((dict(request.headers), body))
        hold = self.holds.pop(0) if self.holds else self.hung
        if hold is not None:
            await hold.wait()
        return web.Response(status=self.status)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.calls]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What was told, and of whom, in order."""
        return [(one["kind"], *one["userIds"]) for body in self.bodies for one in body["events"]]


@asynccontextmanager
async def hook() -> AsyncIterator[Hook]:
    port = free_port()
    opened = Hook(f"http://127.0.0.1:{port}/events")
    app = web.Application()
    app.router.add_post("/events", opened.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield opened
    finally:
        await runner.cleanup()


async def says(company: Company, person: Someone, word: str) -> None:
    """A reply is taken in."""
    said = Said(word, "twilio", f"SM{uuid4().hex}", sender=company.sender, org=company.id)
    change = withdraw.stop if word == "STOP" else opt_in
    await change(company.sending, E164(person.number), "keyword", said)


async def tell(company: Company, webhooks: WebhookSender, pauses: Pauses | None = AT_ONCE) -> int:
    """A turn of a process, to its end."""
    telling = Telling(webhooks, pauses)
    return await telling(company.sending) + await telling.ended()


async def alerts(company: Company) -> dict[str, int]:
    query = "select channel, count from admin_alerts where org_id = :org and kind = 'events_undelivered'"
    return {row.channel: row.count for row in await rows(company.sending, query, org=company.id)}
