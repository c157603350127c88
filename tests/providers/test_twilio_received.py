"""What Twilio's list says of messages from handsets, and of the answers to them."""

import datetime as dt
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from homing.carrier.control import Control
from homing.carrier.server import RunningCarrier, running_carrier
from homing.providers.base import Accepted, Outbound
from homing.providers.twilio import TwilioConfig, TwilioProvider

HANDSET, OURS = "+34600111222", "+34911222333"
ATTEMPT = UUID("0198f6a2-0000-7000-8000-000000000001")
BODY = "Hi Ana\nOpen: https://l.example/c/1"


@pytest.fixture
async def carrier() -> AsyncIterator[RunningCarrier]:
    async with running_carrier(fast=True) as running:
        yield running


@pytest.fixture
async def control(carrier: RunningCarrier) -> AsyncIterator[Control]:
    async with Control(carrier.url) as control:
        yield control


@pytest.fixture
async def provider(carrier: RunningCarrier) -> AsyncIterator[TwilioProvider]:
    provider = provider_at(carrier, carrier.url)
    yield provider
    await provider.aclose()


def provider_at(carrier: RunningCarrier, url: str) -> TwilioProvider:
    return TwilioProvider(
        TwilioConfig(
            account_sid=carrier.account.sid,
            auth_token=carrier.account.token,
            status_callback_url="http://127.0.0.1:9/twilio/status",
            api_base_url=url,
        )
    )


@pytest.mark.spec("X01", "P14")
async def test_messages_from_handsets_are_listed_apart_from_ours_and_answers_to_them_not_at_all(
    provider: TwilioProvider, control: Control
) -> None:
    since = dt.datetime.now(dt.UTC).replace(microsecond=0)
    sent = await provider.send(Outbound(ATTEMPT, HANDSET, OURS, BODY))
    await control.tune(keywords="default")  # the provider answers by itself
    heard = await control.reply(HANDSET, "Stop", OURS)
    assert len(heard.replies) == 1
    await control.idle()
    until = since + dt.timedelta(minutes=1)

    [received] = [one async for one in provider.received_since(since, until)]
    listed = [one async for one in provider.messages_since(since, until)]

    assert (received.provider_id, received.body) == (heard.sid, "Stop")
    assert (received.sender, received.recipient) == (HANDSET, OURS)
    assert since <= received.created_at < until
    assert isinstance(sent.result, Accepted)
    assert [one.provider_id for one in listed] == [sent.result.provider_id]
    earlier = provider.received_since(since - dt.timedelta(days=1), since)
    assert [one async for one in earlier] == []
    assert "Stop" not in repr(received)
    assert HANDSET not in repr(received)


async def test_a_list_that_can_not_be_asked_for_says_so_without_a_number(carrier: RunningCarrier) -> None:
    now = dt.datetime.now(dt.UTC)
    deaf = provider_at(carrier, "http://127.0.0.1:9")
    with pytest.raises(ConnectionError, match=r"^twilio: the list of messages could not be read \(\w+\)$"):
        [one async for one in deaf.received_since(now, now + dt.timedelta(minutes=1))]
    await deaf.aclose()
