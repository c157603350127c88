"""Telling workflows that what they wait for is there, so that they go on before their timers end.

Whoever takes receipts or switches a channel off notes the cohorts concerned (``homing.dispatching.nudges``);
here a process that has a client of Temporal tells their workflows, beside its work and with what it noted
meanwhile taken together. Nothing depends on it: a workflow that is told nothing looks when its timer ends.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final
from uuid import UUID

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from homing.channels import CHANNELS
from homing.dispatching.context import Sending
from homing.domain.errors import StorageError
from homing.domain.ids import campaign_workflow_id, step_workflow_id
from homing.observing import get_logger
from homing.store.awaited import CohortKey, Complete, News, take_complete
from plugin.telling import AWAY, PATIENCE

_LOG = get_logger(__name__)

EVERY: Final = timedelta(seconds=0.2)
_SHARE: Final = 10
"""Of the time: whether a large cohort's receipts are all in takes a while to find out."""
_AWAY_FOR: Final = timedelta(seconds=5)
_AT_ONCE: Final = 8

Places = dict[str, list[int]]
"""Cohorts, by the step that they are at: what a campaign is told."""

_REQUESTED: Final = [channel.traits.name for channel in CHANNELS if channel.provider is not None]
_RECEIPTED: Final = [channel.traits.name for channel in CHANNELS if channel.traits.receipts]


class Nudger:
    """Tells of what one process noted."""

    def __init__(self, sending: Sending, client: Client, *, patience: timedelta = PATIENCE) -> None:
        self._sending = sending
        self._client = client
        self._patience = patience

    async def keep_on(self) -> None:
        """Tell whatever is noted, until cancelled."""
        pause = EVERY.total_seconds()
        while True:
            await asyncio.sleep(pause)
            begun = time.monotonic()
            try:
                await self.once()
                pause = max(EVERY.total_seconds(), _SHARE * (time.monotonic() - begun))
            except (*AWAY, StorageError) as error:
                _LOG.warning("workflows could not be told to look again", error=error)
                pause = _AWAY_FOR.total_seconds()
            except Exception as error:  # noqa: BLE001  # whatever it is, it ends neither receipts nor sending
                _LOG.error("workflows could not be told to look again", exc_info=error)
                pause = _AWAY_FOR.total_seconds()

    async def once(self) -> int:
        """Tell what was noted so far. Returns of how many cohorts. What could not be told is noted again, and
        the error raised; so is, without an error, what is news of a cohort that is just on its way."""
        perhaps, now = self._sending.nudges.take()
        if not perhaps and not now:
            return 0
        try:
            complete = await self._complete(perhaps) if perhaps else Complete([], [])
        except BaseException:
            self._sending.nudges.perhaps(perhaps)
            self._sending.nudges.now(now)
            raise
        busy = frozenset(complete.busy)
        self._sending.nudges.perhaps(news for news in perhaps if news.key in busy)
        keys = list(dict.fromkeys([*now, *complete.taken]))
        await self._tell(keys)
        return len(keys)

    async def _complete(self, perhaps: Sequence[News]) -> Complete:
        unknown = self._sending.limits.unknown_after.total_seconds()
        return await self._sending.database.repeat_system(
            lambda connection: take_complete(
                connection, perhaps, channels=_REQUESTED, receipted=_RECEIPTED, unknown_seconds=unknown
            )
        )

    async def _tell(self, keys: Sequence[CohortKey]) -> None:
        """Their steps' workflows; and where there is none at the moment, those are left to a campaign's. One
        that can't be told keeps no other from it."""
        untold = dict.fromkeys(keys)
        at_once = asyncio.Semaphore(_AT_ONCE)

        async def one(workflow: str, *about: Places) -> bool:
            async with at_once:
                return await self._signal(workflow, *about)

        try:
            steps = await asyncio.gather(*(one(_step_workflow(key)) for key in keys), return_exceptions=True)
            resting: dict[tuple[UUID, UUID], list[CohortKey]] = {}
            for key, answer in zip(keys, steps, strict=True):
                if answer is False:
                    resting.setdefault((key.step.org_id, key.step.execution_id), []).append(key)
                elif answer is True:
                    del untold[key]
            campaigns = await asyncio.gather(
                *(one(campaign_workflow_id(*ids), _places(left)) for ids, left in resting.items()),
                return_exceptions=True,
            )
            for left, answer in zip(resting.values(), campaigns, strict=True):
                for key in [] if isinstance(answer, BaseException) else left:
                    del untold[key]
            for failed in (answer for answer in [*steps, *campaigns] if isinstance(answer, BaseException)):
                raise failed
        finally:
            self._sending.nudges.now(untold)

    async def _signal(self, workflow: str, *about: Places) -> bool:
        """False where there is no such workflow, or none any more."""
        handle = self._client.get_workflow_handle(workflow)
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await handle.signal("look_again", args=about, rpc_timeout=self._patience)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                self._sending.metrics.nudged("away")
                raise
            self._sending.metrics.nudged("none")
            return False
        self._sending.metrics.nudged("told")
        return True


def _places(keys: Iterable[CohortKey]) -> Places:
    places: Places = {}
    for key in keys:
        places.setdefault(key.step.step, []).append(key.cohort)
    return places


def _step_workflow(key: CohortKey) -> str:
    step = key.step
    return step_workflow_id(step.org_id, step.execution_id, step.step, step.occurrence, key.cohort)


@asynccontextmanager
async def nudging(sending: Sending, client: Client) -> AsyncIterator[None]:
    """Tell workflows beside what is done in here."""
    telling = asyncio.create_task(Nudger(sending, client).keep_on())
    try:
        yield
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError):
            await telling
