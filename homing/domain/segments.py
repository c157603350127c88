"""How many segments a text costs, and which character makes it dearer (GSM 03.38, 3GPP TS 23.038)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from unicodedata import normalize

GSM_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The 127 characters of one septet; the 128th code is the escape, which is no character."""

GSM_EXTENSION: Final = "\f^{}\\[~]|€"
"""Characters sent as an escape and a second septet."""

_OUTSIDE_GSM: Final = re.compile(f"[^{re.escape(GSM_BASIC + GSM_EXTENSION)}]")
_EXTENDED: Final = re.compile(f"[{re.escape(GSM_EXTENSION)}]")
_ESCAPE: Final = "\x1b"

_GSM_ALONE, _GSM_JOINED = 160, 153
_UCS2_ALONE, _UCS2_JOINED = 70, 67

# First bytes of the two halves of a surrogate pair, in UTF-16BE.
_HIGH, _LOW = range(0xD8, 0xDC), range(0xDC, 0xE0)


class Encoding(StrEnum):
    """The two alphabets of a text."""

    GSM = "gsm"
    UCS2 = "ucs2"


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What a text costs: ``units`` are septets (GSM) or UTF-16 code units (UCS-2); ``dearer`` is the first
    character that GSM lacks, and so the cause of UCS-2, or None."""

    encoding: Encoding
    units: int
    segments: int
    dearer: str | None


def segment(text: str) -> Segmentation:
    """Count the segments of ``text`` after NFC; an empty text has 0 units and still costs 1 segment.

    An escape pair (GSM) and a surrogate pair (UCS-2) never straddle two segments; clusters of several
    characters, such as a flag, may.
    """
    composed = text if text.isascii() else normalize("NFC", text)
    stranger = _OUTSIDE_GSM.search(composed)
    if stranger is None:
        units, segments = _gsm(composed)
        return Segmentation(Encoding.GSM, units, segments, None)
    units, segments = _ucs2(composed)
    return Segmentation(Encoding.UCS2, units, segments, stranger.group())


def _gsm(text: str) -> tuple[int, int]:
    escapes = len(_EXTENDED.findall(text))
    units = len(text) + escapes
    if units <= _GSM_ALONE:
        return units, 1
    if not escapes:
        return units, -(-units // _GSM_JOINED)
    septets = _EXTENDED.sub(_ESCAPE + "_", text)
    begin, segments = 0, 0
    while begin < units:
        begin += _GSM_JOINED
        if begin < units and septets[begin - 1] == _ESCAPE:
            begin -= 1
        segments += 1
    return units, segments


def _ucs2(text: str) -> tuple[int, int]:
    # A lone surrogate is no character, but counting it must not fail: what is counted is not yet sent.
    encoded = text.encode("utf-16-be", "surrogatepass")
    units = len(encoded) // 2
    if units <= _UCS2_ALONE:
        return units, 1
    if units == len(text):
        return units, -(-units // _UCS2_JOINED)
    begin, segments = 0, 0
    while begin < units:
        begin += _UCS2_JOINED
        if begin < units and encoded[2 * begin - 2] in _HIGH and encoded[2 * begin] in _LOW:
            begin -= 1
        segments += 1
    return units, segments
