"""Who is told about others: the targets of a step, and the recipients whom a notice to them is about."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.definition import Target, TargetType
from homing.store.cohorts import OPEN
from homing.store.ledger import StepKey

_FORMER: Final = text("""
    select cohort, people, left_at is not null as told from visits
     where org_id = :org and execution_id = :execution and step = :step and occurrence = :occurrence
       and targets and about = :about
""")


async def find_former(connection: AsyncConnection, step: StepKey, about: int) -> tuple[int, int, bool] | None:
    """The cohort of targets, its size, and whether all of them were told, where they were found already."""
    row = (await connection.execute(_FORMER, _key(step, about))).first()
    return None if row is None else (row.cohort, row.people, row.told)


_COUNT_OPEN: Final = text(f"""
    select count(*) from recipients r join users u on u.org_id = r.org_id and u.id = r.user_id
     where r.org_id = :org and r.execution_id = :execution and r.cohort = :about and {OPEN}
""")  # noqa: S608  # a constant


async def count_open(connection: AsyncConnection, org: UUID, execution: UUID, cohort: int) -> int:
    """How many of a cohort have yet to act."""
    key = {"org": org, "execution": execution, "about": cohort}
    return int((await connection.execute(_COUNT_OPEN, key)).scalar_one())


_COUNT_OPEN_SUBJECTS: Final = text(f"""
    select count(*) from subjects s
      join recipients r on r.execution_id = s.execution_id and r.user_id = s.user_id
      join users u on u.org_id = r.org_id and u.id = r.user_id
     where s.org_id = :org and s.execution_id = :execution and s.step = :step
       and s.occurrence = :occurrence and s.cohort = :about and {OPEN}
""")  # noqa: S608  # a constant


async def count_open_subjects(connection: AsyncConnection, step: StepKey, about: int) -> int:
    """How many of those whom an occurrence is about have yet to act."""
    return int((await connection.execute(_COUNT_OPEN_SUBJECTS, _key(step, about))).scalar_one())


_SUBJECTS: Final = text(f"""
    insert into subjects (org_id, execution_id, step, occurrence, user_id, cohort, manager_id)
    select r.org_id, r.execution_id, :step, :occurrence, r.user_id, r.cohort, u.manager_id
      from recipients r join users u on u.org_id = r.org_id and u.id = r.user_id
     where r.org_id = :org and r.execution_id = :execution and r.cohort = :about
       and (:whole or ({OPEN}))
    on conflict do nothing
""")  # noqa: S608  # a constant


async def write_subjects(connection: AsyncConnection, step: StepKey, about: int, *, whole: bool) -> None:
    """Note whom an occurrence is about: those of the cohort who have yet to act, or the whole of it."""
    await connection.execute(_SUBJECTS, {**_key(step, about), "whole": whole})


# A target who is the only one they would be told about is dropped.
_TARGETS: Final = text("""
    with named as (
        select u.id as user_id, true as everyone from users u
         where u.org_id = :org and u.id = any(cast(:users as uuid[]))
        union all
        select m.user_id, true from group_members m
         where m.org_id = :org and m.group_id = any(cast(:groups as uuid[]))
        union all
        select o.user_id, true from user_roles o
         where o.org_id = :org and o.role = any(cast(:roles as text[]))
        union all
        select distinct s.manager_id, cast(:whole as bool) from subjects s
         where :managers and s.org_id = :org and s.execution_id = :execution and s.step = :step
           and s.occurrence = :occurrence and s.cohort = :about and s.manager_id is not null),
    who as (
        select n.user_id, bool_or(n.everyone) as everyone
          from named n join users u on u.org_id = :org and u.id = n.user_id group by n.user_id)
    insert into targets (org_id, execution_id, cohort, position, user_id, step, occurrence, about, everyone,
                         may_act)
    select :org, :execution, :cohort, row_number() over (order by who.user_id) - 1, who.user_id, :step,
           :occurrence, :about, who.everyone, :may_act
      from who
     where exists (select 1 from subjects s
            where s.execution_id = :execution and s.step = :step and s.occurrence = :occurrence
              and s.cohort = :about and s.user_id <> who.user_id
              and (who.everyone or s.manager_id = who.user_id))
    returning user_id
""")


async def write_targets(
    connection: AsyncConnection,
    step: StepKey,
    about: int,
    cohort: int,
    targets: Sequence[Target],
    *,
    may_act: bool,
    whole: bool = False,
) -> int:
    """Find those who are to be told about the subjects, and make them a cohort. Returns how many they are.

    A manager is told about the people under them, or, where a notice is about the whole of a cohort, as
    everybody is: about all of it.
    """

    def ids(kind: TargetType) -> list[str]:
        return [target.id for target in targets if target.type is kind and target.id is not None]

    found = await connection.execute(
        _TARGETS,
        {
            **_key(step, about),
            "cohort": cohort,
            "users": [UUID(one) for one in ids(TargetType.USER)],
            "groups": [UUID(one) for one in ids(TargetType.GROUP)],
            "roles": ids(TargetType.ROLE),
            "managers": any(target.type is TargetType.MANAGER for target in targets),
            "may_act": may_act,
            "whole": whole,
        },
    )
    return len(found.all())


def _key(step: StepKey, about: int) -> dict[str, Any]:
    return {
        "org": step.org_id,
        "execution": step.execution_id,
        "step": step.step,
        "occurrence": step.occurrence,
        "about": about,
    }
