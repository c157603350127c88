"""The rows of numbers, which everybody locks who writes or asks what may be texted: one for each, whoever
knows it."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_ENSURE: Final = text("""
    insert into numbers (hmac) select distinct unnest(cast(:hashes as bytea[])) order by 1
    on conflict do nothing returning hmac
""")
_LOCK: Final = text("""
    select 1 from numbers where hmac = any(cast(:hashes as bytea[])) order by hmac for update
""")

STATE: Final = "case when h.quarantined and i.state <> 'invalid' then 'quarantined' else i.state end"
"""Of an identifier ``i`` with the health ``h`` of its number: a number that is quarantined is so for whoever
has it, and whoever gets it."""
SHOWN_STATE: Final = f"case when i.state = 'unverified' then i.state else ({STATE}) end"
"""The same as it is shown: of one that is not confirmed nobody is told more."""


async def ensure(connection: AsyncConnection, hashes: Collection[bytes]) -> None:
    """Let there be the rows of numbers, so that whatever follows takes as long as where they were known."""
    await connection.execute(_ENSURE, {"hashes": list(hashes)})


async def hold_all(connection: AsyncConnection, hashes: Collection[bytes]) -> None:
    """Lock the rows of numbers: a post that has looked already commits first, and is seen as posting; one
    that has not will see what is written meanwhile."""
    fresh = set((await connection.execute(_ENSURE, {"hashes": list(hashes)})).scalars())
    others = [one for one in hashes if one not in fresh]
    if others:  # nobody else sees the fresh ones before the end of the transaction
        await connection.execute(_LOCK, {"hashes": others})
