"""What Twilio posts to this project: whether it is from Twilio, and what a status callback says."""

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from homing.domain.errors import RefusedError
from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.providers import twilio_codes

Form = Sequence[tuple[str, str]]
"""Names and values as posted, in order; a name may come more than once. Values are not trimmed."""


_CODE: Final = re.compile("[0-9]{5}")


@dataclass(frozen=True, slots=True)
class StatusCallback:
    """A report on one message. ``status`` is None for a state that is no receipt: to be ignored.
    ``error_code`` and ``reason`` stand only where the message did not arrive."""

    message_sid: str
    status: ReceiptStatus | None
    error_code: int | None
    reason: FailureReason | None


def parse_status_callback(form: Form) -> StatusCallback:
    """Read a status callback; fields that are not known are ignored.

    Raises ``RefusedError`` (``message_sid_missing``) if it names no message.
    """
    fields = dict(reversed(form))  # of a repeated name the first value counts
    message_sid = fields.get("MessageSid") or fields.get("SmsSid")
    if not message_sid:
        raise RefusedError("message_sid_missing")
    word = fields.get("MessageStatus") or fields.get("SmsStatus") or ""
    status = twilio_codes.STATUSES.get(word)
    if status is not ReceiptStatus.NOT_DELIVERED:
        return StatusCallback(message_sid, status, None, None)
    number = fields.get("ErrorCode", "")
    error_code = int(number) if _CODE.fullmatch(number) else None
    return StatusCallback(message_sid, status, error_code, twilio_codes.failure(error_code).reason)


def valid_signature(url: str, form: Form, signature: str | None, tokens: Iterable[str]) -> bool:
    """Whether ``X-Twilio-Signature`` was made over this request with one of the tokens.

    ``url`` is the configured public address with the request's path and query, never what the request says
    of itself. Several tokens stand side by side while one is rotated. Source:
    https://www.twilio.com/docs/usage/security#validating-requests
    """
    # Up to 200 ms of import, wanted only where webhooks are served.
    from twilio.request_validator import RequestValidator, add_port, remove_port  # noqa: PLC0415

    if signature is None:  # on which the SDK's own validate() raises TypeError
        return False
    parts = urlsplit(url)._replace(fragment="")
    # Twilio signs some URLs with the default port written out and some without.
    spellings = {add_port(parts), remove_port(parts)}
    values = _Repeated(form)
    valid = False
    for token in tokens:
        validator = RequestValidator(token)
        for spelling in spellings:
            computed = validator.compute_signature(spelling, values)
            # No early exit: the time taken must not tell which token or spelling came close.
            valid |= hmac.compare_digest(computed.encode(), signature.encode())
    return valid


class _Repeated(dict[str, str]):
    """A form as the SDK's validator reads one with repeated names: through ``getall``."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._form = form

    def getall(self, name: str) -> list[str]:
        return [value for key, value in self._form if key == name]
