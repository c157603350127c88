"""From a reservation to its end: an attempt is posted and settled, or the reservation is given back. Claims
are made in ``homing.store.ledger``, which says in which order rows are locked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.outcome import CONTRACT_REASONS, DispatchState, EventKind, Reason
from homing.store.height import key_of
from homing.store.ledger import arrays, unnest


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """A request about to begin for a dispatch. ``sealed``: to whom, where that may have to be asked later."""

    id: UUID
    attempt_id: UUID
    provider: str
    sender_id: UUID | None
    estimate: int
    body_hash: bytes
    link_hash: bytes
    key_id: str | None = None
    sealed: bytes | None = field(default=None, repr=False)


LATE: Final = "late"
"""The ``detail`` of an attempt that was accepted, and whose request began after its lease."""

_POST_COLUMNS: Final = NewAttempt.__slots__
_POST: Final = text(f"""
    with v as (select * from {unnest("t", *_POST_COLUMNS)}),
    moved as (
        update dispatches d
           set state = 'posting', attempt_id = v.attempt_id, attempts = d.attempts + 1, reason = null,
               due_at = clock_timestamp() + make_interval(secs => :lease), changed_at = clock_timestamp()
          from v where d.id = v.id and d.state = 'reserved'
        returning d.id, d.execution_id, d.user_id, d.channel),
    begun as (
        insert into attempts (id, org_id, dispatch_id, provider, sender_id, estimate, body_hash, link_hash,
                              recipient_key_id, recipient_sealed, posted_at)
        select v.attempt_id, :org, v.id, v.provider, v.sender_id, v.estimate, v.body_hash, v.link_hash,
               v.key_id, v.sealed, clock_timestamp()
          from v join moved on moved.id = v.id
        returning dispatch_id, seq)
    select b.dispatch_id, b.seq, exists (
               select 1 from forgotten_messages f
                where f.execution_id = m.execution_id and f.user_id = m.user_id and f.channel = m.channel
                  and f.adopted_by is null) as forgotten,
           cast(:seq as bigint) = 0
           or exists (select 1 from attempts a
                       where a.org_id = :org and a.seq = cast(:seq as bigint)
                         and left(cast(a.id as text), 8) = :beginning)
           or cast(:seq as bigint) <= (select coalesce(max(c.ledger_accepted), 0) from org_channels c
                        where c.org_id = :org
                           and c.channel = coalesce(cast(:market as text), m.channel)) as continuous
      from begun b join moved m on m.id = b.dispatch_id
""")  # noqa: S608  # constants of this module


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt as it was numbered. ``forgotten``: the provider took a message for it before the ledger was
    put back (``homing.store.forgotten``). ``continuous``: the ledger has the attempt that it was said to
    have, or what it forgot is settled."""

    seq: int
    forgotten: bool
    continuous: bool


async def begin_posting(
    connection: AsyncConnection,
    org: UUID,
    attempts: Sequence[NewAttempt],
    lease_seconds: float,
    height: int = 0,
    market: str | None = None,
) -> dict[UUID, Begun]:
    """Move ``reserved`` to ``posting`` under a lease, with an attempt each, in a ledger that has the attempt
    of this mark (``homing.store.height``; 0: whichever), or whose loss is settled for the channel ``market``
    (None: their own). Returns the dispatches moved."""
    if not attempts:
        return {}
    parameters = arrays(attempts, *_POST_COLUMNS)
    found = await connection.execute(
        _POST, {"org": org, "lease": lease_seconds, "market": market, **key_of(height), **parameters}
    )
    return {row.dispatch_id: Begun(row.seq, row.forgotten, row.continuous) for row in found}


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A reservation that is given back: skipped, held or rejected, with the reason. The identifier is the one
    that this was decided by; without a state, that of the claim."""

    id: UUID
    state: DispatchState
    reason: Reason
    due_at: datetime | None
    reachability_id: UUID | None = None
    source: str | None = None
    identifier_state: str | None = None
    hmac: bytes | None = field(default=None, repr=False)


_WITHDRAW_COLUMNS: Final = Withdrawn.__slots__
_OTHER: Final = "v.identifier_state is not null"
_WITHDRAW: Final = text(f"""
    with was as materialized (
        select d.id, d.period, d.reserved from dispatches d
         where d.id = any(cast(:id as uuid[])) and d.state = 'reserved' order by d.id for update)
    update dispatches d
       set state = v.state, reason = v.reason, due_at = v.due_at, reserved = 0, changed_at = now(),
           reachability_id = case when {_OTHER} then v.reachability_id else d.reachability_id end,
           identifier_source = case when {_OTHER} then v.source else d.identifier_source end,
           identifier_hmac = case when {_OTHER} then v.hmac else d.identifier_hmac end,
           identifier_state = coalesce(v.identifier_state, d.identifier_state)
      from {unnest("v", *_WITHDRAW_COLUMNS)} join was on was.id = v.id
     where d.id = v.id
    returning d.id, was.period, was.reserved
