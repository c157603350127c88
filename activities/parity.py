"""The activities that compare the registry of opt-outs with the provider."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity

from activities.errors import nothing_personal
from activities.heartbeat import heartbeating
from homing.dispatching.context import Sending
from homing.dispatching.parity import compare, derive
from homing.dispatching.parity_listening import PAUSES, listen
from homing.domain.parity import shard
from homing.providers.twilio_words import taken_as
from homing.store import parity, parity_facts
from workflows.parity_ports import (
    BEGIN_PARITY,
    COMPARE_PARITY,
    DERIVE_PARITY,
    END_PARITY,
    LISTEN_PARITY,
    BeginParity,
    CompareParity,
    DeriveParity,
    EndParity,
    ListenParity,
    ParityBegun,
    ParityCompared,
    ParityDerived,
    ParityListened,
    ParityResult,
)

_FIRST: Final = UUID(int=0)


def parity_activities(sending: Sending, pauses: Sequence[timedelta] = PAUSES) -> list[Callable[..., Any]]:
    """``begin_parity``, ``listen_parity``, ``compare_parity``, ``derive_parity`` and ``end_parity``: each may
    be repeated. ``pauses``: after each a provider that was away is asked again."""
    return [
        _beginning(sending),
        _listening(sending, pauses),
        *_comparing(sending),
        _ending(sending),
    ]


def _beginning(sending: Sending) -> Callable[..., Any]:
    @activity.defn(name=BEGIN_PARITY)
    async def begin(asked: BeginParity) -> ParityBegun:
        with _at_work():
            run, numbers = await sending.database.repeat_system(_begin)
        return ParityBegun(run=run, shares=min(1 + numbers // asked.share, asked.most_shares))

    return begin


def _listening(sending: Sending, pauses: Sequence[timedelta]) -> Callable[..., Any]:
    @activity.defn(name=LISTEN_PARITY)
    async def listen_in(asked: ListenParity) -> ParityListened:
        with _at_work(run=asked.run):
            async with heartbeating():
                after = _FIRST if asked.after is None else UUID(asked.after)
                listened = await listen(sending, after, asked.senders, pauses)
        last = None if listened.last is None else str(listened.last)
        return ParityListened(senders=listened.senders, failed=listened.failed, last=last)

    return listen_in


def _comparing(sending: Sending) -> list[Callable[..., Any]]:
    @activity.defn(name=COMPARE_PARITY)
    async def compare_share(asked: CompareParity) -> ParityCompared:
        with _at_work(run=asked.run, share=asked.share):
            async with heartbeating():
                numbers = await compare(sending, taken_as, *shard(asked.share, asked.shares))
        return ParityCompared(numbers=numbers)

    @activity.defn(name=DERIVE_PARITY)
    async def derive_registry(asked: DeriveParity) -> ParityDerived:
        with _at_work(run=asked.run):
            async with heartbeating():
                return ParityDerived(numbers=await derive(sending))

    return [compare_share, derive_registry]


def _ending(sending: Sending) -> Callable[..., Any]:
    @activity.defn(name=END_PARITY)
    async def end(asked: EndParity) -> ParityResult:
        with _at_work(run=asked.run):
            return await sending.database.repeat_system(partial(_end, asked=asked))

    return end


async def _begin(connection: AsyncConnection) -> tuple[int, int]:
    return await parity.begin_run(connection), await parity_facts.count_numbers(connection)


async def _end(connection: AsyncConnection, asked: EndParity) -> ParityResult:
    """Close what was not found again, and is no longer so."""
    resolved = await parity.resolve_others(connection, asked.run)
    row = await parity.end_run(connection, asked.run, asked.numbers)
    return ParityResult(
        run=row.id,
        numbers=row.numbers,
        differences=row.differences,
        resolved=resolved,
        deaf=asked.deaf,
    )


@contextmanager
def _at_work(**ids: int) -> Iterator[None]:
    """Bind what was asked for; let out only errors whose text is ours."""
    info = activity.info()
    bound = structlog.contextvars.bound_contextvars(
        **ids, workflow=info.workflow_id, activity=info.activity_type, activity_attempt=info.attempt
    )
    with bound, nothing_personal():
        yield
