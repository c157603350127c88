"""Beginning an execution's walk, and ending it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import ExecutionState
from homing.domain.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class WalkRow:
    """What a walk must know of its execution."""

    state: ExecutionState
    definition_id: UUID
    version: int
    time_scale: float
    start_at: datetime | None
    everybody_acted: bool
    people: int

    @property
    def paused(self) -> bool:
        return self.state is ExecutionState.PAUSED

    @property
    def over(self) -> bool:
        return self.state in (ExecutionState.CANCELLED, ExecutionState.COMPLETED)


_READ: Final = text("""
    select e.state, e.definition_id, e.definition_version, e.time_scale, e.start_at,
           e.everybody_acted_at is not null as everybody_acted,
           (select coalesce(max(r.position), -1) + 1 from recipients r
             where r.execution_id = e.id and r.cohort = 0) as people
      from executions e
     where e.org_id = :org and e.id = :execution
""")
_LOCK: Final = text("select 1 from executions where org_id = :org and id = :execution for update")


async def lock_walk(connection: AsyncConnection, org: UUID, execution: UUID) -> WalkRow:
    """Lock an execution that is to be walked; see ``read_walk``."""
    await connection.execute(_LOCK, {"org": org, "execution": execution})
    return await read_walk(connection, org, execution)


async def read_walk(connection: AsyncConnection, org: UUID, execution: UUID) -> WalkRow:
    """What a walk must know. Raises NotFoundError where there is no such execution with a definition."""
    row = (await connection.execute(_READ, {"org": org, "execution": execution})).first()
    if row is None or row.definition_id is None or row.definition_version is None:
        raise NotFoundError("execution")
    return WalkRow(ExecutionState(row.state), *row[1:])


# The time has come: what was scheduled runs, and Temporal, which asks, knows.
_BEGIN: Final = text("""
    update executions
       set started_at = coalesce(started_at, now()), changed_at = now(),
           told = case when state = 'scheduled' and told = 'scheduled' then 'running' else told end,
           state = case when state = 'scheduled' then 'running' else state end
     where org_id = :org and id = :execution and state in ('scheduled', 'running', 'paused')
       and (started_at is null or state = 'scheduled')
""")


async def begin(connection: AsyncConnection, org: UUID, execution: UUID) -> None:
    """Note that an execution has begun."""
    await connection.execute(_BEGIN, {"org": org, "execution": execution})


_END: Final = text("""
    update executions
       set state = case when :cancelled then 'cancelled' else 'completed' end, ended_at = now(),
           told = case when :cancelled then 'cancelled' else 'completed' end, changed_at = now()
     where org_id = :org and id = :execution and state in ('scheduled', 'running', 'paused')
""")


async def end(connection: AsyncConnection, org: UUID, execution: UUID, *, cancelled: bool) -> None:
    """Note that an execution is over; one that is over already stays as it is."""
    await connection.execute(_END, {"org": org, "execution": execution, "cancelled": cancelled})
