"""Heartbeats: how a worker that went away is noticed, and how a cancellation arrives."""

import time
from collections.abc import Callable
from typing import Final

from temporalio import activity

_EVERY_SECONDS: Final = 5.0
"""Recorded heartbeats are billed: a page that is through sooner makes none."""


def heartbeat() -> Callable[[], None]:
    """A function to call often; it beats at most every five seconds."""
    last = time.monotonic()

    def beat() -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY_SECONDS:
            last = time.monotonic()
            activity.heartbeat()

    return beat
