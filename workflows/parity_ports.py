"""What crosses between the comparison's workflow and its activities: counts, and ids of ours."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

BEGIN_PARITY: Final = "begin_parity"
LISTEN_PARITY: Final = "listen_parity"
COMPARE_PARITY: Final = "compare_parity"
DERIVE_PARITY: Final = "derive_parity"
END_PARITY: Final = "end_parity"

SHARE_TIMEOUT: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityInput:
    """A comparison. ``share``: about so many numbers are compared by one activity, but in no more than
    ``most_shares``; ``senders``: so many are asked for at the provider by one."""

    share: int = 5_000
    most_shares: int = 500
    senders: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginParity:
    """Asks for a comparison's beginning."""

    share: int
    most_shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityBegun:
    """A comparison's id, and in how many shares its numbers are compared: equal ones of all keyed hashes, so
    that no hash of a number is told."""

    run: int
    shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenParity:
    """A page of senders by id, after one of them (None: from the first)."""

    run: int
    senders: int
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityListened:
    """How many senders that was, for how many the provider did not answer, and the last of them where there
    are more."""

    senders: int
    failed: int
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareParity:
    """One of the shares."""

    run: int
    share: int
    shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityCompared:
    """How many numbers were in it."""

    numbers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeriveParity:
    """Asks whether the registry is what its records say."""

    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityDerived:
    """For how many numbers it is not."""

    numbers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndParity:
    """What was compared. ``deaf``: for so many senders the provider did not answer."""

    run: int
    numbers: int
    deaf: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityResult:
    """How many numbers were compared, how many differences are open, and how many are resolved since the
    comparison before."""

    run: int
    numbers: int
    differences: int
    resolved: int
    deaf: int
