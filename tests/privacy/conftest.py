"""A database of these tests' own, in which an organization has rows of every kind."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from pydantic import HttpUrl, SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import organizations
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.services import open_sending
from tests.databases import another_database, named
from tests.privacy.filled import fill
from tests.store.tenants import Tenant, settle_down

_NOBODY = HttpUrl("http://127.0.0.1:9")


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and what opens it with any key ring."""

    settings: Settings
    owner: AsyncEngine

    def opened(self, ring: str | None = None) -> AbstractAsyncContextManager[Sending]:
        """``ring``: as ``HOMING_ENCRYPTION_KEYS`` has it; None: as it is in the settings."""
        changed = {} if ring is None else {"encryption_keys": SecretStr(ring)}
        return open_sending(self.settings.model_copy(update=changed))

    @property
    def ring(self) -> str:
        return self.settings.encryption_keys.get_secret_value()


@asynccontextmanager
async def place(postgres: EmbeddedPostgres, settings: Settings) -> AsyncIterator[Place]:
    """A database that is dropped again."""
    async with another_database(postgres) as name:
        owner = create_async_engine(named(postgres.owner_url, name), poolclass=NullPool)
        database_url = SecretStr(named(postgres.url, name))
        yield Place(
            settings.model_copy(
                update={"database_url": database_url, "public_url": _NOBODY, "database_pool": 10}
            ),
            owner,
        )
        await owner.dispose()


@pytest.fixture
async def house(postgres: EmbeddedPostgres, settings: Settings) -> AsyncIterator[Place]:
    async with place(postgres, settings) as opened:
        yield opened


@pytest.fixture
async def keeper(house: Place) -> AsyncIterator[Sending]:
    """What the product sends with there."""
    async with house.opened() as sending:
        async with sending.database.system() as connection:
            await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
        yield sending


@pytest.fixture
async def tenant(keeper: Sending) -> Tenant:
    """With rows in every table."""
    settled = await settle_down(keeper)
    await fill(settled)
    return settled
