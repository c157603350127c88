"""Events that start a campaign for users: each event once for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError
from homing.store.campaigns import CampaignKind


class Answer(StrEnum):
    """What an event did for a user."""

    STARTED = "started"
    ALREADY_STARTED = "already_started"
    UNKNOWN = "unknown"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class Triggered:
    """A user of a request, and the execution that the event started for them, now or before."""

    user_id: UUID
    answer: Answer
    execution_id: UUID | None


_CAMPAIGN: Final = text("select kind, definition_id from campaigns where org_id = :org and id = :campaign")


async def read_definition_of(connection: AsyncConnection, org: UUID, campaign: UUID) -> UUID:
    """The definition of a campaign that events start.

    Raises NotFoundError where there is no such campaign, and RefusedError where none or nothing starts it.
    """
    row = (await connection.execute(_CAMPAIGN, {"org": org, "campaign": campaign})).first()
    if row is None:
        raise NotFoundError("campaign")
    if row.kind != CampaignKind.EVENT:
        raise RefusedError("not_started_by_events")
    if row.definition_id is None:
        raise RefusedError("no_definition")
    definition: UUID = row.definition_id
    return definition


# Of two requests with the same event the later waits here for the earlier: in one order, so that they
# don't wait for each other.
_CLAIM: Final = text("""
    insert into event_starts (campaign_id, event, user_id, org_id, execution_id)
    select :campaign, :event, u.id, u.org_id, :execution
      from users u
     where u.org_id = :org and u.id = any(cast(:users as uuid[])) and u.active
     order by u.id
    on conflict (campaign_id, event, user_id) do nothing
    returning user_id
""")
_EXECUTE: Final = text("""
    insert into executions (id, org_id, campaign_id, definition_id, definition_version, state, triggered,
                            frozen_at)
    values (:execution, :org, :campaign, :definition, :version, 'running', true, now())
""")
_PEOPLE: Final = text("""
    insert into recipients (org_id, execution_id, user_id, cohort, position)
    select :org, :execution, v.id, 0, row_number() over (order by v.n) - 1
      from unnest(cast(:users as uuid[])) with ordinality as v(id, n)
""")
_ANSWERS: Final = text("""
    select v.id, s.execution_id, u.active
      from unnest(cast(:users as uuid[])) with ordinality as v(id, n)
      left join users u on u.org_id = :org and u.id = v.id
      left join event_starts s
             on s.org_id = :org and s.campaign_id = :campaign and s.event = :event and s.user_id = v.id
     order by v.n
""")


async def trigger(
    connection: AsyncConnection,
    org: UUID,
    campaign: UUID,
    event: str,
    users: Sequence[UUID],
    *,
    execution: UUID,
    definition: UUID,
    version: int,
) -> list[Triggered]:
    """Start one execution for all to whom the event is new, under the id given; an answer for each user, in
    their order. ``users`` are distinct."""
    key = {"org": org, "campaign": campaign, "event": event, "execution": execution}
    claimed = await connection.execute(_CLAIM, {**key, "users": list(users)})
    new = set(claimed.scalars())
    if new:
        pinned = {"definition": definition, "version": version}
        await connection.execute(
            _EXECUTE, {"org": org, "campaign": campaign, "execution": execution, **pinned}
        )
        joining = [user for user in users if user in new]
        await connection.execute(_PEOPLE, {"org": org, "execution": execution, "users": joining})
    found = await connection.execute(
        _ANSWERS, {"org": org, "campaign": campaign, "event": event, "users": list(users)}
    )
    return [
        Triggered(row.id, _answer(row.id in new, row.execution_id, row.active), row.execution_id)
        for row in found
    ]


def _answer(new: bool, execution: UUID | None, active: bool | None) -> Answer:  # noqa: FBT001  # three facts
    if new:
        return Answer.STARTED
    if execution is not None:
        return Answer.ALREADY_STARTED
    return Answer.UNKNOWN if active is None else Answer.INACTIVE
