"""What people reply to a text: read as what it asks for, with the rule that decided."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from homing.domain.keywords import DOUBTFUL, KEYWORDS, Keyword, Meaning, fold, plain, trim
from homing.domain.reply_asides import take_out
from homing.domain.reply_lexicon import Sensed, sense, sense_torn
from homing.domain.reply_patterns import pattern
from homing.domain.reply_rules import GROUPS, Group

NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply was understood as.

    ``rule`` names what decided, ``word`` is the word or phrase of the tables that it rests on (empty where
    there is none), ``language`` that of the word where it is of one language alone. ``keyword`` is what may
    be answered by a text of its own: ``stop``, ``start``, ``help``, ``info``, ``contact``, ``wrong_number``,
    ``unclear``, or one of an organization's own; None for a plain reply.
    """

    meaning: Meaning
    rule: str
    word: str = ""
    language: str | None = None
    keyword: str | None = None


_PLAIN: Final = Reading(Meaning.PLAIN, "none")
_YES: Final = Reading(Meaning.START, "yes", "YES", "en", "start")
_SIGN: Final = Reading(Meaning.UNCLEAR, "sign", "", None, "unclear")
_ASKED: Final = re.compile(r"[?？؟]")  # noqa: RUF001
_SHUT: Final = re.compile(
    "[\U0001f4f5\U0001f515\U0001f595\U0001f6d1\u270b\U0001f6ab\u26d4\U0001f590\U0001f91a\U0001f645]"
)
_BUILT_IN: Final = frozenset({Meaning.STOP, Meaning.START, Meaning.HELP})
_DOUBTFUL: Final = {plain(word): word for word in DOUBTFUL}
# What says nothing of these says nothing at all; what holds nothing of those has nothing to take out.
_TELLING: Final = pattern(
    "[CEASE CALL_OFF LEAVE REMOVE GOODBYE NOTE TEXT PESTER SEND NOT_WANTED ENOUGH RESUME BEGIN WRONG"
    " NOT_BEING WHO WHAT WHY NO NOT WANT NO_LONGER HOW HOW_TO CONSENT LAST DATA OFF NOT_MINE GONE NOBODY OLD"
    " AINT AGAIN FAILS WITHDRAW TAKE FIRST"
    " INSTEAD NEEDLESS THREAT]"
)
_ASIDE: Final = pattern(
    "[KEEP CEASE CALL_OFF LEAVE REMOVE GOODBYE RESUME BEGIN ENOUGH HOW GET GETS WRONG WHAT WILL MISS"
    " RATHER TEXT ELSE WAIT]"
)
_SPLIT_LETTERS: Final = 12
_SPLIT_PARTS: Final = 4


def read(body: str, *, own: Mapping[str, str] = NO_WORDS, yes_resumes: bool = False) -> Reading:
    """Read a reply. ``own``: an organization's further words, as ``plain`` makes them, and the keyword that
    each stands for; ``yes_resumes``: whether a bare YES may be taken for a START."""
    folded = fold(body)
    words = trim(folded)
    known = KEYWORDS.get(words) or _parted(words)
    if known is not None and (known.meaning in _BUILT_IN or words not in own):
        return _word(known, folded)
    if words in own:
        return Reading(Meaning.KEYWORD, "own", words, None, own[words])
    if yes_resumes and words == "yes":
        return _YES
    if words in _DOUBTFUL:
        return Reading(Meaning.UNCLEAR, "doubtful_word", _DOUBTFUL[words], None, "unclear")
    if words:
        reading = _sentence(sense(folded))
        return reading if reading is not _PLAIN else _torn(words)
    return _SIGN if _SHUT.search(body) else _PLAIN


def _word(known: Keyword, folded: str) -> Reading:
    """A bare word; one that would change something is asked back where it is asked."""
    if known.meaning in {Meaning.STOP, Meaning.START} and _ASKED.search(folded):
        return Reading(Meaning.UNCLEAR, "word_asked", known.word, known.language, "unclear")
    return Reading(known.meaning, "word", known.word, known.language, known.name)


def _parted(words: str) -> Keyword | None:
    """A keyword whose letters are parted: s.t.o.p, sto p, un subscribe."""
    letters = "".join(filter(str.isalnum, words)) if len(words) <= 2 * _SPLIT_LETTERS else words
    if letters == words or len(words.split()) > max(_SPLIT_PARTS, len(letters)):
        return None
    return KEYWORDS.get(letters)


def _torn(words: str) -> Reading:
    """An opt-out whose words are torn apart; anything else that they may spell is too far to seek."""
    sensed = sense_torn(words)
    reading = _PLAIN if sensed is None else _sentence(sensed)
    return reading if reading.meaning is Meaning.STOP else _PLAIN


def _sentence(sensed: Sensed) -> Reading:
    decided = _decided(sensed.signs)
    if decided is None:
        return _PLAIN
    group, rule, span = decided
    word, language = _rests_on(sensed, span)
    return Reading(group.meaning, rule, word, language, group.keyword)


@lru_cache(maxsize=16384)
def _decided(signs: str) -> tuple[Group, str, tuple[int, int]] | None:
    """The first rule that fits, and where: of senses alone, and many replies have the same."""
    if _TELLING.search(signs) is None:
        return None
    if _ASIDE.search(signs) is not None:
        signs = take_out(signs)
    for group in GROUPS:
        if group.needed.search(signs) is None or group.any_of.search(signs) is None:
            continue
        for rule in group.rules:
            found = rule.sought.search(signs)
            if found is not None:
                return group, rule.name, found.span()
    return None


def _rests_on(sensed: Sensed, span: tuple[int, int]) -> tuple[str, str | None]:
    """The words of the tables within what a rule found, and the one language that has them all."""
    start, end = span
    nodes = [node for node in sensed.nodes[start:end] if node.word]
    words = " ".join(node.word for node in nodes)
    languages = [node.languages for node in nodes]
    shared = frozenset.intersection(*languages) if languages else frozenset()
    return words, next(iter(shared)) if len(shared) == 1 else None
