"""What replies are answered: the wordings of the product, those of an organization, and what each must say.

A template holds ``{product}`` and ``{contact}``. The built-in ones begin with the product's name.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from homing.domain.answer_sentences import ANSWERS
from homing.domain.errors import RefusedError
from homing.domain.keywords import WORDS, Meaning, plain
from homing.domain.languages import WORDINGS, language_among, language_written
from homing.domain.replies import Reading, read
from homing.domain.segments import Segmentation, segment
from homing.domain.text import check_text, has_link

PRODUCT: Final = "{product}"
CONTACT: Final = "{contact}"

BUILT_IN: Final[tuple[str, ...]] = (
    "stop",
    "start",
    "help",
    "info",
    "contact",
    "wrong_number",
    "unclear",
)
"""The keywords that always have an answer. INFO has that of HELP until it has one of its own."""
FIXED: Final = frozenset({"stop", "start", "unclear"})
"""Those that take no further words. An opt-out is of the number, and so are its words: what one organization
took for a STOP, or worse a START, would bind all others. ``unclear`` has no words at all."""
START_WORD: Final = "start_word"
"""No keyword: the answer to a START in other words, where nothing but the word itself resumes."""
RESUMING: Final = frozenset({"START", "UNSTOP"})
"""What every provider that blocks takes for a START, in any case, and not as much as a full stop with it."""

NAME: Final = "^(?:wrong_number|[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)$"
"""Of a keyword, an organization's own ones included."""
MOST_SEGMENTS: Final = 2
MOST_CHARACTERS: Final = 400
_PLACEHOLDER: Final = re.compile(r"\{product\}|\{contact\}")
_BRACE: Final = re.compile("[{}]")
_SENDER: Final = (re.compile(re.escape(PRODUCT)), "answer_without_sender")
_HELP: Final = (
    (re.compile(r"\bSTOP\b"), "answer_without_stop"),
    _SENDER,
    (re.compile(re.escape(CONTACT)), "answer_without_contact"),
)
_MUST_HOLD: Final[Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]] = {
    "stop": ((re.compile(r"\bSTART\b"), "answer_without_start"), _SENDER),
    "help": _HELP,
    "info": _HELP,
}
"""A confirmation names the sender and says how to resume; help names the programme, whom to ask, and how to
stop (CTIA, Messaging Principles)."""
_THE_WORD: Final = frozenset({"word", "yes"})
"""The rules that read a word by itself, and no sentence."""


@dataclass(frozen=True, slots=True)
class Names:
    """Who answers. ``product`` None: the sender is nobody's, so nobody is named; ``contact`` is whom to ask
    for help, where that is said."""

    product: str | None
    contact: str | None


OwnAnswers = Mapping[tuple[str, str], str]
"""An organization's own templates by keyword and language."""


def language_for(languages: Collection[str], word: str | None, locale: str | None, default: str) -> str:
    """The language of an answer, out of those that an organization writes in (none listed: all): that of the
    ``word`` where it is of one language alone, else the person's, else the organization's."""
    return language_written(languages, word) or language_among(languages, locale, default)


def answer_to(  # what is said, and to whom
    keyword: str,
    language: str,
    names: Names,
    own: OwnAnswers,
    *,
    default: str = "en",
    opted_out: bool = False,
) -> str:
    """The answer to a keyword, an organization's own where it has one in the language.

    A keyword of its own that is not worded in the language is answered in ``default``, in English or in
    whatever it is worded in, in this order; a built-in one in the product's words. Raises KeyError for a
    keyword that nobody worded.
    """
    template = own.get((keyword, language))
    if template is None and keyword == "info":
        template = own.get(("help", language))
    if template is None and keyword not in {*BUILT_IN, START_WORD}:
        language, template = _worded(keyword, own, default)
    if template is None:
        return fill(built_in(keyword, language, names, opted_out=opted_out), language, names)
    return fill(own_answer(keyword, template, language, opted_out=opted_out), language, names)


def built_in(keyword: str, language: str, names: Names, *, opted_out: bool = False) -> str:
    """The product's template for one of ``BUILT_IN`` or ``START_WORD``."""
    words = ANSWERS[language]
    whom = words.contact if names.contact else words.no_contact
    end = words.resume if opted_out else WORDINGS[language].opt_out
    sentences = {
        "stop": words.stopped,
        "start": words.started,
        "help": f"{words.help} {whom} {end}",
        "info": f"{words.help} {whom} {end}",
        "contact": f"{words.about} {whom} {end}",
        "wrong_number": words.wrong_number,
        "unclear": words.unclear,
        START_WORD: words.start_word,
    }
    return _named(language) + sentences[keyword]


def own_answer(keyword: str, template: str, language: str, *, opted_out: bool) -> str:
    """An organization's template; help says besides how to resume to whoever has opted out."""
    if opted_out and keyword in {"help", "info"}:
        return f"{template} {ANSWERS[language].resume}"
    return template


