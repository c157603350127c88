"""Keeping everybody still while it is found out what a ledger that was put back has forgotten, and letting
them go on. All of it needs the system role."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.alerts import AlertKind
from homing.store.opt_facts import BY_THE_PERSON

BEHIND: Final = AlertKind.LEDGER_BEHIND.value
"""Why a channel is off; a channel that is off for another reason stays off."""

_LATEST: Final = text("select max(posted_at) from attempts")


async def read_latest(connection: AsyncConnection) -> datetime | None:
    """When the latest attempt was made that the database knows; None where it knows none."""
    latest: datetime | None = (await connection.execute(_LATEST)).scalar_one()
    return latest


_SWITCH_OFF: Final = text("""
    update org_channels
       set enabled = false, disabled_reason = case when enabled then :behind else disabled_reason end,
           -- Nothing is settled any more, also where it is off by hand: it can't be switched on so either.
           ledger_reported = greatest(ledger_reported, ledger_accepted + 1)
     where channel = any(:channels)
""")
_SWITCH_ON: Final = text("""
    update org_channels set enabled = true, disabled_reason = null
     where not enabled and disabled_reason = :behind and channel = any(:channels)
    returning org_id
""")


async def switch_off(connection: AsyncConnection, channels: Sequence[str]) -> None:
    """Switch these channels off for every organization, and let none switch them on by hand
    (``height.check_settled``) until a new epoch has begun."""
    await connection.execute(_SWITCH_OFF, {"behind": BEHIND, "channels": list(channels)})


async def switch_on(connection: AsyncConnection, channels: Sequence[str]) -> int:
    """Switch on what is off since the ledger is behind. Returns how many."""
    found = await connection.execute(_SWITCH_ON, {"behind": BEHIND, "channels": list(channels)})
    return len(found.all())


# Every transaction holds a lock on its own number for as long as it lasts, which anybody may see.
_AT_WORK: Final = text("""
    select l.virtualtransaction from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'virtualxid' and l.virtualtransaction = l.virtualxid
       and a.datname = current_database() and a.usename = session_user and a.pid <> pg_backend_pid()
""")


async def read_at_work(connection: AsyncConnection) -> set[str]:
    """The transactions of this product that have begun and not ended: what they read may be older than what
    was committed meanwhile."""
    return set((await connection.execute(_AT_WORK)).scalars())


_POSTING: Final = text("""
    select exists (select 1 from dispatches
     where state = 'posting' and channel = any(:channels) and due_at > clock_timestamp())
""")


async def is_posting(connection: AsyncConnection, channels: Sequence[str]) -> bool:
    """Whether a request on one of these channels may still begin."""
    return bool((await connection.execute(_POSTING, {"channels": list(channels)})).scalar_one())


_TAKEN_IN: Final = text("""
    select provider_id from opt_events
     where hmac = any(:hashes) and provider = :provider and provider_id = any(:listed)
""")


async def read_taken_in(
    connection: AsyncConnection, hashes: Collection[bytes], provider: str, listed: Collection[str]
) -> set[str]:
    """Those of a provider's messages in which these numbers opted out or in, and which were recorded."""
    asked = {"hashes": list(hashes), "provider": provider, "listed": list(listed)}
    return set((await connection.execute(_TAKEN_IN, asked)).scalars())


_LIFTED: Final = text(f"""
    select e.hmac
      from unnest(cast(:hashes as bytea[])) n(hmac)
      cross join lateral (
        select hmac, kind, provider, provider_id from opt_events
         where hmac = n.hmac and {BY_THE_PERSON} order by id desc limit 1) e
     where e.kind = 'opted_in' and e.provider = :provider and e.provider_id = any(cast(:starts as text[]))
""")  # noqa: S608  # constants


async def read_lifted(
    connection: AsyncConnection, hashes: Collection[bytes], provider: str, starts: Collection[str]
) -> set[bytes]:
    """Those of these numbers whose person's last word, as they were recorded, is one of these STARTs."""
    asked = {"hashes": list(hashes), "provider": provider, "starts": list(starts)}
    return set((await connection.execute(_LIFTED, asked)).scalars())


# Whoever opted out by a newer word than the one that is taken in late has the last word. What an organization
# says of when it was said is no reason to lift what it recorded later.
_OPTED_OUT_SINCE: Final = text(f"""
    select exists (select 1 from opt_events
     where hmac = :hmac and kind = 'opted_out'
       and case when {BY_THE_PERSON} then coalesce(said_at, at) else at end > :at
       and (provider = :provider and provider_id = any(:listed)) is not true)
""")  # noqa: S608  # constants


async def opted_out_since(
    connection: AsyncConnection, hmac: bytes, at: datetime, provider: str, listed: Collection[str]
) -> bool:
    """Whether a number was opted out after a moment, other than by one of these messages, which may have been
    recorded long after they were written."""
    asked = {"hmac": hmac, "at": at, "provider": provider, "listed": list(listed)}
    return bool((await connection.execute(_OPTED_OUT_SINCE, asked)).scalar_one())


_MARK: Final = text("""
    update executions set restored_at = now()
     where definition_id is not null and state in ('draft', 'frozen', 'scheduled', 'running', 'paused')
    returning id
""")
_RESTORED: Final = text("""
    select org_id, id from executions
     where restored_at is not null and state in ('scheduled', 'running', 'paused') and told is not null
     order by restored_at, id limit :most
""")
_BEGUN: Final = text("update executions set restored_at = null where id = any(:executions)")


async def mark_restored(connection: AsyncConnection) -> int:
    """Note of every execution that is not over that its workflow, if there is one, knows what the database
    has forgotten. Returns how many."""
    return len((await connection.execute(_MARK)).all())


async def read_restored(connection: AsyncConnection, most: int) -> list[tuple[UUID, UUID]]:
    """Executions, each after its organization, whose workflows are to be begun anew."""
    return [(row[0], row[1]) for row in await connection.execute(_RESTORED, {"most": most})]


async def write_begun_anew(connection: AsyncConnection, executions: Collection[UUID]) -> None:
    """Note that the workflows of executions know what the database knows, and no more."""
    await connection.execute(_BEGUN, {"executions": list(executions)})
