"""What the provider lists is asked for sender by sender, and read bit by bit."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4
from weakref import WeakSet

import pytest

from homing.dispatching.parity_listening import _read, listen
from homing.providers.base import Provider, Received
from tests.dispatching.listened import Ears
from tests.dispatching.support import Around
from tests.dispatching.test_listening_turns import add_numbers, heard_by
from tests.world import Company

_NOON: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
A_DAY: Final = (_NOON - timedelta(days=1), _NOON)


@pytest.mark.spec("X14")
async def test_only_senders_that_could_not_be_asked_for_are_asked_for_again(house: Company) -> None:
    await add_numbers(house, 3)
    sender = house.sender
    moments = (timedelta(0), timedelta(0))

    ears = Ears(house.sending, deaf_to=[sender])
    listened = await listen(heard_by(house, ears), UUID(int=0), 1_000, moments)

    assert listened.failed == 1
    assert Counter(number for number, _ in ears.asked) == {
        number: 1 + len(moments) * (number == sender) for number in {one for one, _ in ears.asked}
    }
    assert len(ears.asked) >= 4 + len(moments)


@dataclass(frozen=True)
class Heard(Received):
    """A text of which it can be said whether anybody holds it still."""


class Chatty(Around):
    """A provider that lists a month of much."""

    def __init__(self, real: Provider, count: int) -> None:
        super().__init__(real)
        self.count = count
        self.held: WeakSet[Heard] = WeakSet()
        self.most_held = 0

    async def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]:
        assert since < until
        for number in range(self.count):
            body = "STOP" if number == 1 else f"I can come on Monday, number {number}"
            heard = Heard(f"SM{uuid4().hex}", "+34600111222", recipient or "", body, since)
            self.held.add(heard)
            self.most_held = max(self.most_held, len(self.held))
            yield heard
            del heard


@pytest.mark.spec("X14")
async def test_a_month_of_texts_is_read_bit_by_bit_and_none_is_held(house: Company) -> None:
    chatty, turns = Chatty(house.sending.providers["twilio"], 2_000), 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(others())
    try:
        words = await _read(house.sending.vault, chatty.received_since(*A_DAY, house.sender))
    finally:
        beside.cancel()
        await asyncio.wait({beside})

    assert [len(said) for said in words.values()] == [1]
    assert turns >= 2_000 / 100
    assert chatty.most_held <= 2
