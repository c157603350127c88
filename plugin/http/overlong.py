"""Answers that would take too many segments, as the API refuses them."""

from collections.abc import Sequence

from homing.domain.answers import MOST_SEGMENTS
from homing.domain.errors import Fault
from homing.domain.segments import Segmentation
from plugin.http.problems import Problem


def overlong_at(path: str, costs: Segmentation, what: str = "") -> Fault:
    """What is wrong where; it names the character that is to blame."""
    blame = "" if costs.dearer is None else f"; “{costs.dearer}” is not of GSM, and makes it dearer"
    message = f"takes {costs.segments} segments with the names filled in; {MOST_SEGMENTS} are allowed"
    return Fault(path, what + message + blame)


def answer_too_long(faults: Sequence[Fault]) -> Problem:
    return Problem(422, "answer_too_long", "The answer is too long", errors=faults)
