"""How many codes were asked for, by whom and for what: counted as keyed hashes that name nobody, under one
lock for each organization, so that no limit is overrun however many ask at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.domain.verification import DAY, JUDGED, Limit, Scope, Usage

Keys = Mapping[Scope, bytes]
"""Under what a code is counted."""

_LOCK: Final = text("""
    select pg_advisory_xact_lock(hashtext('homing.codes'), hashtext(cast(cast(:org as uuid) as text)))
""")


async def lock_codes(connection: AsyncConnection, org: UUID) -> None:
    """Let nobody else of an organization be given a code in this transaction. Before all other locks."""
    await connection.execute(_LOCK, {"org": org})


@dataclass(frozen=True, slots=True)
class Policy:
    """What an organization allows: codes a day, and countries (None: none were chosen). ``requests`` and
    ``confirmed``: how many of the latest requests of a country ended, and how many of those confirmed."""

    daily: int
    chosen: list[str] | None
    region: str | None
    senders: list[str]
    requests: int
    confirmed: int


_POLICY: Final = text("""
    select o.codes_daily, o.code_countries, o.region,
           array(select distinct s.country from senders s
                  where s.org_id = o.id and s.channel = 'sms' and s.active) as senders,
           late.requests, late.confirmed
      from organizations o cross join lateral (
           select count(*) as requests, count(*) filter (where state = 'confirmed') as confirmed
             from (select state from verifications
                    where org_id = o.id and country = :country and state <> 'open'
                    order by created_at desc limit :judged) v) late
     where o.id = :org
""")


async def read_policy(connection: AsyncConnection, org: UUID, country: str) -> Policy:
    """What holds for codes to a country. Raises NotFoundError."""
    which = {"org": org, "country": country, "judged": JUDGED}
    row = (await connection.execute(_POLICY, which)).first()
    if row is None:
        raise NotFoundError("organization")
    return Policy(*row)


_CHANGE: Final = text("""
    update organizations set code_countries = cast(:countries as text[]), codes_daily = :daily
     where id = :org
""")


async def set_policy(
    connection: AsyncConnection, org: UUID, countries: Sequence[str] | None, daily: int
) -> None:
    """Where codes may be sent (None: its own region, and where it has senders), and how many a day."""
    chosen = None if countries is None else sorted(set(countries))
    await connection.execute(_CHANGE, {"org": org, "countries": chosen, "daily": daily})


_USAGE: Final = text("""
    select now(), c.own, c.lately, c.latest, v.tries, v.tried_until, v.locked_at
      from (select count(*) as own, max(at) as latest,
                   count(*) filter (where at > now() - interval '1 hour') as lately
              from code_requests
             where org_id = :org and key = :own and at > now() - make_interval(secs => :day)) c,
           (select coalesce(sum(tries), 0) as tries, min(expires_at) filter (where tries > 0) as tried_until,
                   max(closed_at) filter (where state = 'locked') as locked_at
              from verifications
             where org_id = :org and user_id = :user
               and expires_at > now() - make_interval(secs => :day)) v
""")


async def read_usage(connection: AsyncConnection, org: UUID, user: UUID, keys: Keys) -> Usage:
    """What a user had of late."""
    which = {"org": org, "user": user, "own": keys[Scope.OWN], "day": DAY.total_seconds()}
    return Usage(*(await connection.execute(_USAGE, which)).one())


# A limit is reached where there is a code so many back within its time; it ends when that one is old enough.
# The transaction may have waited for one that began later, whose code is younger than its own now().
_WAIT: Final = text("""
    select coalesce(max(extract(epoch from at - statement_timestamp()) + seconds), 0)
      from (select l.seconds, (
                   select r.at from code_requests r
                    where r.org_id = :org and r.key = l.key
                      and r.at > statement_timestamp() - make_interval(secs => l.seconds)
                    order by r.at desc offset l.most - 1 limit 1) as at
              from unnest(cast(:keys as bytea[]), cast(:most as int[]), cast(:seconds as float8[]))
                   as l(key, most, seconds)) reached
""")


async def read_wait(connection: AsyncConnection, org: UUID, limits: Sequence[Limit], keys: Keys) -> timedelta:
    """How long until one more code keeps to all these limits; zero where it does now. Limits of what is not
    among the keys don't count."""
    known = [one for one in limits if one.scope.counted in keys]
    asked = {
        "org": org,
        "keys": [keys[one.scope.counted] for one in known],
        "most": [one.most for one in known],
        "seconds": [one.within.total_seconds() for one in known],
    }
    return timedelta(seconds=float((await connection.execute(_WAIT, asked)).scalar_one()))


_COUNT: Final = text("""
    insert into code_requests (org_id, key) select :org, key from unnest(cast(:keys as bytea[])) as k(key)
""")


async def count_code(connection: AsyncConnection, org: UUID, keys: Keys) -> None:
    """Count one more."""
    await connection.execute(_COUNT, {"org": org, "keys": list(keys.values())})


_FORGET: Final = text("delete from code_requests where at < now() - make_interval(secs => :kept)")


async def forget_codes(connection: AsyncConnection) -> int:
    """Drop what no limit looks at any more. Needs the system role. Returns how many rows."""
    done = await connection.execute(_FORGET, {"kept": 2 * DAY.total_seconds()})
    return done.rowcount
