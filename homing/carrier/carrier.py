"""The carrier's state in one place: texts, faults, tuning, and whoever waits for them to change."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from homing.carrier.callbacks import Callbacks, Plan
from homing.carrier.config import Account, Clock, Tuning
from homing.carrier.errors import Refused
from homing.carrier.faults import Aspect, Fault, Faults, Kind
from homing.carrier.keywords import Blocks
from homing.carrier.lifecycle import Lifecycle
from homing.carrier.live import Live
from homing.carrier.messages import Direction, Message, Messages
from homing.carrier.queues import Queues
from homing.carrier.segments import count_segments
from homing.carrier.validation import Order
from homing.carrier.webhooks import Poster


class Carrier:
    """A carrier in a box, apart from HTTP. Make it inside a running event loop, and close it."""

    def __init__(self, account: Account, tuning: Tuning, *, fast: bool) -> None:
        self.account = account
        self.fast = fast
        self.clock = Clock()
        self.live = Live()
        self.faults = Faults(lambda: self.live.note_faults(self.faults))
        self.answers: Counter[str] = Counter()
        """How each request for a text was answered: ``201``, an error code, or a kind of fault."""
        self.inbound: Counter[str] = Counter()
        """The posts about texts from handsets, by their answers, and the errors that the answers met with."""
        self.tuning = self._first_tuning = tuning
        self._watchers: set[_Watcher] = set()
        self.poster = Poster(account.token, self.clock, self._wake_all)
        self.callbacks = Callbacks(self.poster, self.clock)
        self._start()

    def _start(self) -> None:
        self.messages = Messages()
        self.blocks = Blocks()
        self.queues = Queues()
        self.lifecycle = Lifecycle(self.account, self.messages, self.callbacks, self.clock, self._changed)

    def admit(self, handset: str, sender: str | None, service: str | None) -> None:
        """Raise Refused where a handset has opted out of the sender."""
        if self.blocks.refuses(handset, sender, service):
            raise Refused(21610)

    def accept(self, order: Order, received_at: float, *, direction: Direction = "outbound-api") -> Message:
        """Take a text in and send it on its way. Raises Refused where the sender's queue is full."""
        now, segments = self.clock.now(), count_segments(order.body)
        turn = self.queues.join(order.sender, order.service, segments, order.validity, now, self.tuning)
        message = Message(
            to=order.to,
            sender=order.sender,
            body=order.body,
            segments=segments,
            status="queued" if order.service is None else "accepted",
            received_at=received_at,
            accepted_at=now,
            direction=direction,
            status_callback=order.status_callback,
            service=order.service,
            media=order.media,
        )
        self.messages.add(message)
        fate = self._fate(order) if turn.code is None else Fault(kind=Kind.FAIL, code=turn.code)
        self.lifecycle.begin(message, fate, self._plan(message), self.tuning, turn.wait)
        self._changed(message)
        return message

    def receive(self, handset: str, number: str, body: str) -> Message:
        """Take in a text that a handset wrote to one of the account's numbers."""
        now = self.clock.now()
        message = Message(
            to=number,
            sender=handset,
            body=body,
            segments=count_segments(body),
            status="received",
            received_at=now,
            accepted_at=now,
            direction="inbound",
            service=self._service(handset, number),
            sent_at=now,
            arrived_at=now,
        )
        self.messages.add(message)
        self._changed(message)
        return message

    def _service(self, handset: str, number: str) -> str | None:
        """The Messaging Service under which a number last wrote to a handset."""
        texts = self.messages.to(handset)
        asked = (text for text in reversed(texts) if text.direction == "outbound-api")
        return next((text.service for text in asked if text.sender == number), None)

    def _fate(self, order: Order) -> Fault | None:
        code = self.blocks.code(order.to, order.sender, order.service)
        if code is not None:
            return Fault(kind=Kind.FAIL, code=code)
        return self.faults.take(Aspect.FATE, order.to)

    def _plan(self, message: Message) -> Plan:
        if message.direction == "outbound-reply":
            return Plan()  # nobody is called back about it
        return Plan.made(lambda aspect: self.faults.take(aspect, message.to))

    @property
    def idle(self) -> bool:
        """Whether every text has its last status and every webhook was answered or given up."""
        return not self.lifecycle.moving and not self.poster.pending

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
        for counts in (self.answers, self.inbound, self.callbacks.counts):
            counts.clear()
        self.tune(self._first_tuning)
        self._start()  # before anything is awaited, so a text that comes meanwhile belongs to the new state
        self.live.note_reset()
        await self.poster.clear()
        self._wake_all()

    def tune(self, tuning: Tuning) -> None:
        """Change what texts meet from now on."""
        moved = tuning.resolve != self.tuning.resolve
        self.tuning = tuning
        if moved:
            self.live.greet(self.greeting())

    def greeting(self) -> dict[str, object]:
        """What a reader of the events is told first: how many handsets there are, and their DNS."""
        return {"total": len(self.messages.handsets()), "resolve": self.tuning.resolve}

    async def close(self) -> None:
        self.lifecycle.clear()
        await self.poster.close()

    def _changed(self, message: Message) -> None:
        self.live.note(message)
        for watcher in self._watchers:
            if watcher.to in {None, message.to} and watcher.condition():
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
