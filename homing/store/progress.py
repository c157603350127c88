"""Where a step stands: counts, what is due, and when to look again. Set-based, for a cohort."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.outcome import DispatchState
from homing.store.ledger import REOPENED, PageKey, StepKey, page_parameters
from homing.store.unreached import FINAL_WITHOUT_REACHING, FallThrough, fall_through_parameters


@dataclass(frozen=True, slots=True)
class Tally:
    """How many dispatches of a channel stand in a state for a reason, and the first users of them."""

    channel: str
    state: DispatchState
    reason: str | None
    people: int
    users: list[str]

    @property
    def key(self) -> str:
        return self.state.value if self.reason is None else f"{self.state.value}:{self.reason}"


# A target may have been notified at this occurrence already, as a recipient of the step or about others: then
# there is a dispatch, of another cohort, and none is written for this one.
_TALLY_PAGE: Final = text("""
    select channel, state, reason, count(*) as people,
           (array_agg(user_id::text order by position))[1:20] as users
      from (
        select channel, state, reason, user_id, position from dispatches
         where org_id = :org and execution_id = :execution and step = :step and occurrence = :occurrence
           and cohort = :cohort and channel = :channel and position >= :first and position < :past
        union all
        select d.channel, 'skipped', 'already_notified', t.user_id, t.position
          from targets t join dispatches d
            on d.execution_id = t.execution_id and d.step = t.step and d.occurrence = t.occurrence
           and d.user_id = t.user_id and d.cohort <> t.cohort and d.channel = :channel
         where :targets and t.org_id = :org and t.execution_id = :execution and t.cohort = :cohort
           and t.position >= :first and t.position < :past) stood
     group by channel, state, reason
""")
_TALLY_STEP: Final = text("""
    select channel, state, reason, count(*) as people, array[]::text[] as users
      from (
        select channel, state, reason from dispatches
         where org_id = :org and execution_id = :execution and step = :step and occurrence = :occurrence
           and cohort = :cohort
        union all
        select d.channel, 'skipped', 'already_notified'
          from targets t join dispatches d
            on d.execution_id = t.execution_id and d.step = t.step and d.occurrence = t.occurrence
           and d.user_id = t.user_id and d.cohort <> t.cohort
         where :targets and t.org_id = :org and t.execution_id = :execution and t.cohort = :cohort) stood
     group by channel, state, reason order by channel, state, reason
""")


_EVERYBODY: Final = 2**31 - 1


def _step_parameters(
    step: StepKey, cohort: int, channels: Sequence[str] = (), past: int = _EVERYBODY
) -> dict[str, Any]:
    return {
        "channels": list(channels),
        "past": past,
        "org": step.org_id,
        "execution": step.execution_id,
        "step": step.step,
        "occurrence": step.occurrence,
        "cohort": cohort,
    }


async def tally_page(
    connection: AsyncConnection, page: PageKey, channel: str, *, targets: bool = False
) -> list[Tally]:
    """The page's dispatches by state and reason, with the first 20 users of each. Of ``targets`` those whose
    dispatch is another cohort's count as ``skipped:already_notified``."""
    parameters = {**page_parameters(page, channel), "targets": targets}
    return _tallies(await connection.execute(_TALLY_PAGE, parameters))


async def tally_step(
    connection: AsyncConnection, step: StepKey, cohort: int, *, targets: bool = False
) -> list[Tally]:
    """The cohort's dispatches by channel, state and reason; of ``targets`` as in ``tally_page``."""
    parameters = {**_step_parameters(step, cohort), "targets": targets}
    return _tallies(await connection.execute(_TALLY_STEP, parameters))


def _tallies(rows: Any) -> list[Tally]:
    return [Tally(row.channel, DispatchState(row.state), row.reason, row.people, row.users) for row in rows]


_DUE: Final = text("""
    select distinct channel, position / :size as page from dispatches
     where org_id = :org and execution_id = :execution and step = :step and occurrence = :occurrence
       and cohort = :cohort and channel = any(:channels) and position < :past
       and (state = 'reserved' or (state = 'held' and due_at <= now()))
     order by 1, 2
""")
# Who is told about others may have been tried on an earlier channel as somebody else, by another cohort.
_FALLEN: Final = text(f"""
    with tried as (
        select d.user_id, d.position from dispatches d
         where d.org_id = :org and d.execution_id = :execution and d.step = :step
           and d.occurrence = :occurrence and d.cohort = :cohort and d.channel = any(:earlier)
           and d.position < :past and {FINAL_WITHOUT_REACHING}
        union all
        select d.user_id, t.position from targets t join dispatches d
            on d.execution_id = t.execution_id and d.step = t.step and d.occurrence = t.occurrence
           and d.user_id = t.user_id and d.cohort <> t.cohort and d.channel = any(:earlier)
         where t.org_id = :org and t.execution_id = :execution and t.cohort = :cohort
           and t.position < :past and {FINAL_WITHOUT_REACHING})
    select distinct position / :size as page
      from (select user_id, min(position) as position from tried
             group by user_id having count(*) = :count) unreached
     where not exists (select 1 from dispatches d
         where d.execution_id = :execution and d.step = :step and d.occurrence = :occurrence
           and d.channel = :channel and d.user_id = unreached.user_id
           and not (d.state = 'skipped' and {REOPENED}))
     order by 1
""")  # noqa: S608  # constants


