"""Texts from handsets: how they are posted, what becomes of the answer, and how they are listed."""

import asyncio
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from homing.carrier import Control, ControlError
from tests.carrier.support import (
    ACCOUNT,
    HANGS,
    OTHER_PHONE,
    OTHER_SENDER,
    PHONE,
    SENDER,
    Customer,
    Sink,
    customer_of,
    sink_of,
)

VALIDATOR = RequestValidator(ACCOUNT.token)
SERVICE = "MG" + "c" * 32
ONE = "<Response><Message>Thanks</Message></Response>"

pytestmark = pytest.mark.spec("X10")


async def test_a_text_from_a_handset_is_posted_with_its_fields_and_signed(
    customer: Customer, sink: Sink
) -> None:
    await customer.control.tune(inbound_url=f"{sink.url}/twilio/inbound?a=1#rc=2&rp=all")
    reply = await customer.control.reply(PHONE, " Zażółć — 😀\n ", SENDER)
    assert (reply.webhook, reply.replies) == (204, ())
    (post,) = sink.callbacks
    assert post.form == {
        "MessageSid": reply.sid, "SmsSid": reply.sid, "SmsMessageSid": reply.sid, "AccountSid": ACCOUNT.sid,
        "From": PHONE, "To": SENDER, "Body": " Zażółć — 😀\n ", "NumMedia": "0", "NumSegments": "1",
        "ApiVersion": "2010-04-01", "SmsStatus": "received", "FromCountry": "ES", "ToCountry": "ES",
    }  # fmt: skip
    assert post.target == "/twilio/inbound?a=1"
    assert post.repeat is None
    url = f"{sink.url}/twilio/inbound?a=1"
    assert VALIDATOR.validate(url, post.form, post.signature)
    assert not VALIDATOR.validate(url + "#rc=2&rp=all", post.form, post.signature)
    assert not VALIDATOR.validate(url, post.form | {"Body": "STOP"}, post.signature)


async def test_a_handset_answers_the_sender_of_the_text_that_arrived_there_last(
    customer: Customer, sink: Sink
) -> None:
    await customer.control.tune(inbound_url=sink.url)
    await customer.send("first")
    await customer.control.idle()
    await customer.send("second", From=OTHER_SENDER)
    await customer.control.idle()
    await customer.control.fault("fail", to=PHONE, code=30003, next=1)
    await customer.send("lost")
    await customer.control.idle()
    await customer.control.reply(PHONE, "Yes")
    await customer.control.reply(PHONE, "No", SENDER)
    assert [post.form["To"] for post in sink.callbacks] == [OTHER_SENDER, SENDER]


async def test_a_handset_that_nobody_wrote_to_has_nobody_to_answer(customer: Customer) -> None:
    with pytest.raises(ControlError, match=r"409.*no text has arrived"):
        await customer.control.reply(PHONE, "Hello?")
    assert (await customer.control.conversation(PHONE))["messages"] == []


async def test_a_name_as_sender_takes_no_replies() -> None:
    async with customer_of(account=None) as customer:
        await customer.send("Hi", From="Homing")
        await customer.control.idle()
        with pytest.raises(ControlError, match=r"409.*takes no replies"):
            await customer.control.reply(PHONE, "Who are you?")


async def test_a_reply_to_a_messaging_service_names_the_service(customer: Customer, sink: Sink) -> None:
    await customer.control.tune(inbound_url=sink.url)
    await customer.post({"To": PHONE, "MessagingServiceSid": SERVICE, "Body": "Hi"})
    await customer.control.idle()
    await customer.control.reply(PHONE, "Yes")
    (post,) = sink.callbacks
    assert post.form["MessagingServiceSid"] == SERVICE
    assert post.form["To"] in (ACCOUNT.numbers or ())


async def test_without_an_address_nothing_is_posted_and_the_text_is_taken_all_the_same(
    customer: Customer,
) -> None:
    reply = await customer.control.reply(PHONE, "Hi", SENDER)
    assert (reply.webhook, reply.replies) == ("none", ())
    assert (await customer.read(reply.sid))["status"] == "received"


async def test_an_address_where_nobody_listens_is_unreachable_and_tried_once_more(customer: Customer) -> None:
    async with sink_of() as sink:
        gone = sink.url
    await customer.control.tune(inbound_url=gone)
    assert (await customer.control.reply(PHONE, "Hi", SENDER)).webhook == "unreachable"
    counts = (await customer.control.counts()).inbound
    assert counts == {"texts": 1, "first": 1, "repeated": 1, "unreachable": 2}


