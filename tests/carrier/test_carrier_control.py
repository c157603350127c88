"""The control interface, through its client and by hand."""

import asyncio
import time

import pytest

from homing.carrier import Control, ControlError, Tuning
from tests.carrier.support import ACCOUNT, OTHER_PHONE, PHONE, SENDER, Customer, Sink, customer_of

pytestmark = pytest.mark.spec("X10")


async def test_each_accepted_text_is_shown_with_the_attempt_it_belongs_to_and_when_it_came() -> None:
    before = time.time()
    async with customer_of(Tuning(sent_delay=600)) as customer:
        sid = (await customer.send("one", StatusCallback="https://example.com/s?a=7#rc=2"))["sid"]
        await customer.send("two", to=OTHER_PHONE)
        one, two = await customer.control.texts()
        assert (one.sid, one.to, one.sender, one.body) == (sid, PHONE, SENDER, "one")
        assert (one.status, one.segments, one.error_code, one.arrived_at) == ("queued", 1, None, None)
        assert one.status_callback == "https://example.com/s?a=7#rc=2"
        assert before - 0.001 <= one.received_at < two.received_at <= time.time() + 0.001
        assert await customer.control.texts(OTHER_PHONE) == [two]
        assert await customer.control.texts(since=1) == [two]
        assert await customer.control.handset(PHONE) == []


async def test_a_handset_shows_what_reached_it(customer: Customer) -> None:
    await customer.control.fault("fail", to=PHONE, next=1, code=30003)
    for body in ("lost", "first", "second"):
        await customer.send(body)
        await customer.control.idle()
    await customer.send("another's", to=OTHER_PHONE)
    assert [text.body for text in await customer.control.handset(PHONE)] == ["first", "second"]


async def test_texts_are_counted_by_number_by_status_and_by_answer(customer: Customer) -> None:
    for to in (PHONE, PHONE, OTHER_PHONE):
        await customer.send("ñ" * 161, to=to)
    await customer.post({})
    await customer.control.idle()
    counts = await customer.control.counts()
    assert (counts.texts, counts.numbers, counts.most_to_one_number, counts.segments) == (3, 2, 2, 6)
    assert counts.by_number == {PHONE: 2, OTHER_PHONE: 1}
    assert counts.by_status == {"delivered": 3}
    assert counts.answers == {"201": 3, "21604": 1}
    assert (await customer.control.counts(at_least=2)).by_number == {PHONE: 2}


async def test_whoever_waits_is_woken_by_the_text_it_waits_for(customer: Customer) -> None:
    waiting = asyncio.create_task(customer.control.wait(2, to=PHONE))
    await customer.send()
    await customer.send(to=OTHER_PHONE)
    assert not waiting.done()
    await customer.send()
    assert [text.to for text in await waiting] == [PHONE, PHONE]


async def test_whoever_waits_in_vain_is_told(customer: Customer) -> None:
    await customer.send()
    with pytest.raises(TimeoutError, match="has 1 such texts"):
        await customer.control.wait(2, to=PHONE, seconds=0.1)
    await customer.control.tune(sent_delay=600)
    await customer.send()
    with pytest.raises(TimeoutError):
        await customer.control.idle(seconds=0.1)


async def test_being_idle_takes_every_status_and_every_callback(customer: Customer, sink: Sink) -> None:
    await customer.control.idle()
    await customer.control.fault("delay_callbacks", seconds=0.2)
    await customer.send(StatusCallback=sink.url)
    assert not (await customer.control.state())["idle"]
    await customer.control.idle()
    assert sorted(sink.statuses) == ["delivered", "sent"]
    state = await customer.control.state()
    assert state == {
        "account_sid": ACCOUNT.sid, "fast": False, "idle": True, "texts": 1, "texts_moving": 0,
        "callbacks_pending": 0, "faults": 1, "listeners": 0, "resolve": {},
    }  # fmt: skip


