"""Prints every line of the specification with the tests that prove it, and how they last went.

An id is *proved* when at least one of its tests is among the results of ``make test`` and each of its
tests, in every command's results, passed last. It is *failing* when one of them failed last, and otherwise
*missing*: nothing proves it, or what would was skipped. Ends with 1 when an id is failing.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Final, TypedDict

from tests.spec_plugin import COMMANDS, RESULTS, Result, read

SPECIFICATION: Final = Path("docs") / "spec.md"
REPORT: Final = Path("build") / "spec.json"
_LINE: Final = re.compile(r"^- ([A-Z]\d{2}) ", re.MULTILINE)


class Line(TypedDict):
    """One line of the specification. ``state`` is ``proved``, ``failing`` or ``missing``."""

    tests: list[str]
    state: str


def spec_ids(specification: str) -> list[str]:
    """The ids of the specification's lines, in their order."""
    return _LINE.findall(specification)


def report(root: Path) -> dict[str, Line]:
    """Each id of ``docs/spec.md`` under ``root``, with its tests and its state."""
    results = {command: list(read(root / RESULTS / f"{command}.json").values()) for command in COMMANDS}
    lines = {}
    for spec_id in spec_ids((root / SPECIFICATION).read_text()):
        mine = {command: [r for r in found if spec_id in r["ids"]] for command, found in results.items()}
        every = [result for found in mine.values() for result in found]
        tests = sorted({result["test"] for result in every})
        lines[spec_id] = Line(tests=tests, state=_state(every, in_test=bool(mine["test"])))
    return lines


def _state(results: list[Result], *, in_test: bool) -> str:
    outcomes = {result["outcome"] for result in results}
    if "failed" in outcomes:
        return "failing"
    return "proved" if in_test and outcomes == {"passed"} else "missing"


def main(root: Path) -> int:
    """Print the report, write it to ``build/spec.json``, and return the exit code."""
    lines = report(root)
    for spec_id, line in lines.items():
        count = f" ({len(line['tests'])})" if line["state"] == "proved" else ""
        print(f"{spec_id} {line['state']}{count}")
        for test in line["tests"]:
            print(f"    {test}")
    counts = Counter(line["state"] for line in lines.values())
    print(", ".join(f"{counts[state]} {state}" for state in ("proved", "failing", "missing")))
    target = root / REPORT
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(lines, indent=1))
    return 1 if counts["failing"] else 0


if __name__ == "__main__":
    sys.exit(main(Path.cwd()))
