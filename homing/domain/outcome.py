"""How a dispatch stands, how it ended, and why: the whole vocabulary of outcomes."""

from enum import StrEnum
from typing import Final


class DispatchState(StrEnum):
    """Where a dispatch stands.

    ``RESERVED`` decided and paid for in advance, not begun. ``HELD`` to be decided anew later.
    ``POSTING`` a request may be under way. ``UNKNOWN`` a request was begun and its fate is not known;
    it is never begun again. ``SENT`` accepted by the provider. ``DELIVERED`` and ``NOT_DELIVERED`` come
    from receipts. ``REJECTED`` definitely refused. ``SKIPPED`` not to be sent, with a reason.
    """

    RESERVED = "reserved"
    HELD = "held"
    SKIPPED = "skipped"
    POSTING = "posting"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    SENT = "sent"
    NOT_DELIVERED = "not_delivered"
    DELIVERED = "delivered"


class SkipReason(StrEnum):
    """Why nothing is sent, in the order in which ``decide`` asks."""

    EXECUTION_OVER = "execution_over"
    USER_DEACTIVATED = "user_deactivated"
    REMOVED = "removed"
    CHANNEL_DISABLED = "channel_disabled"
    ORG_SUSPENDED = "org_suspended"
    ACTED = "acted"
    ALREADY_DISPATCHED = "already_dispatched"
    ALREADY_NOTIFIED = "already_notified"
    NO_IDENTIFIER = "no_identifier"
    NUMBER_INVALID = "number_invalid"
    UNVERIFIED = "unverified"
    QUARANTINED = "quarantined"
    SWITCHED_OFF = "switched_off"
    NO_CONSENT = "no_consent"
    OPTED_OUT = "opted_out"
    DENY_LISTED = "deny_listed"
    COUNTRY_NOT_ALLOWED = "country_not_allowed"
    NO_SENDER_FOR_COUNTRY = "no_sender_for_country"
    TEXT_REFUSED = "text_refused"
    FREQUENCY_CAP = "frequency_cap"
    CAP_EXHAUSTED = "cap_exhausted"


class HoldReason(StrEnum):
    """Why a dispatch waits; at its window's end the same word is the reason of the skip."""

    PAUSED = "paused"
    QUIET_HOURS = "quiet_hours"
    PACING = "pacing"
    PROVIDER_BUSY = "provider_busy"
    FACTS_CHANGED = "facts_changed"
    """Number, sender or text changed since the reservation; decided anew at once."""
    INTERRUPTED = "interrupted"
    """Reserved by a process that went away before it began; due at once."""


class FailureReason(StrEnum):
    """Why a request was refused, or an accepted message did not arrive."""

    # refused at once
    NUMBER_REFUSED = "number_refused"
    COUNTRY_REFUSED = "country_refused"
    SENDER_REFUSED = "sender_refused"
    OPTED_OUT_AT_PROVIDER = "opted_out_at_provider"
    CONTENT_REFUSED = "content_refused"
    CONFIGURATION = "configuration"
    ACCOUNT_LIMITED = "account_limited"
    OTHER_REFUSAL = "other_refusal"
    INTERNAL_ERROR = "internal_error"
    NOT_SENT = "not_sent"
    """Given up as unknown, and then proved not to have been processed."""
    # accepted, then reported as not delivered
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    NUMBER_UNKNOWN = "number_unknown"
    LANDLINE = "landline"
    FILTERED = "filtered"
    CONGESTED = "congested"
    EXPIRED = "expired"
    UNREGISTERED = "unregistered"
    ACCOUNT_SUSPENDED = "account_suspended"
    PROVIDER_TIMEOUT = "provider_timeout"
    PUMPING = "pumping"
    CARRIER_UNKNOWN = "carrier_unknown"


Reason = SkipReason | HoldReason | FailureReason


class EventKind(StrEnum):
    """The kinds of channel events in the published contract."""

    SENT = "SENT"
    DELIVERED = "DELIVERED"
    OPENED = "OPENED"
    CLICKED = "CLICKED"
    BOUNCED = "BOUNCED"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


class ContractReason(StrEnum):
    """The five reasons that the published contract knows."""

    OPTED_OUT = "OPTED_OUT"
    REGION_BLOCKED = "REGION_BLOCKED"
    COST_CAP_EXCEEDED = "COST_CAP_EXCEEDED"
    NO_IDENTIFIER = "NO_IDENTIFIER"
    ORG_SUSPENDED = "ORG_SUSPENDED"


CONTRACT_REASONS: Final[dict[Reason, ContractReason]] = {
    SkipReason.OPTED_OUT: ContractReason.OPTED_OUT,
    SkipReason.SWITCHED_OFF: ContractReason.OPTED_OUT,
    SkipReason.NO_CONSENT: ContractReason.OPTED_OUT,
    FailureReason.OPTED_OUT_AT_PROVIDER: ContractReason.OPTED_OUT,
    SkipReason.COUNTRY_NOT_ALLOWED: ContractReason.REGION_BLOCKED,
    SkipReason.NO_SENDER_FOR_COUNTRY: ContractReason.REGION_BLOCKED,
    FailureReason.COUNTRY_REFUSED: ContractReason.REGION_BLOCKED,
    SkipReason.CAP_EXHAUSTED: ContractReason.COST_CAP_EXCEEDED,
    SkipReason.NO_IDENTIFIER: ContractReason.NO_IDENTIFIER,
    SkipReason.NUMBER_INVALID: ContractReason.NO_IDENTIFIER,
    SkipReason.UNVERIFIED: ContractReason.NO_IDENTIFIER,
    SkipReason.QUARANTINED: ContractReason.NO_IDENTIFIER,
    FailureReason.NUMBER_REFUSED: ContractReason.NO_IDENTIFIER,
    SkipReason.ORG_SUSPENDED: ContractReason.ORG_SUSPENDED,
}
"""Our reasons in the contract's words. A reason that is not listed has no counterpart there, and an event
with it carries ours alone."""


class PersonOutcome(StrEnum):
    """How a person came out of a step, best first."""

    ACTED = "acted"
    DELIVERED = "delivered"
    SENT = "sent"
    NO_RECEIPT = "no_receipt"
    NOT_DELIVERED = "not_delivered"
    FAILED = "failed"
    SKIPPED = "skipped"