""")  # noqa: S608  # constants of this module


@dataclass(frozen=True, slots=True)
class Freed:
    """What a reservation came to when it ended: by it, and no older reading, money is given back."""

    id: UUID
    period: date | None
    reserved: int


async def withdraw(connection: AsyncConnection, rows: Sequence[Withdrawn]) -> list[Freed]:
    """Turn reservations into skips, holds or rejections. The caller holds the caps and gives money back."""
    if not rows:
        return []
    found = await connection.execute(_WITHDRAW, arrays(rows, *_WITHDRAW_COLUMNS))
    return [Freed(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an attempt ended, and where that leaves its dispatch. ``was`` are the dispatch's states that it
    may be moved from; ``attempt_state`` is the attempt's own end."""

    id: UUID
    attempt_id: UUID
    state: DispatchState
    attempt_state: str
    reason: Reason | None = None
    provider_id: str | None = None
    detail: str | None = None
    error_code: int | None = None
    reserved: int = 0
    sender_id: UUID | None = None
    kind: EventKind | None = None
    cost: int | None = None

    @property
    def contract(self) -> str | None:
        return None if self.reason is None else CONTRACT_REASONS.get(self.reason)


_SETTLE_COLUMNS: Final = (
    "id",
    "attempt_id",
    "state",
    "attempt_state",
    "reason",
    "reserved",
    "sender_id",
    "provider_id",
    "detail",
    "error_code",
    "kind",
    "contract",
    "cost",
)
# One round trip. The dispatches are locked by id first and the attempts after them, as everywhere.
_SETTLE: Final = text(f"""
    with v as materialized (select * from {unnest("t", *_SETTLE_COLUMNS)}),
    locked as materialized (
        select d.id, d.period, d.reserved from dispatches d
         where d.id = any(cast(:id as uuid[])) order by d.id for update),
    moved as (
        update dispatches d
           set state =
                   case when (d.state, v.state) = ('unknown', 'reserved') then 'rejected' else v.state end,
               reason =
                   case when (d.state, v.state) = ('unknown', 'reserved') then 'not_sent' else v.reason end,
               reserved = case when (d.state, v.state) = ('unknown', 'reserved') then 0 else v.reserved end,
               due_at = null, sender_id = v.sender_id, changed_at = now()
          from v join locked on locked.id = v.id
         where d.id = v.id and d.attempt_id = v.attempt_id
           and (d.state = 'posting' or (d.state = 'unknown' and v.state <> 'unknown'))
        returning d.id, d.org_id, d.execution_id, d.user_id, d.step, d.channel, d.state, d.reason),
    ended as (
        update attempts a
           set state = v.attempt_state, detail = v.detail, error_code = v.error_code, settled_at = now(),
               provider_id = coalesce(a.provider_id, v.provider_id),
               priced_at = case when v.attempt_state in ('rejected', 'not_processed') then now() end,
               recipient_sealed =
                   case when v.attempt_state in ('rejected', 'not_processed') then null
                        else a.recipient_sealed end,
               price = case when v.attempt_state in ('rejected', 'not_processed') then 0 end
          from v join locked on locked.id = v.id
         where a.id = v.attempt_id and a.state in ('posting', 'unknown')),
    told as (
        insert into channel_events (org_id, execution_id, dispatch_id, user_id, step, channel, kind, reason,
                                    contract_reason, cost_micros)
        select m.org_id, m.execution_id, m.id, m.user_id, m.step, m.channel,
               coalesce(v.kind, 'FAILED'), m.reason, v.contract, coalesce(v.cost, 0)
          from moved m join v on v.id = m.id where v.kind is not null or m.state = 'rejected')
    select m.id, m.state, l.period, l.reserved from moved m join locked l on l.id = m.id
""")  # noqa: S608  # constants of this module


async def settle(
    connection: AsyncConnection, rows: Sequence[Settlement]
) -> list[tuple[Freed, DispatchState]]:
    """Write how attempts ended, with the events. Returns the dispatches that this moved, with what they had
    reserved, and whereto: one that a callback had moved on already stays where it is, and one given up as
    unknown is never reserved again but, where it was not processed, rejected as ``not_sent``."""
    if not rows:
        return []
    moved = await connection.execute(_SETTLE, arrays(rows, *_SETTLE_COLUMNS))
    return [(Freed(row.id, row.period, row.reserved), DispatchState(row.state)) for row in moved]
