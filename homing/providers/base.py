"""What a channel asks of a provider: to transmit one message, and to say honestly what became of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message of one attempt. ``recipient`` and ``sender`` are E.164 numbers, or mail addresses.

    After ``begin_by`` (seconds of ``time.monotonic``) no first byte of it may leave: whoever withdrew the
    message has been answered. A provider looks at it last of all, and says ``NotProcessed("lease_over")``.
    """

    attempt_id: UUID
    recipient: str = field(repr=False)
    sender: str = field(repr=False)
    body: str = field(repr=False)
    subject: str | None = field(default=None, repr=False)
    begin_by: float | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took it; it may still fail to arrive."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class NotProcessed:
    """The provider certainly did nothing: the same message may be tried again. ``detail`` is a code."""

    detail: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The provider definitely refused. ``other_sender`` says that another sender may be tried."""

    reason: FailureReason
    code: int | None = None
    other_sender: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nobody knows whether the provider took it: never to be tried again. ``detail`` is a code."""

    detail: str


Result = Accepted | NotProcessed | Rejected | Ambiguous


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a request, and when its first byte left (``time.monotonic`` seconds; None if none
    did), by which a process that froze between its last check and the request is found afterwards."""

    result: Result
    first_byte_at: float | None


class Provider(Protocol):
    """Transmits. Must never repeat a request by itself, and never raise for what the wire or the provider
    did; ends within its timeout. Secrets and numbers appear in no exception and no log line."""

    name: str

    async def send(self, message: Outbound) -> Answer: ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as the provider remembers it. ``price_micros`` is what it cost in millionths of
    ``currency`` (None while the provider has not priced it)."""

    provider_id: str
    recipient: str = field(repr=False)
    sender: str = field(repr=False)
    body: str = field(repr=False)
    status: ReceiptStatus
    error_code: int | None
    reason: FailureReason | None
    price_micros: int | None
    currency: str | None
    created_at: datetime


class Lists(Protocol):
    """Optional beside ``Provider``: one that can be asked what it sent. Absence from a listing proves
    nothing: it may lag by hours."""

    def messages_to(self, recipient: str, sender: str | None = None) -> AsyncIterator[Listed]: ...

    def messages_since(self, since: datetime, until: datetime) -> AsyncIterator[Listed]: ...


class Shows(Protocol):
    """Optional beside ``Provider``: one that can be asked for a message by its id. None where it knows no
    such message, which proves nothing; raises ConnectionError where it can't be asked."""

    async def message(self, provider_id: str) -> Listed | None: ...


@dataclass(frozen=True, slots=True)
class Received:
    """A message that somebody sent to a number of ours. ``sender`` is theirs, ``recipient`` ours."""

    provider_id: str
    sender: str = field(repr=False)
    recipient: str = field(repr=False)
    body: str = field(repr=False)
    created_at: datetime


class ListsReceived(Protocol):
    """Optional beside ``Lists``: one that remembers what it received for us, at one number or at all."""

    def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]: ...
