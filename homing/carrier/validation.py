"""What the provider checks before it accepts a text, in its order and with its codes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers

from homing.carrier.config import Account
from homing.carrier.errors import Refused
from homing.carrier.urls import callable_url

MAX_BODY: Final = 1600
MAX_VALIDITY: Final = 36_000  # seconds

_E164: Final = re.compile(r"\+[1-9]\d{6,14}")
_SHORT_CODE: Final = re.compile(r"\d{3,8}")
_ALPHANUMERIC: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}")
_SERVICE: Final = re.compile(r"MG[0-9a-f]{32}")

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """A request for a text that may be accepted. Exactly one of sender and service decides who sends."""

    to: str
    sender: str | None
    service: str | None
    body: str
    media: int
    status_callback: str | None
    validity: int = MAX_VALIDITY
    """For how many seconds it may wait to be sent."""


def check(form: Form, account: Account, *, lightly: bool = False) -> Order:
    """Read a request; ``lightly`` judges a number by its form alone. Raises Refused."""
    to = first(form, "To")
    if not to:
        raise Refused(21604)
    sender, service = first(form, "From") or None, first(form, "MessagingServiceSid") or None
    if sender is None and service is None:
        raise Refused(21603)
    body, media = first(form, "Body"), len(form.get("MediaUrl", ()))
    if not body and not media:
        raise Refused(21602)
    recipient = to if lightly and _E164.fullmatch(to) else _recipient(to)
    _check_sender(sender, service, recipient, account)
    if len(body) > MAX_BODY:
        raise Refused(21617)
    validity = _validity(first(form, "ValidityPeriod"))
    callback = first(form, "StatusCallback") or None
    if callback is not None and not callable_url(callback):
        raise Refused(21609, f"The StatusCallback URL {callback} is not a valid URL.")
    return Order(recipient, sender, service, body, media, callback, validity)


def first(form: Form, name: str) -> str:
    """The value of a parameter, or the empty string."""
    values = form.get(name)
    return values[0] if values else ""


@lru_cache(maxsize=65_536)
def region(number: str) -> str | None:
    """The ISO 3166 code of a number's country."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return None


def is_number(text: str) -> bool:
    """Whether ``text`` has the form of a number in E.164."""
    return _E164.fullmatch(text) is not None


def can_receive(sender: str) -> bool:
    """Whether a handset can write back to a sender: to a number or a short code, never to a name."""
    return _E164.fullmatch(sender) is not None or _SHORT_CODE.fullmatch(sender) is not None


def normalized(number: str) -> str:
    """A number in E.164, or, if it is none, as it stands."""
    return number if _E164.fullmatch(number) else _possible(number) or number


@lru_cache(maxsize=65_536)
def _possible(number: str) -> str | None:
    """A number of a possible length in E.164, or None."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    if parsed.extension or not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _recipient(to: str) -> str:
    number = _possible(to)
    if number is None:
        raise Refused(21211, f"Invalid 'To' Phone Number: {to}")
    return number


def _check_sender(sender: str | None, service: str | None, to: str, account: Account) -> None:
    if service is not None and not _SERVICE.fullmatch(service):
        raise Refused(21705, f"The Messaging Service Sid {service} is invalid.")
    if sender is None:
        if account.numbers is not None and not account.numbers:
            raise Refused(21703)
        return
    if not any(form.fullmatch(sender) for form in (_E164, _SHORT_CODE, _ALPHANUMERIC)):
        raise Refused(21212, f"Invalid 'From' Phone Number: {sender}")
    if sender == to:
        raise Refused(21266)
    if account.numbers is not None and sender not in account.numbers:
        raise Refused(21606)


def _validity(period: str) -> int:
    if not period:
        return MAX_VALIDITY
    if not (period.isascii() and period.isdigit() and int(period) > 0):
        raise Refused(90014)
    if int(period) > MAX_VALIDITY:
        raise Refused(90007)
    return int(period)
