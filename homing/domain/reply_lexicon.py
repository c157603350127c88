"""A reply as the senses of its words: from text to a short string of signs, one a word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from homing.domain.keywords import WORDS, Meaning, fold
from homing.domain.reply_senses import Sense
from homing.domain.reply_words import PARTED, RUNNING, Language

END: Final = "/"
ASK: Final = "?"

_CONTRACTED: Final = re.compile(r"'(?=(?:t|s|m|re|ve|ll|d|all)\b)")
_TOKEN: Final = re.compile(
    r"[^\W_]++(?:[^\W_]|[\u0900-\u0903\u093a-\u094f])*+|\+|#|[?？؟]++|[.!;:,…。！、，،¡|]++|\s[-–—/]++\s"
)
_SIGNS: Final = frozenset("?？؟")
_RUN: Final = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff]")
_WITHIN_RUN: Final = re.compile(rf"(?<={_RUN.pattern})\s++(?={_RUN.pattern})")
_SPACED: Final = re.compile(
    r"(?<![^\W_])(?<![^\W_]')[^\W\d_](?:[\s.\-*,·/]++[^\W\d_](?![^\W_])){2,}+"  # S T O P, s.t.o.p
)
_GAPS: Final = re.compile(r"(?<=[^\W_])[\s.\-*,·/]++(?=[^\W_])")
_LETTERS: Final = re.compile(r"[^\W_]")
_THRICE: Final = re.compile(r"(.)\1{2,}|(.)\2$")
_TWICE: Final = re.compile(r"(.)\1")
_DIGITS: Final = str.maketrans("01345$7", "oleasst")
_LONG: Final = 20
_LONGEST_SPACED: Final = 60
_TORN_FROM: Final = 4
_TORN_MEAN: Final = 3
"""Letters a word, of words that are torn."""
_LONGEST: Final = 12
"""Words of a phrase, with what is left out between them."""
_FUZZY_FROM: Final = 8
_SLIPS_FROM: Final = 6
_STEM_FROM: Final = 3
_TWICE_FROM: Final = 5


@dataclass(slots=True)
class Node:
    """Of a tree of phrases, by their words; ``word`` is the phrase that ends here, as the tables spell it."""

    sense: str = ""
    word: str = ""
    languages: frozenset[str] = frozenset()
    after: dict[str, "Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sensed:
    """``signs``: one for each word or phrase, clauses between ``END`` and ``ASK``; ``nodes``: of each sign,
    what the tables have of it."""

    signs: str
    nodes: list[Node]


def sense(folded: str) -> Sensed:
    """By what its words mean, a reply as ``fold`` makes it. Linear in its length."""
    return _sensed(_tokens(folded))


def sense_torn(words: str) -> Sensed | None:
    """The same of a short reply whose words are torn apart: st op send ing me; None where it isn't that."""
    gaps = words.count(" ")
    if gaps + 1 < _TORN_FROM or not len(words) - gaps <= min(_LONGEST_SPACED, _TORN_MEAN * (gaps + 1)):
        return None
    letters = words.replace(" ", "")
    spelt = _spelt(letters) if letters.isalpha() else None
    return _sensed(spelt) if spelt else None


def _sensed(tokens: list[str]) -> Sensed:
    nodes = [_CUT]
    place, count = 0, len(tokens)
    while place < count:
        token = tokens[place]
        place += 1
        node = _TREE.after.get(token)
        if node is None:
            nodes += _first(token, nodes) or _alone(token, nodes[-1])
            continue
        best = node
        here = place
        while node.after and here < min(count, place + _LONGEST):
            then = node.after.get(tokens[here])
            here += 1
            if then is None:
                if tokens[here - 1] in _FILLERS:
                    continue
                break
            node = then
            if node.sense:
                best, place = node, here
        if best.sense:
            nodes.append(best)
        else:
            nodes += _first(token, nodes) or _alone(token, nodes[-1])
    nodes.append(_CUT)
    signs = "".join([node.sense for node in nodes])
    if _POLITE in signs or _COURTESY in signs:
        nodes = _without_politeness(nodes)
        signs = "".join([node.sense for node in nodes])
    return Sensed(signs, nodes)


