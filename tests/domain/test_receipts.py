"""Receipts come unordered and repeated: ranks say which of them wins."""

from itertools import permutations

import pytest

from homing.domain.outcome import DispatchState
from homing.domain.receipts import RANK, STATE, ReceiptStatus


def test_every_report_has_a_rank_and_proves_a_state() -> None:
    assert set(RANK) == set(ReceiptStatus)
    assert set(STATE) == set(ReceiptStatus)


def test_reports_rise_in_rank_from_queued_to_delivered_and_none_share_one() -> None:
    assert sorted(ReceiptStatus, key=RANK.__getitem__) == [
        ReceiptStatus.QUEUED,
        ReceiptStatus.SENT,
        ReceiptStatus.NOT_DELIVERED,
        ReceiptStatus.DELIVERED,
    ]
    assert len(set(RANK.values())) == len(ReceiptStatus)


def test_any_report_outranks_an_attempt_without_one() -> None:
    assert min(RANK.values()) > 0


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (ReceiptStatus.QUEUED, DispatchState.SENT),
        (ReceiptStatus.SENT, DispatchState.SENT),
        (ReceiptStatus.NOT_DELIVERED, DispatchState.NOT_DELIVERED),
        (ReceiptStatus.DELIVERED, DispatchState.DELIVERED),
    ],
)
def test_a_report_proves_at_least_that_the_provider_accepted(
    status: ReceiptStatus, state: DispatchState
) -> None:
    assert STATE[status] is state


@pytest.mark.parametrize("order", list(permutations(ReceiptStatus)), ids=">".join)
def test_whatever_the_order_of_arrival_the_delivery_wins(order: tuple[ReceiptStatus, ...]) -> None:
    rank, state = 0, DispatchState.UNKNOWN
    for status in order:
        if RANK[status] > rank:
            rank, state = RANK[status], STATE[status]
    assert state is DispatchState.DELIVERED
