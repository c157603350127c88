"""The texts that were accepted, as the provider shows them, and indices that keep every look-up short."""

import secrets
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from email.utils import format_datetime
from functools import lru_cache
from typing import Literal

from homing.carrier.config import API_VERSION
from homing.carrier.errors import MESSAGES

Direction = Literal["outbound-api", "outbound-reply", "inbound"]
"""Asked for by a request; said in an answer to a webhook, or by the provider itself; from a handset."""


@dataclass(frozen=True, slots=True)
class CallbackAttempt:
    """One callback: ``answer`` is an HTTP status, ``unreachable``, ``timeout`` or ``dropped``."""

    status: str
    answer: int | str
    at: float
    repeated: bool


@dataclass(slots=True, repr=False, eq=False)
class Message:
    """One accepted text, or one that came in from a handset; ``number`` is its place among all. Times are
    seconds since 1970: ``received_at`` is when the request came in, ``accepted_at`` when the text came to be.
    """

    to: str
    sender: str | None
    body: str
    segments: int
    status: str
    received_at: float
    accepted_at: float
    direction: Direction = "outbound-api"
    number: int = -1
    status_callback: str | None = None
    service: str | None = None
    media: int = 0
    sid: str = field(default_factory=lambda: "SM" + secrets.token_hex(16))
    updated_at: float = 0.0
    sent_at: float | None = None
    arrived_at: float | None = None
    error_code: int | None = None
    price: Decimal | None = None
    priced_at: float = 0.0
    callbacks: list[CallbackAttempt] = field(default_factory=list)

    @property
    def handset(self) -> str:
        """The number of the handset that it is to or from."""
        return (self.sender or "") if self.direction == "inbound" else self.to


@dataclass(frozen=True, slots=True)
class Filters:
    """What a listing asks for. Bounds are whole seconds since 1970 and inclusive."""

    to: str | None = None
    sender: str | None = None
    sent_on: date | None = None
    sent_from: int | None = None
    sent_until: int | None = None

    def match(self, message: Message) -> bool:
        if self.to not in {None, message.to} or self.sender not in {None, message.sender}:
            return False
        if self.sent_on is None and self.sent_from is None and self.sent_until is None:
            return True
        if message.sent_at is None:
            return False
        second = int(message.sent_at)
        return (
            (self.sent_on is None or _moment(second).date() == self.sent_on)
            and (self.sent_from is None or second >= self.sent_from)
            and (self.sent_until is None or second <= self.sent_until)
        )


