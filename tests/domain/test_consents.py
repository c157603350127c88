"""Which of the facts about a consent stands, and what a reply to the question says."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.account_texts import AccountText, AccountWords, render_account
from homing.domain.consents import (
    MOST_CHARACTERS,
    ConsentFact,
    ConsentKind,
    answer_in,
    check_said_at,
    check_shown,
    deciding,
)
from homing.domain.errors import RefusedError
from homing.domain.keywords import Meaning
from homing.domain.languages import LANGUAGES
from homing.domain.replies import read

NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
FACTS: Final = st.lists(
    st.tuples(st.sampled_from(list(ConsentKind)), st.integers(0, 3).map(lambda n: NOW + timedelta(days=n)))
).map(lambda said: [ConsentFact(n, kind, at) for n, (kind, at) in enumerate(said)])


@pytest.mark.spec("D25")
@given(FACTS, st.randoms(use_true_random=False))
def test_what_was_said_last_stands_in_whatever_order_it_is_read(
    facts: list[ConsentFact], random: object
) -> None:
    stands = deciding(facts)
    shuffled = sorted(facts, key=lambda _: random.random())  # type: ignore[attr-defined]  # a Random
    assert deciding(shuffled) == stands
    assert stands is None or all(one.said_at <= stands.said_at for one in facts)


@given(FACTS)
def test_of_one_moment_a_withdrawal_stands(facts: list[ConsentFact]) -> None:
    stands = deciding(facts)
    if stands is not None and stands.kind is not ConsentKind.WITHDRAWN:
        same = [one for one in facts if one.said_at == stands.said_at]
        assert all(one.kind is not ConsentKind.WITHDRAWN and one.id <= stands.id for one in same)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("YES", True),
        (" yes! ", True),
        ("Sí.", True),
        ("si", True),
        ("ＹＥＳ", True),  # full width
        ("no", False),
        ("Nein", False),
        ("YES?", None),
        ("YES please", None),
        ("yes or no", None),
        ("STOP", None),
        ("START", None),
        ("", None),
    ],
)
def test_only_a_bare_yes_or_no_answers_the_question(body: str, *, said: bool | None) -> None:
    assert answer_in(body) is said


@pytest.mark.parametrize("body", ["YES", "Y", "SÍ", "SIM", "OUI", "JA", "NO", "N", "NÃO", "NON", "NEIN"])
def test_no_answer_is_an_opt_out_or_an_opt_in(body: str) -> None:
    assert read(body).meaning not in (Meaning.STOP, Meaning.START)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_asks_for_a_word_that_is_understood(language: str) -> None:
    words = render_account(AccountText.CONSENT, AccountWords("Pidgr", None), language)
    assert any(answer_in(word) for word in words.split())


@pytest.mark.spec("D26")
@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        ("", "consent_text_missing"),
        (" \n", "consent_text_missing"),
        ("x" * (MOST_CHARACTERS + 1), "consent_text_too_long"),
        ("a\x00b", "control_character"),
    ],
)
def test_a_text_that_nobody_can_have_been_shown_is_refused(shown: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        check_shown(shown)


def test_a_text_of_several_lines_is_kept_as_it_is() -> None:
    assert check_shown("I agree\r\nto news\nby text.") == "I agree\r\nto news\nby text."


def test_nothing_was_said_at_a_time_that_is_yet_to_come() -> None:
    assert check_said_at(NOW + timedelta(seconds=30), NOW) == NOW
    assert check_said_at(NOW - timedelta(days=1), NOW) == NOW - timedelta(days=1)
    with pytest.raises(RefusedError, match="in_the_future"):
        check_said_at(NOW + timedelta(minutes=2), NOW)
