"""By which transition a person leaves a step."""

from collections.abc import Mapping
from typing import Final

from homing.domain.outcome import PersonOutcome

COMPLETED: Final = "completed"
"""The label that any outcome may take, and the outcome of a step that sends nothing."""

_TRIED: Final[dict[str, tuple[str, ...]]] = {
    PersonOutcome.ACTED: ("acted", COMPLETED),
    PersonOutcome.DELIVERED: ("delivered", "sent", COMPLETED),
    PersonOutcome.SENT: ("sent", COMPLETED),
    PersonOutcome.NO_RECEIPT: ("no_receipt", "sent", COMPLETED),
    PersonOutcome.NOT_DELIVERED: ("not_delivered", "failed", COMPLETED),
    PersonOutcome.FAILED: ("failed", COMPLETED),
    PersonOutcome.SKIPPED: ("skipped", COMPLETED),
    COMPLETED: (COMPLETED,),
}

OUTCOMES: Final[tuple[str, ...]] = tuple(_TRIED)


def way(outcome: str, transitions: Mapping[str, str]) -> str | None:
    """The next step after an outcome: the most specific label that has a transition is taken. None: the
    person's way ends."""
    for label in _TRIED[outcome]:
        if label in transitions:
            return transitions[label]
    return None