def _without_politeness(nodes: list[Node]) -> list[Node]:
    """No please stop: what it stands between is no negated stop. Stop please I left: the stop is whole."""
    kept: list[Node] = []
    for node in nodes:
        if node.sense not in _LEFT_OUT:
            kept.append(node)
        elif kept[-1].sense == _NO or (node.sense == _COURTESY and kept[-1].sense in _WHOLE):
            kept.append(_CUT)
    return kept


def _tokens(folded: str) -> list[str]:
    text = _CONTRACTED.sub("", folded) if "'" in folded else folded
    if not text.isascii():
        text = _WITHIN_RUN.sub("", text)
    return _TOKEN.findall(_SPACED.sub(_joined, text))


def _joined(spaced: re.Match[str]) -> str:
    """Letters that stand alone, as the word that they spell if they spell one."""
    letters = "".join(_LETTERS.findall(spaced[0]))
    if len(letters) > _LONGEST_SPACED:
        return spaced[0]
    if letters in _TREE.after:
        return letters
    gaps = _GAPS.findall(spaced[0])
    narrow = min(map(len, gaps))
    if narrow == max(map(len, gaps)):
        return " ".join(_spelt(letters)) or spaced[0]
    return _GAPS.sub(lambda gap: " " if len(gap[0]) > narrow else "", spaced[0])


