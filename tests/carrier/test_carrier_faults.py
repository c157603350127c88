"""Misbehaviour on demand, each kind on a real connection."""

import asyncio
import errno
import time

import aiohttp
import pytest

from tests.carrier.support import ACCOUNT, OTHER_PHONE, PHONE, SENDER, Customer, Sink, basic, customer_of

GOOD = {"To": PHONE, "From": SENDER, "Body": "Hi"}

pytestmark = pytest.mark.spec("X10")


async def test_a_request_hangs_after_acceptance_until_the_fault_is_cleared(customer: Customer) -> None:
    await customer.control.fault("hang", to=PHONE)
    hanging = asyncio.create_task(customer.send())
    await customer.control.wait(status="delivered")
    assert not hanging.done()
    await customer.control.clear_faults(PHONE)
    with pytest.raises(aiohttp.ClientError):
        await hanging
    await customer.send()
    assert (await customer.control.counts()).answers == {"hang": 1, "201": 1}


async def test_a_request_hangs_without_acceptance_and_for_so_long(customer: Customer) -> None:
    await customer.control.fault("hang", accepted=False, seconds=0.3)
    began = time.monotonic()
    with pytest.raises(aiohttp.ClientError):
        await customer.send()
    assert 0.3 <= time.monotonic() - began < 5
    assert (await customer.control.counts()).texts == 0


