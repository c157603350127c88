"""Confirming a number by a one-time code: how often it may be asked for and tried, and what a try comes to.

Two things are counted, each for a day and some for an hour too: codes that were asked for (``LIMITS``), and
wrong codes that a user gave (``TRIES_DAILY``). Nobody's doing but a user's own can keep that user from
confirming a number, until 20 others ask for codes to it on the same day: see ``Scope.NUMBER``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from unicodedata import category, decimal

from homing.domain.account_texts import CODE_LASTS
from homing.domain.errors import TooSoonError

CODE_DIGITS: Final = 6
SENT_WITHIN: Final = timedelta(minutes=2)
"""After a code was asked for it is sent so late at most. It counts for ten minutes from when it was asked
for: counted from when it was sent, its end would tell whether it was, and so who has opted out."""
MOST_TRIES: Final = 5
"""Wrong codes of one request; the last of them locks it."""
MOST_CODES: Final = 5
"""Of one request. Each makes those before it worthless."""
WAITS: Final = (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5))
"""After the first code to a number, the second, and so on, before its user may ask for the next; the last
holds for all that follow."""
LOCKED_FOR: Final = timedelta(minutes=15)
"""After a request was locked, before its user may begin anew."""
TRIES_DAILY: Final = 15
"""Wrong codes that a user may give in a day, whatever the number."""

HOUR: Final = timedelta(hours=1)
LONGEST: Final = HOUR
"""A request is open no longer, however many codes it was given."""
DAY: Final = timedelta(hours=24) + LONGEST
"""Codes are tried so late, and no 24 hours are to see more tries than are counted."""


class VerificationState(StrEnum):
    """Of a request to confirm a number."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    LOCKED = "locked"
    CANCELLED = "cancelled"


class Scope(StrEnum):
    """Whose codes are counted together, within an organization."""

    OWN = "own"
    """One user's to one number."""
    USER = "user"
    NUMBER = "number"
    """Whoever asks. It is others' doing, so a user who has had fewer than two codes to it in this day is not
    kept by it."""
    NUMBER_AT_ALL = "number_at_all"
    """The same codes, for everybody: so that a handset is not flooded by many users together."""
    ORGANIZATION = "organization"
    COUNTRY = "country"
    SLOW_COUNTRY = "slow_country"
    """Where so few numbers are confirmed that somebody may be asking for the sake of the traffic."""
    BLOCK = "block"
    """The 10,000 numbers that differ in their last four digits alone."""
    ADDRESS = "address"
    """The client's."""

    @property
    def counted(self) -> "Scope":
        """Under which its codes are counted."""
        return _COUNTED.get(self, self)


