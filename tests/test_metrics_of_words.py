"""How long it takes until a word that ends texts has its effect, and what came too late for it."""

import asyncio
import time
from dataclasses import replace
from typing import Final
from uuid import uuid4

import pytest
from prometheus_client import generate_latest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.dispatching.inbound import Reply, take_reply
from homing.domain.phone import E164
from homing.observing import Metrics
from homing.providers.base import Answer, Outbound
from tests.dispatching.support import Around, until
from tests.measuring import measured_company, values, values_of
from tests.world import Company

PATIENCE: Final = 600.0
"""Seconds that nothing here takes, on a machine that is busy."""


@pytest.fixture
async def firm(apart: Sending) -> Company:
    return await measured_company(apart)


@pytest.mark.spec("X05", "X07")
async def test_how_long_a_stop_and_an_action_took_to_take_effect_is_measured_in_seconds(
    firm: Company, carrier: Control
) -> None:
    [person, other] = await firm.hire(2)
    run = await firm.campaign([person, other])
    before = values(firm.sending, "homing_silence_seconds_count", "word")

    await withdraw.stop(firm.sending, E164(person.number))
    await withdraw.act(firm.sending, firm.id, run.execution, other.id)
    await withdraw.act(firm.sending, firm.id, run.execution, other.id)

    assert before == {}
    assert values(firm.sending, "homing_silence_seconds_count", "word") == {("stop",): 1, ("act",): 2}
    took = values(firm.sending, "homing_silence_seconds_sum", "word")
    assert all(0 < seconds < PATIENCE for seconds in took.values())


@pytest.mark.spec("X05")
async def test_what_a_texted_stop_took_counts_from_when_its_message_came(firm: Company) -> None:
    [person] = await firm.hire(1)
    stop = Reply("twilio", f"SM{uuid4().hex}", E164(person.number), None, "STOP", lambda *_: None)

    async with firm.sending.database.system() as connection:
        await connection.execute(text("lock table inbound_messages in access exclusive mode"))
        taking = asyncio.create_task(take_reply(firm.sending, stop))

        async def waits() -> bool:
            blocked = "select 1 from pg_locks where pg_backend_pid() = any(pg_blocking_pids(pid))"
            return (await connection.execute(text(blocked))).first() is not None

        await until(waits)
        seen = time.monotonic()
        await connection.execute(text("select pg_sleep(0.5)"))
        held = time.monotonic() - seen
    await taking

    took = values(firm.sending, "homing_silence_seconds_sum", "word")
    assert took["stop",] >= held


@pytest.mark.spec("X05")
async def test_a_request_that_began_after_its_lease_is_counted_by_its_channel_alone(
    firm: Company, carrier: Control
) -> None:
    run = await firm.campaign(await firm.hire(2))
    late = Late(firm.sending.providers["twilio"])
    sending = replace(firm.sending, providers={**firm.sending.providers, "twilio": late})

    await run.send(sending=sending)

    assert values(firm.sending, "homing_late_requests_total", "channel") == {("sms",): 2}


class Late(Around):
    """A provider whose first byte leaves a minute after it was to."""

    async def send(self, message: Outbound) -> Answer:
        answer = await super().send(message)
        assert answer.first_byte_at is not None
        return replace(answer, first_byte_at=answer.first_byte_at + 60)


async def test_a_process_that_has_stopped_nobody_shows_its_measures_at_zero() -> None:
    shown = generate_latest(Metrics(["sms"]).registry).decode()

    assert values_of(shown, "homing_silence_seconds_count", "word") == {("stop",): 0, ("act",): 0}
    assert values_of(shown, "homing_late_requests_total", "channel") == {("sms",): 0}
