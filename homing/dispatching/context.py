"""What dispatching works with, handed down from the plugin."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Sending:
    """The parts that a send is made of. ``providers`` by the name that channels call them."""

    database: Database
    vault: Vault
    providers: Mapping[str, Provider]
    limits: Limits
    reached: Reached = go_on
