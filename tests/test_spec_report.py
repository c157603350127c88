"""The specification's own record: what counts as a proof, and for how long."""

import json
import subprocess
import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from tests.parts import SCAN, parts
from tests.spec_report import Line, main, report, spec_ids

ROOT = Path(__file__).parent.parent
SPECIFICATION = """\
**Words.** *Step*: a node.
## P · the channel
- P01 A first promise.
- P02 A second one; P09 is mentioned in passing.
## Q · the engine
- Q03 A third.
"""
CONFIGURATION = """\
[pytest]
markers =
    spec(*ids): a promise
    faults: heavy
"""


@dataclass(frozen=True)
class Project:
    """A project of its own in a directory, in which pytest runs as a child process with the plugin."""

    root: Path

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(f"import pytest\n\n\n{text}")

    def run(self, *arguments: str) -> int:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.spec_plugin", "-p", "no:cacheprovider"]
        environment = {
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # the other plugins only cost time here
        }
        done = subprocess.run(
            [*command, *arguments], cwd=self.root, env=environment, check=False, capture_output=True
        )
        return done.returncode

    def states(self) -> dict[str, str]:
        return {spec_id: line["state"] for spec_id, line in report(self.root).items()}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "spec.md").write_text(SPECIFICATION)
    (tmp_path / "pytest.ini").write_text(CONFIGURATION)
    return Project(tmp_path)


def test_only_a_line_of_its_own_is_a_promise() -> None:
    assert spec_ids(SPECIFICATION) == ["P01", "P02", "Q03"]


def test_the_projects_specification_is_read_in_full() -> None:
    ids = spec_ids((ROOT / "docs" / "spec.md").read_text())
    assert len(ids) == len(set(ids))
    assert {"P01", "Q19", "W16", "D30", "A18", "U16", "X18"} <= set(ids)


def test_a_promise_without_any_result_is_missing(project: Project) -> None:
    assert project.states() == {"P01": "missing", "P02": "missing", "Q03": "missing"}


def test_passing_tests_prove_and_parameters_count_as_their_function(project: Project) -> None:
    project.write(
        "test_a.py",
        '@pytest.mark.spec("P01", "P02")\n'
        '@pytest.mark.parametrize("x", ["a", "b[c]"])\n'
        "def test_x(x): pass\n"
        '@pytest.mark.spec("P02")\n'
        "def test_y(): pass\n",
    )
    assert project.run("--spec-complete=test") == 0
    assert report(project.root) == {
        "P01": Line(tests=["test_a.py::test_x"], state="proved"),
        "P02": Line(tests=["test_a.py::test_x", "test_a.py::test_y"], state="proved"),
        "Q03": Line(tests=[], state="missing"),
    }


def test_one_failing_parameter_makes_the_promise_failing(project: Project) -> None:
    project.write(
        "test_a.py",
        '@pytest.mark.spec("P01")\n@pytest.mark.parametrize("x", [1, 2])\ndef test_x(x): assert x == 1\n',
    )
    project.run()
    assert project.states()["P01"] == "failing"
    project.run("test_a.py::test_x[1]")
    assert project.states()["P01"] == "failing"


@pytest.mark.parametrize("where", ["before", "after"])
def test_failing_to_set_up_or_tear_down_is_failing(project: Project, where: str) -> None:
    body = "raise OSError\n    yield" if where == "before" else "yield\n    raise OSError"
    project.write(
        "test_a.py",
        f'@pytest.fixture\ndef f():\n    {body}\n@pytest.mark.spec("P01")\ndef test_x(f): pass\n',
    )
    project.run()
    assert project.states()["P01"] == "failing"


@pytest.mark.parametrize(
    "test",
    # Sources of tests that the tool is given, in a project of its own: none of ours is skipped or excused.
    [
        "@pytest.mark.skip\ndef test_x(): pass\n",  # a source for the tool, not a test of ours
        "def test_x(): pytest.skip()\n",  # a source for the tool, not a test of ours
        "@pytest.mark.xfail\ndef test_x(): assert False\n",  # a source for the tool, not a test of ours
        "@pytest.mark.xfail\ndef test_x(): pass\n",  # a source for the tool, not a test of ours
    ],
)
def test_a_skipped_or_excused_test_proves_nothing(project: Project, test: str) -> None:
    proof = '@pytest.mark.spec("P01")\ndef test_y(): pass\n'
    project.write("test_a.py", f'{proof}@pytest.mark.spec("P01", "P02")\n{test}')
    project.run()
    assert project.states() == {"P01": "missing", "P02": "missing", "Q03": "missing"}