_COUNTED: Final = {Scope.NUMBER_AT_ALL: Scope.NUMBER, Scope.SLOW_COUNTRY: Scope.COUNTRY}


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many codes within a time."""

    scope: Scope
    most: int
    within: timedelta


LARGEST_DAILY: Final = 100_000
"""Codes in a day that an organization may allow at most."""
OWN_FIRST: Final = 2
"""Codes to a number that a user gets in a day whatever others asked for."""

_LIMITS: Final = (
    Limit(Scope.USER, 6, HOUR),
    Limit(Scope.USER, 10, DAY),
    Limit(Scope.NUMBER, 10, DAY),
    Limit(Scope.NUMBER_AT_ALL, 50, DAY),
    Limit(Scope.BLOCK, 50, HOUR),
    Limit(Scope.BLOCK, 200, DAY),
)
SLOW: Final = Limit(Scope.SLOW_COUNTRY, 10, HOUR)

JUDGED: Final = 50
"""The latest requests of a country by which it is judged."""
FEWEST: Final = 20
"""Of them; fewer are chance."""
SMALLEST_SHARE: Final = 0.3
"""Of requests that end confirmed; below it a country is slow, and admins are told."""


def limits(daily: int, *, own: int, slow: bool) -> list[Limit]:
    """Those that hold for one more code. ``daily``: codes in a day that the organization allows, a quarter of
    which may go in an hour, half to one country, and a third to one address, which may be that of a host's
    backend; ``own``: how many the user had to this number in the
    last day; ``slow``: whether the number's country is (``is_slow``)."""
    own_first = {Scope.NUMBER} if own < OWN_FIRST else set()
    return [
        *(one for one in _LIMITS if one.scope not in own_first),
        Limit(Scope.ORGANIZATION, max(daily // 4, 1), HOUR),
        Limit(Scope.ORGANIZATION, daily, DAY),
        Limit(Scope.COUNTRY, max(daily // 2, 1), DAY),
        Limit(Scope.ADDRESS, max(daily // 8, 1), HOUR),
        Limit(Scope.ADDRESS, max(daily // 3, 1), DAY),
        *([SLOW] if slow else []),
    ]


def is_slow(requests: int, confirmed: int) -> bool:
    """Whether so few of a country's latest requests ended confirmed that it looks pumped."""
    return requests >= FEWEST and confirmed < SMALLEST_SHARE * requests


def block_of(number: str) -> str:
    """The first digits of a number, all but four."""
    return str.__str__(number)[:-4]


def wait_after(codes: int) -> timedelta:
    """How long a user waits who has asked for so many codes to a number within an hour."""
    return WAITS[min(codes, len(WAITS)) - 1] if codes else timedelta(0)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a user had of late. ``own``: codes to the number in the last day, ``lately`` in the last hour,
    ``latest``: when the last of them was asked for. ``tries``: wrong codes in the last day, to whatever
    number, and ``tried_until`` the end of the first request that had some; ``locked_at``: when a request of
    theirs was locked last."""

    now: datetime
    own: int
    lately: int
    latest: datetime | None
    tries: int
    tried_until: datetime | None
    locked_at: datetime | None


def _ends(usage: Usage) -> list[tuple[datetime, str]]:
    """Until when a user waits, and why."""
    ends = []
    if usage.locked_at is not None:
        ends.append((usage.locked_at + LOCKED_FOR, "code_locked"))
    if usage.tries + MOST_TRIES > TRIES_DAILY and usage.tried_until is not None:
        ends.append((usage.tried_until + DAY, "too_many_codes"))
    if usage.latest is not None:
        ends.append((usage.latest + wait_after(usage.lately), "code_too_soon"))
    return [(end, reason) for end, reason in ends if usage.now < end]


def check_usage(usage: Usage) -> None:
    """Raises TooSoonError: ``code_too_soon`` where the user is to wait for the code that is on its way,
    ``code_locked`` after too many wrong ones, ``too_many_codes`` where a day had too many of those."""
    ends = _ends(usage)
    if ends:
        end, reason = max(ends)
        raise TooSoonError(reason, end - usage.now)


def ready_at(usage: Usage) -> datetime | None:
    """When a user may ask for another code, as far as that is their own doing; None: now."""
    return max((end for end, _ in _ends(usage)), default=None)


@dataclass(frozen=True, slots=True)
class Request:
    """A request to confirm a number, as it stands; ``code_at``: when its latest code was made, None before
    the first is; ``expires_at``: ten minutes after the latest was asked for."""

    state: VerificationState
    tries: int
    code_at: datetime | None
    expires_at: datetime


def may_renew(created_at: datetime, now: datetime) -> bool:
    """Whether another code of a request would last its ten minutes."""
    return now <= created_at + LONGEST - CODE_LASTS


class Verdict(StrEnum):
    """What giving a code comes to."""

    CONFIRMED = "confirmed"
    WRONG = "wrong_code"
    LOCKED = "code_locked"
    EXPIRED = "code_expired"
    NOTHING = "nothing_to_confirm"


def is_open(request: Request, now: datetime) -> bool:
    """Whether a code may be given: a right one would count."""
    return request.state is VerificationState.OPEN and now < request.expires_at


def judge(request: Request, now: datetime, *, right: bool) -> Verdict:
    """What a code comes to; ``right``: whether it is the latest one of the request."""
    if request.state is VerificationState.CANCELLED:
        return Verdict.NOTHING
    if request.state is VerificationState.LOCKED:
        return Verdict.LOCKED
    if not is_open(request, now):
        # A code that confirmed once is used up: nobody learns from it whether it was the one.
        return Verdict.EXPIRED
    if right and request.code_at is not None and now < request.code_at + CODE_LASTS:
        return Verdict.CONFIRMED
    return Verdict.LOCKED if request.tries + 1 >= MOST_TRIES else Verdict.WRONG


def read_code(given: str) -> str | None:
    """The six digits of a code as people and keyboards write it: in any script's digits, with spaces, dashes
    and invisible marks between. None for anything else."""
    kept = [sign for sign in given if category(sign) not in ("Zs", "Pd", "Cf", "Cc")]
    try:
        digits = "".join(str(decimal(sign)) for sign in kept)
    except ValueError:
        return None
    return digits if len(digits) == CODE_DIGITS else None


def chance_of_guessing(tries: int) -> float:
    """At most, that one of so many guesses is right: the sum of their chances, since each is one code of a
    million that a cryptographic generator makes alike."""
    return min(1.0, tries / 10**CODE_DIGITS)


def tries_against_user() -> int:
    """Guesses in a day under one user's key."""
    return TRIES_DAILY


def tries_against_number() -> int:
    """Guesses in a day at codes to one number, by all users of an organization together: each request has at
    least one code of its own."""
    return _most(Scope.NUMBER_AT_ALL) * MOST_TRIES


def tries_against_organization(daily: int) -> int:
    """Guesses in a day at any code of an organization, where every request is an attacker's."""
    return daily * MOST_TRIES


def _most(scope: Scope) -> int:
    return min(one.most for one in _LIMITS if one.scope is scope and one.within == DAY)


def allowed_countries(
    chosen: Iterable[str] | None, region: str | None, senders: Iterable[str]
) -> frozenset[str]:
    """Where codes may be sent: what the organization chose, or its own region and those of its senders."""
    if chosen is not None:
        return frozenset(chosen)
    return frozenset(senders) | ({region} if region else frozenset())


PENDING: Final = "pending"
"""The source of a number that its user has given in place of one that counts: that one is texted until this
one is confirmed. In place of none it is the user's own at once, and unverified."""
