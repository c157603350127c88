"""Running a worker as a process: until it is told to end, and then off without leftovers."""

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Coroutine
from typing import Any, Final

import uvloop
from temporalio.worker import Worker

from homing.dispatching.context import Reached, go_on
from homing.domain.errors import ConfigurationError
from homing.observing import get_logger
from homing.settings import Settings, load_settings
from plugin.logs import configure_logs
from plugin.temporal import HomingPlugin, connect
from plugin.working import at_work

_LOG = get_logger(__name__)

READY: Final = "worker ready"
"""What a worker's log says once it takes work."""


async def run_worker(settings: Settings, *, reached: Reached = go_on) -> None:
    """Work until SIGTERM or SIGINT; groups under way are finished and settled."""
    plugin = HomingPlugin(settings, reached=reached)
    client = await connect(settings, plugin)
    ended = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    worker = Worker(
        client,
        task_queue=settings.task_queue,
        graceful_shutdown_timeout=settings.worker_shutdown,
        # Sends have their own queue: nothing may slip past it.
        disable_eager_activity_execution=True,
    )
    async with plugin.serving_metrics(), at_work(worker, settings.worker_shutdown):
        _LOG.info(READY, task_queue=settings.task_queue)
        await ended.wait()


def main() -> None:
    """The worker's process. A wrong setting ends it with status 2 and the setting's name."""
    try:
        settings = load_settings()
    except ConfigurationError as error:
        sys.stderr.write(f"homing: {error}\n")
        sys.exit(2)
    configure_logs(settings)
    leave_after(run_worker(settings))


def leave_after(work: Coroutine[Any, Any, None]) -> None:
    """Run, then leave at once: the client's runtime may abort while the interpreter ends
    (temporalio/sdk-python issue 300), after all the work is done."""
    status = 0
    # What is imported stays: whoever looks for garbage in it, again and again, holds up all that goes on.
    gc.freeze()
    try:
        uvloop.run(_until_told(work))
    except (asyncio.CancelledError, KeyboardInterrupt):
        status = 130
    except ConfigurationError as error:
        _LOG.error("the process can't work as it is set up", detail=str(error))
        status = 2
    except Exception:  # noqa: BLE001  # of any kind: the last thing that the process can do is to say so
        _LOG.exception("the process failed")
        status = 1
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    """SIGTERM unwinds like an interrupt, so that what was started is ended; who wants another end for
    itself sets its own handlers."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await task
