"""A database of these tests' own, where nobody keeps house and no callback finds its attempt: what is to
happen there, a test does itself."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from pydantic import HttpUrl, SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import organizations
from homing.store.schema import migrate
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.services import open_sending
from tests.conftest import SENDER
from tests.world import Company, found_company

_LOGIN = "homing_login"
_NOBODY = HttpUrl("http://127.0.0.1:9")
_LEDGER = "dispatches, attempts, receipts, channel_events, cost_caps, admin_alerts"


@pytest.fixture(scope="session")
async def quiet_database(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The name of the database."""
    name = f"quiet_{uuid4().hex}"
    server = create_async_engine(postgres.owner_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(f"create database {name}"))
    await migrate(_named(postgres.owner_url, name), _LOGIN)
    yield name
    async with server.connect() as connection:
        await connection.execute(text(f"drop database {name} with (force)"))
    await server.dispose()


@pytest.fixture(scope="session")
async def owner(postgres: EmbeddedPostgres, quiet_database: str) -> AsyncIterator[AsyncEngine]:
    """Of that database: may do everything."""
    engine = create_async_engine(_named(postgres.owner_url, quiet_database), poolclass=NullPool)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="session")
async def apart(
    postgres: EmbeddedPostgres, quiet_database: str, settings: Settings
) -> AsyncIterator[Sending]:
    """What the product sends with, on that database."""
    own = settings.model_copy(
        update={
            "database_url": SecretStr(_named(postgres.url, quiet_database)),
            "public_url": _NOBODY,
        }
    )
    async with open_sending(own) as opened:
        async with opened.database.system() as connection:
            await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
        yield opened


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


def _named(url: str, database: str) -> str:
    return url.replace("/homing?", f"/{database}?")