def _spelt(letters: str) -> list[str]:
    """The fewest words of the tables that letters without a break between words are; empty where they are
    none."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        found: list[str] | None = None
        for begun in range(max(0, end - _LONG), end):
            before, word = best[begun], letters[begun:end]
            if before is None or (found is not None and len(found) <= len(before) + 1):
                continue
            if len(word) > 1 and word in _TREE.after:
                found = [*before, word]
        best.append(found)
    return best[-1] or []


def _first(token: str, before: list[Node]) -> Iterable[Node]:
    """A keyword that stops at the beginning of a reply alone, after nothing but courtesies and its like."""
    node = _KEYWORDS.get(token) if len(before) <= _LONGEST else None
    return () if node is None or any(one.sense not in _BEFORE_FIRST for one in before) else (node,)


def _alone(token: str, before: Node) -> Iterable[Node]:
    """What a word means that begins no phrase here: a sign, a run of signs, or a word that is misspelt."""
    if token[0] in _SIGNS:
        return (_ASKED,)
    if not token[0].isalnum():
        return () if token in {"+", "#"} else (_CUT,)
    if not token.isascii() and _RUN.search(token):
        return _of_run(token)
    node = _OTHER if len(token) > _LONG else _misspelt(token)
    return (_DOING if node is _OTHER and before.sense == Sense.CEASE and token.endswith("ing") else node,)


def _of_run(token: str) -> Iterator[Node]:
    """The longest phrases of the tables, from left to right, and one sign for whatever is between two."""
    at, told = 0, True
    while at < len(token):
        for length in _RUN_LENGTHS.get(token[at], ()):
            node = _RUN_NODES.get(token[at : at + length])
            if node is not None:
                yield node
                at, told = at + length, True
                break
        else:
            if told:
                yield _OTHER
            at, told = at + 1, False


@lru_cache(maxsize=4096)
def _misspelt(token: str) -> Node:
    tried = token.translate(_DIGITS) if not token.isalpha() else _THRICE.sub(r"\1\2", token)
    node = _TREE.after.get(tried)
    if node is not None and node.sense and tried != token and len(tried) > 1:
        return node
    node = _TREE.after.get(_TWICE.sub(r"\1", token))
    if node is not None and (node.sense in _SLIPPED or node.sense in _LEFT_OUT) and len(token) >= _TWICE_FROM:
        return node
    for end in range(len(token), _STEM_FROM - 1, -1):
        if token[:end] in _STEMS:
            return _STEMS[token[:end]]
    if len(token) >= _FUZZY_FROM - 1:
        for near in _shorter(token):
            if near in _NEAR:
                return _NEAR[near]
    return _SLIPS.get(token, _OTHER)


def _slips(word: str) -> Iterator[str]:
    """A word without one of its letters, or with two exchanged; the first letter stands."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def _shorter(word: str) -> Iterator[str]:
    """A word, and it without one of its letters: two that share one of these are at most one typing error
    apart."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


_CUT: Final = Node(END)
_ASKED: Final = Node(ASK)
_OTHER: Final = Node(Sense.OTHER.value)
_DOING: Final = Node(Sense.DOING.value)
_TREE: Final = Node()
_STEMS: Final[dict[str, Node]] = {}
_NEAR: Final[dict[str, Node]] = {}
_SLIPS: Final[dict[str, Node]] = {}
"""Of words too short for any letter to be another, as a test is not a text."""
_RUN_NODES: Final[dict[str, Node]] = {}
_POLITE: Final = Sense.POLITE.value
_COURTESY: Final = Sense.COURTESY.value
_LEFT_OUT: Final = frozenset({_POLITE, _COURTESY})
_WHOLE: Final = frozenset({Sense.CEASE.value, Sense.FIRST.value})
_BEFORE_FIRST: Final = _LEFT_OUT | _WHOLE | {END}
_NO: Final = Sense.NO.value
_MISSPELT: Final = frozenset({Sense.LEAVE, Sense.NOTE, Sense.PESTER, Sense.GET, Sense.CEASE})
_SLIPPED: Final = frozenset(
    {Sense.LEAVE, Sense.NOTE, Sense.TEXT, Sense.SEND, Sense.GET, Sense.CEASE, Sense.REMOVE, Sense.LIST}
)


def _plant(language: str, entry: str, kind: Sense) -> None:
    """The first that says what a phrase means is right; politeness yields to any other."""
    node = _TREE
    for token in _TOKEN.findall(_CONTRACTED.sub("", fold(entry))):
        node = node.after.setdefault(token, Node())
    if not node.sense or (node.sense == Sense.POLITE and kind is not Sense.POLITE):
        node.sense, node.word, node.languages = kind.value, entry, frozenset({language})
    elif node.sense == kind.value:
        node.languages |= {language}


def _entries(tables: Mapping[str, Language]) -> Iterator[tuple[str, Sense, str]]:
    for language, senses in tables.items():
        for kind, entries in senses.items():
            for entry in entries.split(","):
                yield language, kind, entry.strip()


def _plant_all() -> None:
    for language, kind, entry in _entries(PARTED):
        if entry.endswith("*"):
            _STEMS.setdefault(fold(entry[:-1]), Node(kind.value, entry, frozenset({language})))
        else:
            _plant(language, entry, kind)
    for word, node in _TREE.after.items():
        if len(word) >= _FUZZY_FROM and node.sense in _MISSPELT and word.isalpha():
            for near in _shorter(word):
                _NEAR.setdefault(near, node)
        if len(word) >= _SLIPS_FROM and node.sense in _SLIPPED and word.isalpha() and word.isascii():
            for slip in _slips(word):
                _SLIPS.setdefault(slip, node)
    for language, kind, entry in _entries(RUNNING):
        run = fold(entry).replace(" ", "")
        node = _RUN_NODES.setdefault(run, Node(kind.value, entry, frozenset({language})))
        if node.sense == kind.value:
            node.languages |= {language}


_plant_all()
_KEYWORDS: Final = {
    fold(word): Node(Sense.FIRST.value, word, frozenset({language}))
    for language, words in WORDS[Meaning.STOP].items()
    for word in words
    if " " not in word and not (_TREE.after.get(fold(word)) or _RUN_NODES.get(fold(word)) or _OTHER).word
}
_FILLERS: Final = frozenset(word for word, node in _TREE.after.items() if node.sense in _LEFT_OUT)
_RUN_LENGTHS: Final = {
    first: sorted({len(run) for run in _RUN_NODES if run[0] == first}, reverse=True)
    for first in {run[0] for run in _RUN_NODES}
}
