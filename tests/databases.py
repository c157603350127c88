"""Databases of a test's own, on the server of all tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from homing.store.schema import migrate
from plugin.embedded.postgres import EmbeddedPostgres

LOGIN: Final = "homing_login"
_EMPTY: Final = "template0"
_MIGRATED: Final = "homing_migrated"
"""A database in which nobody ever works, since it is copied: that takes a tenth of migrating another."""


def named(url: str, database: str) -> str:
    """The URL of another database on the same server."""
    return url.replace("/homing?", f"/{database}?")


@asynccontextmanager
async def empty_database(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """One without tables, gone at the end. Gives its name."""
    async with on_server(postgres) as server, _copied(server, _EMPTY) as name:
        yield name


@asynccontextmanager
async def another_database(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """One with all tables, and nothing in them, gone at the end. Gives its name."""
    async with on_server(postgres) as server:
        known = text("select 1 from pg_database where datname = :name")
        if (await server.execute(known, {"name": _MIGRATED})).scalar() is None:
            await server.execute(text(f"create database {_MIGRATED}"))
            await migrate(named(postgres.owner_url, _MIGRATED), LOGIN)
        async with _copied(server, _MIGRATED) as name:
            yield name


@asynccontextmanager
async def on_server(postgres: EmbeddedPostgres) -> AsyncIterator[AsyncConnection]:
    """A connection of the owner's in which each statement is a transaction."""
    engine = create_async_engine(postgres.owner_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


@asynccontextmanager
async def _copied(server: AsyncConnection, model: str) -> AsyncIterator[str]:
    name = f"own_{uuid4().hex}"
    await server.execute(text(f"create database {name} template {model}"))
    try:
        yield name
    finally:
        await server.execute(text(f"drop database {name} with (force)"))
