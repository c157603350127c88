"""Reading JSON field by field: tolerant as protobuf's JSON mapping is, strict in everything else, and never
stopping at the first fault.

Camel-case and snake-case names, null for what is left out, numbers as strings, integral floats and numbers
of enumerations are taken. What is wrong is noted with its path, and a stand-in is read in its place, so that
the rest is looked at too: nothing that was read may be used once there are faults. Messages say what would
be right and never repeat a value.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypeVar
from unicodedata import category

from homing.domain.durations import format_duration, parse_duration
from homing.domain.errors import Fault

S = TypeVar("S", bound=str)

MAX_FAULTS: Final = 100
"""More are not listed: they are an attack, or one mistake made again and again."""

_CAPITAL: Final = re.compile("(?=[A-Z])")
_PLAIN: Final = re.compile("[A-Za-z_][A-Za-z0-9_]{0,63}")
_LONGEST_SHOWN: Final = 64
_DIGITS: Final = re.compile("-?[0-9]{1,20}")


@dataclass(slots=True)
class Faults:
    """What was found wrong so far."""

    found: list[Fault] = field(default_factory=list)

    def add(self, path: str, message: str) -> None:
        if len(self.found) < MAX_FAULTS:
            self.found.append(Fault(path, message))


def join(path: str, name: str) -> str:
    """The path of a field or key; names that no field has are quoted, and cut where they are long."""
    if _PLAIN.fullmatch(name):
        return f"{path}.{name}" if path else name
    return f"{path}[{json.dumps(name[:_LONGEST_SHOWN])}]"


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and where it stands. Each method reads it as one thing, or notes that it is none."""

    value: object = field(repr=False)
    path: str
    faults: Faults = field(repr=False)

    def refuse(self, message: str) -> None:
        self.faults.add(self.path, message)

    def text(self, least: int, most: int, *, lines: bool = False) -> str:
        """A string of so many characters, none of them a control character; with ``lines`` it may have
        several."""
        text = self.value
        if isinstance(text, str) and least <= len(text) <= most:
            spoilt = text.translate({9: None, 10: None}) if lines else text
            if not any(category(character) in ("Cc", "Cs") for character in spoilt):
                return text
        length = f"{least} to {most}" if least else f"at most {most}"
        self.refuse(f"a string of {length} characters, none of them a control character")
        return "-"

    def integer(self, least: int, most: int) -> int:
        number = _whole(self.value)
        if number is None or not least <= number <= most:
            self.refuse(f"a whole number from {least} to {most}")
            return least
        return number

    def boolean(self) -> bool:
        if isinstance(self.value, bool):
            return self.value
        self.refuse("true or false")
        return False

    def duration(self, least: timedelta, most: timedelta) -> timedelta:
        duration = parse_duration(self.value) if isinstance(self.value, str) else None
        if duration is None or not least <= duration <= most:
            limits = f"{format_duration(least)} to {format_duration(most)}"
            self.refuse(f'a duration such as "72h", "1h30m" or "3600s", from {limits}')
            return least
        return duration

    def pick(self, values: Sequence[S], *, zero: str | None = None) -> S | None:
        """One of an enumeration, by name or by number (from 1), None where it is none. ``zero``: the name of
        0, where 0 stands for the first."""
        chosen = self.value
        if isinstance(chosen, str):
            if chosen in values:
                return values[values.index(chosen)]
            if chosen == zero:
                return values[0]
        else:
            number = _whole(chosen)
            if number is not None and (0 if zero else 1) <= number <= len(values):
                return values[max(number - 1, 0)]
        self.refuse(f"one of {', '.join(values)}")
        return None

    def choice(self, values: Sequence[S], *, zero: str | None = None) -> S:
        """As ``pick``, and the first in place of none."""
        return self.pick(values, zero=zero) or values[0]

    def name(self, values: Sequence[S]) -> S:
        """One of an enumeration that has no numbers."""
        if isinstance(self.value, str) and self.value in values:
            return values[values.index(self.value)]
        self.refuse(f"one of {', '.join(values)}")
        return values[0]

    def items(self, least: int, most: int) -> list["Node"]:
        """The members of a list; of one that is too long the first ones."""
        if not isinstance(self.value, list):
            self.refuse(f"a list of {least} to {most}")
            return []
        if not least <= len(self.value) <= most:
            self.refuse(f"{least} to {most} of them" if least else f"at most {most} of them")
        return [
            Node(value, f"{self.path}[{index}]", self.faults) for index, value in enumerate(self.value[:most])
        ]

    def entries(self) -> Iterator[tuple[str, "Node"]]:
        """The keys of a map with their values."""
        if not isinstance(self.value, dict):
            self.refuse("an object")
            return
        for key, value in self.value.items():
            if isinstance(key, str):
                yield key, Node(value, join(self.path, key), self.faults)
            else:
                self.refuse("names that are strings")


def unique(nodes: Sequence[Node], values: Iterable[object]) -> None:
    """Refuse what is listed twice."""
    seen: set[object] = set()
    for node, value in zip(nodes, values, strict=True):
        if value in seen:
            node.refuse("each only once")
        seen.add(value)


class Fields:
    """The fields of a JSON object, each asked for by its camel-case name. ``close`` refuses the rest. What is
    no object has none, and is not said to lack any."""

    def __init__(self, node: Node, *, root: bool = False) -> None:
        self._node = node
        self._path = "" if root else node.path
        self._there = isinstance(node.value, dict)
        self._known: list[str] = []
        self._left: dict[str, Node] = {}
        for key, value in node.entries():
            self._left[key] = Node(value.value, join(self._path, key), node.faults)

    @property
    def faults(self) -> Faults:
        return self._node.faults

    def path(self, name: str) -> str:
        return join(self._path, name)

    def get(self, name: str) -> Node | None:
        """A field, None where it is left out."""
        self._known.append(name)
        names = list(dict.fromkeys((name, _CAPITAL.sub("_", name).lower())))
        given = [node for node in (self._left.pop(spelling, None) for spelling in names) if node is not None]
        if len(given) > 1:
            given[1].refuse(f"either this or {names[0]}, not both")
        return next((node for node in given if node.value is not None), None)

    def need(self, name: str, what: str) -> Node | None:
        """A field that must be there; ``what`` it is."""
        node = self.get(name)
        if node is None and self._there:
            self.faults.add(self.path(name), what)
        return node

    def close(self) -> None:
        """Refuse whatever was not asked for."""
        has = f"it may have {', '.join(self._known)}" if self._known else "it has none"
        for node in self._left.values():
            node.refuse(f"no field of this object: {has}")


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        return int(value) if _DIGITS.fullmatch(value) else None
    return value if isinstance(value, int) else None
