"""The ledger's height, by which a database that was put back is noticed, and the clock that leases and holds
are measured by."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.store.alerts import AlertKind

RECONCILING: Final = "hashtext('homing.reconcile')"
"""The lock, in SQL, that is held while a ledger that was put back is reconciled."""

_HEIGHT: Final = text("select coalesce(max(seq), 0) from attempts")


async def height(connection: AsyncConnection) -> int:
    """The highest number that any attempt of this organization has: it never falls, unless the database
    was put back."""
    return int((await connection.execute(_HEIGHT)).scalar_one())


_ACCEPTED: Final = text(
    "select coalesce(max(ledger_accepted), 0) from org_channels where org_id = :org and channel = :channel"
)
_REPORT: Final = text("""
    update org_channels set ledger_reported = greatest(ledger_reported, :height)
     where org_id = :org and channel = :channel
    returning enabled
""")


async def accepted(connection: AsyncConnection, org: UUID, channel: str) -> int:
    """The height up to which what a restored ledger forgot is settled."""
    return int((await connection.execute(_ACCEPTED, {"org": org, "channel": channel})).scalar_one())


async def report(connection: AsyncConnection, org: UUID, channel: str, height: int) -> bool:
    """Keep the height that the ledger was found to be behind. Returns whether the channel is on."""
    parameters = {"org": org, "channel": channel, "height": height}
    return bool((await connection.execute(_REPORT, parameters)).scalar())


_LOCK_CHANNEL: Final = text("""
    select disabled_reason = :behind or ledger_reported > ledger_accepted from org_channels
     where org_id = :org and channel = :channel for update
""")
_IS_RECONCILING: Final = text(f"""
    select exists (select 1 from pg_locks
     where locktype = 'advisory' and objsubid = 1 and granted
       and database = (select oid from pg_database where datname = current_database())
       and (cast(classid as bigint) << 32) | cast(objid as bigint) = cast({RECONCILING} as bigint))
""")  # noqa: S608  # constants


async def check_settled(connection: AsyncConnection, org: UUID, channel: str) -> None:
    """Hold a channel that is to be switched on. Raises RefusedError ``ledger_behind`` as long as it is not
    settled, for this organization or for all, what a ledger that was put back has forgotten.

    Whoever looks here before a reconciliation begins is waited for by it.
    """
    parameters = {"behind": AlertKind.LEDGER_BEHIND.value, "org": org, "channel": channel}
    behind = (await connection.execute(_LOCK_CHANNEL, parameters)).scalar_one_or_none()
    if behind or (await connection.execute(_IS_RECONCILING)).scalar_one():
        raise RefusedError("ledger_behind")


# Reading and moving in one statement: nothing is numbered in between.
_BEGIN_EPOCH: Final = text("select setval('attempts_seq_seq', last_value + :apart) from attempts_seq_seq")
_ACCEPT: Final = text("""
    update org_channels set ledger_accepted = greatest(ledger_accepted, :height),
           ledger_reported = greatest(ledger_accepted, :height)
     where channel = any(:channels)
""")
EPOCH: Final = 1_000_000_000
"""More than a ledger can have forgotten."""


async def begin_epoch(connection: AsyncConnection, channels: Sequence[str]) -> None:
    """Number attempts anew, above all that any ledger before this one can have given: what Temporal knows of
    those is settled on these channels, and what it comes to know from now on is not, so that the next time
    the database is put back is noticed as well. Needs the system role."""
    top = (await connection.execute(_BEGIN_EPOCH, {"apart": EPOCH})).scalar_one()
    await connection.execute(_ACCEPT, {"height": top, "channels": list(channels)})


_CLOCK: Final = text("select clock_timestamp() + make_interval(secs => :seconds)")


async def clock(connection: AsyncConnection, after: timedelta) -> datetime:
    """The database's time ``after`` from now, by which leases and holds are measured."""
    found = await connection.execute(_CLOCK, {"seconds": after.total_seconds()})
    moment: datetime = found.scalar_one()
    return moment
