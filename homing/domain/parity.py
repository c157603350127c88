"""In what the registry of opt-outs and the provider's own blocks can differ about a number and a sender, and
what each difference means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class DifferenceKind(StrEnum):
    """Each has a row in docs/operations.md, ``parity:<kind>``."""

    BLOCKED_AT_PROVIDER = "blocked_at_provider"
    TEXTED_AFTER_OPT_OUT = "texted_after_opt_out"
    KEYWORD_MISSED = "keyword_missed"
    OPT_OUT_UNKNOWN_TO_PROVIDER = "opt_out_unknown_to_provider"
    OPT_IN_UNKNOWN_TO_PROVIDER = "opt_in_unknown_to_provider"
    REGISTRY_MISDERIVED = "registry_misderived"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a difference is, how it comes about, and what there is to do about it."""

    meaning: str
    why: str
    remedy: str


EXPLANATIONS: Final[Mapping[DifferenceKind, Explanation]] = MappingProxyType(
    {
        DifferenceKind.BLOCKED_AT_PROVIDER: Explanation(
            "The provider refuses texts from this sender to the number; the registry allows them.",
            "The STOP reached the provider alone, or the registry was put back to an earlier time.",
            "Record the opt-out for the number. Nothing here lifts the block: a START to the sender does.",
        ),
        DifferenceKind.TEXTED_AFTER_OPT_OUT: Explanation(
            "The provider accepted a text from this sender although an opt-out stood by then.",
            "The opt-out was recorded later than it was said (an import, a webhook that met with nobody), or"
            " a process was frozen between its last check and the request.",
            "Look at the dates of the opt-out and of the text; see `alert:late_request`. Nothing further goes"
            " out. It closes when the person resumes.",
        ),
        DifferenceKind.KEYWORD_MISSED: Explanation(
            "Somebody wrote a STOP or a START to this sender that the registry has not taken in.",
            "The webhook met with nobody for longer than workers ask back, or a database was put back.",
            "Let a worker run, which asks the provider for what was missed; after a restore, `homing"
            " reconcile`.",
        ),
        DifferenceKind.OPT_OUT_UNKNOWN_TO_PROVIDER: Explanation(
            "The number is opted out here; the provider does not know of it: it would deliver from this"
            " sender.",
            "The provider knows its own words alone, each by itself: a sentence, a word with a full stop, or"
            " what an admin recorded passes it by.",
            "Nothing: the registry is asked before every text. Whoever texts from this sender with another"
            " system must be told of the opt-out there.",
        ),
        DifferenceKind.OPT_IN_UNKNOWN_TO_PROVIDER: Explanation(
            "The person wants texts again; the provider still refuses them from this sender.",
            "They said so in words that the provider does not take for a START, or an opt-out was taken back"
            " by hand.",
            "Ask the person to text START to the sender, the word by itself; to a toll-free sender START or"
            " UNSTOP.",
        ),
        DifferenceKind.REGISTRY_MISDERIVED: Explanation(
            "What the registry says of the number does not follow from what was recorded of it.",
            "A row was changed by hand, a restore was incomplete, or a defect of this software.",
            "Look at the number's history, and record again what it says last. Report it if nobody touched"
            " the database.",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFacts:
    """What is known of a number and a sender.

    ``opted_out`` as the registry has it, since ``changed_at``, by when it was said, and ``source`` how.
    ``concerned``: whether that was said to this sender, or to no sender at all, and not by the provider.

    ``handled``: the provider has blocks of its own for the sender. ``blocked_at`` and ``freed_at`` are when
    it was last seen to have one and to have none, ``texted_at`` when it last accepted a text. ``stop_at`` and
    ``start_at`` are when words were kept last that no record is of.
    """

    opted_out: bool
    changed_at: datetime | None = None
    source: str | None = None
    concerned: bool = False
    handled: bool = False
    blocked_at: datetime | None = None
    freed_at: datetime | None = None
    texted_at: datetime | None = None
    stop_at: datetime | None = None
    start_at: datetime | None = None

    @property
    def blocked(self) -> bool:
        """Whether the provider refuses, by the latest that was seen of it."""
        return _later(self.blocked_at, self.freed_at)

    @property
    def asked_to_resume(self) -> bool:
        """Whether a START was kept and not recorded since the provider blocked: it waits for its own word."""
        return self.blocked and _later(self.start_at, self.blocked_at) and _later(self.start_at, self.stop_at)

    @property
    def missed(self) -> bool:
        """Whether a word was kept that ought to have been recorded."""
        start = _later(self.start_at, self.changed_at) and not self.blocked
        return start or _later(self.stop_at, self.changed_at)


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference; ``detail`` is a source, or where it was seen."""

    kind: DifferenceKind
    detail: str | None = None


KEPT: Final = "kept"
LISTED: Final = "listed"
"""Where a word was seen that was not taken in: among the texts kept here, in the provider's list."""


def differences(facts: PairFacts) -> list[Difference]:
    """In what the registry and the provider differ about a number and a sender."""
    missed = [Difference(DifferenceKind.KEYWORD_MISSED, KEPT)] if facts.missed else []
    return [*missed, *(_while_out(facts) if facts.opted_out else _while_in(facts))]


def _while_out(facts: PairFacts) -> Iterator[Difference]:
    if facts.changed_at is not None and _later(facts.texted_at, facts.changed_at):
        yield Difference(DifferenceKind.TEXTED_AFTER_OPT_OUT, facts.source)
    if facts.handled and facts.concerned and not facts.blocked:
        yield Difference(DifferenceKind.OPT_OUT_UNKNOWN_TO_PROVIDER, facts.source)
    if facts.asked_to_resume:
        yield Difference(DifferenceKind.OPT_IN_UNKNOWN_TO_PROVIDER, KEPT)


def _while_in(facts: PairFacts) -> Iterator[Difference]:
    if not facts.blocked:
        return
    if _later(facts.changed_at, facts.blocked_at):
        yield Difference(DifferenceKind.OPT_IN_UNKNOWN_TO_PROVIDER, facts.source)
    elif facts.asked_to_resume:
        yield Difference(DifferenceKind.OPT_IN_UNKNOWN_TO_PROVIDER, KEPT)
    else:
        yield Difference(DifferenceKind.BLOCKED_AT_PROVIDER)


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)


@dataclass(frozen=True, slots=True)
class Heard:
    """A word of a number that the provider lists, and whether it was taken in here."""

    at: datetime
    known: bool


def is_missed(listed: Sequence[Heard], elsewhere: datetime | None) -> bool:
    """Whether the last word that a number wrote was not taken in. ``listed`` in their order, since listings
    tell times by the second; ``elsewhere``: when the last word was said that is known and not among them.
    What was said before a word that is known is of no account any more."""
    return bool(listed) and not listed[-1].known and not _later(elsewhere, listed[-1].at)


def shard(number: int, shards: int) -> tuple[bytes, bytes | None]:
    """The range of keyed hashes ``[first, past)`` that is one of so many equal shares; None: to the end."""
    bounds = [(n << 32) // shards for n in (number, number + 1)]
    first, past = ((bound & 0xFFFF_FFFF).to_bytes(4, "big") for bound in bounds)
    return first, past if number + 1 < shards else None
