"""Texts about a number itself, as they are asked for: each names what it is about by id, never a number.

A message is dispatched like any other, under an execution of its own with the same id, of a campaign that
each organization has for these and that no list shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.account_texts import AccountText
from homing.domain.errors import NotFoundError
from homing.domain.ids import account_campaign_id
from homing.domain.outcome import DispatchState
from homing.store.ledger import StepKey

KIND: Final = "account"
"""Of the campaign that these are of."""
_STEP: Final = "account"


@dataclass(frozen=True, slots=True)
class NewAccountMessage:
    """A text to be sent to one of a user's numbers, as soon as may be, and not after ``until``. ``locale``:
    None, that of the user. ``subject`` is the id of what it is about: a code's is its verification's."""

    id: UUID
    user_id: UUID
    reachability_id: UUID
    what: AccountText
    locale: str | None
    until: datetime
    subject: str | None = None

    def __post_init__(self) -> None:
        if self.what is AccountText.CODE:
            UUID(self.subject or "")  # raises ValueError


_CAMPAIGN: Final = text("""
    insert into campaigns (id, org_id, title, kind) values (:campaign, :org, '', :kind) on conflict do nothing
""")
# What is there already, under its id, stays what it is; so asking again is harmless.
_REQUEST: Final = text("""
    with v as materialized (
        select * from unnest(cast(:ids as uuid[]), cast(:users as uuid[]), cast(:reachabilities as uuid[]),
                             cast(:whats as text[]), cast(:locales as text[]), cast(:untils as timestamptz[]),
                             cast(:subjects as text[]))
               as v(id, user_id, reachability_id, what, locale, until, subject)),
    fresh as (
        insert into account_messages (id, org_id, user_id, reachability_id, what, locale, until, subject)
        select id, :org, user_id, reachability_id, what, locale, until, subject from v order by id
        on conflict do nothing
        returning id, user_id),
    begun as (
        insert into executions (id, org_id, campaign_id, state, told, triggered, started_at)
        select id, :org, :campaign, 'running', 'running', true, now() from fresh)
    insert into recipients (org_id, execution_id, user_id, cohort, position)
    select :org, id, user_id, 0, 0 from fresh
""")
# Of one verification the latest code alone is sent: it would be the one that counts, whenever it came.
_SUPERSEDE: Final = text("""
    update account_messages set until = least(until, now())
     where org_id = :org and what = 'code' and subject = any(cast(:subjects as text[])) and done_at is null
       and id <> all(cast(:ids as uuid[]))
""")


async def request(connection: AsyncConnection, org: UUID, messages: Sequence[NewAccountMessage]) -> None:
    """Write down texts that are to be sent, in the caller's transaction; an earlier code of the same
    verification that was not sent yet never is. Whoever does not send them at once
    (``homing.dispatching.account``) leaves them to the housekeeping."""
    if not messages:
        return
    campaign = account_campaign_id(org)
    codes = [one for one in messages if one.what is AccountText.CODE]
    if codes:
        await _supersede(connection, org, codes)
    await connection.execute(_CAMPAIGN, {"org": org, "campaign": campaign, "kind": KIND})
    await connection.execute(
        _REQUEST,
        {
            "org": org,
            "campaign": campaign,
            "ids": [one.id for one in messages],
            "users": [one.user_id for one in messages],
            "reachabilities": [one.reachability_id for one in messages],
            "whats": [one.what.value for one in messages],
            "locales": [one.locale for one in messages],
            "untils": [one.until for one in messages],
            "subjects": [one.subject for one in messages],
        },
    )


async def _supersede(connection: AsyncConnection, org: UUID, codes: Sequence[NewAccountMessage]) -> None:
    subjects, ids = [one.subject for one in codes], [one.id for one in codes]
    await connection.execute(_SUPERSEDE, {"org": org, "subjects": subjects, "ids": ids})


async def withdraw_codes(connection: AsyncConnection, org: UUID, subject: str) -> None:
    """Send no code of a verification that was not sent yet: it is over."""
    await connection.execute(_SUPERSEDE, {"org": org, "subjects": [subject], "ids": []})


@dataclass(frozen=True, slots=True)
class AccountMessage:
    """A message as it is sent, a code's with its verification: ``over`` it is pointless now, ``done`` nothing
    more comes of it."""

    id: UUID
    org_id: UUID
    user_id: UUID
    what: AccountText
    locale: str | None
    verification: UUID | None
    over: bool
    done: bool

    @property
    def step(self) -> StepKey:
        """What it is dispatched as."""
        return StepKey(self.org_id, self.id, _STEP, 1)


_READ: Final = text("""
    select id, org_id, user_id, what, locale,
           case when what = 'code' then cast(subject as uuid) end as verification,
           until <= now() as over, done_at is not null as done
      from account_messages where org_id = :org and id = :id