async def test_faults_are_listed_and_ended_one_by_one_by_number_or_all(customer: Customer) -> None:
    control = customer.control
    first = await control.fault("silent", to=PHONE)
    second = await control.fault("fail", code=30003, next=3)
    await control.fault("delay", to=OTHER_PHONE, seconds=1)
    await control.fault("hang", to=PHONE)
    faults = await control.faults()
    assert [fault["kind"] for fault in faults] == ["silent", "fail", "delay", "hang"]
    assert (faults[1]["id"], faults[1]["code"], faults[1]["next"]) == (second, 30003, 3)
    await control.remove_fault(first)
    await control.remove_fault(first)  # ended already, and that is all that was wanted
    assert len(await control.faults()) == 3
    await control.clear_faults(PHONE)
    assert [fault["kind"] for fault in await control.faults()] == ["fail", "delay"]
    await control.clear_faults()
    assert await control.faults() == []


@pytest.mark.parametrize(
    ("kind", "options", "complaint"),
    [
        ("explode", {}, "kind"),
        ("error", {}, "needs a code"),
        ("fail", {}, "needs a code"),
        ("delay", {}, "needs seconds"),
        ("delay_callbacks", {"seconds": -1}, "seconds"),
        ("hang", {"next": 0}, "next"),
        ("hang", {"whom": PHONE}, "whom"),
        ("truncate", {"accepted": False}, "always accepted"),
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused_with_the_reason(
    customer: Customer, kind: str, options: dict[str, object], complaint: str
) -> None:
    with pytest.raises(ControlError, match=complaint):
        await customer.control.fault(kind, **options)
    assert await customer.control.faults() == []


async def test_tuning_is_changed_in_part_and_a_wrong_value_changes_nothing(customer: Customer) -> None:
    tuned = await customer.control.tune(price_delay=7.5, price_elsewhere="0.5")
    assert (tuned["price_delay"], tuned["price_elsewhere"], tuned["sent_delay"]) == (7.5, "0.5", 0.01)
    for change in ({"sent_delay": -1}, {"weather": "fine"}, {"prices": "high"}):
        with pytest.raises(ControlError, match="400"):
            await customer.control.tune(**change)
    assert await customer.control.tune() == tuned


@pytest.mark.parametrize("path", ["/texts?since=x", "/counts?at_least=", "/wait?timeout=soon"])
async def test_a_question_that_makes_no_sense_is_refused(customer: Customer, path: str) -> None:
    async with customer.session.get(f"{customer.url}/_carrier{path}") as answer:
        assert answer.status == 400
        assert (await answer.json())["errors"]


async def test_a_reset_forgets_all_and_abandons_what_was_under_way(customer: Customer, sink: Sink) -> None:
    await customer.control.tune(sent_delay=0.3)
    await customer.control.fault("delay_callbacks", seconds=600)
    await customer.send(StatusCallback=sink.url)
    await customer.control.wait(status="delivered")
    await customer.send(StatusCallback=sink.url)
    await customer.control.reset()
    counts = await customer.control.counts()
    assert (counts.texts, counts.by_number, counts.answers, counts.callbacks) == (0, {}, {}, {})
    assert await customer.control.faults() == []
    assert (await customer.control.tune())["sent_delay"] == 0.01
    assert await customer.list_() == []
    await customer.send("after", StatusCallback=sink.url)
    await customer.control.idle()
    assert [text.body for text in await customer.control.texts()] == ["after"]
    assert len(sink.callbacks) == 2


async def test_a_control_that_was_not_entered_says_so() -> None:
    with pytest.raises(ControlError, match="async with"):
        await Control("http://127.0.0.1:1").texts()


async def test_no_repr_tells_whom_was_written_what(customer: Customer) -> None:
    await customer.send("a secret")
    (text,) = await customer.control.texts()
    shown = repr(text) + repr(await customer.control.counts()) + repr(ACCOUNT)
    assert not any(secret in shown for secret in ("a secret", PHONE, ACCOUNT.token, str(ACCOUNT.api_secret)))
