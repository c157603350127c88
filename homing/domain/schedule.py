"""Quiet hours: times of day at which nobody is to be woken, in each person's own time zone."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from homing.domain.errors import RefusedError

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)
_HOUR: Final = 60
_MINUTES: Final = 24 * _HOUR
LOOK_AHEAD: Final = timedelta(days=2)
"""So far ahead the end of quiet hours is sought that follow one another."""

Span = tuple[time, time]
"""Quiet hours: from, and until."""
_NIGHTS: Final = range(-1, 2)
"""The days, counted from today, whose quiet hours may bear on this moment: tomorrow's too, where the clock is
set back over midnight, or ahead by a whole day."""


def quiet_until(now: datetime, zone: str, start: time, end: time) -> datetime | None:
    """When the quiet hours end, in UTC, that it is ``now``; None outside of them.

    They are from ``start`` until just before ``end`` each day, past midnight where ``end`` is the earlier
    one; equal times mean none. ``zone`` is a known one (``zone_or``). A time that the clock jumps over is
    the moment of the jump. Of a time that it shows twice the first begins quiet hours, and the second ends
    them: they are never interrupted.
    """
    if start == end:
        return None
    now, key = now.astimezone(UTC), ZoneInfo(zone)
    today = now.astimezone(key).date()
    until = now
    for day in (today + n * _DAY for n in _NIGHTS):
        morning = day if start < end else day + _DAY
        begins = _moment(datetime.combine(day, start), key, fold=0)
        ends = _moment(datetime.combine(morning, end), key, fold=1)
        if begins <= until < ends:
            until = ends
    return until if until > now else None


def quiet_until_all(now: datetime, zone: str, spans: Iterable[Span]) -> datetime | None:
    """When the quiet hours end, as ``quiet_until`` has it, of all spans together; None outside of each. Where
    they leave no moment free, ``LOOK_AHEAD`` from now: then it is to be asked anew."""
    given = tuple(spans)
    until, latest = now, now + LOOK_AHEAD
    while until < latest:
        ends = [end for span in given if (end := quiet_until(until, zone, *span)) is not None]
        if not ends:
            break
        until = max(ends)
    return min(until, latest).astimezone(UTC) if until > now else None


def leave_no_hour(spans: Iterable[Span]) -> bool:
    """Whether quiet hours leave less than an hour of the day between them, by the clock on the wall."""
    quiet = {minute for start, end in spans for minute in _minutes(start, end)}
    free = [minute not in quiet for minute in range(_MINUTES)]
    twice = "".join("1" if one else "0" for one in free) * 2
    return "1" * _HOUR not in twice


def _minutes(start: time, end: time) -> Iterable[int]:
    first, last = (60 * one.hour + one.minute for one in (start, end))
    return (minute % _MINUTES for minute in range(first, last + (_MINUTES if last < first else 0)))


def check_zone(zone: str) -> str:
    """The name of an IANA time zone; raises RefusedError with ``time_zone_unknown``."""
    if zone not in _zones():
        raise RefusedError("time_zone_unknown")
    return zone


def zone_or(zone: str | None, fallback: str) -> str:
    """``zone`` where it is a known one, else ``fallback``, and UTC where neither is: a name that has left the
    IANA database keeps nobody's messages from being sent."""
    known = _zones()
    return next((name for name in (zone, fallback) if name in known), "UTC")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _moment(wall: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    """When the clock shows ``wall`` (the first time; with ``fold`` 1 the last time), or jumps over it."""
    first, last = (wall.replace(tzinfo=zone, fold=which).astimezone(UTC) for which in (0, 1))
    if last < first:  # as PEP 495 tells a time that does not exist
        return _jump(last, first, zone)
    return last if fold else first


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment, on a whole second as in all zones' rules, at which the offset is another than
    ``before``; by ``after`` it is."""
    before = before.replace(microsecond=0)
    offset = before.astimezone(zone).utcoffset()
    seconds = range((after - before) // _SECOND)
    jumped = bisect_left(
        seconds,
        True,  # noqa: FBT003  # what is looked for, by position as bisect has it
        key=lambda passed: (before + passed * _SECOND).astimezone(zone).utcoffset() != offset,
    )
    return before + jumped * _SECOND
