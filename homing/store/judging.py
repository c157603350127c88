"""How each person of a cohort came out of a step: acted, or the best that became of their messages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.ledger import StepKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """By what people are judged who were sent something.

    ``channels`` are those that count, and ``receipted`` those of them whose providers report delivery.
    ``ordered``: a person is through once one of them reached, which ``until_delivered`` takes a delivery for
    where there are receipts. ``receipt_seconds``: how long a receipt is awaited (None: not at all), likewise
    ``unknown_seconds`` for unknown outcomes, which then count as failed or as sent. ``giving_up``: the window
    is over, so who was never tried is through as well.
    """

    channels: Sequence[str]
    receipted: Sequence[str]
    ordered: bool
    until_delivered: bool
    receipt_seconds: float | None
    unknown_seconds: float
    unknown_failed: bool
    giving_up: bool


# Of a dispatch d: what it came to, as its rank among outcomes (the best is the least), null while it may
# still change. 1 delivered, 2 sent, 3 no_receipt, 4 not_delivered, 5 failed, 6 skipped.
_RANK: Final = """
    case d.state
      when 'delivered' then 1
      when 'sent' then case
        when cast(:receipt as float8) is null or d.channel <> all(:receipted) then 2
        when d.changed_at + make_interval(secs => :receipt) > now() then null else 3 end
      when 'unknown' then case
        when d.changed_at + make_interval(secs => :unknown) > now() then null
        when :unknown_failed then 5
        when cast(:receipt as float8) is null or d.channel <> all(:receipted) then 2 else 3 end
      when 'not_delivered' then 4
      when 'rejected' then 5
      when 'skipped' then 6
    end
"""
_NAMES: Final = """
    (array['delivered', 'sent', 'no_receipt', 'not_delivered', 'failed', 'skipped'])[{rank}]
"""
_DONE: Final = "case when r.acted_at is not null then 'acted' end"

# Whoever was told about others at this step before they came to it themselves has got its one message.
_COHORTS: Final = """
    array(select cast(:cohort as int) union all
          select v.cohort from visits v
           where v.execution_id = :execution and v.step = :step and v.occurrence = :occurrence and v.targets)
"""

# Under an order a person is through when one channel reached, or all of them are over.
_JUDGE_SENT: Final = text(f"""
    with ranked as materialized (
        select d.user_id, d.channel, {_RANK} as rank
          from dispatches d
         where d.org_id = :org and d.execution_id = :execution and d.step = :step
           and d.occurrence = :occurrence and d.cohort = any({_COHORTS}) and d.channel = any(:channels)),
    stood as (
        select user_id, count(*) as tried, bool_or(rank is null) as open, min(rank) as best,
               bool_or(rank <= case when :until_delivered and channel = any(:receipted) then 1
                                    when :until_delivered then 2 else 4 end) as reached
          from ranked group by user_id)
    insert into step_outcomes (org_id, execution_id, user_id, step, outcome, went)
    select r.org_id, r.execution_id, r.user_id, :step, j.outcome, w.way
      from recipients r
      join users u on u.org_id = r.org_id and u.id = r.user_id
      left join stood s on s.user_id = r.user_id
      cross join lateral (select case
        when r.acted_at is not null then 'acted'
        when r.removed_at is not null or not u.active then {_NAMES.format(rank="coalesce(s.best, 6)")}
        when s.user_id is null then case when :giving_up then 'skipped' end
        when s.open and not (:ordered and coalesce(s.reached, false)) then null
        when s.tried >= :count or :giving_up or (:ordered and s.reached)
             then {_NAMES.format(rank="coalesce(s.best, 6)")}
        end as outcome) j
      join unnest(cast(:outcomes as text[]), cast(:ways as text[])) as w(outcome, way)
        on w.outcome = j.outcome
     where r.org_id = :org and r.execution_id = :execution and r.cohort = :cohort
    on conflict do nothing
