"""The one tree of errors.

    HomingError
    ├── ConfigurationError     a setting is missing or wrong: the process stops and names it
    ├── RefusedError           input that cannot be taken, with the reason (``.reason``)
    │   ├── NumberRefused      a phone number that is not one, or is ambiguous
    │   ├── TextRefused        a text that may not be saved or sent
    │   ├── TooSoonError       what may be asked for again later (``.wait``)
    │   └── DefinitionRefused  a workflow definition, with everything that is wrong with it (``.faults``)
    ├── NotFoundError          an id that names nothing in this organization
    ├── StorageError           the database is away or keeps failing: repeat later
    └── LedgerBehindError      the database knows less than Temporal does: it was restored

A person who cannot be texted is not an error but an outcome (``homing.domain.outcome``).
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


class HomingError(Exception):
    """Something an operator, or the caller, must look at."""


class ConfigurationError(HomingError):
    """A setting is missing or wrong."""


class RefusedError(HomingError):
    """Input that cannot be taken; ``reason`` is a stable code, never the input itself."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NumberRefused(RefusedError):
    """A phone number that is not one, is impossible, or is ambiguous."""


class TextRefused(RefusedError):
    """A text that may be neither saved nor sent."""


class TooSoonError(RefusedError):
    """Something that may be asked for again, but only after ``wait``."""

    def __init__(self, reason: str, wait: timedelta) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in what was handed in: where (``steps[2].deadlineCheck.delay``), and what would be right
    there."""

    path: str
    message: str


class DefinitionRefused(RefusedError):
    """A workflow definition that cannot be taken; ``faults`` are all that were found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("definition_refused")
        self.faults = tuple(faults)


class NotFoundError(HomingError):
    """An id that names nothing in this organization."""


class StorageError(HomingError):
    """The database is away or keeps failing; the same call may go through later."""


class LedgerBehindError(HomingError):
    """The database holds fewer attempts than were already reported to Temporal."""


def where(error: BaseException) -> str:
    """The kind of an error, and the line of this project that it came through last."""
    own = [
        (parts[-1].removesuffix(".py"), frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if "site-packages" not in (parts := frame.filename.split("/"))
    ]
    return f"{type(error).__name__} at {':'.join(map(str, own[-1]))}" if own else type(error).__name__
