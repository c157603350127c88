"""Handsets that write what no webhook takes in, and providers that are asked for it."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime, timedelta
from typing import cast

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.providers.base import ListsReceived, Received
from tests.dispatching.support import Around
from tests.world import Company, Someone


async def is_texted(company: Company, person: Someone) -> bool:
    run = await company.campaign([person])
    await run.send()
    [row] = (await run.dispatches()).values()
    assert (row.state == "skipped", row.reason) in ((False, None), (True, "opted_out"))
    return row.state != "skipped"


async def lost(handsets: Control, company: Company, person: Someone, *words: str) -> list[str]:
    """Write texts to the company that nobody takes in. Returns their ids."""
    written = [await handsets.reply(person.number, word, to=company.sender) for word in words]
    assert {one.webhook for one in written} <= {"none", "unreachable"}
    return [one.sid for one in written]


class Later(Around):
    """The provider as it answers some time later."""

    def __init__(self, sending: Sending, passed: timedelta = timedelta(hours=2)) -> None:
        super().__init__(sending.providers["twilio"])
        self.passed = passed

    async def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]:
        real = cast(ListsReceived, self.real)
        async for one in real.received_since(since + self.passed, until + self.passed, recipient):
            yield one


class Ears(Around):
    """The provider, which can't be asked for some of the numbers; ``asked``: for which it was, and how long a
    time."""

    def __init__(self, sending: Sending, deaf_to: Collection[str] = ()) -> None:
        super().__init__(sending.providers["twilio"])
        self.deaf_to = deaf_to
        self.asked: list[tuple[str | None, timedelta]] = []

    def spans(self, number: str) -> list[timedelta]:
        return [span for one, span in self.asked if one == number]

    async def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]:
        self.asked.append((recipient, until - since))
        if recipient in self.deaf_to:
            message = "no answer"
            raise ConnectionError(message)
        async for one in cast(ListsReceived, self.real).received_since(since, until, recipient):
            yield one


class Deaf(Around):
    """The provider, whose list does not have one text yet."""

    def __init__(self, sending: Sending, missing: str) -> None:
        super().__init__(sending.providers["twilio"])
        self.missing = missing

    async def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]:
        async for one in cast(ListsReceived, self.real).received_since(since, until, recipient):
            if one.provider_id != self.missing:
                yield one
