"""What replies are answered, and what an answer of an organization's own may say."""

from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.answer_sentences import ANSWERS
from homing.domain.answers import (
    BUILT_IN,
    FIXED,
    MOST_CHARACTERS,
    START_WORD,
    Names,
    answer_to,
    built_in,
    check_answer,
    check_product,
    check_words,
    fill,
    language_for,
    measure,
    overlong,
    waits_for_the_word,
    words_for,
)
from homing.domain.errors import RefusedError
from homing.domain.keywords import KEYWORDS, Meaning
from homing.domain.languages import LANGUAGES
from homing.domain.replies import read
from homing.domain.segments import segment

PIDGR = Names("Pidgr", "help@pidgr.com")
ALONE = Names("Pidgr", None)
NOBODY = Names(None, None)
EVERY = (*BUILT_IN, START_WORD)


def refused(keyword: str, body: str) -> str | None:
    try:
        check_answer(keyword, body)
    except RefusedError as error:
        return error.reason
    return None


def words_refused(keyword: str, *words: str) -> str | None:
    try:
        check_words(keyword, words)
    except RefusedError as error:
        return error.reason
    return None


@pytest.mark.spec("A15", "D20")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("keyword", EVERY)
@pytest.mark.parametrize("opted_out", [False, True])
def test_an_answer_names_the_product_and_costs_one_segment(
    language: str, keyword: str, *, opted_out: bool
) -> None:
    for names in (PIDGR, ALONE):
        answer = answer_to(keyword, language, names, {}, opted_out=opted_out)

        assert answer.startswith("Pidgr")
        costs = segment(answer)
        assert (costs.segments, costs.dearer) == (1, None)


