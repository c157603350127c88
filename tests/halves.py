"""`make test`: all tests, in two processes side by side. Most tests wait for servers, so that two at a time
fit on two cores; each process has servers of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
WAITING: Final = ("dispatching", "faults", "journeys", "workflows")
"""The folders whose tests wait the longest are one half, everything else is the other."""
SCAN: Final = "tests/test_zz_nothing_personal.py"
"""Looks through what its own process has left: each half ends with it."""


def halves() -> dict[str, list[str]]:
    """What each half runs: together everything."""
    first = [f"tests/{name}" for name in WAITING]
    everything = sorted(
        f"tests/{path.name}"
        for path in (ROOT / "tests").iterdir()
        if (path.is_dir() and any(path.rglob("test_*.py"))) or path.match("test_*.py")
    )
    return {
        "waiting": [*first, SCAN],
        "others": [one for one in everything if one not in first],
    }


def main() -> int:
    """Run both: one is seen at work, the words of the other come after. Gives the worse of their statuses."""
    (ROOT / "build").mkdir(exist_ok=True)
    logs = {name: ROOT / "build" / f"test-{name}.txt" for name in halves()}
    running: list[subprocess.Popen[bytes]] = []
    for name, paths in halves().items():
        live = not running
        with logs[name].open("wb") as log:
            running.append(
                subprocess.Popen(
                    [*(sys.executable, "-m", "pytest", "-m", "not faults", "--spec-complete=test"), *paths],
                    cwd=ROOT,
                    env={**os.environ, "HOMING_TESTS_PART": name},
                    stdout=None if live else log,
                    stderr=None if live else subprocess.STDOUT,
                )
            )
    statuses = [process.wait() for process in running]
    sys.stdout.write(logs["others"].read_text(errors="replace"))
    return max(abs(status) for status in statuses)


if __name__ == "__main__":
    sys.exit(main())
