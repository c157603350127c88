"""What the Twilio provider makes of each thing that a wire can do, over real sockets."""

import asyncio
import dataclasses
import datetime as dt
import logging
import time
import traceback
import urllib.parse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import aiohttp
import pytest

from homing.domain.errors import ConfigurationError
from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.providers import twilio_wire
from homing.providers.base import Accepted, Ambiguous, Answer, Listed, Lists, NotProcessed, Outbound, Provider
from homing.providers.twilio import TwilioConfig, TwilioProvider, price_micros
from plugin.embedded.temporal import free_port
from tests.providers.raw_server import (
    Behaviour,
    answer,
    deaf_port,
    drip,
    drop,
    hang,
    raw_server,
    reset,
    speak_no_http,
    truncated,
)

RECIPIENT = "+34600111222"
SENDER = "+34911222333"
TOKEN = "a-token-that-nobody-may-see"
ATTEMPT = UUID("0198f6a2-0000-7000-8000-000000000001")
TEXT = Outbound(ATTEMPT, RECIPIENT, SENDER, "Hi Anaïs: € & more")
CREATED = answer(201, {"sid": "SM1", "status": "queued"})
SHORT = dt.timedelta(seconds=0.4)


def config(url: str, within: dt.timedelta = dt.timedelta(seconds=5), pool_size: int = 4) -> TwilioConfig:
    return TwilioConfig(
        account_sid="AC1",
        auth_token=TOKEN,
        status_callback_url="https://hooks.example.com/twilio/status",
        api_base_url=url,
        timeout=within,
        pool_size=pool_size,
    )


@asynccontextmanager
async def provider_at(
    url: str, within: dt.timedelta = dt.timedelta(seconds=5), pool_size: int = 4
) -> AsyncIterator[TwilioProvider]:
    provider = TwilioProvider(config(url, within, pool_size))
    try:
        yield provider
    finally:
        await provider.aclose()


async def send_to(url: str, within: dt.timedelta = dt.timedelta(seconds=5)) -> Answer:
    async with provider_at(url, within) as provider:
        return await provider.send(TEXT)


@pytest.mark.spec("P04")
async def test_a_text_is_asked_for_in_twilios_own_form() -> None:
    async with raw_server(CREATED) as server:
        before = time.monotonic()
        answered = await send_to(server.url)
        after = time.monotonic()
    assert answered.result == Accepted("SM1")
    assert answered.first_byte_at is not None
    assert before <= answered.first_byte_at <= after
    assert server.targets == ["POST /2010-04-01/Accounts/AC1/Messages.json HTTP/1.1"]
    assert dict(urllib.parse.parse_qsl(server.bodies[0])) == {
        "To": RECIPIENT,
        "From": SENDER,
        "Body": "Hi Anaïs: € & more",
        "StatusCallback": f"https://hooks.example.com/twilio/status?a={ATTEMPT}#rc=5&rp=all",
    }
    assert f"Authorization: {aiohttp.encode_basic_auth('AC1', TOKEN)}" in server.heads[0].splitlines()


async def test_an_api_key_stands_in_for_the_token() -> None:
    async with raw_server(CREATED) as server:
        keyed = TwilioConfig(
            account_sid="AC1",
            auth_token=TOKEN,
            api_key_sid="SK1",
            api_key_secret="secret",
            status_callback_url="https://hooks.example.com/s",
            api_base_url=server.url,
        )
        provider = TwilioProvider(keyed)
        assert (await provider.send(TEXT)).result == Accepted("SM1")
        await provider.aclose()
    assert f"Authorization: {aiohttp.encode_basic_auth('SK1', 'secret')}" in server.heads[0].splitlines()


@pytest.mark.spec("P29", "X01")
async def test_a_refused_connection_was_not_processed() -> None:
    answered = await send_to(f"http://127.0.0.1:{free_port()}")
    assert answered == Answer(NotProcessed("connection_refused"), None)


@pytest.mark.spec("P29", "X01")
async def test_a_host_that_never_answers_the_connection_did_not_process() -> None:
    with deaf_port() as port:
        started = time.monotonic()
        answered = await send_to(f"http://127.0.0.1:{port}", SHORT)
    assert answered == Answer(NotProcessed("connect_timeout"), None)
    assert time.monotonic() - started < 2 * SHORT.total_seconds()


