"""Status callbacks: what they carry, how they are signed, when they are repeated."""

import re

import pytest
from twilio.request_validator import RequestValidator

from homing.carrier import Control
from homing.carrier.webhooks import Policy, sign
from tests.carrier.support import ACCOUNT, HANGS, PHONE, SENDER, Customer, Sink, customer_of, sink_of

VALIDATOR = RequestValidator(ACCOUNT.token)
SERVICE = "MG" + "c" * 32

pytestmark = pytest.mark.spec("X10")


def test_the_signature_is_that_of_the_providers_own_example() -> None:
    form = {
        "To": "+18005551212",
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, form) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert sign("12346", url, form) != sign("12345", url, form)


async def test_each_status_but_the_first_is_called_back_once_with_its_fields(
    customer: Customer, sink: Sink
) -> None:
    sid = (await customer.send(StatusCallback=f"{sink.url}/s?a=1"))["sid"]
    callbacks = await sink.wait(2)
    await customer.control.idle()
    sent, delivered = sorted(callbacks, key=lambda callback: callback.status, reverse=True)
    common = {
        "MessageSid": sid, "SmsSid": sid, "AccountSid": ACCOUNT.sid, "From": SENDER, "To": PHONE,
        "ApiVersion": "2010-04-01",
    }  # fmt: skip
    assert sent.form == common | {"MessageStatus": "sent", "SmsStatus": "sent"}
    done = delivered.form.pop("RawDlrDoneDate")
    assert re.fullmatch(r"\d{10}", done)
    assert delivered.form == common | {"MessageStatus": "delivered", "SmsStatus": "delivered"}
    assert len(sink.callbacks) == 2
    assert {callback.repeat for callback in callbacks} == {None}


async def test_a_failure_is_called_back_with_its_code_and_a_service_with_its_id(
    customer: Customer, sink: Sink
) -> None:
    await customer.control.fault("fail", code=30007)
    order = {"To": PHONE, "MessagingServiceSid": SERVICE, "Body": "Hi", "StatusCallback": sink.url}
    await customer.post(order)
    await sink.wait(3)
    assert sorted(sink.statuses) == ["queued", "sent", "undelivered"]
    by_status = {callback.status: callback.form for callback in sink.callbacks}
    assert by_status["undelivered"]["ErrorCode"] == "30007"
    assert "ErrorCode" not in by_status["sent"]
    assert {form["MessagingServiceSid"] for form in by_status.values()} == {SERVICE}
    assert {form["From"] for form in by_status.values()} <= (ACCOUNT.numbers or frozenset())


@pytest.mark.parametrize("tail", ["", "/", "/s?a=1&b=%C3%A9%2F+x", "/a%2Fb?q=a%20b&q=;,'", "/s?a="])
async def test_the_callbacks_url_is_kept_as_given_and_signed_without_its_fragment(
    customer: Customer, sink: Sink, tail: str
) -> None:
    await customer.send("Zażółć — 😀", StatusCallback=f"{sink.url}{tail}#rc=2&rp=all")
    for callback in await sink.wait(2):
        assert callback.target == (tail or "/")
        assert VALIDATOR.validate(sink.url + tail, callback.form, callback.signature)
        assert not VALIDATOR.validate(sink.url + tail + "#rc=2&rp=all", callback.form, callback.signature)
        assert not VALIDATOR.validate(
            sink.url + tail, callback.form | {"MessageStatus": "x"}, callback.signature
        )


@pytest.mark.parametrize(
    ("fragment", "answers", "posts"),
    [
        ("", (500, 204), 1),
        ("", (404, 204), 1),
        ("#rc=5&rp=all", (500, 404, 503, 204), 4),
        ("#rc=2&rp=all", (500,), 3),
        ("#rc=9&rp=all", (500,), 6),
        ("#rc=0&rp=all", (500,), 1),
        ("#rc=3&rp=4xx", (404, 500, 204), 2),
        ("#rc=3&rp=5xx", (500, 404, 204), 2),
        ("#rc=3&rp=4xx,5xx", (404, 500, 204), 3),
        ("#rc=3", (500, 204), 1),
        ("#rc=3&rp=nonsense", (500, 204), 1),
        ("#rc=3&rp=all", (302, 204), 1),
    ],
)
async def test_an_answer_is_called_back_again_as_the_fragment_asks_and_marked(
    customer: Customer, fragment: str, answers: tuple[int, ...], posts: int
) -> None:
    async with sink_of(*answers) as sink:
        await customer.control.fault("silent")  # so there is one status to tell of
        await customer.send(StatusCallback=f"{sink.url}/s?a=1{fragment}")
        await customer.control.idle()
        assert sink.statuses == ["sent"] * posts
        first, *repeats = (callback.repeat for callback in sink.callbacks)
        assert first is None
        assert all(repeats)
        assert len(set(repeats)) == min(1, len(repeats))
        for callback in sink.callbacks:
            assert VALIDATOR.validate(f"{sink.url}/s?a=1", callback.form, callback.signature)
        (text,) = await customer.control.texts()
        assert [one.answer for one in text.callbacks] == [
            answers[min(n, len(answers) - 1)] for n in range(posts)
        ]
        assert [one.repeated for one in text.callbacks] == [n > 0 for n in range(posts)]


