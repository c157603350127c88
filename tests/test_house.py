"""The house rules that no other tool holds, and proof that the tools which hold the rest really bite."""

import ast
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from homing.domain.outcome import FailureReason, HoldReason, SkipReason
from homing.domain.parity import DifferenceKind
from homing.providers.webhooks import WebhookReason
from homing.store.alerts import AlertKind
from tests.spec_report import spec_ids

ROOT = Path(__file__).parent.parent
ROOTS = ("homing", "workflows", "activities", "plugin")
SCRIPTS = Path(sysconfig.get_path("scripts"))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the product, in which a rule may be broken."""
    for name in ROOTS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(house: Path) -> set[str]:
    command = [str(SCRIPTS / "lint-imports"), "--no-logo", "--no-cache"]
    wide = os.environ | {"COLUMNS": "200"}  # so that no name is broken into two lines
    done = subprocess.run(command, cwd=house, env=wide, check=False, capture_output=True, text=True)
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    broken = {line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")}
    assert bool(broken) == bool(done.returncode)
    return broken


def banned_uses(house: Path) -> set[str]:
    command = [
        str(SCRIPTS / "ruff"),
        "check",
        "--no-cache",
        "--select",
        "TID251",
        "--output-format",
        "concise",
    ]
    done = subprocess.run([*command, "."], cwd=house, check=False, capture_output=True, text=True)
    return set(re.findall(r"^(\S+?):\d+:\d+: TID251", done.stdout, re.MULTILINE))


def append(house: Path, name: str, line: str) -> None:
    with (house / name).open("a") as module:
        module.write(f"\n{line}\n")


def test_the_layers_hold_and_planted_imports_break_them(house: Path) -> None:
    assert broken_contracts(house) == set()
    append(house, "workflows/__init__.py", "import activities")
    append(house, "homing/store/__init__.py", "import temporalio.client")
    append(house, "homing/domain/ids.py", "import sqlalchemy, os, homing.settings")
    append(house, "homing/carrier/__init__.py", "import homing.domain.errors")
    append(house, "activities/__init__.py", "import homing.carrier")
    append(house, "plugin/__init__.py", "import worker")
    assert broken_contracts(house) == {
        "worker -> plugin -> activities -> workflows -> homing",
        "Nobody imports worker.py",
        "Inside homing: dispatching -> channels, providers, store -> settings -> domain",
        "homing knows nothing of Temporal",
        "The domain does no I/O",
        "Workflows know the domain and the activities' names, nothing else",
        "The carrier in a box shares no code with the product",
        "The carrier in a box is started by the embedded mode alone",
    }


def test_a_workflow_can_reach_no_storage_and_a_channel_can_neither(house: Path) -> None:
    append(house, "workflows/__init__.py", "from homing.store import engine")
    append(house, "homing/channels/base.py", "import aiohttp")
    assert broken_contracts(house) == {
        "A channel decides and words; it neither stores nor transmits",
        "Workflows know the domain and the activities' names, nothing else",
        "Channels, providers, storage and sending are reached from activities and plugin only",
    }


@pytest.mark.parametrize(
    "use",
    [
        "import datetime; NOW = datetime.datetime.now(datetime.UTC)",
        "from datetime import date; TODAY = date.today()",
        "import time; NOW = time.time()",
        "from time import monotonic",
        "import random",
        "from secrets import token_bytes",
        "from uuid import uuid4",
        "import os; HOME = os.environ['HOME']",
        "from os import getenv",
    ],
)
def test_pure_code_can_read_no_clock_no_chance_and_no_environment(tmp_path: Path, use: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    pure = {"homing/domain/x.py", "homing/channels/x.py", "workflows/x.py"}
    impure = {
        "homing/settings.py", "homing/store/x.py", "homing/providers/x.py", "homing/dispatching/x.py",
        "homing/carrier/x.py", "activities/x.py", "plugin/x.py", "worker.py", "tests/x.py",
    }  # fmt: skip
    for name in pure | impure:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{use}\n")
    assert banned_uses(tmp_path) == pure


def test_the_worker_imports_the_plugin_and_the_settings_alone() -> None:
    ours = {name for name in imports(ROOT / "worker.py") if name.split(".")[0] in ROOTS}
    assert {name for name in ours if not name.startswith(("plugin", "homing.settings"))} == set()


def test_no_other_distribution_ships_our_top_level_names() -> None:
    owners = packages_distributions()
    assert {owner for name in (*ROOTS, "worker") for owner in owners.get(name, [])} <= {"homing"}


def test_every_root_tells_type_checkers_that_it_is_typed() -> None:
    assert [name for name in ROOTS if not (ROOT / name / "py.typed").is_file()] == []


def test_the_lock_pins_every_dependency_exactly_and_names_no_index() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[a-z0-9.-]+==[\w.+]+( ; .+)?", line)] == []
    assert [line for line in lines if "://" in line or "index" in line or "find-links" in line] == []


def test_the_lock_holds_every_dependency_that_the_project_names() -> None:
    declared = re.findall(
        r'^ +"([a-z][\w-]+)(?:\[\w+\])?>=', (ROOT / "pyproject.toml").read_text(), re.MULTILINE
    )
    locked = {line.split("==")[0] for line in (ROOT / "requirements.lock").read_text().splitlines()}
    assert len(declared) > 20
    assert set(declared) - locked == set()


def test_every_id_that_a_test_carries_is_a_line_of_the_specification() -> None:
    known = set(spec_ids((ROOT / "docs" / "spec.md").read_text()))
    used = {(path.name, spec_id) for path in (ROOT / "tests").rglob("*.py") for spec_id in marked(path)}
    assert ("test_segments_reference.py", "D19") in used
    assert {(name, spec_id) for name, spec_id in used if spec_id not in known} == set()


@pytest.mark.parametrize("reasons", [SkipReason, HoldReason, FailureReason, WebhookReason])
def test_operations_has_a_row_for_each_reason(reasons: type[StrEnum]) -> None:
    rows = reasons_in_operations()
    assert [reason.value for reason in reasons if reason.value not in rows] == []


def test_operations_has_no_row_for_a_reason_that_is_gone_and_none_twice() -> None:
    enumerations = (SkipReason, HoldReason, FailureReason, WebhookReason)
    known = [reason.value for reasons in enumerations for reason in reasons]
    known += [f"alert:{kind.value}" for kind in AlertKind]
    known += [f"parity:{kind.value}" for kind in DifferenceKind]
    assert sorted(reasons_in_operations()) == sorted(known)


def test_each_row_of_operations_says_what_is_seen_why_and_what_to_do() -> None:
    rows = [line for line in operations().splitlines() if line.startswith("| `")]
    assert [row for row in rows if not all(cell.strip() for cell in row.strip("|").split("|"))] == []
    assert {row.count("|") for row in rows} == {5}


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("LICENSE", "Apache License"),
        ("CHANGELOG.md", "# Changelog"),
        ("README.md", "# Homing"),
        ("docs/architecture.md", "# Architecture"),
        ("docs/spec.md", "# The specification, line by line"),
    ],
)
def test_what_a_newcomer_looks_for_is_there(name: str, begins: str) -> None:
    assert (ROOT / name).read_text().strip().startswith(begins)


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text()


def test_every_decision_is_numbered_and_says_what_it_decided() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    for path in decisions:
        assert {"## Context", "## Decision", "## Consequences"} <= set(path.read_text().splitlines()), (
            path.name
        )


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "docs/architecture.md", "docs/operations.md"])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", (ROOT / page).read_text())
    assert [target for target in targets if not ((ROOT / page).parent / target).exists()] == []


def operations() -> str:
    return (ROOT / "docs" / "operations.md").read_text()


def reasons_in_operations() -> list[str]:
    return re.findall(r"^\| `([\w:]+)` \|", operations(), re.MULTILINE)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def marked(path: Path) -> Iterator[str]:
    """The ids in each ``pytest.mark.spec(...)`` of a module, but for those that data names."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.spec":
            named = (argument for argument in node.args if not isinstance(argument, ast.Starred))
            yield from (str(ast.literal_eval(argument)) for argument in named)
