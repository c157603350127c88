"""In what registry and provider differ, case by case, and what is said of it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.parity import (
    EXPLANATIONS,
    KEPT,
    Difference,
    DifferenceKind,
    Heard,
    PairFacts,
    differences,
    is_missed,
    shard,
)

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)

OUT = PairFacts(opted_out=True, changed_at=NOON, source="keyword", concerned=True, handled=True)
IN = PairFacts(opted_out=False, changed_at=NOON, source="keyword", concerned=True, handled=True)


def changed(facts: PairFacts, **values: object) -> PairFacts:
    return replace(facts, **values)  # type: ignore[arg-type]  # handed through as it is


BLOCKED = DifferenceKind.BLOCKED_AT_PROVIDER
TEXTED = DifferenceKind.TEXTED_AFTER_OPT_OUT
MISSED = DifferenceKind.KEYWORD_MISSED
STOP_UNKNOWN = DifferenceKind.OPT_OUT_UNKNOWN_TO_PROVIDER
START_UNKNOWN = DifferenceKind.OPT_IN_UNKNOWN_TO_PROVIDER


@pytest.mark.spec("X14")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (changed(OUT, blocked_at=NOON), []),
        (changed(OUT, handled=False), []),
        (changed(OUT, concerned=False), []),
        (OUT, [Difference(STOP_UNKNOWN, "keyword")]),
        (changed(OUT, blocked_at=BEFORE, freed_at=NOON), [Difference(STOP_UNKNOWN, "keyword")]),
        (changed(OUT, blocked_at=NOON, texted_at=BEFORE), []),
        (changed(OUT, blocked_at=NOON, texted_at=NOON), []),
        (changed(OUT, blocked_at=NOON, texted_at=AFTER), [Difference(TEXTED, "keyword")]),
        (changed(OUT, blocked_at=NOON, start_at=AFTER), [Difference(START_UNKNOWN, KEPT)]),
        (changed(OUT, blocked_at=NOON, start_at=BEFORE), []),
        (changed(OUT, handled=False, start_at=AFTER), [Difference(MISSED, KEPT)]),
        (changed(OUT, blocked_at=NOON, stop_at=AFTER), [Difference(MISSED, KEPT)]),
        (changed(OUT, blocked_at=BEFORE, start_at=NOON, stop_at=AFTER), [Difference(MISSED, KEPT)]),
        (IN, []),
        (changed(IN, freed_at=BEFORE), []),
        (changed(IN, blocked_at=BEFORE, freed_at=NOON), []),
        (changed(IN, blocked_at=AFTER), [Difference(BLOCKED)]),
        (changed(IN, blocked_at=BEFORE), [Difference(START_UNKNOWN, "keyword")]),
        (changed(IN, changed_at=None, blocked_at=BEFORE), [Difference(BLOCKED)]),
        (changed(IN, changed_at=None, blocked_at=BEFORE, start_at=NOON), [Difference(START_UNKNOWN, KEPT)]),
        (changed(IN, stop_at=AFTER), [Difference(MISSED, KEPT)]),
        (changed(IN, stop_at=BEFORE, start_at=BEFORE), []),
    ],
)
def test_each_difference_follows_from_what_is_known(facts: PairFacts, expected: list[Difference]) -> None:
    assert differences(facts) == expected


@pytest.mark.spec("X14")
def test_a_word_is_missed_unless_it_or_a_later_one_is_known() -> None:
    known, unknown = Heard(NOON, known=True), Heard(NOON, known=False)

    assert is_missed([unknown], None)
    assert is_missed([known, unknown], BEFORE)
    assert is_missed([unknown], NOON)
    assert not is_missed([unknown, known], None)
    assert not is_missed([unknown], AFTER)
    assert not is_missed([], None)


@pytest.mark.spec("X14")
def test_each_kind_is_explained_here_as_in_the_handbook() -> None:
    rows = re.findall(r"^\| `parity:(\w+)` \| (.+) \| (.+) \| (.+) \|$", OPERATIONS.read_text(), re.MULTILINE)

    assert {kind: tuple(cells) for kind, *cells in rows} == {
        kind.value: (said.meaning, said.why, said.remedy) for kind, said in EXPLANATIONS.items()
    }
    assert set(EXPLANATIONS) == set(DifferenceKind)


@given(st.integers(1, 500), st.binary(min_size=32, max_size=32))
def test_every_hash_is_in_one_share(shares: int, hashed: bytes) -> None:
    bounds = [shard(number, shares) for number in range(shares)]

    assert sum(first <= hashed and (past is None or hashed < past) for first, past in bounds) == 1
