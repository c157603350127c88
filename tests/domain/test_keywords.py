"""Which replies are keywords, however they are written, and what they are answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.keywords import WORDS, Keyword, Meaning, answer_to, plain, understand
from homing.domain.languages import LANGUAGES
from homing.domain.segments import segment

EVERY_WORD = [
    (meaning, word) for meaning, languages in WORDS.items() for words in languages.values() for word in words
]


@pytest.mark.parametrize(("meaning", "word"), EVERY_WORD)
def test_a_keyword_is_understood_in_any_case_and_named_as_it_is_listed(meaning: Meaning, word: str) -> None:
    for written in (word, word.lower(), word.capitalize(), f" {word}\n"):
        assert understand(written) == Keyword(meaning, word)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Stop.", "STOP"),
        ("STOP!!!", "STOP"),
        ("“stop”", "STOP"),
        ("¡Stop!", "STOP"),
        ("*STOP*", "STOP"),
        ("__stop__", "STOP"),
        ("🛑 Stop 🙏🏽", "STOP"),
        ("stóp", "STOP"),
        ("ＳＴＯＰ", "STOP"),
        ("𝐒𝐓𝐎𝐏", "STOP"),
        ("ſtop", "STOP"),
        ("S\u200bT\u200dO\u2060P\ufeff", "STOP"),
        ("\u202estop\u202c", "STOP"),
        ("st\u00adop", "STOP"),
        ("stop\u3164", "STOP"),
        ("\x00stop\x07", "STOP"),
        ("stop\u00a0all", "STOP ALL"),
        ("Stop \t\n all", "STOP ALL"),
        ("opt-out", "OPT OUT"),
        ("opt – out", "OPT OUT"),
        ("opt_out", "OPT OUT"),
        ("Unstop.", "UNSTOP"),
        ("help?", "HELP"),
        ("Ｉｎｆｏ", "INFO"),
    ],
)
def test_what_is_around_a_word_and_what_nobody_sees_make_no_difference(written: str, word: str) -> None:
    understood = understand(written)
    assert understood is not None
    assert understood.word == word


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "🛑",
        "\u200b",
        "...",
        "YES",
        "Yes!",
        "unstoppable",
        "bus stop at 5",
        "stop sending",
        "stops",
        "stop start",
        "the end",
        "s-t-o-p",
        "STOP\nSent from my phone",
        "\ud83d",
        "١٢٣",
    ],
)
def test_what_is_more_than_a_keyword_or_another_word_is_none(written: str) -> None:
    assert understand(written) is None


def test_unstop_is_no_stop() -> None:
    assert understand("UNSTOP") == Keyword(Meaning.START, "UNSTOP")


@given(st.text())
def test_a_reply_made_plain_stays_as_it_is_and_any_text_can_be_read(body: str) -> None:
    assert plain(plain(body)) == plain(body)
    assert understand(body) == understand(plain(body))


@given(
    st.text(st.characters(categories=["P", "S", "Z", "Cc", "Cf"], exclude_characters="^`¨¯´¸˘˙˚˛˜˝")),
    st.sampled_from(EVERY_WORD),
    st.text(st.characters(categories=["P", "Z", "Cc", "Cf"])),
)
def test_no_signs_around_a_keyword_hide_it(before: str, known: tuple[Meaning, str], after: str) -> None:
    if plain(before) or plain(after):  # some signs stand for letters
        return
    assert understand(f"{before}{known[1]}{after}") == Keyword(*known)


@pytest.mark.parametrize(
    "body", ["-" * 16_000 + "x", "x" + "-" * 16_000 + "x", "\ufdfa" * 5_000, "\u0301" * 16_000]
)
def test_a_reply_of_any_length_is_read_in_one_go(body: str) -> None:
    assert understand(body) is None


@pytest.mark.spec("A15", "D20")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("meaning", list(Meaning))
def test_an_answer_names_the_product_and_costs_one_segment(language: str, meaning: Meaning) -> None:
    answer = answer_to(meaning, language, "Pidgr", "help@pidgr.com")

    assert answer.startswith("Pidgr")
    costs = segment(answer)
    assert (costs.segments, costs.dearer) == (1, None)


@pytest.mark.spec("A15")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_confirmation_says_how_to_resume_and_the_other_two_how_to_stop(language: str) -> None:
    stopped, started, helped = (answer_to(meaning, language, "Pidgr", None) for meaning in Meaning)

    assert "START" in stopped
    assert "STOP" in started
    assert "STOP" in helped
    assert len({stopped, started, helped}) == len(Meaning)


@pytest.mark.spec("P16")
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_the_contact_and_without_one_whom_to_ask(language: str) -> None:
    named = answer_to(Meaning.HELP, language, "Pidgr", "help@pidgr.com")
    unnamed = answer_to(Meaning.HELP, language, "Pidgr", None)

    assert "help@pidgr.com" in named
    assert segment(unnamed).segments == 1
    assert unnamed == answer_to(Meaning.HELP, language, "Pidgr", "")
    assert "administra" in unnamed.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_in_nobodys_name_is_the_same_without_it(language: str) -> None:
    for meaning in Meaning:
        named, nobodys = (answer_to(meaning, language, product, None) for product in ("Pidgr", None))
        assert named.endswith(nobodys)
        assert named.removesuffix(nobodys).replace(" ", "") == "Pidgr:"


def test_an_answer_is_one_line_whatever_the_names_hold() -> None:
    answer = answer_to(Meaning.HELP, "en", "Pid\x00gr\n<b>", "a\x0bb\u2028c")

    assert answer.startswith("Pid gr <b>: ")
    assert "Help: a b c." in answer
    assert answer.isprintable()
