"""Where an execution is, and what became of one person in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import ExecutionState
from homing.domain.errors import NotFoundError
from homing.store.cohorts import OPEN
from homing.store.involved import OF_A_CAMPAIGN


@dataclass(frozen=True, slots=True)
class Position:
    """A cohort at a step, since when, from when the step counts, and when it is looked at again. ``about``:
    of those who are told about another cohort, which."""

    step: str
    occurrence: int
    cohort: int
    people: int
    since: datetime
    due_at: datetime
    wake_at: datetime | None
    about: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """An execution as a whole; ``since`` its state is what it is."""

    campaign_id: UUID
    state: ExecutionState
    since: datetime
    definition_id: UUID | None
    version: int | None
    start_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    people: int
    open: int
    acted: int
    missed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an execution is. ``outcomes``: step -> outcome -> people who left it; ``channels``: channel ->
    ``state`` or ``state:reason`` -> messages."""

    summary: Summary
    positions: tuple[Position, ...]
    outcomes: Mapping[str, Mapping[str, int]]
    channels: Mapping[str, Mapping[str, int]]

    @property
    def next_wake(self) -> datetime | None:
        """When something happens next; None where nothing is awaited."""
        return min((one.wake_at for one in self.positions if one.wake_at is not None), default=None)


_SUMMARY: Final = text(f"""
    select e.campaign_id, e.state, e.changed_at, e.definition_id, e.definition_version, e.start_at,
           e.started_at, e.ended_at, c.people, c.open, c.acted, c.missed, c.removed
      from executions e
     cross join lateral (
        select count(*) as people, count(*) filter (where {OPEN}) as open,
               count(r.acted_at) as acted, count(r.missed_at) as missed, count(r.removed_at) as removed
          from recipients r join users u on u.org_id = r.org_id and u.id = r.user_id
         where r.execution_id = e.id) c
     where e.org_id = :org and e.id = :execution and {OF_A_CAMPAIGN.format(execution="e.id")}
""")  # noqa: S608  # a constant
_POSITIONS: Final = text("""
    select step, occurrence, cohort, people, entered_at, due_at, wake_at, about
      from visits where org_id = :org and execution_id = :execution and left_at is null
     order by wake_at, cohort, step
""")
_OUTCOMES: Final = text("""
    select v.step, o.key, sum(o.value::int)
      from visits v cross join lateral jsonb_each_text(v.result -> 'outcomes') o
     where v.org_id = :org and v.execution_id = :execution and v.left_at is not null
     group by v.step, o.key order by min(v.left_at), v.step, o.key
""")
_CHANNELS: Final = text("""
    select channel, case when reason is null then state else state || ':' || reason end, count(*)
      from dispatches where org_id = :org and execution_id = :execution
     group by 1, 2 order by 1, 2
""")


async def read_progress(connection: AsyncConnection, org: UUID, execution: UUID) -> Progress:
    """Raises NotFoundError where this organization has no such execution."""
    key = {"org": org, "execution": execution}
    found = (await connection.execute(_SUMMARY, key)).first()
    if found is None:
        raise NotFoundError("execution")
    campaign, state, *rest = found
    positions = tuple(Position(*row) for row in await connection.execute(_POSITIONS, key))
    counted: list[dict[str, dict[str, int]]] = []
    for query in (_OUTCOMES, _CHANNELS):
        counts: dict[str, dict[str, int]] = {}
        for name, what, number in await connection.execute(query, key):
            counts.setdefault(name, {})[what] = number
        counted.append(counts)
    return Progress(Summary(campaign, ExecutionState(state), *rest), positions, *counted)


@dataclass(frozen=True, slots=True)
class Standing:
    """A recipient: where their cohort is now (no step: nowhere yet, or their way has ended)."""

    acted_at: datetime | None
    removed_at: datetime | None
    missed_at: datetime | None
    active: bool
    cohort: int
    step: str | None
    occurrence: int | None
    since: datetime | None
    wake_at: datetime | None


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of a person at a step on a channel, in which cohort; ``told``: as somebody to tell about
    others."""

    step: str
    occurrence: int
    channel: str
    cohort: int
    state: str
    reason: str | None
    attempts: int
    due_at: datetime | None
    changed_at: datetime
    told: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """How a person came out of a step, and to which they went on (None: their way ended)."""

    step: str
    outcome: str
    went: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonReport:
    """Everything that is recorded of a person in an execution; no ``standing``: they are no recipient, but
    were told about others."""

    state: ExecutionState
    standing: Standing | None
    traces: tuple[Trace, ...]
    passed: tuple[Passed, ...]


_STATE: Final = text(f"""
    select state from executions
     where org_id = :org and id = :execution and {OF_A_CAMPAIGN.format(execution=":execution")}
""")  # noqa: S608  # constants
_STANDING: Final = text("""
    select r.acted_at, r.removed_at, r.missed_at, u.active, r.cohort, v.step, v.occurrence, v.entered_at,
           v.wake_at
      from recipients r
      join users u on u.org_id = r.org_id and u.id = r.user_id
      left join visits v on v.execution_id = r.execution_id and v.cohort = r.cohort and v.left_at is null
       and not v.targets
     where r.org_id = :org and r.execution_id = :execution and r.user_id = :user
""")
_TRACES: Final = text("""
    select d.step, d.occurrence, d.channel, d.cohort, d.state, d.reason, d.attempts, d.due_at, d.changed_at,
           exists (select 1 from targets t
             where t.execution_id = d.execution_id and t.step = d.step and t.occurrence = d.occurrence
               and t.cohort = d.cohort and t.user_id = d.user_id)
      from dispatches d
     where d.org_id = :org and d.execution_id = :execution and d.user_id = :user
     order by d.created_at, d.step, d.occurrence, d.channel
""")
_PASSED: Final = text("""
    select step, outcome, went, at from step_outcomes
     where org_id = :org and execution_id = :execution and user_id = :user order by at, step
""")
_TOLD: Final = text("""
    select 1 from targets where org_id = :org and execution_id = :execution and user_id = :user limit 1
""")


async def read_person(connection: AsyncConnection, org: UUID, execution: UUID, user: UUID) -> PersonReport:
    """Raises NotFoundError for who is neither a recipient of the execution nor told about one."""
    key = {"org": org, "execution": execution, "user": user}
    state = (await connection.execute(_STATE, key)).scalar_one_or_none()
    standing = (await connection.execute(_STANDING, key)).first()
    told = (await connection.execute(_TOLD, key)).first()
    if state is None or (standing is None and told is None):
        raise NotFoundError("recipient")
    return PersonReport(
        state=ExecutionState(state),
        standing=None if standing is None else Standing(*standing),
        traces=tuple(Trace(*row) for row in await connection.execute(_TRACES, key)),
        passed=tuple(Passed(*row) for row in await connection.execute(_PASSED, key)),
    )


_BUDGET: Final = text("""
    select case when k.closed then 0 else coalesce(k.cap - k.reserved - k.spent, c.daily_cap_micros) end
      from org_channels c
      left join cost_caps k on k.org_id = c.org_id and k.channel = c.channel and k.period = :period
     where c.org_id = :org and c.channel = :channel
""")


async def read_budget(connection: AsyncConnection, org: UUID, channel: str, period: date) -> int:
    """What is left of a day's budget on a channel in this moment, in micros."""
    key = {"org": org, "channel": channel, "period": period}
    return int((await connection.execute(_BUDGET, key)).scalar_one_or_none() or 0)
