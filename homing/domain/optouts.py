"""Whether a number may be texted, derived from everything that was said about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

OPTED_OUT: Final = "opted_out"
OPTED_IN: Final = "opted_in"
BY_HAND: Final = ("admin", "api", "import")
"""Sources of what an organization recorded by itself. All others are the person's own word, or what a
provider says of it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number was opted out or in again. ``id`` is its place in the order in which facts were recorded;
    ``org`` who recorded it, or whose sender was written to."""

    id: int
    kind: str
    source: str
    org: UUID | None
    at: datetime

    @property
    def by_hand(self) -> bool:
        return self.source in BY_HAND


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of a number's opt-outs: the person's own, and what each organization recorded by hand; each
    by the fact since which it does."""

    own: Fact | None = None
    recorded: Mapping[UUID | None, Fact] = field(default_factory=dict)

    @property
    def opted_out(self) -> bool:
        """The policy: any of them forbids every text to the number, by whomever, from whichever sender."""
        return self.since is not None

    @property
    def since(self) -> Fact | None:
        """The oldest that stands."""
        standing = [*self.recorded.values(), *([] if self.own is None else [self.own])]
        return min(standing, key=lambda fact: fact.id, default=None)


EVERYTHING_ALLOWED: Final = Standing()


def follow(standing: Standing, fact: Fact) -> Standing:
    """What stands after one more fact. A person's START lifts everything; what an organization takes back is
    what it recorded itself, and nothing else."""
    if not fact.by_hand:
        if fact.kind == OPTED_IN:
            return EVERYTHING_ALLOWED
        return standing if standing.own is not None else replace(standing, own=fact)
    if (fact.org in standing.recorded) is (fact.kind == OPTED_OUT):
        return standing
    recorded = {org: one for org, one in standing.recorded.items() if org != fact.org}
    if fact.kind == OPTED_OUT:
        recorded[fact.org] = fact
    return replace(standing, recorded=recorded)


def derive(facts: Iterable[Fact]) -> Standing:
    """What stands after all facts of a number, in the order in which they were recorded."""
    standing = EVERYTHING_ALLOWED
    for fact in sorted(facts, key=lambda fact: fact.id):
        standing = follow(standing, fact)
    return standing
