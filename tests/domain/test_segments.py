"""Known answers of segmentation, from the standard and from the provider's published rules."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.domain.segments import GSM_BASIC, GSM_EXTENSION, Encoding, Segmentation, segment

pytestmark = pytest.mark.spec("D19")


@pytest.mark.parametrize(
    ("text", "units", "segments"),
    [
        ("", 0, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("a" * 459, 459, 3),
        ("a" * 460, 460, 4),
        ("é" * 160, 160, 1),
        ("€" * 80, 160, 1),
        ("€" * 80 + "a", 161, 2),
        ("line\r\nline\f", 12, 1),
    ],
)
def test_gsm_text_costs_160_septets_alone_and_153_each_when_joined(
    text: str, units: int, segments: int
) -> None:
    assert segment(text) == Segmentation(Encoding.GSM, units, segments, None)


@pytest.mark.parametrize(
    ("text", "units", "segments"),
    [
        ("í" * 70, 70, 1),
        ("í" * 71, 71, 2),
        ("í" * 134, 134, 2),
        ("í" * 135, 135, 3),
        ("í" * 201, 201, 3),
        ("í" * 202, 202, 4),
    ],
)
def test_other_text_costs_70_units_alone_and_67_each_when_joined(
    text: str, units: int, segments: int
) -> None:
    assert segment(text) == Segmentation(Encoding.UCS2, units, segments, "í")


@pytest.mark.parametrize("character", GSM_EXTENSION)
def test_each_extension_character_costs_two_septets(character: str) -> None:
    assert segment(character).units == 2
    assert segment(character * 81) == Segmentation(Encoding.GSM, 162, 2, None)


@pytest.mark.parametrize("character", GSM_BASIC)
def test_each_basic_character_costs_one_septet(character: str) -> None:
    assert segment(character) == Segmentation(Encoding.GSM, 1, 1, None)


def test_the_basic_table_has_every_code_but_the_escape() -> None:
    assert len(set(GSM_BASIC)) == len(GSM_BASIC) == 127
    assert len(GSM_EXTENSION) == 10


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        # The pair would begin on septet 153: it moves on, one septet is lost, and 306 no longer do.
        ("a" * 152 + "€" + "a" * 152, 3),
        ("a" * 152 + "€" + "a" * 151, 2),
        ("a" * 151 + "€" + "a" * 153, 2),
        # One septet lost at each of two boundaries.
        ("a" * 152 + "€" + "a" * 150 + "€" + "a" * 151, 3),
        ("a" * 152 + "€" + "a" * 150 + "€" + "a" * 152, 4),
        # Alone there is no boundary to straddle.
        ("a" * 152 + "€" + "a" * 6, 1),
    ],
)
def test_an_extension_character_never_straddles_two_segments(text: str, segments: int) -> None:
    assert segment(text).segments == segments


@pytest.mark.parametrize(
    ("text", "units", "segments"),
    [
        ("😀" * 35, 70, 1),
        ("😀" * 36, 72, 2),
        # 33 pairs a segment, one unit lost.
        ("😀" * 66, 132, 2),
        ("😀" * 67, 134, 3),
        ("í" * 66 + "😀" + "í" * 66, 134, 3),
        ("í" * 65 + "😀" + "í" * 67, 134, 2),
    ],
)
def test_a_surrogate_pair_never_straddles_two_segments(text: str, units: int, segments: int) -> None:
    counted = segment(text)
    assert (counted.units, counted.segments) == (units, segments)


def test_a_cluster_of_several_characters_may_straddle() -> None:
    family = "👨\u200d👩\u200d👧"
    assert segment("í" * 64 + family + "í" * 62).segments == 2


@pytest.mark.parametrize(
    ("decomposed", "units"),
    [("e\u0301", 1), ("n\u0303", 1), ("a\u030a", 1), ("\u2126", 1)],
)
def test_text_is_composed_before_it_is_counted(decomposed: str, units: int) -> None:
    assert segment(decomposed) == Segmentation(Encoding.GSM, units, 1, None)


@pytest.mark.parametrize("character", "íóúêãõçâîôûáłżşі—–“”‘’«»…\u00a0\t`ΑΒ\x1b")
def test_a_character_that_gsm_lacks_is_named(character: str) -> None:
    counted = segment(f"Plain {character} and ñot — more")
    assert (counted.encoding, counted.dearer) == (Encoding.UCS2, character)


@pytest.mark.parametrize("character", "éèàùìòäöüñåæøßÇÑÉÄÖÜÅÆØ")
def test_an_accented_letter_of_gsm_is_not_dearer(character: str) -> None:
    assert segment(character).dearer is None


SAMPLE = (
    'Hi Ana {dash} you have a pending action in Pidgr: "Q3 Security Policy".\n'
    "Open: https://links.pidgr.com/c/x7Kq2a\n"
    "Reply STOP to opt out."
)


def test_the_sample_with_an_em_dash_costs_two_segments_and_with_a_hyphen_one() -> None:
    assert segment(SAMPLE.format(dash="—")) == Segmentation(Encoding.UCS2, 128, 2, "—")
    assert segment(SAMPLE.format(dash="-")) == Segmentation(Encoding.GSM, 128, 1, None)


TEXTS = st.text(st.sampled_from("ae\u0301í€[😀👨\u200d\n") | st.characters(codec="utf-8"), max_size=700)


@settings(deadline=None)
@given(TEXTS)
def test_units_are_those_of_the_composed_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    counted = segment(text)
    assert counted == segment(composed)
    if counted.dearer is None:
        assert counted.units == len(composed) + sum(map(composed.count, GSM_EXTENSION))
    else:
        assert counted.units == len(composed.encode("utf-16-be")) // 2
        assert counted.dearer not in GSM_BASIC + GSM_EXTENSION
        before = composed[: composed.index(counted.dearer)]
        assert set(before) <= set(GSM_BASIC + GSM_EXTENSION)


@settings(deadline=None)
@given(TEXTS)
def test_segments_lie_between_full_ones_and_ones_that_each_lose_a_unit(text: str) -> None:
    counted = segment(text)
    alone, joined = (160, 153) if counted.encoding is Encoding.GSM else (70, 67)
    if counted.units <= alone:
        assert counted.segments == 1
    else:
        assert -(-counted.units // joined) <= counted.segments <= -(-counted.units // (joined - 1))


@settings(deadline=None)
@given(st.text(st.characters(categories=["Cs"]) | st.just("a"), max_size=300))
def test_lone_surrogates_are_counted_like_any_unit(text: str) -> None:
    counted = segment(text)
    assert counted.units == len(text)
    assert (counted.encoding is Encoding.GSM) == (set(text) <= {"a"})


def test_two_high_surrogates_in_a_row_are_no_pair() -> None:
    assert segment("\ud83d" * 134).segments == 2
