"""A database of these tests' own, where nobody keeps house and no callback finds its attempt: what is to
happen there, a test does itself."""

from collections.abc import AsyncIterator

import pytest
from pydantic import HttpUrl
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from plugin.embedded.postgres import EmbeddedPostgres
from tests.conftest import SENDER, named
from tests.world import Company, found_company

_LOGIN = "homing_login"
_NOBODY = HttpUrl("http://127.0.0.1:9")
_LEDGER = "dispatches, attempts, receipts, channel_events, cost_caps, admin_alerts"


@pytest.fixture(scope="session")
async def owner(postgres: EmbeddedPostgres, quiet_database: str) -> AsyncIterator[AsyncEngine]:
    """Of that database: may do everything."""
    engine = create_async_engine(named(postgres.owner_url, quiet_database), poolclass=NullPool)
    yield engine
    await engine.dispose()


@pytest.fixture
async def firm(apart: Sending, owner: AsyncEngine) -> Company:
    """An organization on that database, whose ledger is empty."""
    async with owner.begin() as connection:
        await connection.execute(text(f"truncate {_LEDGER}"))
    return await found_company(apart, SENDER)


@pytest.fixture
async def tuned(carrier: Control) -> AsyncIterator[Control]:
    """The carrier, for a test that changes its tuning."""
    before = await carrier.tune()
    yield carrier
    await carrier.tune(**before)
