"""The vocabulary of outcomes, and its translation into the published contract's."""

from itertools import combinations

import pytest

from homing.domain.outcome import (
    CONTRACT_REASONS,
    ContractReason,
    DispatchState,
    EventKind,
    FailureReason,
    HoldReason,
    PersonOutcome,
    Reason,
    SkipReason,
)

KINDS = (SkipReason, HoldReason, FailureReason)


@pytest.mark.spec("Q08")
def test_the_table_speaks_all_five_words_of_the_contract() -> None:
    assert set(CONTRACT_REASONS.values()) == set(ContractReason)
    assert {reason.value for reason in ContractReason} == {
        "OPTED_OUT",
        "REGION_BLOCKED",
        "COST_CAP_EXCEEDED",
        "NO_IDENTIFIER",
        "ORG_SUSPENDED",
    }


@pytest.mark.spec("Q08")
@pytest.mark.parametrize(
    ("reason", "contract"),
    [
        (SkipReason.OPTED_OUT, "OPTED_OUT"),
        (SkipReason.SWITCHED_OFF, "OPTED_OUT"),
        (FailureReason.OPTED_OUT_AT_PROVIDER, "OPTED_OUT"),
        (SkipReason.COUNTRY_NOT_ALLOWED, "REGION_BLOCKED"),
        (FailureReason.COUNTRY_REFUSED, "REGION_BLOCKED"),
        (SkipReason.CAP_EXHAUSTED, "COST_CAP_EXCEEDED"),
        (SkipReason.NO_IDENTIFIER, "NO_IDENTIFIER"),
        (SkipReason.UNVERIFIED, "NO_IDENTIFIER"),
        (SkipReason.ORG_SUSPENDED, "ORG_SUSPENDED"),
    ],
)
def test_a_reason_has_its_word_in_the_contract(reason: Reason, contract: str) -> None:
    assert CONTRACT_REASONS[reason] == contract


@pytest.mark.spec("Q08")
@pytest.mark.parametrize(
    "reason", [SkipReason.ACTED, SkipReason.FREQUENCY_CAP, FailureReason.UNREACHABLE, *HoldReason]
)
def test_a_reason_without_a_counterpart_is_given_none(reason: Reason) -> None:
    assert CONTRACT_REASONS.get(reason) is None


@pytest.mark.spec("Q08")
def test_the_kinds_of_events_are_those_of_the_contract() -> None:
    assert {kind.value for kind in EventKind} == {
        "SENT",
        "DELIVERED",
        "OPENED",
        "CLICKED",
        "BOUNCED",
        "FAILED",
        "SKIPPED",
    }


@pytest.mark.parametrize(("one", "other"), list(combinations(KINDS, 2)))
def test_no_word_is_a_reason_of_two_kinds(one: type[Reason], other: type[Reason]) -> None:
    """They meet in one column and one table, where equal words would be one reason."""
    assert {reason.value for reason in one} & {reason.value for reason in other} == set()


def test_a_person_comes_out_best_by_acting_and_worst_by_being_skipped() -> None:
    assert [outcome.value for outcome in PersonOutcome] == [
        "acted",
        "delivered",
        "sent",
        "no_receipt",
        "not_delivered",
        "failed",
        "skipped",
    ]


def test_the_states_of_a_dispatch_are_those_that_the_tables_keep() -> None:
    assert {state.value for state in DispatchState} == {
        "reserved",
        "held",
        "skipped",
        "posting",
        "rejected",
        "unknown",
        "sent",
        "not_delivered",
        "delivered",
    }
