"""Cohorts and the steps that they are at. A cohort's visit to a step is a row; what leaving it gave is kept
there, so that leaving it again gives the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Place:
    """A cohort at a step. ``open``: how many of it have yet to act."""

    cohort: int
    step: str
    people: int
    open: int
    due_at: datetime
    wake_at: datetime
    occurrence: int = 1
    left: bool = False
    targets: bool = False
    about: int | None = None


_MANY: Final = 1_000
_JOIN_SETS: Final = text("select set_config('enable_nestloop', 'off', true)")


async def join_sets(connection: AsyncConnection, people: int) -> None:
    """In a transaction over so many people: join them as sets. Rows that were just written have no statistics
    yet, and a plan for the few that are guessed then compares everybody with everybody."""
    if people > _MANY:
        await connection.execute(_JOIN_SETS)


OPEN: Final = "r.acted_at is null and r.removed_at is null and u.active"
"""Of a recipient ``r`` and their user ``u``: whether they have yet to act."""

_NUMBERS: Final = text("""
    select pg_advisory_xact_lock(hashtextextended(cast(cast(:execution as uuid) as text) || '/cohorts', 0))
""")
_NEXT: Final = text("select coalesce(max(cohort), -1) + 1 from visits where execution_id = :execution")


async def next_number(connection: AsyncConnection, execution: UUID) -> int:
    """The first number that no cohort of the execution has. Until the commit nobody else is given it."""
    await connection.execute(_NUMBERS, {"execution": execution})
    return int((await connection.execute(_NEXT, {"execution": execution})).scalar_one())


_ENTER: Final = text("""
    insert into visits (org_id, execution_id, cohort, step, occurrence, targets, about, people, due_at,
                        wake_at, window_until, awaits_seconds)
    values (:org, :execution, :cohort, :step, :occurrence, :targets, :about, :people, :due, :wake, :until,
            (select awaits_seconds from visits
              where org_id = :org and execution_id = :execution and cohort = :former and step = :step))
    on conflict (execution_id, cohort, step) do nothing
""")


async def enter(
    connection: AsyncConnection,
    org: UUID,
    execution: UUID,
    place: Place,
    until: datetime | None = None,
    *,
    former: int | None = None,
) -> None:
    """Note that a cohort is at a step. Of those who were left behind, ``until``: when they are given up, and
    ``former``: the cohort that they were of, whose messages are awaited on."""
    await connection.execute(
        _ENTER,
        {
            "org": org,
            "execution": execution,
            "cohort": place.cohort,
            "step": place.step,
            "occurrence": place.occurrence,
            "targets": place.targets,
            "about": place.about,
            "people": place.people,
            "due": place.due_at,
            "wake": place.wake_at,
            "until": until,
            "former": former,
        },
    )


_OPEN_VISITS: Final = text(f"""
    select v.cohort, v.step, v.people, v.due_at, coalesce(v.wake_at, v.due_at) as wake_at, v.occurrence,
           v.window_until is not null as left, v.targets, v.about,
           (select count(*) from recipients r join users u on u.org_id = r.org_id and u.id = r.user_id
             where r.execution_id = v.execution_id and r.cohort = coalesce(v.about, v.cohort)
               and {OPEN}) as open
      from visits v
     where v.org_id = :org and v.execution_id = :execution and v.left_at is null
     order by v.cohort, v.step
""")  # noqa: S608  # a constant


async def read_places(connection: AsyncConnection, org: UUID, execution: UUID) -> list[Place]:
    """Where the cohorts of an execution stand."""
    found = await connection.execute(_OPEN_VISITS, {"org": org, "execution": execution})
    return [
        Place(
            cohort=row.cohort,
            step=row.step,
            people=row.people,
            open=row.open,
            due_at=row.due_at,
            wake_at=row.wake_at,
            occurrence=row.occurrence,
            left=row.left,
            targets=row.targets,
            about=row.about,
        )
        for row in found
    ]


_LOCK_VISIT: Final = text("""
    select result from visits
     where org_id = :org and execution_id = :execution and cohort = :cohort and step = :step
       for update
""")


async def lock_visit(
    connection: AsyncConnection, org: UUID, execution: UUID, cohort: int, step: str
) -> dict[str, Any] | None:
    """Lock a visit; gives what leaving it gave, where it was left. Raises NotFoundError where the cohort was
    never at that step."""
    key = {"org": org, "execution": execution, "cohort": cohort, "step": step}
    row = (await connection.execute(_LOCK_VISIT, key)).first()
    if row is None:
        raise NotFoundError("visit")
    result: dict[str, Any] | None = row.result
    return result


_LEAVE: Final = text("""
    update visits set left_at = now(), wake_at = null, result = :result
     where org_id = :org and execution_id = :execution and cohort = :cohort and step = :step
""").bindparams(bindparam("result", type_=JSONB))
_STAY: Final = text("""
    update visits set wake_at = :wake, window_until = coalesce(window_until, :until),
           occurrence = greatest(occurrence, :occurrence), due_at = greatest(due_at, :due)
     where org_id = :org and execution_id = :execution and cohort = :cohort and step = :step
