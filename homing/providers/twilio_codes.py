"""Twilio's vocabulary in this project's words: error codes and message states, each translated here alone.

Sources: https://www.twilio.com/docs/api/errors for the codes, and for the states the ``Message`` resource,
https://www.twilio.com/docs/messaging/api/message-resource#message-status-values.
"""

from dataclasses import dataclass
from typing import Final

from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus


@dataclass(frozen=True, slots=True)
class Code:
    """What an error code means for a dispatch, and what else it asks for. None of these sends the same
    accepted message again: a code that comes by callback ends the dispatch as not delivered."""

    reason: FailureReason
    other_sender: bool = False
    """A refused request may be tried once more, from another sender."""
    number_bad: bool = False
    """Counts towards the number's quarantine."""
    country_off: bool = False
    """No number of that country can be texted from this account."""
    stop_channel: bool = False
    """Every further request would fail alike: stop the channel until somebody has looked."""
    record_opt_out: bool = False
    """The recipient has texted STOP and the provider knew first."""
    soft_opt_out_if_toll_free: bool = False
    """From a toll-free sender it is how the network tells of an opt-out."""
    slow_sender: bool = False
    """The sender is above what it can carry."""
    alert: bool = False
    """Tell an operator at once."""
    watch_rate: bool = False
    """One is nothing; tell an operator when their share rises."""


CODES: Final[dict[int, Code]] = {
    # Answers to the request.
    20003: Code(FailureReason.CONFIGURATION, stop_channel=True, alert=True),
    21211: Code(FailureReason.NUMBER_REFUSED, number_bad=True),
    21408: Code(FailureReason.COUNTRY_REFUSED, country_off=True, alert=True),
    21606: Code(FailureReason.SENDER_REFUSED, other_sender=True),
    # Of a trial account, which still reaches the numbers that it has verified.
    21608: Code(FailureReason.ACCOUNT_LIMITED, alert=True),
    21609: Code(FailureReason.CONFIGURATION, stop_channel=True, alert=True),
    21610: Code(FailureReason.OPTED_OUT_AT_PROVIDER, record_opt_out=True),
    21612: Code(FailureReason.SENDER_REFUSED, other_sender=True),
    21614: Code(FailureReason.NUMBER_REFUSED, number_bad=True),
    21617: Code(FailureReason.CONTENT_REFUSED),
    # Of one messaging service, so other senders go on.
    21703: Code(FailureReason.ACCOUNT_LIMITED, alert=True),
    # Reports on a message that was accepted.
    30001: Code(FailureReason.CONGESTED, slow_sender=True),
    30002: Code(FailureReason.ACCOUNT_SUSPENDED, stop_channel=True, alert=True),
    30003: Code(FailureReason.UNREACHABLE),
    30004: Code(FailureReason.BLOCKED, soft_opt_out_if_toll_free=True),
    30005: Code(FailureReason.NUMBER_UNKNOWN, number_bad=True),
    30006: Code(FailureReason.LANDLINE, number_bad=True),
    30007: Code(FailureReason.FILTERED, alert=True),
    30008: Code(FailureReason.CARRIER_UNKNOWN),
    30017: Code(FailureReason.CONGESTED, slow_sender=True),
    30022: Code(FailureReason.CONGESTED, slow_sender=True),
    # Of one sender that lacks its registration, so other senders go on.
    30032: Code(FailureReason.UNREGISTERED, alert=True),
    30034: Code(FailureReason.UNREGISTERED, alert=True),
    30036: Code(FailureReason.EXPIRED),
    30410: Code(FailureReason.PROVIDER_TIMEOUT),
    30450: Code(FailureReason.PUMPING, watch_rate=True),
}

UNKNOWN_REFUSAL: Final = Code(FailureReason.OTHER_REFUSAL)
UNKNOWN_FAILURE: Final = Code(FailureReason.CARRIER_UNKNOWN)

NOT_PROCESSED: Final[dict[int, str]] = {
    20429: "too_many_requests",
    21611: "sender_queue_full",
}
"""Codes by which Twilio says that it did nothing and that the same request may go through later."""

INTERNAL_ERRORS: Final = frozenset({20500, 20503})
"""Codes of Twilio's own failures: a message may have been made all the same."""

STATUSES: Final[dict[str, ReceiptStatus]] = {
    "accepted": ReceiptStatus.QUEUED,
    "scheduled": ReceiptStatus.QUEUED,
    "queued": ReceiptStatus.QUEUED,
    "sending": ReceiptStatus.QUEUED,
    "sent": ReceiptStatus.SENT,
    "delivered": ReceiptStatus.DELIVERED,
    "read": ReceiptStatus.DELIVERED,
    "undelivered": ReceiptStatus.NOT_DELIVERED,
    "failed": ReceiptStatus.NOT_DELIVERED,
    "canceled": ReceiptStatus.NOT_DELIVERED,
}
"""States of an outbound message. Those of an inbound one (receiving, received) are no receipts."""


def refusal(code: int) -> Code:
    """What a code that answers the request means; an unknown one is ``OTHER_REFUSAL``."""
    return CODES.get(code, UNKNOWN_REFUSAL)


def failure(code: int | None) -> Code:
    """What a code reported of an accepted message means; an unknown one, or none, ``CARRIER_UNKNOWN``.

    Under a messaging service some refusals come this way, 21610 for one, so it is the same table."""
    return UNKNOWN_FAILURE if code is None else CODES.get(code, UNKNOWN_FAILURE)
