"""A second account of what a text message costs, written apart from the product's, to check it against.

It works the way a handset does: each character becomes the bits that go on the air, and messages of 140
octets are filled with them (3GPP TS 23.038 for the alphabet, TS 23.040 for the header of joined ones).
The usual 160, 153, 70 and 67 are written nowhere: they come out.
"""

import unicodedata
from typing import Final, NamedTuple

OCTETS: Final = 140
"""The user data of one short message."""
HEADER: Final = 6
"""Octets that each of several joined messages gives up to say which part of which text it is."""

_ALPHABET: Final = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
"""The GSM 7-bit default alphabet: a character's place is its septet. 0x1B escapes to the table below."""
_ESCAPE: Final = 0x1B
_EXTENSION: Final = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}

SEPTETS: Final[dict[str, tuple[int, ...]]] = {
    **{letter: (place,) for place, letter in enumerate(_ALPHABET) if place != _ESCAPE},
    **{letter: (_ESCAPE, place) for place, letter in _EXTENSION.items()},
}


class Cost(NamedTuple):
    """``units`` are septets under gsm, and 16-bit code units under ucs2."""

    encoding: str
    units: int
    segments: int


def air(text: str) -> tuple[str, list[str]]:
    """The encoding of a text, and the bits of each of its characters, which stay together."""
    if all(letter in SEPTETS for letter in text):
        return "gsm", ["".join(f"{septet:07b}" for septet in SEPTETS[letter]) for letter in text]
    return "ucs2", ["".join(f"{octet:08b}" for octet in letter.encode("utf-16-be")) for letter in text]


def messages(letters: list[str]) -> list[str]:
    """The bits of each message that carries these letters, headers left out."""
    whole = "".join(letters)
    if len(whole) <= OCTETS * 8:
        return [whole]
    room = (OCTETS - HEADER) * 8
    filled = [""]
    for letter in letters:
        if len(filled[-1]) + len(letter) > room:
            filled.append("")
        filled[-1] += letter
    return filled


def cost(text: str) -> Cost:
    """What a text that is not empty costs, after composing what may be composed (NFC)."""
    encoding, letters = air(unicodedata.normalize("NFC", text))
    width = {"gsm": 7, "ucs2": 16}[encoding]
    return Cost(encoding, sum(map(len, letters)) // width, len(messages(letters)))
