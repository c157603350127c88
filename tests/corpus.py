"""`make corpus`: how well the replies of data/replies.csv are understood, by part, and each that is not.

The part ``tuned`` stood before the rules' author; no rule was tuned on the part ``held``, none of whose texts
is in the other part, however it is spelt. Whoever mends a rule after a miss of ``held`` writes a new part.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from homing.domain.keywords import Meaning
from homing.domain.replies import Reading, read

FILE: Final = Path(__file__).parents[1] / "data" / "replies.csv"
PARTS: Final = ("tuned", "held")
LABELS: Final = {
    Meaning.STOP: "opt_out",
    Meaning.START: "opt_in",
    Meaning.HELP: "help",
    Meaning.KEYWORD: "keyword",
    Meaning.WRONG_NUMBER: "wrong_number",
    Meaning.UNCLEAR: "unclear",
    Meaning.PLAIN: "reply",
}
OPT_OUT: Final = LABELS[Meaning.STOP]
AIM: Final = 0.99
"""Of the opt-outs of a part, how many should be understood, and nothing else taken for one."""
REACHED: Final = {"tuned": (AIM, 0), "held": (0.96, 3)}
"""What must not get worse, by part: the recall of opt-outs, and how many others are taken for one. The aim is
not reached on texts that the rules have never seen."""


@dataclass(frozen=True, slots=True)
class Row:
    part: str
    language: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A reply with what it was read as."""

    row: Row
    reading: Reading

    @property
    def read_as(self) -> str:
        return LABELS[self.reading.meaning]

    @property
    def is_missed(self) -> bool:
        return self.read_as != self.row.label


@dataclass(frozen=True, slots=True)
class Score:
    """Of one part."""

    judged: tuple[Judged, ...]

    def recall(self, label: str, language: str | None = None) -> float:
        """Of the replies with the label, how many were read so; 1 where there is none."""
        of = [one for one in self.judged if one.row.label == label and language in (None, one.row.language)]
        return share(not one.is_missed for one in of)

    def precision(self, label: str) -> float:
        """Of those read so, how many have the label; 1 where none was."""
        return share(not one.is_missed for one in self.judged if one.read_as == label)

    @property
    def misses(self) -> list[Judged]:
        return [one for one in self.judged if one.is_missed]

    @property
    def mistaken(self) -> list[Judged]:
        """What resumes, negates, mentions or asks, and was read as an opt-out all the same."""
        return [one for one in self.misses if one.read_as == OPT_OUT]


def share(hits: Iterable[bool]) -> float:
    counted = Counter(hits)
    return counted[True] / counted.total() if counted else 1.0


def rows() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file)]


def score(part: str) -> Score:
    return Score(tuple(Judged(row, read(row.text)) for row in rows() if row.part == part))


def is_held(part: str, of: Score) -> bool:
    """Whether a part is read no worse than it was."""
    recall, mistaken = REACHED[part]
    return of.recall(OPT_OUT) >= recall and len(of.mistaken) <= mistaken


def report(part: str, of: Score) -> Iterator[str]:
    languages = Counter(one.row.language for one in of.judged)
    met = "met" if of.recall(OPT_OUT) >= AIM and not of.mistaken else "not met"
    yield f"{part}: {len(of.judged)} replies in {len(languages)} languages; the aim ({AIM:.0%}) is {met}"
    labels = Counter(one.row.label for one in of.judged)
    for label in LABELS.values():
        figures = f"recall {of.recall(label):.3f}  precision {of.precision(label):.3f}"
        yield f"  {label:13}{labels[label]:5}  {figures}"
    for language in languages:
        opt_outs = sum(one.row.label == OPT_OUT and one.row.language == language for one in of.judged)
        yield f"  {language:13}{opt_outs:5}  opt-out recall {of.recall(OPT_OUT, language):.3f}"
    heard = share(
        one.read_as in (OPT_OUT, LABELS[Meaning.UNCLEAR]) for one in of.judged if one.row.label == OPT_OUT
    )
    yield f"  opt-outs understood or asked back {heard:.3f}; others taken for one: {len(of.mistaken)}"
    for one in of.misses:
        mark = "  !" if one in of.mistaken else "   "
        row = one.row
        yield f"{mark}{row.language} {row.label} -> {one.read_as} ({one.reading.rule}): {row.text}"


def main() -> int:
    scores = {part: score(part) for part in PARTS}
    for part, of in scores.items():
        sys.stdout.write("\n".join(report(part, of)) + "\n")
    return 0 if all(is_held(part, of) for part, of in scores.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
