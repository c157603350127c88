"""Late news of attempts: receipts, listings and prices, across organizations (the system role)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.outcome import DispatchState


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt with its dispatch, the latter locked."""

    id: UUID
    org_id: UUID
    dispatch_id: UUID
    channel: str
    user_id: UUID
    state: DispatchState
    attempt_state: str
    current: bool
    provider: str
    provider_id: str | None
    receipt_rank: int
    identifier_hmac: bytes | None
    country: str | None
    period: date | None
    estimate: int
    priced: bool


_READ: Final = text("""
    select a.id, d.org_id, d.id as dispatch_id, d.channel, d.user_id, d.state, a.state as attempt_state,
           d.attempt_id = a.id as current, a.provider, a.provider_id, a.receipt_rank, d.identifier_hmac,
           d.country, d.period, a.estimate, a.priced_at is not null as priced
      from dispatches d join attempts a on a.dispatch_id = d.id
     where a.id = :attempt
       for update of d
""")
_LOCK_ATTEMPT: Final = text(
    "select state, provider_id, receipt_rank, priced_at is not null from attempts"
    " where id = :attempt for update"
)


async def lock_attempt(connection: AsyncConnection, attempt: UUID) -> AttemptRow | None:
    """The attempt, with its dispatch's row locked and then its own; None for an id of nobody's."""
    row = (await connection.execute(_READ, {"attempt": attempt})).mappings().first()
    if row is None:
        return None
    # The join's view of the attempt may be older than the lock on the dispatch.
    own = (await connection.execute(_LOCK_ATTEMPT, {"attempt": attempt})).one()
    return AttemptRow(
        **{
            **row,
            "state": DispatchState(row["state"]),
            "attempt_state": own[0],
            "provider_id": own[1],
            "receipt_rank": own[2],
            "priced": own[3],
        }
    )


_RECEIPT: Final = text("""
    insert into receipts (provider, provider_id, status, org_id, attempt_id, error_code)
    values (:provider, :provider_id, :status, :org, :attempt, :error_code)
    on conflict do nothing returning provider_id
""")
_ATTEMPT: Final = text("""
    update attempts
       set provider_id = coalesce(provider_id, :provider_id), receipt_rank = greatest(receipt_rank, :rank),
           state = 'sent', settled_at = coalesce(settled_at, now()),
           error_code = coalesce(:error_code, error_code),
           -- one that was thought not to have happened has a price after all
           priced_at = case when state in ('rejected', 'not_processed') then null else priced_at end,
           price = case when state in ('rejected', 'not_processed') then null else price end
     where id = :attempt
""")
_DISPATCH: Final = text("""
    update dispatches set state = :state, reason = :reason, due_at = null, changed_at = now()
     where id = :dispatch
""")


async def write_receipt(
    connection: AsyncConnection, row: AttemptRow, provider_id: str, status: str, error_code: int | None
) -> bool:
    """Keep a report; False where the same one was kept before."""
    parameters = {
        "provider": row.provider,
        "provider_id": provider_id,
        "status": status,
        "org": row.org_id,
        "attempt": row.id,
        "error_code": error_code,
    }
    return (await connection.execute(_RECEIPT, parameters)).first() is not None


async def write_attempt(
    connection: AsyncConnection, row: AttemptRow, provider_id: str, rank: int, error_code: int | None
) -> None:
    parameters = {"attempt": row.id, "provider_id": provider_id, "rank": rank, "error_code": error_code}
    await connection.execute(_ATTEMPT, parameters)


async def write_dispatch(
    connection: AsyncConnection, row: AttemptRow, state: DispatchState, reason: str | None
) -> None:
    await connection.execute(_DISPATCH, {"dispatch": row.dispatch_id, "state": state, "reason": reason})


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """An attempt whose fate is not known, with what it takes to ask for it."""

    attempt_id: UUID
    provider: str
    body_hash: bytes
    posted_at: datetime
    sender: str | None
    key_id: str
    sealed: bytes


_EXPIRE: Final = text("""
    with gone as (
        select id, attempt_id from dispatches
         where state = 'posting' and due_at < clock_timestamp() - make_interval(secs => :grace)
         order by id for update skip locked),
    given_up as (
        update dispatches d set state = 'unknown', due_at = null, changed_at = now()
          from gone where d.id = gone.id
        returning d.attempt_id)
    update attempts a set state = 'unknown', detail = 'process_lost' from given_up
     where a.id = given_up.attempt_id and a.state = 'posting'
    returning a.id
""")


async def expire_leases(connection: AsyncConnection, grace_seconds: float) -> int:
    """``posting -> unknown`` where the lease and then the request's own time are over: its process is gone.
    Works with either role, on the rows that it may see."""
    return len((await connection.execute(_EXPIRE, {"grace": grace_seconds})).all())


# Asked again only after as long as it has been unknown so far: at about 1, 2, 4, 8 ... times the first wait.
_UNKNOWN: Final = text("""
    update attempts a set asked_at = clock_timestamp()
      from dispatches d join reachabilities i on i.id = d.reachability_id and i.hmac = d.identifier_hmac
           left join senders s on s.id = d.sender_id
     where a.dispatch_id = d.id and d.attempt_id = a.id and d.state = 'unknown' and a.state = 'unknown'
       and a.posted_at > now() - make_interval(secs => :until)
       and (a.asked_at is null or clock_timestamp() - a.asked_at >= a.asked_at - a.posted_at)
    returning a.id, a.provider, a.body_hash, a.posted_at, s.number, i.key_id, i.sealed
""")


async def take_unknown(connection: AsyncConnection, until_seconds: float) -> list[UnknownRow]:
    """Attempts that the provider should be asked about now; each is marked as asked."""
    found = await connection.execute(_UNKNOWN, {"until": until_seconds})
    return [UnknownRow(*row) for row in found]


_CLAIMED: Final = text(
    "select exists (select 1 from attempts where provider = :provider and provider_id = :provider_id)"
)


async def is_claimed(connection: AsyncConnection, provider: str, provider_id: str) -> bool:
    """Whether a provider's message is known as some attempt's already."""
    found = await connection.execute(_CLAIMED, {"provider": provider, "provider_id": provider_id})
    return bool(found.scalar_one())
