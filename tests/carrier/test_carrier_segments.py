"""Counting segments: known answers, and agreement with the product, which counts on its own."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.carrier.segments import count_segments
from homing.domain.segments import GSM_BASIC, GSM_EXTENSION, segment

TEXTS = (
    st.text(min_size=1)
    | st.text(GSM_BASIC + GSM_EXTENSION, min_size=1, max_size=700)
    | st.text("aí€😀", min_size=1, max_size=300)
)

pytestmark = pytest.mark.spec("X10")


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # the sign would straddle the first two
        ("í" * 70, 1),
        ("í" * 71, 2),
        ("í" * 134, 2),
        ("í" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),  # 33 whole pairs in each, though 67 units would fit
        ("😀" * 67, 3),
    ],
)
def test_segments_are_counted_as_the_air_takes_them(text: str, segments: int) -> None:
    assert count_segments(text) == segments


@given(TEXTS)
def test_the_carrier_and_the_product_count_alike(text: str) -> None:
    composed = normalize("NFC", text)  # as the product sends it
    assert count_segments(composed) == segment(text).segments
