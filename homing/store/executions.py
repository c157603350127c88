"""What is wanted of an execution (``state``), and what Temporal is known to have taken in (``told``).

A wish is a row first. ``told`` is None until the start was taken in, and UNSURE where a pause or resume was
asked for and not yet taken in: such words may arrive late and out of order, so the last one is said again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import ExecutionState
from homing.domain.errors import NotFoundError, RefusedError
from homing.store.cohorts import OPEN
from homing.store.involved import OF_A_CAMPAIGN

UNSURE: Final = "unsure"
FAILED: Final = "failed"
"""Temporal knows the workflow as ended, though the execution is not over."""


@dataclass(frozen=True, slots=True)
class ExecutionRow:
    """An execution as those must know it who begin and end it. ``people``: its audience; ``acted`` and
    ``told_acted``: whether everybody acted, and Temporal knows."""

    id: UUID
    campaign_id: UUID
    state: ExecutionState
    told: str | None
    definition_id: UUID | None
    version: int | None
    start_at: datetime | None
    people: int
    acted: bool
    told_acted: bool

    @property
    def begun(self) -> bool:
        """Whether its start was asked for."""
        return self.state not in (ExecutionState.DRAFT, ExecutionState.FROZEN)

    @property
    def over(self) -> bool:
        return self.state in (ExecutionState.CANCELLED, ExecutionState.COMPLETED)


_DRAFT: Final = text("""
    insert into executions (id, org_id, campaign_id, definition_id, state, time_scale)
    select :id, c.org_id, c.id, c.definition_id, 'draft', :scale
      from campaigns c where c.id = :campaign and c.org_id = :org
""")


async def create_draft(
    connection: AsyncConnection, org: UUID, campaign: UUID, execution: UUID, time_scale: float = 1.0
) -> None:
    """The one execution of a campaign, to which an audience is added. ``time_scale``: so many of the
    campaign's seconds pass in a real one."""
    await connection.execute(_DRAFT, {"id": execution, "org": org, "campaign": campaign, "scale": time_scale})


_READ: Final = f"""
    select e.id, e.campaign_id, e.state, e.told, e.definition_id, e.definition_version, e.start_at,
           (select count(*) from (select 1 from recipients r where r.execution_id = e.id limit :most) few),
           e.everybody_acted_at is not null, e.told_acted_at is not null
      from executions e
     where e.org_id = :org and e.id = :execution and {OF_A_CAMPAIGN.format(execution="e.id")}
"""  # noqa: S608  # constants
_COUNTED: Final = 1_000
"""So many people are counted; it only matters whether there are any, and whether they are many."""
_LOOK: Final = text(_READ)
_LOCK: Final = text(f"{_READ} for update of e")


async def read_execution(connection: AsyncConnection, org: UUID, execution: UUID) -> ExecutionRow:
    """Raises NotFoundError where this organization has no such execution."""
    key = {"org": org, "execution": execution, "most": _COUNTED}
    return _row((await connection.execute(_LOOK, key)).first())


async def lock_execution(connection: AsyncConnection, org: UUID, execution: UUID) -> ExecutionRow:
    """As ``read_execution``, and nobody else changes it until the transaction's end."""
    key = {"org": org, "execution": execution, "most": _COUNTED}
    return _row((await connection.execute(_LOCK, key)).first())


def _row(found: Sequence[Any] | None) -> ExecutionRow:
    if found is None:
        raise NotFoundError("execution")
    key, campaign, state, *rest = found
    return ExecutionRow(key, campaign, ExecutionState(state), *rest)


_FREEZE: Final = text("""
    update executions set state = 'frozen', frozen_at = now(), changed_at = now()
     where org_id = :org and id = :execution and state = 'draft'
""")


async def freeze(connection: AsyncConnection, org: UUID, execution: UUID) -> ExecutionRow:
    """Lock an execution and close its audience; one that is closed already stays as it is.

    Raises RefusedError where the audience is empty.
    """
    row = await lock_execution(connection, org, execution)
    if row.state is not ExecutionState.DRAFT:
        return row
    if not row.people:
        raise RefusedError("audience_empty")
    await connection.execute(_FREEZE, {"org": org, "execution": execution})
    return await lock_execution(connection, org, execution)


# Whoever acts before the start has acted, and they may have been all.
_START: Final = text(f"""
    update executions e
       set state = case when cast(:at as timestamptz) > now() then 'scheduled' else 'running' end,
           start_at = :at, definition_version = :version, told = null, changed_at = now(),
           everybody_acted_at = case when not exists (
               select 1 from recipients r join users u on u.org_id = r.org_id and u.id = r.user_id
                where r.execution_id = e.id and {OPEN}) then now() end
     where e.org_id = :org and e.id = :execution and e.state = 'frozen'
""")  # noqa: S608  # a constant


async def start(
    connection: AsyncConnection, org: UUID, execution: UUID, version: int, at: datetime | None
) -> None:
    """Wish that a frozen execution begins, now or at a time, with a version of its definition."""
    await connection.execute(_START, {"org": org, "execution": execution, "version": version, "at": at})


# News of what somebody else wished meanwhile may have been taken in before this.
_TOLD: Final = text("""
    update executions set told = case when state = :state then cast(:told as text) else 'unsure' end,
           seen_at = now()
     where org_id = :org and id = :execution
""")
_LOST: Final = text("""
    update executions set told = 'unsure'
     where org_id = :org and id = :execution and state <> :state and told is not null
""")


