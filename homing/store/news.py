"""Late news of attempts: receipts, listings and prices, across organizations (the system role)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.outcome import DispatchState
from homing.store.awaited import CohortKey, News
from homing.store.ledger import StepKey, arrays


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt with its dispatch, both locked. ``toll_free``: what it was sent from."""

    id: UUID
    org_id: UUID
    dispatch_id: UUID
    execution_id: UUID
    step: str
    occurrence: int
    cohort: int
    channel: str
    user_id: UUID
    state: DispatchState
    reason: str | None
    attempt_state: str
    current: bool
    provider: str
    provider_id: str | None
    receipt_rank: int
    error_code: int | None
    identifier_hmac: bytes | None
    country: str | None
    sender_id: UUID | None
    toll_free: bool
    estimate: int
    posted_at: datetime
    changed_at: datetime

    @property
    def news(self) -> News:
        """Of its cohort, where something else becomes of it than stands here."""
        step = StepKey(self.org_id, self.execution_id, self.step, self.occurrence)
        return News(
            CohortKey(step, self.cohort), self.changed_at if self.state is DispatchState.SENT else None
        )


_LOCK_DISPATCHES: Final = text("""
    select a.id, d.org_id, d.id as dispatch_id, d.execution_id, d.step, d.occurrence, d.cohort, d.channel,
           d.user_id, d.state, d.reason, d.changed_at, coalesce(d.attempt_id = a.id, false) as current,
           a.provider, a.estimate, a.posted_at, d.identifier_hmac, d.country, a.sender_id,
           coalesce(s.kind = 'toll_free', false) as toll_free
      from attempts a join dispatches d on d.id = a.dispatch_id left join senders s on s.id = a.sender_id
     where a.id = any(:attempts)
     order by d.id, a.id for update of d
""")
_LOCK_ATTEMPTS: Final = text("""
    select id, state as attempt_state, provider_id, receipt_rank, error_code from attempts
     where id = any(:attempts) order by id for update
""")


async def lock_attempts(connection: AsyncConnection, attempts: Collection[UUID]) -> dict[UUID, AttemptRow]:
    """The attempts by id, their dispatches' rows locked and then their own. Ids of nobody's are left out."""
    parameters = {"attempts": list(attempts)}
    rows = (await connection.execute(_LOCK_DISPATCHES, parameters)).mappings().all()
    # The join's view of the attempts may be older than the locks on the dispatches.
    own = (await connection.execute(_LOCK_ATTEMPTS, parameters)).mappings().all()
    found = {row["id"]: row for row in own}
    return {
        row["id"]: AttemptRow(**{**row, **found[row["id"]], "state": DispatchState(row["state"])})
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A provider's report as it is kept: once for each message and status."""

    provider: str
    provider_id: str
    status: str
    org_id: UUID
    attempt_id: UUID
    error_code: int | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.provider, self.provider_id, self.status


_RECEIPTS: Final = text("""
    insert into receipts (provider, provider_id, status, org_id, attempt_id, error_code)
    select * from unnest(
               cast(:provider as text[]), cast(:provider_id as text[]), cast(:status as text[]),
               cast(:org_id as uuid[]), cast(:attempt_id as uuid[]), cast(:error_code as int[]))
     order by 1, 2, 3
    on conflict do nothing returning provider, provider_id, status
""")
_ATTEMPTS: Final = text("""
    update attempts a
       set provider_id = v.provider_id, receipt_rank = v.receipt_rank, error_code = v.error_code,
           state = 'sent', settled_at = coalesce(a.settled_at, now()),
           -- one that was thought not to have happened has a price after all
           priced_at = case when a.state in ('rejected', 'not_processed') then null else a.priced_at end,
           price = case when a.state in ('rejected', 'not_processed') then null else a.price end
      from unnest(cast(:id as uuid[]), cast(:provider_id as text[]), cast(:receipt_rank as int[]),
                  cast(:error_code as int[])) as v(id, provider_id, receipt_rank, error_code)
     where a.id = v.id
""")
_DISPATCHES: Final = text("""
    update dispatches d set state = v.state, reason = v.reason, due_at = null, changed_at = now()
      from unnest(cast(:dispatch_id as uuid[]), cast(:state as text[]), cast(:reason as text[]))
           as v(id, state, reason)
     where d.id = v.id
""")


async def write_receipts(
    connection: AsyncConnection, receipts: Collection[ReceiptRow]
) -> set[tuple[str, str, str]]:
    """Keep reports, no two of one key. Returns the keys of those that were not kept before."""
    if not receipts:
        return set()
    columns = arrays(receipts, "provider", "provider_id", "status", "org_id", "attempt_id", "error_code")
    return {(row[0], row[1], row[2]) for row in await connection.execute(_RECEIPTS, columns)}


async def write_attempts(connection: AsyncConnection, rows: Collection[AttemptRow]) -> None:
    """Write what is known now of attempts that were locked. Each of them was accepted."""
    if rows:
        await connection.execute(_ATTEMPTS, arrays(rows, "id", "provider_id", "receipt_rank", "error_code"))


async def write_dispatches(connection: AsyncConnection, rows: Collection[AttemptRow]) -> None:
    """Write where dispatches that were locked stand now, by the attempts that they are at."""
    if rows:
        await connection.execute(_DISPATCHES, arrays(rows, "dispatch_id", "state", "reason"))


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
        returning d.attempt_id, d.channel)
    update attempts a set state = 'unknown', detail = 'process_lost' from given_up
     where a.id = given_up.attempt_id and a.state = 'posting'
    returning given_up.channel
