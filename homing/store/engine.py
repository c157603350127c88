"""The database: one pool, two roles, transactions that say whose rows they may see.

The login role owns nothing and inherits nothing. Each transaction becomes ``homing_app``, bound by row-level
security to one organization, or ``homing_system``, which sees across organizations and is for STOP,
callbacks, links, key look-up and sweeps. A transaction that becomes neither can read no table.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Final, TypeVar
from uuid import UUID

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from homing.domain.errors import StorageError

T = TypeVar("T")

_SESSION: Final = {
    "application_name": "homing",
    "timezone": "UTC",
    # Statements move sets of very different sizes: a plan made for no set in particular takes up to three
    # times as long, and compiling one costs more than it saves.
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10s",
}
IDLE: Final = timedelta(seconds=3)
"""A process that freezes, or loses its network, inside a transaction keeps its locks, and STOP waits for
them: the server ends such a transaction soon after the lease, and the work is repeated."""
_BECOME: Final = text("select set_config('role', :role, true), set_config('homing.org', :org, true)")
_PLAN: Final = text("select set_config('plan_cache_mode', :mode, true)")
_MANY: Final = 100
"""Rows."""
_REPEATABLE: Final = ("40P01", "40001")
_AWAY: Final = ("08", "53", "57", "25P03")
"""SQLSTATE beginnings: connections, resources, operator intervention (a shutdown), idle in transaction."""
_TRIES: Final = 6
"""One, and five repeats."""


class Database:
    """The pool of connections. ``app`` and ``system`` open a transaction that commits at its end."""

    def __init__(self, url: str, *, pool: int = 20, idle: timedelta = IDLE) -> None:
        patience = f"{round(idle.total_seconds() * 1000)}ms"
        self.engine = create_async_engine(
            url,
            pool_size=pool,
            max_overflow=0,
            pool_timeout=30,
            # Parameters may be numbers and names: never print them with an error.
            hide_parameters=True,
            connect_args={"server_settings": {**_SESSION, "idle_in_transaction_session_timeout": patience}},
        )

    async def aclose(self) -> None:
        await self.engine.dispose()

    @asynccontextmanager
    async def app(self, org: UUID) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one organization."""
        async with self._transaction("homing_app", str(org)) as connection:
            yield connection

    @asynccontextmanager
    async def system(self) -> AsyncIterator[AsyncConnection]:
        """A transaction across organizations."""
        async with self._transaction("homing_system", "") as connection:
            yield connection

    async def repeat_app(self, org: UUID, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Run ``work`` in a transaction of one organization; see ``_repeat``."""
        return await _repeat(lambda: self.app(org), work)

    async def repeat_system(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Run ``work`` in a transaction across organizations; see ``_repeat``."""
        return await _repeat(self.system, work)

    @asynccontextmanager
    async def _transaction(self, role: str, org: str) -> AsyncIterator[AsyncConnection]:
        async with self.engine.begin() as connection:
            await connection.execute(_BECOME, {"role": role, "org": org})
            yield connection


@asynccontextmanager
async def planning_keys_once(connection: AsyncConnection, rows: int) -> AsyncIterator[None]:
    """Insert so many rows with the look-ups of their foreign keys planned once. As ``_SESSION`` has it each
    would be planned for each row anew, which takes as long as the rest of inserting it."""
    many = rows >= _MANY
    if many:
        await connection.execute(_PLAN, {"mode": "auto"})
    yield
    if many:
        await connection.execute(_PLAN, {"mode": _SESSION["plan_cache_mode"]})


async def _repeat(
    begin: Callable[[], AbstractAsyncContextManager[AsyncConnection]],
    work: Callable[[AsyncConnection], Awaitable[T]],
) -> T:
    """Repeat a transaction that lost a deadlock or a serialization conflict, at most five times.

    ``work`` must be safe to run again: it may have no effect but on the connection it is given.
    Raises StorageError when the database is away or the conflicts don't end.
    """
    for attempt in range(_TRIES):
        try:
            async with begin() as connection:
                return await work(connection)
        except Exception as error:
            if _sqlstate(error) not in _REPEATABLE:
                if is_away(error):
                    raise StorageError(_sqlstate(error) or type(error).__name__) from error
                raise
        await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311  # jitter, not a secret
    message = "conflict"
    raise StorageError(message)


def is_away(error: BaseException) -> bool:
    """Whether the database is to blame, and the same call may go through later."""
    if isinstance(error, DBAPIError):
        state = _sqlstate(error)
        return error.connection_invalidated or state is None or state.startswith(_AWAY)
    return isinstance(error, StorageError | PoolTimeoutError | OSError | asyncpg.PostgresConnectionError)


def _sqlstate(error: BaseException) -> str | None:
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state if isinstance(state, str) else None