""")


async def read_message(connection: AsyncConnection, org: UUID, id_: UUID) -> AccountMessage:
    """Raises NotFoundError."""
    row = (await connection.execute(_READ, {"org": org, "id": id_})).mappings().first()
    if row is None:
        raise NotFoundError("account_message")
    return AccountMessage(**{**row, "what": AccountText(row["what"])})


_IS_OVER: Final = text("select until <= now() from account_messages where org_id = :org and id = :id")


async def is_over(connection: AsyncConnection, org: UUID, id_: UUID) -> bool:
    """Whether a message is pointless by now, as far as others have committed; False where there is none."""
    return bool((await connection.execute(_IS_OVER, {"org": org, "id": id_})).scalar_one_or_none())


# Nothing of an execution that is over is sent: what waits for it is due, to be skipped for that reason.
_CLOSE: Final = text("""
    with closed as (
        update executions set state = 'completed', told = 'completed', ended_at = now(), changed_at = now()
         where org_id = :org and id = :id and state = 'running' returning id)
    update dispatches d set due_at = now() from closed where d.execution_id = closed.id and d.state = 'held'
""")


async def close(connection: AsyncConnection, org: UUID, id_: UUID) -> None:
    """Let a message that is pointless now be sent no more."""
    await connection.execute(_CLOSE, {"org": org, "id": id_})


@dataclass(frozen=True, slots=True)
class AccountOutcome:
    """How a message stands: ``reason`` why, where it was not sent, or is held until ``due_at``."""

    state: DispatchState
    reason: str | None
    due_at: datetime | None

    @property
    def done(self) -> bool:
        """Whether nothing more comes of it but receipts."""
        return self.state not in (DispatchState.RESERVED, DispatchState.HELD, DispatchState.POSTING)


_FINISH: Final = text("""
    with held as materialized (
        select id from executions where org_id = :org and id = :id for update),
    stood as materialized (
        -- Without a dispatch there was nobody to decide about: its reader is gone.
        select coalesce(d.state, 'skipped') as state,
               case when d.id is null then 'removed' else d.reason end as reason,
               case when d.state = 'held' then d.due_at end as due_at
          from held left join dispatches d on d.execution_id = held.id),
    ended as (
        update account_messages m
           set done_at = now(), outcome = concat_ws(':', stood.state, stood.reason)
          from stood
         where m.id = :id and m.done_at is null and stood.state not in ('reserved', 'held', 'posting')
        returning m.id),
    closed as (
        update executions e
           set state = 'completed', told = 'completed', ended_at = now(), changed_at = now()
          from ended where e.id = ended.id and e.state = 'running')
    select state, reason, due_at from stood
""")


async def finish(connection: AsyncConnection, org: UUID, id_: UUID) -> AccountOutcome:
    """How a message stands that was claimed; and where nothing more comes of it, be done with it."""
    row = (await connection.execute(_FINISH, {"org": org, "id": id_})).one()
    return AccountOutcome(DispatchState(row.state), row.reason, row.due_at)


# Those just asked for are left to whoever asked. What is posting is looked at once its lease is over. The
# organizations take turns, since one may have a directory's worth of notices, or be kept from sending any.
_DUE: Final = text("""
    with due as (
        select m.org_id, m.id, m.created_at,
               row_number() over (partition by m.org_id order by m.what = 'code' desc, m.created_at, m.id)
               as place
          from account_messages m left join dispatches d on d.execution_id = m.id
         where m.done_at is null and m.created_at < now() - make_interval(secs => :after)
           and (d.id is null or d.state not in ('held', 'posting') or coalesce(d.due_at <= now(), false)
                or m.until <= now()))
    select org_id, id from due order by place, created_at, id limit :most
""")


async def read_due(connection: AsyncConnection, after_seconds: float, most: int) -> list[tuple[UUID, UUID]]:
    """Messages that are to be sent, or be done with, each after its organization: of each in turn its codes,
    then the oldest. Needs the system role."""
    asked = {"after": after_seconds, "most": most}
    return [(row.org_id, row.id) for row in await connection.execute(_DUE, asked)]


_END_ALL: Final = text("update account_messages set until = least(until, now()) where done_at is null")


async def end_all(connection: AsyncConnection) -> None:
    """Send none of those that are open: whether they were sent is not known, for the ledger was put back.
    Needs the system role."""
    await connection.execute(_END_ALL)
