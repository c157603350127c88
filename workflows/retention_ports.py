"""What crosses between the workflow of retention and its activity: kinds of data, and counts."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from homing.domain.retention import Kept

LET_GO: Final = "let_go"
KIND_TIMEOUT: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionInput:
    """A round. ``batch``: rows that go in one transaction."""

    kinds: list[str] = field(default_factory=lambda: [kind.value for kind in Kept])
    batch: int = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """One kind."""

    kind: str
    batch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """How many rows went."""

    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionResult:
    """How many rows went, by kind."""

    rows: dict[str, int]
