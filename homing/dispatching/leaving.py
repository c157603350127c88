"""Leaving a step: everybody's outcome, and where they go; who is not through stays behind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.ways import OUTCOMES, way
from homing.store import cohorts, judging, targets
from homing.store.cohorts import STAY_BEHIND, Group, Place
from homing.store.judging import Judgement, Rest
from homing.store.ledger import StepKey

_SOON: Final = timedelta(seconds=1)
_AGAIN: Final = timedelta(minutes=1)
"""When those are looked at again who were due just now and still are not through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A cohort that is to leave a step. ``due``: from when the next step counts, and ``waits`` how long it
    then waits (seconds by step id). ``window_until``: when those who stay behind are given up.

    Outcomes are judged by what was sent to them (``sent``) or to others about them (``told``), or else are
    ``plain``: the same for all who have not acted.
    """

    org: UUID
    execution: UUID
    place: Place
    transitions: Mapping[str, str]
    waits: Mapping[str, float]
    due: datetime
    window_until: datetime
    grace_seconds: float
    sent: Judgement | None = None
    told: Judgement | None = None
    plain: str = ""
    mark_missed: bool = False

    @property
    def step(self) -> StepKey:
        return StepKey(self.org, self.execution, self.place.step, self.place.occurrence)


@dataclass(frozen=True, slots=True)
class Left:
    """Where everybody went, and how many came out how. ``closed``: what was held for them and is skipped by
    this leaving, (channel, reason) -> how many."""

    places: list[Place]
    outcomes: dict[str, int]
    closed: Counter[tuple[str, str]] = field(default_factory=Counter)


async def leave(connection: AsyncConnection, leaving: Leaving) -> Left:
    """Send on who is through. Leaving again gives what it gave the first time and changes nothing."""
    place = leaving.place
    former = await cohorts.lock_visit(connection, leaving.org, leaving.execution, place.cohort, place.step)
    if former is not None:
        return _read(former)
    await cohorts.join_sets(connection, place.people)
    if place.targets:
        return await _leave_targets(connection, leaving)
    await cohorts.lock_people(connection, leaving.org, leaving.execution, place.cohort)
    if leaving.mark_missed:
        await cohorts.mark_missed(connection, leaving.org, leaving.execution, place.cohort)
    await _judge(connection, leaving)
    closed = await judging.close_leaving(connection, leaving.step, place.cohort)
    groups = await cohorts.read_groups(connection, leaving.org, leaving.execution, place.cohort, place.step)
    if groups and not any(group.through for group in groups):
        return replace(await _stay(connection, leaving, groups), closed=closed)
    places = await _split(connection, leaving, groups)
    outcomes: dict[str, int] = {}
    for group in groups:
        if group.outcome is not None:
            outcomes[group.outcome] = outcomes.get(group.outcome, 0) + group.people
    return await _note(connection, leaving, Left(places, outcomes, closed))


async def _judge(connection: AsyncConnection, leaving: Leaving) -> None:
    ways = {outcome: way(outcome, leaving.transitions) for outcome in OUTCOMES}
    cohort = leaving.place.cohort
    if leaving.sent is not None:
        await judging.judge_sent(connection, leaving.step, cohort, leaving.sent, ways)
    elif leaving.told is not None:
        await judging.judge_told(connection, leaving.step, cohort, leaving.told, ways)
    else:
        await judging.judge_plain(connection, leaving.step, cohort, leaving.plain, ways)


async def _split(connection: AsyncConnection, leaving: Leaving, groups: Sequence[Group]) -> list[Place]:
    """Make a cohort of those who go the same way. Where all do, they stay the cohort that they are."""
    place = leaving.place
    sizes: dict[str | None, tuple[int, int]] = {}
    for group in groups:
        where = group.way if group.through else STAY_BEHIND
        people, open_ = sizes.get(where, (0, 0))
        sizes[where] = people + group.people, open_ + group.open
    going = sorted(where for where in sizes if where is not None)
    if list(sizes) == going and len(going) == 1 and going[0] != STAY_BEHIND:
        numbers = {going[0]: place.cohort}
    else:
        first = await cohorts.next_number(connection, leaving.execution)
        numbers = {where: first + n for n, where in enumerate(going)}
        if numbers:
            await cohorts.move(
                connection,
                leaving.org,
                leaving.execution,
                place.cohort,
                place.step,
                place.occurrence,
                numbers,
            )
    return [await _enter(connection, leaving, where, numbers[where], *sizes[where]) for where in going]


async def _stay(connection: AsyncConnection, leaving: Leaving, groups: Sequence[Group]) -> Left:
    """Nobody is through: the cohort stays where it is, and looks again later."""
    place = leaving.place
    people, open_ = sum(group.people for group in groups), sum(group.open for group in groups)
    behind = await _behind(connection, leaving, place.cohort, people, open_)
    await cohorts.stay(
        connection,
        leaving.org,
        leaving.execution,
        place.cohort,
        place.step,
        wake=behind.wake_at,
        until=leaving.window_until,
    )
    return Left([behind], {})


async def _enter(
    connection: AsyncConnection, leaving: Leaving, where: str, cohort: int, people: int, open_: int
) -> Place:
    if where == STAY_BEHIND:
        entered = await _behind(connection, leaving, cohort, people, open_)
        until = leaving.window_until
    else:
        wake = leaving.due + timedelta(seconds=leaving.waits.get(where, 0.0))
        entered, until = Place(cohort, where, people, open_, leaving.due, wake), None
    former = leaving.place.cohort if where == STAY_BEHIND else None
    await cohorts.enter(connection, leaving.org, leaving.execution, entered, until, former=former)
    return entered


async def _behind(
    connection: AsyncConnection, leaving: Leaving, cohort: int, people: int, open_: int
) -> Place:
    """Those who are not through, at the same step with the same occurrence."""
    place = leaving.place
    assert leaving.sent is not None  # noqa: S101  # at any other step everybody is through
    rest = await judging.read_rest(connection, leaving.step, cohort, leaving.sent, leaving.grace_seconds)
    if rest.people < people:
        # Somebody for whom nothing is awaited is due now: a channel failed just after the next was asked.
        rest = replace(rest, wake=rest.now)
    return replace(
        place,
        cohort=cohort,
        people=people,
        open=open_,
        wake_at=_wake(leaving, rest),
        left=True,
    )


def _wake(leaving: Leaving, rest: Rest) -> datetime:
    """When to look again: when something is due, or at the window's end, after which nobody is held. Where
    it ended before they were given up, that is done soon."""
    wake, until = rest.wake or leaving.window_until, leaving.window_until
    if until > rest.now or (leaving.sent is not None and not leaving.sent.giving_up):
        wake = min(wake, until)
    return max(wake, rest.now + (_AGAIN if leaving.place.left and wake <= rest.now else _SOON))


async def _leave_targets(connection: AsyncConnection, leaving: Leaving) -> Left:
    """Targets go nowhere: they are done, or looked at again."""
    place, sent = leaving.place, leaving.sent
    assert sent is not None and place.about is not None  # noqa: S101, PT018  # targets are sent to
    open_ = await targets.count_open_subjects(connection, leaving.step, place.about)
    closed: Counter[tuple[str, str]] = Counter()
    if not open_:
        closed = await judging.close_pointless(connection, leaving.step, place.cohort)
    rest = await judging.read_rest(connection, leaving.step, place.cohort, sent, leaving.grace_seconds)
    if not rest.people or not open_ or sent.giving_up:
        return await _note(connection, leaving, Left([], {}, closed))
    wake = _wake(leaving, rest)
    await cohorts.stay(
        connection,
        leaving.org,
        leaving.execution,
        place.cohort,
        place.step,
        wake=wake,
        until=leaving.window_until,
    )
    return Left([replace(place, open=open_, wake_at=wake, left=True)], {}, closed)


async def _note(connection: AsyncConnection, leaving: Leaving, left: Left) -> Left:
    result: dict[str, Any] = {"places": [_written(one) for one in left.places], "outcomes": left.outcomes}
    place = leaving.place
    await cohorts.leave(connection, leaving.org, leaving.execution, place.cohort, place.step, result)
    return left


def _written(place: Place) -> dict[str, Any]:
    return {
        "cohort": place.cohort,
        "step": place.step,
        "people": place.people,
        "open": place.open,
        "due_at": place.due_at.isoformat(),
        "wake_at": place.wake_at.isoformat(),
        "occurrence": place.occurrence,
        "left": place.left,
        "targets": place.targets,
        "about": place.about,
    }


def _read(result: Mapping[str, Any]) -> Left:
    places = [
        Place(
            **{
                **one,
                "due_at": datetime.fromisoformat(one["due_at"]),
                "wake_at": datetime.fromisoformat(one["wake_at"]),
            }
        )
        for one in result["places"]
    ]
    return Left(places, result["outcomes"])