""")  # noqa: S608  # constants
# Nobody is told about themself, so of those who are told about everyone the two best are enough.
_JUDGE_TOLD: Final = text(f"""
    with notices as materialized (
        select distinct t.user_id, t.everyone, d.channel, {_RANK} as rank
          from targets t join dispatches d
            on d.execution_id = t.execution_id and d.step = t.step and d.occurrence = t.occurrence
           and d.user_id = t.user_id and d.channel = any(:channels)
         where t.org_id = :org and t.execution_id = :execution and t.step = :step and t.about = :cohort),
    of_all as (
        select user_id, min(rank) as best from notices where everyone
         group by user_id order by best nulls last limit 2),
    of_managers as (select user_id, min(rank) as best from notices where not everyone group by user_id),
    told as (
        select s.user_id, least(min(m.best), min(a.best)) as best
          from subjects s
          left join of_all a on a.user_id <> s.user_id
          left join of_managers m on m.user_id = s.manager_id
         where s.org_id = :org and s.execution_id = :execution and s.step = :step and s.cohort = :cohort
         group by s.user_id)
    insert into step_outcomes (org_id, execution_id, user_id, step, outcome, went)
    select r.org_id, r.execution_id, r.user_id, :step, j.outcome, w.way
      from recipients r left join told on told.user_id = r.user_id
      cross join lateral (select case when r.acted_at is not null then 'acted'
        else {_NAMES.format(rank="coalesce(told.best, 6)")} end as outcome) j
      join unnest(cast(:outcomes as text[]), cast(:ways as text[])) as w(outcome, way)
        on w.outcome = j.outcome
     where r.org_id = :org and r.execution_id = :execution and r.cohort = :cohort
    on conflict do nothing
""")  # noqa: S608  # constants
_JUDGE_PLAIN: Final = text(f"""
    insert into step_outcomes (org_id, execution_id, user_id, step, outcome, went)
    select r.org_id, r.execution_id, r.user_id, :step, w.outcome, w.way
      from recipients r
      join unnest(cast(:outcomes as text[]), cast(:ways as text[])) as w(outcome, way)
        on w.outcome = coalesce({_DONE}, :outcome)
     where r.org_id = :org and r.execution_id = :execution and r.cohort = :cohort
    on conflict do nothing
""")  # noqa: S608  # constants


async def judge_sent(
    connection: AsyncConnection,
    step: StepKey,
    cohort: int,
    judgement: Judgement,
    ways: Mapping[str, str | None],
) -> None:
    """Write the outcome of everybody who is through with a step that sent them something, and where they go
    (outcome -> next step, None: their way ends). Who is not through gets none."""
    await connection.execute(_JUDGE_SENT, _parameters(step, cohort, judgement, ways))


async def judge_told(
    connection: AsyncConnection,
    step: StepKey,
    cohort: int,
    judgement: Judgement,
    ways: Mapping[str, str | None],
) -> None:
    """Write everybody's outcome at a step that told others about them: the best of those notices so far."""
    await connection.execute(_JUDGE_TOLD, _parameters(step, cohort, judgement, ways))


async def judge_plain(
    connection: AsyncConnection, step: StepKey, cohort: int, outcome: str, ways: Mapping[str, str | None]
) -> None:
    """Write everybody's outcome at a step that is the same for all who have not acted."""
    parameters = {**_key(step, cohort, ways), "outcome": outcome}
    parameters.pop("occurrence")
    await connection.execute(_JUDGE_PLAIN, parameters)


def _key(step: StepKey, cohort: int, ways: Mapping[str, str | None]) -> dict[str, Any]:
    return {
        "org": step.org_id,
        "execution": step.execution_id,
        "step": step.step,
        "occurrence": step.occurrence,
        "cohort": cohort,
        "outcomes": list(ways),
        "ways": list(ways.values()),
    }


def _standing_parameters(judgement: Judgement) -> dict[str, Any]:
    return {
        "channels": list(judgement.channels),
        "receipted": list(judgement.receipted),
        "receipt": judgement.receipt_seconds,
        "unknown": judgement.unknown_seconds,
        "unknown_failed": judgement.unknown_failed,
    }


