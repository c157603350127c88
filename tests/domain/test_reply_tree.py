"""The tree of words and phrases, against all phrases that the tables stand for, written out."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product
from typing import Final

import pytest

from homing.domain.keywords import fold
from homing.domain.reply_senses import Sense
from homing.domain.reply_tree import CONTRACTED, RUNS, TOKEN, TREE, Node, run_at
from homing.domain.reply_words import PARTED, RUNNING, Language

Meant = tuple[Sense, str]

ONE_IN: Final = 5
"""Phrases that are looked up."""


def written_out(tables: Mapping[str, Language]) -> Iterator[tuple[str, Meant]]:
    """Each phrase with its sense and language, stems left out."""
    for language, senses in tables.items():
        for sense, entries in senses.items():
            for entry in entries.split(","):
                parts = [part.split("|") for part in entry.replace(")", "(").split("(")]
                for chosen in product(*parts):
                    phrase = " ".join("".join(chosen).split())
                    if not phrase.endswith("*"):
                        yield phrase, (sense, language)


@cache
def gathered(*, spaced: bool) -> dict[tuple[str, ...], list[Meant]]:
    """Everything that each phrase is said to mean, by its words (its letters), in the tables' order."""
    found: dict[tuple[str, ...], list[Meant]] = {}
    for phrase, meant in written_out(PARTED if spaced else RUNNING):
        folded = fold(phrase)
        words = TOKEN.findall(CONTRACTED.sub("", folded)) if spaced else folded.replace(" ", "")
        found.setdefault(tuple(words), []).append(meant)
    return found


def reached(root: Node, words: tuple[str, ...]) -> Node:
    node = root
    for word in words:
        node = node.after[word]
    return node


def meant_by(meanings: list[Meant]) -> tuple[str, frozenset[str]]:
    """The first sense that is no politeness, in all languages that have it."""
    sense = next((sense for sense, _ in meanings if sense is not Sense.POLITE), Sense.POLITE)
    return sense.value, frozenset(language for one, language in meanings if one is sense)


@pytest.mark.parametrize(("root", "spaced"), [(TREE, True), (RUNS, False)])
def test_each_phrase_that_the_tables_stand_for_has_its_first_sense(root: Node, *, spaced: bool) -> None:
    phrases = gathered(spaced=spaced)
    assert len(phrases) > 50_000
    wrong = []
    for words, meanings in islice(phrases.items(), 0, None, ONE_IN):
        node = reached(root, words)
        if (node.sense, node.languages) != meant_by(meanings):
            wrong.append((words, node.sense, meanings))
    assert wrong == []


@pytest.mark.parametrize(("root", "spaced"), [(TREE, True), (RUNS, False)])
def test_nothing_else_has_one(root: Node, *, spaced: bool) -> None:
    senses, left = 0, [root]
    while left:
        node = left.pop()
        senses += bool(node.sense)
        left += node.after.values()
    assert senses == len(gathered(spaced=spaced))


def test_of_what_is_written_without_spaces_the_longest_phrase_counts() -> None:
    found = run_at("我不要再发短信了", 1)
    assert found is not None
    node, end = found
    assert end > len("我不要")
    assert node.sense
