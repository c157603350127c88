"""The carrier's state in one place: texts, faults, tuning, and whoever waits for them to change."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from homing.carrier.callbacks import Callbacks, Plan
from homing.carrier.config import Account, Clock, Tuning
from homing.carrier.faults import Aspect, Faults
from homing.carrier.lifecycle import Lifecycle
from homing.carrier.messages import Message, Messages
from homing.carrier.segments import count_segments
from homing.carrier.validation import Order


class Carrier:
    """A carrier in a box, apart from HTTP. Make it inside a running event loop, and close it."""

    def __init__(self, account: Account, tuning: Tuning, *, fast: bool) -> None:
        self.account = account
        self.fast = fast
        self.clock = Clock()
        self.faults = Faults()
        self.answers: Counter[str] = Counter()
        """How each request for a text was answered: ``201``, an error code, or a kind of fault."""
        self.tuning = self._first_tuning = tuning
        self._watchers: set[_Watcher] = set()
        self.callbacks = Callbacks(account.token, self.clock, self._wake_all)
        self._start()

    def _start(self) -> None:
        self.messages = Messages()
        self.lifecycle = Lifecycle(
            self.account, self.messages, self.callbacks, self.clock, lambda message: self._wake(message.to)
        )

    def accept(self, order: Order, received_at: float) -> Message:
        """Take a text in and send it on its way."""
        message = Message(
            to=order.to,
            sender=order.sender,
            body=order.body,
            segments=count_segments(order.body),
            status="queued" if order.service is None else "accepted",
            received_at=received_at,
            accepted_at=self.clock.now(),
            status_callback=order.status_callback,
            service=order.service,
            media=order.media,
        )
        self.messages.add(message)
        fate = self.faults.take(Aspect.FATE, order.to)
        plan = Plan.made(lambda aspect: self.faults.take(aspect, order.to))
        self.lifecycle.begin(message, fate, plan, self.tuning)
        self._wake(order.to)
        return message

    @property
    def idle(self) -> bool:
        """Whether every text has its last status and every callback is settled."""
        return not self.lifecycle.moving and not self.callbacks.pending

    async def wait(self, condition: Callable[[], bool], to: str | None, seconds: float) -> bool:
        """Wait till ``condition`` holds, asked whenever a text to ``to`` (None: any) changes."""
        if condition():
            return True
        watcher = _Watcher(condition, to)
        self._watchers.add(watcher)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(watcher.met.wait(), seconds)
        finally:
            self._watchers.discard(watcher)
        return watcher.met.is_set()

    async def reset(self) -> None:
        """Forget all texts, faults and changes, and abandon what is under way."""
        self.faults.clear()
        self.lifecycle.clear()
        self.answers.clear()
        self.tuning = self._first_tuning
        self._start()  # before anything is awaited, so a text that comes meanwhile belongs to the new state
        await self.callbacks.clear()
        self._wake_all()

    async def close(self) -> None:
        self.lifecycle.clear()
        await self.callbacks.close()

    def _wake(self, to: str) -> None:
        for watcher in self._watchers:
            if watcher.to in {None, to} and watcher.condition():
                watcher.met.set()

    def _wake_all(self) -> None:
        for watcher in self._watchers:
            if watcher.condition():
                watcher.met.set()


class _Watcher:
    """Somebody who waits."""

    def __init__(self, condition: Callable[[], bool], to: str | None) -> None:
        self.condition = condition
        self.to = to
        self.met = asyncio.Event()
