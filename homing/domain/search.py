"""What a reply is found by, and what is looked for there: words, and phrases with them in their order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import category

from homing.domain.keywords import fold

MOST_WORDS: Final = 1000
"""By which a reply is found: more than one of ten segments has between its spaces."""
_PHRASE: Final = re.compile(r'"([^"]*)"')
_APOSTROPHES: Final = dict.fromkeys(map(ord, "\u00b4\u02bc\u2018\u2019\u201b\uff07`"), "'")
# A word is a run of letters and digits, or several such, joined by apostrophes or hyphens.
_TOKEN: Final = re.compile(r"[^\W_]+(?:['\-\u2010][^\W_]+)*|[^\w\s]")
_PAIR: Final = 2
_JOINT: Final = re.compile(r"['\-\u2010]")
# Han with its mark of repetition, kana, bopomofo; Thai, Lao, Burmese, Khmer: no spaces between words.
_UNSPACED: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\U00020000-\U0003ffff]+)"
)
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[\s().+/\-\u2010-\u2015\u2212]+(?=\d)")
_NUMBER: Final = re.compile(r"\d{7}")


@dataclass(frozen=True, slots=True)
class Search:
    """``spellings``: the words that must all occur, each once, what is joined as one word, and apart; a reply
    has those of either. ``phrases``: what must stand in a row, in either of the same spellings."""

    spellings: tuple[tuple[str, ...], tuple[str, ...]]
    phrases: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    def holds(self, body: str) -> bool:
        """Whether a text has the phrases; its words are found by their hashes."""
        said = _in_order(body)
        return all(any(map(_has, said, phrase)) for phrase in self.phrases)


def read_search(query: str) -> Search:
    """Read what somebody typed: words, and phrases in double quotation marks, compared as replies are
    (``fold``): however they are written, without accents."""
    joined, apart = (tuple(dict.fromkeys(_found_by(pieces))) for pieces in _spellings(query))
    # Where there are no spaces, pairs are found by their hashes: what is longer is looked for as phrases are.
    unspaced = [one for one in _UNSPACED.findall(fold(query)) if len(one) > _PAIR]
    phrases = [_in_order(one) for one in (*_PHRASE.findall(query), *unspaced)]
    return Search((joined, apart), tuple(one for one in phrases if len(one[1]) > 1))


def words_of(body: str) -> list[str]:
    """The words by which a reply is found, each once, the first 1000: what is joined (``don't``, ``re-send``)
    as one word and apart; an emoji; and where there are no spaces, each character and each pair."""
    joined, apart = _spellings(body)
    found = (*_in_a_row(apart), *_found_by(apart), *_found_by(joined))
    return list(dict.fromkeys(found))[:MOST_WORDS]


def holds_number(query: str) -> bool:
    """Whether it has as many digits in a row as a phone number, however they are grouped."""
    return _NUMBER.search(_BETWEEN_DIGITS.sub("", query)) is not None


def _spellings(text: str) -> tuple[list[str], list[str]]:
    """The words of a text, what is joined as one, and apart; what has no spaces is one here."""
    tokens = [
        one for one in _TOKEN.findall(fold(text.translate(_APOSTROPHES))) if one.isalnum() or _is_said(one)
    ]
    joined = [_JOINT.sub("", one) for one in tokens]
    apart = [part for one in tokens for part in _JOINT.split(one)]
    return _pieces(joined), _pieces(apart)


def _is_said(token: str) -> bool:
    """Whether it is more than punctuation: joined words, or a sign of its own, as an emoji is."""
    return len(token) > 1 or category(token) == "So"


def _pieces(words: Iterable[str]) -> list[str]:
    return [piece for word in words for piece in _UNSPACED.split(word) if piece]


def _found_by(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        if _UNSPACED.fullmatch(piece) and len(piece) > _PAIR:
            yield from (piece[at : at + _PAIR] for at in range(len(piece) - 1))
        else:
            yield piece


def _in_order(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    joined, apart = _spellings(text)
    return tuple(_in_a_row(joined)), tuple(_in_a_row(apart))


def _in_a_row(pieces: Iterable[str]) -> Iterator[str]:
    """Words one by one; where there are no spaces, characters."""
    for piece in pieces:
        yield from piece if _UNSPACED.fullmatch(piece) else (piece,)


def _has(said: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(said[at : at + len(phrase)] == phrase for at in range(len(said) - len(phrase) + 1))
