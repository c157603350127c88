"""A reply as the senses of its words: from text to a short string of signs, one a word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from homing.domain.reply_senses import Sense
from homing.domain.reply_tree import (
    ASK,
    CONTRACTED,
    END,
    FILLERS,
    KEYWORD_NODES,
    LEFT_OUT,
    LONG,
    NUMBER,
    OTHER,
    TOKEN,
    TREE,
    Node,
    misspelt,
    run_at,
    run_on,
    spelt_out,
)

_SIGNS: Final = frozenset("?？؟")
_RUN: Final = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff]")
_WITHIN_RUN: Final = re.compile(rf"(?<={_RUN.pattern})\s++(?={_RUN.pattern})")
_SPACED: Final = re.compile(
    r"(?<![^\W_])(?<![^\W_]')[^\W\d_](?:[\s.\-*,·/]++[^\W\d_](?![^\W_])){2,}+"  # S T O P, s.t.o.p
)
_GAPS: Final = re.compile(r"(?<=[^\W_])[\s.\-*,·/]++(?=[^\W_])")
_LETTERS: Final = re.compile(r"[^\W_]")
_NUMBER_FROM: Final = 9
"""Digits and signs, of a telephone number."""
_LONGEST_SPACED: Final = 60
_TORN_FROM: Final = 4
_TORN_MEAN: Final = 3
"""Letters a word, of words that are torn."""
_LONGEST: Final = 12
"""Words of a phrase, with what is left out between them."""
_CUT: Final = Node(END)
_ASKED: Final = Node(ASK)
_NUMBER: Final = Node(Sense.LIST.value)
_DOING: Final = Node(Sense.DOING.value)
_POLITE: Final = Sense.POLITE.value
_COURTESY: Final = Sense.COURTESY.value
_CEASE: Final = Sense.CEASE.value
_AT_RANDOM: Final = frozenset({Sense.OTHER.value, Sense.ORDINARY.value})
_WHOLE: Final = frozenset({Sense.CEASE.value, Sense.FIRST.value})
_BEFORE_FIRST: Final = LEFT_OUT | _WHOLE | {END}
_NO: Final = Sense.NO.value


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
    """The same of a short reply whose words are torn apart or run together: st op send ing me, stoptextingme;
    None where it is neither."""
    gaps = words.count(" ")
    parted = (
        [part for token in words.split() for part in run_on(token)] if len(words) <= _LONGEST_SPACED else []
    )
    if len(parted) > gaps + 1:
        return _sensed(parted)
    if gaps + 1 < _TORN_FROM or not len(words) - gaps <= min(_LONGEST_SPACED, _TORN_MEAN * (gaps + 1)):
        return None
    letters = words.replace(" ", "")
    spelt = spelt_out(letters) if letters.isalpha() else None
    return _sensed(spelt) if spelt else None


def _sensed(tokens: list[str]) -> Sensed:
    nodes = [_CUT]
    place, count = 0, len(tokens)
    while place < count:
        token = tokens[place]
        place += 1
        node = TREE.grown.get(token)
        if node is None:
            nodes += _first(token, nodes) or _alone(token, nodes[-1])
            continue
        best = node
        here = place
        while (after := node.after if node.shoots else node.grown) and here < min(count, place + _LONGEST):
            then = after.get(tokens[here])
            here += 1
            if then is None:
                if tokens[here - 1] in FILLERS:
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
    """No please stop: what it stands between is no negated stop. Stop please I left: the stop is whole.
    I live abroad please stop: it begins a clause."""
    kept: list[Node] = []
    before = _CUT
    for node in nodes:
        if node.sense not in LEFT_OUT:
            if node.sense == _CEASE and before.sense == _COURTESY and kept[-1].sense in _AT_RANDOM:
                kept.append(_CUT)
            kept.append(node)
        elif kept[-1].sense == _NO or (node.sense == _COURTESY and kept[-1].sense in _WHOLE):
            kept.append(_CUT)
        before = node
    return kept


def _tokens(folded: str) -> list[str]:
    text = CONTRACTED.sub("", folded) if "'" in folded else folded
    if not text.isascii():
        text = _WITHIN_RUN.sub("", text)
    return TOKEN.findall(_SPACED.sub(_joined, text))


def _joined(spaced: re.Match[str]) -> str:
    """Letters that stand alone, as the word that they spell if they spell one."""
    letters = "".join(_LETTERS.findall(spaced[0]))
    if len(letters) > _LONGEST_SPACED:
        return spaced[0]
    if letters in TREE.grown:
        return letters
    gaps = _GAPS.findall(spaced[0])
    narrow = min(map(len, gaps))
    if narrow == max(map(len, gaps)):
        return " ".join(spelt_out(letters)) or spaced[0]
    return _GAPS.sub(lambda gap: " " if len(gap[0]) > narrow else "", spaced[0])


def _first(token: str, before: list[Node]) -> Iterable[Node]:
    """A keyword that stops at the beginning of a reply alone, after nothing but courtesies and its like."""
    node = KEYWORD_NODES.get(token) if len(before) <= _LONGEST else None
    return () if node is None or any(one.sense not in _BEFORE_FIRST for one in before) else (node,)


def _alone(token: str, before: Node) -> Iterable[Node]:
    """What a word means that begins no phrase here: a sign, a run of signs, or a word that is misspelt."""
    if token[0] in _SIGNS:
        return (_ASKED,)
    if len(token) >= _NUMBER_FROM and NUMBER.fullmatch(token):
        return (_NUMBER,)
    if not token[0].isalnum():
        return () if token in {"+", "#"} else (_CUT,)
    if not token.isascii() and _RUN.search(token):
        return _of_run(token)
    node = OTHER if len(token) > LONG else misspelt(token)
    return (_DOING if node is OTHER and before.sense == Sense.CEASE and token.endswith("ing") else node,)


def _of_run(token: str) -> Iterator[Node]:
    """The longest phrases of the tables, from left to right, and one sign for whatever is between two."""
    at, told = 0, True
    while at < len(token):
        found = run_at(token, at)
        if found is not None:
            yield found[0]
            at, told = found[1], True
            continue
        if told:
            yield OTHER
        at, told = at + 1, False
