"""What is known of numbers and senders that bears on whether registry and provider agree: records, words,
texts. All of it needs the system role."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.account_texts import ACCOUNT_CHANNEL
from homing.domain.keywords import Handling
from homing.domain.outcome import FailureReason
from homing.domain.receipts import RANK, ReceiptStatus
from homing.domain.senders import SenderKind
from homing.store.attempts import LATE

MOST_WORDS: Final = 20
"""Of one number that are looked at, the latest: however much a machine may have written."""

_REFUSED: Final = FailureReason.OPTED_OUT_AT_PROVIDER.value
_BLOCKED: Final = FailureReason.BLOCKED.value

# Each set in the order of an index, so that little more than a page of it is read.
_NUMBERS: Final = text(f"""
    with beyond as (
        (select hmac from opt_outs where hmac >= :first order by hmac limit :limit)
         union (select distinct hmac from opt_events where hmac >= :first order by hmac limit :limit)
         union (select distinct hmac from inbound_messages where hmac >= :first order by hmac limit :limit)
         union (select distinct identifier_hmac from dispatches
                 where reason in ('{_REFUSED}', '{_BLOCKED}')
                   and identifier_hmac >= :first
                 order by identifier_hmac limit :limit))
    select hmac from beyond where cast(:past as bytea) is null or hmac < cast(:past as bytea)
     order by hmac limit :limit
""")  # noqa: S608  # constants


async def read_numbers(
    connection: AsyncConnection, first: bytes, past: bytes | None, limit: int
) -> list[bytes]:
    """Numbers in a range of keyed hashes of which registry or provider may know something, in order."""
    asked = {"first": first, "past": past, "limit": limit}
    return list((await connection.execute(_NUMBERS, asked)).scalars())


_COUNT: Final = text("select count(*) from (select distinct hmac from opt_events) n")


async def count_numbers(connection: AsyncConnection) -> int:
    """About how many there are: those that ever opted out or in."""
    return int((await connection.execute(_COUNT)).scalar_one())


@dataclass(frozen=True, slots=True)
class SenderRow:
    """A sender as far as keywords go."""

    id: UUID
    org_id: UUID
    number: str
    kind: SenderKind
    handling: Handling


_SENDERS: Final = text("""
    select s.id, s.org_id, s.number, s.kind, s.provider_handles_keywords
      from senders s join organizations o on o.id = s.org_id
     where s.channel = 'sms' and (s.number = any(:numbers) or s.id = any(cast(:ids as uuid[])))
     order by o.created_at, o.id, s.id
""")


async def read_senders(
    connection: AsyncConnection, numbers: Collection[str], ids: Collection[UUID]
) -> list[SenderRow]:
    """The senders with these numbers or ids; of one number the oldest organization's first."""
    found = await connection.execute(_SENDERS, {"numbers": list(numbers), "ids": list(ids)})
    return [_sender(*row) for row in found]


_WRITTEN_TO: Final = text("""
    select s.id, s.org_id, s.number, s.kind, s.provider_handles_keywords
      from senders s
     where s.channel = 'sms' and s.number ~ '^[+]?[0-9]+$' and s.id > :after
       and not exists (select 1 from senders t
                        where t.channel = 'sms' and t.number = s.number and t.id < s.id)
     order by s.id limit :limit
""")


async def read_written_to(connection: AsyncConnection, after: UUID, limit: int) -> list[SenderRow]:
    """Senders that can be written to, by id; of several with one number (of organizations that share it) the
    first."""
    found = await connection.execute(_WRITTEN_TO, {"after": after, "limit": limit})
    return [_sender(*row) for row in found]


def _sender(id_: UUID, org: UUID, number: str, kind: str, handling: str) -> SenderRow:
    return SenderRow(id_, org, number, SenderKind(kind), Handling(handling))


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """A number in the registry: opted out, since when and how; None: it is not."""

    since: datetime | None
    source: str | None


_REGISTRY: Final = text("select hmac, at, source from opt_outs where hmac = any(cast(:hashes as bytea[]))")


async def read_registry(connection: AsyncConnection, hashes: Sequence[bytes]) -> dict[bytes, RegistryRow]:
    """Those of these numbers that are opted out."""
    found = await connection.execute(_REGISTRY, {"hashes": list(hashes)})
    return {hmac: RegistryRow(at, source) for hmac, at, source in found}


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the registry. ``said_at`` is when it was said, ``at`` when recorded; ``sender`` which
    number of ours was written to. ``sealed`` are the words, where there was a message."""

    id: int
    hmac: bytes = field(repr=False)
    kind: str
    source: str
    word: str | None
    provider_id: str | None
    sender: str | None
    key_id: str | None
    sealed: bytes | None = field(repr=False)
    at: datetime
    said_at: datetime


_RECORDS: Final = text("""
    select e.id, n.hmac, e.kind, e.source, e.word, e.provider_id, e.sender,
           case when e.provider_id is not null then e.key_id end,
           case when e.provider_id is not null then e.sealed end, e.at, least(e.said_at, e.at)
      from unnest(cast(:hashes as bytea[])) as n(hmac)
      cross join lateral (
           select * from opt_events o where o.hmac = n.hmac order by o.id desc limit :most) e
     order by e.id
