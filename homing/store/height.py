"""The ledger's height, by which a database that was put back is noticed, and the clock that leases and holds
are measured by."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.store.alerts import AlertKind

RECONCILING: Final = "hashtext('homing.reconcile')"
"""The lock, in SQL, that is held while a ledger that was put back is reconciled."""

_UUID_BITS: Final = 128
_ID_BITS: Final = 32
_HEIGHT: Final = text("select seq, id from attempts order by seq desc limit 1")
_FORGOTTEN: Final = text("""
    select v.seq, v.beginning
      from unnest(cast(:seqs as bigint[]), cast(:beginnings as text[])) as v(seq, beginning)
     where not exists (select 1 from attempts a
                        where a.org_id = :org and a.seq = v.seq
                          and left(cast(a.id as text), 8) = v.beginning)
""")


def mark(seq: int, attempt: UUID) -> int:
    """An attempt, by its number and the beginning of its id: a ledger that was put back gives the numbers
    again, to others. Of two marks the higher is the later."""
    return seq << _ID_BITS | attempt.int >> _UUID_BITS - _ID_BITS


def number_of(height: int) -> int:
    """The number of the attempt that a mark is of."""
    return height >> _ID_BITS


async def height(connection: AsyncConnection) -> int:
    """The mark of this organization's latest attempt; 0 where it has none."""
    row = (await connection.execute(_HEIGHT)).first()
    return 0 if row is None else mark(row.seq, row.id)


async def read_forgotten(connection: AsyncConnection, org: UUID, heights: Collection[int]) -> list[int]:
    """Of marks that were reported those whose attempts the ledger lacks: the database was put back."""
    keys = [key_of(one) for one in heights]
    asked = {"seqs": [key["seq"] for key in keys], "beginnings": [key["beginning"] for key in keys]}
    found = await connection.execute(_FORGOTTEN, {"org": org, **asked})
    return [row.seq << _ID_BITS | int(row.beginning, 16) for row in found]


def key_of(height: int) -> dict[str, int | str]:
    """What a mark's attempt is found by: its number, and how its id begins."""
    return {"seq": number_of(height), "beginning": f"{height & (1 << _ID_BITS) - 1:08x}"}


_ACCEPTED: Final = text(
    "select coalesce(max(ledger_accepted), 0) from org_channels where org_id = :org and channel = :channel"
)
_REPORT: Final = text("""
    update org_channels set ledger_reported = greatest(ledger_reported, :height)
     where org_id = :org and channel = :channel and ledger_accepted < :height
    returning enabled
""")


async def accepted(connection: AsyncConnection, org: UUID, channel: str) -> int:
    """The number up to which what a restored ledger forgot is settled."""
    return int((await connection.execute(_ACCEPTED, {"org": org, "channel": channel})).scalar_one())


async def report(connection: AsyncConnection, org: UUID, channel: str, height: int) -> bool:
    """Keep the number of the attempt that the ledger was found to have forgotten. Returns whether the channel
    is on, and that is not settled: it may have become so in this moment."""
    parameters = {"org": org, "channel": channel, "height": number_of(height)}
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
