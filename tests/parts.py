"""`make test`: all tests, in four processes side by side. Most tests wait for servers, so that four at a time
fit on two cores; each process has servers of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
ASSIGNED: Final = {
    "walking": ("campaigns", "journeys", "privacy", "workflows"),
    "sending": ("dispatching", "embedded", "faults"),
    "asking": ("http", "profile", "scim"),
}
"""Folders by the part that runs them, so that all last about as long: those whose tests wait for workflows,
those that send (and start everything), and those that ask the API. Everything else is a fourth part."""
REST: Final = "others"
SCAN: Final = "tests/test_zz_nothing_personal.py"
"""Looks through what its own process has left: each part ends with it."""


def parts() -> dict[str, list[str]]:
    """What each part runs: together everything."""
    assigned = {part: [f"tests/{name}" for name in names] for part, names in ASSIGNED.items()}
    taken = {path for paths in assigned.values() for path in paths}
    everything = sorted(
        f"tests/{path.name}"
        for path in (ROOT / "tests").iterdir()
        if (path.is_dir() and any(path.rglob("test_*.py"))) or path.match("test_*.py")
    )
    return {
        **{part: [*paths, SCAN] for part, paths in assigned.items()},
        REST: [path for path in everything if path not in taken],
    }


def main() -> int:
    """Run all: one is seen at work, the words of the others come after. Gives the worst of their statuses."""
    (ROOT / "build").mkdir(exist_ok=True)
    logs = {name: ROOT / "build" / f"test-{name}.txt" for name in parts()}
    running: dict[str, subprocess.Popen[bytes]] = {}
    for name, paths in parts().items():
        live = not running
        with logs[name].open("wb") as log:
            running[name] = subprocess.Popen(
                [*(sys.executable, "-m", "pytest", "-m", "not faults", "--spec-complete=test"), *paths],
                cwd=ROOT,
                env={**os.environ, "HOMING_TESTS_PART": name},
                stdout=None if live else log,
                stderr=None if live else subprocess.STDOUT,
            )
    statuses = [process.wait() for process in running.values()]
    for name in list(running)[1:]:
        sys.stdout.write(logs[name].read_text(errors="replace"))
    return max(abs(status) for status in statuses)


if __name__ == "__main__":
    sys.exit(main())