def test_a_rerun_replaces_its_own_result_and_no_other(project: Project) -> None:
    project.write("test_a.py", '@pytest.mark.spec("P01")\ndef test_x(): pass\n')
    project.write("test_b.py", '@pytest.mark.spec("P02")\ndef test_y(): assert False\n')
    project.run()
    assert project.states() == {"P01": "proved", "P02": "failing", "Q03": "missing"}
    project.write("test_b.py", '@pytest.mark.spec("P02", "Q03")\ndef test_y(): pass\n')
    project.run("test_b.py")
    assert project.states() == {"P01": "proved", "P02": "proved", "Q03": "proved"}


def test_a_test_that_no_longer_exists_is_forgotten_by_a_whole_run_alone(project: Project) -> None:
    project.write("test_a.py", '@pytest.mark.spec("P01")\ndef test_x(): pass\n')
    project.write("test_b.py", '@pytest.mark.spec("P02")\ndef test_y(): pass\n')
    project.run("--spec-complete=test")
    (project.root / "test_b.py").unlink()
    project.run()
    assert project.states()["P02"] == "proved"
    project.run("--spec-complete=test")
    assert project.states() == {"P01": "proved", "P02": "missing", "Q03": "missing"}


def test_a_test_that_lost_its_mark_proves_no_longer(project: Project) -> None:
    project.write("test_a.py", '@pytest.mark.spec("P01")\ndef test_x(): pass\n')
    project.run()
    project.write("test_a.py", "def test_x(): pass\n")
    project.run()
    assert project.states()["P01"] == "missing"


def test_a_test_whose_file_cannot_be_imported_is_failing(project: Project) -> None:
    project.write("test_a.py", '@pytest.mark.spec("P01")\ndef test_x(): pass\n')
    project.run("--spec-complete=test")
    project.write("test_a.py", "import nothing_of_that_name\n")
    assert project.run("--spec-complete=test") != 0
    assert project.states()["P01"] == "failing"


def test_a_heavy_test_alone_does_not_prove_but_can_fail_a_promise(project: Project) -> None:
    heavy = '@pytest.mark.faults\n@pytest.mark.spec("P01", "P02")\ndef test_x(): pass\n'
    project.write("test_a.py", f'{heavy}@pytest.mark.spec("P02")\ndef test_y(): pass\n')
    project.run("-m", "faults", "--spec-complete=faults")
    assert project.states() == {"P01": "missing", "P02": "missing", "Q03": "missing"}
    project.run("-m", "not faults", "--spec-complete=test")
    assert project.states() == {"P01": "missing", "P02": "proved", "Q03": "missing"}
    project.write("test_a.py", heavy.replace("pass", "assert False") + "def test_z(): pass\n")
    project.run("-m", "faults", "--spec-complete=faults")
    assert project.states()["P02"] == "failing"


def test_the_report_prints_every_promise_and_fails_only_for_failing_ones(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("test_a.py", '@pytest.mark.spec("P01")\ndef test_x(): pass\n')
    project.run()
    assert main(project.root) == 0
    assert capsys.readouterr().out.splitlines() == [
        "P01 proved (1)",
        "    test_a.py::test_x",
        "P02 missing",
        "Q03 missing",
        "1 proved, 0 failing, 2 missing",
    ]
    project.write("test_a.py", '@pytest.mark.spec("P01")\ndef test_x(): assert False\n')
    project.run()
    assert main(project.root) == 1
    assert capsys.readouterr().out.startswith("P01 failing\n    test_a.py::test_x\nP02 missing\n")
    assert json.loads((project.root / "build" / "spec.json").read_text())["P01"] == {
        "tests": ["test_a.py::test_x"],
        "state": "failing",
    }


def test_a_command_in_parts_forgets_only_what_is_gone_of_each_part(project: Project) -> None:
    proof = "@pytest.mark.spec('{}')\ndef test_it() -> None: ...\n"
    project.write("test_one.py", proof.format("P01"))
    project.write("test_two.py", proof.format("P02"))
    for part in ("test_one.py", "test_two.py"):
        assert project.run("--spec-complete=test", part) == 0

    assert project.states() == {"P01": "proved", "P02": "proved", "Q03": "missing"}

    project.write("test_two.py", "def test_nothing() -> None: ...\n")
    for part in ("test_one.py", "test_two.py"):
        assert project.run("--spec-complete=test", part) == 0

    assert project.states() == {"P01": "proved", "P02": "missing", "Q03": "missing"}


def test_the_parts_are_all_tests_and_only_the_scan_is_in_each() -> None:
    files = [{file for path in paths for file in files_of(ROOT / path)} for paths in parts().values()]

    assert set().union(*files) == set(files_of(ROOT / "tests"))
    assert all(one & other == {ROOT / SCAN} for one, other in combinations(files, 2))


def files_of(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(path.rglob("test_*.py"))
