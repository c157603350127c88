"""What follows from what was said about a number."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.optouts import BY_HAND, OPTED_IN, OPTED_OUT, Fact, derive, follow

START_OF_TIME: Final = datetime(2026, 11, 21, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)
HEARD: Final = ("keyword", "provider", "listing", "reconcile")

EFFECTS: Final = st.tuples(
    st.sampled_from([OPTED_OUT, OPTED_IN]),
    st.sampled_from([*HEARD, *BY_HAND]),
    st.sampled_from([ONE, OTHER, None]),
)


def facts(*said: tuple[str, str, UUID | None]) -> list[Fact]:
    return [Fact(n, *one, START_OF_TIME + timedelta(minutes=n)) for n, one in enumerate(said, start=1)]


def out(source: str, org: UUID | None = ONE) -> tuple[str, str, UUID | None]:
    return OPTED_OUT, source, org


def back(source: str, org: UUID | None = ONE) -> tuple[str, str, UUID | None]:
    return OPTED_IN, source, org


@pytest.mark.spec("P14", "P15", "P31")
@pytest.mark.parametrize(
    ("said", "since"),
    [
        ([], None),
        ([out("keyword")], 1),
        ([out("keyword"), out("keyword"), out("provider", None)], 1),
        ([out("keyword"), back("keyword", OTHER)], None),
        ([out("keyword"), back("keyword"), out("listing")], 3),
        ([out("provider", None), back("listing")], None),
        ([out("api")], 1),
        ([out("api"), back("api")], None),
        ([out("import"), back("admin")], None),
        ([out("api"), back("api", OTHER)], 1),
        ([out("api"), out("api", OTHER), back("api")], 2),
        ([out("keyword"), back("api")], 1),
        ([out("api"), out("keyword"), back("api")], 2),
        ([out("api"), out("import", OTHER), back("keyword", None)], None),
    ],
)
def test_a_number_may_not_be_texted_as_long_as_one_opt_out_stands(
    said: list[tuple[str, str, UUID | None]], since: int | None
) -> None:
    standing = derive(facts(*said))

    assert standing.opted_out is (since is not None)
    assert (standing.since and standing.since.id) == since


@pytest.mark.spec("P14")
@given(said=st.lists(EFFECTS))
def test_whatever_was_said_before_a_stop_forbids_and_a_start_allows(
    said: list[tuple[str, str, UUID | None]],
) -> None:
    assert derive(facts(*said, out("keyword"))).opted_out
    assert not derive(facts(*said, back("keyword"))).opted_out


@pytest.mark.spec("P14")
@given(said=st.lists(EFFECTS), hand=st.sampled_from(BY_HAND))
def test_no_hand_takes_back_what_the_person_said(said: list[tuple[str, str, UUID | None]], hand: str) -> None:
    before = derive(facts(*said))
    after = derive(facts(*said, back(hand)))

    assert after.own == before.own
    assert set(before.recorded) - set(after.recorded) <= {ONE}


@given(said=st.lists(EFFECTS), shuffled=st.randoms(use_true_random=False))
def test_the_order_in_which_facts_were_recorded_counts_and_no_other(
    said: list[tuple[str, str, UUID | None]], shuffled: object
) -> None:
    ordered = facts(*said)
    mixed = list(ordered)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random

    assert derive(mixed) == derive(ordered)


@given(said=st.lists(EFFECTS, min_size=1))
def test_saying_it_again_changes_nothing(said: list[tuple[str, str, UUID | None]]) -> None:
    ordered = facts(*said)
    standing = derive(ordered)
    last = ordered[-1]
    again = Fact(last.id + 1, last.kind, last.source, last.org, last.at + timedelta(hours=1))

    assert follow(standing, again) == standing
