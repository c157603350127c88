"""Words and phrases that are looked for in replies."""

import pytest

from homing.domain.search import MOST_WORDS, holds_number, read_search, words_of


def test_words_are_each_looked_for_once_and_phrases_in_their_order() -> None:
    search = read_search('call "my manager" Call CAFÉ')

    assert search.spellings == (("call", "my", "manager", "cafe"),) * 2
    assert search.phrases == ((("my", "manager"),) * 2,)


def found(query: str, body: str) -> bool:
    """Whether what is looked for is what a reply is found by."""
    search, words = read_search(query), set(words_of(body))
    assert all(search.spellings)
    return any(words.issuperset(one) for one in search.spellings) and search.holds(body)


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("dont", "I don't know"),
        ("don't", "I dont know"),
        ("DON’T", "i don`t know"),
        ("don't", "I don´t know"),
        ("resend", "Please re-send it"),
        ("re-send", "Please resend it"),
        ("re-send", "Please re send it"),
        ("send", "Please re\u2010send it"),
        ("ecole", "À l’École"),
        ('"dont know"', "I don't know"),
        ('"know me"', "Don't-know me"),
        ("短信", "我想退订短信谢谢你们公司"),
        ("退订短信", "我想退订短信谢谢你们公司"),
        ("信", "我想退订短信谢谢你们公司"),
        ("短信 公司", "我想退订短信谢谢你们公司"),
        ("td 退订", "TD退订"),
        ("停止", "配信停止お願いします"),
        ("メール", "ﾒｰﾙを止めて"),
        ("หยุด", "ช่วยหยุดส่งด้วย"),
        ("수신거부", "수신거부 부탁드립니다"),
        ("👍", "ok👍🏽thanks"),
    ],
)
def test_words_are_found_joined_or_apart_and_within_what_has_no_spaces(query: str, body: str) -> None:
    assert found(query, body)


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("sen", "resend"),
        ("resend", "re send"),
        ("homenow", "home – now"),
        ("退订短信", "退订短, 订短信"),
        ("短我", "我想退订短信"),
        ("👎", "👍"),
        ('"know dont"', "I don't know"),
    ],
)
def test_what_was_not_written_is_not_found(query: str, body: str) -> None:
    assert not found(query, body)


def test_a_reply_is_found_by_its_first_thousand_words() -> None:
    body = " ".join(f"w{n}" for n in range(MOST_WORDS + 1))

    assert found(f"w{MOST_WORDS - 1}", body)
    assert not found(f"w{MOST_WORDS}", body)
    assert len(words_of("".join(map(chr, range(0x4E00, 0x4E00 + 1600))))) == MOST_WORDS == 1000


@pytest.mark.parametrize(
    ("query", "body", "held"),
    [
        ('"my manager"', "Please ask MY  Manager, not me.", True),
        ('"my manager"', "The manager is my friend", False),
        ('"no más"', "¡No mas!", True),
        ('"in the" "the end"', "in the end", True),
        ('"in the" "the end"', "the end in", False),
        ('"a a b"', "a a a b", True),
        ("words alone", "are not looked at here", True),
        ('"one', "an unclosed quotation mark is none", True),
    ],
)
def test_a_phrase_is_held_by_what_has_its_words_in_a_row(query: str, body: str, *, held: bool) -> None:
    assert read_search(query).holds(body) is held


@pytest.mark.parametrize("query", ["", "!?", '"" ""', "- ' -", "+$"])
def test_what_has_no_word_asks_for_none(query: str) -> None:
    assert read_search(query).spellings == ((), ())


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("+34 611 22 33 44", True),
        ("(201) 555-0123", True),
        ("6112233", True),
        ("٦١١٢٢٣٣", True),
        ("611-22-33", True),
        ("ticket 611223", False),
        ("12 to 45 and 6789", False),
        ("call me", False),
    ],
)
def test_as_many_digits_as_a_phone_number_has_are_noticed_however_they_are_grouped(
    query: str, *, held: bool
) -> None:
    assert holds_number(query) is held
