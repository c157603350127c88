"""A pytest plugin that remembers the last result of every test that proves a line of the specification.

Results stand in ``build/spec/<command>.json``, one file per test command, because no single command runs
every test. A run replaces the results of the tests that it ran and leaves the others as they were; a run
that is the whole of a command (``--spec-complete=test``) also drops those of tests that are gone.
"""

import fcntl
import json
import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypedDict

import hypothesis  # noqa: F401  # early: its own plugin imports it late, deep in a stack, which may fail
import pytest

COMMANDS: Final = ("test", "faults")
"""The test commands. A test marked ``faults`` belongs to the second, every other one to the first."""

RESULTS: Final = Path("build") / "spec"


class Result(TypedDict):
    """The last result of one test case. ``outcome`` is ``passed``, ``failed`` or ``skipped``."""

    test: str
    ids: list[str]
    outcome: str


Results = dict[str, Result]
"""By node id, parameters included; ``Result.test`` is the same without them."""


def read(path: Path) -> Results:
    """The results in one command's file; none where the command has not run yet."""
    try:
        results: Results = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return results


class Recorder:
    """Follows one run of pytest, and merges what it saw when the run is over."""

    def __init__(self, root: Path, complete: str | None, asked: Sequence[str]) -> None:
        self._results = root / RESULTS
        self._complete = complete
        # Of a command that runs in parts each part knows only what was asked of it.
        self._asked = tuple(os.path.relpath(root / one, root) for one in asked)
        self._outcomes: dict[str, str] = {}
        self._broken: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._broken.append(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        outcome = "skipped" if hasattr(report, "wasxfail") else report.outcome
        before = self._outcomes.get(report.nodeid)
        # A test is set up, called and torn down: any failure counts, and only a call proves.
        if outcome == "failed" or before is None or (before == "passed" and outcome == "skipped"):
            self._outcomes[report.nodeid] = outcome

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, None, None]:
        yield
        if session.config.option.collectonly:
            return
        for command in COMMANDS:
            items = [item for item in session.items if _command(item) == command]
            with _locked(self._results / f"{command}.json") as path:
                merged = self._merge(read(path), items, whole=command == self._complete)
                path.write_text(json.dumps(merged, indent=1, sort_keys=True))

    def _merge(self, earlier: Results, items: Iterable[pytest.Item], *, whole: bool) -> Results:
        collected = {item.nodeid: item for item in items}
        kept = {
            nodeid: result
            for nodeid, result in earlier.items()
            if nodeid in collected or not whole or not self._was_asked(nodeid) or self._is_broken(nodeid)
        }
        for nodeid, result in kept.items():
            if self._is_broken(nodeid):  # its file can't even be imported any more
                result["outcome"] = "failed"
        for nodeid, item in collected.items():
            ids = _ids(item)
            if not ids:
                kept.pop(nodeid, None)
            elif nodeid in self._outcomes:
                kept[nodeid] = Result(test=_function(item), ids=ids, outcome=self._outcomes[nodeid])
            elif nodeid in kept:
                kept[nodeid]["ids"] = ids
        return kept

    def _was_asked(self, nodeid: str) -> bool:
        file = Path(nodeid.partition("::")[0])
        return any(file == Path(one) or Path(one) in file.parents for one in self._asked)

    def _is_broken(self, nodeid: str) -> bool:
        return any(nodeid.startswith((f"{broken}::", f"{broken}/")) for broken in self._broken)


def _command(item: pytest.Item) -> str:
    return "faults" if item.get_closest_marker("faults") else "test"


def _ids(item: pytest.Item) -> list[str]:
    return sorted({str(spec_id) for marker in item.iter_markers("spec") for spec_id in marker.args})


def _function(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    return item.nodeid.removesuffix(f"[{callspec.id}]") if callspec else item.nodeid


@contextmanager
def _locked(path: Path) -> Iterator[Path]:
    """Hold a lock beside ``path``: runs that end at the same time must not lose each other's results."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--spec-complete",
        choices=COMMANDS,
        help="this run is the whole of that test command: forget results of tests that are gone",
    )


def pytest_configure(config: pytest.Config) -> None:
    recorder = Recorder(config.rootpath, config.getoption("--spec-complete"), config.args)
    config.pluginmanager.register(recorder, "spec-recorder")
