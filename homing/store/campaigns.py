"""Campaigns, their executions and audiences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.text import check_title

_CREATE: Final = text("""
    insert into campaigns (id, org_id, title, target_url, kind, definition_id)
    values (:id, :org, :title, :target, :kind, :definition)
    on conflict (id) do nothing returning id
""")


class CampaignKind(StrEnum):
    """Executed once, for an audience loaded in advance, or by each event, for those whom it concerns."""

    ONCE = "once"
    EVENT = "event"


async def create_campaign(
    connection: AsyncConnection,
    org: UUID,
    campaign: UUID,
    title: str,
    target_url: str | None = None,
    *,
    kind: CampaignKind = CampaignKind.ONCE,
    definition: UUID | None = None,
) -> bool:
    """Save a campaign; False where there is one of this id. Raises TextRefused for a title that may not be
    sent."""
    made = await connection.execute(
        _CREATE,
        {
            "id": campaign,
            "org": org,
            "title": check_title(title),
            "target": target_url,
            "kind": kind.value,
            "definition": definition,
        },
    )
    return made.first() is not None


_EXECUTE: Final = text("""
    insert into executions (id, org_id, campaign_id)
    select :id, c.org_id, c.id from campaigns c where c.id = :campaign and c.org_id = :org
""")
_LOAD: Final = text("""
    insert into recipients (org_id, execution_id, user_id, cohort, position)
    select :org, :execution, u.id, :cohort, :first + row_number() over (order by v.n) - 1
      from unnest(cast(:users as uuid[])) with ordinality as v(id, n)
      join executions e on e.id = :execution and e.org_id = :org
      join users u on u.org_id = e.org_id and u.id = v.id
     where not exists (select 1 from recipients r where r.execution_id = :execution and r.user_id = u.id)
    returning user_id
""")
_SIZE: Final = text(
    "select count(*) from recipients where org_id = :org and execution_id = :execution and cohort = :cohort"
)


async def create_execution(connection: AsyncConnection, org: UUID, campaign: UUID, execution: UUID) -> None:
    """One run of a campaign."""
    await connection.execute(_EXECUTE, {"id": execution, "org": org, "campaign": campaign})


async def load_recipients(
    connection: AsyncConnection, org: UUID, execution: UUID, users: Sequence[UUID], cohort: int = 0
) -> int:
    """Add a chunk of the audience at the next positions; who is in it already, or is unknown, is left out.
    Returns how many were added. One chunk at a time."""
    unique = list(dict.fromkeys(users))
    key = {"org": org, "execution": execution, "cohort": cohort}
    first = (await connection.execute(_SIZE, key)).scalar_one()
    return len((await connection.execute(_LOAD, {**key, "first": first, "users": unique})).all())


async def count_recipients(connection: AsyncConnection, org: UUID, execution: UUID, cohort: int = 0) -> int:
    """How many people a cohort has: its positions are ``[0, n)``."""
    key = {"org": org, "execution": execution, "cohort": cohort}
    return int((await connection.execute(_SIZE, key)).scalar_one())


_QUEUE: Final = text(
    "select pg_advisory_xact_lock(hashtextextended(cast(cast(:execution as uuid) as text), 0))"
)
"""The queue in which those stand who read an execution's state in order to send (``homing.store.facts``)."""
_PAUSE: Final = text("""
    update executions set state = case when :paused then 'paused' else 'running' end, told = 'unsure',
           changed_at = now()
     where org_id = :org and id = :execution and state = case when :paused then 'running' else 'paused' end
""")
_DUE_NOW: Final = text("""
    update dispatches set due_at = now()
     where org_id = :org and execution_id = :execution and state = 'held' and reason = 'paused'
""")


async def set_paused(connection: AsyncConnection, org: UUID, execution: UUID, *, paused: bool) -> None:
    """While paused nothing is sent; what a pause held is due at resume."""
    await connection.execute(_QUEUE, {"execution": execution})
    await connection.execute(_PAUSE, {"org": org, "execution": execution, "paused": paused})
    if not paused:
        await connection.execute(_DUE_NOW, {"org": org, "execution": execution})


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """A dispatch as it is shown: what became of one user on one channel."""

    id: UUID
    user_id: UUID
    step: str
    channel: str
    state: str
    reason: str | None
    identifier_source: str | None
    segments: int
    cost: int | None
    attempts: int
    changed_at: datetime


_DISPATCHES: Final = text("""
    select id, user_id, step, channel, state, reason, identifier_source, segments, cost, attempts, changed_at
      from dispatches where org_id = :org and execution_id = :execution
     order by position, channel, step, occurrence
""")


async def read_dispatches(connection: AsyncConnection, org: UUID, execution: UUID) -> list[DispatchRow]:
    """Everything that an execution did or did not send."""
    found = await connection.execute(_DISPATCHES, {"org": org, "execution": execution})
    return [DispatchRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class EventRow:
    """A channel event as the contract has it."""

    dispatch_id: UUID
    user_id: UUID
    channel: str
    kind: str
    reason: str | None
    contract_reason: str | None
    cost_micros: int | None


_EVENTS: Final = text("""
    select dispatch_id, user_id, channel, kind, reason, contract_reason, cost_micros
      from channel_events where org_id = :org and execution_id = :execution order by id
""")


async def read_events(connection: AsyncConnection, org: UUID, execution: UUID) -> list[EventRow]:
    """An execution's channel events in the order in which they were written."""
    found = await connection.execute(_EVENTS, {"org": org, "execution": execution})
    return [EventRow(*row) for row in found]


_INBOX: Final = text("""
    select body from in_app_items where org_id = :org and user_id = :user and withdrawn_at is null
     order by created_at, dispatch_id
""")


async def read_inbox(connection: AsyncConnection, org: UUID, user: UUID) -> list[str]:
    """What a user finds in the product."""
    return list((await connection.execute(_INBOX, {"org": org, "user": user})).scalars())
