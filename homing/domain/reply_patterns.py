"""Patterns of senses, and the rules that are written with them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from homing.domain.reply_senses import Sense
from homing.domain.reply_tree import ASK, END

_NAMES: Final = {**{one.name: one.value for one in Sense}, "END": END, "ASK": re.escape(ASK)}
_NAME: Final = re.compile(r"[A-Z_]{2,}")
_GAP: Final = re.compile(r"\.\.(\d)")
_BEGINS: Final = re.compile(r"(?:^|(?<=\s))<(?=\s)")
_GOES_ON: Final = re.compile(r"\n {20,}")
_ENDS: Final = re.compile(r"(?<=\s)>$")


def pattern(written: str) -> re.Pattern[str]:
    """``..n``: at most n words of the same clause; ``<`` and ``>``: a clause begins, ends; the rest as in
    regular expressions, spaces aside."""
    gaps = _GAP.sub(lambda gap: f"[^END ASK]{{0,{gap[1]}}}", written)
    edged = _ENDS.sub("(?=[END ASK])", _BEGINS.sub("(?<=[END ASK])", gaps))
    return re.compile(_NAME.sub(lambda name: _NAMES[name[0]], edged).replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Rule:
    """``name`` is told with the reading."""

    name: str
    sought: re.Pattern[str]


def rules(lines: str) -> Iterator[Rule]:
    """One a line, that goes on where the next is indented deeper than rules are."""
    for line in filter(None, map(str.strip, _GOES_ON.sub(" ", lines).splitlines())):
        name, _, written = line.partition(" ")
        yield Rule(name, pattern(written.strip()))
