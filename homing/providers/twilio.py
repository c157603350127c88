"""Twilio: a text is asked for once, and its fate is told as far as the wire proves it."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from homing.domain.errors import ConfigurationError
from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.providers import twilio_codes
from homing.providers.base import (
    Accepted,
    Ambiguous,
    Answer,
    Listed,
    NotProcessed,
    Outbound,
    Received,
    Rejected,
    Result,
)

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from homing.providers.twilio_wire import Exchange

T = TypeVar("T")

CALLBACK_RETRIES: Final = "#rc=5&rp=all"
"""Asks Twilio to repeat a callback up to 5 times, whatever went wrong; by default it would only repeat one
that could not connect, once. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""

LONGEST_QUEUE: Final = timedelta(hours=10)
"""The longest that a message waits at Twilio before it is sent or given up (ValidityPeriod, 36,000 s)."""

PAGE_SIZE: Final = 1000
"""The largest that Twilio gives."""

SMALLEST_CODE: Final = 10_000
LARGEST_CODE: Final = 99_999
"""Twilio's own codes have five digits; a smaller one in a body is an HTTP status of somebody else's."""

REFUSED_ON_THE_WAY: Final = frozenset({407, 411, 413, 414, 431})
"""Answers of a proxy, without Twilio's code, that by definition (RFC 9110, RFC 6585) passed nothing on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioConfig:
    """An account at Twilio. ``status_callback_url`` is where this project's public address takes callbacks;
    ``api_base_url`` stands for Twilio's own when it names a carrier in a box. An API key, where there is
    one, authenticates requests; callbacks are signed with the token in any case.
    ``connect_timeout`` is for getting a connection, out of the pool or anew, and part of ``timeout``."""

    account_sid: str
    auth_token: str = field(repr=False)
    status_callback_url: str
    api_base_url: str | None = None
    timeout: timedelta = timedelta(seconds=10)
    connect_timeout: timedelta = timedelta(seconds=1)
    pool_size: int = 64
    api_key_sid: str | None = None
    api_key_secret: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.account_sid or not self.auth_token:
            raise ConfigurationError("twilio: account_sid and auth_token are needed")
        if (self.api_key_sid is None) != (self.api_key_secret is None):
            raise ConfigurationError("twilio: api_key_sid and api_key_secret go together")
        if self.timeout <= timedelta(0) or self.pool_size < 1:
            raise ConfigurationError("twilio: timeout and pool_size must be above zero")
        callback = urlsplit(self.status_callback_url)
        # Twilio refuses a host with an underscore (21609), which would fail every single text.
        if not _is_web(self.status_callback_url) or callback.query or "_" in callback.netloc:
            raise ConfigurationError("twilio: status_callback_url must be a plain http(s) address")
        if self.api_base_url is not None and not _is_web(self.api_base_url):
            raise ConfigurationError("twilio: api_base_url must be a plain http(s) address")


class TwilioProvider:
    """Texts through Twilio's API; implements ``Provider``, ``Lists``, ``Shows`` and ``ListsReceived``."""

    name = "twilio"

    def __init__(self, config: TwilioConfig) -> None:
        from homing.providers import twilio_wire  # noqa: PLC0415  imports the SDK, which takes up to 300 ms

        self._wire = twilio_wire
        self._config = config
        self._session: ClientSession | None = None

    async def send(self, message: Outbound) -> Answer:
        """Ask for one message; whatever the wire or Twilio does is in the answer. Cancelling it cancels."""
        exchange = self._exchange(message.begin_by)
        try:
            await self._messages(exchange).create_async(
                to=message.recipient,
                from_=message.sender,
                body=message.body,
                status_callback=f"{self._config.status_callback_url}?a={message.attempt_id}{CALLBACK_RETRIES}",
            )
        except Exception as error:
            # Judged below from what crossed the wire, not from what the SDK makes of it.
            if exchange.status is None:
                if exchange.first_byte_at is None and not self._wire.is_of_the_wire(error):
                    raise  # a fault of the code, before the wire
                return Answer(self._wire.unanswered(error, exchange.first_byte_at), exchange.first_byte_at)
        assert exchange.status is not None  # noqa: S101  create_async returns only after an answer
        return Answer(answered(exchange.status, exchange.body), exchange.first_byte_at)

    def messages_to(self, recipient: str, sender: str | None = None) -> AsyncIterator[Listed]:
        """What was sent to a number, newest first. Raises ``ConnectionError`` if Twilio can't be asked."""
        filters = {"to": recipient} if sender is None else {"to": recipient, "from_": sender}
        return self._listing(filters, _listed)

    async def messages_since(self, since: datetime, until: datetime) -> AsyncIterator[Listed]:
        """What was asked for in ``[since, until)``, newest first; what Twilio has not begun to send is not
        in it, as it filters by that time alone. Raises ``ConnectionError`` if Twilio can't be asked."""
        filters = {"date_sent_after": _utc(since), "date_sent_before": _utc(until) + LONGEST_QUEUE}
        async for listed in self._listing(filters, _listed):
            if since <= listed.created_at < until:
                yield listed

    async def message(self, provider_id: str) -> Listed | None:
        """One message that was sent from here; None for one that Twilio does not know. Raises
        ``ConnectionError`` if Twilio can't be asked."""
        exchange, found, detail = self._exchange(), None, None
        try:
            found = _listed(await self._messages(exchange)(provider_id).fetch_async())
        except Exception as error:  # noqa: BLE001  nothing of it may be shown, so not even chained
            detail = None if exchange.status == HTTPStatus.NOT_FOUND else type(error).__name__
        if detail is not None:
            raise ConnectionError(f"twilio: a message could not be read ({detail})")
        return found

    async def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]:
        """What somebody sent to this account, or to one number of it, in ``[since, until)``, newest first.
        Without a number Twilio lists what was sent from here too, only to be left out. Raises
        ``ConnectionError`` if Twilio can't be asked."""
        filters: dict[str, Any] = {"date_sent_after": _utc(since), "date_sent_before": _utc(until)}
        if recipient is not None:
            filters["to"] = recipient
        async for received in self._listing(filters, _received):
            if since <= received.created_at < until:
                yield received

    async def aclose(self) -> None:
        """Close the connections. A send afterwards opens new ones: one worker of a client may end while
        another begins."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _listing(self, filters: dict[str, Any], read: Callable[[Any], T | None]) -> AsyncIterator[T]:
        """What ``read`` makes of a listing's entries. Its errors hold a code and nothing else: those of the
        SDK and of aiohttp hold the address, and that the numbers which it filters by."""
        messages = self._messages(self._exchange())
        page: Any = None
        detail: str | None = None
        while True:
            found: list[T | None] = []
            try:
                if page is None:
                    page = await messages.page_async(page_size=PAGE_SIZE, **filters)
                else:
                    page = await page.next_page_async()
                if page is not None:
                    found = [read(entry) for entry in page]
            except Exception as error:  # noqa: BLE001  nothing of it may be shown, so not even chained
                detail = type(error).__name__
            if detail is not None:
                raise ConnectionError(f"twilio: the list of messages could not be read ({detail})")
            if page is None:
                return
            for entry in found:
                if entry is not None:
                    yield entry

    def _exchange(self, begin_by: float | None = None) -> "Exchange":
        if self._session is None:  # not in __init__, which may run before the event loop does
            self._session = self._wire.open_session(
                self._config.timeout.total_seconds(),
                self._config.connect_timeout.total_seconds(),
                self._config.pool_size,
            )
        return self._wire.Exchange(self._session, begin_by)

    def _messages(self, exchange: "Exchange") -> Any:  # the SDK is untyped
        config = self._config
        username = config.api_key_sid or config.account_sid
        password = config.api_key_secret or config.auth_token
        return self._wire.client(
            exchange, config.account_sid, username, password, config.api_base_url
        ).messages


def answered(status: int, body: str) -> Result:
    """What an answer that came in full means."""
    content = _json_object(body)
    if status in range(200, 300):
        sid = content.get("sid")
        return Accepted(sid) if isinstance(sid, str) and sid else Ambiguous("unreadable_answer")
    if status == 429:  # noqa: PLR2004  too many requests, of whichever hop: refused before it was handled
        return NotProcessed("too_many_requests")
    if status in range(400, 500):
        return _refused(status, content.get("code"))
    # 5xx may follow a message that was made. 3xx and 1xx are nothing that Twilio answers here.
    return Ambiguous(f"http_{status}")


def _refused(status: int, code: object) -> Result:
    if not isinstance(code, int) or not SMALLEST_CODE <= code <= LARGEST_CODE:
        # Not in Twilio's words, so by something between here and there. Most such answers (408 and 499
        # among them) may also follow a request that was passed on: only those that can't are a refusal.
        if status in REFUSED_ON_THE_WAY:
            return Rejected(FailureReason.CONFIGURATION)
        return Ambiguous(f"http_{status}")
    if code in twilio_codes.INTERNAL_ERRORS:
        return Ambiguous(f"http_{status}")
    if code in twilio_codes.NOT_PROCESSED:
        return NotProcessed(twilio_codes.NOT_PROCESSED[code])
    meaning = twilio_codes.refusal(code)
    return Rejected(meaning.reason, code, meaning.other_sender)


def price_micros(price: str | None) -> int | None:
    """Millionths of the currency's unit from Twilio's decimal, which is negative for what was charged."""
    if price is None:
        return None
    try:
        return int((-Decimal(price) * 1_000_000).to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _listed(entry: Any) -> Listed | None:  # the SDK's MessageInstance
    """A message of the listing; None for one that somebody sent to this account, or that answered it."""
    status = twilio_codes.STATUSES.get(entry.status)
    if status is None or str(entry.direction).startswith(("inbound", "outbound-reply")):
        return None
    failed = status is ReceiptStatus.NOT_DELIVERED
    return Listed(
        provider_id=entry.sid,
        recipient=entry.to,
        sender=entry.from_ or "",  # None until a messaging service has chosen one
        body=entry.body or "",
        status=status,
        error_code=entry.error_code,
        reason=twilio_codes.failure(entry.error_code).reason if failed else None,
        price_micros=price_micros(entry.price),
        currency=entry.price_unit.upper() if entry.price_unit else None,
        created_at=_utc(entry.date_created),
    )


def _received(entry: Any) -> Received | None:  # the SDK's MessageInstance
    """A message of the listing that somebody sent to this account; None for any other."""
    if not str(entry.direction).startswith("inbound"):
        return None
    return Received(
        provider_id=entry.sid,
        sender=entry.from_ or "",
        recipient=entry.to or "",
        body=entry.body or "",
        created_at=_utc(entry.date_created),
    )


def _json_object(body: str) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _utc(moment: datetime) -> datetime:
    """The same moment in UTC, since the SDK writes a time as it stands and adds a Z."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")  # as it will be looked up
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and not parts.fragment
