"""Texts about a number: word for word, what they cost, and what can't stand in them."""

from dataclasses import fields
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.account_texts import (
    CODE_PLACEHOLDER,
    AccountText,
    AccountWords,
    render_account,
)
from homing.domain.languages import LANGUAGES, WORDINGS
from homing.domain.segments import Encoding, segment
from homing.domain.strategy import AUTHORED, MessageClass
from homing.domain.text import MAX_SMS_SEGMENTS, has_link

CODE: Final = "493027"
PLAIN: Final = AccountWords("Pidgr", "help@pidgr.com", CODE)
NOBODY: Final = AccountWords("Pidgr", None, CODE)

GOLDEN: Final = {
    ("en", AccountText.CODE): "493027 is your Pidgr code. It is valid for 10 minutes. Never share it.",
    ("en", AccountText.NUMBER_REMOVED): (
        "Pidgr: this number was removed from an account and gets no more texts."
        " Not you? Tell us: help@pidgr.com."
    ),
    ("en", AccountText.NUMBER_ADDED): (
        "Pidgr: this number was added to an account and gets its texts from now on."
        " Not you? Tell us: help@pidgr.com.\nReply STOP to opt out."
    ),
    ("en", AccountText.CONSENT): ("Pidgr: reply YES to get news and offers by text.\nReply STOP to opt out."),
    ("es", AccountText.CODE): "493027 es tu clave de Pidgr. Vale 10 minutos. No la compartas.",
    ("es", AccountText.NUMBER_REMOVED): (
        "Pidgr: una cuenta ya no usa este teléfono para sus mensajes. ¿Te extraña? Avisa: help@pidgr.com."
    ),
    ("es", AccountText.NUMBER_ADDED): (
        "Pidgr: una cuenta usa ahora este teléfono para sus mensajes. ¿Te extraña? Avisa: help@pidgr.com.\n"
        "Responde STOP para darte de baja."
    ),
    ("es", AccountText.CONSENT): (
        "Pidgr: responde YES para recibir novedades y ofertas por SMS.\nResponde STOP para darte de baja."
    ),
    ("pt-BR", AccountText.CODE): (
        "493027 confirma seu telefone em Pidgr. Vale por 10 minutos. Nunca passe adiante."
    ),
    ("pt-BR", AccountText.NUMBER_REMOVED): (
        "Pidgr: uma conta deixou de usar este telefone para suas mensagens."
        " Algo errado? Avise: help@pidgr.com."
    ),
    ("pt-BR", AccountText.NUMBER_ADDED): (
        "Pidgr: uma conta usa agora este telefone para suas mensagens. Algo errado? Avise: help@pidgr.com.\n"
        "Responda STOP para deixar de receber."
    ),
    ("pt-BR", AccountText.CONSENT): (
        "Pidgr: responda YES para receber novidades e ofertas por SMS.\nResponda STOP para deixar de receber."
    ),
    ("fr", AccountText.CODE): (
        "493027 est votre code Pidgr. Il est valable 10 minutes. Ne le donnez à personne."
    ),
    ("fr", AccountText.NUMBER_REMOVED): (
        "Pidgr : un compte n'utilise plus ce numéro, qui ne recevra plus de SMS."
        " Ce n'était pas vous ? Signalez-le : help@pidgr.com."
    ),
    ("fr", AccountText.NUMBER_ADDED): (
        "Pidgr : un compte utilise désormais ce numéro pour ses SMS."
        " Ce n'était pas vous ? Signalez-le : help@pidgr.com.\nRépondez STOP pour vous désinscrire."
    ),
    ("fr", AccountText.CONSENT): (
        "Pidgr : répondez YES pour recevoir par SMS nos nouvelles et nos offres.\n"
        "Répondez STOP pour vous désinscrire."
    ),
    ("de", AccountText.CODE): "493027 ist dein Code für Pidgr. Er gilt 10 Minuten. Gib ihn nie weiter.",
    ("de", AccountText.NUMBER_REMOVED): (
        "Pidgr: Ein Konto nutzt diese Nummer nicht mehr für seine SMS."
        " Warst du das nicht? Melde dich: help@pidgr.com."
    ),
    ("de", AccountText.NUMBER_ADDED): (
        "Pidgr: Ein Konto nutzt nun diese Nummer für seine SMS."
        " Warst du das nicht? Melde dich: help@pidgr.com.\nZum Abmelden mit STOP antworten."
    ),
    ("de", AccountText.CONSENT): (
        "Pidgr: Mit YES antworten, um Neuigkeiten und Angebote per SMS zu erhalten.\n"
        "Zum Abmelden mit STOP antworten."
    ),
}
WORDED: Final = st.builds(
    AccountWords, st.text(max_size=300), st.none() | st.text(max_size=300), st.just(CODE)
)


