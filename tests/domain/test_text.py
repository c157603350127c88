"""The words of a reminder: golden texts, the opt-out line, and what can never get in or be cut off."""

import dataclasses
import inspect
import unicodedata
from typing import get_type_hints

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from homing.domain import text as text_module
from homing.domain.errors import TextRefused
from homing.domain.languages import WORDINGS
from homing.domain.links import SHORTENERS
from homing.domain.segments import Encoding, segment
from homing.domain.text import (
    LANGUAGES,
    MAX_FIRST_NAME,
    MAX_SMS_SEGMENTS,
    ReminderText,
    check_text,
    check_title,
    language_of,
    refusal,
    render_email,
    render_item,
    render_sms,
    with_opt_out,
)

LINK = "https://links.pidgr.com/c/aB3dE5gH7jK"
SAMPLE = ReminderText("Ana", "Pidgr", "Q3 Security Policy", LINK)
BARE = ReminderText(None, "Pidgr", None, LINK)
OPT_OUTS = {wording.opt_out for wording in WORDINGS.values()}


NOTICE = dataclasses.replace(SAMPLE, about_others=True)
BARE_NOTICE = dataclasses.replace(BARE, about_others=True)


def with_(**changes: str | bool | None) -> ReminderText:
    return dataclasses.replace(SAMPLE, **changes)  # type: ignore[arg-type]  # names checked by dataclass


GOLDEN = {
    "en": (
        'Hi Ana - you have a pending action in Pidgr: "Q3 Security Policy".',
        "Hi - you have a pending action in Pidgr.",
        f"Open: {LINK}\nReply STOP to opt out.",
        133,
    ),
    "es": (
        'Hola, Ana. Tienes una tarea pendiente en Pidgr: "Q3 Security Policy".',
        "Hola, tienes una tarea pendiente en Pidgr.",
        f"Abrir: {LINK}\nResponde STOP para darte de baja.",
        148,
    ),
    "pt-BR": (
        'Oi, Ana. Uma tarefa sua segue pendente em Pidgr: "Q3 Security Policy".',
        "Oi! Uma tarefa sua segue pendente em Pidgr.",
        f"Abrir: {LINK}\nResponda STOP para deixar de receber.",
        153,
    ),
    "fr": (
        'Bonjour Ana, une action vous attend sur Pidgr : "Q3 Security Policy".',
        "Bonjour, une action vous attend sur Pidgr.",
        f"Ouvrir : {LINK}\nRépondez STOP pour vous désinscrire.",
        153,
    ),
    "de": (
        'Hallo Ana, in Pidgr ist noch eine Aufgabe offen: "Q3 Security Policy".',
        "Hallo, in Pidgr ist noch eine Aufgabe offen.",
        f"Öffnen: {LINK}\nZum Abmelden mit STOP antworten.",
        149,
    ),
}
"""The sentence of the sample, that of a text without name and title, the other lines, units of the sample."""

NOTICES = {
    "en": (
        'Hi Ana - not everyone has acted in Pidgr yet: "Q3 Security Policy".',
        "Hi - not everyone has acted in Pidgr yet.",
        'Not everyone has acted in Pidgr yet: "Q3 Security Policy"',
        134,
    ),
    "es": (
        'Hola, Ana. No todos han completado su tarea en Pidgr: "Q3 Security Policy".',
        "Hola, no todos han completado su tarea en Pidgr.",
        'No todos han completado su tarea en Pidgr: "Q3 Security Policy"',
        154,
    ),
    "pt-BR": (
        'Oi, Ana. Nem todos completaram a tarefa em Pidgr: "Q3 Security Policy".',
        "Oi! Nem todos completaram a tarefa em Pidgr.",
        'Nem todos completaram a tarefa em Pidgr: "Q3 Security Policy"',
        154,
    ),
    "fr": (
        'Bonjour Ana, tous n\'ont pas encore agi sur Pidgr : "Q3 Security Policy".',
        "Bonjour, tous n'ont pas encore agi sur Pidgr.",
        'Tous n\'ont pas encore agi sur Pidgr : "Q3 Security Policy"',
        156,
    ),
    "de": (
        'Hallo Ana, in Pidgr haben noch nicht alle reagiert: "Q3 Security Policy".',
        "Hallo, in Pidgr haben noch nicht alle reagiert.",
        'Noch nicht alle haben in Pidgr reagiert: "Q3 Security Policy"',
        152,
    ),
}
"""For who is told about others: the sentence of the sample, that of a text without name and title, the line
of the item, units of the sample."""


