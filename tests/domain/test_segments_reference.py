"""Segments, counted twice: by the product and by a second implementation, over texts in ten scripts."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from random import Random
from typing import Final

import pytest

from homing.domain.segments import segment
from tests.domain.reference_segments import SEPTETS, Cost, air, cost

TEXTS_PER_SCRIPT: Final = 1_000
LENGTHS: Final = (
    *range(1, 12),
    *range(60, 76),
    *range(130, 140),
    *range(150, 165),
    *range(198, 205),
    *range(300, 310),
    *range(455, 463),
)
"""In characters: short ones, and those around each border of 70, 67 n, 160 and 153 n."""

ROOM: Final = {"gsm": 153, "ucs2": 67}
"""Units of a text in each of several joined segments."""

LATIN: Final = " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'\"()/-@£$¥&%"
COMPOSED: Final = "éèàùìòäöüñåæøßÇÑÉÄÖÜÆØÅ"
EXTENSION: Final = "^{}\\[~]|€\f"
EMOJI: Final = ("😀", "🎉", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "❤️", "𝔘", "𠀀")

SCRIPTS: Final[dict[str, tuple[str, ...]]] = {
    "latin of the gsm alphabet": tuple(LATIN + COMPOSED),
    "latin with the extension table": tuple(LATIN + EXTENSION * 3),
    "accented latin": tuple(LATIN + COMPOSED + "íóúêãõçâîôûşğćżßœ—“”’"),
    "greek": tuple("αβγδεζηθικλμνξοπρστυφχψωάέήίόύώΑΒΓΔΕΖΗΘΛΞΠΣΦΨΩ "),
    "cyrillic": tuple("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙЁё "),
    "arabic": tuple("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئة َُِّ،؟"),
    "hebrew": tuple("אבגדהוזחטיכלמנסעפצקרשתםןץףך ְִֵֶַָּ"),
    "devanagari": tuple("अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह़ािीुूृेैोौ्ं "),
    "chinese, japanese and korean": tuple(
        "提醒您有一个待处理的操作確認してくださいリマインダー알림이있습니다。、"
    ),
    "emoji among latin": (*LATIN, *EMOJI, *EMOJI, *EMOJI),
}


def texts(script: str) -> Iterator[str]:
    """The same texts on every run. Every other one is mostly plain with a few letters of the script, as
    people write; two in three end right at a border in units, where a letter of two units may not fit; one
    in four is decomposed, as some keyboards and file systems leave it."""
    random = Random(f"segments of {script}")
    for number in range(TEXTS_PER_SCRIPT):
        alphabet, length = SCRIPTS[script], random.choice(LENGTHS)
        share = 1.0 if number % 2 else random.random() / 10
        letters = [
            random.choice(alphabet) if random.random() < share else random.choice(LATIN)
            for _ in range(length)
        ]
        text = "".join(letters)
        if number % 3:
            text = cut_at_a_border(text)
        yield unicodedata.normalize("NFD", text) if number % 4 == 0 else text


def cut_at_a_border(text: str) -> str:
    """The longest beginning that would fill whole segments if letters could be torn apart."""
    encoding, letters = air(text)
    room = ROOM[encoding] * {"gsm": 7, "ucs2": 16}[encoding]
    ends = list(accumulate(map(len, letters)))
    full = [place for place, end in enumerate(ends, start=1) if end % room == 0]
    return text[: full[-1]] if full else text


@cache
def costed(script: str) -> list[tuple[str, Cost]]:
    """Its texts with what they cost by the second account."""
    return [(text, cost(text)) for text in texts(script)]


@pytest.mark.spec("D19")
@pytest.mark.parametrize("script", SCRIPTS)
def test_two_implementations_count_the_same_segments(script: str) -> None:
    disagreements = []
    for text, expected in costed(script):
        counted = segment(text)
        if (counted.encoding.value, counted.units, counted.segments) != expected:
            disagreements.append((text, counted, expected))
    assert disagreements == []


def test_the_generated_texts_reach_both_encodings_and_every_border() -> None:
    costs = [cost for script in SCRIPTS for _, cost in costed(script)]
    assert len(costs) == 10_000
    seen = Counter((encoding, segments) for encoding, _, segments in costs)
    assert all(seen["gsm", n] > 50 for n in (1, 2, 3))
    assert all(seen["ucs2", n] > 50 for n in (1, 2, 3, 4, 5))
    units = {(encoding, units) for encoding, units, _ in costs}
    assert {("gsm", n) for n in (159, 160, 161, 305, 306, 307)} <= units
    assert {("ucs2", n) for n in (69, 70, 71, 133, 134, 135, 136)} <= units
    # Where a letter that may not straddle was pushed into one segment more than the units alone need.
    pushed = Counter(c.encoding for c in costs if c.segments > max(1, -(-c.units // ROOM[c.encoding])))
    assert pushed["gsm"] > 10
    assert pushed["ucs2"] > 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", Cost("gsm", 1, 1)),
        ("a" * 160, Cost("gsm", 160, 1)),
        ("a" * 161, Cost("gsm", 161, 2)),
        ("a" * 306, Cost("gsm", 306, 2)),
        ("a" * 307, Cost("gsm", 307, 3)),
        ("€" * 80, Cost("gsm", 160, 1)),
        ("€" * 81, Cost("gsm", 162, 2)),
        ("a" * 152 + "€" + "a" * 152, Cost("gsm", 306, 3)),
        ("a" * 151 + "€" + "a" * 153, Cost("gsm", 306, 2)),
        ("é" * 160, Cost("gsm", 160, 1)),
        ("e\u0301" * 160, Cost("gsm", 160, 1)),
        ("í", Cost("ucs2", 1, 1)),
        ("ç", Cost("ucs2", 1, 1)),
        ("Ç", Cost("gsm", 1, 1)),
        ("`", Cost("ucs2", 1, 1)),
        ("\x1b", Cost("ucs2", 1, 1)),
        ("я" * 70, Cost("ucs2", 70, 1)),
        ("я" * 71, Cost("ucs2", 71, 2)),
        ("я" * 134, Cost("ucs2", 134, 2)),
        ("я" * 135, Cost("ucs2", 135, 3)),
        ("😀" * 35, Cost("ucs2", 70, 1)),
        ("😀" * 36, Cost("ucs2", 72, 2)),
        ("😀" * 67, Cost("ucs2", 134, 3)),
        ("я" + "😀" * 33 + "я" * 67, Cost("ucs2", 134, 2)),
    ],
)
@pytest.mark.spec("D19")
def test_both_implementations_know_the_known_answers(text: str, expected: Cost) -> None:
    counted = segment(text)
    assert cost(text) == expected
    assert (counted.encoding.value, counted.units, counted.segments) == expected


@pytest.mark.spec("D19")
def test_the_sample_with_its_dash_takes_two_segments_and_with_a_hyphen_one() -> None:
    sample = (
        'Hi Ana — you have a pending action in Pidgr: "Q3 Security Policy".\n'
        "Open: https://links.pidgr.com/c/8fK2pQ\nReply STOP to opt out."
    )
    assert cost(sample) == Cost("ucs2", len(sample), 2)
    assert cost(sample.replace("—", "-")) == Cost("gsm", len(sample), 1)
    assert segment(sample).segments == 2
    assert segment(sample.replace("—", "-")).segments == 1


def test_the_reference_knows_the_whole_alphabet() -> None:
    assert len([letter for letter, septets in SEPTETS.items() if len(septets) == 1]) == 127
    assert {letter for letter, septets in SEPTETS.items() if len(septets) == 2} == set(EXTENSION)
    assert [SEPTETS[letter] for letter in "@Δ A¿aà€"] == [
        (0x00,), (0x10,), (0x20,), (0x41,), (0x60,), (0x61,), (0x7F,), (0x1B, 0x65),
    ]  # fmt: skip
