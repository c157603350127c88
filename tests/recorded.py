"""What the database has of a campaign: written as if it ran already, and read as no page of the product shows
it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.vault import Vault

_EXECUTE: Final = text("""
    insert into executions (id, org_id, campaign_id, state) values (:execution, :org, :campaign, 'running')
""")
_LOAD: Final = text("""
    insert into recipients (org_id, execution_id, user_id, cohort, position)
    select :org, :execution, v.id, 0, v.n - 1
      from unnest(cast(:users as uuid[])) with ordinality as v(id, n)
""")


async def write_running(
    connection: AsyncConnection, org: UUID, campaign: UUID, execution: UUID, users: Iterable[UUID]
) -> int:
    """An execution that runs without Temporal, with each user once. Returns how many they are."""
    key = {"org": org, "execution": execution}
    audience = list(dict.fromkeys(users))
    await connection.execute(_EXECUTE, {**key, "campaign": campaign})
    await connection.execute(_LOAD, {**key, "users": audience})
    return len(audience)


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """What became of one user on one channel."""

    id: UUID
    user_id: UUID
    step: str
    channel: str
    state: str
    reason: str | None
    identifier_source: str | None
    identifier_state: str | None
    segments: int
    cost: int | None
    attempts: int
    changed_at: datetime


_DISPATCHES: Final = text("""
    select id, user_id, step, channel, state, reason, identifier_source, identifier_state, segments, cost,
           attempts, changed_at
      from dispatches where org_id = :org and execution_id = :execution
     order by position, channel, step, occurrence
""")


async def read_dispatches(connection: AsyncConnection, org: UUID, execution: UUID) -> list[DispatchRow]:
    """Everything that an execution did or did not send."""
    found = await connection.execute(_DISPATCHES, {"org": org, "execution": execution})
    return [DispatchRow(*row) for row in found]


_INBOX: Final = text("""
    select sealed_body from in_app_items where org_id = :org and user_id = :user and withdrawn_at is null
     order by created_at, dispatch_id
""")


async def read_inbox(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> list[str]:
    """What a user would find in the product; nothing of it counts as opened by this."""
    found = await connection.execute(_INBOX, {"org": org, "user": user})
    return [vault.open(sealed) for sealed in found.scalars()]