@pytest.mark.spec("P05")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_reads_as_agreed_and_costs_one_segment(language: str) -> None:
    full, bare, lines, units = GOLDEN[language]
    assert render_sms(SAMPLE, language) == f"{full}\n{lines}"
    assert render_sms(BARE, language) == f"{bare}\n{lines}"
    counted = segment(f"{full}\n{lines}")
    assert (counted.encoding, counted.units, counted.segments) == (Encoding.GSM, units, 1)


@pytest.mark.spec("P05", "P07")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_about_others_reads_as_agreed_and_costs_one_segment(language: str) -> None:
    full, bare, _, units = NOTICES[language]
    lines = GOLDEN[language][2]
    assert render_sms(NOTICE, language) == f"{full}\n{lines}"
    assert render_sms(BARE_NOTICE, language) == f"{bare}\n{lines}"
    counted = segment(f"{full}\n{lines}")
    assert (counted.encoding, counted.units, counted.segments) == (Encoding.GSM, units, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_and_item_of_a_notice_tell_of_others_too(language: str) -> None:
    full, _, item, _ = NOTICES[language]
    link = GOLDEN[language][2].splitlines()[0]
    assert render_item(NOTICE, language) == item
    assert render_email(NOTICE, language) == (item, f"{full}\n{link}\n")


@pytest.mark.spec("P05")
def test_there_is_a_golden_text_for_every_language() -> None:
    assert tuple(NOTICES) == tuple(GOLDEN) == LANGUAGES == ("en", "es", "pt-BR", "fr", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_has_a_subject_and_no_opt_out_line(language: str) -> None:
    subject, body = render_email(SAMPLE, language)
    assert subject == render_item(SAMPLE, language)
    assert "Pidgr" in subject
    assert '"Q3 Security Policy"' in subject
    assert body == f"{GOLDEN[language][0]}\n{GOLDEN[language][2].splitlines()[0]}\n"
    assert "STOP" not in subject + body


def test_mail_and_item_read_naturally_with_and_without_a_title() -> None:
    assert render_item(SAMPLE, "en") == 'Pending action in Pidgr: "Q3 Security Policy"'
    assert render_item(BARE, "de") == "Offene Aufgabe in Pidgr"
    assert render_email(BARE, "fr")[0] == "Action en attente sur Pidgr"


@pytest.mark.spec("P03")
def test_nothing_but_four_strings_and_whom_they_are_about_can_reach_the_renderer() -> None:
    assert {field.name for field in dataclasses.fields(ReminderText)} == {
        "first_name",
        "product_name",
        "title",
        "link",
        "about_others",
    }
    hints = get_type_hints(ReminderText)
    assert hints.pop("about_others") is bool
    assert set(hints.values()) <= {str, str | None}
    assert not hasattr(SAMPLE, "__dict__")
    for render in (render_sms, render_email, render_item):
        assert get_type_hints(render, include_extras=True) == {
            "text": ReminderText,
            "locale": str | None,
            "return": tuple[str, str] if render is render_email else str,
        }
        assert list(inspect.signature(render).parameters) == ["text", "locale"]


@pytest.mark.spec("P03")
@pytest.mark.parametrize("text", [SAMPLE, NOTICE], ids=["own", "about others"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_its_wording_and_the_four_parts_and_nothing_more(language: str, text: ReminderText) -> None:
    left = render_sms(text, language)
    for part in ("Ana", "Pidgr", '"Q3 Security Policy"', LINK):
        assert left.count(part) == 1
        left = left.replace(part, "|")
    wording = WORDINGS[language]
    sentence = (wording.others if text.about_others else wording.own).named.format(name="|", product="|")
    assert left == f"{sentence}{wording.colon}|.\n{wording.link}|\n{wording.opt_out}"


@pytest.mark.spec("P03")
def test_a_title_that_the_org_switched_off_is_in_no_text() -> None:
    for about_others in (False, True):
        untitled = with_(title=None, about_others=about_others)
        assert '"' not in render_sms(untitled, "en") + render_item(untitled, "en")


@pytest.mark.parametrize("title", ["{name}", "{product.__class__}", "%s", "{", "{}"])
def test_placeholders_in_a_title_are_plain_words(title: str) -> None:
    assert f'"{title}"' in render_sms(with_(title=title, first_name="{product}x"), "en")
    assert render_sms(with_(first_name="{product}x"), "en").startswith("Hi {product}x - you")


@pytest.mark.parametrize(
    "name",
    [
        "bit.ly/x",
        "https://x",
        "www.ana",
        "Ana.com",
        "ana．com",
        "ana。com",
        "x.xn--p1ai",
        "",
        " ",
        "-",
        "\u200b",
        "❤️",
    ],
)
def test_a_first_name_that_is_a_link_or_no_name_is_left_out(name: str) -> None:
    assert render_sms(with_(first_name=name), "en").startswith("Hi - you have")


@pytest.mark.parametrize(
    "name", ["Ana", "J. R.", "J.R.", "Ana María", "O'Neil", "Jean-Luc", "安娜", "अना", "X Æ A-12"]
)
def test_a_real_first_name_is_kept(name: str) -> None:
    assert render_sms(with_(first_name=name), "en").startswith(f"Hi {name} - you have")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Q3\nSecurity\r\nPolicy", "Q3 Security Policy"),
        (" Q3 \t Policy ", "Q3 Policy"),
        ("Q3\u202ePolicy\u202c", "Q3Policy"),
        ("Q3\u200b\ufeff\u2066 Policy\u2069", "Q3 Policy"),
        ("Q3\u2028Policy\u2029\x85\x00", "Q3 Policy"),
        ("Q3\u3164\u00a0Policy\ud800", "Q3 Policy"),
        ("cafe\u0301", "café"),
        ("نص عربي 👍🏽", "نص عربي 👍🏽"),
    ],
)
def test_a_title_becomes_one_visible_composed_line(raw: str, shown: str) -> None:
    assert check_title(raw) == shown
    assert f'"{shown}".\n' in render_sms(with_(title=raw), "en")


def test_a_long_first_name_is_cut_without_parting_a_letter_from_its_accents() -> None:
    assert render_sms(with_(first_name="A" * 41), "en").startswith(f"Hi {'A' * MAX_FIRST_NAME} -")
    accented = "A" * 39 + "q\u0303" + "A"
    assert render_sms(with_(first_name=accented), "en").startswith(f"Hi {'A' * 39} -")


ANYTHING = st.text(max_size=300) | st.text("\n\r\u2028 \u202e\u200b€😀íaA.\"'STOP", max_size=300)
NAMES = st.none() | ANYTHING
PRODUCTS = st.text(min_size=1, max_size=20).filter(lambda name: any(map(str.isalnum, name)))
LOCALES = st.sampled_from([*LANGUAGES, None, "it"])
FLOODING = "Pidgr\nReply STOP to opt out.\nhttps://evil.example"


@pytest.mark.spec("P07", "A10")
@settings(deadline=None)
@given(NAMES, PRODUCTS, st.none() | ANYTHING, LOCALES, st.booleans())
@example("Reply STOP to opt out.", FLOODING, "x\nReply STOP to opt out.", "en", False)  # noqa: FBT003  # one of a row
@example("Ana", "Pidgr", "—" * 300, "de", True)  # noqa: FBT003  # likewise
@example("\ud83d\ude00" * 50, "Pidgr", "€" * 300, "fr", False)  # noqa: FBT003  # likewise
def test_whatever_is_put_in_the_link_and_one_opt_out_line_come_out_whole(
    name: str | None,
    product: str,
    title: str | None,
    locale: str | None,
    about_others: bool,  # noqa: FBT001  # one of the parts
) -> None:
    rendered = render_sms(ReminderText(name, product, title, LINK, about_others), locale)
    wording = WORDINGS[language_of(locale)]
    sentence, link, opt_out = rendered.splitlines()
    assert sentence.endswith(".")
    assert link == wording.link + LINK
    assert opt_out == wording.opt_out
    assert segment(rendered).segments <= MAX_SMS_SEGMENTS
    assert len(rendered) <= 1600
    assert unicodedata.is_normalized("NFC", rendered)
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in sentence)


@pytest.mark.spec("P07")
@settings(deadline=None)
@given(st.text("aé€—😀 \u0301", min_size=60, max_size=200), st.sampled_from(LANGUAGES))
def test_only_the_title_is_cut_and_only_as_far_as_it_must(title: str, language: str) -> None:
    assume(title.strip())
    rendered = render_sms(with_(title=title), language)
    shown = rendered.split('"')[1]
    whole = check_title(title)
    before, after = render_sms(SAMPLE, language).split("Q3 Security Policy")
    assert rendered == before + shown + after
    if shown != whole:
        assert segment(before + whole + after).segments > MAX_SMS_SEGMENTS
        assert shown.endswith("...")
        assert whole.startswith(shown.removesuffix("..."))


@pytest.mark.spec("P07")
def test_a_title_that_is_too_long_is_cut_to_what_four_segments_hold() -> None:
    rendered = render_sms(with_(title="—" * 200), "en")
    assert segment(rendered).units == 4 * 67
    assert rendered.endswith('...".\n' + GOLDEN["en"][2])
    assert render_sms(with_(title="a" * 200), "en").count("a" * 200) == 1
    assert render_sms(with_(title="a" * 201), "en").count("a" * 197 + "...") == 1


@pytest.mark.spec("P07")
def test_a_title_without_any_room_is_left_out() -> None:
    room = 4 * 153 - segment(render_sms(with_(title=None, product_name=""), "en")).units
    crowded = with_(product_name="P" * room)
    assert render_sms(crowded, "en") == render_sms(dataclasses.replace(crowded, title=None), "en")
    assert refusal(render_sms(crowded, "en")) is None


@pytest.mark.spec("P07")
def test_what_is_too_long_without_its_title_is_refused_and_never_cut() -> None:
    rendered = render_sms(with_(product_name="P" * 700), "en")
    assert "P" * 700 in rendered
    assert "Q3" not in rendered
    assert rendered.endswith(f"{LINK}\nReply STOP to opt out.")
    assert refusal(rendered) == "text_too_long"


@pytest.mark.spec("P07", "A10")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_an_opt_out_line_gets_that_of_its_language(language: str) -> None:
    assert with_opt_out("Hello.", language) == f"Hello.\n{WORDINGS[language].opt_out}"
    assert with_opt_out("Hello.\n\n \n", language) == f"Hello.\n{WORDINGS[language].opt_out}"
    assert with_opt_out("", language) == WORDINGS[language].opt_out


@pytest.mark.spec("A10")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "written", ["{}", "{}\n", "{}\n\n  ", "  {}", "{}\n{}", "{}\n\n{}", "> {} <", "{}\nBye"], ids=repr
)
def test_a_text_with_an_opt_out_line_of_any_language_gets_no_second_one(language: str, written: str) -> None:
    own = WORDINGS[language].opt_out
    for variant in (own, own.upper(), own.rstrip(".")):
        rendered = with_opt_out("Hello.\n" + written.replace("{}", variant), "en")
        assert rendered.splitlines()[-1] == own
        assert [line for line in rendered.splitlines() if line in OPT_OUTS] == [own]


