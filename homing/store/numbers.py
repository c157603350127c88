"""The rows of numbers, which everybody locks who writes or asks what may be texted: one for each, whoever
knows it."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_ENSURE: Final = text("""
    insert into numbers (hmac) select distinct unnest(cast(:hashes as bytea[])) order by 1
    on conflict do nothing
""")
_LOCK: Final = text("""
    select 1 from numbers where hmac = any(cast(:hashes as bytea[])) order by hmac for update
""")

STATE: Final = "case when h.quarantined and i.state <> 'invalid' then 'quarantined' else i.state end"
"""Of an identifier ``i`` with the health ``h`` of its number: a number that is quarantined is so for whoever
has it, and whoever gets it."""


async def hold_all(connection: AsyncConnection, hashes: Collection[bytes]) -> None:
    """Lock the rows of numbers: a post that has looked already commits first, and is seen as posting; one
    that has not will see what is written meanwhile."""
    given = {"hashes": list(hashes)}
    await connection.execute(_ENSURE, given)
    await connection.execute(_LOCK, given)
