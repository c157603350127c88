"""Public shorteners are found however they are written, and nothing else is taken for one."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.domain.links import SHORTENERS, shortener_in

pytestmark = pytest.mark.spec("A08")


@pytest.mark.parametrize("shortener", sorted(SHORTENERS))
@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "https://{}/abc",
        "see {}/abc now",
        "www.{}",
        "HTTP://WWW.{}:443/x?y=z",
        "({}.)",
        "first.{}/q.",
        "https://ana:secret@{}/x",
        "Open:{}",
        "open={}&x",
        "_{}_",
        "-{}",
        "{}...",
        "点击{}查看",
    ],
)
def test_a_shortener_is_found_however_it_is_written(shortener: str, written: str) -> None:
    assert shortener_in(written.format(shortener)) == shortener
    assert shortener_in(written.format(shortener.upper())) == shortener


@pytest.mark.parametrize(
    "text",
    [
        "ｂｉｔ．ｌｙ",
        "bit。ly/abc",
        "bit｡ly/abc",
        "bit․ly",
        "ⓑⓘⓣ.ly",
        "𝐛𝐢𝐭.𝐥𝐲",
        "bi\u00adt.ly",
        "bit\u200b.ly",
        "b\u2060it.l\ufeffy",
        "https://bit%2Ely/x",
        "https://%62it.ly/x",
        "https://bit%E3%80%82ly/x",
        "看。bit.ly/abc",
        "bit.ly。OK",
        "“bit.ly”",
        "über bit.ly",
        "50% off: bit.ly/abc",
    ],
)
def test_a_shortener_is_found_in_unicode_and_percent_encoding(text: str) -> None:
    assert shortener_in(text) == "bit.ly"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hi Ana - you have a pending action in Pidgr.",
        "https://links.pidgr.com/c/aB3dE5gH7jK",
        "orbit.lyon.fr",
        "habit.ly",
        "my-bit.ly",
        "my--bit.ly",
        "débit.ly",
        "bit.ly.example.com",
        "t.com",
        "at.co",
        "max.co",
        "bit.lyon",
        "bit. ly",
        "bit ly",
        "bit-ly",
        "bit,ly",
        "xn--bit-8na.ly",
        "Version 3.5 of 1.2.2026",
        "That is it.Lynn knows",
        "...",
        "a..b",
    ],
)
def test_another_domain_or_a_plain_sentence_is_no_shortener(text: str) -> None:
    assert shortener_in(text) is None


def test_the_first_of_several_shorteners_is_named() -> None:
    assert shortener_in("habit.ly, t.co/x and bit.ly/y") == "t.co"


def test_every_shortener_is_a_domain_of_two_labels() -> None:
    assert all(shortener.count(".") == 1 and shortener == shortener.lower() for shortener in SHORTENERS)


LABEL = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=10)


@settings(deadline=None)
@given(st.sampled_from(sorted(SHORTENERS)), LABEL, LABEL, st.text(max_size=30))
def test_a_subdomain_is_the_shortener_and_a_prefix_another_domain(
    shortener: str, label: str, suffix: str, around: str
) -> None:
    assert shortener_in(f"{label}.{shortener}") == shortener
    assert shortener_in(f"{label}-{shortener}") is None
    assert shortener_in(f"{shortener}.{suffix}z0.example") is None
    assert shortener_in(f"{around} {shortener}/{suffix}") in SHORTENERS


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert shortener_in(text) in {None, *SHORTENERS}


@pytest.mark.parametrize("unit", ["a", "a-", "a.", ".", "-", "é", "a.-", "%2e"])
def test_the_search_takes_linear_time(unit: str) -> None:
    started = time.process_time()
    assert shortener_in(unit * 100_000) is None
    assert time.process_time() - started < 5  # quadratic would take hours
