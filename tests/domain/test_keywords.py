"""Which words of a reply are keywords, however they are written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from homing.domain.keywords import DOUBTFUL, INFO, KEYWORDS, WORDS, Meaning, fold, plain, trim
from homing.domain.replies import read

EVERY_WORD = [
    (meaning, word) for meaning, languages in WORDS.items() for words in languages.values() for word in words
]
USUAL = ("es", "pt", "fr", "de", "it", "nl", "sv", "da", "no", "pl", "tr", "ru", "ja", "zh", "ko", "ar")


@pytest.mark.spec("A17")
@pytest.mark.parametrize(("meaning", "word"), EVERY_WORD)
def test_a_keyword_is_understood_in_any_case_and_named_as_a_table_spells_it(
    meaning: Meaning, word: str
) -> None:
    for written in (word, word.lower(), word.capitalize(), f" {word}\n", f"«{word}!»"):
        reading = read(written)
        assert (reading.meaning, reading.rule) == (meaning, "word")
        assert plain(reading.word) == plain(word)


@pytest.mark.spec("A17")
@pytest.mark.parametrize(
    "word",
    ["STOP", "STOPALL", "STOP ALL", "CANCEL", "END", "QUIT", "UNSUBSCRIBE", "REVOKE", "OPTOUT", "OPT OUT"],
)
def test_the_english_words_of_an_opt_out_are_understood(word: str) -> None:
    assert read(word).keyword == "stop"
    assert read(word).language is None


@pytest.mark.spec("A17")
@pytest.mark.parametrize(
    ("word", "keyword"),
    [
        ("START", "start"),
        ("UNSTOP", "start"),
        ("HELP", "help"),
        ("INFO", "info"),
        ("AIDE", "help"),
        ("AYUDA", "help"),
        ("HILFE", "help"),
        ("AJUDA", "help"),
        ("AIUTO", "help"),
        ("HULP", "help"),
        ("información", "info"),
        ("CONTACT", "contact"),
        ("Kontakt", "contact"),
    ],
)
def test_other_words_are_answered_by_their_names(word: str, keyword: str) -> None:
    assert read(word).keyword == keyword


@pytest.mark.spec("A17")
def test_yes_resumes_only_where_it_is_safe() -> None:
    assert read("Yes!").meaning is Meaning.PLAIN
    assert read("Yes!", yes_resumes=True).meaning is Meaning.START


@pytest.mark.spec("A17")
@pytest.mark.parametrize("language", USUAL)
def test_the_usual_languages_have_words_for_stopping(language: str) -> None:
    assert WORDS[Meaning.STOP][language]


def test_no_word_has_two_meanings_and_none_is_doubtful_as_well() -> None:
    assert len({plain(word) for _, word in EVERY_WORD}) == len(KEYWORDS)
    for meaning, word in EVERY_WORD:
        assert KEYWORDS[plain(word)].meaning is meaning
    assert {plain(word) for word in DOUBTFUL} & set(KEYWORDS) == set()
    assert {word for _, word in EVERY_WORD} >= INFO


@pytest.mark.parametrize("word", DOUBTFUL)
def test_what_answers_something_in_another_language_is_asked_back(word: str) -> None:
    assert read(word).keyword == "unclear"


@pytest.mark.spec("A16")
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
        ("S T O P", "STOP"),
        ("s.t.o.p", "STOP"),
        ("s-t-o-p", "STOP"),
        ("sto p", "STOP"),
        ("un subscribe", "UNSUBSCRIBE"),
        ("Unstop.", "UNSTOP"),
        ("help?", "HELP"),
        ("Ｉｎｆｏ", "INFO"),
        ("ARRET", "ARRÊT"),
        ("no mas", "NO MÁS"),
        ("iptal", "İPTAL"),
    ],
)
def test_what_is_around_a_word_and_what_nobody_sees_make_no_difference(written: str, word: str) -> None:
    reading = read(written)
    assert (reading.rule, reading.word) == ("word", word)


@pytest.mark.parametrize(
    "written", ["", " ", "🙂", "\u200b", "...", "YES", "Yes!", "unstoppable", "bus stop", "\ud83d", "١٢٣"]
)
def test_what_is_more_than_a_keyword_or_another_word_is_none(written: str) -> None:
    assert read(written).rule != "word"
    assert read(written).meaning is Meaning.PLAIN


@given(st.text())
@example("\u0130\u0345")
def test_a_reply_made_plain_stays_as_it_is(body: str) -> None:
    assert plain(plain(body)) == plain(body)
    assert trim(fold(body)) == plain(body)


@given(
    st.text(st.characters(categories=["P", "S", "Z", "Cc", "Cf"], exclude_characters="^`¨¯´¸˘˙˚˛˜˝")),
    st.sampled_from(EVERY_WORD),
    st.text(st.characters(categories=["P", "Z", "Cc", "Cf"])),
)
def test_no_signs_around_a_keyword_hide_it(before: str, known: tuple[Meaning, str], after: str) -> None:
    if plain(before) or plain(after):  # some signs stand for letters
        return
    meaning, word = known
    reading = read(f"{before}{word}{after}")
    assert reading.meaning is meaning or reading.rule == "word_asked"
