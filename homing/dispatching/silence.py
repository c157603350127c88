"""Messages that were accepted, and of which nothing more is heard: what a listing says of them is taken, and
after half a day the provider is asked, one by one and seldom.

Whatever is listed for its price shows how it stands as well, so few are left to be asked for.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, cast

from homing.channels import SENT_ON
from homing.dispatching.context import Sending
from homing.dispatching.receipts import Report, take_receipts
from homing.domain.receipts import RANK
from homing.observing import get_logger
from homing.providers.base import Listed, Shows
from homing.store import news
from homing.store.news import SilentRow

_LOG = get_logger(__name__)

SILENT_AFTER: Final = timedelta(hours=12)
"""Most carriers report within minutes, and a message may wait ten hours at the provider."""
GIVEN_UP_AFTER: Final = timedelta(hours=48)
EVERY: Final = timedelta(minutes=1)
MOST: Final = 50
"""Requests in one turn: fewer than one a second."""
_AT_ONCE: Final = 4

_RECEIPTED: Final = [channel.traits.name for channel in SENT_ON if channel.traits.receipts]


class Asker:
    """Asks providers for what stays silent: in turns, ``every`` so long, ``most`` in each."""

    def __init__(self, every: timedelta = EVERY, most: int = MOST) -> None:
        self._every = every.total_seconds()
        self._most = most
        self._asked: float | None = None

    async def __call__(self, sending: Sending) -> int:
        """Nothing before its turn. Returns of how many there was news."""
        now = time.monotonic()
        if self._asked is not None and now - self._asked < self._every:
            return 0
        self._asked = now
        return await ask_silent(sending, self._most)


async def ask_silent(sending: Sending, most: int = MOST) -> int:
    """Ask what became of messages that were accepted half a day to two days ago and are not known to have
    arrived or failed: at 12 hours, and again when twice as much time has passed. Returns of how many there
    was news."""
    showing = [name for name, provider in sending.providers.items() if hasattr(provider, "message")]
    rows = await sending.database.repeat_system(
        lambda connection: news.take_silent(
            connection,
            showing,
            _RECEIPTED,
            since_seconds=SILENT_AFTER.total_seconds(),
            until_seconds=GIVEN_UP_AFTER.total_seconds(),
            most=most,
        )
    )
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def one(row: SilentRow) -> int:
        async with at_once:
            try:
                found = await cast(Shows, sending.providers[row.provider]).message(row.provider_id)
                return await _take(sending, row, found)
            except Exception as error:  # noqa: BLE001  # one that can't be asked for keeps no other waiting
                _LOG.warning("message could not be asked for", attempt=row.attempt_id, error=error)
                sending.metrics.asked("failed")
                return 0

    return sum(await asyncio.gather(*(one(row) for row in rows)))


async def _take(sending: Sending, row: SilentRow, found: Listed | None) -> int:
    if found is None:
        sending.metrics.asked("unknown")
        return 0
    fresh = await take_listed(sending, row.provider, [found])
    sending.metrics.asked("news" if fresh else "silent")
    return fresh


async def take_listed(sending: Sending, provider: str, listed: Sequence[Listed]) -> int:
    """Take what a provider shows of messages as receipts, where it is more than was reported. Returns of how
    many it was."""
    by_id = {message.provider_id: message for message in listed}
    async with sending.database.system() as connection:
        known = await news.read_ranks(connection, provider, list(by_id))
    reports = [
        Report(attempt, id_, message.status, message.error_code, message.reason)
        for id_, (attempt, rank) in known.items()
        if RANK[(message := by_id[id_]).status] > rank
    ]
    if reports:
        await take_receipts(sending, reports)
    return len(reports)
