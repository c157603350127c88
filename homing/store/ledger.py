"""The ledger: dispatches, their attempts and their events. Every transition is compare-and-set, and every
statement moves a set. It is one module because claim, post and settle must agree on every column and state of
two tables. Rows are locked dispatches before attempts, each by id, after caps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.outcome import CONTRACT_REASONS, DispatchState, EventKind, Reason
from homing.store.height import key_of


@dataclass(frozen=True, slots=True)
class StepKey:
    """One occurrence of a step in an execution."""

    org_id: UUID
    execution_id: UUID
    step: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class PageKey:
    """The people at positions ``[first, past)`` of a cohort, at one occurrence of a step."""

    step: StepKey
    cohort: int
    first: int
    past: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim decided of one person. ``reserved`` is in micros of the org's currency."""

    id: UUID
    user_id: UUID
    position: int
    state: DispatchState
    reason: Reason | None = None
    due_at: datetime | None = None
    reachability_id: UUID | None = None
    source: str | None = None
    hmac: bytes | None = None
    country: str | None = None
    sender_id: UUID | None = None
    period: date | None = None
    reserved: int = 0
    segments: int = 0


_COLUMN_TYPES: Final[dict[str, str]] = {
    "id": "uuid",
    "user_id": "uuid",
    "position": "int",
    "state": "text",
    "reason": "text",
    "due_at": "timestamptz",
    "reachability_id": "uuid",
    "source": "text",
    "hmac": "bytea",
    "country": "text",
    "sender_id": "uuid",
    "period": "date",
    "reserved": "bigint",
    "estimate": "bigint",
    "segments": "int",
    "attempt_id": "uuid",
    "attempt_state": "text",
    "provider_id": "text",
    "detail": "text",
    "error_code": "int",
    "body_hash": "bytea",
    "link_hash": "bytea",
    "key_id": "text",
    "sealed": "bytea",
    "lease": "interval",
    "provider": "text",
    "kind": "text",
    "contract": "text",
    "cost": "bigint",
    "body": "text",
    "price": "bigint",
    "currency": "text",
}


def unnest(alias: str, *columns: str) -> str:
    """The SQL of a table made of array parameters, one for each column, each named ``:<column>``."""
    arrays = ", ".join(f"cast(:{column} as {_COLUMN_TYPES[column]}[])" for column in columns)
    return f"unnest({arrays}) as {alias}({', '.join(columns)})"


def arrays(rows: Iterable[Any], *columns: str) -> dict[str, list[Any]]:
    """The parameters for ``unnest``, read from attributes."""
    listed = list(rows)
    return {column: [getattr(row, column) for row in listed] for column in columns}


_CLAIM_COLUMNS: Final = (
    "id",
    "user_id",
    "position",
    "state",
    "reason",
    "due_at",
    "reachability_id",
    "source",
    "hmac",
    "country",
    "sender_id",
    "period",
    "reserved",
    "segments",
)

REOPENED: Final = """
    ((d.state = 'held' and d.cohort = :cohort)
     or (d.state = 'skipped' and d.reason = 'acted' and d.attempts = 0 and d.cohort < :cohort))
"""
"""Of a dispatch ``d`` that is there already: whether a claim for ``:cohort`` decides it anew. A cohort's own
is, where it was held; another's is, where it was skipped as acted: the same person may be told about others
who have not. Later cohorts alone take over, so that no two do so in turn."""

# The ids are derived, so the conflict is the referee: what is there already keeps its outcome.
_CLAIM: Final = text(f"""
    insert into dispatches as d (id, org_id, execution_id, step, occurrence, cohort, channel,
           user_id, position, state, reason, due_at, reachability_id, identifier_source, identifier_hmac,
           country, sender_id, period, reserved, segments)
    select v.id, :org, :execution, :step, :occurrence, :cohort, :channel,
           v.user_id, v.position, v.state, v.reason, v.due_at, v.reachability_id, v.source, v.hmac,
           v.country, v.sender_id, v.period, v.reserved, v.segments
      from {unnest("v", *_CLAIM_COLUMNS)}
     order by v.id
    on conflict (id) do update
       set cohort = excluded.cohort, position = excluded.position, state = excluded.state,
           reason = excluded.reason, due_at = excluded.due_at,
           reachability_id = excluded.reachability_id, identifier_source = excluded.identifier_source,
           identifier_hmac = excluded.identifier_hmac, country = excluded.country,
           sender_id = excluded.sender_id, period = excluded.period, reserved = excluded.reserved,
           segments = excluded.segments, changed_at = now()
     where {REOPENED}
    returning d.id
""")  # noqa: S608  # constants of this module


async def write_claims(
    connection: AsyncConnection, page: PageKey, channel: str, claims: Sequence[Claimed]
) -> set[UUID]:
    """Insert the dispatches, or decide anew what is reopened. Returns the ids that this call wrote."""
    if not claims:
        return set()
    found = await connection.execute(
        _CLAIM,
        {
            "org": page.step.org_id,
            "execution": page.step.execution_id,
            "step": page.step.step,
            "occurrence": page.step.occurrence,
            "cohort": page.cohort,
            "channel": channel,
            **arrays(claims, *_CLAIM_COLUMNS),
        },
    )
    return set(found.scalars())


