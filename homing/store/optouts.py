"""The registry of opt-outs: one row per number, of nobody's organization, known by its keyed hash."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_ENSURE: Final = text("insert into numbers (hmac) values (:hmac) on conflict do nothing")
_LOCK: Final = text("select 1 from numbers where hmac = :hmac for update")
_RECORD: Final = text(
    "insert into opt_outs (hmac, source) values (:hmac, :source) on conflict (hmac) do nothing"
)
_CLEAR: Final = text("delete from opt_outs where hmac = :hmac")


async def record(connection: AsyncConnection, hmac: bytes, source: str) -> None:
    """Forbid texts to a number, holding its row: a post that has looked already commits first, and is seen
    as posting; one that has not will see this. Needs the system role."""
    await _hold(connection, hmac)
    await connection.execute(_RECORD, {"hmac": hmac, "source": source})


async def clear(connection: AsyncConnection, hmac: bytes) -> None:
    """Allow texts to a number again. Needs the system role."""
    await _hold(connection, hmac)
    await connection.execute(_CLEAR, {"hmac": hmac})


async def _hold(connection: AsyncConnection, hmac: bytes) -> None:
    await connection.execute(_ENSURE, {"hmac": hmac})
    await connection.execute(_LOCK, {"hmac": hmac})
