"""A worker that kills itself the n-th time it reaches a point: ``python -m tests.faults.killed_worker
after_posting 3``. The hook is the plugin's, and nothing but this module sets it to kill."""

import logging
import os
import signal
import sys

from homing.dispatching.context import Point
from homing.settings import load_settings
from plugin.process import leave_after, run_worker

POINT, TIMES = Point(sys.argv[1]), int(sys.argv[2])
reached_so_far = 0


async def kill_at_point(point: Point) -> None:
    global reached_so_far  # noqa: PLW0603  # the process has this one purpose
    reached_so_far += point is POINT
    if reached_so_far >= TIMES:
        os.kill(os.getpid(), signal.SIGKILL)


logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
leave_after(run_worker(load_settings(), reached=kill_at_point))
