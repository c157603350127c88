"""A database of before it was known since when users are deactivated."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from homing.store.schema import alembic_config
from plugin.embedded.postgres import EmbeddedPostgres
from tests.databases import empty_database, named

BEFORE = "0014"
AFTER = "0015"


@pytest.fixture
async def old(postgres: EmbeddedPostgres) -> AsyncIterator[AsyncEngine]:
    """A database as it was before."""
    async with empty_database(postgres) as name:
        engine = create_async_engine(named(postgres.owner_url, name), poolclass=NullPool)
        await move(engine, BEFORE)
        yield engine
        await engine.dispose()


async def move(engine: AsyncEngine, revision: str) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), revision))


async def test_who_is_deactivated_by_then_was_so_until_then_and_nobody_else(old: AsyncEngine) -> None:
    people = {
        "active": ("true", "null"),
        "inactive": ("false", "null"),
        "erased": ("false", "now()"),
    }
    async with old.begin() as connection:
        await connection.execute(
            text("insert into organizations (id, name, product_name, link_domain) values (:org, :x, :x, :x)"),
            {"org": uuid4(), "x": "x.invalid"},
        )
        for locale, (active, erased_at) in people.items():
            await connection.execute(
                text(
                    "insert into users (org_id, id, locale, active, erased_at)"
                    f" select id, gen_random_uuid(), :locale, {active}, {erased_at} from organizations"
                ),
                {"locale": locale},
            )
        before = (await connection.execute(text("select clock_timestamp()"))).scalar_one()

    await move(old, AFTER)

    async with old.begin() as connection:
        found = await connection.execute(text("select locale, deactivated_at from users"))
        known = {row.locale: row.deactivated_at for row in found}
    assert known.pop("inactive") >= before
    assert known == {"active": None, "erased": None}
