"""What people reply to a text: the words that mean something by themselves, however they are written, and
what they are answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never
from unicodedata import category, normalize

from homing.domain.languages import ANSWERS, WORDINGS


class Meaning(StrEnum):
    """What a reply asks for."""

    STOP = "stop"
    START = "start"
    HELP = "help"


class Handling(StrEnum):
    """Which keywords the provider of a sender answers by itself: none; its own exact words (``DEFAULT``); or
    those that were configured there, and then it says so with the text (``ADVANCED``)."""

    NONE = "none"
    DEFAULT = "default"
    ADVANCED = "advanced"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that was understood: its meaning, and the word itself as the tables spell it."""

    meaning: Meaning
    word: str


WORDS: Final[Mapping[Meaning, Mapping[str, tuple[str, ...]]]] = {
    Meaning.STOP: {
        "en": (
            "STOP",
            "STOPALL",
            "STOP ALL",
            "CANCEL",
            "END",
            "QUIT",
            "UNSUBSCRIBE",
            "REVOKE",
            "OPTOUT",
            "OPT OUT",
        )
    },
    # Not YES: toll-free networks don't take it for a START, and people say it to other questions.
    Meaning.START: {"en": ("START", "UNSTOP")},
    Meaning.HELP: {"en": ("HELP", "INFO")},
}
"""By meaning and language. English counts for everybody, whatever their language."""

# Hangul fillers and the blank Braille cell are letters and signs to Unicode, and nothing to the eye.
_BLANK: Final = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
# From where a run begins, so that no text, however built, takes more than linear time.
_AROUND: Final = re.compile(r"^[\W_]++|(?<![\W_])[\W_]++$")
_BETWEEN: Final = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


def understand(body: str) -> Keyword | None:
    """The keyword that a reply consists of, or None where it says anything else, or more."""
    return _KEYWORDS.get(plain(body))


def plain(body: str) -> str:
    """A reply as it is compared: NFKC, case-folded, without accents, without what nobody sees, without
    punctuation and emoji around it; spaces and hyphens within are single spaces."""
    compatible = normalize("NFKD", _BLANK.sub("", normalize("NFKC", body)).casefold())
    seen = "".join(map(_seen, compatible))
    return _BETWEEN.sub(" ", _AROUND.sub("", seen))


def answer_to(meaning: Meaning, language: str, product: str | None, contact: str | None) -> str:
    """The answer in one of ``LANGUAGES``. ``product`` None: the sender is nobody's, so nobody is named;
    ``contact`` is whom HELP names."""
    words, wording = ANSWERS[language], WORDINGS[language]
    match meaning:
        case Meaning.STOP:
            answer = words.stopped
        case Meaning.START:
            answer = words.started
        case Meaning.HELP:
            whom = words.contact.format(contact=_shown(contact)) if contact else words.no_contact
            answer = f"{words.help} {whom} {wording.opt_out}"
        case _:
            assert_never(meaning)
    return f"{_shown(product)}{wording.colon}{answer}" if product else answer


def _shown(name: str) -> str:
    """As one line that XML can carry."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())


def _seen(character: str) -> str:
    kind = category(character)
    if kind == "Cc":
        return " "
    return "" if kind in {"Mn", "Me", "Cf", "Cs"} else character


_KEYWORDS: Final = {
    plain(word): Keyword(meaning, word)
    for meaning, languages in WORDS.items()
    for words in languages.values()
    for word in words
}
