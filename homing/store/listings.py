"""Campaigns, executions, recipients and events, in pages."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.store import account_messages
from homing.store.involved import OF_A_CAMPAIGN
from homing.store.vault import Vault

Place = tuple[datetime, UUID]
"""Where a page ends, of what is listed by its age."""


@dataclass(frozen=True, slots=True)
class CampaignListed:
    """A campaign, and its execution where it has but one."""

    id: UUID
    title: str
    target_url: str | None
    kind: str
    definition_id: UUID | None
    created_at: datetime
    execution_id: UUID | None


_CAMPAIGN_COLUMNS: Final = """
    c.id, c.title, c.target_url, c.kind, c.definition_id, c.created_at,
    (select e.id from executions e where e.campaign_id = c.id and not e.triggered) as execution_id
"""
_CAMPAIGNS: Final = text(f"""
    select {_CAMPAIGN_COLUMNS} from campaigns c
     where c.org_id = :org and c.kind <> '{account_messages.KIND}'
       and (cast(:at as timestamptz) is null or (c.created_at, c.id) < (cast(:at as timestamptz), :id))
     order by c.created_at desc, c.id desc limit :limit
""")  # noqa: S608  # constants
_CAMPAIGN: Final = text(f"""
    select {_CAMPAIGN_COLUMNS} from campaigns c
     where c.org_id = :org and c.id = :campaign and c.kind <> '{account_messages.KIND}'
""")  # noqa: S608  # constants


async def list_campaigns(
    connection: AsyncConnection, org: UUID, before: Place | None, limit: int
) -> list[CampaignListed]:
    """The latest first."""
    at, key = before or (None, None)
    found = await connection.execute(_CAMPAIGNS, {"org": org, "at": at, "id": key, "limit": limit})
    return [CampaignListed(*row) for row in found]


async def read_campaign(connection: AsyncConnection, org: UUID, campaign: UUID) -> CampaignListed:
    """Raises NotFoundError."""
    row = (await connection.execute(_CAMPAIGN, {"org": org, "campaign": campaign})).first()
    if row is None:
        raise NotFoundError("campaign")
    return CampaignListed(*row)


@dataclass(frozen=True, slots=True)
class ExecutionListed:
    """An execution among its campaign's."""

    id: UUID
    state: str
    definition_version: int | None
    start_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    created_at: datetime


_EXECUTIONS: Final = text("""
    select id, state, definition_version, start_at, started_at, ended_at, created_at from executions
     where org_id = :org and campaign_id = :campaign
       and (cast(:at as timestamptz) is null or (created_at, id) < (cast(:at as timestamptz), :id))
     order by created_at desc, id desc limit :limit
""")


async def list_executions(
    connection: AsyncConnection, org: UUID, campaign: UUID, before: Place | None, limit: int
) -> list[ExecutionListed]:
    """The latest first."""
    at, key = before or (None, None)
    found = await connection.execute(
        _EXECUTIONS, {"org": org, "campaign": campaign, "at": at, "id": key, "limit": limit}
    )
    return [ExecutionListed(*row) for row in found]


@dataclass(frozen=True, slots=True)
class MessageListed:
    """What became of a person on a channel at a step."""

    user_id: UUID
    step: str
    occurrence: int
    channel: str
    state: str
    reason: str | None
    identifier_source: str | None
    identifier_state: str | None
    segments: int
    cost_micros: int | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class RecipientListed:
    """A recipient, and what was sent to them or not, and why not."""

    user_id: UUID
    external_id: str | None = field(repr=False)
    acted_at: datetime | None
    removed_at: datetime | None
    missed_at: datetime | None
    messages: tuple[MessageListed, ...]


# The page is chosen first, and what became of its people is then looked up for them alone.
_RECIPIENTS: Final = text("""
    select r.user_id, u.sealed_external_id, r.acted_at, r.removed_at, r.missed_at
      from recipients r join users u on u.org_id = r.org_id and u.id = r.user_id
     where r.org_id = :org and r.execution_id = :execution and r.user_id > cast(:after as uuid)
       and (cast(:acted as bool) is null or (r.acted_at is not null) = cast(:acted as bool))
       and (coalesce(cast(:channel as text), cast(:state as text), cast(:reason as text)) is null
            or exists (select 1 from dispatches d
                        where d.execution_id = r.execution_id and d.user_id = r.user_id
                          and d.channel = coalesce(:channel, d.channel)
                          and d.state = coalesce(:state, d.state)
                          and d.reason is not distinct from coalesce(:reason, d.reason)))
     order by r.user_id limit :limit
""")
_MESSAGES: Final = text("""
    select user_id, step, occurrence, channel, state, reason, identifier_source, identifier_state, segments,
           cost, changed_at
      from dispatches
     where org_id = :org and execution_id = :execution and user_id = any(cast(:users as uuid[]))
     order by user_id, created_at, step, occurrence, channel
""")
_EXISTS: Final = text(f"""
    select 1 from executions
     where org_id = :org and id = :execution and {OF_A_CAMPAIGN.format(execution=":execution")}
""")  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class RecipientFilter:
    """Which recipients are listed: those with at least one message on the channel, in the state, for the
    reason; None: whichever."""

    acted: bool | None = None
    channel: str | None = None
    state: str | None = None
    reason: str | None = None


async def list_recipients(  # whose, of which execution, and which page
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    execution: UUID,
    which: RecipientFilter,
    after: UUID,
    limit: int,
) -> list[RecipientListed]:
    """By the user's id. Raises NotFoundError where there is no such execution."""
    key = {"org": org, "execution": execution}
    await check_execution(connection, org, execution)
    chosen = {name: getattr(which, name) for name in RecipientFilter.__slots__}
    found = (await connection.execute(_RECIPIENTS, {**key, **chosen, "after": after, "limit": limit})).all()
    messages: dict[UUID, list[MessageListed]] = {row.user_id: [] for row in found}
    for row in await connection.execute(_MESSAGES, {**key, "users": list(messages)}):
        messages[row.user_id].append(MessageListed(*row))
    return [
        RecipientListed(
            row.user_id,
            vault.open(row.sealed_external_id),
            row.acted_at,
            row.removed_at,
            row.missed_at,
            tuple(messages[row.user_id]),
        )
        for row in found
    ]


async def check_execution(connection: AsyncConnection, org: UUID, execution: UUID) -> None:
    """Raises NotFoundError where the organization has no such execution."""
    if (await connection.execute(_EXISTS, {"org": org, "execution": execution})).first() is None:
        raise NotFoundError("execution")


@dataclass(frozen=True, slots=True)
class EventListed:
    """A channel event as the contract has it; ``id`` grows with time."""

    id: int
    at: datetime
    user_id: UUID
    dispatch_id: UUID
    step: str
    channel: str
    kind: str
    reason: str | None
    contract_reason: str | None
    cost_micros: int | None


_EVENTS: Final = text("""
    select id, at, user_id, dispatch_id, step, channel, kind, reason, contract_reason, cost_micros
      from channel_events
     where org_id = :org and execution_id = :execution and id > :after
     order by id limit :limit
""")


async def list_events(
    connection: AsyncConnection, org: UUID, execution: UUID, after: int, limit: int
) -> list[EventListed]:
    """In the order in which they were written. Raises NotFoundError where there is no such execution."""
    await check_execution(connection, org, execution)
    key = {"org": org, "execution": execution, "after": after, "limit": limit}
    return [EventListed(*row) for row in await connection.execute(_EVENTS, key)]
