"""Handsets that write back."""

from collections.abc import AsyncIterator

import pytest

from homing.carrier.control import Control
from homing.settings import Settings


@pytest.fixture
async def handsets(carrier: Control, settings: Settings, api: str) -> AsyncIterator[Control]:
    """The carrier, which hands over what handsets write."""
    inbound = settings.public("/twilio/inbound")
    assert inbound.startswith(api)
    await carrier.tune(inbound_url=inbound)
    yield carrier
    await carrier.tune(inbound_url=None, keywords_by_number={})