@pytest.mark.parametrize("url", ["http://a..b/", "http://nowhere.invalid/"])
async def test_a_name_without_an_address_is_unreachable(customer: Customer, url: str) -> None:
    await customer.control.tune(inbound_url=url)
    assert (await customer.control.reply(PHONE, "Hi", SENDER)).webhook == "unreachable"


async def test_an_answer_that_takes_too_long_is_a_timeout(customer: Customer) -> None:
    async with sink_of(HANGS) as sink:
        await customer.control.tune(inbound_url=f"{sink.url}#rt=100")
        assert (await customer.control.reply(PHONE, "Hi", SENDER)).webhook == "timeout"


async def test_a_failed_post_is_repeated_as_the_fragment_asks_and_only_the_good_answer_counts(
    customer: Customer,
) -> None:
    async with sink_of(500, 503, 200) as sink:
        sink.document = ONE
        await customer.control.tune(inbound_url=f"{sink.url}/in#rc=3&rp=5xx")
        reply = await customer.control.reply(PHONE, "Hi", SENDER)
        assert (reply.webhook, len(reply.replies)) == (200, 1)
        first, *repeats = sink.callbacks
        assert first.repeat is None
        assert len({post.repeat for post in repeats}) == 1
        assert repeats[0].repeat
        for post in sink.callbacks:
            assert post.form == first.form
            assert VALIDATOR.validate(f"{sink.url}/in", post.form, post.signature)


async def test_an_error_that_is_not_repeated_sends_nothing_whatever_its_body(customer: Customer) -> None:
    async with sink_of(500) as sink:
        sink.document = ONE
        await customer.control.tune(inbound_url=sink.url)
        reply = await customer.control.reply(PHONE, "Hi", SENDER)
        assert (reply.webhook, reply.replies, len(sink.callbacks)) == (500, (), 1)


async def test_a_post_is_duplicated_on_demand_and_each_answer_is_obeyed(customer: Customer) -> None:
    async with sink_of(200) as sink:
        sink.document = ONE
        await customer.control.tune(inbound_url=sink.url)
        await customer.control.fault("duplicate_callbacks", to=PHONE, times=3, next=1)
        reply = await customer.control.reply(PHONE, "Hi", SENDER)
        assert len(reply.replies) == 3
        tokens = [post.repeat for post in sink.callbacks]
        assert tokens[0] is None
        assert tokens[1] == tokens[2] is not None
        assert {post.form["MessageSid"] for post in sink.callbacks} == {reply.sid}
        await customer.control.reply(PHONE, "Hi", SENDER)
        assert len(sink.callbacks) == 4


async def test_a_post_is_dropped_on_demand_unless_the_fault_is_about_other_statuses(
    customer: Customer, sink: Sink
) -> None:
    await customer.control.tune(inbound_url=sink.url)
    await customer.control.fault("drop_callbacks", to=PHONE, next=1, statuses=["sent"])
    assert (await customer.control.reply(PHONE, "Hi", SENDER)).webhook == 204
    await customer.control.clear_faults()
    await customer.control.fault("drop_callbacks", to=PHONE, next=1)
    assert (await customer.control.reply(OTHER_PHONE, "Hi", SENDER)).webhook == 204
    assert (await customer.control.reply(PHONE, "Hi", SENDER)).webhook == "dropped"
    assert (await customer.control.reply(PHONE, "Hi", SENDER)).webhook == 204
    assert len(sink.callbacks) == 3
    assert (await customer.control.counts()).inbound == {
        "texts": 4, "first": 3, "answered_204": 3, "dropped": 1,
    }  # fmt: skip


async def test_a_post_comes_late_on_demand_and_is_waited_for(customer: Customer, sink: Sink) -> None:
    await customer.control.tune(inbound_url=sink.url)
    await customer.control.fault("delay_callbacks", to=PHONE, seconds=0.3)
    writing = asyncio.create_task(customer.control.reply(PHONE, "Hi", SENDER))
    while not (await customer.control.state())["callbacks_pending"]:
        assert not writing.done()
    assert sink.callbacks == []
    assert not (await customer.control.state())["idle"]
    assert (await writing).webhook == 204
    await customer.control.idle()


