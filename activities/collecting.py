"""The activity that says where a step stands."""

from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity

from activities.context import working_on
from activities.rules import receipted, rule_of
from homing.dispatching.context import Sending
from homing.dispatching.reconcile import count_expired, grace_seconds
from homing.store import awaited, news, progress
from homing.store.awaited import CohortKey
from homing.store.ledger import StepKey
from workflows.ports import COLLECT, Collect, Standing


def collect_activity(sending: Sending) -> Callable[[Collect], Coroutine[Any, Any, Standing]]:
    """``collect``: gives up leases whose process is gone, and counts."""

    @activity.defn(name=COLLECT)
    async def collect(asked: Collect) -> Standing:
        with working_on(asked):
            await _note_wait(sending, asked)
            found = await sending.database.repeat_app(
                UUID(asked.ref.org), lambda connection: _collect(sending, connection, asked)
            )
            count_expired(sending.metrics, found.expired)
            sending.metrics.closed(found.closed)
            return found.standing

    return collect


@dataclass(frozen=True, slots=True)
class _Collected:
    """Where a step stands, the channels of what was given up as unknown, and what was skipped, by channel and
    reason."""

    standing: Standing
    expired: list[str]
    closed: Counter[tuple[str, str]]


async def _note_wait(sending: Sending, asked: Collect) -> None:
    """Before the look, so that whatever comes after it is told to the workflow."""
    ref = asked.ref
    key = CohortKey(StepKey(UUID(ref.org), UUID(ref.execution), ref.step, ref.occurrence), ref.cohort)
    await sending.database.repeat_app(
        key.step.org_id,
        lambda connection: awaited.write_awaits(connection, key, asked.manner.receipt_seconds),
    )


async def _collect(sending: Sending, connection: AsyncConnection, asked: Collect) -> _Collected:
    ref, manner = asked.ref, asked.manner
    step = StepKey(UUID(ref.org), UUID(ref.execution), ref.step, ref.occurrence)
    grace = grace_seconds(sending.limits)
    every = [*manner.channels, *manner.always]
    expired = await news.expire_leases(connection, grace)
    closed: Counter[tuple[str, str]] = Counter()
    if asked.closing:
        closed = await progress.close_window(connection, step, ref.cohort, every, past=ref.people)
    due = await progress.read_due(
        connection,
        step,
        ref.cohort,
        manner.channels,
        asked.page_size,
        rule_of(manner),
        always=manner.always,
        past=ref.people,
    )
    wake = await progress.read_wake(
        connection,
        step,
        ref.cohort,
        every,
        unknown_seconds=manner.unknown_seconds,
        receipt_seconds=manner.receipt_seconds,
        receipted=receipted(every),
        grace_seconds=grace,
        past=ref.people,
    )
    counts: dict[str, dict[str, int]] = {}
    for tally in await progress.tally_step(connection, step, ref.cohort, targets=ref.targets):
        counts.setdefault(tally.channel, {})[tally.key] = tally.people
    return _Collected(Standing(counts=counts, due=due, wake_seconds=wake), expired, closed)
