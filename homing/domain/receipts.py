"""Receipts: what a provider reports of a message after accepting it, and which report wins."""

from enum import StrEnum
from typing import Final

from homing.domain.outcome import DispatchState


class ReceiptStatus(StrEnum):
    """A provider's report, in this project's words."""

    QUEUED = "queued"
    SENT = "sent"
    NOT_DELIVERED = "not_delivered"
    DELIVERED = "delivered"


RANK: Final[dict[ReceiptStatus, int]] = {
    ReceiptStatus.QUEUED: 10,
    ReceiptStatus.SENT: 20,
    ReceiptStatus.NOT_DELIVERED: 30,
    ReceiptStatus.DELIVERED: 40,
}
"""Reports come unordered and repeated: only one of a higher rank than the last moves a dispatch on. A
delivery outranks a failure, because a handset that showed the text can't be un-shown."""

STATE: Final[dict[ReceiptStatus, DispatchState]] = {
    ReceiptStatus.QUEUED: DispatchState.SENT,
    ReceiptStatus.SENT: DispatchState.SENT,
    ReceiptStatus.NOT_DELIVERED: DispatchState.NOT_DELIVERED,
    ReceiptStatus.DELIVERED: DispatchState.DELIVERED,
}
"""The dispatch's state that a report proves. Each proves at least that the provider accepted."""
