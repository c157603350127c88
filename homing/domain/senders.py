"""What texts come from: numbers, short codes and names, each as carriers know it."""

import re
from enum import StrEnum
from typing import Final

from homing.domain.errors import RefusedError
from homing.domain.phone import parse


class SenderKind(StrEnum):
    """The types that carriers tell apart."""

    LONG_CODE = "long_code"
    TOLL_FREE = "toll_free"
    SHORT_CODE = "short_code"
    ALPHANUMERIC = "alphanumeric"


_SHORT_CODE: Final = re.compile("[0-9]{3,8}")
_NAME: Final = re.compile("(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}")
"""GSM 03.40 has room for 11 characters; one letter at least, or it might be somebody's number."""


def read_sender(raw: str, kind: SenderKind, country: str) -> str:
    """A sender as it is kept, so that one written in two ways is one: numbers in E.164.

    Raises NumberRefused as ``phone.parse`` does, and RefusedError ``not_a_sender`` for a short code or a name
    that none can be.
    """
    match kind:
        case SenderKind.LONG_CODE:
            return str(parse(raw, country, landline=True))
        case SenderKind.TOLL_FREE:
            return str(parse(raw, country, toll_free=True))
        case SenderKind.SHORT_CODE:
            return _read(raw, _SHORT_CODE)
        case SenderKind.ALPHANUMERIC:
            return _read(raw, _NAME)


def _read(raw: str, shape: re.Pattern[str]) -> str:
    sender = raw.strip()
    if not shape.fullmatch(sender):
        raise RefusedError("not_a_sender")
    return sender