class Messages:
    """All messages in the order of acceptance, also by id, recipient and sender, as the provider lists them;
    those that came in once more by handset. What is counted are the texts to handsets.
    """

    def __init__(self) -> None:
        self.all: list[Message] = []
        self.by_sid: dict[str, Message] = {}
        self.by_recipient: dict[str, list[Message]] = {}
        self.by_sender: dict[str, list[Message]] = {}
        self.by_handset: dict[str, list[Message]] = {}
        """What came in, by the handset that it came from."""
        self.incoming: Counter[str] = Counter()
        """How many came in at each of the account's numbers."""
        self.statuses: Counter[str] = Counter()
        self.segments = 0

    def add(self, message: Message) -> None:
        message.number = len(self.all)
        message.updated_at = message.accepted_at
        self.all.append(message)
        self.by_sid[message.sid] = message
        self.by_recipient.setdefault(message.to, []).append(message)
        if message.sender is not None:
            self.by_sender.setdefault(message.sender, []).append(message)
        if message.direction == "inbound":
            self.by_handset.setdefault(message.handset, []).append(message)
            self.incoming[message.to] += 1
        else:
            self.statuses[message.status] += 1
            self.segments += message.segments

    def assign_sender(self, message: Message, sender: str) -> None:
        """Give a text its sender; the index stays in the order of acceptance."""
        message.sender = sender
        mine = self.by_sender.setdefault(sender, [])
        mine.insert(bisect_left(mine, message.number, key=_number), message)

    def move(self, message: Message, status: str, now: float) -> None:
        self.statuses[message.status] -= 1
        self.statuses[status] += 1
        message.status = status
        message.updated_at = now

    @property
    def count(self) -> int:
        """How many texts to handsets there are."""
        return len(self.all) - self.incoming.total()

    def texts(self) -> list[Message]:
        """The texts to handsets, in the order of acceptance."""
        return _outbound(self.all) if self.incoming else self.all

    def to(self, number: str) -> list[Message]:
        """The texts to a handset, in the order of acceptance."""
        found = self.by_recipient.get(number, [])
        return _outbound(found) if number in self.incoming else found

    def conversation(self, handset: str) -> list[Message]:
        """What was written to a handset and from it, in the order of acceptance."""
        return sorted([*self.to(handset), *self.by_handset.get(handset, [])], key=_number)

    def last(self, handset: str) -> Message:
        """The latest message to or from a handset that has one."""
        ends = (self.to(handset)[-1:], self.by_handset.get(handset, [])[-1:])
        return max((message for end in ends for message in end), key=_number)

    def handsets(self) -> set[str]:
        """The numbers that were written to or wrote."""
        return self.by_handset.keys() | self.counts_by_number().keys()

    def counts_by_number(self) -> dict[str, int]:
        """How many texts each handset was sent."""
        counts = {to: len(found) - self.incoming[to] for to, found in self.by_recipient.items()}
        return {to: count for to, count in counts.items() if count}

    def page(
        self, filters: Filters, *, size: int, after: Message | None, accepted_until: float
    ) -> tuple[list[Message], bool]:
        """The next ``size`` texts older than ``after`` (newest first), and whether more follow."""
        found: list[Message] = []
        for message in self._newest_first(filters, after, accepted_until):
            if filters.match(message):
                if len(found) == size:
                    return found, True
                found.append(message)
        return found, False

    def _newest_first(
        self, filters: Filters, after: Message | None, accepted_until: float
    ) -> Iterator[Message]:
        indices = [self.all]
        if filters.to is not None:
            indices.append(self.by_recipient.get(filters.to, []))
        if filters.sender is not None:
            indices.append(self.by_sender.get(filters.sender, []))
        index = min(indices, key=len)
        end = bisect_right(index, accepted_until, key=_accepted_at)
        if after is not None:
            end = min(end, bisect_left(index, after.number, key=_number))
        return (index[position] for position in range(end - 1, -1, -1))


def _outbound(messages: list[Message]) -> list[Message]:
    return [message for message in messages if message.direction != "inbound"]


_number: Callable[[Message], int] = lambda message: message.number  # noqa: E731 - a key, not a function
_accepted_at: Callable[[Message], float] = lambda message: message.accepted_at  # noqa: E731 - likewise


def resource(message: Message, account_sid: str, now: float) -> dict[str, object]:
    """The twenty fields of the provider's Message resource."""
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Messages/{message.sid}"
    priced = message.price is not None and now >= message.priced_at
    return {
        "body": message.body,
        "num_segments": str(0 if message.status == "accepted" else message.segments),
        "direction": message.direction,
        "from": message.sender,
        "to": message.to,
        "date_updated": _rfc2822(int(message.updated_at)),
        "price": f"-{message.price:f}" if priced else None,
        "error_message": None if message.error_code is None else MESSAGES.get(message.error_code),
        "uri": f"{uri}.json",
        "account_sid": account_sid,
        "num_media": str(message.media),
        "status": message.status,
        "messaging_service_sid": message.service,
        "sid": message.sid,
        "date_sent": None if message.sent_at is None else _rfc2822(int(message.sent_at)),
        "date_created": _rfc2822(int(message.accepted_at)),
        "error_code": message.error_code,
        "price_unit": "USD",
        "api_version": API_VERSION,
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


@lru_cache(maxsize=64)
def _rfc2822(second: int) -> str:
    return format_datetime(_moment(second))
