"""The one decision: may this user be notified on this channel now?

The send, the preview and "why was this user not texted?" all ask ``decide``. It sees facts and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from homing.domain.outcome import HoldReason, SkipReason
from homing.domain.strategy import MessageClass
from homing.domain.traits import ChannelTraits


class ExecutionState(StrEnum):
    """Where an execution stands. Only a running one sends; the first three have not begun, the last two are
    over."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


class IdentifierState(StrEnum):
    """Whether an identifier may be used. The last two are those of a former one: its user, or whoever speaks
    for them, took it back (``REMOVED``) or gave another (``SUPERSEDED``)."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    INVALID = "invalid"
    QUARANTINED = "quarantined"
    REMOVED = "removed"
    SUPERSEDED = "superseded"


FORMER: Final = frozenset({IdentifierState.REMOVED, IdentifierState.SUPERSEDED})
USABLE: Final = frozenset({IdentifierState.VERIFIED})
"""The states in which an identifier may be used by a message that is not about the identifier itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that bears on one dispatch, as it is known now.

    ``identifier`` is None where the user has none, or the channel needs none; ``usable`` are the states in
    which this message may use it. ``estimate`` is the worst-case
    price and ``budget`` what the cap has left, both in micros of the org's currency; a None budget means
    that nothing has to be asked of the cap (the channel is free, or the reservation is already held).
    ``quiet_until`` and ``slot_at`` are None where nothing keeps the message waiting; what is ``urgent`` waits
    for no quiet hours. ``consent`` is what was recorded of it for messages of this class.
    """

    channel: ChannelTraits
    execution: ExecutionState
    user_active: bool
    removed: bool
    channel_enabled: bool
    org_suspended: bool
    acted: bool
    identifier: IdentifierState | None
    switched_off: bool
    opted_out: bool
    country_allowed: bool
    has_sender: bool
    usable: frozenset[IdentifierState] = USABLE
    text_refused: bool = False
    dispatched: bool = False
    notified: bool = False
    message_class: MessageClass = MessageClass.TRANSACTIONAL
    urgent: bool = False
    consent: bool = False
    deny_listed: bool = False
    frequency_reached: bool = False
    quiet_until: datetime | None = None
    slot_at: datetime | None = None
    estimate: int = 0
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """Nothing forbids it."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Not to be sent, for this reason."""

    reason: SkipReason


@dataclass(frozen=True, slots=True)
class Hold:
    """To be decided anew at ``until``; None means when somebody says so (a pause has no end of its own)."""

    until: datetime | None
    reason: HoldReason


Decision = Send | Skip | Hold

_OVER: Final = frozenset({ExecutionState.CANCELLED, ExecutionState.COMPLETED})
_WAITING: Final = frozenset(ExecutionState) - _OVER - {ExecutionState.RUNNING}


def _unfit(facts: Facts) -> IdentifierState | None:
    """The state in which the identifier that the channel needs may not be used."""
    return facts.identifier if facts.channel.identifier and facts.identifier not in facts.usable else None


def _unidentified(facts: Facts) -> bool:
    return facts.channel.identifier is not None and (facts.identifier is None or _unfit(facts) in FORMER)


def _unconsented(facts: Facts) -> bool:
    may_be_unwanted = facts.channel.optional or facts.channel.opt_out
    return may_be_unwanted and facts.message_class.needs_consent and not facts.consent


SKIPS: Final[tuple[tuple[SkipReason, Callable[[Facts], bool]], ...]] = (
    (SkipReason.EXECUTION_OVER, lambda f: f.execution in _OVER),
    (SkipReason.USER_DEACTIVATED, lambda f: not f.user_active),
    (SkipReason.REMOVED, lambda f: f.removed),
    (SkipReason.CHANNEL_DISABLED, lambda f: not f.channel_enabled),
    (SkipReason.ORG_SUSPENDED, lambda f: f.org_suspended),
    (SkipReason.ACTED, lambda f: f.acted),
    (SkipReason.ALREADY_DISPATCHED, lambda f: f.dispatched),
    (SkipReason.ALREADY_NOTIFIED, lambda f: f.notified),
    (SkipReason.NO_IDENTIFIER, _unidentified),
    (SkipReason.NUMBER_INVALID, lambda f: _unfit(f) is IdentifierState.INVALID),
    (SkipReason.UNVERIFIED, lambda f: _unfit(f) is IdentifierState.UNVERIFIED),
    (SkipReason.QUARANTINED, lambda f: _unfit(f) is IdentifierState.QUARANTINED),
    (SkipReason.SWITCHED_OFF, lambda f: f.channel.optional and f.switched_off),
    (SkipReason.NO_CONSENT, _unconsented),
    (SkipReason.OPTED_OUT, lambda f: f.channel.opt_out and f.opted_out),
    (SkipReason.DENY_LISTED, lambda f: f.channel.opt_out and f.deny_listed),
    (SkipReason.COUNTRY_NOT_ALLOWED, lambda f: f.channel.metered and not f.country_allowed),
    (SkipReason.NO_SENDER_FOR_COUNTRY, lambda f: f.channel.needs_sender and not f.has_sender),
    (SkipReason.TEXT_REFUSED, lambda f: f.text_refused),
    (SkipReason.FREQUENCY_CAP, lambda f: f.channel.metered and f.channel.optional and f.frequency_reached),
)
"""The rules, in the order in which they are asked and their reasons told. The cap is not among them: it is
asked last, after the holds, so that what waits anyway takes no budget."""


def decide(facts: Facts) -> Decision:
    """Say whether to send now, to wait, or not to send at all, with the first reason that applies."""
    for reason, applies in SKIPS:
        if applies(facts):
            return Skip(reason)
    if facts.execution in _WAITING:
        return Hold(None, HoldReason.PAUSED)
    if not facts.channel.mandatory and facts.quiet_until is not None and not facts.urgent:
        return Hold(facts.quiet_until, HoldReason.QUIET_HOURS)
    if facts.slot_at is not None:
        return Hold(facts.slot_at, HoldReason.PACING)
    if facts.channel.metered and facts.budget is not None and facts.estimate > facts.budget:
        return Skip(SkipReason.CAP_EXHAUSTED)
    return Send()
