"""What crosses between the workflow that confirms a number and its activity: ids of ours, states, seconds."""

from dataclasses import dataclass
from typing import Final

from homing.domain.verification import VerificationState

LOOK_AFTER_VERIFICATION: Final = "look_after_verification"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationInput:
    """A request to confirm a number."""

    org: str
    verification: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationSeen:
    """Where it stands, once its code was sent or its time was over: ``seconds`` until it is."""

    state: VerificationState
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationResult:
    """How it ended."""

    state: VerificationState
