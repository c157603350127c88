"""Heartbeats: how a worker that went away is noticed, and how a cancellation arrives."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from temporalio import activity

_EVERY_SECONDS: Final = 5.0
"""Recorded heartbeats are billed: a page that is through sooner makes none."""


@asynccontextmanager
async def heartbeating(
    height: Callable[[], int] | None = None, every: float = _EVERY_SECONDS
) -> AsyncIterator[None]:
    """Beat for as long as the process and its event loop live, whatever the work waits for. ``height``: what
    each beat tells whoever runs the activity again."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(every)
            activity.heartbeat(*([] if height is None else [height()]))

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