@pytest.mark.spec("P29", "X01")
async def test_a_name_that_does_not_resolve_was_not_processed() -> None:
    answered = await send_to("http://twilio.invalid")  # RFC 2606: never a host
    assert answered == Answer(NotProcessed("dns_failure"), None)


@pytest.mark.spec("P29", "X01")
async def test_a_failed_tls_handshake_was_not_processed() -> None:
    async def speak_plainly(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 this is no TLS\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak_plainly, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        answered = await send_to(f"https://127.0.0.1:{port}")
    assert answered == Answer(NotProcessed("tls_failure"), None)


@pytest.mark.spec("P29", "X01")
async def test_a_text_that_waited_for_a_connection_in_vain_was_not_processed() -> None:
    with deaf_port() as port:
        async with provider_at(f"http://127.0.0.1:{port}", SHORT, pool_size=1) as provider:
            answers = await asyncio.gather(*(provider.send(TEXT) for _ in range(3)))
    assert answers == [Answer(NotProcessed("connect_timeout"), None)] * 3


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize(
    ("behaviour", "detail"),
    [
        pytest.param(hang, "read_timeout", id="hang"),
        pytest.param(drip, "read_timeout", id="drip"),
        pytest.param(drop, "connection_lost", id="drop"),
        pytest.param(reset, "connection_lost", id="reset"),
        pytest.param(truncated(201, '{"sid": "SM1"}'), "truncated_answer", id="truncated 201"),
        pytest.param(truncated(400, '{"code": 21211}'), "truncated_answer", id="truncated 400"),
        pytest.param(answer(201, '{"sid": "SM'), "unreadable_answer", id="unparsable 201"),
        pytest.param(speak_no_http, "unreadable_answer", id="no HTTP"),
        pytest.param(answer(500, {"code": 20500}), "http_500", id="500"),
        pytest.param(answer(503, "busy"), "http_503", id="503"),
        pytest.param(answer(307, "", ["Location: /elsewhere"]), "http_307", id="redirect"),
    ],
)
async def test_what_goes_wrong_after_the_request_went_out_is_ambiguous_in_time_and_not_repeated(
    behaviour: Behaviour, detail: str
) -> None:
    async with raw_server(behaviour) as server:
        started = time.monotonic()
        answered = await send_to(server.url, SHORT)
        took = time.monotonic() - started
        assert answered.result == Ambiguous(detail)
        assert answered.first_byte_at is not None
        assert len(server.targets) == 1
    assert took < 2 * SHORT.total_seconds()


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize("behaviour", [drop, reset])
async def test_a_text_lost_with_a_kept_alive_connection_is_not_sent_on_another(behaviour: Behaviour) -> None:
    async with raw_server(CREATED, behaviour, CREATED) as server, provider_at(server.url) as provider:
        assert (await provider.send(TEXT)).result == Accepted("SM1")
        assert (await provider.send(TEXT)).result == Ambiguous("connection_lost")
        assert (len(server.targets), server.connections) == (2, 1)
        assert (await provider.send(TEXT)).result == Accepted("SM1")
        assert (len(server.targets), server.connections) == (3, 2)


@pytest.mark.spec("P29")
async def test_a_second_post_within_one_exchange_is_stopped_before_its_first_byte() -> None:
    async with raw_server(answer(307, "", ["Location: /again"])) as server:
        session = twilio_wire.open_session(timeout_seconds=5, connect_seconds=5, pool_size=1)
        exchange = twilio_wire.Exchange(session)
        with pytest.raises(aiohttp.ClientConnectionError, match="sent once"):
            # A redirect that is followed is one way in which aiohttp would send a POST twice.
            await session.post(server.url, data=b"x", trace_request_ctx=exchange, allow_redirects=True)
        await session.close()
        assert len(server.targets) == 1


@pytest.mark.spec("P29")
async def test_a_cancelled_send_is_cancelled() -> None:
    async with raw_server(hang) as server, provider_at(server.url) as provider:
        sending = asyncio.create_task(provider.send(TEXT))
        await asyncio.wait_for(server.arrived.wait(), 5)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert len(server.targets) == 1


async def test_connections_are_kept_and_shared() -> None:
    async with raw_server(CREATED) as server, provider_at(server.url, pool_size=8) as provider:
        for _ in range(3):
            answers = await asyncio.gather(*(provider.send(TEXT) for _ in range(8)))
            assert {answered.result for answered in answers} == {Accepted("SM1")}
        assert server.connections == 8


async def test_regions_and_edges_of_the_environment_do_not_move_the_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    async with raw_server(CREATED) as server:
        assert (await send_to(server.url)).result == Accepted("SM1")
        assert f"Host: 127.0.0.1:{server.port}" in server.heads[0].splitlines()


def entry(sid: str, created: str, **fields: object) -> dict[str, object]:
    return {
        "sid": sid,
        "to": RECIPIENT,
        "from": SENDER,
        "body": "text",
        "status": "delivered",
        "direction": "outbound-api",
        "error_code": None,
        "price": "-0.00755",
        "price_unit": "usd",
        "date_created": created,
        "date_sent": created,
        "date_updated": created,
        **fields,
    }


def page(entries: list[dict[str, object]], next_page_uri: str | None) -> Behaviour:
    return answer(200, {"messages": entries, "next_page_uri": next_page_uri, "page": 0, "page_size": 1})


NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
AT_NOON = "Sat, 21 Nov 2026 12:00:00 +0000"


@pytest.mark.spec("P22", "X01")
async def test_a_listing_follows_its_pages_and_leaves_out_what_came_in() -> None:
    pages = (
        page([entry("SM1", AT_NOON), entry("SM2", AT_NOON, direction="inbound")], "/2010-04-01/next?Page=1"),
        page(
            [
                entry("SM3", AT_NOON, status="undelivered", error_code=30005, price=None, price_unit=None),
                entry("SM4", AT_NOON, status="received"),
            ],
            None,
        ),
    )
    async with raw_server(*pages) as server, provider_at(server.url) as provider:
        listed = [found async for found in provider.messages_to(RECIPIENT, SENDER)]
    delivered, undelivered = ReceiptStatus.DELIVERED, ReceiptStatus.NOT_DELIVERED
    unknown = FailureReason.NUMBER_UNKNOWN
    assert listed == [
        Listed("SM1", RECIPIENT, SENDER, "text", delivered, None, None, 7550, "USD", NOON),
        Listed("SM3", RECIPIENT, SENDER, "text", undelivered, 30005, unknown, None, None, NOON),
    ]
    first, second = (urllib.parse.urlsplit(target.split()[1]) for target in server.targets)
    assert dict(urllib.parse.parse_qsl(first.query)) == {
        "To": RECIPIENT,
        "From": SENDER,
        "PageSize": "1000",
    }
    assert (second.path, second.query) == ("/2010-04-01/next", "Page=1")


@pytest.mark.spec("X01")
async def test_a_listing_by_time_asks_in_utc_and_keeps_what_was_created_within() -> None:
    created = [entry("SM1", "Sat, 21 Nov 2026 13:00:00 +0000"), entry("SM2", AT_NOON)]
    created.append(entry("SM3", "Sat, 21 Nov 2026 11:59:59 +0000"))
    plus_two = dt.timezone(dt.timedelta(hours=2))
    async with raw_server(page(created, None)) as server, provider_at(server.url) as provider:
        since = dt.datetime(2026, 11, 21, 14, tzinfo=plus_two)
        found = [listed async for listed in provider.messages_since(since, since + dt.timedelta(hours=1))]
    assert [listed.provider_id for listed in found] == ["SM2"]
    query = urllib.parse.urlsplit(server.targets[0].split()[1]).query
    assert dict(urllib.parse.parse_qsl(query)) == {
        "DateSent>": "2026-11-21T12:00:00Z",
        # An hour of asking, and ten in which what was asked for may wait at Twilio.
        "DateSent<": "2026-11-21T23:00:00Z",
        "PageSize": "1000",
    }


async def test_a_time_without_a_zone_is_no_time() -> None:
    async with raw_server(page([], None)) as server, provider_at(server.url) as provider:
        with pytest.raises(ValueError, match="without a zone"):
            await anext(provider.messages_since(dt.datetime(2026, 11, 21), NOON))  # noqa: DTZ001  the point
        assert server.targets == []


@pytest.mark.spec("Q13", "X11")
@pytest.mark.parametrize(
    "behaviour",
    [answer(400, {"code": 21211, "message": f"{RECIPIENT} is bad"}), drop, hang, answer(200, "{}")],
)
async def test_a_failed_listing_tells_nothing_personal(behaviour: Behaviour) -> None:
    async with raw_server(behaviour) as server, provider_at(server.url, SHORT) as provider:
        with pytest.raises(ConnectionError) as caught:
            await anext(provider.messages_to(RECIPIENT))
    told = "".join(traceback.format_exception(caught.value))
    assert "could not be read" in told
    assert_nothing_personal(told)
    assert caught.value.__context__ is None


def assert_nothing_personal(text: str) -> None:
    for number in (RECIPIENT, SENDER):
        assert number[1:] not in text
    assert "Ana" not in text
    assert TOKEN not in text
    assert aiohttp.encode_basic_auth("AC1", TOKEN).split()[1] not in text


@pytest.mark.spec("Q13", "X11")
async def test_no_log_record_and_no_repr_tells_a_number_a_text_or_a_secret(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    behaviours = (CREATED, answer(400, {"code": 21211, "message": f"{RECIPIENT} is bad"}), hang, reset)
    async with raw_server(*behaviours) as server, provider_at(server.url, SHORT) as provider:
        answers = [await provider.send(TEXT) for _ in behaviours]
        with pytest.raises(ConnectionError):
            await anext(provider.messages_to(RECIPIENT))
        assert sum(target.startswith("POST") for target in server.targets) == len(behaviours)
        logging.getLogger("proof").debug("records are captured")
        kept = [str(record.__dict__) for record in caplog.records]
        assert any("records are captured" in record for record in kept)
        assert_nothing_personal("".join(kept))
        assert_nothing_personal(f"{answers!r} {provider!r} {config(server.url)!r} {config(server.url)}")


@pytest.mark.parametrize(
    ("price", "micros"),
    [
        ("-0.00750", 7_500),
        ("-0.0079", 7_900),
        ("-12.3456789", 12_345_679),
        ("0", 0),
        ("-0.1", 100_000),
        (None, None),
        ("", None),
        ("NaN", None),
        ("-Infinity", None),
    ],
)
@pytest.mark.spec("P22")
def test_a_price_is_exact_and_positive(price: str | None, micros: int | None) -> None:
    assert price_micros(price) == micros


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"account_sid": ""}, "account_sid"),
        ({"api_key_sid": "SK1"}, "api_key_secret"),
        ({"timeout": dt.timedelta(0)}, "timeout"),
        ({"pool_size": 0}, "pool_size"),
        ({"status_callback_url": "hooks.example.com"}, "status_callback_url"),
        ({"status_callback_url": "https://my_host.example.com/s"}, "status_callback_url"),
        ({"status_callback_url": "https://hooks.example.com/s?x=1"}, "status_callback_url"),
        ({"api_base_url": "ftp://example.com"}, "api_base_url"),
        ({"api_base_url": f"http://{'x' * 64}.example.com"}, "api_base_url"),
        ({"api_base_url": "http://[::1"}, "api_base_url"),
        ({"api_base_url": "http:///path"}, "api_base_url"),
    ],
)
def test_a_wrong_setting_is_named_without_its_secret(changed: dict[str, object], named: str) -> None:
    settings: dict[str, object] = {
        "account_sid": "AC1",
        "auth_token": TOKEN,
        "status_callback_url": "https://hooks.example.com/s",
        **changed,
    }
    with pytest.raises(ConfigurationError, match=named) as caught:
        TwilioConfig(**settings)  # type: ignore[arg-type]  # wrong on purpose
    assert TOKEN not in str(caught.value)


async def test_a_provider_that_was_closed_opens_anew() -> None:
    async with raw_server(CREATED, CREATED) as server:
        provider = TwilioProvider(config(server.url))
        for _ in range(2):
            assert isinstance((await provider.send(TEXT)).result, Accepted)
            await provider.aclose()
        assert len(server.targets) == 2


async def test_no_request_begins_after_the_time_by_which_it_had_to() -> None:
    async with raw_server(CREATED) as server, provider_at(server.url) as provider:
        late = dataclasses.replace(TEXT, begin_by=time.monotonic() - 0.001)
        assert await provider.send(late) == Answer(NotProcessed("lease_over"), None)
        assert server.targets == []


@pytest.mark.spec("P04")
async def test_the_provider_keeps_both_protocols() -> None:
    async with raw_server(CREATED, page([], None)) as server, provider_at(server.url) as provider:
        transmits: Provider = provider
        lists: Lists = provider
        assert (await transmits.send(TEXT)).result == Accepted("SM1")
        assert [listed async for listed in lists.messages_to(RECIPIENT)] == []
    assert transmits.name == "twilio"
