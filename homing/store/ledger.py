"""The ledger: dispatches, as claims make them, and their events; what becomes of a reservation is in
``homing.store.attempts``. Every transition is compare-and-set, and every statement moves a set. Rows are
locked dispatches before attempts, each by id, after caps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.outcome import CONTRACT_REASONS, DispatchState, EventKind, Reason


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
    identifier_state: str | None = None
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
    "identifier_state": "text",
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
    "identifier_state",
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
           user_id, position, state, reason, due_at, reachability_id, identifier_source, identifier_state,
           identifier_hmac, country, sender_id, period, reserved, segments)
    select v.id, :org, :execution, :step, :occurrence, :cohort, :channel,
           v.user_id, v.position, v.state, v.reason, v.due_at, v.reachability_id, v.source,
           v.identifier_state, v.hmac, v.country, v.sender_id, v.period, v.reserved, v.segments
      from {unnest("v", *_CLAIM_COLUMNS)}
     order by v.id
    on conflict (id) do update
       set cohort = excluded.cohort, position = excluded.position, state = excluded.state,
           reason = excluded.reason, due_at = excluded.due_at,
           reachability_id = excluded.reachability_id, identifier_source = excluded.identifier_source,
           identifier_state = excluded.identifier_state,
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
