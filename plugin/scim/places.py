"""Places in the order of what was found, by which pages follow on each other."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from scim2_models import InvalidCursorException

from homing.store.scim import ScimRow

SortKey = tuple[bool, Any, datetime, UUID]
"""Whether there is no value, the value, and for those of the same value when they came."""


def sort_key(value: Any, row: ScimRow) -> SortKey:
    return value is None, "" if value is None else value, row.created_at, row.id


def key_of(row: ScimRow) -> SortKey:
    return sort_key(None, row)


def bounds(keys: Sequence[SortKey], position: Any, count: int | None, *, descending: bool) -> tuple[int, int]:
    """The slice of the sorted keys that a page covers."""
    most = len(keys) if count is None else count
    if position is None:
        return 0, min(most, len(keys))
    way, anchor = read_position(position)
    before = sum(1 for key in keys if (key > anchor if descending else key < anchor))
    if way == "previous":
        return max(before - most, 0), before
    start = before + (1 if anchor in keys[before : before + 1] else 0)
    return start, min(start + most, len(keys))


def position_of(way: str, key: SortKey) -> dict[str, Any]:
    """Of the page that begins after a key, or ends before it, in a form that JSON can hold."""
    missing, value, created_at, id_ = key
    shown = {"at": value.isoformat()} if isinstance(value, datetime) else value
    return {"d": way, "k": None if missing else shown, "c": created_at.isoformat(), "i": str(id_)}


def read_position(position: Mapping[str, Any]) -> tuple[str, SortKey]:
    """Raises InvalidCursorException."""
    try:
        value = position["k"]
        if isinstance(value, dict):
            value = datetime.fromisoformat(value["at"])
        key = (
            value is None,
            "" if value is None else value,
            datetime.fromisoformat(position["c"]),
            UUID(position["i"]),
        )
        return position["d"], key
    except (KeyError, TypeError, ValueError):
        raise InvalidCursorException from None
