"""What has to be looked after all the time: lost processes, unknown outcomes, prices. Every worker tries,
one at a time does it."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.dispatching.prices import book_overdue, read_prices
from homing.dispatching.reconcile import ask, expire
from homing.dispatching.sweep import end_held, release_stale
from homing.domain.errors import where

_LOG = logging.getLogger(__name__)

_TURN: Final = text("select pg_try_advisory_lock(hashtext('homing.housekeeping'))")
_TURN_OVER: Final = text("select pg_advisory_unlock(hashtext('homing.housekeeping'))")

TASKS: Final[tuple[Callable[[Sending], Awaitable[int]], ...]] = (
    expire,
    ask,
    release_stale,
    end_held,
    read_prices,
    book_overdue,
)


async def keep_house(sending: Sending, interval: timedelta) -> None:
    """Do everything that is due, then again after ``interval``, until cancelled."""
    while True:
        try:
            await once(sending)
        except Exception as error:  # noqa: BLE001
            # It is tried again in a moment; nothing may end the housekeeping of a process.
            _LOG.error("housekeeping: %s", where(error))
        await asyncio.sleep(interval.total_seconds() * random.uniform(0.8, 1.2))  # noqa: S311  # jitter


async def once(sending: Sending) -> bool:
    """Everything once, unless another process is at it. One task's failure leaves the others their turn."""
    async with sending.database.engine.connect() as connection:
        if not (await connection.execute(_TURN)).scalar_one():
            return False
        await connection.commit()
        try:
            for task in TASKS:
                try:
                    await task(sending)
                except Exception as error:  # noqa: BLE001  # see above
                    _LOG.error("housekeeping: %s: %s", task.__name__, where(error))
        finally:
            await connection.execute(_TURN_OVER)
            await connection.commit()
    return True
