"""The health of numbers, for each organization apart: hard failures in a row, quarantine and release, and the
events of all three. A number's health is locked after everything else.

A number is known by its keyed hash, so that what is known of it outlasts its bindings: whether it is
quarantined stands here alone, and whoever asks for the state of an identifier asks here too
(``numbers.STATE``).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.phone import last_digits
from homing.store.vault import Vault

LIMIT: Final = 2
"""So many hard failures in a row quarantine a number."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an attempt: ``reason`` why it failed, None where it arrived; ``hmac`` of the number,
    None where it went to none. ``counts``: nothing has arrived there since."""

    org_id: UUID
    channel: str
    user_id: UUID
    hmac: bytes | None
    attempt_id: UUID
    reason: str | None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class NumberKey:
    """A number, in an organization."""

    org_id: UUID
    hmac: bytes


# Whoever is erased holds the number meanwhile: nothing is learned of it by what was theirs.
_THERE: Final = """
    not exists (select 1 from users u where u.org_id = v.org and u.id = v.user_id and u.erased_at is not null)
"""
# Two deliveries of a number may come in one set: the event is the first one's.
_RESET: Final = text(f"""
    with v as (
        select distinct on (org, hmac) *
          from unnest(cast(:orgs as uuid[]), cast(:hashes as bytea[]), cast(:users as uuid[]),
                      cast(:attempts as uuid[])) as v(org, hmac, user_id, attempt)
         where {_THERE} order by org, hmac),
    hit as materialized (
        select h.org_id, h.hmac, v.user_id, v.attempt
          from v join number_health h on h.org_id = v.org and h.hmac = v.hmac
         where h.failures > 0 and not h.quarantined order by h.org_id, h.hmac for update of h),
    healed as (
        update number_health h set failures = 0, reason = null, changed_at = now()
          from hit where h.org_id = hit.org_id and h.hmac = hit.hmac)
    insert into number_events (org_id, hmac, user_id, kind, attempt_id)
    select org_id, hmac, user_id, 'delivered', attempt from hit on conflict do nothing
""")  # noqa: S608  # constants


async def reset(connection: AsyncConnection, delivered: Sequence[Verdict]) -> None:
    """Begin to count anew where something has arrived; where nothing had failed this writes nothing. Needs
    the system role."""
    if delivered:
        await connection.execute(_RESET, _columns(delivered))


# An attempt is told of and counted once, however often its report is repeated.
_COUNT: Final = text(f"""
    with v as (
        select * from unnest(cast(:orgs as uuid[]), cast(:hashes as bytea[]), cast(:users as uuid[]),
                             cast(:attempts as uuid[]), cast(:reasons as text[]), cast(:counts as boolean[]))
                      with ordinality as v(org, hmac, user_id, attempt, reason, counts, place)
         where {_THERE}),
    told as (
        insert into number_events (org_id, hmac, user_id, kind, reason, attempt_id)
        select org, hmac, user_id, 'failed', reason, attempt from v order by place
        on conflict (attempt_id, kind) where attempt_id is not null do nothing
        returning attempt_id)
    insert into number_health as h (org_id, hmac, failures, reason)
    select v.org, v.hmac, count(*), (array_agg(v.reason order by v.place desc))[1]
      from v join told on told.attempt_id = v.attempt
     where v.counts group by v.org, v.hmac order by v.org, v.hmac
    on conflict (org_id, hmac) do update
       set failures = h.failures + excluded.failures,
           reason = case when h.quarantined then h.reason else excluded.reason end,
           changed_at = case when h.quarantined then h.changed_at else now() end
    returning h.org_id, h.hmac, h.failures >= :limit and not h.quarantined as bad
""")  # noqa: S608  # constants


async def count_failures(connection: AsyncConnection, failed: Sequence[Verdict]) -> list[NumberKey]:
    """Count hard failures, each attempt named once. Returns the numbers that have had enough of them and are
    not quarantined yet. The caller holds their rows. Those of several organizations need the system role."""
    given = {
        **_columns(failed),
        "reasons": [one.reason for one in failed],
        "counts": [one.counts for one in failed],
        "limit": LIMIT,
    }
    found = await connection.execute(_COUNT, given)
    return [NumberKey(row.org_id, row.hmac) for row in found if row.bad]


_QUARANTINE: Final = text("""
    with q as (
        insert into number_health as h (org_id, hmac, quarantined, reason)
        select distinct org, hmac, true, cast(:reason as text)
          from unnest(cast(:orgs as uuid[]), cast(:hashes as bytea[])) as v(org, hmac) order by org, hmac
        on conflict (org_id, hmac) do update
           set quarantined = true, reason = coalesce(excluded.reason, h.reason), changed_at = now()
         where not h.quarantined
        returning h.org_id, h.hmac, h.reason),
    told as (
        -- The transaction may have waited for what was posted before.
        insert into number_events (org_id, hmac, kind, reason, at)
        select org_id, hmac, 'quarantined', reason, clock_timestamp() from q)
    select q.org_id, q.hmac from q
     where exists (select 1 from reachabilities r where r.org_id = q.org_id and r.hmac = q.hmac
                                                     and r.ended_at is null)