async def read_due(
    connection: AsyncConnection,
    step: StepKey,
    cohort: int,
    channels: Sequence[str],
    size: int,
    rule: FallThrough | None,
    *,
    always: Sequence[str] = (),
    past: int = _EVERYBODY,
) -> dict[str, list[int]]:
    """Pages with work now, by channel: reserved or due again, and, where there is a rule (the channels are
    tried in order), whom all earlier channels failed to reach. ``always`` are posted beside them; of the
    cohort only positions before ``past`` belong to the step."""
    key = _step_parameters(step, cohort, [*channels, *always], past)
    due: dict[str, set[int]] = {}
    for row in await connection.execute(_DUE, {**key, "size": size}):
        due.setdefault(row.channel, set()).add(row.page)
    if rule is not None:
        for index, channel in enumerate(channels[1:], start=1):
            earlier = list(channels[:index])
            parameters = {**key, "size": size, "channel": channel, "earlier": earlier, "count": index}
            found = await connection.execute(_FALLEN, {**parameters, **fall_through_parameters(rule)})
            due.setdefault(channel, set()).update(found.scalars())
    return {channel: sorted(pages) for channel, pages in due.items() if pages}


# Posting rows are looked at when their requests must have ended; unknown ones and those whose receipt is
# awaited ever more seldom, and once more when they have had their time. What another cohort sends to somebody
# whom this one tells about others is their notice here too.
_WAKE: Final = text("""
    with concerned as (
        select state, channel, due_at, changed_at from dispatches
         where org_id = :org and execution_id = :execution and step = :step and occurrence = :occurrence
           and cohort = :cohort and channel = any(:channels) and position < :past
        union all
        select d.state, d.channel, d.due_at, d.changed_at from targets t join dispatches d
            on d.execution_id = t.execution_id and d.step = t.step and d.occurrence = t.occurrence
           and d.user_id = t.user_id and d.cohort <> t.cohort and d.channel = any(:channels)
         where t.org_id = :org and t.execution_id = :execution and t.cohort = :cohort
           and t.position < :past and d.state <> 'held')
    select min(case state
             when 'held' then coalesce(extract(epoch from due_at - now()), :paused)
             when 'posting' then extract(epoch from due_at - now()) + :grace
             when 'unknown' then extract(epoch from
                  least(changed_at + make_interval(secs => :unknown),
                        now() + greatest(interval '30 seconds', now() - changed_at)) - now()) + 0.1
             when 'sent' then extract(epoch from
                  least(changed_at + make_interval(secs => :receipt),
                        now() + greatest(interval '1 second', now() - changed_at)) - now()) + 0.1
             else 0 end)
      from concerned
     where (state in ('reserved', 'posting', 'held')
            or (state = 'unknown' and changed_at >= now() - make_interval(secs => :unknown))
            or (state = 'sent' and channel = any(:receipted)
                and changed_at >= now() - make_interval(secs => :receipt)))
""")
_NOTHING_DUE: Final = 60.0
"""Seconds until a pause, which has no end of its own, is looked at again."""


async def read_wake(
    connection: AsyncConnection,
    step: StepKey,
    cohort: int,
    channels: Sequence[str],
    *,
    unknown_seconds: float,
    grace_seconds: float,
    receipt_seconds: float | None = None,
    receipted: Sequence[str] = (),
    past: int = _EVERYBODY,
) -> float | None:
    """Seconds until something of a step is due, or None when all of it is final. With ``receipt_seconds`` a
    receipt is awaited for so long on the channels ``receipted``."""
    parameters = {
        **_step_parameters(step, cohort, channels, past),
        "unknown": unknown_seconds,
        "receipt": receipt_seconds or 0.0,
        "receipted": [] if receipt_seconds is None else list(receipted),
        "grace": grace_seconds,
        "paused": _NOTHING_DUE,
    }
    seconds = (await connection.execute(_WAKE, parameters)).scalar_one()
    return None if seconds is None else max(0.0, float(seconds))


# A held dispatch has no reservation, so no cap has to be asked.
_CLOSE: Final = text("""
    with closed as (
        update dispatches set state = 'skipped', due_at = null, changed_at = now()
         where org_id = :org and execution_id = :execution and step = :step and occurrence = :occurrence
           and cohort = :cohort and channel = any(:channels) and position < :past and state = 'held'
        returning id, reason)
    insert into channel_events (org_id, execution_id, dispatch_id, user_id, step, channel, kind, reason)
    select d.org_id, d.execution_id, d.id, d.user_id, d.step, d.channel, 'SKIPPED', closed.reason
      from closed join dispatches d on d.id = closed.id
    returning channel, reason
""")


async def close_window(
    connection: AsyncConnection,
    step: StepKey,
    cohort: int,
    channels: Sequence[str],
    *,
    past: int = _EVERYBODY,
) -> Counter[tuple[str, str]]:
    """A step's window is over: who is still held is skipped, with the hold's reason. Returns how many, by
    channel and reason."""
    found = await connection.execute(_CLOSE, _step_parameters(step, cohort, channels, past))
    return Counter((row.channel, row.reason) for row in found)