async def test_a_client_that_gives_up_waiting_finds_its_text_sent_nevertheless(customer: Customer) -> None:
    await customer.control.fault("hang", next=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await customer.send()
    (text,) = await customer.control.wait(status="delivered")
    assert text.to == PHONE


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_connection_is_reset_after_acceptance_or_before(customer: Customer, accepted: bool) -> None:  # noqa: FBT001 - a parameter of the test
    await customer.control.fault("reset", accepted=accepted, next=1)
    with pytest.raises(aiohttp.ClientOSError) as error:
        await customer.send()
    assert error.value.errno == errno.ECONNRESET
    assert (await customer.control.counts()).texts == int(accepted)
    await customer.send()


async def test_a_201_is_truncated_after_acceptance(customer: Customer) -> None:
    await customer.control.fault("truncate", next=1)
    headers = basic(ACCOUNT.sid, ACCOUNT.token)
    async with customer.session.post(customer.url + customer.messages, data=GOOD, headers=headers) as answer:
        assert answer.status == 201
        assert answer.content_length is not None
        part = await answer.content.readany()
        assert 0 < len(part) < answer.content_length
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()
    (text,) = await customer.control.texts()
    assert text.sid.encode() not in part or not part.endswith(b"}")
    await customer.send()


@pytest.mark.parametrize(
    ("options", "status", "code", "texts"),
    [
        ({"code": 20500, "accepted": True}, 500, 20500, 1),
        ({"code": 20503, "accepted": True}, 503, 20503, 1),
        ({"code": 20500}, 500, 20500, 0),
        ({"code": 20503}, 503, 20503, 0),
        ({"code": 20429}, 429, 20429, 0),
        ({"code": 20003}, 401, 20003, 0),
        ({"code": 20005}, 403, 20005, 0),
        ({"code": 20500, "http_status": 502}, 502, 20500, 0),
        *(
            ({"code": code}, 400, code, 0)
            for code in (21408, 21606, 21608, 21610, 21611, 21612, 21614, 21703)
        ),
    ],
)
async def test_an_error_comes_before_acceptance_or_after_it(
    customer: Customer, options: dict[str, int], status: int, code: int, texts: int
) -> None:
    await customer.control.fault("error", next=1, **options)
    got, answer = await customer.post(GOOD)
    assert (got, answer["status"], answer["code"]) == (status, status, code)
    counts = await customer.control.counts()
    assert (counts.texts, counts.answers) == (texts, {str(code): 1})
    await customer.send()


@pytest.mark.parametrize(("accepted", "texts_meanwhile"), [(True, 1), (False, 0)])
async def test_an_answer_takes_its_time_after_acceptance_or_before(
    customer: Customer,
    accepted: bool,  # noqa: FBT001 - a parameter of the test
    texts_meanwhile: int,
) -> None:
    await customer.control.fault("delay", seconds=0.4, accepted=accepted, next=1)
    slow = asyncio.create_task(customer.send())
    while (await customer.control.faults()) != []:
        assert not slow.done()
    assert (await customer.control.counts()).texts == texts_meanwhile
    message = await slow
    assert message["status"] == "queued"
    (text,) = await customer.control.wait(status="delivered")
    assert text.arrived_at is not None
    assert (text.arrived_at - text.received_at >= 0.4) is not accepted


@pytest.mark.parametrize(
    ("options", "final"),
    [
        *(
            ({"code": code}, "undelivered")
            for code in (30003, 30004, 30005, 30006, 30007, 30008, 30017, 30022)
        ),
        *(({"code": code}, "failed") for code in (21610, 30001, 30002, 30036, 30450)),
        ({"code": 30003, "final": "failed"}, "failed"),
        ({"code": 30001, "final": "undelivered"}, "undelivered"),
    ],
)
async def test_an_accepted_text_fails_later_with_a_code(
    customer: Customer, sink: Sink, options: dict[str, int], final: str
) -> None:
    await customer.control.fault("fail", to=PHONE, next=1, **options)
    sid = (await customer.send(StatusCallback=sink.url))["sid"]
    (text,) = await customer.control.wait(status=final)
    assert (text.status, text.error_code, text.arrived_at) == (final, options["code"], None)
    await customer.control.idle()
    assert set(sink.statuses) == ({"failed"} if final == "failed" else {"sent", "undelivered"})
    message = await customer.read(sid)
    assert (message["status"], message["error_code"]) == (final, options["code"])
    assert message["error_message"]
    assert message["price"] == ("-0.001" if final == "failed" else "-0.0769")
    assert (message["date_sent"] is None) is (final == "failed")
    assert await customer.control.handset(PHONE) == []


async def test_a_silent_carrier_never_says_more_than_sent(customer: Customer, sink: Sink) -> None:
    await customer.control.fault("silent", to=PHONE)
    sid = (await customer.send(StatusCallback=sink.url))["sid"]
    await customer.control.idle()
    assert sink.statuses == ["sent"]
    message = await customer.read(sid)
    assert (message["status"], message["error_code"], message["price"]) == ("sent", None, "-0.0769")
    assert len(await customer.control.handset(PHONE)) == 1


async def test_a_fault_of_one_number_leaves_the_others_alone_and_comes_before_a_general_one(
    customer: Customer,
) -> None:
    await customer.control.fault("error", code=20429)
    await customer.control.fault("error", to=PHONE, code=21610, next=2)
    codes = [(await customer.post(GOOD | {"To": to}))[1]["code"] for to in (PHONE, OTHER_PHONE, PHONE, PHONE)]
    assert codes == [21610, 20429, 21610, 20429]


async def test_a_fault_for_the_next_requests_ends_after_them_and_isnt_used_up_by_refused_ones(
    customer: Customer,
) -> None:
    await customer.control.fault("fail", code=30003, next=2)
    await customer.post(GOOD | {"Body": ""})
    for _ in range(3):
        await customer.send()
    await customer.control.idle()
    assert [text.status for text in await customer.control.texts()] == [
        "undelivered",
        "undelivered",
        "delivered",
    ]
    assert await customer.control.faults() == []


async def test_faults_of_different_aspects_meet_in_one_request(customer: Customer, sink: Sink) -> None:
    await customer.control.fault("error", code=20500, accepted=True)
    await customer.control.fault("fail", code=30003)
    await customer.control.fault("reorder_callbacks")
    await customer.control.fault("duplicate_callbacks")
    status, _ = await customer.post(GOOD | {"StatusCallback": sink.url})
    assert status == 500
    await customer.control.idle()
    assert sink.statuses == ["undelivered", "undelivered", "sent", "sent"]


async def test_a_carrier_stops_while_requests_hang() -> None:
    async with customer_of() as customer:
        await customer.control.fault("hang")
        hanging = asyncio.create_task(customer.send())
        await customer.control.wait()
        began = time.monotonic()
    assert time.monotonic() - began < 3
    with pytest.raises(aiohttp.ClientError):
        await hanging
