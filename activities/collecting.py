"""The activity that says where a step stands."""

from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity

from activities.errors import nothing_personal
from activities.rules import receipted, rule_of
from homing.dispatching.context import Sending
from homing.dispatching.reconcile import grace_seconds
from homing.store import news, progress
from homing.store.ledger import StepKey
from workflows.ports import COLLECT, Collect, Standing


def collect_activity(sending: Sending) -> Callable[[Collect], Coroutine[Any, Any, Standing]]:
    """``collect``: gives up leases whose process is gone, and counts."""

    @activity.defn(name=COLLECT)
    async def collect(asked: Collect) -> Standing:
        with nothing_personal():
            return await sending.database.repeat_app(
                UUID(asked.ref.org), lambda connection: _collect(sending, connection, asked)
            )

    return collect


async def _collect(sending: Sending, connection: AsyncConnection, asked: Collect) -> Standing:
    ref, manner = asked.ref, asked.manner
    step = StepKey(UUID(ref.org), UUID(ref.execution), ref.step, ref.occurrence)
    grace = grace_seconds(sending.limits)
    every = [*manner.channels, *manner.always]
    await news.expire_leases(connection, grace)
    if asked.closing:
        await progress.close_window(connection, step, ref.cohort, every, past=ref.people)
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
    return Standing(counts=counts, due=due, wake_seconds=wake)
