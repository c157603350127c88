"""The Twilio provider and a whole carrier, over real sockets: what was answered, and what really happened."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from uuid import UUID, uuid5

import pytest
from aiohttp import web

from homing.carrier.control import Control
from homing.carrier.server import RunningCarrier, running_carrier
from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.providers import twilio_codes
from homing.providers.base import Accepted, Ambiguous, Listed, NotProcessed, Outbound, Rejected
from homing.providers.twilio import TwilioConfig, TwilioProvider
from homing.providers.twilio_webhooks import StatusCallback, parse_status_callback, valid_signature

RECIPIENT = "+34600111222"
SENDER = "+34911222333"
ATTEMPT = UUID("0198f6a2-0000-7000-8000-000000000001")
TEXT = Outbound(ATTEMPT, RECIPIENT, SENDER, 'Hi Ana - "Q3 & €"\nOpen: https://l.example/c/1')
SYNCHRONOUS = [21211, 21408, 21606, 21608, 21609, 21610, 21612, 21614, 21617, 21703]
NOWHERE = "http://127.0.0.1:9/twilio/status"


def provider_of(
    carrier: RunningCarrier,
    *,
    callback: str = NOWHERE,
    token: str | None = None,
    within: dt.timedelta = dt.timedelta(seconds=5),
) -> TwilioProvider:
    return TwilioProvider(
        TwilioConfig(
            account_sid=carrier.account.sid,
            auth_token=token or carrier.account.token,
            status_callback_url=callback,
            api_base_url=carrier.url,
            timeout=within,
        )
    )


@pytest.fixture(scope="module")
async def carrier() -> AsyncIterator[RunningCarrier]:
    async with running_carrier(fast=True) as running:
        yield running


@pytest.fixture
async def control(carrier: RunningCarrier) -> AsyncIterator[Control]:
    async with Control(carrier.url) as control:
        await control.reset()
        yield control


@pytest.fixture
async def provider(carrier: RunningCarrier) -> AsyncIterator[TwilioProvider]:
    provider = provider_of(carrier)
    yield provider
    await provider.aclose()


@pytest.mark.spec("P04", "X10")
async def test_a_text_reaches_its_handset_word_for_word(provider: TwilioProvider, control: Control) -> None:
    answered = await provider.send(TEXT)
    await control.idle()
    [text] = await control.handset(RECIPIENT)
    assert answered.result == Accepted(text.sid)
    assert (text.to, text.sender, text.body) == (RECIPIENT, SENDER, TEXT.body)
    assert text.status_callback == f"{NOWHERE}?a={ATTEMPT}#rc=5&rp=all"


@pytest.mark.spec("P29", "X17")
@pytest.mark.parametrize("code", SYNCHRONOUS)
async def test_a_refusal_is_definite_and_nothing_was_made(
    provider: TwilioProvider, control: Control, code: int
) -> None:
    await control.fault("error", code=code, next=1)
    meaning = twilio_codes.CODES[code]
    assert (await provider.send(TEXT)).result == Rejected(meaning.reason, code, meaning.other_sender)
    assert (await control.counts()).texts == 0


async def test_a_wrong_token_is_the_configurations_fault(carrier: RunningCarrier, control: Control) -> None:
    provider = provider_of(carrier, token="wrong")
    assert (await provider.send(TEXT)).result == Rejected(FailureReason.CONFIGURATION, 20003)
    await provider.aclose()
    assert (await control.counts()).texts == 0


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize(
    ("code", "detail"), [(20429, "too_many_requests"), (21611, "sender_queue_full")], ids=str
)
async def test_what_was_not_processed_may_be_sent_again_and_arrives_once(
    provider: TwilioProvider, control: Control, code: int, detail: str
) -> None:
    await control.fault("error", code=code, next=1)
    assert (await provider.send(TEXT)).result == NotProcessed(detail)
    assert (await control.counts()).texts == 0
    assert isinstance((await provider.send(TEXT)).result, Accepted)
    assert (await control.counts()).texts == 1


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize(
    ("kind", "options", "detail"),
    [
        ("hang", {}, "read_timeout"),
        ("reset", {}, "connection_lost"),
        ("error", {"code": 20500}, "http_500"),
        ("error", {"code": 20503}, "http_503"),
    ],
)
async def test_an_ambiguous_answer_stands_for_at_most_one_text(
    carrier: RunningCarrier,
    control: Control,
    kind: str,
    options: dict[str, object],
    detail: str,
    *,
    accepted: bool,
) -> None:
    await control.fault(kind, next=1, accepted=accepted, **options)
    provider = provider_of(carrier, within=dt.timedelta(seconds=0.4))
    answered = await provider.send(TEXT)
    await provider.aclose()
    assert answered.result == Ambiguous(detail)
    assert answered.first_byte_at is not None
    assert (await control.counts()).texts == accepted


async def listed_texts(provider: TwilioProvider) -> list[Listed]:
    return [listed async for listed in provider.messages_to(RECIPIENT, SENDER)]


async def priced_text(provider: TwilioProvider) -> Listed:
    """The one text of the listing, once it has its price."""
    async with asyncio.timeout(5):
        while True:
            [listed] = await listed_texts(provider)
            if listed.price_micros is not None:
                return listed
            await asyncio.sleep(0.02)


@pytest.mark.spec("X01", "P22")
async def test_a_text_whose_answer_was_cut_off_is_found_in_the_listing_and_later_priced(
    provider: TwilioProvider, control: Control
) -> None:
    since = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=5)
    await control.fault("truncate", next=1)
    assert (await provider.send(TEXT)).result == Ambiguous("truncated_answer")
    await control.idle()
    [text] = await control.texts(RECIPIENT)
    listed = await priced_text(provider)
    assert (listed.provider_id, listed.recipient, listed.sender, listed.body) == (
        text.sid,
        RECIPIENT,
        SENDER,
        TEXT.body,
    )
    assert (listed.status, listed.error_code, listed.reason) == (ReceiptStatus.DELIVERED, None, None)
    assert (listed.price_micros, listed.currency) == (76_900, "USD")
    by_time = [found async for found in provider.messages_since(since, since + dt.timedelta(minutes=1))]
    assert by_time == [listed]
    assert [found async for found in provider.messages_since(since - dt.timedelta(days=1), since)] == []


async def test_a_message_is_shown_by_its_id_and_one_that_is_not_known_is_nobodys(
    carrier: RunningCarrier, provider: TwilioProvider, control: Control
) -> None:
    answer = await provider.send(TEXT)
    assert isinstance(answer.result, Accepted)
    [text] = await control.texts(RECIPIENT)

    shown = await provider.message(text.sid)
    stranger = await provider.message(f"SM{'0' * 32}")

    assert shown is not None
    assert (shown.provider_id, shown.recipient, shown.body) == (text.sid, RECIPIENT, TEXT.body)
    assert stranger is None
    async with aclosing(provider_of(carrier, token="another")) as refused:
        with pytest.raises(ConnectionError, match=r"^twilio: a message could not be read \(\w+\)$"):
            await refused.message(text.sid)


@pytest.mark.spec("X01")
async def test_a_listing_of_several_pages_is_read_to_its_end(
    provider: TwilioProvider, control: Control
) -> None:
    wanted = 1_001  # one more than a page holds
    gate = asyncio.Semaphore(8)

    async def send(number: int) -> None:
        async with gate:
            attempt = uuid5(ATTEMPT, str(number))
            sent = await provider.send(Outbound(attempt, RECIPIENT, SENDER, str(number)))
            assert isinstance(sent.result, Accepted)

    await asyncio.gather(*(send(number) for number in range(wanted)))
    assert (await control.counts()).texts == wanted
    assert {int(listed.body) for listed in await listed_texts(provider)} == set(range(wanted))


@asynccontextmanager
async def callback_receiver(token: str) -> AsyncIterator[tuple[str, list[tuple[str, StatusCallback]]]]:
    """A public address that takes signed callbacks and keeps them with the attempt that each names."""
    kept: list[tuple[str, StatusCallback]] = []
    base = ""

    async def take(request: web.Request) -> web.Response:
        form = [(name, str(value)) for name, value in (await request.post()).items()]
        signature = request.headers.get("X-Twilio-Signature")
        if not valid_signature(base + request.path_qs, form, signature, ["rotated out", token]):
            return web.Response(status=403)
        kept.append((request.query["a"], parse_status_callback(form)))
        return web.Response(status=204)

    application = web.Application()
    application.router.add_post("/twilio/status", take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield f"{base}/twilio/status", kept
    finally:
        await runner.cleanup()


@pytest.mark.spec("X01", "W10")
@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        (None, ReceiptStatus.DELIVERED, None),
        (30005, ReceiptStatus.NOT_DELIVERED, FailureReason.NUMBER_UNKNOWN),
        (21610, ReceiptStatus.NOT_DELIVERED, FailureReason.OPTED_OUT_AT_PROVIDER),
    ],
)
async def test_signed_callbacks_tell_of_the_attempt_even_where_its_answer_was_lost(
    code: int | None, status: ReceiptStatus, reason: FailureReason | None
) -> None:
    async with running_carrier() as carrier, Control(carrier.url) as control:
        async with callback_receiver(carrier.account.token) as (address, kept):
            provider = provider_of(carrier, callback=address)
            await control.fault("truncate", next=1)
            if code is not None:
                await control.fault("fail", code=code, next=1)
            assert (await provider.send(TEXT)).result == Ambiguous("truncated_answer")
            await provider.aclose()
            await control.idle()
        [text] = await control.texts()
    assert {attempt for attempt, _ in kept} == {str(ATTEMPT)}
    assert kept[-1][1] == StatusCallback(text.sid, status, code, reason)
    assert [callback.answer for callback in text.callbacks] == [204] * len(kept)
