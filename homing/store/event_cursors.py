"""How far the admins of each organization were told of opt-outs and opt-ins, by each way."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


class Way(StrEnum):
    """How admins are told."""

    WEBHOOK = "webhook"
    MAIL = "mail"


_WAYS: Final = """
    (select id as org_id, 'webhook' as way, '' as address from organizations where events_url is not null
      union all
     select distinct id, 'mail', unnest(events_mail) from organizations)
"""
_LATEST: Final = "coalesce((select max(id) from opt_events), 0)"
_LATEST_ID: Final = text(f"select {_LATEST}")  # a constant


async def read_latest(connection: AsyncConnection) -> int:
    """The latest event; one with a lower id may not be committed yet."""
    return int((await connection.execute(_LATEST_ID)).scalar_one())


# Whoever writes an event has locked its number's row before, and with that has a transaction id, which itself
# is locked for as long as it lasts, as anybody may see. Who only reads has none.
_WRITING: Final = text("""
    select l.virtualtransaction from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted
       and a.datname = current_database() and a.usename = session_user and a.pid <> pg_backend_pid()
""")


async def read_writing(connection: AsyncConnection) -> set[str]:
    """The transactions of this product that have begun to write, and not ended."""
    return set((await connection.execute(_WRITING)).scalars())


@dataclass(frozen=True, slots=True)
class Ends:
    """Where an organization's admins are told."""

    url: str | None = field(repr=False)
    addresses: Collection[str] = field(repr=False)


_BEGIN: Final = text(f"""
    insert into event_cursors as c (org_id, way, address, last_id)
    select :org, w.way, w.address,
           coalesce((select min(g.last_id) from event_cursors g
                      where g.org_id = :org and (g.way, w.way) = ('mail', 'mail')
                        and g.address = any(cast(:gone as text[]))), {_LATEST})
      from unnest(cast(:ways as text[]), cast(:addresses as text[])) as w(way, address)
     order by w.way, w.address
    on conflict (org_id, way, address) do update
       set last_id = case when c.way = any(cast(:new as text[])) then excluded.last_id else c.last_id end,
           failures = 0, problem = null, next_at = now()
""")  # noqa: S608  # a constant


async def begin(connection: AsyncConnection, org: UUID, before: Ends, after: Ends) -> None:
    """Tell where it is new from the next event on; at an address of a webhook or for mails that is there in
    place of others, from where those were, at once, however often that failed."""
    added = sorted(set(after.addresses) - set(before.addresses))
    changed = [(Way.MAIL.value, address) for address in added]
    if after.url and after.url != before.url:
        changed.append((Way.WEBHOOK.value, ""))
    if changed:
        new = [Way.MAIL.value] if before.url else [Way.MAIL.value, Way.WEBHOOK.value]
        gone = sorted(set(before.addresses) - set(after.addresses))
        ways, addresses = [list(column) for column in zip(*changed, strict=True)]
        asked = {"org": org, "ways": ways, "addresses": addresses, "new": new, "gone": gone}
        await connection.execute(_BEGIN, asked)


