"""Whether an answer looks as a document shows it."""

from typing import Any, Final

_COUNTS: Final = frozenset({"outcomes", "channels", "states"})
"""Whose names are those of steps and states: how many there are depends on the moment of asking."""


def differences(shown: Any, got: Any, path: str = "$") -> list[str]:
    """Where an answer has other fields, or values of another kind, than what is shown. What is null on one
    side may be anything; each item of a list looks like one of those shown."""
    if shown is None or got is None:
        return []
    if isinstance(shown, dict) and isinstance(got, dict):
        if path.rpartition(".")[2] in _COUNTS:
            return [] if got else [f"{path}: is empty"]
        found = [f"{path}: {name} is shown, and is not there" for name in sorted(shown.keys() - got.keys())]
        found += [f"{path}: {name} is there, and is not shown" for name in sorted(got.keys() - shown.keys())]
        for name in shown.keys() & got.keys():
            found += differences(shown[name], got[name], f"{path}.{name}")
        return found
    if isinstance(shown, list) and isinstance(got, list):
        if bool(shown) != bool(got):
            return [f"{path}: {len(shown)} shown, {len(got)} there"]
        return [
            line
            for index, item in enumerate(got)
            for line in min((differences(one, item, f"{path}[{index}]") for one in shown), key=len)
        ]
    kinds = {type(shown), type(got)}
    same = len(kinds) == 1 or kinds == {int, float}
    return [] if same else [f"{path}: {type(shown).__name__} shown, {type(got).__name__} there"]
