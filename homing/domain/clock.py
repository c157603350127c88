"""The time of a campaign, which in the embedded mode may run faster than the real one."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Final

_TICK: Final = timedelta(microseconds=1)
_EARLIEST: Final = datetime(2, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(9998, 1, 1, tzinfo=UTC)
"""Far enough from the ends of the calendar that days can be added, and zones be asked."""


@dataclass(frozen=True, slots=True)
class CampaignClock:
    """Shows real time at ``origin`` and runs ``scale`` times as fast from there on.

    It shows ``campaign`` or later from ``real_time(campaign)`` on, and not a microsecond before. Takes aware
    times and returns UTC, of the years 2 to 9997: there it stands still, and who looks for a time beyond is
    given the last there is. Raises ValueError for a scale that is no positive number.
    """

    origin: datetime
    scale: float

    def __post_init__(self) -> None:
        if not 0 < self.scale < math.inf:
            raise ValueError("a clock's scale is a positive number")

    def campaign_time(self, real: datetime) -> datetime:
        """What the campaign's clock shows at a real time."""
        return self._from_origin(math.floor(self._ticks(real) * Fraction(self.scale)))

    def real_time(self, campaign: datetime) -> datetime:
        """The first real time at which the campaign's clock shows ``campaign`` or later."""
        return self._from_origin(math.ceil(self._ticks(campaign) / Fraction(self.scale)))

    def _ticks(self, moment: datetime) -> int:
        return (moment - self.origin.astimezone(UTC)) // _TICK

    def _from_origin(self, ticks: int) -> datetime:
        origin = self.origin.astimezone(UTC)
        first, last = (_EARLIEST - origin) // _TICK, (_LATEST - origin) // _TICK
        return origin + min(max(ticks, first), last) * _TICK
