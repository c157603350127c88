"""What the product made of a story beside what the reference says."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final
from uuid import UUID

from tests.workflows.playing import Played
from tests.workflows.reference import Reference
from tests.workflows.stories import Story

_REPORTED: Final = frozenset({"sent", "delivered", "not_delivered"})
"""As what an accepted text may count where no receipt is awaited: one may be there already."""


def differences(story: Story, reference: Reference, played: Played) -> Iterator[str]:
    """What is not as it should be, in words."""
    yield from _rows(story, reference, played)
    yield from _outcomes(story, reference, played)
    yield from _totals(played)
    yield from _counts(story, "missed", Counter(reference.missed), Counter(played.missed))
    yield from _counts(story, "inbox entries", _each(story, reference.inbox), played.items)
    for channel, found in (("sms", played.texts), ("email", played.mails)):
        expected = _each(story, partial(reference.accepted, channel=channel))
        yield from _counts(story, f"messages by {channel}", expected, found)


def _rows(story: Story, reference: Reference, played: Played) -> Iterator[str]:
    """Of messages to those who get none anyway the product may keep no record."""
    for row in sorted(reference.rows.keys() | played.rows.keys()):
        step, occurrence, person, channel = row
        expected, found = reference.rows.get(row), played.rows.get(row)
        if expected != found and not (found is None and row in reference.moot):
            yield f"{story.name(person)}: {step}/{occurrence}: {channel}: {expected}, not {found}"


def _outcomes(story: Story, reference: Reference, played: Played) -> Iterator[str]:
    for person, step in sorted(reference.outcomes.keys() | played.outcomes.keys()):
        expected = reference.outcomes.get((person, step))
        found = played.outcomes.get((person, step))
        if expected != found and not _alike(reference, step, expected, found):
            yield f"{story.name(person)}: {step}: came out {expected}, not {found}"


def _alike(
    reference: Reference,
    step: str,
    expected: tuple[str, str | None] | None,
    found: tuple[str, str | None] | None,
) -> bool:
    if expected is None or found is None or reference.awaits_receipts(step):
        return False
    return expected[0] == "sent" and found[0] in _REPORTED and expected[1] == found[1]


def _totals(played: Played) -> Iterator[str]:
    """What the campaign's result counts must be what stands in the database."""
    outcomes: dict[str, dict[str, int]] = {}
    for (_, step), (outcome, _) in played.outcomes.items():
        counts = outcomes.setdefault(step, {})
        counts[outcome] = counts.get(outcome, 0) + 1
    if outcomes != {step: counts for step, counts in played.counted.items() if counts}:
        yield f"counted {played.counted}, not {outcomes}"


def _each(story: Story, count: Callable[[UUID], int]) -> Counter[UUID]:
    return Counter({person.id: count(person.id) for person in story.people})


def _counts(story: Story, what: str, expected: Counter[UUID], found: Counter[UUID]) -> Iterator[str]:
    for person in story.people:
        if expected[person.id] != found[person.id]:
            yield f"{story.name(person.id)}: {what}: {expected[person.id]}, not {found[person.id]}"
