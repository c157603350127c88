"""Whom a workflow may be waiting for in vain: noted by whoever changed something in the database, and told to
Temporal by whoever has a client of it (``plugin.nudging``).

It is kept in this process's memory alone. What is lost of it costs time and nothing else: every workflow that
waits has a timer of its own.
"""

from collections.abc import Iterable
from typing import Final

from homing.store.awaited import CohortKey, News

_MOST: Final = 10_000
"""Cohorts kept; of more than these the timers take care."""


class Nudges:
    """Cohorts at steps, each once however often it is noted."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._perhaps: dict[CohortKey, News] = {}
        self._now: dict[CohortKey, None] = {}

    def perhaps(self, news: Iterable[News]) -> None:
        """Something became of messages: maybe it was the last that was awaited. Of a cohort's that is kept
        which is the likeliest to be."""
        for one in news:
            former = self._perhaps.get(one.key)
            if former is None and len(self._perhaps) >= self._most:
                continue
            self._perhaps[one.key] = one if former is None else max(former, one, key=_likelihood)

    def now(self, keys: Iterable[CohortKey]) -> None:
        """There is something to do for them."""
        for key in keys:
            if len(self._now) >= self._most:
                return
            self._now[key] = None

    def take(self) -> tuple[list[News], list[CohortKey]]:
        """What perhaps, and of whom there certainly is something to do; it is not kept any longer."""
        taken = list(self._perhaps.values()), list(self._now)
        self._perhaps.clear()
        self._now.clear()
        return taken


def _likelihood(news: News) -> tuple[bool, float]:
    """A receipt may not be awaited, or no longer; other news always is."""
    return news.sent_at is None, 0.0 if news.sent_at is None else news.sent_at.timestamp()