_BEGIN_MISSING: Final = text(f"""
    insert into event_cursors (org_id, way, address, last_id)
    select w.org_id, w.way, w.address, :latest from {_WAYS} w order by 1, 2, 3
    on conflict do nothing
""")  # noqa: S608  # constants
_SEEN: Final = """
    exists (select 1 from opt_events e
             where e.id > c.last_id and e.id <= :latest
               and (e.org_id = c.org_id
                    or exists (select 1 from reachabilities h
                                where h.org_id = c.org_id and h.hmac = e.hmac)))
"""
# What concerns none of an organization's numbers is passed over for all of them at once.
_PASS_OVER: Final = text(f"""
    update event_cursors u set last_id = :latest
      from (select org_id, way, address from event_cursors c where last_id < :latest and not {_SEEN}
             order by org_id, way, address for update) c
     where u.org_id = c.org_id and u.way = c.way and u.address = c.address
""")  # noqa: S608  # constants
_NAMED: Final = "w.org_id = c.org_id and w.way = c.way and w.address = c.address"
_BEHIND: Final = text(f"""
    select exists (select 1 from event_cursors c join {_WAYS} w on {_NAMED}
                    where c.last_id < :latest and c.next_at <= now())
""")  # noqa: S608  # constants
# Whoever takes one on has it to themselves for a while; and if they go away, others have it then.
_TAKE: Final = text(f"""
    update event_cursors u set next_at = now() + make_interval(secs => :lease)
      from (select c.org_id, c.way, c.address, o.product_name, o.events_url
              from event_cursors c join {_WAYS} w on {_NAMED}
              join organizations o on o.id = c.org_id
             where c.last_id < :latest and c.next_at <= now()
             order by c.next_at, c.org_id, c.way, c.address limit :most for update of c skip locked) d
     where u.org_id = d.org_id and u.way = d.way and u.address = d.address
    returning u.org_id, u.way, u.address, u.last_id, d.product_name, d.events_url
""")  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class Due:
    """An organization whose admins are to be told by a way of what came after an event; where to:
    ``address`` of a mail, ``url`` of a webhook."""

    org_id: UUID
    way: Way
    address: str = field(repr=False)
    last_id: int
    product_name: str
    url: str | None = field(repr=False)


async def is_behind(connection: AsyncConnection, latest: int) -> bool:
    """Whether it is time to tell anybody of events up to one; whose way has no cursor yet is told from it on.
    Needs the system role, as what follows does."""
    await connection.execute(_BEGIN_MISSING, {"latest": latest})
    return bool((await connection.execute(_BEHIND, {"latest": latest})).scalar_one())


async def take_due(connection: AsyncConnection, latest: int, most: int, lease: timedelta) -> list[Due]:
    """Who is to be told now of events up to one that is certainly the last so far."""
    await connection.execute(_PASS_OVER, {"latest": latest})
    asked = {"latest": latest, "most": most, "lease": lease.total_seconds()}
    return [Due(org, Way(way), *rest) for org, way, *rest in await connection.execute(_TAKE, asked)]


_ITS_OWN: Final = "org_id = :org and way = :way and address = :address and last_id = :last"
_TOLD: Final = text(f"""
    update event_cursors
       set last_id = :told, failures = 0, problem = null,
           next_at = case when :over then now() else next_at end
     where {_ITS_OWN}
""")  # noqa: S608  # a constant
_FAILED: Final = text(f"""
    update event_cursors
       set failures = failures + 1, problem = :problem,
           next_at = now() + make_interval(secs => least(:longest, :first * power(2, least(failures, 20))))
     where {_ITS_OWN}
    returning failures
""")  # noqa: S608  # a constant


def _key(due: Due) -> dict[str, object]:
    return {"org": due.org_id, "way": due.way.value, "address": due.address, "last": due.last_id}


async def write_told(connection: AsyncConnection, due: Due, told: int, *, over: bool = True) -> None:
    """Note up to which event they were told, where nobody else has meanwhile; unless it is ``over`` whoever
    took them on has them still."""
    await connection.execute(_TOLD, {**_key(due), "told": told, "over": over})


async def write_failed(
    connection: AsyncConnection, due: Due, problem: str, first: timedelta, longest: timedelta
) -> int:
    """Note that they could not be told, and try again later: twice as late each time. Returns how often in a
    row that was; 0 where the way was changed meanwhile."""
    pauses = {"first": first.total_seconds(), "longest": longest.total_seconds()}
    found = (await connection.execute(_FAILED, {**_key(due), **pauses, "problem": problem})).scalar()
    return int(found or 0)


_EXTERNAL: Final = text("""
    select id, external_id from users
     where org_id = :org and id = any(cast(:users as uuid[])) and external_id is not null
""")


async def read_external_ids(
    connection: AsyncConnection, org: UUID, users: Collection[UUID]
) -> dict[UUID, str]:
    """How an organization calls its people, where it does."""
    found = await connection.execute(_EXTERNAL, {"org": org, "users": list(users)})
    return {row[0]: row[1] for row in found}