async def write_told(
    connection: AsyncConnection, org: UUID, execution: UUID, state: ExecutionState, told: str
) -> None:
    """Note that Temporal took in what was wanted when ``state`` was read."""
    await connection.execute(_TOLD, {"org": org, "execution": execution, "state": state.value, "told": told})


async def write_unsure(
    connection: AsyncConnection, org: UUID, execution: UUID, state: ExecutionState
) -> None:
    """Note that Temporal may yet take in an old wish, so that a newer one is said again."""
    await connection.execute(_LOST, {"org": org, "execution": execution, "state": state.value})


_TOLD_ACTED: Final = text("""
    update executions set told_acted_at = now() where org_id = :org and id = :execution
""")


async def write_told_acted(connection: AsyncConnection, org: UUID, execution: UUID) -> None:
    """Note that Temporal knows that everybody acted."""
    await connection.execute(_TOLD_ACTED, {"org": org, "execution": execution})


_FORGET: Final = text("""
    update executions set told = null
     where org_id = :org and id = :execution and state in ('scheduled', 'running', 'paused')
""")


async def forget_told(connection: AsyncConnection, org: UUID, execution: UUID) -> None:
    """Note that Temporal knows nothing of an execution any more."""
    await connection.execute(_FORGET, {"org": org, "execution": execution})


@dataclass(frozen=True, slots=True)
class Untold:
    """An execution of which Temporal may not know what is wanted."""

    org_id: UUID
    id: UUID


_UNTOLD: Final = text("""
    select org_id, id from executions
     where told is distinct from state and definition_id is not null and state not in ('draft', 'frozen')
       and (told is distinct from 'failed' or state in ('cancelled', 'completed'))
       and changed_at < now() - make_interval(secs => :seconds)
     order by changed_at limit :most
""")
_UNTOLD_ACTED: Final = text("""
    select org_id, id from executions
     where everybody_acted_at is not null and told_acted_at is null and definition_id is not null
       and state in ('scheduled', 'running', 'paused')
       and everybody_acted_at < now() - make_interval(secs => :seconds)
     order by everybody_acted_at limit :most
""")


async def read_untold(connection: AsyncConnection, seconds: float, most: int) -> list[Untold]:
    """Whose wish stayed half done for so long. Needs the system role."""
    found = await connection.execute(_UNTOLD, {"seconds": seconds, "most": most})
    return [Untold(*row) for row in found]


async def read_untold_acted(connection: AsyncConnection, seconds: float, most: int) -> list[Untold]:
    """Where everybody acted and Temporal does not know. Needs the system role."""
    found = await connection.execute(_UNTOLD_ACTED, {"seconds": seconds, "most": most})
    return [Untold(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Silent(Untold):
    """An execution to be asked after. ``late``: something of it was due and has not been done."""

    late: bool


_SILENT: Final = text("""
    with late as (
        select v.execution_id as id from visits v
         where v.left_at is null and v.wake_at < now() - make_interval(secs => :late)
        union
        select e.id from executions e
         where e.state in ('scheduled', 'running', 'paused') and e.seen_at is not null
           and (e.seen_at < now() - make_interval(secs => :seldom)
                or (e.started_at is null
                    and coalesce(e.start_at, e.changed_at) < now() - make_interval(secs => :late))))
    select e.org_id, e.id,
           exists (select 1 from visits v where v.execution_id = e.id and v.left_at is null
                      and v.wake_at < now() - make_interval(secs => :late)) as late
      from late join executions e on e.id = late.id
     where e.definition_id is not null and e.state in ('scheduled', 'running', 'paused')
       and e.restored_at is null and e.told in (e.state, 'failed')
       and e.seen_at < now() - make_interval(secs => :late)
       and (e.told = e.state and e.state <> 'paused'
            or e.seen_at < now() - make_interval(secs => :seldom))
     order by e.seen_at limit :most
""")


async def read_silent(
    connection: AsyncConnection, *, late_seconds: float, seldom_seconds: float, most: int
) -> list[Silent]:
    """Executions that ought to have gone on ``late_seconds`` ago, and, now and then, all the others that
    are not over: Temporal may have lost them. Needs the system role."""
    found = await connection.execute(_SILENT, {"late": late_seconds, "seldom": seldom_seconds, "most": most})
    return [Silent(*row) for row in found]


_EVERYBODY: Final = text(f"""
    update executions e set everybody_acted_at = now()
     where e.org_id = :org and e.id = any(:executions) and e.everybody_acted_at is null
       and e.state in ('scheduled', 'running', 'paused')
       -- With a limit the first who is open ends the search; as a condition it is looked for among all.
       and (select 1 from recipients r join users u on u.org_id = r.org_id and u.id = r.user_id
             where r.execution_id = e.id and {OPEN} limit 1) is null
    returning e.id
""")  # noqa: S608  # a constant


async def close_where_everybody_acted(
    connection: AsyncConnection, org: UUID, executions: Sequence[UUID]
) -> list[UUID]:
    """Note in which of these executions nobody is left who has yet to act; gives those newly so.

    After the act's commit, in a transaction of its own: of two who act at once one must see the other.
    """
    found = await connection.execute(_EVERYBODY, {"org": org, "executions": list(executions)})
    return list(found.scalars())
