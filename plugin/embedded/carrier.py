"""The carrier in a box: its client, and itself in this process until it is told to end."""

from collections.abc import Sequence

import uvloop

from homing.carrier.__main__ import arguments, serve
from homing.carrier.control import Control

__all__ = ["Control", "run_carrier"]


def run_carrier(options: Sequence[str]) -> None:
    """Read its options, and run it; ends the process with status 2 where one is wrong."""
    uvloop.run(serve(arguments(options)))
