"""Comparisons of the registry with the provider, and the differences that they found. A comparison needs the
system role; an organization reads the differences of its own senders."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.parity import DifferenceKind
from homing.domain.phone import masked
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class RunRow:
    """A comparison; ``ended_at`` None: it goes on. ``differences``: those open at its end."""

    id: int
    begun_at: datetime
    ended_at: datetime | None
    numbers: int
    differences: int


_BEGIN: Final = text("insert into parity_runs default values returning id")
_LAST: Final = text("""
    select id, begun_at, ended_at, numbers, differences from parity_runs order by id desc limit 1
""")
_OPEN: Final = "select count(*) from parity_differences where resolved_at is null"
_END: Final = text(f"""
    update parity_runs set ended_at = now(), numbers = :numbers, differences = ({_OPEN})
     where id = :run returning id, begun_at, ended_at, numbers, differences
""")  # noqa: S608  # a constant


async def begin_run(connection: AsyncConnection) -> int:
    """Note that a comparison begins; its id."""
    return int((await connection.execute(_BEGIN)).scalar_one())


async def end_run(connection: AsyncConnection, run: int, numbers: int) -> RunRow:
    """Note how a comparison ended."""
    return RunRow(*(await connection.execute(_END, {"run": run, "numbers": numbers})).one())


async def read_last_run(connection: AsyncConnection) -> RunRow | None:
    """The latest comparison; any role may ask."""
    row = (await connection.execute(_LAST)).first()
    return None if row is None else RunRow(*row)


@dataclass(frozen=True, slots=True)
class Found:
    """A difference as a comparison finds it. ``sender`` is a number of ours, empty where it is of none;
    ``said_at`` when the word was said that the provider lists and nobody took in."""

    org_id: UUID
    hmac: bytes = field(repr=False)
    sender: str
    kind: DifferenceKind
    detail: str | None = None
    said_at: datetime | None = None


# One that was resolved and is found again is a new one.
_WRITE: Final = text("""
    insert into parity_differences as p (org_id, hmac, sender, kind, detail, said_at)
    select * from unnest(cast(:org_id as uuid[]), cast(:hmac as bytea[]), cast(:sender as text[]),
                         cast(:kind as text[]), cast(:detail as text[]),
                         cast(:said_at as timestamptz[]))
     order by 1, 2, 3, 4
    on conflict (org_id, hmac, sender, kind) do update
       set detail = excluded.detail, last_at = excluded.last_at,
           said_at = coalesce(excluded.said_at, case when p.resolved_at is null then p.said_at end),
           first_at = case when p.resolved_at is null then p.first_at else excluded.first_at end,
           resolved_at = null
""")
_COLUMNS: Final = ("org_id", "hmac", "sender", "kind", "detail", "said_at")


async def write_differences(connection: AsyncConnection, found: Iterable[Found]) -> int:
    """Keep differences, those known before as seen again. Returns how many there are."""
    rows = list({(one.org_id, one.hmac, one.sender, one.kind): one for one in found}.values())
    if rows:
        await connection.execute(_WRITE, {name: [getattr(row, name) for row in rows] for name in _COLUMNS})
    return len(rows)


# A word that is listed no longer, or could not be asked for, is none that was taken in: only a record is.
_RESOLVE: Final = text("""
    update parity_differences p set resolved_at = now()
     where p.resolved_at is null and p.last_at < (select begun_at from parity_runs where id = :run)
       and (p.said_at is null
            or exists (select 1 from opt_events e
                        where e.hmac = p.hmac and least(e.said_at, e.at) >= p.said_at))
    returning p.kind
""")


async def resolve_others(connection: AsyncConnection, run: int) -> int:
    """Close what a comparison did not find again; a word that nobody took in only where the registry has a
    record since. Returns how many."""
    return len((await connection.execute(_RESOLVE, {"run": run})).all())


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference as an organization may see it. ``users`` are its people with the number, of which
    ``shown`` are the last digits; both are empty where it has none. ``sender_id`` is of its own sender with
    the number ``sender``, where it has that still."""

    id: UUID
    kind: DifferenceKind
    sender_id: UUID | None
    sender: str
    detail: str | None
    first_at: datetime
    last_at: datetime
    resolved_at: datetime | None
    users: list[UUID]
    shown: str | None


@dataclass(frozen=True, slots=True)
class DifferenceFilter:
    """Which differences are listed: of a kind, of a sender, the open ones alone."""

    kind: DifferenceKind | None = None
    sender: UUID | None = None
    open_only: bool = True


# Known by a hash of its key: of keyed hashes, too, nothing is told.
_LIST: Final = text("""
    select p.id, p.kind, s.id, p.sender, p.detail, p.first_at, p.last_at, p.resolved_at,
           h.users, h.key_id, h.sealed
      from (select *, cast(md5(encode(hmac, 'hex') || '/' || sender || '/' || kind) as uuid) as id
              from parity_differences where org_id = :org) p
      left join senders s on s.org_id = :org and s.channel = 'sms' and s.number = p.sender
      left join lateral (
           select array_agg(distinct user_id order by user_id) as users,
                  (array_agg(key_id order by id))[1] as key_id, (array_agg(sealed order by id))[1] as sealed
             from reachabilities
            where org_id = :org and hmac = p.hmac and kind = 'phone' and ended_at is null) h on true
     where (cast(:kind as text) is null or p.kind = cast(:kind as text))
       and (cast(:sender as uuid) is null or s.id = cast(:sender as uuid))
       and (not :open_only or p.resolved_at is null)
       and (cast(:at as timestamptz) is null or (p.first_at, p.id) < (cast(:at as timestamptz), :before))
     order by p.first_at desc, p.id desc limit :limit
""")


async def list_differences(  # whose, how shown, and which
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    wanted: DifferenceFilter,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[DifferenceRow]:
    """The differences of an organization's senders, the latest first. ``before``: when the last one of the
    page before was first seen, and its id."""
    at, last = before or (None, None)
    which = {name: getattr(wanted, name) for name in DifferenceFilter.__slots__}
    asked = {"org": org, "at": at, "before": last, "limit": limit, **which}
    return [_row(vault, *row) for row in await connection.execute(_LIST, asked)]


def _row(  # a row of the query
    vault: Vault,
    id_: UUID,
    kind: str,
    sender_id: UUID | None,
    sender: str,
    detail: str | None,
    first_at: datetime,
    last_at: datetime,
    resolved_at: datetime | None,
    users: list[UUID] | None,
    key_id: str | None,
    sealed: bytes | None,
) -> DifferenceRow:
    shown = None if key_id is None or sealed is None else masked(vault.decrypt(key_id, sealed))
    return DifferenceRow(
        id_,
        DifferenceKind(kind),
        sender_id,
        sender,
        detail,
        first_at,
        last_at,
        resolved_at,
        users or [],
        shown,
    )
