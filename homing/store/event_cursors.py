"""How far the admins of each organization were told of opt-outs and opt-ins, by each way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.vault import Vault


class Way(StrEnum):
    """How admins are told."""

    WEBHOOK = "webhook"
    MAIL = "mail"


_WAYS: Final = """
    (select id as org_id, 'webhook' as way, ''::bytea as address_hash from organizations
      where events_url is not null
      union all
     select distinct id, 'mail', unnest(events_mail_hashes) from organizations)
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
    insert into event_cursors as c (org_id, way, address_hash, last_id)
    select :org, w.way, w.address_hash,
           coalesce((select min(g.last_id) from event_cursors g
                      where g.org_id = :org and (g.way, w.way) = ('mail', 'mail')
                        and g.address_hash = any(cast(:gone as bytea[]))), {_LATEST})
      from unnest(cast(:ways as text[]), cast(:addresses as bytea[])) as w(way, address_hash)
     order by w.way, w.address_hash
    on conflict (org_id, way, address_hash) do update
       set last_id = case when c.way = any(cast(:new as text[])) then excluded.last_id else c.last_id end,
           failures = 0, problem = null, next_at = now()
""")  # noqa: S608  # a constant


async def begin(connection: AsyncConnection, org: UUID, vault: Vault, before: Ends, after: Ends) -> None:
    """Tell where it is new from the next event on; at an address of a webhook or for mails that is there in
    place of others, from where those were, at once, however often that failed."""
    was, will_be = [{vault.hash_identifier(one) for one in ends.addresses} for ends in (before, after)]
    changed = [(Way.MAIL.value, address) for address in sorted(will_be - was)]
    if after.url and after.url != before.url:
        changed.append((Way.WEBHOOK.value, b""))
    if changed:
        new = [Way.MAIL.value] if before.url else [Way.MAIL.value, Way.WEBHOOK.value]
        asked = {
            "org": org,
            "ways": [way for way, _ in changed],
            "addresses": [address for _, address in changed],
            "new": new,
            "gone": sorted(was - will_be),
        }
        await connection.execute(_BEGIN, asked)


_BEGIN_MISSING: Final = text(f"""
    insert into event_cursors (org_id, way, address_hash, last_id)
    select w.org_id, w.way, w.address_hash, :latest from {_WAYS} w order by 1, 2, 3
    on conflict do nothing
""")  # noqa: S608  # constants
_SEEN: Final = """
    exists (select 1 from opt_events e
             where e.id > c.last_id and e.id <= :latest
               and (e.org_id = c.org_id
                    or exists (select 1 from reachabilities h
                                where h.org_id = c.org_id and h.hmac = e.hmac
                                  and h.ended_at is null)))
"""
# What concerns none of an organization's numbers is passed over for all of them at once.
_PASS_OVER: Final = text(f"""
    update event_cursors u set last_id = :latest
      from (select org_id, way, address_hash from event_cursors c where last_id < :latest and not {_SEEN}
             order by org_id, way, address_hash for update) c
     where u.org_id = c.org_id and u.way = c.way and u.address_hash = c.address_hash
""")  # noqa: S608  # constants
_NAMED: Final = "w.org_id = c.org_id and w.way = c.way and w.address_hash = c.address_hash"
_BEHIND: Final = text(f"""
    select exists (select 1 from event_cursors c join {_WAYS} w on {_NAMED}
                    where c.last_id < :latest and c.next_at <= now())
""")  # noqa: S608  # constants
# Whoever takes one on has it to themselves for a while; and if they go away, others have it then.
_TAKE: Final = text(f"""
    update event_cursors u set next_at = now() + make_interval(secs => :lease)
      from (select c.org_id, c.way, c.address_hash, o.product_name, o.events_url, o.sealed_events_mail
              from event_cursors c join {_WAYS} w on {_NAMED}
              join organizations o on o.id = c.org_id
             where c.last_id < :latest and c.next_at <= now()
             order by c.next_at, c.org_id, c.way, c.address_hash limit :most for update of c skip locked) d
     where u.org_id = d.org_id and u.way = d.way and u.address_hash = d.address_hash
    returning u.org_id, u.way, u.address_hash, u.last_id, d.product_name, d.events_url, d.sealed_events_mail
""")  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class Due:
    """An organization whose admins are to be told by a way of what came after an event; where to:
    ``address`` of a mail, empty for a webhook, ``url`` of a webhook."""

    org_id: UUID
    way: Way
    address_hash: bytes = field(repr=False)
    address: str = field(repr=False)
    last_id: int
    product_name: str
    url: str | None = field(repr=False)


async def is_behind(connection: AsyncConnection, latest: int) -> bool:
    """Whether it is time to tell anybody of events up to one; whose way has no cursor yet is told from it on.
    Needs the system role, as what follows does."""
    await connection.execute(_BEGIN_MISSING, {"latest": latest})
    return bool((await connection.execute(_BEHIND, {"latest": latest})).scalar_one())


async def take_due(
    connection: AsyncConnection, vault: Vault, latest: int, most: int, lease: timedelta
) -> list[Due]:
    """Who is to be told now of events up to one that is certainly the last so far."""
    await connection.execute(_PASS_OVER, {"latest": latest})
    asked = {"latest": latest, "most": most, "lease": lease.total_seconds()}
    return [
        Due(
            org_id=row.org_id,
            way=Way(row.way),
            address_hash=row.address_hash,
            address=_address(vault, row.address_hash, row.sealed_events_mail),
            last_id=row.last_id,
            product_name=row.product_name,
            url=row.events_url,
        )
        for row in await connection.execute(_TAKE, asked)
    ]


def _address(vault: Vault, address_hash: bytes, sealed: bytes | None) -> str:
    """That one of an organization's addresses which has this hash; none where it is a webhook's."""
    listed = (
        {vault.hash_identifier(one): one for one in read_addresses(vault, sealed)} if address_hash else {}
    )
    return listed.get(address_hash, "")


def read_addresses(vault: Vault, sealed: bytes | None) -> list[str]:
    """What ``seal_addresses`` was given."""
    return (vault.open(sealed) or "").splitlines()


def seal_addresses(vault: Vault, addresses: Sequence[str]) -> bytes | None:
    """Mail addresses as an organization keeps them: together, one a line."""
    return vault.seal("\n".join(addresses)) if addresses else None


_ITS_OWN: Final = "org_id = :org and way = :way and address_hash = :address and last_id = :last"
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
    return {"org": due.org_id, "way": due.way.value, "address": due.address_hash, "last": due.last_id}


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
    select id, sealed_external_id from users
     where org_id = :org and id = any(cast(:users as uuid[])) and sealed_external_id is not null
""")


async def read_external_ids(
    connection: AsyncConnection, org: UUID, vault: Vault, users: Collection[UUID]
) -> dict[UUID, str]:
    """How an organization calls its people, where it does."""
    found = await connection.execute(_EXTERNAL, {"org": org, "users": list(users)})
    return {row.id: vault.open(row.sealed_external_id) for row in found}
