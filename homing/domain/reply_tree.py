"""The words and phrases of the tables as a tree, and what a word that none has was meant to be.

Entries such as ``(stop|end) (the|) texts`` stand for many phrases; all together for hundreds of thousands, of
which a process meets a few. So a node of the tree makes those below it when somebody gets there first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from homing.domain.keywords import WORDS, Meaning, fold
from homing.domain.reply_senses import Sense
from homing.domain.reply_words import PARTED, RUNNING, Language

END: Final = "/"
ASK: Final = "?"

CONTRACTED: Final = re.compile(r"'(?=(?:t|s|m|re|ve|ll|d|all)\b)")
NUMBER: Final = re.compile(r"[+\d](?:[ .\-]?\d){8,}+")
"""A telephone number."""
TOKEN: Final = re.compile(
    rf"{NUMBER.pattern}(?![^\W_])|"
    r"[^\W_]++(?:[^\W_]|[\u0900-\u0903\u093a-\u094f])*+|\+|#|[?？؟]++|[.!;:,…。！、，،¡|]++|\s[-–—/]++\s"
)
_EITHER: Final = re.compile(r"\(([^)]*)\)")
_PIECE: Final = re.compile(r"(?:\([^)]*\)|[^\s()])+")
_THRICE: Final = re.compile(r"(.)\1{2,}|(.)\2$")
_TWICE: Final = re.compile(r"(.)\1")
_DIGITS: Final = str.maketrans("01345$7", "oleasst")
LONG: Final = 20
_RUN_ON_FROM: Final = 7
_RUN_ON_PARTS: Final = 3
"""Words of two parts are compounds: stopcontact."""
_FUZZY_FROM: Final = 8
_SLIPS_FROM: Final = 6
_STEM_FROM: Final = 3
_TWICE_FROM: Final = 5


class _Choice(NamedTuple):
    """A piece of a phrase: as the table spells it, and its words as ``fold`` makes them (letters, where
    nothing parts words)."""

    spelt: str
    words: Sequence[str]


class _Shoot(NamedTuple):
    """An entry, read as far as a node: what follows are the ``words`` of the piece begun, then one choice of
    each of ``pieces``; ``spelt`` is what was chosen."""

    sense: Sense
    language: str
    spelt: str
    words: Sequence[str]
    pieces: tuple[tuple[_Choice, ...], ...]

    def steps(self) -> Iterator[tuple[str, "_Shoot"]]:
        """Each word that may come next, and what the entry is after it."""
        if self.words:
            yield self.words[0], self._replace(words=self.words[1:])
            return
        for at, choices in enumerate(self.pieces):
            for spelt, words in choices:
                if words:
                    rest = self.pieces[at + 1 :]
                    yield words[0], _Shoot(self.sense, self.language, self.spelt + spelt, words[1:], rest)
            if all(choice.words for choice in choices):
                return

    @property
    def is_ripe(self) -> bool:
        """Whether a phrase may end here."""
        return not self.words and all(any(not one.words for one in choices) for choices in self.pieces)


@dataclass(slots=True)
class Node:
    """Of a tree of phrases, by their words; ``word`` is the phrase that ends here, as the tables spell it."""

    sense: str = ""
    word: str = ""
    languages: frozenset[str] = frozenset()
    grown: dict[str, "Node"] = field(default_factory=dict)
    shoots: Sequence[_Shoot] = ()

    @property
    def after(self) -> dict[str, "Node"]:
        """What may come next; without ``shoots`` it is ``grown``. Two threads may make it at once: they come
        to the same."""
        if self.shoots:
            following: dict[str, list[_Shoot]] = {}
            for shoot in self.shoots:
                for word, rest in shoot.steps():
                    following.setdefault(word, []).append(rest)
            self.grown = {word: _sprout(shoots) for word, shoots in following.items()}
            self.shoots = ()
        return self.grown


def _sprout(shoots: list[_Shoot]) -> Node:
    """The first that says what a phrase means is right; politeness yields to any other."""
    ripe = [shoot for shoot in shoots if shoot.is_ripe]
    if not ripe:
        return Node(shoots=shoots)
    first = next((shoot for shoot in ripe if shoot.sense is not Sense.POLITE), ripe[0])
    languages = frozenset(shoot.language for shoot in ripe if shoot.sense is first.sense)
    longer = [shoot for shoot in shoots if shoot.words or shoot.pieces]
    return Node(first.sense.value, " ".join(first.spelt.split()), languages, shoots=longer)


@lru_cache(maxsize=16384)
def misspelt(token: str) -> Node:
    tried = token.translate(_DIGITS) if not token.isalpha() else _THRICE.sub(r"\1\2", token)
    node = TREE.grown.get(tried)
    if node is not None and node.sense and tried != token and len(tried) > 1:
        return node
    node = TREE.grown.get(_TWICE.sub(r"\1", token))
    if node is not None and (node.sense in _SLIPPED or node.sense in LEFT_OUT) and len(token) >= _TWICE_FROM:
        return node
    for end in range(len(token), _STEM_FROM - 1, -1):
        if token[:end] in _STEMS:
            return _STEMS[token[:end]]
    if len(token) >= _FUZZY_FROM - 1:
        for near in _shorter(token):
            if near in _NEAR:
                return _NEAR[near]
    return _SLIPS.get(token, OTHER)


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


def spelt_out(letters: str) -> list[str]:
    """The fewest words of the tables that letters without a break between words are; empty where they are
    none."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        found: list[str] | None = None
        for begun in range(max(0, end - LONG), end):
            before, word = best[begun], letters[begun:end]
            if before is None or (found is not None and len(found) <= len(before) + 1):
                continue
            if len(word) > 1 and word in TREE.grown:
                found = [*before, word]
        best.append(found)
    return best[-1] or []


