"""The provider's own SDK against the carrier."""

from collections.abc import AsyncIterator

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse

from homing.carrier import Tuning
from tests.carrier.support import ACCOUNT, OTHER_PHONE, PHONE, SENDER, Customer, Sink, customer_of

pytestmark = [
    pytest.mark.spec("X10"),
    # The SDK authenticates in a way that its HTTP library has since deprecated.
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The 'auth' parameter is deprecated:DeprecationWarning"),
]


@pytest.fixture
async def sdk(customer: Customer) -> AsyncIterator[Client]:
    async with AsyncTwilioHttpClient() as wire:
        client = Client(ACCOUNT.sid, ACCOUNT.token, http_client=wire)
        client.api.base_url = customer.url
        yield client


async def test_the_sdk_creates_and_fetches_a_text(customer: Customer, sdk: Client) -> None:
    created = await sdk.messages.create_async(to=PHONE, from_=SENDER, body="Hi — €", validity_period=60)
    assert (created.status, created.num_segments, created.price, created.error_code) == (
        "queued",
        "1",
        None,
        None,
    )
    await customer.control.idle()
    fetched = await sdk.messages(created.sid).fetch_async()
    assert (fetched.status, fetched.body, fetched.from_, fetched.to) == ("delivered", "Hi — €", SENDER, PHONE)
    assert (fetched.price, fetched.price_unit) == ("-0.0769", "USD")
    assert fetched.date_created <= fetched.date_sent <= fetched.date_updated
    assert fetched.date_sent.tzinfo is not None


async def test_the_sdk_follows_the_pages_of_a_listing(customer: Customer, sdk: Client) -> None:
    for n in range(5):
        await customer.send(str(n))
    await customer.send(to=OTHER_PHONE)
    await customer.control.idle()
    listed = await sdk.messages.list_async(to=PHONE, from_=SENDER, page_size=2)
    assert [message.body for message in listed] == ["4", "3", "2", "1", "0"]
    moment = listed[0].date_sent
    assert moment is not None
    assert len(await sdk.messages.list_async(to=PHONE, date_sent=moment, page_size=2)) == 5
    assert len(await sdk.messages.list_async(to=PHONE, date_sent_before=listed[-1].date_sent)) >= 1
    assert len(await sdk.messages.list_async(date_sent_after=listed[-1].date_sent, limit=4)) == 4


async def test_the_sdk_lists_what_came_in_from_handsets(customer: Customer, sdk: Client) -> None:
    await customer.send("Hi")
    await customer.control.idle()
    sid = (await customer.control.reply(PHONE, "STOP")).sid
    (came,) = await sdk.messages.list_async(to=SENDER)
    assert (came.sid, came.direction, came.status, came.from_, came.body) == (
        sid,
        "inbound",
        "received",
        PHONE,
        "STOP",
    )
    assert came.date_sent is not None
    listed = await sdk.messages.list_async(date_sent_after=came.date_sent, page_size=1)
    assert sid in {message.sid for message in listed}


async def test_the_sdks_own_twiml_becomes_texts(customer: Customer, sink: Sink) -> None:
    document = MessagingResponse()
    document.message("Zażółć & <b> — 😀")
    document.message().body("Two")
    sink.answers, sink.document = (200,), str(document)
    await customer.control.tune(inbound_url=sink.url)
    assert len((await customer.control.reply(PHONE, "Hi", SENDER)).replies) == 2
    assert [text.body for text in await customer.control.texts(PHONE)] == ["Zażółć & <b> — 😀", "Two"]


async def test_the_sdk_reads_an_error(customer: Customer, sdk: Client) -> None:
    await customer.control.fault("error", to=PHONE, code=21610)
    with pytest.raises(TwilioRestException) as error:
        await sdk.messages.create_async(to=PHONE, from_=SENDER, body="Hi")
    assert (error.value.status, error.value.code) == (400, 21610)
    assert "unsubscribed" in error.value.msg


async def test_the_sdk_is_not_let_in_with_a_wrong_token() -> None:
    async with customer_of(Tuning()) as customer, AsyncTwilioHttpClient() as wire:
        client = Client(ACCOUNT.sid, "a guess", http_client=wire)
        client.api.base_url = customer.url
        with pytest.raises(TwilioRestException) as error:
            await client.messages.create_async(to=PHONE, from_=SENDER, body="Hi")
        assert (error.value.status, error.value.code) == (401, 20003)