def test_answers_are_there_in_every_language_and_differ() -> None:
    assert tuple(ANSWERS) == LANGUAGES
    for keyword in EVERY:
        assert len({answer_to(keyword, one, PIDGR, {}) for one in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.spec("A15", "P16")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_confirmation_says_how_to_resume_and_the_others_how_to_stop(language: str) -> None:
    said = {keyword: answer_to(keyword, language, ALONE, {}) for keyword in EVERY}

    assert "START" in said["stop"]
    assert "START" in said[START_WORD]
    for keyword in ("start", "help", "info", "contact", "unclear"):
        assert "STOP" in said[keyword]
        assert "START" not in said[keyword]
    assert said["info"] == said["help"]
    assert len(set(said.values())) == len(EVERY) - 1


@pytest.mark.spec("P16", "D22")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("keyword", ["help", "info", "contact"])
def test_help_names_the_contact_and_without_one_whom_to_ask(language: str, keyword: str) -> None:
    named, unnamed = (answer_to(keyword, language, names, {}) for names in (PIDGR, ALONE))

    assert "help@pidgr.com" in named
    assert unnamed == answer_to(keyword, language, Names("Pidgr", ""), {})
    assert "administra" in unnamed.lower()


@pytest.mark.spec("P16")
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_says_how_to_resume_to_whoever_has_opted_out(language: str) -> None:
    own = {("help", language): "{product} STOP"}
    for answers in ({}, own):
        opted_out = answer_to("help", language, PIDGR, answers, opted_out=True)
        assert "START" in opted_out
        assert "STOP" in opted_out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("keyword", EVERY)
def test_an_answer_in_nobodys_name_is_the_same_without_it(language: str, keyword: str) -> None:
    named, nobodys = (answer_to(keyword, language, names, {}) for names in (ALONE, NOBODY))

    assert named.endswith(nobodys)
    assert named.removesuffix(nobodys).replace(" ", "") == "Pidgr:"


def test_an_answer_is_one_line_whatever_the_names_hold() -> None:
    answer = answer_to("help", "en", Names("Pid\x00gr\n<b>", "a\x0bb\u2028c"), {})

    assert answer.startswith("Pid gr <b>: ")
    assert "Help: a b c." in answer
    assert answer.isprintable()


def test_a_name_that_looks_like_a_placeholder_stays_what_it_is() -> None:
    assert fill("{product} {contact}", "en", Names("{contact}", "{product}")) == "{contact} {product}"


@pytest.mark.spec("D21")
def test_a_text_of_ones_own_stands_in_for_the_built_in_one_in_its_language_alone() -> None:
    own = {("help", "es"): "{product} STOP, {contact}"}

    assert answer_to("help", "es", PIDGR, own) == "Pidgr STOP, help@pidgr.com"
    assert answer_to("help", "es", ALONE, own) == "Pidgr STOP, tu administrador"
    assert answer_to("info", "es", PIDGR, own) == "Pidgr STOP, help@pidgr.com"
    assert answer_to("info", "es", PIDGR, {**own, ("info", "es"): "STOP"}) == "STOP"
    assert answer_to("help", "de", PIDGR, own) == answer_to("help", "de", PIDGR, {})


@pytest.mark.spec("P16", "D22")
@pytest.mark.parametrize("worded", ["help", "info"])
def test_whoever_has_opted_out_is_told_how_to_resume_by_ones_own_help_and_info_too(worded: str) -> None:
    own = {(worded, "en"): "{product}: {contact}, or STOP."}

    answer = answer_to("info", "en", PIDGR, own, opted_out=True)

    assert answer == f"Pidgr: help@pidgr.com, or STOP. {ANSWERS['en'].resume}"


@pytest.mark.spec("D22")
def test_an_answer_may_be_as_long_as_is_said_and_not_a_sign_longer() -> None:
    assert refused("hours", "x" * MOST_CHARACTERS) is None
    assert refused("hours", "x" * (MOST_CHARACTERS + 1)) == "answer_too_long"


@pytest.mark.spec("D21", "D22")
def test_a_keyword_of_ones_own_is_answered_in_a_language_that_it_is_worded_in() -> None:
    worded = {("hours", one): one for one in ("fr", "de", "en")}

    assert answer_to("hours", "fr", PIDGR, worded, default="de") == "fr"
    assert answer_to("hours", "es", PIDGR, worded, default="de") == "de"
    assert answer_to("hours", "es", PIDGR, worded, default="es") == "en"
    assert answer_to("hours", "es", PIDGR, {("hours", "fr"): "{contact} fr"}) == "help@pidgr.com fr"
    assert answer_to("hours", "es", ALONE, {("hours", "fr"): "{contact}"}) == "votre administrateur"
    with pytest.raises(KeyError):
        answer_to("hours", "es", PIDGR, {})


@pytest.mark.parametrize(
    ("languages", "word", "locale", "default", "expected"),
    [
        ([], "fr", "de", "en", "fr"),
        (["de", "en"], "fr", "de", "en", "de"),
        ([], None, "de-AT", "en", "de"),
        ([], "it", "es", "en", "es"),
        ([], "it", None, "pt-BR", "pt-BR"),
        (["es"], "fr", "fr", "es", "es"),
    ],
)
def test_the_language_is_the_words_else_the_persons_else_the_organizations(
    languages: list[str], word: str | None, locale: str | None, default: str, expected: str
) -> None:
    assert language_for(languages, word, locale, default) == expected


@pytest.mark.spec("D21", "A15", "A08")
@pytest.mark.parametrize(
    ("keyword", "body", "reason"),
    [
        ("stop", "{product}: no more texts. START to resume.", None),
        ("stop", "{product}: no more texts.", "answer_without_start"),
        ("stop", "{product}: no more texts. RESTARTED", "answer_without_start"),
        ("stop", "Stopped. START to resume.", "answer_without_sender"),
        ("stop", "{product}: START. See www.pidgr.com", "answer_with_link"),
        ("stop", "{product}: START. See pidgr.com/offers", "answer_with_link"),
        ("stop", "{product}: START. See https://localhost", "answer_with_link"),
        ("stop", "{product}: START, or ask {contact}", "answer_with_link"),
        ("help", "{product}: ask {contact}. STOP to opt out. pidgr.com/help", None),
        ("help", "{product}: ask {contact}.", "answer_without_stop"),
        ("info", "{product}: ask {contact}.", "answer_without_stop"),
        ("help", "Ask {contact}. STOP to opt out.", "answer_without_sender"),
        ("info", "Win a prize! STOP", "answer_without_sender"),
        ("help", "{product}: STOP to opt out.", "answer_without_contact"),
        ("info", "{product}: STOP to opt out.", "answer_without_contact"),
        ("help", "STOP bit.ly/x", "link_shortener"),
        ("hours", "see bit{product}.ly/x", "link_shortener"),
        ("hours", "Nine to five.", None),
        ("hours", "{name}", "placeholder_unknown"),
        ("hours", "{product.__class__}", "placeholder_unknown"),
        ("hours", "{{product}}", "placeholder_unknown"),
        ("hours", "a } b", "placeholder_unknown"),
        ("hours", "two\nlines", "answer_not_one_line"),
        ("hours", "left\u202eright", "answer_not_one_line"),
        ("hours", "half\ud800", "answer_not_one_line"),
        ("hours", "  ", "answer_not_one_line"),
        ("hours", "{product}", "answer_not_one_line"),
        ("hours", "x" * 401, "answer_too_long"),
    ],
)
def test_a_text_is_refused_for_what_it_says_or_lacks(keyword: str, body: str, reason: str | None) -> None:
    assert refused(keyword, body) == reason


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("keyword", BUILT_IN)
def test_the_built_in_texts_keep_their_own_rules(language: str, keyword: str) -> None:
    assert refused(keyword, built_in(keyword, language, PIDGR)) is None


@given(st.text())
def test_any_text_can_be_checked(body: str) -> None:
    if refused("hours", body) is None:
        assert fill(body, "en", ALONE).isprintable()


@pytest.mark.spec("A15", "D20")
@pytest.mark.parametrize(
    ("name", "empty"),
    [
        *(
            (name, True)
            for name in (" ", "\u3164", "\u200b", "\u00a0", "\u2800 \u115f", "\u0301", "--!", "🛑")
        ),
        *((name, False) for name in ("Pidgr", "3", "Ж", "会社", "C++", "\u200bA")),
    ],
)
def test_a_product_has_a_name_that_can_be_seen(name: str, *, empty: bool) -> None:
    with pytest.raises(RefusedError, match="product_name_empty") if empty else nullcontext():
        check_product(name)


@pytest.mark.spec("D20", "A07")
def test_answers_that_their_names_make_too_long_are_found_with_what_they_cost() -> None:
    own = {("stop", "en"): "{product}: " + "x" * 100 + " START", ("hours", "fr"): "x" * 306}
    assert list(overlong(LANGUAGES, PIDGR, own)) == []

    long = Names("Ж" * 150, "help@pidgr.com")
    found = {(keyword, language): costs for keyword, language, costs in overlong(["en", "de"], long, own)}
    assert {language for _, language in found} == {"en", "de"}
    assert {keyword for keyword, _ in found} == {*BUILT_IN, START_WORD}
    assert (found["stop", "en"].segments, found["stop", "en"].dearer) == (4, "Ж")

    # Whoever has opted out is told more than whoever has not; so is help, at its longest.
    for product in (Names("P" * length, "c" * 120) for length in range(1, 200)):
        costs = [
            segment(answer_to("help", "en", product, {}, opted_out=opted_out)).segments
            for opted_out in (False, True)
        ]
        assert (("help", "en") in {one[:2] for one in overlong(["en"], product, {})}) is (max(costs) > 2)


@pytest.mark.spec("P31", "A17")
@pytest.mark.parametrize(
    ("body", "opted_out", "blocked", "expected"),
    [
        ("START", True, True, False),
        (" unstop ", True, True, False),
        ("Start!", True, True, True),
        ("yes", True, True, True),
        ("Start!", True, False, False),
        ("s t a r t", True, False, False),
        ("yes", True, False, False),
        ("START sending me less", True, False, True),
        ("UNSTOP stop", True, False, True),
        ("please start again", True, False, True),
        ("please start again", False, False, False),
    ],
)
def test_what_is_opted_out_resumes_by_a_word_and_where_it_is_blocked_by_the_providers(
    body: str, *, opted_out: bool, blocked: bool, expected: bool
) -> None:
    reading = read(body, yes_resumes=True)

    assert reading.meaning is Meaning.START
    assert waits_for_the_word(reading, body, opted_out=opted_out, blocked=blocked) is expected


def test_a_text_is_measured_at_its_longest_and_the_dearer_character_is_named() -> None:
    plain = measure("hours", "x" * 160, "en", PIDGR)
    helping = measure("help", "x" * 150, "en", PIDGR)
    dear = measure("hours", "ñ{contact}", "es", Names("Pidgr", "m\u00e1s" * 25))

    assert (plain.segments, plain.dearer) == (1, None)
    assert helping.segments == 2
    assert (dear.segments, dear.dearer) == (2, "á")


@pytest.mark.spec("D22")
@pytest.mark.parametrize(
    ("keyword", "words", "reason"),
    [
        ("hours", ["HOURS", "opening hours"], None),
        ("contact", ["WHO"], None),
        ("help", [], None),
        ("hours", [], "keyword_without_words"),
        ("hours", ["..."], "keyword_word_empty"),
        ("hours", ["stop"], "keyword_word_taken"),
        ("hours", ["Opt-Out!"], "keyword_word_taken"),
        ("hours", ["unstop"], "keyword_word_taken"),
        ("hours", ["yes"], "keyword_word_taken"),
        ("hours", ["Info"], "keyword_word_taken"),
        *((one, ["MORE"], "keyword_words_fixed") for one in sorted(FIXED)),
    ],
)
def test_words_that_ask_for_something_else_are_refused(
    keyword: str, words: list[str], reason: str | None
) -> None:
    assert words_refused(keyword, *words) == reason


def test_whatever_a_word_is_understood_as_has_an_answer() -> None:
    assert {one.name for one in KEYWORDS.values()} <= {*BUILT_IN}


@pytest.mark.parametrize(
    "body",
    [
        *("stop texting me", "please start again", "how do I stop this?", "who is this?"),
        *("you have the wrong number", "stop?", "NO", "🛑", "who sends this", "what is this about", "yes"),
        *("leave me alone", "thanks, done", "don't stop", "see you at the bus stop", ""),
    ],
)
def test_whatever_a_sentence_is_understood_as_has_an_answer_unless_it_is_plain(body: str) -> None:
    reading = read(body)

    assert (reading.keyword in BUILT_IN) is (reading.meaning is not Meaning.PLAIN)


def test_the_built_in_words_are_told_by_keyword_and_language() -> None:
    assert "STOPALL" in words_for("stop", "en")
    assert "UNSTOP" in words_for("start", "en")
    assert "HELP" in words_for("help", "en")
    assert words_for("unclear", "en") == []
