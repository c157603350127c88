"""The activities by which an execution's walk stands in the database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity

from activities.context import working_on
from activities.plan import plan_steps
from activities.rules import judgement_of
from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.dispatching.leaving import Leaving, leave
from homing.dispatching.notifying import Notice, find_targets
from homing.dispatching.reconcile import grace_seconds
from homing.domain.definition import Escalate, SendReminder, Step
from homing.domain.outcome import PersonOutcome
from homing.domain.ways import COMPLETED
from homing.observing import get_logger
from homing.store import cohorts, height, walks
from homing.store.cohorts import Place
from homing.store.definitions import read_definition_version
from workflows.ports import (
    ADVANCE,
    FIND_TARGETS,
    FINISH,
    LOAD_PLAN,
    Advance,
    Advanced,
    Branch,
    FindTargets,
    Finish,
    Found,
    LoadPlan,
    Plan,
    StepKind,
)

_LOG = get_logger(__name__)


def walk_activities(sending: Sending) -> list[Callable[..., Any]]:
    """Loading a plan, sending people on, finding targets, ending an execution."""

    @activity.defn(name=LOAD_PLAN)
    async def load_plan(asked: LoadPlan) -> Plan:
        with working_on(asked):
            return await sending.database.repeat_app(
                UUID(asked.org), lambda connection: _load(sending, connection, asked)
            )

    @activity.defn(name=ADVANCE)
    async def advance(asked: Advance) -> Advanced:
        with working_on(asked):
            leaving = _leaving(sending, asked)
            left = await sending.database.repeat_app(
                leaving.org, lambda connection: leave(connection, leaving)
            )
            sending.metrics.closed(left.closed)
            _LOG.info("step left", outcomes=left.outcomes, branches=len(left.places))
            return Advanced(branches=[_branch(one) for one in left.places], outcomes=left.outcomes)

    @activity.defn(name=FIND_TARGETS)
    async def find(asked: FindTargets) -> Found:
        with working_on(asked):
            return await sending.database.repeat_app(
                UUID(asked.org), lambda connection: _find(connection, asked)
            )

    @activity.defn(name=FINISH)
    async def finish(asked: Finish) -> None:
        org, execution = UUID(asked.org), UUID(asked.execution)
        with working_on(asked):
            if asked.cancelled:
                await withdraw.cancel(sending, org, execution)
            await sending.database.repeat_app(
                org, lambda connection: walks.end(connection, org, execution, cancelled=asked.cancelled)
            )
            _LOG.info("execution ended", cancelled=asked.cancelled)

    return [load_plan, advance, find, finish]


async def _load(sending: Sending, connection: AsyncConnection, asked: LoadPlan) -> Plan:
    org, execution = UUID(asked.org), UUID(asked.execution)
    walk = await walks.lock_walk(connection, org, execution)
    definition = (await read_definition_version(connection, org, walk.definition_id, walk.version)).definition
    now = datetime.fromisoformat(asked.now)
    waits = not walk.over and walk.start_at is not None and walk.start_at > now
    steps = plan_steps(definition, walk.time_scale, sending.limits.unknown_after)
    places: list[Place] = []
    if not walk.over and not waits:
        await walks.begin(connection, org, execution)
        entry = steps[0]
        wake = now + timedelta(seconds=entry.wait_seconds)
        first = Place(0, entry.id, walk.people, walk.people, now, wake)
        await cohorts.enter(connection, org, execution, first)
        places = await cohorts.read_places(connection, org, execution)
    return Plan(
        version=walk.version,
        steps=steps,
        branches=[_branch(place) for place in places],
        start=walk.start_at.isoformat() if waits and walk.start_at else None,
        paused=walk.paused,
        everybody_acted=walk.everybody_acted,
        over=walk.over,
        ledger=await height.height(connection),
    )


def _leaving(sending: Sending, asked: Advance) -> Leaving:
    step, branch = asked.step, asked.branch
    judgement = None
    if step.manner is not None:
        judgement = judgement_of(step.manner, giving_up=asked.given_up)
    tells = step.kind is StepKind.ESCALATE and not branch.targets
    plain = COMPLETED
    if step.kind is StepKind.WEBHOOK:
        plain = PersonOutcome.FAILED if asked.failed else PersonOutcome.SENT
    return Leaving(
        org=UUID(asked.org),
        execution=UUID(asked.execution),
        place=_place(branch),
        transitions=step.transitions,
        waits=asked.waits,
        due=datetime.fromisoformat(asked.due),
        window_until=datetime.fromisoformat(asked.window_until),
        grace_seconds=grace_seconds(sending.limits),
        sent=None if tells else judgement,
        told=judgement if tells else None,
        plain=plain,
        mark_missed=step.kind is StepKind.MARK_MISSED,
    )


async def _find(connection: AsyncConnection, asked: FindTargets) -> Found:
    org, execution = UUID(asked.org), UUID(asked.execution)
    walk = await walks.read_walk(connection, org, execution)
    row = await read_definition_version(connection, org, walk.definition_id, walk.version)
    [step] = [one for one in row.definition.steps if one.id == asked.branch.step]
    place, holds = await find_targets(connection, _notice(asked, step))
    return Found(branch=None if place is None else _branch(place), holds=holds)


def _notice(asked: FindTargets, step: Step) -> Notice:
    org, execution, place = UUID(asked.org), UUID(asked.execution), _place(asked.branch)
    config = step.config
    if isinstance(config, Escalate):
        return Notice(
            org=org,
            execution=execution,
            place=place,
            targets=config.targets,
            condition=config.condition,
            mode=config.mode,
            again=datetime.fromisoformat(asked.again) if asked.again else None,
        )
    told = config.notify_targets if isinstance(config, SendReminder) else ()
    return Notice(org=org, execution=execution, place=place, targets=told)


def _branch(place: Place) -> Branch:
    return Branch(
        step=place.step,
        cohort=place.cohort,
        people=place.people,
        open=place.open,
        due=place.due_at.isoformat(),
        wake=place.wake_at.isoformat(),
        occurrence=place.occurrence,
        left=place.left,
        targets=place.targets,
        about=place.about,
    )


def _place(branch: Branch) -> Place:
    return Place(
        cohort=branch.cohort,
        step=branch.step,
        people=branch.people,
        open=branch.open,
        due_at=branch.due_at,
        wake_at=branch.wake_at,
        occurrence=branch.occurrence,
        left=branch.left,
        targets=branch.targets,
        about=branch.about,
    )