def fill(template: str, language: str, names: Names) -> str:
    """A template with the names in it, each as one line that XML can carry."""
    contact = shown(names.contact or "") or ANSWERS[language].nobody
    product = shown(names.product or "")
    if not product:
        template = template.removeprefix(_named(language))
    # In one go, so that a name that looks like a placeholder stays what it is.
    return _PLACEHOLDER.sub(lambda found: product if found[0] == PRODUCT else contact, template)


def shown(name: str) -> str:
    """As one line that XML can carry."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())


def waits_for_the_word(reading: Reading, body: str, *, opted_out: bool, blocked: bool) -> bool:
    """Whether a START that the provider has not taken for one changes nothing, and the word itself is needed.

    Where the provider blocks the number it goes on until it gets a word of its own: texts that the registry
    allowed would come back refused (21610). And no sentence lifts an opt-out: "start sending me less" begins
    like one that would.
    """
    if blocked:
        return body.strip().upper() not in RESUMING
    return opted_out and reading.rule not in _THE_WORD


def check_product(name: str) -> None:
    """Raises RefusedError ``product_name_empty`` for a name in which nobody sees a letter or a digit, and
    which so would name nobody."""
    if not plain(shown(name)):
        raise RefusedError("product_name_empty")


def check_words(keyword: str, words: Sequence[str]) -> None:
    """Refuse words that can't ask for a keyword.

    Raises RefusedError with ``keyword_words_fixed`` for one of ``FIXED``, ``keyword_without_words`` for one
    of an organization's own, ``keyword_word_empty`` for a word of signs alone, ``keyword_word_taken`` for
    one that is understood as something else already, an opt-out or an opt-in above all.
    """
    if words and keyword in FIXED:
        raise RefusedError("keyword_words_fixed")
    if not words and keyword not in BUILT_IN:
        raise RefusedError("keyword_without_words")
    for word in words:
        if not plain(word):
            raise RefusedError("keyword_word_empty")
        anyway = read(word, yes_resumes=True)
        here = read(word, own={plain(word): keyword}, yes_resumes=True)
        if anyway.meaning in (Meaning.STOP, Meaning.START) or here.keyword != keyword:
            raise RefusedError("keyword_word_taken")


def check_answer(keyword: str, body: str) -> None:
    """Refuse a template that may not be saved, whatever the names are.

    Raises RefusedError with ``placeholder_unknown``, ``answer_not_one_line``, ``answer_too_long`` (above
    ``MOST_CHARACTERS``), ``answer_without_start``, ``answer_without_sender``, ``answer_without_stop``,
    ``answer_without_contact``, ``answer_with_link``, and TextRefused with ``link_shortener``.
    """
    text = _PLACEHOLDER.sub("", body)
    if _BRACE.search(text):
        raise RefusedError("placeholder_unknown")
    if not body.isprintable() or not text.strip():
        raise RefusedError("answer_not_one_line")
    if len(body) > MOST_CHARACTERS:
        raise RefusedError("answer_too_long")
    check_text(body, text)
    for must, reason in _MUST_HOLD.get(keyword, ()):
        if not must.search(body):
            raise RefusedError(reason)
    if keyword == "stop" and (CONTACT in body or has_link(text)):  # a contact may be a link
        raise RefusedError("answer_with_link")


def measure(keyword: str, template: str, language: str, names: Names) -> Segmentation:
    """What an answer costs with the names in it, at its longest."""
    longest = own_answer(keyword, template, language, opted_out=True)
    return segment(fill(longest, language, names))


def overlong(
    languages: Iterable[str], names: Names, own: OwnAnswers
) -> Iterator[tuple[str, str, Segmentation]]:
    """The answers that take more than ``MOST_SEGMENTS`` with these names in them, each as its keyword, its
    language and what it costs: the built-in ones in ``languages``, and all of an organization's own."""
    measured = {
        (keyword, language): measure(keyword, own[keyword, language], language, names)
        for keyword, language in own
    }
    for language in languages:
        for keyword in (*BUILT_IN, START_WORD):
            if (keyword, language) not in own:
                ways = [
                    built_in(keyword, language, names, opted_out=opted_out) for opted_out in (False, True)
                ]
                costs = [segment(fill(way, language, names)) for way in ways]
                measured[keyword, language] = max(costs, key=lambda cost: cost.segments)
    for (keyword, language), cost in measured.items():
        if cost.segments > MOST_SEGMENTS:
            yield keyword, language, cost


def words_for(keyword: str, language: str) -> list[str]:
    """The words of a language that ask for a built-in keyword by themselves; they count for everybody."""
    primary = language.partition("-")[0]
    listed = (word for table in WORDS.values() for word in table.get(primary, ()))
    return [word for word in listed if read(word).keyword == keyword]


def _named(language: str) -> str:
    return PRODUCT + WORDINGS[language].colon


def _worded(keyword: str, own: OwnAnswers, default: str) -> tuple[str, str]:
    there = {language: body for (name, language), body in own.items() if name == keyword}
    language = next((one for one in (default, "en", *sorted(there)) if one in there), default)
    return language, there[language]
