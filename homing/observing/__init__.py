"""What a running product lets be seen: log lines and metrics, with ids, codes and counts, and never a name, a
number, a text or an exception's own words."""

from homing.observing.logs import get_logger
from homing.observing.metrics import Levels, Metrics, Tally

__all__ = ["Levels", "Metrics", "Tally", "get_logger"]