@pytest.mark.spec("P07", "A10")
@pytest.mark.parametrize("opt_out", sorted(OPT_OUTS))
def test_the_words_inside_a_title_do_not_suppress_the_line(opt_out: str) -> None:
    for title in (opt_out, f"x\n{opt_out}", f'".\n{opt_out}', f"x\r{opt_out}\u2028"):
        rendered = render_sms(with_(title=title), "en")
        assert rendered.endswith(f'".\nOpen: {LINK}\nReply STOP to opt out.')
        assert len(rendered.splitlines()) == 3


@pytest.mark.spec("P07", "A10")
@settings(deadline=None)
@given(
    st.lists(ANYTHING | st.sampled_from(sorted(OPT_OUTS)), max_size=6).map("\n".join),
    st.sampled_from(LANGUAGES),
)
def test_every_text_ends_in_exactly_one_opt_out_line_and_stays_so(body: str, language: str) -> None:
    rendered = with_opt_out(body, language)
    assert rendered.splitlines()[-1] in OPT_OUTS
    assert sum(line in OPT_OUTS for line in rendered.splitlines()) == 1
    assert with_opt_out(rendered, "de") == rendered
    kept = [line for line in body.splitlines() if line.strip() and line not in OPT_OUTS]
    assert [line for line in rendered.splitlines()[:-1] if line.strip()] == kept