@lru_cache(maxsize=16384)
def run_on(token: str) -> list[str]:
    """The words of one language that a word that no table has is run together from; or itself."""
    if len(token) < _RUN_ON_FROM or token in TREE.grown or not token.isalpha():
        return [token]
    parts = spelt_out(token)
    languages = [TREE.grown[part].languages for part in parts]
    enough = len(parts) >= _RUN_ON_PARTS or (len(parts) > 1 and parts[-1] == "me")
    return parts if enough and frozenset.intersection(*languages) else [token]


OTHER: Final = Node(Sense.OTHER.value)
_STEMS: Final[dict[str, Node]] = {}
_NEAR: Final[dict[str, Node]] = {}
_SLIPS: Final[dict[str, Node]] = {}
"""Of words too short for any letter to be another, as a test is not a text."""
LEFT_OUT: Final = frozenset({Sense.POLITE.value, Sense.COURTESY.value})
_MISSPELT: Final = frozenset({Sense.LEAVE, Sense.NOTE, Sense.PESTER, Sense.GET, Sense.CEASE})
_SLIPPED: Final = frozenset(
    {Sense.LEAVE, Sense.NOTE, Sense.TEXT, Sense.SEND, Sense.GET, Sense.CEASE, Sense.REMOVE, Sense.LIST}
)


def _entries(tables: Mapping[str, Language]) -> Iterator[tuple[str, Sense, str]]:
    for language, senses in tables.items():
        for kind, entries in senses.items():
            for entry in entries.split(","):
                yield language, kind, entry.strip()


def _of_words(language: str, kind: Sense, entry: str) -> _Shoot:
    """Pieces lie between spaces: what is chosen in brackets may be a part of a word."""
    if "(" not in entry:
        return _Shoot(kind, language, entry, _words(entry), ())
    pieces = tuple(tuple(_choices(piece)) for piece in _PIECE.findall(entry))
    return _Shoot(kind, language, "", (), pieces)


def _choices(piece: str) -> Iterator[_Choice]:
    for chosen in map("".join, product(*(part.split("|") for part in _EITHER.split(piece)))):
        yield _Choice(f"{chosen} ", _words(chosen))


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(TOKEN.findall(CONTRACTED.sub("", fold(phrase))))


def _of_letters(language: str, kind: Sense, entry: str) -> _Shoot:
    if "(" not in entry:
        return _Shoot(kind, language, entry, _letters(entry), ())
    parts = (part.split("|") for part in _EITHER.split(entry))
    pieces = tuple(tuple(_Choice(chosen, _letters(chosen)) for chosen in part) for part in parts)
    return _Shoot(kind, language, "", (), pieces)


def _letters(phrase: str) -> str:
    return fold(phrase).replace(" ", "")


def _tree() -> Node:
    shoots = []
    for language, kind, entry in _entries(PARTED):
        if entry.endswith("*"):
            _STEMS.setdefault(fold(entry[:-1]), Node(kind.value, entry, frozenset({language})))
        else:
            shoots.append(_of_words(language, kind, entry))
    tree = Node(shoots=shoots)
    for word, node in tree.after.items():
        if len(word) >= _FUZZY_FROM and node.sense in _MISSPELT and word.isalpha():
            for near in _shorter(word):
                _NEAR.setdefault(near, node)
        if len(word) >= _SLIPS_FROM and node.sense in _SLIPPED and word.isalpha() and word.isascii():
            for slip in _slips(word):
                _SLIPS.setdefault(slip, node)
    return tree


def run_at(run: str, begun: int) -> tuple[Node, int] | None:
    """The longest phrase that begins at a letter of what is written without spaces, and where it ends."""
    node, found = RUNS, None
    for end in range(begun, len(run)):
        then = (node.after if node.shoots else node.grown).get(run[end])
        if then is None:
            break
        node = then
        if node.sense:
            found = node, end + 1
    return found


def _has(word: str) -> bool:
    """Whether the tables have a word otherwise."""
    node, run = TREE.grown.get(word), run_at(word, 0)
    return bool(node and node.word) or (run is not None and run[1] == len(word))


TREE: Final = _tree()
RUNS: Final = Node(shoots=[_of_letters(*entry) for entry in _entries(RUNNING)])
"""Of what is written without spaces, by letters."""
KEYWORD_NODES: Final = {
    fold(word): Node(Sense.FIRST.value, word, frozenset({language}))
    for language, words in WORDS[Meaning.STOP].items()
    for word in words
    if " " not in word and not _has(fold(word))
}
FILLERS: Final = frozenset(word for word, node in TREE.grown.items() if node.sense in LEFT_OUT)
