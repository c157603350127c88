"""What a webhook tells its receiver of a cohort: ids and counts."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.store.cohorts import OPEN


@dataclass(frozen=True, slots=True)
class Occasion:
    """An execution with the version of its definition, and the people of one of its cohorts: all of them,
    those who have yet to act, and those who have acted. Who was removed is neither of these."""

    campaign_id: UUID
    definition_id: UUID
    version: int
    people: int
    open: int
    acted: int


_READ: Final = text(f"""
    select e.campaign_id, e.definition_id, e.definition_version,
           count(r.user_id), count(*) filter (where {OPEN}), count(r.acted_at)
      from executions e
      left join recipients r on r.execution_id = e.id and r.cohort = :cohort
      left join users u on u.org_id = r.org_id and u.id = r.user_id
     where e.org_id = :org and e.id = :execution and e.definition_version is not null
     group by e.id
""")  # noqa: S608  # a constant


async def read_occasion(connection: AsyncConnection, org: UUID, execution: UUID, cohort: int) -> Occasion:
    """How things stand now. Raises NotFoundError where there is no such execution with a definition."""
    key = {"org": org, "execution": execution, "cohort": cohort}
    row = (await connection.execute(_READ, key)).first()
    if row is None:
        raise NotFoundError("execution")
    return Occasion(*row)
