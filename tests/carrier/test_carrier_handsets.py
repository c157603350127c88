"""The index of handsets, and their conversations."""

import asyncio

import pytest

from homing.carrier import Tuning
from tests.carrier.support import OTHER_PHONE, OTHER_SENDER, PHONE, QUICK, SENDER, Customer, customer_of

pytestmark = pytest.mark.spec("X10")


async def test_a_conversation_shows_both_sides_in_order_with_what_became_of_each(customer: Customer) -> None:
    first = (await customer.send("Dear Ana — " + "x" * 80))["sid"]
    await customer.control.idle()
    second = (await customer.control.reply(PHONE, "Thanks")).sid
    await customer.control.fault("fail", to=PHONE, next=1, code=30003)
    third = (await customer.send("Lost", From=OTHER_SENDER))["sid"]
    await customer.control.idle()
    await customer.control.tune(sent_delay=600)
    fourth = (await customer.send("On its way"))["sid"]
    await customer.send("Another's", to=OTHER_PHONE)
    shown = await customer.control.conversation(PHONE)
    assert (shown["number"], shown["faults"]) == (PHONE, [])
    times = [message.pop("at") for message in shown["messages"]]
    assert times == sorted(times)
    assert shown["messages"] == [
        {"sid": first, "direction": "to_handset", "peer": SENDER, "body": "Dear Ana — " + "x" * 80,
         "status": "delivered", "error_code": None, "segments": 2},
        {"sid": second, "direction": "from_handset", "peer": SENDER, "body": "Thanks",
         "status": "received", "error_code": None, "segments": 1},
        {"sid": third, "direction": "to_handset", "peer": OTHER_SENDER, "body": "Lost",
         "status": "undelivered", "error_code": 30003, "segments": 1},
        {"sid": fourth, "direction": "to_handset", "peer": SENDER, "body": "On its way",
         "status": "queued", "error_code": None, "segments": 1},
    ]  # fmt: skip


async def test_a_conversation_shows_the_numbers_own_faults_with_their_ids(customer: Customer) -> None:
    own = await customer.control.fault("fail", to=PHONE, code=30003)
    await customer.control.fault("silent")
    await customer.control.fault("silent", to=OTHER_PHONE)
    (fault,) = (await customer.control.conversation(PHONE))["faults"]
    assert (fault["id"], fault["kind"], fault["code"]) == (own, "fail", 30003)
    await customer.control.remove_fault(own)
    assert (await customer.control.conversation(PHONE))["faults"] == []


async def test_a_text_under_a_messaging_service_has_no_sender_till_it_is_queued(customer: Customer) -> None:
    await customer.control.tune(sent_delay=600)
    await customer.post({"To": PHONE, "MessagingServiceSid": "MG" + "c" * 32, "Body": "Hi"})
    (message,) = (await customer.control.conversation(PHONE))["messages"]
    assert (message["peer"], message["status"]) == (None, "accepted")


async def test_the_index_has_the_latest_message_of_each_handset_and_the_latest_handset_first(
    customer: Customer,
) -> None:
    await customer.send("one")
    await customer.send("two", to=OTHER_PHONE)
    await customer.control.idle()
    sid = (await customer.control.reply(PHONE, "three")).sid
    stranger = (await customer.control.reply("+12025550199", "four", SENDER)).sid
    index = await customer.control.handsets()
    assert (index["total"], index["next"]) == (3, None)
    assert [(row["number"], row["texts"], row["last"]["body"]) for row in index["handsets"]] == [
        ("+12025550199", 1, "four"), (PHONE, 2, "three"), (OTHER_PHONE, 1, "two"),
    ]  # fmt: skip
    assert [row["last"]["sid"] for row in index["handsets"][:2]] == [stranger, sid]
    last = index["handsets"][2]["last"]
    assert last.keys() == {"sid", "direction", "body", "at", "status", "error_code"}
    assert (last["direction"], last["status"], last["error_code"]) == ("to_handset", "delivered", None)
    assert index["handsets"][1]["last"]["direction"] == "from_handset"


