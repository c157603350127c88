"""Campaigns, and whether their executions are paused."""

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
