"""What becomes of a text after it was accepted: its statuses, its price, its callbacks."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from homing.carrier.callbacks import Callbacks, Plan
from homing.carrier.config import API_VERSION, Account, Clock, Tuning
from homing.carrier.errors import final_status
from homing.carrier.faults import Fault, Kind
from homing.carrier.messages import Message, Messages
from homing.carrier.validation import region

ANY_SENDER = "+15005550006"
"""Who sends for a Messaging Service of an account that owns whatever it names."""

_AT_THE_CARRIER = frozenset({"delivered", "undelivered"})


@dataclass(frozen=True, slots=True)
class Step:
    """One status to come, ``after`` so many seconds."""

    after: float
    status: str


def course(message: Message, fate: Fault | None, tuning: Tuning, wait: float = 0.0) -> list[Step]:
    """The statuses that lie before a text that waits so many seconds for its turn."""
    steps = [Step(tuning.sent_delay, "queued")] if message.service else []
    sent = Step(wait + tuning.sent_delay, "sent")
    if fate is None:
        return [*steps, sent, Step(tuning.delivered_delay, "delivered")]
    if fate.kind is Kind.SILENT:
        return [*steps, sent]
    final = fate.final or final_status(fate.code or 0)
    if final == "failed":
        return [*steps, Step(wait + tuning.sent_delay, final)]
    return [*steps, sent, Step(tuning.delivered_delay, final)]


class Lifecycle:
    """Moves texts on by timers of the event loop. ``changed`` is called with each text that moved."""

    def __init__(
        self,
        account: Account,
        messages: Messages,
        callbacks: Callbacks,
        clock: Clock,
        changed: Callable[[Message], None],
    ) -> None:
        self._account = account
        self._messages = messages
        self._callbacks = callbacks
        self._clock = clock
        self._changed = changed
        self._timers: dict[str, asyncio.TimerHandle] = {}

    @property
    def moving(self) -> int:
        """How many texts have not reached their last status."""
        return len(self._timers)

    def begin(
        self, message: Message, fate: Fault | None, plan: Plan, tuning: Tuning, wait: float = 0.0
    ) -> None:
        """Send a text that was just accepted on its way, after so many seconds."""
        self._await(message, course(message, fate, tuning, wait), fate, plan, tuning)

    def clear(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _await(
        self, message: Message, steps: list[Step], fate: Fault | None, plan: Plan, tuning: Tuning
    ) -> None:
        self._timers[message.sid] = asyncio.get_running_loop().call_later(
            steps[0].after, self._take, message, steps, fate, plan, tuning
        )

    def _take(
        self, message: Message, steps: list[Step], fate: Fault | None, plan: Plan, tuning: Tuning
    ) -> None:
        step, rest = steps[0], steps[1:]
        now = self._clock.now()
        if step.status == "queued" and message.sender is None:
            self._messages.assign_sender(message, min(self._account.numbers or {ANY_SENDER}))
        if step.status == "sent":
            message.sent_at = now
        if not rest and fate is not None:
            message.error_code = fate.code
        if step.status == "delivered" or (step.status == "sent" and not rest):
            message.arrived_at = now  # a silent carrier delivers as well, it only doesn't say so
        self._messages.move(message, step.status, now)
        if rest:
            self._await(message, rest, fate, plan, tuning)
        else:
            del self._timers[message.sid]
            message.price, message.priced_at = _price(message, tuning), now + tuning.price_delay
        if tuning.callbacks and message.status_callback is not None:
            form = _form(message, self._account.sid, now)
            self._callbacks.notify(message, form, plan, last=not rest)
        self._changed(message)


def _price(message: Message, tuning: Tuning) -> Decimal:
    if message.status == "failed":
        return tuning.price_of_failed
    return message.segments * tuning.prices.get(region(message.to) or "", tuning.price_elsewhere)


def _form(message: Message, account_sid: str, now: float) -> dict[str, str]:
    form = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "From": message.sender or "",
        "MessageSid": message.sid,
        "MessageStatus": message.status,
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "To": message.to,
    }
    if message.service is not None:
        form["MessagingServiceSid"] = message.service
    if message.error_code is not None:
        form["ErrorCode"] = str(message.error_code)
    if message.status in _AT_THE_CARRIER:
        form["RawDlrDoneDate"] = datetime.fromtimestamp(now, UTC).strftime("%y%m%d%H%M")
    return form
