"""After a database was put back: find out from the providers what the ledger has forgotten, so that nobody is
texted again for what they were texted for already.

While this runs nothing is sent on metered channels. Each message that no attempt knows is kept for the
executions that it may have been of, where the next message to the same person adopts it instead of being sent
(``homing.dispatching.adopting``). Opt-outs of the forgotten time are taken from what handsets wrote. Only
then may channels and campaigns go on.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, TypeVar, cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import CHANNELS, Channel, sharing
from homing.dispatching.context import Sending
from homing.dispatching.late_words import obey
from homing.dispatching.recalling import CLOCKS_DIFFER, remember
from homing.dispatching.withdraw import wait_for_those_at_work
from homing.domain.errors import RefusedError
from homing.domain.keywords import Meaning
from homing.observing import get_logger
from homing.providers.base import Lists, ListsReceived
from homing.store import account_messages, height, restoring

T = TypeVar("T")

_LOG = get_logger(__name__)

_BATCH: Final = 500
_POLL_SECONDS: Final = 0.05
_ALONE: Final = text(f"select pg_try_advisory_lock({height.RECONCILING})")
_NOT_ALONE: Final = text(f"select pg_advisory_unlock({height.RECONCILING})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What was found, and done.

    Of the messages ``listed``, so many had been ``forgotten``; ``unmatched`` are those of them whose text is
    now nobody's, and which count for every campaign that they may have been of. ``resolved``: begun before,
    and their end was not known. ``strangers`` went to nobody now known, or were of nothing that goes on.
    ``opted_out``, ``opted_in``: keywords taken in late. ``channels`` were switched on again, ``executions``
    go on from where the database says they are.
    """

    listed: int
    forgotten: int
    unmatched: int
    resolved: int
    strangers: int
    opted_out: int
    opted_in: int
    channels: int
    executions: int


async def reconcile(sending: Sending, since: datetime, *, until: datetime | None = None) -> Reconciled:
    """Compare the ledger with what providers list of ``[since, until)``, by default until now, and let
    everything go on. ``since`` is any time before the backup that was put back was made.

    Safe to repeat, and to begin again where it was broken off: until it is through, metered channels stay
    off. Workflows that know more than the database are begun anew by the housekeeping of the workers. A
    ``since`` later than the latest attempt that the database knows is taken for that one's time: earlier
    costs a longer list, later a second text.

    Raises RefusedError (``since_without_zone``, ``until_before_since``, ``no_provider_that_lists``,
    ``reconciling``), and OSError where a provider can't be asked.
    """
    channels = _channels(sending)
    async with sending.database.system() as connection:
        until = until or await height.clock(connection, CLOCKS_DIFFER)
    if since.tzinfo is None or until.tzinfo is None:
        raise RefusedError("since_without_zone")
    if until <= since:
        raise RefusedError("until_before_since")
    if not channels:
        raise RefusedError("no_provider_that_lists")
    async with _alone(sending):
        latest = await sending.database.repeat_system(restoring.read_latest)
        return await _reconcile(sending, channels, min(since, latest or since) - CLOCKS_DIFFER, until)


def _channels(sending: Sending) -> list[Channel]:
    """Those that can be settled: metered ones whose provider tells what it sent."""
    return [
        channel
        for channel in CHANNELS
        if channel.traits.metered and hasattr(sending.providers.get(channel.provider or ""), "messages_since")
    ]


@asynccontextmanager
async def _alone(sending: Sending) -> AsyncIterator[None]:
    async with sending.database.engine.connect() as connection:
        if not (await connection.execute(_ALONE)).scalar_one():
            raise RefusedError("reconciling")
        await connection.commit()  # the lock is the session's, and the transaction may not sit idle
        try:
            yield
        finally:
            await connection.execute(_NOT_ALONE)
            await connection.commit()


async def _reconcile(
    sending: Sending, channels: Sequence[Channel], since: datetime, until: datetime
) -> Reconciled:
    names = [channel.traits.name for channel in channels]
    await _keep_still(sending, names)
    counts: Counter[str] = Counter()
    for channel in channels:
        provider = sending.providers[channel.provider or ""]
        listed = cast(Lists, provider).messages_since(since, until)
        async for batch in _batches(listed):
            counts += await remember(sending, channel, batch, since)
        if hasattr(provider, "received_since"):
            heard = [one async for one in cast(ListsReceived, provider).received_since(since, until)]
            counts += await obey(sending, provider.name, heard)

    async def go_on(connection: AsyncConnection) -> tuple[int, int]:
        executions = await restoring.mark_restored(connection)
        await account_messages.end_all(connection)
        await height.begin_epoch(connection, names)
        return await restoring.switch_on(connection, names), executions

    switched, executions = await sending.database.repeat_system(go_on)
    _LOG.info("reconciled", since=since.isoformat(), **counts)
    return Reconciled(
        listed=counts["listed"],
        forgotten=counts["forgotten"],
        unmatched=counts["unmatched"],
        resolved=counts["resolved"],
        strangers=counts["strangers"],
        opted_out=counts[Meaning.STOP],
        opted_in=counts[Meaning.START],
        channels=switched,
        executions=executions,
    )


async def _keep_still(sending: Sending, channels: Sequence[str]) -> None:
    """Switch the channels off for everybody, and wait until no request on them may begin: whoever looked
    before has posted or given up, and what they posted is under a lease."""
    # Twice: a transaction that was at work the first time may have switched one on.
    for _ in range(2):
        await sending.database.repeat_system(lambda c: restoring.switch_off(c, channels))
        await wait_for_those_at_work(sending)
    posting = partial(restoring.is_posting, channels=[each for name in channels for each in sharing(name)])
    while await sending.database.repeat_system(posting):  # noqa: ASYNC110  # rows announce nothing
        await asyncio.sleep(_POLL_SECONDS)


async def _batches(listed: AsyncIterator[T]) -> AsyncIterator[list[T]]:
    batch = []
    async for one in listed:
        batch.append(one)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
