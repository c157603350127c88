"""Listing texts: filters, pages, and the lag."""

import datetime as dt

import pytest

from homing.carrier import Tuning
from tests.carrier.support import OTHER_PHONE, OTHER_SENDER, PHONE, SENDER, Customer, customer_of

pytestmark = pytest.mark.spec("X10")


async def test_a_listing_shows_the_newest_first_and_only_what_was_asked_for(customer: Customer) -> None:
    a = await customer.send("a")
    b = await customer.send("b", From=OTHER_SENDER)
    c = await customer.send("c", to=OTHER_PHONE)
    d = await customer.send("d")

    async def listed(**query: str) -> list[str]:
        return [message["sid"] for message in await customer.list_(**query)]

    assert await listed() == [d["sid"], c["sid"], b["sid"], a["sid"]]
    assert await listed(To=PHONE) == [d["sid"], b["sid"], a["sid"]]
    assert await listed(From=OTHER_SENDER) == [b["sid"]]
    assert await listed(To=PHONE, From=SENDER) == [d["sid"], a["sid"]]
    assert await listed(To="+34600999999") == []


async def test_a_listing_by_date_leaves_out_what_was_not_sent_and_takes_bounds_as_inclusive() -> None:
    async with customer_of(Tuning(sent_delay=0)) as customer:
        sent = await customer.send("sent")
        await customer.control.wait(status="delivered")
        await customer.control.tune(sent_delay=600)
        await customer.send("unsent")
        moment = dt.datetime.strptime(
            (await customer.read(sent["sid"]))["date_sent"], "%a, %d %b %Y %H:%M:%S %z"
        )
        second = dt.timedelta(seconds=1)
        day = dt.timedelta(days=1)

        async def bodies(query: dict[str, dt.datetime | dt.date]) -> list[str]:
            given = {name: value.isoformat().replace("+00:00", "Z") for name, value in query.items()}
            return [message["body"] for message in await customer.list_(**given)]

        assert await bodies({}) == ["unsent", "sent"]
        assert await bodies({"DateSent": moment.date()}) == ["sent"]
        assert await bodies({"DateSent": moment.date() - day}) == []
        assert await bodies({"DateSent>": moment}) == ["sent"]
        assert await bodies({"DateSent>": moment + second}) == []
        assert await bodies({"DateSent<": moment}) == ["sent"]
        assert await bodies({"DateSent<": moment - second}) == []
        assert await bodies({"DateSent>": moment - second, "DateSent<": moment + second}) == ["sent"]
        assert await bodies({"DateSent>": moment.date()}) == ["sent"]
        assert await bodies({"DateSent<": moment.date() + day}) == ["sent"]


async def test_pages_follow_one_another_by_relative_addresses_though_new_texts_come_in(
    customer: Customer,
) -> None:
    sent = [(await customer.send(str(n)))["sid"] for n in range(7)]
    await customer.send(to=OTHER_PHONE)
    status, page = await customer.get(customer.messages, {"To": PHONE, "PageSize": "3"})
    assert (status, page["page"], page["page_size"], page["start"], page["end"]) == (200, 0, 3, 0, 2)
    found = [message["sid"] for message in page["messages"]]
    numbers = [page["page"]]
    while page["next_page_uri"] is not None:
        assert page["next_page_uri"].startswith(customer.messages + "?")
        await customer.send("one more")
        _, page = await customer.get(page["next_page_uri"])
        found += [message["sid"] for message in page["messages"]]
        numbers.append(page["page"])
    assert found == sent[::-1]
    assert numbers == [0, 1, 2]
    assert (page["start"], page["end"]) == (6, 6)


async def test_a_page_that_is_just_full_is_the_last(customer: Customer) -> None:
    for _ in range(2):
        await customer.send()
    _, page = await customer.get(customer.messages, {"PageSize": "2"})
    assert (len(page["messages"]), page["next_page_uri"]) == (2, None)


async def test_a_page_holds_fifty_texts_unless_asked_for_up_to_a_thousand(customer: Customer) -> None:
    for _ in range(51):
        await customer.send()
    _, page = await customer.get(customer.messages)
    assert (len(page["messages"]), page["page_size"]) == (50, 50)
    assert len(await customer.list_(PageSize="1000")) == 51


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"PageSize": "1001"}, 20007),
        ({"PageSize": "0"}, 20001),
        ({"PageSize": "-1"}, 20001),
        ({"PageToken": "PASM0"}, 20001),
        ({"DateSent": "today"}, 20001),
    ],
)
async def test_a_listing_that_makes_no_sense_is_refused(
    customer: Customer, query: dict[str, str], code: int
) -> None:
    status, answer = await customer.get(customer.messages, query)
    assert (status, answer["code"]) == (400, code)


async def test_a_listing_lags_while_the_text_itself_can_be_read() -> None:
    async with customer_of(Tuning(listing_lag=600)) as customer:
        sid = (await customer.send())["sid"]
        assert await customer.list_() == []
        assert await customer.list_(To=PHONE) == []
        assert (await customer.read(sid))["sid"] == sid
        await customer.control.tune(listing_lag=0)
        assert [message["sid"] for message in await customer.list_(To=PHONE)] == [sid]
