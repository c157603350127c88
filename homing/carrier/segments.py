"""How many segments a text takes on the air (GSM 03.38, 3GPP TS 23.038 and 23.040)."""

from collections.abc import Iterable, Iterator
from typing import Final

# One septet each. The 128th code is the escape to the extension table, which no text contains.
_BASIC: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    " !\"#¤%&'()*+,-./:;<=>?¡¿@£$¥§_\n\r"
    "ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùü"
    "ΔΦΓΛΩΠΨΣΘΞ"
)

# The escape and one septet more.
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")

_SEPTETS_ALONE: Final = 160
_SEPTETS_JOINED: Final = 153  # six octets of every joined segment are its header
_UNITS_ALONE: Final = 70
_UNITS_JOINED: Final = 67

_LAST_OF_THE_BASIC_PLANE: Final = 0xFFFF


def count_segments(text: str) -> int:
    """The segments that ``text`` takes; 0 for no text.

    The text is taken as it is: composing accents first is the sender's business.
    """
    septets = list(_septets(text))
    if len(septets) == len(text):
        return _packed(septets, _SEPTETS_ALONE, _SEPTETS_JOINED)
    units = [2 if ord(character) > _LAST_OF_THE_BASIC_PLANE else 1 for character in text]
    return _packed(units, _UNITS_ALONE, _UNITS_JOINED)


def _septets(text: str) -> Iterator[int]:
    """The width of each character up to the first that GSM 03.38 lacks."""
    for character in text:
        if character in _BASIC:
            yield 1
        elif character in _EXTENDED:
            yield 2
        else:
            return


def _packed(widths: Iterable[int], alone: int, joined: int) -> int:
    """Fill segments in order; a character that doesn't fit whole opens the next."""
    widths = list(widths)
    if sum(widths) <= alone:
        return int(bool(widths))
    segments, room = 1, joined
    for width in widths:
        if width > room:
            segments, room = segments + 1, joined
        room -= width
    return segments
