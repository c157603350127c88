"""What sentences of a reply are understood as, and by which rule."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain import replies
from homing.domain.keywords import Meaning, plain
from homing.domain.replies import Reading, read
from homing.domain.reply_asides import ASIDE
from homing.domain.reply_rules import GROUPS
from homing.domain.reply_senses import Sense
from tests import corpus

TEXTS = [row.text for row in corpus.rows()]
LATIN = [text for text in TEXTS if text.isascii() and text[-1].isalpha()]
DOCUMENT = Path(corpus.__file__).parents[1] / "docs" / "replies.md"
BY_WORD = {"word", "word_asked", "doubtful_word", "own", "yes", "sign", "none", "consent"}


@pytest.mark.spec("X06")
@pytest.mark.parametrize("part", corpus.PARTS)
def test_opt_outs_of_the_corpus_are_understood_as_well_as_they_were_and_little_else_is_taken_for_one(
    part: str,
) -> None:
    score = corpus.score(part)

    assert score.judged
    assert corpus.is_held(part, score), "\n".join(corpus.report(part, score))


@pytest.mark.spec("X06")
def test_the_corpus_is_large_and_in_many_languages() -> None:
    rows = corpus.rows()

    assert len(rows) >= 600
    assert len({row.language for row in rows}) >= 10
    assert {row.label for row in rows} == set(corpus.LABELS.values())
    assert {row.part for row in rows} <= set(corpus.PARTS)
    spelt = {part: [plain(row.text) or row.text for row in rows if row.part == part] for part in corpus.PARTS}
    assert len({(row.part, row.text) for row in rows}) == len(rows)
    # Counted, since a failure that showed them would show the part that nobody is to see.
    assert len(set(spelt["held"]) & set(spelt["tuned"])) == 0


@pytest.mark.spec("A16")
@pytest.mark.parametrize(
    "body",
    [
        "Stop.",
        "STOP NOW",
        "please stop texting me",
        "no más",
        "ARRÊT",
        "STOPP",
        "退订",
        "stop sending me this",
        "Wrong number, stop texting me",
        "I left the company, please stop",
        "S T O P texting me",
        "stoppp",
        "5top",
        'reply "STOP"',
        "I don't want these messages anymore",
        "take me off your list",
        "deja de mandarme mensajes",
        "não quero mais receber mensagens",
        "ne m'envoyez plus de sms",
        "Hören Sie bitte auf, mir zu schreiben",
        "smettetela di scrivermi",
        "stuur me geen berichten meer",
        "もう送らないでください",
        "문자 그만 보내세요",
        "stop please ya renuncié al trabajo",
        "stop stop stoppp i got 6 of these today",
        "stop raga mio figlio non gioca più con voi",
        "STOP, I left in May",
        "stop because I moved",
        "stop doc I'm fine now",
        "baja, ya no trabajo ahí",
        "Ende, bin umgezogen",
        "lopeta kiitos",
        "keine Nachrichten mehr an mich danke 🙏",
        "Do me a favour and don't text this number again",
        "niks meer sturen aub",
        "texts off please",
        "pleaase stoop sendign me these",
    ],
)
def test_an_opt_out_is_understood_as_people_write_it(body: str) -> None:
    assert read(body).meaning is Meaning.STOP


@pytest.mark.spec("A16")
@pytest.mark.parametrize(
    "body",
    [
        "bus stop at 5",
        "unstoppable",
        "I'll stop by at 5",
        "the meeting will end at 4",
        "can I cancel my appointment?",
        "my boss said stop by",
        "don't stop",
        "please don't stop sending these",
        "I never said stop",
        "no pares",
        "nicht aufhören",
        "n'arrêtez pas",
        "non smettere",
        "niet stoppen",
        "不要停",
        "やめないでください",
        "by the end of the month",
        "I quit smoking",
        "help is on its way",
        "Ich bekomme keine Nachrichten mehr",
        "UNSTOP",
        "undo the stop",
        "I texted STOP by mistake",
        "stop by the office please",
        "the rain won't stop so I'm late",
        "I'll stop because I finished",
        "can i opt out of the school lunch plan only",
        "Ende der Woche passt",
        "fim de semana ok",
        "cancel my call at 5",
        "do not text me the code, email it",
        "delete my last message, wrong thread",
        "Please remove me from the Friday shift",
        "I don't want to bother you, but where is the form?",
    ],
)
def test_what_mentions_negates_or_resumes_is_no_opt_out(body: str) -> None:
    assert read(body).meaning in {Meaning.PLAIN, Meaning.START}


@pytest.mark.spec("A16")
@pytest.mark.parametrize(
    ("body", "meaning", "rule"),
    [
        ("please text me again", Meaning.START, "text_again"),
        ("I texted STOP by mistake", Meaning.START, "resume_by_mistake"),
        ("how do I stop these?", Meaning.HELP, "how_to_stop"),
        ("What is this?", Meaning.HELP, "what_is_this"),
        ("who is this?", Meaning.KEYWORD, "who_is_this"),
        ("you have the wrong person", Meaning.WRONG_NUMBER, "wrong_number"),
        ("this isn't Ana", Meaning.WRONG_NUMBER, "somebody_else"),
        ("stop?", Meaning.UNCLEAR, "word_asked"),
        ("no", Meaning.UNCLEAR, "doubtful_word"),
        ("s t o p   t e x t i n g   m e", Meaning.STOP, "cease_texting"),
        ("st op send ing me th is", Meaning.STOP, "cease_texting"),
        ("I am withdrawing my permission for these texts", Meaning.STOP, "no_consent"),
        ("ni har inte min tillåtelse att sms:a mig", Meaning.STOP, "no_consent"),
        ("let this be the last text you send me", Meaning.STOP, "last_text"),
        ("take my number off your list", Meaning.STOP, "take_off"),
        ("get this number off your system", Meaning.STOP, "take_off"),
        ("borren mis datos", Meaning.STOP, "remove_me"),
        ("I don't want to miss any of these messages", Meaning.PLAIN, "none"),
        ("ta inte bort mig från listan", Meaning.PLAIN, "none"),
        ("Ana no longer works here", Meaning.WRONG_NUMBER, "gone"),
        ("c'est l'ancien numéro de Claire", Meaning.WRONG_NUMBER, "old_number"),
        ("why are you texting me", Meaning.UNCLEAR, "why_me"),
        ("stop worrying", Meaning.UNCLEAR, "loose_stop"),
        ("how can i turn these off", Meaning.HELP, "how_to_stop"),
        ("baja, ya no trabajo ahí", Meaning.STOP, "first_word"),
        ("you are texting a dead person please remove", Meaning.UNCLEAR, "maybe_stop"),
        ("remove the file", Meaning.PLAIN, "none"),
        ("🛑", Meaning.UNCLEAR, "sign"),
        ("START?", Meaning.UNCLEAR, "word_asked"),
        ("¿parar?", Meaning.UNCLEAR, "word_asked"),
        ("HELP?", Meaning.HELP, "word"),
        ("I need help with question 4", Meaning.PLAIN, "none"),
        ("the wrong number of hours is on my timesheet", Meaning.PLAIN, "none"),
        ("I entered the wrong number on the form", Meaning.PLAIN, "none"),
    ],
)
def test_a_reading_says_which_rule_decided(body: str, meaning: Meaning, rule: str) -> None:
    reading = read(body)
    assert (reading.meaning, reading.rule) == (meaning, rule)


def test_a_reading_names_the_words_of_the_tables_and_nothing_that_somebody_wrote_besides() -> None:
    reading = read("Ana Marquez here, please stop texting me and Berta")

    assert reading == Reading(Meaning.STOP, "cease_texting", "stop texting", "en", "stop")


def test_a_language_is_told_where_one_alone_has_the_words() -> None:
    assert read("Hören Sie auf zu schreiben").language == "de"
    assert read("DESCADASTRAR").language == "pt"
    assert read("STOPP").language is None


def test_an_organizations_words_come_after_ours_and_before_sentences() -> None:
    own = {"stop": "parking", "please stop": "parking", "contact": "desk", "no": "declined"}

    assert read("STOP", own=own).meaning is Meaning.STOP
    assert read("Please stop!", own=own) == Reading(Meaning.KEYWORD, "own", "please stop", None, "parking")
    assert read("Contact", own=own).keyword == "desk"
    assert read("No.", own=own).keyword == "declined"


@given(st.text())
def test_any_text_is_read_and_always_the_same(body: str) -> None:
    assert read(body) == read(body)


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4).map(" ".join))
def test_texts_run_together_are_read_and_rest_on_words_that_were_there(body: str) -> None:
    reading = read(body)
    assert reading.keyword is None or reading.meaning is not Meaning.PLAIN


@given(st.sampled_from(TEXTS), st.sampled_from("\u200b\u200d\u2060\ufeff\u200f\u202a\u00ad"), st.data())
def test_what_nobody_sees_changes_nothing(text: str, invisible: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert read(text[:at] + invisible + text[at:]) == read(text)


@given(st.sampled_from(LATIN))
def test_case_changes_nothing(text: str) -> None:
    assert read(text.upper()) == read(text.lower()) == read(text)


@given(st.sampled_from(LATIN), st.text("🙂🎉💬🙏 \n", max_size=6), st.text("🙂🎉💬🙏 !.\n", max_size=6))
def test_emoji_and_punctuation_around_it_change_nothing(text: str, before: str, after: str) -> None:
    assert read(f"{before}{text}{after}").meaning is read(text).meaning


@pytest.mark.spec("A16")
@pytest.mark.parametrize(
    "unit",
    [
        *("🙂", "🛑", "\x00", "\u200f", "\u200b", "\u3164", "\ufdfa", "\u0301", "\ud83d", "-", "'", "?"),
        *(
            "stop ",
            "please ",
            "baja ",
            "stop please ",
            "so ",
            "don't ",
            "you can ",
            "not stop by ",
            "a ",
            "a.",
            "停止",
            "送",
            "i would like to ",
        ),
    ],
)
def test_a_reply_of_one_thing_many_times_over_is_read(unit: str) -> None:
    assert read(unit * 1_600).rule
    assert read(unit * 1_600 + "bus").rule


@given(st.text(st.sampled_from("".join([*Sense, "/", "?"])), max_size=12))
def test_a_group_of_rules_is_passed_over_only_where_none_of_them_fits(signs: str) -> None:
    for group in GROUPS:
        if group.needed.search(f"/{signs}/") is None:
            assert [rule.name for rule in group.rules if rule.sought.search(f"/{signs}/")] == []


@given(st.text(st.sampled_from("".join([*Sense, "/", "?"])), max_size=12))
def test_nothing_is_passed_over_that_a_rule_would_take_out(signs: str) -> None:
    if replies._ASIDE.search(signs) is None:
        assert [rule.name for rule in ASIDE if rule.sought.search(f"/{signs}/")] == []


@given(st.text(st.sampled_from("".join([*Sense, "/", "?"])), max_size=12))
def test_what_is_taken_for_a_plain_reply_at_once_fits_no_rule(signs: str) -> None:
    if replies._TELLING.search(signs) is None:
        rules = [rule for group in GROUPS for rule in group.rules]
        assert [rule.name for rule in rules if rule.sought.search(f"/{signs}/")] == []


def test_the_signs_of_senses_are_one_character_each_and_none_is_used_twice() -> None:
    assert {len(one.value) for one in Sense} == {1}
    assert len({one.value for one in Sense}) == len(Sense.__members__)


def test_every_rule_is_told_in_the_document_and_no_other() -> None:
    _, _, section = DOCUMENT.read_text().partition("\n## Rules\n")
    rows = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    rules = {rule.name for group in GROUPS for rule in group.rules} | {rule.name for rule in ASIDE}

    assert sorted(rows) == sorted(rules | BY_WORD)


def test_the_corpus_is_written_in_composed_characters() -> None:
    assert [text for text in TEXTS if unicodedata.normalize("NFC", text) != text] == []