async def test_a_reset_lets_go_of_a_handset_whose_post_is_under_way(customer: Customer, sink: Sink) -> None:
    await customer.control.tune(inbound_url=sink.url)
    await customer.control.fault("delay_callbacks", seconds=600)
    writing = asyncio.create_task(customer.control.reply(PHONE, "STOP", SENDER))
    while not (await customer.control.state())["callbacks_pending"]:
        assert not writing.done()
    await customer.control.reset()
    assert (await writing).webhook == "none"
    assert (await customer.control.counts()).inbound == {"texts": 0}
    assert (await customer.control.handsets())["total"] == 0
    assert await customer.list_() == []
    assert sink.callbacks == []


async def test_the_answers_texts_go_to_the_handset_and_are_listed_priced_and_counted(
    customer: Customer,
) -> None:
    async with sink_of(200) as sink:
        sink.document = "<Response><Message>One</Message><Message><Body>Two</Body></Message></Response>"
        await customer.control.tune(inbound_url=sink.url)
        reply = await customer.control.reply(PHONE, "Hi", SENDER)
        await customer.control.idle()
    one, two = await customer.control.texts(PHONE)
    assert (one.sid, two.sid) == reply.replies
    assert [(text.direction, text.sender, text.body, text.status) for text in (one, two)] == [
        ("outbound-reply", SENDER, "One", "delivered"),
        ("outbound-reply", SENDER, "Two", "delivered"),
    ]
    assert (one.callbacks, one.status_callback) == ((), None)
    assert [text.body for text in await customer.control.handset(PHONE)] == ["One", "Two"]
    listed = await customer.read(two.sid)
    assert (listed["direction"], listed["from"], listed["to"]) == ("outbound-reply", SENDER, PHONE)
    assert listed["price"] == "-0.0769"
    counts = await customer.control.counts()
    assert (counts.texts, counts.numbers, counts.segments) == (2, 1, 2)
    assert counts.by_status == {"delivered": 2}
    assert counts.by_number == {PHONE: 2}
    assert counts.inbound == {"texts": 1, "first": 1, "answered_200": 1}


async def test_a_reply_meets_the_handsets_own_faults(customer: Customer) -> None:
    async with sink_of(200) as sink:
        sink.document = ONE
        await customer.control.tune(inbound_url=sink.url)
        await customer.control.fault("fail", to=PHONE, code=30003)
        await customer.control.reply(PHONE, "Hi", SENDER)
        await customer.control.idle()
    (text,) = await customer.control.texts(PHONE)
    assert (text.status, text.error_code) == ("undelivered", 30003)


async def test_texts_from_handsets_are_listed_beside_the_others_and_counted_apart(customer: Customer) -> None:
    sent = (await customer.send("Hi"))["sid"]
    await customer.control.idle()
    came = (await customer.control.reply(PHONE, "Yes", SENDER)).sid
    await customer.control.reply(OTHER_PHONE, "Who?", OTHER_SENDER)
    listed = {message["sid"]: message for message in await customer.list_()}
    assert len(listed) == 3
    inbound = listed[came]
    assert (inbound["direction"], inbound["status"], inbound["from"], inbound["to"]) == (
        "inbound", "received", PHONE, SENDER,
    )  # fmt: skip
    assert (inbound["body"], inbound["num_segments"], inbound["error_code"]) == ("Yes", "1", None)
    assert inbound["date_sent"] == inbound["date_created"]

    async def sids(**query: str) -> list[str]:
        return [message["sid"] for message in await customer.list_(**query)]

    assert await sids(To=SENDER) == [came]
    assert await sids(From=PHONE) == [came]
    assert await sids(From=SENDER) == [sent]
    assert await sids(To=PHONE) == [sent]
    assert len(await sids(**{"DateSent>": "2020-01-01"})) == 3
    assert await sids(**{"DateSent<": "2020-01-01"}) == []
    assert [text.sid for text in await customer.control.texts()] == [sent]
    assert await customer.control.texts(SENDER) == []
    counts = await customer.control.counts()
    assert (counts.texts, counts.numbers, counts.by_number) == (1, 1, {PHONE: 1})
    assert counts.by_status == {"delivered": 1}
    assert counts.inbound == {"texts": 2}
    assert len(await customer.control.wait(1)) == 1


