"""Whose number it is, within an organization: what the word that somebody has one comes to, and which numbers
are told of a change.

A number is whoever's it counted as last. Who else is said to have it confirms it with a code first, unless
the directory says so and the organization lets it vouch; what two people share, the directory alone can say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from homing.domain.decide import IdentifierState
from homing.domain.people import IdentifierSource

_ORDER: Final = {source.value: place for place, source in enumerate(IdentifierSource)}
ANOTHERS: Final = "number_of_another_user"
_COUNTING: Final = frozenset(one.value for one in IdentifierSource if one.state is IdentifierState.VERIFIED)
"""Sources whose word counts at once."""
_COUNTS: Final = frozenset({IdentifierState.VERIFIED, IdentifierState.INVALID, IdentifierState.QUARANTINED})
"""States of a number that is its user's, whether or not it may be texted."""


@dataclass(frozen=True, slots=True)
class Held:
    """A number that is said to be a user's, known by its keyed hash; ``source``: who says so."""

    id: UUID
    user_id: UUID
    source: str
    state: IdentifierState
    hmac: bytes = field(repr=False)

    @property
    def counts(self) -> bool:
        """Whether it is theirs beyond doubt."""
        return self.state in _COUNTS

    @property
    def is_told(self) -> bool:
        """Whether it is told that its user is reached by it no more: not where no text arrives."""
        return self.counts and self.state is not IdentifierState.INVALID


@dataclass(frozen=True, slots=True)
class Settled:
    """What a word comes to. ``contested``: it would count, had the number not been another's. ``vouched``: it
    counts although it was."""

    state: IdentifierState
    contested: bool = False
    vouched: bool = False


def settle(said: Iterable[Held], holders: Mapping[bytes, UUID], *, vouches: bool) -> list[Settled]:
    """What each word comes to, one after the other: of two people with one number it is the first one's.
    ``holders``: whose each number counted as last; ``vouches``: the directory's word counts whoever's it
    was."""
    latest = dict(holders)
    return [_settle(one, latest, vouches=vouches) for one in said]


def _settle(one: Held, holders: dict[bytes, UUID], *, vouches: bool) -> Settled:
    if one.state is not IdentifierState.VERIFIED:
        return Settled(one.state)
    holder = holders.get(one.hmac, one.user_id)
    if holder != one.user_id and not (vouches and one.source == IdentifierSource.DIRECTORY):
        return Settled(IdentifierState.UNVERIFIED, contested=True)
    holders[one.hmac] = one.user_id
    return Settled(IdentifierState.VERIFIED, vouched=holder != one.user_id)


def reason_of(source: str, state: str) -> str | None:
    """Why a number is unverified, for admins; None where it is not. Who else has or had it is not told."""
    if state != IdentifierState.UNVERIFIED:
        return None
    return ANOTHERS if source in _COUNTING else "unconfirmed"


def used(held: Iterable[Held]) -> Held | None:
    """The one of a user's numbers by which they are reached, as far as it may be used at all."""
    return min(held, key=lambda one: _ORDER.get(one.source, len(_ORDER)), default=None)


@dataclass(frozen=True, slots=True)
class Change:
    """That a user is reached by another number: ``removed`` the one that was used, ``added`` the one that is
    from now on; None where there is none, where no text arrives, or where it is told once it is confirmed."""

    user_id: UUID
    removed: UUID | None = None
    added: UUID | None = None


def changes(before: Mapping[UUID, Held], after: Mapping[UUID, Held]) -> list[Change]:
    """Of the users who were reached by a number that counted, those who now are by another, or by none; both
    by user."""
    found = []
    for user, old in before.items():
        new = after.get(user)
        if old.counts and (new is None or new.hmac != old.hmac):
            removed = old.id if old.is_told else None
            added = new.id if new is not None and new.counts else None
            found.append(Change(user, removed, added))
    return found
