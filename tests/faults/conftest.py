"""A product that has little patience with its provider, and no help that a test did not ask for."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.services import open_sending
from tests.conftest import SENDER
from tests.world import Company, found_company

PATIENCE: Final = timedelta(seconds=0.5)
"""For an answer, and for a provider that is busy."""


_TAKE: Final = text("select pg_advisory_lock(hashtext('homing.housekeeping'))")
_RETURN: Final = text("select pg_advisory_unlock(hashtext('homing.housekeeping'))")


@pytest.fixture
async def by_hand(sending: Sending) -> AsyncIterator[None]:
    """No worker's housekeeping finds what is unknown, or books what it cost, behind the test's back: the
    test has the turn."""
    async with sending.database.engine.connect() as connection:
        await connection.execute(_TAKE)
        await connection.commit()
        yield
        await connection.execute(_RETURN)
        await connection.commit()


@pytest.fixture(scope="session")
def hasty(settings: Settings) -> Settings:
    """Little patience with the provider, and much with what it has to say afterwards."""
    return settings.model_copy(
        update={
            "provider_timeout": PATIENCE,
            "busy_backoff": PATIENCE,
            "unknown_after": timedelta(seconds=20),
        }
    )


@pytest.fixture
async def hasty_company(
    hasty: Settings, sending: Sending, carrier: Control, api: str
) -> AsyncIterator[Company]:
    """An organization that sends with little patience; what the carrier reports reaches it."""
    async with open_sending(hasty) as opened:
        yield await found_company(opened, SENDER)