def test_every_text_has_words_in_every_language() -> None:
    assert set(GOLDEN) == {(language, what) for language in LANGUAGES for what in AccountText}


@pytest.mark.parametrize(("language", "what"), GOLDEN)
def test_a_text_says_what_happened_in_one_segment(language: str, what: AccountText) -> None:
    body = render_account(what, PLAIN, language)
    assert body == GOLDEN[language, what]
    assert (segment(body).encoding, segment(body).segments) == (Encoding.GSM, 1)


@pytest.mark.parametrize(("language", "what"), GOLDEN)
def test_without_a_contact_it_still_says_whom_to_tell_in_one_segment(
    language: str, what: AccountText
) -> None:
    body = render_account(what, NOBODY, language)
    assert "None" not in body
    assert (segment(body).encoding, segment(body).segments) == (Encoding.GSM, 1)


@pytest.mark.spec("P11")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_stands_first_and_alone_and_its_placeholder_costs_as_much(language: str) -> None:
    body = render_account(AccountText.CODE, PLAIN, language)
    assert body.startswith(f"{CODE} ")
    assert body.count(CODE) == 1
    placed = render_account(AccountText.CODE, AccountWords("Pidgr", None, CODE_PLACEHOLDER), language)
    assert segment(placed) == segment(render_account(AccountText.CODE, NOBODY, language))


@pytest.mark.spec("P07")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_unasked_or_begins_more_of_it_ends_in_the_opt_out_line(language: str) -> None:
    ends = {
        what: render_account(what, PLAIN, language).endswith(f"\n{WORDINGS[language].opt_out}")
        for what in AccountText
    }
    assert ends == {
        AccountText.CODE: False,
        AccountText.NUMBER_REMOVED: False,
        AccountText.NUMBER_ADDED: True,
        AccountText.CONSENT: True,
    }


@pytest.mark.spec("Q13")
def test_no_number_and_no_name_of_a_person_has_a_way_in() -> None:
    assert [field.name for field in fields(AccountWords)] == ["product", "contact", "code"]
    assert CODE not in repr(PLAIN)


@pytest.mark.parametrize("what", set(AccountText) - {AccountText.CODE})
@given(words=WORDED)
def test_a_code_stands_in_no_text_but_its_own(what: AccountText, words: AccountWords) -> None:
    without = AccountWords(words.product, words.contact)
    assert render_account(what, words, "en") == render_account(what, without, "en")


@pytest.mark.parametrize("what", AccountText)
@given(words=WORDED)
def test_names_are_taken_as_they_are_and_never_for_placeholders(
    what: AccountText, words: AccountWords
) -> None:
    body = render_account(what, AccountWords("{code}", "{product}", CODE), "en")
    assert "{code}" in body
    assert render_account(what, words, "en").count("\n") <= 1


@pytest.mark.parametrize("what", AccountText)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_product_and_contact_stay_within_what_may_be_sent(what: AccountText, language: str) -> None:
    longest = AccountWords("P" * 200, "c" * 200, CODE)
    assert segment(render_account(what, longest, language)).segments <= MAX_SMS_SEGMENTS


@pytest.mark.parametrize(("language", "what"), GOLDEN)
def test_nothing_in_it_can_be_tapped_but_the_contact(language: str, what: AccountText) -> None:
    assert not has_link(render_account(what, NOBODY, language))


def test_an_unknown_language_is_english() -> None:
    assert render_account(AccountText.CODE, PLAIN, "xx") == GOLDEN["en", AccountText.CODE]
    assert render_account(AccountText.CODE, PLAIN, None) == GOLDEN["en", AccountText.CODE]


def test_a_code_is_of_a_class_of_its_own_that_no_author_can_give() -> None:
    assert AccountText.CODE.message_class is MessageClass.OTP
    assert {what.message_class for what in set(AccountText) - {AccountText.CODE}} == {
        MessageClass.TRANSACTIONAL
    }
    assert MessageClass.OTP not in AUTHORED