def _parameters(
    step: StepKey, cohort: int, judgement: Judgement, ways: Mapping[str, str | None]
) -> dict[str, Any]:
    return {
        **_key(step, cohort, ways),
        **_standing_parameters(judgement),
        "ordered": judgement.ordered,
        "until_delivered": judgement.until_delivered,
        "giving_up": judgement.giving_up,
        "count": len(judgement.channels),
    }


_SKIP_ENDING: Final = """
    closed as (
        update dispatches d set state = 'skipped', reason = ending.reason, due_at = null, changed_at = now()
          from ending where d.id = ending.id
        returning d.org_id, d.execution_id, d.id, d.user_id, d.step, d.channel, d.reason)
    insert into channel_events (org_id, execution_id, dispatch_id, user_id, step, channel, kind, reason)
    select org_id, execution_id, id, user_id, step, channel, 'SKIPPED', reason from closed
    returning channel, reason
"""
# Who goes on leaves nothing behind that a later look would send: held rows have no reservation.
_CLOSE_LEAVING: Final = text(f"""
    with ending as materialized (
        select d.id, case when r.acted_at is not null then 'acted'
                          when r.removed_at is not null then 'removed'
                          when not u.active then 'user_deactivated' else d.reason end as reason
          from dispatches d
          join step_outcomes o
            on o.execution_id = d.execution_id and o.user_id = d.user_id and o.step = d.step
          join recipients r on r.execution_id = d.execution_id and r.user_id = d.user_id
          join users u on u.org_id = r.org_id and u.id = r.user_id
         where d.org_id = :org and d.execution_id = :execution and d.step = :step
           and d.occurrence = :occurrence and d.cohort = :cohort and d.state = 'held'
         order by d.id for update of d),
    {_SKIP_ENDING}
""")  # noqa: S608  # a constant
_CLOSE_POINTLESS: Final = text(f"""
    with ending as materialized (
        select d.id, 'acted' as reason from dispatches d
         where d.org_id = :org and d.execution_id = :execution and d.step = :step
           and d.occurrence = :occurrence and d.cohort = :cohort and d.state = 'held'
         order by d.id for update of d),
    {_SKIP_ENDING}
""")  # noqa: S608  # a constant


async def close_leaving(connection: AsyncConnection, step: StepKey, cohort: int) -> Counter[tuple[str, str]]:
    """Skip what is still held for those who are through with the step. Returns how many, by channel and
    reason."""
    found = await connection.execute(_CLOSE_LEAVING, _key(step, cohort, {}))
    return Counter((row.channel, row.reason) for row in found)


async def close_pointless(
    connection: AsyncConnection, step: StepKey, cohort: int
) -> Counter[tuple[str, str]]:
    """Skip what is still held of notices whose subjects have all acted. Returns how many, by channel and
    reason."""
    found = await connection.execute(_CLOSE_POINTLESS, _key(step, cohort, {}))
    return Counter((row.channel, row.reason) for row in found)


_REST: Final = text(f"""
    select count(distinct d.user_id) as people,
           min(case d.state
                 when 'held' then d.due_at
                 when 'posting' then d.due_at + make_interval(secs => :grace)
                 when 'sent' then d.changed_at + make_interval(secs => :receipt)
                 when 'unknown' then d.changed_at + make_interval(secs => :unknown)
                 else now() end) as wake,
           now() as now
      from dispatches d
     where d.org_id = :org and d.execution_id = :execution and d.step = :step
       and d.occurrence = :occurrence and d.cohort = :cohort and d.channel = any(:channels)
       and {_RANK} is null
""")  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class Rest:
    """How many people something is still awaited for, and when to look again (None: at a resume), by the
    database's clock."""

    people: int
    wake: datetime | None
    now: datetime


async def read_rest(
    connection: AsyncConnection, step: StepKey, cohort: int, judgement: Judgement, grace_seconds: float
) -> Rest:
    """What a cohort still waits for at a step."""
    parameters = {**_key(step, cohort, {}), **_standing_parameters(judgement), "grace": grace_seconds}
    row = (await connection.execute(_REST, parameters)).one()
    return Rest(row.people, row.wake, row.now)
