"""The help teaches, and is there at once."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from plugin.cli import app
from plugin.cli.scopes import KeyScope
from plugin.http.security import Scope

SLOW = ("temporalio", "sqlalchemy", "pydantic", "fastapi", "httpx", "homing", "asyncpg", "uvicorn")
RUNNER = CliRunner()


def commands() -> Iterator[tuple[str, ...]]:
    """The words of each command."""
    for name, command in sorted(get_command(app).commands.items()):  # type: ignore[attr-defined]
        if hasattr(command, "commands"):
            yield from ((name, inner) for inner in sorted(command.commands))
        else:
            yield (name,)


def test_there_is_a_command_for_each_thing_that_an_installation_takes() -> None:
    assert {" ".join(words) for words in commands()} == {
        "api",
        "campaign run",
        "carrier",
        "evidence verify",
        "import consents",
        "import people",
        "key create",
        "keys rotate",
        "keys status",
        "migrate",
        "org create",
        "reconcile",
        "setup",
        "up",
        "users erase",
        "users export",
        "why",
        "worker",
    }


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_each_command_says_what_it_does_by_example_and_what_it_needs(words: tuple[str, ...]) -> None:
    shown = RUNNER.invoke(app, [*words, "--help"], env={"COLUMNS": "200", "TERMINAL_WIDTH": "200"})
    assert shown.exit_code == 0
    assert "Example:" in shown.output
    assert "Needs " in shown.output
    assert f"homing {' '.join(words)}" in shown.output


def test_the_help_imports_nothing_that_takes_long() -> None:
    asked = f"import sys, plugin.cli; print([one for one in {SLOW!r} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_scopes_of_the_command_line_are_those_of_the_api() -> None:
    assert [one.value for one in KeyScope] == [one.value for one in Scope]


@pytest.mark.parametrize(
    ("words", "at_fault"),
    [
        (["migrate"], "--owner-url"),
        (["setup", "--prices", "nowhere.csv"], "nowhere.csv"),
        (["org", "create", "Example"], "--product"),
        (["key", "create", "--org", "none", "--scope", "admin"], "--org"),
        (["key", "create", "--org", "0b9c2a4e-1b1d-4c52-9a55-3f7f2f6f9a10", "--scope", "owner"], "--scope"),
        (["reconcile", "--since", "yesterday"], "--since"),
        (["reconcile", "--since", "2026-11-21T10:00:00"], "--since"),
        (["campaign", "run", "nowhere.json", "nobody.csv", "--title", "Q3"], "nowhere.json"),
        (["why", "none", "emp-0001"], "execution"),
        (["up", "--speed", "0"], "--speed"),
        (["up", "--example", "nowhere"], "nowhere"),
        (["api", "--port", "65536"], "--port"),
        (["paint"], "paint"),
    ],
)
def test_wrong_usage_ends_with_2_and_names_what_is_wrong(words: list[str], at_fault: str) -> None:
    shown = RUNNER.invoke(app, words, env={"COLUMNS": "200", "TERMINAL_WIDTH": "200", "HOMING_OWNER_URL": ""})
    assert shown.exit_code == 2
    assert at_fault in shown.output
