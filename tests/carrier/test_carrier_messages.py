"""Creating and reading texts, as a customer sees it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from homing.carrier import Tuning
from tests.carrier.support import (
    ACCOUNT,
    OTHER_PHONE,
    PHONE,
    SENDER,
    Customer,
    basic,
    customer_of,
)

SERVICE = "MG" + "c" * 32
GOOD = {"To": PHONE, "From": SENDER, "Body": "Hi"}
FIELDS = {
    "body", "num_segments", "direction", "from", "to", "date_updated", "price", "error_message", "uri",
    "account_sid", "num_media", "status", "messaging_service_sid", "sid", "date_sent", "date_created",
    "error_code", "price_unit", "api_version", "subresource_uris",
}  # fmt: skip

pytestmark = pytest.mark.spec("X10")


@asynccontextmanager
async def slow_customer(**tuning: Any) -> AsyncIterator[Customer]:
    async with customer_of(Tuning(sent_delay=600, **tuning)) as customer:
        yield customer


async def test_an_accepted_text_is_answered_with_the_twenty_fields_in_the_providers_types() -> None:
    async with slow_customer() as customer:
        message = await customer.send("Hi — Anaïs, €5 & more", StatusCallback="https://example.com/s?a=1")
    assert set(message) == FIELDS
    sid = message["sid"]
    assert sid.startswith("SM")
    assert len(sid) == 34
    uri = f"/2010-04-01/Accounts/{ACCOUNT.sid}/Messages/{sid}"
    created = message.pop("date_created")
    assert message.pop("date_updated") == created
    assert parsedate_to_datetime(created).utcoffset() is not None
    assert created.endswith("+0000")
    assert message == {
        "sid": sid, "account_sid": ACCOUNT.sid, "api_version": "2010-04-01", "direction": "outbound-api",
        "body": "Hi — Anaïs, €5 & more", "from": SENDER, "to": PHONE, "status": "queued",
        "num_segments": "1", "num_media": "0", "price": None, "price_unit": "USD", "date_sent": None,
        "error_code": None, "error_message": None, "messaging_service_sid": None, "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }  # fmt: skip


async def test_a_text_moves_after_the_answer_and_is_priced_late_by_segment_and_country() -> None:
    async with customer_of(Tuning(sent_delay=0, delivered_delay=0, price_delay=600)) as customer:
        sid = (await customer.send("ñ" * 161))["sid"]
        await customer.control.wait(status="delivered")
        message = await customer.read(sid)
        assert (message["status"], message["price"], message["num_segments"]) == ("delivered", None, "2")
        assert parsedate_to_datetime(message["date_sent"]) >= parsedate_to_datetime(message["date_created"])
        await customer.control.tune(price_delay=0, prices={"ES": "0.0500"})
        sid = (await customer.send("ñ" * 161))["sid"]
        await customer.control.wait(2, status="delivered")
        assert (await customer.read(sid))["price"] == "-0.1000"
        sid = (await customer.send(to="+49151" + "23456789"))["sid"]
        await customer.control.wait(3, status="delivered")
        assert (await customer.read(sid))["price"] == "-0.08"


async def test_a_text_through_a_service_is_accepted_first_and_given_a_sender_later() -> None:
    async with slow_customer() as customer:
        status, message = await customer.post({"To": PHONE, "MessagingServiceSid": SERVICE, "Body": "Hi"})
        assert status == 201
        assert (message["status"], message["from"], message["num_segments"]) == ("accepted", None, "0")
        assert message["messaging_service_sid"] == SERVICE
        await customer.control.tune(sent_delay=0)
        _, message = await customer.post({"To": PHONE, "MessagingServiceSid": SERVICE, "Body": "Hi"})
        await customer.control.wait(status="delivered")
        message = await customer.read(message["sid"])
        assert message["from"] in (ACCOUNT.numbers or ())
        assert message["num_segments"] == "1"
        assert [found["sid"] for found in await customer.list_(From=message["from"])] == [message["sid"]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": ""}, 21604),
        ({"From": ""}, 21603),
        ({"Body": ""}, 21602),
        ({"To": "hello"}, 21211),
        ({"To": "600111222"}, 21211),
        ({"To": "+34600"}, 21211),
        ({"To": "+34600111222;ext=5"}, 21211),
        ({"From": "+1"}, 21212),
        ({"From": "a name that is too long"}, 21212),
        ({"From": "+34911222334"}, 21606),
        ({"From": "Homing"}, 21606),
        ({"To": SENDER}, 21266),
        ({"Body": "x" * 1601}, 21617),
        ({"StatusCallback": "https://my_host.example.com/s"}, 21609),
        ({"StatusCallback": "ftp://example.com/s"}, 21609),
        ({"StatusCallback": "/s"}, 21609),
        ({"StatusCallback": "https:///s"}, 21609),
        ({"StatusCallback": "https://example.com:port/s"}, 21609),
        ({"MessagingServiceSid": "MG1"}, 21705),
        ({"ValidityPeriod": "0"}, 90014),
        ({"ValidityPeriod": "soon"}, 90014),
        ({"ValidityPeriod": "36001"}, 90007),
    ],
)
async def test_a_request_that_makes_no_text_is_refused_with_the_providers_code(
    customer: Customer, change: dict[str, str], code: int
) -> None:
    status, answer = await customer.post(GOOD | change)
    assert (status, answer["code"], answer["status"]) == (400, code, 400)
    assert set(answer) == {"code", "message", "more_info", "status"}
    assert answer["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    counts = await customer.control.counts()
    assert (counts.texts, counts.answers) == (0, {str(code): 1})


@pytest.mark.parametrize("length", [1, 1600])
async def test_a_text_of_up_to_1600_characters_is_accepted(customer: Customer, length: int) -> None:
    assert (await customer.send("x" * length))["body"] == "x" * length


async def test_a_number_may_be_written_with_separators_and_is_answered_in_e164(customer: Customer) -> None:
    assert (await customer.send(to="+34 600-111-222"))["to"] == PHONE


async def test_a_form_that_is_none_has_no_recipient(customer: Customer) -> None:
    headers = basic(ACCOUNT.sid, ACCOUNT.token)
    async with customer.session.post(customer.url + customer.messages, json=GOOD, headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (400, 21604)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic !"},
        {"Authorization": "Bearer " + ACCOUNT.token},
        basic(ACCOUNT.sid, "a guess"),
        basic("AC" + "0" * 32, ACCOUNT.token),
        basic(ACCOUNT.sid, str(ACCOUNT.api_secret)),
    ],
)
async def test_nobody_without_the_accounts_credentials_is_let_in(
    customer: Customer, headers: dict[str, str]
) -> None:
    url = customer.url + customer.messages
    async with customer.session.post(url, data=GOOD, headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (401, 20003)
    async with customer.session.get(url, headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (401, 20003)
    assert (await customer.control.counts()).texts == 0


async def test_an_api_key_is_as_good_as_the_token(customer: Customer) -> None:
    headers = basic(str(ACCOUNT.api_key), str(ACCOUNT.api_secret))
    async with customer.session.post(customer.url + customer.messages, data=GOOD, headers=headers) as answer:
        assert answer.status == 201


async def test_another_account_and_an_unknown_text_are_not_found(customer: Customer) -> None:
    other = customer.messages.replace(ACCOUNT.sid, "AC" + "0" * 32)
    for path in (other, customer.messages.replace(".json", "/SM0.json")):
        status, answer = await customer.get(path)
        assert (status, answer["code"], answer["status"]) == (404, 20404, 404)


async def test_two_equal_requests_make_two_texts_for_there_is_no_idempotency_key(customer: Customer) -> None:
    first, second = await customer.send(), await customer.send()
    assert first["sid"] != second["sid"]
    assert (await customer.control.counts()).by_number == {PHONE: 2}


async def test_a_fast_carrier_answers_alike_and_calls_nobody_back() -> None:
    async with customer_of(Tuning(callbacks=False), fast=True) as customer:
        message = await customer.send(StatusCallback="http://127.0.0.1:1/s")
        assert set(message) == FIELDS
        await customer.send(to=OTHER_PHONE)
        for change, code in (({"To": "+0"}, 21211), ({"From": "+34911222334"}, 21606), ({"Body": ""}, 21602)):
            _, answer = await customer.post(GOOD | change)
            assert answer["code"] == code
        await customer.control.idle()
        texts = await customer.control.texts()
        assert [(text.status, text.callbacks) for text in texts] == [("delivered", ()), ("delivered", ())]