async def test_the_listing_lags_for_texts_from_handsets_as_well(customer: Customer) -> None:
    await customer.control.tune(listing_lag=600)
    await customer.control.reply(PHONE, "Hi", SENDER)
    assert await customer.list_(To=SENDER) == []
    await customer.control.tune(listing_lag=0)
    assert len(await customer.list_(To=SENDER)) == 1


@pytest.mark.parametrize(
    ("number", "written", "complaint"),
    [
        (PHONE, b"", "JSON"),
        (PHONE, b"STOP", "JSON"),
        (PHONE, b"\xff\xfe", "JSON"),
        (PHONE, b"[]", "object"),
        (PHONE, b"{}", "required"),
        (PHONE, b'{"body": ""}', "at least 1"),
        (PHONE, b'{"body": 7}', "string"),
        (PHONE, b'{"body": null}', "string"),
        (PHONE, b'{"body": "\\ud800"}', "JSON"),
        (PHONE, b'{"body": "' + b"x" * 1601 + b'"}', "at most 1600"),
        (PHONE, b'{"body": "x", "colour": "red"}', "not permitted"),
        (PHONE, b'{"body": "x", "to": "Homing"}', "no number"),
        (PHONE, b'{"body": "x", "to": ""}', "no number"),
        (PHONE, b'{"body": "x", "to": "+34911000000"}', "none of the account's"),
        (PHONE, b'{"body": "x", "to": "' + PHONE.encode() + b'"}', "none of the account's"),
        ("34600111222", b'{"body": "x"}', "E.164"),
        ("+34600111222x", b'{"body": "x"}', "E.164"),
        ("+", b'{"body": "x"}', "E.164"),
    ],
)
async def test_a_text_that_makes_no_sense_is_refused_with_the_reason(
    customer: Customer, number: str, written: bytes, complaint: str
) -> None:
    url = f"{customer.url}/_carrier/handsets/{number}/messages"
    async with customer.session.post(url, data=written) as response:
        assert response.status == 400
        errors: list[dict[str, Any]] = (await response.json())["errors"]
    assert any(complaint in error["what"] for error in errors), errors
    assert (await customer.control.counts()).inbound == {"texts": 0}


async def test_sixteen_hundred_characters_of_any_kind_come_through(customer: Customer, sink: Sink) -> None:
    await customer.control.tune(inbound_url=sink.url)
    body = "\0\x1b<&>\"'%00=&+" + "😀" * 1580
    await customer.control.reply(PHONE, body, SENDER)
    (post,) = sink.callbacks
    assert post.form["Body"] == body
    assert VALIDATOR.validate(sink.url, post.form, post.signature)


@pytest.mark.parametrize(
    "change",
    [
        {"inbound_url": "ftp://example.com"},
        {"inbound_url": "example.com/in"},
        {"inbound_url": ""},
        {"inbound_url": "http://"},
        {"inbound_url": "http://example.com/in\r\nX-Homing: 1"},
        {"inbound_url": "http://example.com/\ud800"},
        {"inbound_url": "http://a_b/"},
        {"inbound_url": "http://example.com:port/"},
        {"keywords": "all"},
        {"keywords_by_number": {SENDER: "sometimes"}},
        {"resolve": {"a b": "http://127.0.0.1"}},
        {"resolve": {"links.example.com": "127.0.0.1:8080"}},
        {"resolve": {"links.example.com": "http://127.0.0.1/?a=1"}},
        {"resolve": "links.example.com"},
    ],
)
async def test_tuning_that_makes_no_sense_is_refused(customer: Customer, change: dict[str, object]) -> None:
    before = await customer.control.tune()
    with pytest.raises(ControlError, match="400"):
        await customer.control.tune(**change)
    assert await customer.control.tune() == before


async def test_what_was_tuned_can_be_put_back_as_it_was_shown(customer: Customer, sink: Sink) -> None:
    given = {
        "inbound_url": sink.url,
        "keywords": "default",
        "keywords_by_number": {SENDER: "advanced"},
        "resolve": {"links.example.com": "http://127.0.0.1:8080"},
    }
    tuned = await customer.control.tune(**given)
    assert given.items() <= tuned.items()
    assert await customer.control.tune(**tuned) == tuned


async def test_no_repr_of_what_came_in_tells_what_was_written(customer: Customer) -> None:
    async with Control(customer.url) as control:
        shown = repr(await control.reply(PHONE, "a secret", SENDER))
    assert "a secret" not in shown
    assert PHONE not in shown
