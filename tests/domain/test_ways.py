"""By which transition a person leaves a step."""

import pytest

from homing.domain.outcome import PersonOutcome
from homing.domain.ways import COMPLETED, OUTCOMES, way

LABELS = [*PersonOutcome, COMPLETED]
FALLBACKS = {
    "acted": ["acted", "completed"],
    "delivered": ["delivered", "sent", "completed"],
    "sent": ["sent", "completed"],
    "no_receipt": ["no_receipt", "sent", "completed"],
    "not_delivered": ["not_delivered", "failed", "completed"],
    "failed": ["failed", "completed"],
    "skipped": ["skipped", "completed"],
    "completed": ["completed"],
}


@pytest.mark.spec("Q14", "W10")
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_most_specific_label_that_has_a_transition_is_taken(outcome: str) -> None:
    transitions = {str(label): f"to-{label}" for label in LABELS}
    for label in FALLBACKS[outcome]:
        assert way(outcome, transitions) == f"to-{label}"
        del transitions[label]
    assert way(outcome, transitions) is None, "no other label catches it"


@pytest.mark.spec("Q14")
def test_every_outcome_of_a_person_has_its_ways() -> None:
    assert set(OUTCOMES) == {*PersonOutcome, COMPLETED} == set(FALLBACKS)
    assert all(way(outcome, {}) is None for outcome in OUTCOMES)
