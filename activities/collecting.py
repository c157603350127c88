"""The activity that says where a step stands."""

from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity

from activities.errors import nothing_personal
from homing.dispatching.context import Sending
from homing.dispatching.reconcile import grace_seconds
from homing.store import news, progress
from homing.store.ledger import FallThrough, StepKey
from workflows.ports import COLLECT, Collect, Standing


def collect_activity(sending: Sending) -> Callable[[Collect], Coroutine[Any, Any, Standing]]:
    """``collect``: gives up leases whose process is gone, and counts."""

    @activity.defn(name=COLLECT)
    async def collect(asked: Collect) -> Standing:
        with nothing_personal():
            return await sending.database.repeat_app(
                UUID(asked.org), lambda connection: _collect(sending, connection, asked)
            )

    return collect


async def _collect(sending: Sending, connection: AsyncConnection, asked: Collect) -> Standing:
    step = StepKey(UUID(asked.org), UUID(asked.execution), asked.step, asked.occurrence)
    grace = grace_seconds(sending.limits)
    every = [*asked.channels, *asked.always]
    await news.expire_leases(connection, grace)
    if asked.closing:
        await progress.close_window(connection, step, asked.cohort, every, past=asked.people)
    rule = FallThrough(
        not_delivered=False, unknown_seconds=asked.unknown_seconds if asked.fall_through else None
    )
    due = await progress.read_due(
        connection,
        step,
        asked.cohort,
        asked.channels,
        asked.page_size,
        rule if asked.ordered else None,
        always=asked.always,
        past=asked.people,
    )
    wake = await progress.read_wake(
        connection,
        step,
        asked.cohort,
        every,
        unknown_seconds=asked.unknown_seconds,
        grace_seconds=grace,
        past=asked.people,
    )
    counts: dict[str, dict[str, int]] = {}
    for tally in await progress.tally_step(connection, step, asked.cohort):
        counts.setdefault(tally.channel, {})[tally.key] = tally.people
    return Standing(counts=counts, due=due, wake_seconds=wake)