@pytest.mark.parametrize(("fragment", "tries"), [("", 2), ("#rc=3", 4), ("#rc=0", 1), ("#rc=3&rp=5xx", 1)])
async def test_a_refused_connection_is_tried_once_more_unless_the_fragment_says_otherwise(
    customer: Customer, fragment: str, tries: int
) -> None:
    async with sink_of() as sink:
        gone = sink.url
    await customer.control.fault("silent")
    await customer.send(StatusCallback=gone + fragment)
    await customer.control.idle()
    (text,) = await customer.control.texts()
    assert [one.answer for one in text.callbacks] == ["unreachable"] * tries
    counts = (await customer.control.counts()).callbacks
    assert (counts["first"], counts.get("repeated", 0)) == (1, tries - 1)


@pytest.mark.parametrize(
    ("fragment", "posts"),
    [
        ("#rt=100", 1),
        ("#rt=100&rc=2&rp=rt", 3),
        ("#rt=100&rc=2&rp=all", 3),
        ("#rt=400&tt=300&rc=5&rp=all", 1),
    ],
)
async def test_an_answer_that_takes_too_long_is_a_timeout_repeated_only_if_asked_and_within_the_total(
    customer: Customer, fragment: str, posts: int
) -> None:
    async with sink_of(HANGS) as sink:
        await customer.control.fault("silent")
        await customer.send(StatusCallback=sink.url + fragment)
        await customer.control.idle()
        (text,) = await customer.control.texts()
        assert [one.answer for one in text.callbacks] == ["timeout"] * posts


@pytest.mark.parametrize(
    ("fragment", "policy"),
    [
        ("", Policy(1, frozenset({"ct"}), 5.0, 15.0, 15.0)),
        ("rc=5&rp=all", Policy(5, frozenset({"all"}), 5.0, 15.0, 15.0)),
        ("rc=99&ct=1&rt=99999&tt=99999", Policy(5, frozenset({"ct"}), 0.1, 15.0, 15.0)),
        ("rc=x&ct=-1", Policy()),
    ],
)
def test_a_fragment_can_ask_for_no_more_than_five_retries_and_fifteen_seconds(
    fragment: str, policy: Policy
) -> None:
    assert Policy.of(fragment) == policy


async def test_callbacks_can_be_switched_off(customer: Customer, sink: Sink) -> None:
    await customer.control.tune(callbacks=False)
    await customer.send(StatusCallback=sink.url)
    await customer.control.idle()
    assert sink.callbacks == []


async def test_some_or_all_callbacks_of_a_text_are_dropped(customer: Customer, sink: Sink) -> None:
    await customer.control.fault("drop_callbacks", next=1)
    await customer.control.fault("drop_callbacks", next=1, statuses=["sent"])
    for _ in range(3):
        await customer.send(StatusCallback=sink.url)
    await customer.control.idle()
    assert sorted(sink.statuses) == ["delivered", "delivered", "sent"]
    assert (await customer.control.counts()).callbacks["dropped"] == 3
    first, second, third = await customer.control.texts()
    assert [len(text.callbacks) for text in (first, second, third)] == [2, 2, 2]
    assert [one.answer for one in first.callbacks] == ["dropped", "dropped"]


async def test_callbacks_are_duplicated_and_marked_as_repeats(customer: Customer, sink: Sink) -> None:
    await customer.control.fault("duplicate_callbacks", to=PHONE, times=3)
    await customer.send(StatusCallback=sink.url)
    await customer.control.idle()
    assert sorted(sink.statuses) == ["delivered"] * 3 + ["sent"] * 3
    for status in ("sent", "delivered"):
        tokens = [callback.repeat for callback in sink.callbacks if callback.status == status]
        assert tokens[0] is None
        assert tokens[1] == tokens[2] is not None


async def test_callbacks_come_in_the_wrong_order(customer: Customer, sink: Sink) -> None:
    await customer.control.fault("reorder_callbacks")
    await customer.control.fault("drop_callbacks", next=1, statuses=["delivered"])
    for expected in (["sent"], ["sent", "delivered", "sent"]):
        await customer.send(StatusCallback=sink.url)
        await customer.control.idle()
        assert sink.statuses == expected


async def test_callbacks_come_late(sink: Sink) -> None:
    async with customer_of() as customer, Control(customer.url) as control:
        await control.fault("delay_callbacks", to=PHONE, seconds=0.3)
        await customer.send(StatusCallback=sink.url)
        await control.wait(status="delivered")
        assert sink.callbacks == []
        assert not (await control.state())["idle"]
        await control.idle()
        (text,) = await control.texts()
        assert [one.at - text.received_at >= 0.3 for one in text.callbacks] == [True, True]