_CLOSED: Final = text(f"""
    select d.id from dispatches d
     where d.id = any(:id)
       and not ({REOPENED} and coalesce(d.state <> 'held' or d.due_at <= now(), false))
""")  # noqa: S608  # constants of this module


async def read_closed(connection: AsyncConnection, ids: Sequence[UUID], cohort: int) -> set[UUID]:
    """Those of these dispatches that exist and are not for the cohort's claim to decide anew, now."""
    return set((await connection.execute(_CLOSED, {"id": list(ids), "cohort": cohort})).scalars())


@dataclass(frozen=True, slots=True)
class Reserved:
    """A dispatch that may be posted, as it was when its page was read."""

    id: UUID
    user_id: UUID
    hmac: bytes | None
    sender_id: UUID | None
    country: str | None
    reserved: int
    period: date | None
    refusals: int


RESERVED_COLUMNS: Final = (
    "d.id, d.user_id as dispatch_user, d.identifier_hmac, d.sender_id,"
    " d.country as dispatch_country, d.reserved, d.period,"
    " case when d.attempts = 0 then 0 else (select count(*) from attempts a"
    " where a.dispatch_id = d.id and a.state = 'rejected') end as refusals"
)
_RESERVED_PAGE: Final = text(f"""
    select {RESERVED_COLUMNS} from dispatches d
     where d.org_id = :org and d.execution_id = :execution and d.step = :step
       and d.occurrence = :occurrence and d.cohort = :cohort and d.channel = :channel
       and d.position >= :first and d.position < :past and d.state = 'reserved'
     order by d.position
""")  # noqa: S608  # constants of this module


def page_parameters(page: PageKey, channel: str) -> dict[str, Any]:
    return {
        "org": page.step.org_id,
        "execution": page.step.execution_id,
        "step": page.step.step,
        "occurrence": page.step.occurrence,
        "cohort": page.cohort,
        "channel": channel,
        "first": page.first,
        "past": page.past,
    }


async def read_reserved_page(connection: AsyncConnection, page: PageKey, channel: str) -> list[Reserved]:
    """What of a page is reserved: just claimed, or left by a process that went away."""
    found = await connection.execute(_RESERVED_PAGE, page_parameters(page, channel))
    return [Reserved(*row) for row in found]


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
                        where c.org_id = :org and c.channel = m.channel) as continuous
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
) -> dict[UUID, Begun]:
    """Move ``reserved`` to ``posting`` under a lease, with an attempt each, in a ledger that has the attempt
    of this mark (``homing.store.height``; 0: whichever). Returns the dispatches moved."""
    if not attempts:
        return {}
    parameters = arrays(attempts, *_POST_COLUMNS)
    found = await connection.execute(
        _POST, {"org": org, "lease": lease_seconds, **key_of(height), **parameters}
    )
    return {row.dispatch_id: Begun(row.seq, row.forgotten, row.continuous) for row in found}


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A reservation that is given back: skipped, held or rejected, with the reason."""

    id: UUID
    state: DispatchState
    reason: Reason
    due_at: datetime | None


_WITHDRAW: Final = text(f"""
    with was as materialized (
        select d.id, d.period, d.reserved from dispatches d
         where d.id = any(cast(:id as uuid[])) and d.state = 'reserved' order by d.id for update)
    update dispatches d
       set state = v.state, reason = v.reason, due_at = v.due_at, reserved = 0, changed_at = now()
      from {unnest("v", "id", "state", "reason", "due_at")} join was on was.id = v.id
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
    found = await connection.execute(_WITHDRAW, arrays(rows, "id", "state", "reason", "due_at"))
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


_EVENTS: Final = text("""
    insert into channel_events (org_id, execution_id, dispatch_id, user_id, step, channel, kind, reason,
                                contract_reason, cost_micros)
    select d.org_id, d.execution_id, d.id, d.user_id, d.step, d.channel, v.kind, v.reason, v.contract, v.cost
      from unnest(cast(:id as uuid[]), cast(:kind as text[]), cast(:reason as text[]),
                  cast(:contract as text[]), cast(:cost as bigint[]))
           with ordinality as v(id, kind, reason, contract, cost, n)
           join dispatches d on d.id = v.id
     order by v.n
""")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a dispatch; the cost is in micros of the org's currency."""

    id: UUID
    kind: EventKind
    reason: Reason | None = None
    cost: int | None = None

    @property
    def contract(self) -> str | None:
        return None if self.reason is None else CONTRACT_REASONS.get(self.reason)


async def write_events(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Add events, in this order."""
    if events:
        await connection.execute(_EVENTS, arrays(events, "id", "kind", "reason", "contract", "cost"))