""")


async def quarantine(
    connection: AsyncConnection, numbers: Collection[NumberKey], reason: str | None = None
) -> list[NumberKey]:
    """Text these numbers no more, whoever has them or will; ``reason`` None: that of the last failure.
    Returns those that were not quarantined before and that somebody has. The caller holds their rows. Those
    of several organizations need the system role."""
    if not numbers:
        return []
    found = await connection.execute(_QUARANTINE, {**_keys(numbers), "reason": reason})
    return [NumberKey(*row) for row in found]


_OWNERS: Final = text("""
    select distinct org_id from reachabilities
     where hmac = :hmac and kind = 'phone' and ended_at is null order by org_id
""")


async def read_owners(connection: AsyncConnection, hmac: bytes) -> list[NumberKey]:
    """A number in each organization that has it, with the system role; else in one's own."""
    return [NumberKey(org, hmac) for org in (await connection.execute(_OWNERS, {"hmac": hmac})).scalars()]


_UNFIT_OF: Final = text("""
    select distinct i.hmac from reachabilities i
      left join number_health h on h.org_id = i.org_id and h.hmac = i.hmac
     where i.org_id = :org and i.user_id = :user and i.kind = 'phone' and i.ended_at is null
       and (h.quarantined or i.state = 'invalid')
""")


async def read_unfit_of(connection: AsyncConnection, org: UUID, user: UUID) -> list[bytes]:
    """A user's numbers that are quarantined, or were refused as none."""
    return list((await connection.execute(_UNFIT_OF, {"org": org, "user": user})).scalars())


# As for every change of an identifier.
_LOCK_HOLDERS: Final = text("""
    select 1 from users u
     where u.org_id = :org and u.id in (
           select r.user_id from reachabilities r
            where r.org_id = :org and r.hmac = any(cast(:hashes as bytea[])) and r.ended_at is null)
     order by u.id for update
""")
# Only what is verified is texted, and so only that can be found to be invalid.
_RELEASE: Final = text("""
    with valid as (
        update reachabilities r set state = 'verified'
         where r.org_id = :org and r.hmac = any(cast(:hashes as bytea[])) and r.kind = 'phone'
           and r.state = 'invalid'
        returning r.hmac),
    healed as (
        update number_health h set quarantined = false, failures = 0, reason = null, changed_at = now()
         where h.org_id = :org and h.hmac = any(cast(:hashes as bytea[]))
           and (h.quarantined or h.hmac in (select hmac from valid))
        returning h.hmac),
    freed as (select hmac from valid union select hmac from healed),
    told as (
        insert into number_events (org_id, hmac, kind, actor)
        select :org, hmac, 'released', cast(:actor as text) from freed)
    select (select count(*) from freed) as numbers,
           array(select distinct r.user_id from reachabilities r join freed on freed.hmac = r.hmac
                  where r.org_id = :org and r.kind = 'phone' and r.ended_at is null
                  order by r.user_id) as users
""")


async def release(
    connection: AsyncConnection, org: UUID, hashes: Collection[bytes], actor: str
) -> list[UUID] | None:
    """Let numbers be texted again, from no failure on: those that are quarantined, and those that were
    refused as none. Returns the users whose they are; None where none of them was either."""
    given = {"org": org, "hashes": sorted(hashes)}
    await connection.execute(_LOCK_HOLDERS, given)
    row = (await connection.execute(_RELEASE, {**given, "actor": actor})).one()
    return list(row.users) if row.numbers else None


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A user's number that is not texted, and why; ``since`` and ``id`` are its place in the list."""

    id: UUID
    user_id: UUID
    external_id: str | None = field(repr=False)
    last_digits: str
    source: str
    reason: str | None
    failures: int
    since: datetime


_LIST: Final = text("""
    select r.id, r.user_id, u.sealed_external_id, r.key_id, r.sealed, r.source, h.reason, h.failures,
           h.changed_at
      from number_health h
      join reachabilities r on r.org_id = h.org_id and r.hmac = h.hmac and r.kind = 'phone'
                            and r.ended_at is null
      join users u on u.org_id = r.org_id and u.id = r.user_id
     where h.org_id = :org and h.quarantined
       and (cast(:at as timestamptz) is null or (h.changed_at, r.id) < (cast(:at as timestamptz), :id))
     order by h.changed_at desc, r.id desc limit :limit
""")


async def list_quarantined(
    connection: AsyncConnection, org: UUID, vault: Vault, before: tuple[datetime, UUID] | None, limit: int
) -> list[QuarantinedRow]:
    """Users whose numbers are quarantined, the latest first."""
    at, key = before or (None, None)
    found = await connection.execute(_LIST, {"org": org, "at": at, "id": key, "limit": limit})
    return [
        QuarantinedRow(
            id=row.id,
            user_id=row.user_id,
            external_id=vault.open(row.sealed_external_id),
            last_digits=last_digits(vault.decrypt(row.key_id, row.sealed)),
            source=row.source,
            reason=row.reason,
            failures=row.failures,
            since=row.changed_at,
        )
        for row in found
    ]


def _columns(verdicts: Iterable[Verdict]) -> dict[str, list[object]]:
    listed = list(verdicts)
    return {
        "orgs": [one.org_id for one in listed],
        "hashes": [one.hmac for one in listed],
        "users": [one.user_id for one in listed],
        "attempts": [one.attempt_id for one in listed],
    }


def _keys(numbers: Iterable[NumberKey]) -> dict[str, list[object]]:
    listed = sorted(numbers, key=lambda one: (one.org_id, one.hmac))
    return {"orgs": [one.org_id for one in listed], "hashes": [one.hmac for one in listed]}
