"""Processes that freeze: after the last check, where nothing can stop the request, and before it."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Limits, Point, Sending
from homing.domain.outcome import EventKind
from homing.providers.base import Answer, Outbound, Provider
from tests.dispatching.support import Around, attempts_of, kinds
from tests.world import Company


class Freezing(Around):
    """Holds a message still, past its lease, between the last check and the first byte."""

    def __init__(self, real: Provider, recipient: str, seconds: float) -> None:
        super().__init__(real)
        self._recipient, self._seconds = recipient, seconds

    async def send(self, message: Outbound) -> Answer:
        if message.recipient == self._recipient:
            await asyncio.sleep(self._seconds)
            message = replace(message, begin_by=None)  # it had looked at the time before it froze
        return await super().send(message)


def short_lease(sending: Sending) -> Limits:
    return replace(sending.limits, lease=timedelta(seconds=0.6))


@pytest.mark.spec("X05")
async def test_a_request_that_a_frozen_process_began_after_its_lease_is_found_and_counted(
    firm: Company, carrier: Control
) -> None:
    people = await firm.hire(3)
    limits = short_lease(firm.sending)
    frozen = Freezing(firm.sending.providers["twilio"], people[1].number, 0.8)
    sending = replace(firm.sending, limits=limits, providers={**firm.sending.providers, "twilio": frozen})
    run = await firm.campaign(people)

    await run.send(sending=sending)

    assert await run.outcomes() == {"sent": 3}
    assert await firm.alerts() == {"late_request": 1}
    assert [len(await carrier.texts(one.number)) for one in people] == [1, 1, 1]


async def test_requests_that_begin_within_their_lease_raise_no_alert(firm: Company) -> None:
    run = await firm.campaign(await firm.hire(3))

    await run.send(sending=replace(firm.sending, limits=short_lease(firm.sending)))

    assert await run.outcomes() == {"sent": 3}
    assert await firm.alerts() == {}


@pytest.mark.spec("P29")
async def test_a_request_whose_lease_is_over_is_not_begun_and_goes_out_in_the_next_round_once(
    firm: Company, carrier: Control
) -> None:
    people = await firm.hire(3)
    limits = short_lease(firm.sending)
    frozen_until: list[float] = []

    async def freeze(point: Point) -> None:
        """The whole process stands still once, before its last check."""
        if point is Point.BEFORE_FIRST_BYTE and not frozen_until:
            frozen_until.append(time.monotonic() + limits.lease.total_seconds())
        if point is Point.BEFORE_FIRST_BYTE:
            await asyncio.sleep(max(0.0, frozen_until[0] - time.monotonic()))

    run = await firm.campaign(people)
    await run.send(sending=replace(firm.sending, limits=limits, reached=freeze))

    assert await run.outcomes() == {"sent": 3}
    assert [len(await carrier.texts(one.number)) for one in people] == [1, 1, 1]
    ends = [(one.state, one.detail) for one in await attempts_of(run)]
    assert ends == [("not_processed", "lease_over")] * 3 + [("sent", None)] * 3
    assert set(map(tuple, (await kinds(run)).values())) == {(EventKind.SENT,)}
    assert await firm.alerts() == {}
    assert (await firm.spend()).reserved == 3 * 95_000
