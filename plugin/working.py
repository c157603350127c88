"""A worker at work, which ends when it is to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final, cast

from temporalio.worker import Worker

from homing.observing import get_logger

_LOG = get_logger(__name__)

_POLLS_END: Final = timedelta(seconds=5)
"""In which a worker that waits for nothing more stops polling; usually it takes a hundredth of a second."""


@asynccontextmanager
async def at_work(worker: Worker, grace: timedelta) -> AsyncIterator[None]:
    """Run a worker around a block, which ends if the worker does. At the end what it does has ``grace`` to
    finish. Raises what the worker failed with.

    A worker's own end may last forever: a poll that the server was asked to end, and was not
    (temporalio/sdk-rust issue 1297). It is given up then, as whoever waits for this would do less gently.
    """
    block = cast("asyncio.Task[object]", asyncio.current_task())  # who else runs this
    leaving = False

    def left(_: asyncio.Task[None]) -> None:
        if not leaving:
            block.cancel()

    run = asyncio.create_task(worker.run())
    run.add_done_callback(left)
    try:
        yield
    except asyncio.CancelledError:
        if not run.done() or run.cancelled():
            raise
        block.uncancel()
    finally:
        leaving = True
        await _end(worker, run, grace + _POLLS_END)
    if not run.cancelled():
        run.result()


async def _end(worker: Worker, run: asyncio.Task[None], patience: timedelta) -> None:
    try:
        async with asyncio.timeout(patience.total_seconds()):
            await worker.shutdown()
    except TimeoutError:
        _LOG.error("the worker did not stop polling", task_queue=worker.task_queue)
        run.cancel()
    await asyncio.wait([run])
    if not run.cancelled():
        run.exception()  # seen, also where the block's own is the one that is raised
