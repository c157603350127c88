"""What dispatching works with, handed down from the plugin."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from homing.dispatching.nudges import Nudges
from homing.observing import Metrics
from homing.providers.base import Provider
from homing.store.engine import Database
from homing.store.vault import Vault


class Point(StrEnum):
    """The named places at which a process may be stopped; tests do, nothing else."""

    AFTER_CLAIM = "after_claim"
    INSIDE_POSTING = "inside_posting"
    AFTER_POSTING = "after_posting"
    BEFORE_FIRST_BYTE = "before_first_byte"
    AFTER_ACCEPTED = "after_accepted"
    BEFORE_SETTLE = "before_settle"
    BETWEEN_GROUPS = "between_groups"


Reached = Callable[[Point], Awaitable[None]]


async def go_on(_point: Point) -> None:
    """What happens at every point outside of tests: nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How sending behaves; each is explained at the setting of its name."""

    group_size: int = 16
    lease: timedelta = timedelta(seconds=2)
    provider_timeout: timedelta = timedelta(seconds=10)
    busy_backoff: timedelta = timedelta(seconds=30)
    unknown_after: timedelta = timedelta(minutes=10)
    stale_reservation: timedelta = timedelta(minutes=10)
    price_deadline: timedelta = timedelta(hours=48)


class Heights:
    """The mark (``homing.store.height``) of the latest attempt that this process made for each organization:
    a ledger that lacks it was put back meanwhile."""

    def __init__(self) -> None:
        self._highest: dict[UUID, int] = {}

    def of(self, org: UUID) -> int:
        return self._highest.get(org, 0)

    def rise(self, org: UUID, height: int) -> None:
        self._highest[org] = max(height, self.of(org))


@dataclass(frozen=True, slots=True)
class Sending:
    """The parts that a send is made of, and what it is measured by. ``providers`` by the name that channels
    call them."""

    database: Database
    vault: Vault
    providers: Mapping[str, Provider]
    limits: Limits
    reached: Reached = go_on
    metrics: Metrics = field(default_factory=Metrics, compare=False)
    heights: Heights = field(default_factory=Heights, compare=False)
    nudges: Nudges = field(default_factory=Nudges, compare=False)
