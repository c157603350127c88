"""A database of these tests' own, where nobody keeps house and no callback finds its attempt: what is to
happen there, a test does itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import HttpUrl, SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import organizations
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.stack import carrier_process
from plugin.services import open_sending
from tests.conftest import ACCOUNT, SENDER, TOKEN
from tests.databases import named
from tests.dispatching.restored import forget
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
async def office(apart: Sending) -> Company:
    """An organization on that database, where nobody sends: codes are given by hand."""
    return await found_company(apart, "+34600000001")


@pytest.fixture
async def firm(apart: Sending, owner: AsyncEngine) -> Company:
    """An organization on that database, whose ledger is empty, and where nobody else has asked for a text
    about a number."""
    async with owner.begin() as connection:
        await connection.execute(text(f"truncate {_LEDGER}"))
        await connection.execute(text("update account_messages set done_at = now() where done_at is null"))
    return await found_company(apart, SENDER)


@pytest.fixture
async def tuned(carrier: Control) -> AsyncIterator[Control]:
    """The carrier, for a test that changes its tuning."""
    before = await carrier.tune()
    yield carrier
    await carrier.tune(**before)


@pytest.fixture(scope="session")
async def own_carrier(logs: Path) -> AsyncIterator[str]:
    """A carrier apart: what it lists is of those tests alone that reconcile a ledger with it."""
    async with carrier_process(logs, ACCOUNT, TOKEN, "--price-delay", "0") as url:
        yield url


@pytest.fixture(scope="session")
async def handsets(own_carrier: str) -> AsyncIterator[Control]:
    async with Control(own_carrier) as opened:
        yield opened


@pytest.fixture(scope="session")
async def product(
    own_carrier: str, postgres: EmbeddedPostgres, quiet_database: str, settings: Settings
) -> AsyncIterator[Sending]:
    """What sends there, on that database."""
    own = settings.model_copy(
        update={
            "database_url": SecretStr(named(postgres.url, quiet_database)),
            "public_url": _NOBODY,
            "twilio_api_base_url": own_carrier,
        }
    )
    async with open_sending(own) as opened:
        async with opened.database.system() as connection:
            await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
        yield opened


@pytest.fixture
async def house(product: Sending, owner: AsyncEngine, handsets: Control) -> Company:
    """A company that sends there: its ledger is empty, as the carrier's list is, and no campaign but its own
    goes on."""
    await handsets.reset()
    await forget(owner)
    async with owner.begin() as connection:
        await connection.execute(text("update executions set state = 'completed' where state <> 'completed'"))
    return await found_company(product, SENDER)
