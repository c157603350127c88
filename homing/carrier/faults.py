"""Misbehaviour on demand: for one number or for all, for the next n requests or until it is cleared."""

import asyncio
from collections.abc import Callable
from enum import StrEnum
from itertools import count
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, PositiveInt, model_validator

from homing.carrier.errors import FinalStatus


class Kind(StrEnum):
    """What goes wrong. The package's documentation says what each does, and with which options."""

    HANG = "hang"
    RESET = "reset"
    TRUNCATE = "truncate"
    ERROR = "error"
    DELAY = "delay"
    FAIL = "fail"
    SILENT = "silent"
    DROP_CALLBACKS = "drop_callbacks"
    DUPLICATE_CALLBACKS = "duplicate_callbacks"
    REORDER_CALLBACKS = "reorder_callbacks"
    DELAY_CALLBACKS = "delay_callbacks"


class Aspect(StrEnum):
    """What a fault changes. A request meets at most one fault of each aspect."""

    ANSWER = "answer"
    PACE = "pace"
    FATE = "fate"
    CALLBACKS_LOST = "callbacks_lost"
    CALLBACKS_REPEATED = "callbacks_repeated"
    CALLBACKS_ORDER = "callbacks_order"
    CALLBACKS_PACE = "callbacks_pace"


_ASPECTS: Final = {
    Kind.HANG: Aspect.ANSWER,
    Kind.RESET: Aspect.ANSWER,
    Kind.TRUNCATE: Aspect.ANSWER,
    Kind.ERROR: Aspect.ANSWER,
    Kind.DELAY: Aspect.PACE,
    Kind.FAIL: Aspect.FATE,
    Kind.SILENT: Aspect.FATE,
    Kind.DROP_CALLBACKS: Aspect.CALLBACKS_LOST,
    Kind.DUPLICATE_CALLBACKS: Aspect.CALLBACKS_REPEATED,
    Kind.REORDER_CALLBACKS: Aspect.CALLBACKS_ORDER,
    Kind.DELAY_CALLBACKS: Aspect.CALLBACKS_PACE,
}


class Fault(BaseModel):
    """One fault as it was asked for. ``next`` counts down; None lasts until it is cleared."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: Kind
    to: str | None = None
    next: PositiveInt | None = None
    code: PositiveInt | None = None
    http_status: PositiveInt | None = None
    accepted: bool | None = None
    seconds: NonNegativeFloat | None = None
    final: FinalStatus | None = None
    statuses: frozenset[str] | None = None
    times: PositiveInt = 2

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind in {Kind.ERROR, Kind.FAIL} and self.code is None:
            raise ValueError(f"a fault of kind {self.kind} needs a code")
        if self.kind in {Kind.DELAY, Kind.DELAY_CALLBACKS} and self.seconds is None:
            raise ValueError(f"a fault of kind {self.kind} needs seconds")
        if self.kind is Kind.TRUNCATE and self.accepted is False:
            raise ValueError("a truncated 201 is always accepted")
        return self

    @property
    def aspect(self) -> Aspect:
        return _ASPECTS[self.kind]

    @property
    def accepts(self) -> bool:
        """Whether the text is accepted all the same: unless said otherwise, only an error accepts nothing."""
        return self.kind is not Kind.ERROR if self.accepted is None else self.accepted

    def concerns(self, status: str) -> bool:
        """Whether it is about posts that tell of ``status``."""
        return self.statuses is None or status in self.statuses


class Faults:
    """The faults in force, found by aspect and number without looking at the others. ``changed`` is called
    whenever they are others than before.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._ids = count(1)
        self._by_id: dict[int, Fault] = {}
        self._by_place: dict[tuple[Aspect, str | None], list[int]] = {}
        self.released = asyncio.Event()
        """Set when the faults are cleared, for requests that hang; a new one takes its place."""

    def add(self, fault: Fault) -> int:
        """Put a fault in force behind the older ones of its place, and name it."""
        name = next(self._ids)
        self._by_id[name] = fault
        self._by_place.setdefault((fault.aspect, fault.to), []).append(name)
        self._changed()
        return name

    def find(self, aspect: Aspect, to: str) -> Fault | None:
        """The fault that a request to ``to`` meets: the number's own before the general, the older first."""
        name = self._first(aspect, to)
        return None if name is None else self._by_id[name]

    def take(self, aspect: Aspect, to: str) -> Fault | None:
        """As ``find``, and counted down."""
        name = self._first(aspect, to)
        if name is None:
            return None
        fault = self._by_id[name]
        if fault.next is not None:
            fault.next -= 1
            if not fault.next:
                self._drop(name)
            self._changed()
        return fault

    def clear(self, to: str | None = None) -> None:
        """End all faults, or one number's own; requests that hang are let go."""
        for name in [name for name, fault in self._by_id.items() if to in {None, fault.to}]:
            self._drop(name)
        self._let_go()

    def remove(self, name: int) -> None:
        """End one fault, likewise; none of that name is no error, as it may just have been used up."""
        if name in self._by_id:
            self._drop(name)
            self._let_go()

    def _let_go(self) -> None:
        self.released.set()
        self.released = asyncio.Event()
        self._changed()

    def __len__(self) -> int:
        return len(self._by_id)

    def shown(self, to: str | None = None) -> list[dict[str, Any]]:
        """The faults as the control interface shows them: all, or one number's own."""
        return [
            {"id": name, **fault.model_dump(mode="json")}
            for name, fault in self._by_id.items()
            if to in {None, fault.to}
        ]

    def _first(self, aspect: Aspect, to: str) -> int | None:
        names = self._by_place.get((aspect, to)) or self._by_place.get((aspect, None))
        return names[0] if names else None

    def _drop(self, name: int) -> None:
        fault = self._by_id.pop(name)
        place = (fault.aspect, fault.to)
        self._by_place[place].remove(name)
        if not self._by_place[place]:
            del self._by_place[place]