""")


async def read_records(connection: AsyncConnection, hashes: Sequence[bytes]) -> list[Record]:
    """The latest records of numbers, in the order in which they were made."""
    found = await connection.execute(_RECORDS, {"hashes": list(hashes), "most": MOST_WORDS})
    return [Record(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Kept:
    """A text from a handset that is kept, as what we took it, and, where it said so, the provider.
    ``recorded``: the registry has a record of it."""

    hmac: bytes = field(repr=False)
    sender_id: UUID
    kind: str
    taken_as: str | None
    provider: str
    provider_id: str
    key_id: str
    sealed: bytes = field(repr=False)
    at: datetime
    recorded: bool


_KEPT: Final = text("""
    select n.hmac, i.sender_id, i.kind, i.taken_as, i.provider, i.provider_id, i.key_id, i.sealed, i.at,
           exists (select 1 from opt_events e
                    where e.hmac = n.hmac and e.provider = i.provider and e.provider_id = i.provider_id)
      from unnest(cast(:hashes as bytea[])) as n(hmac)
      cross join lateral (
           select * from inbound_messages m
            where m.hmac = n.hmac and m.sender_id is not null order by m.at desc limit :most) i
     order by i.at
""")


async def read_kept(connection: AsyncConnection, hashes: Sequence[bytes]) -> list[Kept]:
    """The latest texts of numbers to senders of ours, the oldest first."""
    found = await connection.execute(_KEPT, {"hashes": list(hashes), "most": MOST_WORDS})
    return [Kept(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Texted:
    """What became of the texts of a sender to a number: when the last one began that the provider accepted
    (one that began after its lease: when it had begun for certain), that was delivered, that was refused
    since the number had opted out there, and that was blocked on its way."""

    hmac: bytes = field(repr=False)
    sender_id: UUID
    accepted_at: datetime | None
    delivered_at: datetime | None
    refused_at: datetime | None
    blocked_at: datetime | None


# By way of the number's users and their executions, since dispatches are many and found by no number: what
# was texted to a number that nobody has any more is of no account. Each is looked up by an index: joined in
# one go, all users and all dispatches would be read for each page of numbers.
_TEXTED: Final = text(f"""
    select n.hmac, a.sender_id,
           max(case when a.detail = '{LATE}' then greatest(a.posted_at, a.settled_at) else a.posted_at end)
               filter (where a.state = 'sent' and a.provider_id is not null
                         and (d.reason in ('{_REFUSED}', '{_BLOCKED}')) is not true),
           max(a.posted_at) filter (where a.receipt_rank >= :delivered),
           max(a.posted_at) filter (where d.reason = '{_REFUSED}' and a.id = d.attempt_id),
           max(a.posted_at) filter (where d.reason = '{_BLOCKED}' and a.id = d.attempt_id)
      from unnest(cast(:hashes as bytea[])) as n(hmac)
      cross join lateral (
           select distinct r.org_id, r.user_id from reachabilities r
            where r.hmac = n.hmac and r.ended_at is null offset 0) h
      cross join lateral (
           select r.execution_id from recipients r where r.org_id = h.org_id and r.user_id = h.user_id
            union
           select i.execution_id from in_app_items i where i.org_id = h.org_id and i.user_id = h.user_id
           ) e
      cross join lateral (
           select d.id, d.reason, d.attempt_id from dispatches d
            where d.execution_id = e.execution_id and d.user_id = h.user_id
              and d.identifier_hmac = n.hmac and d.channel in ('sms', '{ACCOUNT_CHANNEL}') offset 0) d
      join attempts a on a.dispatch_id = d.id and a.sender_id is not null
     group by n.hmac, a.sender_id
""")  # noqa: S608  # constants


async def read_texted(connection: AsyncConnection, hashes: Sequence[bytes]) -> list[Texted]:
    """What became of texts, by number and sender."""
    asked = {"hashes": list(hashes), "delivered": RANK[ReceiptStatus.DELIVERED]}
    return [Texted(*row) for row in await connection.execute(_TEXTED, asked)]


_KNOWN: Final = text("""
    select provider_id from opt_events
     where hmac = any(cast(:hashes as bytea[])) and provider = :provider and provider_id = any(:ids)
     union
    select provider_id from inbound_messages where provider = :provider and provider_id = any(:ids)
""")


async def read_known(
    connection: AsyncConnection, provider: str, hashes: Collection[bytes], ids: Collection[str]
) -> set[str]:
    """Those of a provider's messages that were taken in, of these numbers."""
    asked = {"provider": provider, "hashes": list(hashes), "ids": list(ids)}
    return set((await connection.execute(_KNOWN, asked)).scalars())


_HOLDERS: Final = text("""
    select distinct on (hmac, org_id) hmac, org_id from reachabilities
     where hmac = any(cast(:hashes as bytea[])) and ended_at is null order by hmac, org_id
""")


async def read_holders(connection: AsyncConnection, hashes: Collection[bytes]) -> dict[bytes, set[UUID]]:
    """The organizations whose people have a number."""
    holders: dict[bytes, set[UUID]] = {hmac: set() for hmac in hashes}
    for hmac, org in await connection.execute(_HOLDERS, {"hashes": list(hashes)}):
        holders[hmac].add(org)
    return holders