""")


async def expire_leases(connection: AsyncConnection, grace_seconds: float) -> list[str]:
    """``posting -> unknown`` where the lease and then the request's own time are over: its process is gone.
    Works with either role, on the rows that it may see. Returns the channel of each."""
    return list((await connection.execute(_EXPIRE, {"grace": grace_seconds})).scalars())


# Asked again only after as long as it has been unknown so far: at about 1, 2, 4, 8 ... times the first wait.
# It holds attempts without their dispatches, so it waits for none: news may be under way of what is locked.
_UNKNOWN: Final = text("""
    update attempts a set asked_at = clock_timestamp()
      from dispatches d left join senders s on s.id = d.sender_id
     where a.dispatch_id = d.id and d.attempt_id = a.id and a.recipient_sealed is not null
       and a.id = any(array(
           select a.id from attempts a join dispatches d on d.attempt_id = a.id
            where d.state = 'unknown' and a.state = 'unknown'
              and a.posted_at > now() - make_interval(secs => :until)
              and (a.asked_at is null or clock_timestamp() - a.asked_at >= a.asked_at - a.posted_at)
              for update of a skip locked))
    returning a.id, a.provider, a.body_hash, a.posted_at, s.number, a.recipient_key_id, a.recipient_sealed
""")


async def take_unknown(connection: AsyncConnection, until_seconds: float) -> list[UnknownRow]:
    """Attempts that the provider should be asked about now; each is marked as asked."""
    found = await connection.execute(_UNKNOWN, {"until": until_seconds})
    return [UnknownRow(*row) for row in found]


# The same rule as of unknown outcomes, from half a day on: what a listing for prices has shown meanwhile was
# asked, too. It holds attempts without their dispatches, as above.
_SILENT: Final = text("""
    update attempts a set asked_at = clock_timestamp()
     where a.id = any(array(
           select a.id from attempts a join dispatches d on d.attempt_id = a.id
            where a.provider = any(:providers) and d.channel = any(:channels)
              and a.posted_at between now() - make_interval(secs => :until)
                                  and now() - make_interval(secs => :since)
              and a.state = 'sent' and d.state = 'sent' and a.provider_id is not null
              and (a.asked_at is null or clock_timestamp() - a.asked_at >= a.asked_at - a.posted_at)
            order by a.posted_at limit :most
              for update of a skip locked))
    returning a.id, a.provider, a.provider_id
""")


@dataclass(frozen=True, slots=True)
class SilentRow:
    """An attempt that was accepted, and of which nothing final was reported."""

    attempt_id: UUID
    provider: str
    provider_id: str


async def take_silent(  # of which, of what age, how many
    connection: AsyncConnection,
    providers: Collection[str],
    channels: Collection[str],
    *,
    since_seconds: float,
    until_seconds: float,
    most: int,
) -> list[SilentRow]:
    """Attempts of such an age whose provider should be asked now what became of them, the oldest first; each
    is marked as asked, and taken again only after as long as it was old then. Needs the system role."""
    parameters = {
        "providers": list(providers),
        "channels": list(channels),
        "since": since_seconds,
        "until": until_seconds,
        "most": most,
    }
    return [SilentRow(*row) for row in await connection.execute(_SILENT, parameters)]


_RANKS: Final = text("""
    select provider_id, id, receipt_rank from attempts
     where provider = :provider and provider_id = any(:ids) and state = 'sent'
""")


async def read_ranks(
    connection: AsyncConnection, provider: str, messages: Collection[str]
) -> dict[str, tuple[UUID, int]]:
    """Of messages that are known as attempts': the attempt, and the rank of what was last reported. Needs the
    system role."""
    found = await connection.execute(_RANKS, {"provider": provider, "ids": list(messages)})
    return {row.provider_id: (row.id, row.receipt_rank) for row in found}


_OWNERS: Final = text("""
    select a.provider_id, a.id
      from unnest(cast(:providers as text[]), cast(:ids as text[])) as m(provider, provider_id)
      join attempts a on a.provider = m.provider and a.provider_id = m.provider_id
""")


async def read_owners(connection: AsyncConnection, messages: Collection[tuple[str, str]]) -> dict[str, UUID]:
    """Whose messages these are, each after its provider: the attempt, by the message's id."""
    asked = {"providers": [one for one, _ in messages], "ids": [one for _, one in messages]}
    return {row.provider_id: row.id for row in await connection.execute(_OWNERS, asked)}


_CLAIMED: Final = text(
    "select exists (select 1 from attempts where provider = :provider and provider_id = :provider_id)"
)


async def is_claimed(connection: AsyncConnection, provider: str, provider_id: str) -> bool:
    """Whether a provider's message is known as some attempt's already."""
    found = await connection.execute(_CLAIMED, {"provider": provider, "provider_id": provider_id})
    return bool(found.scalar_one())
