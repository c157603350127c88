"""A sender that is slow: what waits for its turn, what no longer fits, and what waits too long."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.carrier import Tuning
from homing.carrier.errors import Refused
from homing.carrier.queues import Queues, Turn
from tests.carrier.support import OTHER_PHONE, OTHER_SENDER, PHONE, SENDER, Customer, customer_of

SERVICE = "MG" + "d" * 32
LONG = "x" * 400
"""Three segments."""

pytestmark = pytest.mark.spec("X10")


@asynccontextmanager
async def slow(rates: Mapping[str, float], **tuning: float) -> AsyncIterator[Customer]:
    changed = Tuning(sent_delay=0, delivered_delay=0, segments_per_second=dict(rates), **tuning)  # type: ignore[arg-type]  # fields of Tuning
    async with customer_of(changed) as customer:
        yield customer


async def test_what_waits_for_its_turn_stays_queued_while_another_senders_texts_go_out() -> None:
    async with slow({SENDER: 0.001}) as customer:
        await customer.send("first")
        waiting = await customer.send("second", to=OTHER_PHONE)
        await customer.control.wait(to=OTHER_PHONE, status="queued", seconds=20)
        other = await customer.send("third", to=OTHER_PHONE, From=OTHER_SENDER)
        await customer.control.wait(to=OTHER_PHONE, status="delivered", seconds=20)
        texts = {text.sid: text.status for text in await customer.control.texts(OTHER_PHONE)}
    assert texts == {waiting["sid"]: "queued", other["sid"]: "delivered"}


async def test_a_text_that_no_longer_fits_a_numbers_queue_is_refused() -> None:
    async with slow({SENDER: 0.1}, queue_seconds=45) as customer:
        await customer.send(LONG)
        await customer.send("one segment fits")
        status, answer = await customer.post({"To": PHONE, "From": SENDER, "Body": "and one does not"})
        assert (status, answer["code"]) == (400, 21611)
        await customer.send("from a number with no queue", From=OTHER_SENDER)
        assert (await customer.control.counts()).texts == 3


async def test_a_text_that_no_longer_fits_a_services_queue_is_accepted_and_fails() -> None:
    async with slow({SERVICE: 0.1}, queue_seconds=15) as customer:
        for body in ("one", "two"):
            status, _ = await customer.post({"To": PHONE, "MessagingServiceSid": SERVICE, "Body": body})
            assert status == 201
        await customer.control.wait(to=PHONE, status="failed", seconds=20)
        second = (await customer.control.texts(PHONE))[1]
    assert (second.status, second.error_code) == ("failed", 30001)


async def test_a_text_that_is_valid_for_less_than_its_wait_expires_in_the_queue() -> None:
    async with slow({SENDER: 0.001}) as customer:
        await customer.send("first")
        await customer.send("at once or never", to=OTHER_PHONE, ValidityPeriod="1")
        await customer.control.wait(to=OTHER_PHONE, status="failed", seconds=20)
        [text] = await customer.control.texts(OTHER_PHONE)
    assert text.error_code == 30036


async def test_an_answer_to_a_handset_waits_in_the_same_queue_and_none_fits_a_full_one() -> None:
    async with slow({SENDER: 0.1}, queue_seconds=5) as customer:
        await customer.control.tune(keywords="default", inbound_url=None)
        reply = await customer.control.reply(PHONE, "HELP", to=SENDER)
        assert reply.replies == ()
        assert (await customer.control.counts()).inbound == {"texts": 1, "21611": 1}


@given(
    rate=st.floats(0.1, 100),
    texts=st.lists(st.tuples(st.integers(1, 10), st.floats(0, 5), st.floats(1, 60)), max_size=40),
)
def test_a_queue_sends_no_faster_than_its_sender_and_keeps_its_order(
    rate: float, texts: list[tuple[int, float, float]]
) -> None:
    queues, tuning = Queues(), Tuning(segments_per_second={SENDER: rate}, queue_seconds=60)
    now, free_at = 0.0, 0.0
    for segments, later, validity in texts:
        now += later
        try:
            turn = queues.join(SENDER, None, segments, validity, now, tuning)
        except Refused:
            assert max(free_at - now, 0) + segments / rate > tuning.queue_seconds
            continue
        if turn.code is not None:
            assert turn == Turn(validity, 30036)
            continue
        assert now + turn.wait >= free_at - 1e-9
        assert turn.wait <= validity
        free_at = now + turn.wait + segments / rate
