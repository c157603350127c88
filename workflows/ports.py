"""What crosses between workflows and activities: names, types, timeouts, retries, task queues.

Everything here ends up in histories: opaque ids, reason codes and counts only.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from temporalio.common import RetryPolicy

SEND_QUEUE_SUFFIX: Final = "-sends"
"""Sends have a task queue of their own beside the workflows' queue."""

UNTIL_IT_WORKS: Final = RetryPolicy(
    initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, maximum_interval=timedelta(minutes=1)
)
"""Infrastructure that is away comes back; nothing else makes an activity raise."""

ROW_PAGES: Final = 5
"""A channel whose messages are rows of ours takes so many pages in one: it has no requests to wait for."""

PAGE_TIMEOUT: Final = timedelta(hours=1)
HEARTBEAT_TIMEOUT: Final = timedelta(seconds=20)
QUERY_TIMEOUT: Final = timedelta(minutes=5)


class ChannelStrategy(StrEnum):
    """In which way a step's channels are used."""

    ALL = "ALL"
    """Every listed channel, independently of the others."""
    FIRST_REACHED = "FIRST_REACHED"
    """In order, until a provider accepts."""


class OnUnknown(StrEnum):
    """What a step makes of an outcome that stays unknown."""

    ASSUME_SENT = "ASSUME_SENT"
    FALL_THROUGH = "FALL_THROUGH"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInput:
    """One occurrence of a step for one cohort of ``people``, at positions ``[0, people)``.

    ``channels`` are the third-party channels in order; ``always`` are posted beside them and stand in no
    order. Durations are seconds. ``unknown_seconds`` is how long an unknown outcome is asked after.
    ``under_way``: an earlier run of the workflow has sent every page once, and this one waits on.
    """

    org: str
    execution: str
    step: str
    occurrence: int = 1
    cohort: int = 0
    people: int
    channels: list[str]
    always: list[str] = field(default_factory=lambda: ["in_app"])
    strategy: ChannelStrategy = ChannelStrategy.ALL
    on_unknown: OnUnknown = OnUnknown.ASSUME_SENT
    unknown_seconds: float = 600.0
    window_seconds: float = 24 * 3600.0
    page_size: int = 200
    pages_at_once: int = 8
    ledger: int = 0
    under_way: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The people at positions ``[first, past)`` on one channel. With ``earlier`` channels only those are
    taken whom none of them reached; ``unknown_seconds`` None: an unknown outcome counts as reached."""

    org: str
    execution: str
    step: str
    occurrence: int
    cohort: int
    first: int
    past: int
    channel: str
    earlier: list[str]
    unknown_seconds: float | None
    ledger: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """What stands of a page afterwards. ``counts`` is keyed ``state`` or ``state:reason``; ``users`` holds
    the first 20 of each. ``ledger`` is the highest number of any attempt."""

    counts: dict[str, int]
    users: dict[str, list[str]]
    ledger: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect:
    """Asks where one occurrence of a step stands for a cohort. ``closing``: its window is over, so what is
    still held is skipped with the hold's reason."""

    org: str
    execution: str
    step: str
    occurrence: int
    cohort: int
    people: int
    channels: list[str]
    always: list[str]
    ordered: bool
    unknown_seconds: float
    fall_through: bool
    page_size: int
    closing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a step stands. ``counts``: channel -> ``state`` or ``state:reason`` -> people. ``due``: channel
    -> pages that have work now. ``wake_seconds``: when to look again; None when everything is final."""

    counts: dict[str, dict[str, int]]
    due: dict[str, list[int]]
    wake_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """How a step ended, in counts."""

    counts: dict[str, dict[str, int]]
    ledger: int


COLLECT: Final = "collect"


def send_activity(channel: str) -> str:
    """The name of the activity that sends on a channel."""
    return f"send_{channel}"