""")


async def leave(
    connection: AsyncConnection, org: UUID, execution: UUID, cohort: int, step: str, result: Mapping[str, Any]
) -> None:
    """Note that a cohort left a step, and what that gave."""
    key = {"org": org, "execution": execution, "cohort": cohort, "step": step}
    await connection.execute(_LEAVE, {**key, "result": dict(result)})


async def stay(
    connection: AsyncConnection,
    org: UUID,
    execution: UUID,
    cohort: int,
    step: str,
    *,
    wake: datetime,
    until: datetime | None = None,
    occurrence: int = 1,
    due: datetime | None = None,
) -> None:
    """Note when a cohort that stays at its step is looked at again; ``due``: when an occurrence is that
    repeats it."""
    key = {"org": org, "execution": execution, "cohort": cohort, "step": step}
    what = {"wake": wake, "until": until, "occurrence": occurrence, "due": due}
    await connection.execute(_STAY, {**key, **what})


@dataclass(frozen=True, slots=True)
class Group:
    """Those of a cohort who leave a step by the same way with the same outcome. ``way``: the next step, None
    where their way ends; ``through`` False: those who stay behind."""

    through: bool
    way: str | None
    outcome: str | None
    people: int
    open: int


_GROUPS: Final = text(f"""
    select o.user_id is not null as through, o.went, o.outcome, count(*) as people,
           count(*) filter (where {OPEN}) as open
      from recipients r
      join users u on u.org_id = r.org_id and u.id = r.user_id
      left join step_outcomes o
             on o.execution_id = r.execution_id and o.user_id = r.user_id and o.step = :step
     where r.org_id = :org and r.execution_id = :execution and r.cohort = :cohort
     group by 1, 2, 3 order by 1 desc, 2, 3
""")  # noqa: S608  # a constant


async def read_groups(
    connection: AsyncConnection, org: UUID, execution: UUID, cohort: int, step: str
) -> list[Group]:
    """Who of a cohort goes where after a step."""
    key = {"org": org, "execution": execution, "cohort": cohort, "step": step}
    return [Group(*row) for row in await connection.execute(_GROUPS, key)]


STAY_BEHIND: Final = ""
"""In place of the next step: of those who are not through."""

_MOVE: Final = text("""
    update recipients r set cohort = v.cohort, position = v.position
      from (select r.user_id, g.cohort,
                   row_number() over (partition by g.cohort order by r.position) - 1 as position
              from recipients r
              left join step_outcomes o
                     on o.execution_id = r.execution_id and o.user_id = r.user_id and o.step = :step
              join unnest(cast(:ways as text[]), cast(:cohorts as int[])) as g(way, cohort)
                on g.way = case when o.user_id is null then '' else o.went end
             where r.org_id = :org and r.execution_id = :execution and r.cohort = :cohort) v
     where r.execution_id = :execution and r.user_id = v.user_id
""")
# Their dispatches of this step go with those who stay behind.
_TAKE_ALONG: Final = text("""
    with moved as materialized (
        select d.id, r.cohort, r.position
          from recipients r join dispatches d
            on d.execution_id = r.execution_id and d.user_id = r.user_id and d.step = :step
           and d.occurrence = :occurrence and d.cohort = :cohort
         where r.org_id = :org and r.execution_id = :execution and r.cohort = :behind
         order by d.id for update of d)
    update dispatches d set cohort = moved.cohort, position = moved.position
      from moved where d.id = moved.id
""")


async def move(
    connection: AsyncConnection,
    org: UUID,
    execution: UUID,
    cohort: int,
    step: str,
    occurrence: int,
    cohorts: Mapping[str, int],
) -> None:
    """Make new cohorts of a cohort's people: next step, or STAY_BEHIND, -> the new cohort's number. Whose way
    ends stays in the old one, which goes nowhere."""
    key = {"org": org, "execution": execution, "cohort": cohort, "step": step}
    await connection.execute(_MOVE, {**key, "ways": list(cohorts), "cohorts": list(cohorts.values())})
    behind = cohorts.get(STAY_BEHIND)
    if behind is not None:
        await connection.execute(_TAKE_ALONG, {**key, "occurrence": occurrence, "behind": behind})


_LOCK_PEOPLE: Final = text("""
    select 1 from recipients where org_id = :org and execution_id = :execution and cohort = :cohort
     order by user_id for update
""")
_MARK_MISSED: Final = text("""
    update recipients set missed_at = now()
     where org_id = :org and execution_id = :execution and cohort = :cohort
       and acted_at is null and removed_at is null and missed_at is null
""")


async def lock_people(connection: AsyncConnection, org: UUID, execution: UUID, cohort: int) -> None:
    """Lock a cohort's people against acting and being claimed."""
    await connection.execute(_LOCK_PEOPLE, {"org": org, "execution": execution, "cohort": cohort})


async def mark_missed(connection: AsyncConnection, org: UUID, execution: UUID, cohort: int) -> None:
    """Whoever of a cohort has not acted has missed it."""
    await connection.execute(_MARK_MISSED, {"org": org, "execution": execution, "cohort": cohort})
