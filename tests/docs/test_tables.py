"""Tables of the documents against the code that they are about."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from homing.domain import phone
from homing.domain.keywords import WORDS, Meaning
from plugin.cli import app
from plugin.http import problems
from tests.docs.markdown import ROOT
from tests.docs.tables import DOCUMENTS, documents, meanings

SOURCES: Final = (
    "homing/domain/*.py",
    "homing/store/*.py",
    "homing/dispatching/links.py",
    "homing/dispatching/tokens.py",
    "plugin/*.py",
    "plugin/http/*.py",
)
"""What the API refuses by."""
ELSEWHERE: Final = frozenset(
    {
        "from_missing",
        "message_sid_missing",
        "not_evidence",
        "not_json",
        "version_unknown",
    }
)
"""Reasons that no document of a problem has: of reports that Twilio gets none for, and of evidence that a
command verifies."""
_ERRORS: Final = frozenset({"Problem", "RefusedError", "HeaderRefused", "NumberRefused", "TextRefused"})


def name_of(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_tables_are_as_they_are_made_from_the_code(document: Path) -> None:
    assert document.read_text() == documents()[document], "run: python -m tests.docs.tables"


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, meaning in meanings().items() if not meaning.endswith(".")] == []


def test_the_codes_of_problems_are_those_that_the_code_can_answer() -> None:
    answered = set(raised()) | set(problems.CONFLICTS) | set(problems._TITLES)
    answered |= {code for code, _ in problems._STATUS_CODES.values()} | numbers()
    assert set(told()) == answered - ELSEWHERE


def test_conflicts_are_told_with_their_status() -> None:
    assert {code for code, statuses in told().items() if "409" in statuses} == problems.CONFLICTS | {
        "idempotency_key_in_progress"
    }


@pytest.mark.parametrize("meaning", WORDS)
def test_every_word_that_is_understood_is_told(meaning: Meaning) -> None:
    rows = re.findall(r"^\| ([A-Z, ]+) \|", (ROOT / "docs" / "api.md").read_text(), re.MULTILINE)
    assert ", ".join(WORDS[meaning]["en"]) in rows


def told() -> dict[str, set[str]]:
    """The table: code -> its statuses."""
    _, _, section = (ROOT / "docs" / "api.md").read_text().partition("\n## Problems\n")
    section, _, _ = section.partition("\n## ")
    found: dict[str, set[str]] = {}
    for codes, status in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (\d+) \|", section, re.MULTILINE):
        for code in re.findall(r"`(\w+)`", codes):
            found.setdefault(code, set()).add(status)
    return found


def raised() -> Iterator[str]:
    """Every code that stands in the source where a refusal is made."""
    for path in (path for pattern in SOURCES for path in ROOT.glob(pattern)):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in _ERRORS:
                yield from codes_in(node.args[1 if ast.unparse(node.func) == "Problem" else 0])
            elif isinstance(node, ast.keyword) and node.arg == "fault":  # of a line that is no header
                yield from codes_in(node.value)


def codes_in(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=one, orelse=other):
            yield from codes_in(one)
            yield from codes_in(other)


def numbers() -> set[str]:
    """Why a phone number is refused, as the function that reads one says."""
    _, _, reasons = (phone.parse.__doc__ or "").partition("Raises NumberRefused with one of")
    return set(re.findall(r"``(\w+)``", reasons))


def test_the_readme_has_a_row_for_each_target_and_each_command() -> None:
    rows = re.findall(r"^\| `([a-z]+ [a-z-]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    commands = [one.name or one.callback.__name__ for one in app.registered_commands if one.callback]
    groups = [one.name for one in app.registered_groups]
    wanted = [*(f"make {one}" for one in targets), *(f"homing {one}" for one in [*commands, *groups])]
    assert sorted(rows) == sorted(wanted)


def test_the_readme_shows_outcomes_that_the_example_expects() -> None:
    shown = re.findall(r"^(\w+) {2,}(\w+) +(\w*?) +(\d+)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    example = ROOT / "examples" / "q3-security-policy" / "expected.json"
    expected = {
        (channel, *outcome.partition(":")[::2], str(count))
        for channel, counts in json.loads(example.read_text()).items()
        for outcome, count in counts.items()
    }
    assert len(shown) > 3
    assert set(shown) - expected == set()
