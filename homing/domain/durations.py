"""Durations as authors write them: ``72h``, ``30m``, ``1h30m``, or protobuf's ``3600s``."""

import re
from datetime import timedelta
from typing import Final

DURATION: Final = r"(?=[0-9])(?:([0-9]{1,7})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,10})(?:\.0{1,9})?s)?"
"""Hours, minutes and whole seconds, in this order, of which some may be left out. Protobuf may write a
fraction of a second: none but zero is taken. As a regular expression it means the same in ECMAScript."""

_DURATION: Final = re.compile(DURATION)


def parse_duration(written: str) -> timedelta | None:
    """None where it is no duration."""
    match = _DURATION.fullmatch(written)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def format_duration(duration: timedelta) -> str:
    """In the shortest form that ``parse_duration`` reads; for whole seconds."""
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{amount}{unit}" for amount, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if amount]
    return "".join(parts) or "0s"