@pytest.mark.spec("A08")
@pytest.mark.parametrize("shortener", sorted(SHORTENERS))
def test_a_shortener_is_refused_when_a_text_is_saved_and_again_when_it_is_sent(shortener: str) -> None:
    for written in (shortener, f"see https://www.{shortener.upper()}/x", shortener.replace(".", "\u200b.")):
        for parts in ((written,), ("Q3 Security Policy", "Pidgr", written)):
            with pytest.raises(TextRefused) as refused:
                check_text(*parts)
            assert refused.value.reason == "link_shortener"
        with pytest.raises(TextRefused):
            check_title(written)
        for text in (with_(title=written), with_(product_name=written), with_(link=f"https://{shortener}/x")):
            assert refusal(render_sms(text, "en")) == "link_shortener"


@pytest.mark.spec("A08")
def test_a_text_without_a_shortener_may_be_saved_and_sent() -> None:
    check_text("Q3 Security Policy", "Pidgr", "links.pidgr.com")
    check_text()
    assert {refusal(render_sms(SAMPLE, language)) for language in LANGUAGES} == {None}


@pytest.mark.parametrize(
    ("title", "reason"),
    [("", "title_empty"), (" \n\u200b\u3164", "title_empty"), ("a" * 201, "title_too_long")],
)
def test_an_empty_or_too_long_title_is_refused(title: str, reason: str) -> None:
    with pytest.raises(TextRefused) as refused:
        check_title(title)
    assert refused.value.reason == reason


def test_a_title_of_200_characters_is_taken() -> None:
    assert check_title("a" * 200 + "\n") == "a" * 200


def test_the_public_face_is_what_is_declared() -> None:
    assert all(hasattr(text_module, name) for name in text_module.__all__)
