"""Looking into the ledger, and acting in the world, for the tests of dispatching."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from sqlalchemy import text

from homing.carrier.control import Control, Text
from homing.dispatching.context import Point, Reached, Sending
from homing.domain.outcome import EventKind
from homing.providers.base import Answer, Listed, Lists, Outbound, Provider
from homing.store.height import mark
from tests.world import Run


async def rows(sending: Sending, statement: str, **parameters: Any) -> Sequence[Any]:
    """What a statement finds, or changes, across organizations."""
    async with sending.database.system() as connection:
        found = await connection.execute(text(statement), parameters)
        return found.all() if found.returns_rows else []


async def attempts_of(run: Run) -> Sequence[Any]:
    """The attempts of a run in the order in which they were made."""
    return await rows(
        run.company.sending,
        "select a.*, d.user_id from attempts a join dispatches d on d.id = a.dispatch_id"
        " where d.execution_id = :execution order by a.seq",
        execution=run.execution,
    )


async def kinds(run: Run, channel: str = "sms") -> dict[UUID, list[EventKind]]:
    """The channel events of each user, in the order in which they were written."""
    events = await run.events()
    told: dict[UUID, list[EventKind]] = {}
    for event in events:
        if event.channel == channel:
            told.setdefault(event.user_id, []).append(EventKind(event.kind))
    return told


def attempt_in(message: Text) -> UUID:
    """The attempt that a text's status callback names."""
    query = parse_qs(urlsplit(message.status_callback or "").query)
    return UUID(query["a"][0])


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> None:
    """Wait for a condition. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110  # rows announce nothing
            await asyncio.sleep(0.02)


class ProcessGoneError(Exception):
    """Stands for a process that ends at a point: what it held in memory is lost, its rows stay."""


def gone_at(last: Point) -> Reached:
    """A hook that ends the process at a point."""

    async def reached(point: Point) -> None:
        if point is last:
            raise ProcessGoneError

    return reached


class Around:
    """A real provider with something before or after what it does. Subclasses change one method."""

    name = "twilio"

    def __init__(self, real: Provider) -> None:
        self.real = real

    async def send(self, message: Outbound) -> Answer:
        return await self.real.send(message)

    async def messages_to(self, recipient: str, sender: str | None = None) -> AsyncIterator[Listed]:
        async for message in cast(Lists, self.real).messages_to(recipient, sender):
            yield message

    async def messages_since(self, since: datetime, before: datetime) -> AsyncIterator[Listed]:
        async for message in cast(Lists, self.real).messages_since(since, before):
            yield message

    async def aclose(self) -> None:
        await self.real.aclose()


async def arrived(carrier: Control, *numbers: str, status: str = "delivered") -> list[Text]:
    """The one text to each number, once it has that status."""
    found = []
    for number in numbers:
        [message] = await carrier.wait(to=number, status=status)
        found.append(message)
    return found


def far(more: int) -> int:
    """The mark of an attempt that no ledger has, its number far above any that one has."""
    return mark(10**12 + more, UUID(int=1 << 127))