async def test_an_account_number_that_was_only_written_to_is_no_handset(customer: Customer) -> None:
    await customer.control.reply(PHONE, "Hi", SENDER)
    assert [row["number"] for row in (await customer.control.handsets())["handsets"]] == [PHONE]
    assert (await customer.control.conversation(SENDER))["messages"] == []


async def test_a_thousand_handsets_are_searched_and_paged_through_without_any_twice() -> None:
    numbers = [f"+3460{n:07d}" for n in range(1000)]
    async with customer_of(Tuning(sent_delay=600, callbacks=False), fast=True) as customer:
        for start in range(0, 1000, 50):
            await asyncio.gather(*(customer.send(to=to) for to in numbers[start : start + 50]))
        texts = await customer.control.texts()
        newest_first = [text.to for text in reversed(texts)]
        found: list[str] = []
        cursor = None
        for size in (100, 200, 200, 200, 200, 99, 1):
            page = await customer.control.handsets(before=cursor, limit=size)
            assert (page["total"], len(page["handsets"])) == (1000, size)
            found += [row["number"] for row in page["handsets"]]
            cursor = page["next"]
        assert cursor is None
        assert found == newest_first

        assert len((await customer.control.handsets())["handsets"]) == 100
        matching = [number for number in newest_first if "099" in number]
        page = await customer.control.handsets(search="099", limit=200)
        assert [row["number"] for row in page["handsets"]] == matching
        assert page["total"] == len(matching)
        (row,) = (await customer.control.handsets(search="+34 600-00.07(77)"))["handsets"]
        assert row["number"] == "+34600000777"
        nobody = await customer.control.handsets(search="999999")
        assert (nobody["handsets"], nobody["total"], nobody["next"]) == ([], 0, None)


async def test_pages_go_on_where_they_were_though_handsets_are_written_to_in_between(
    customer: Customer,
) -> None:
    numbers = [f"+3460011000{n}" for n in range(6)]
    for to in numbers:
        await customer.send(to=to)
    first = await customer.control.handsets(limit=2)
    assert [row["number"] for row in first["handsets"]] == [numbers[5], numbers[4]]
    await customer.send(to=numbers[3])
    await customer.send(to="+34600119999")
    rest = await customer.control.handsets(before=first["next"], limit=200)
    assert [row["number"] for row in rest["handsets"]] == [numbers[2], numbers[1], numbers[0]]
    top = await customer.control.handsets(limit=2)
    assert [row["number"] for row in top["handsets"]] == ["+34600119999", numbers[3]]


@pytest.mark.parametrize(
    "path",
    [
        "/handsets?limit=0",
        "/handsets?limit=201",
        "/handsets?limit=-1",
        "/handsets?limit=many",
        "/handsets?limit=",
        "/handsets?before=yesterday",
        "/handsets?before=-1",
        "/handsets?before=" + "9" * 5000,
        "/handsets?search=Ana",
        "/handsets?search=6%00",
        "/handsets?search=%D9%A6",
        "/handsets/Ana/conversation",
        "/handsets/600111222/conversation",
        "/handsets/+34600111222%20/conversation",
    ],
)
async def test_a_question_about_handsets_that_makes_no_sense_is_refused(
    customer: Customer, path: str
) -> None:
    async with customer.session.get(f"{customer.url}/_carrier{path}") as response:
        assert response.status == 400
        assert (await response.json())["errors"]


@pytest.mark.parametrize("search", ["", "%20", "+"])
async def test_a_search_for_nothing_finds_all(search: str) -> None:
    async with customer_of(QUICK) as customer:
        await customer.send()
        async with customer.session.get(f"{customer.url}/_carrier/handsets?search={search}") as response:
            assert (await response.json())["total"] == 1
