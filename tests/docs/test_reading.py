"""That what a document shows wrongly is found."""

from pathlib import Path
from typing import Any

import pytest

from tests.docs.markdown import anchors_of, blocks_of, links_of
from tests.docs.patching import apply
from tests.docs.shapes import differences
from tests.docs.shell import _parts


@pytest.mark.parametrize(
    ("shown", "got", "found"),
    [
        ({"a": 1}, {"a": 2}, []),
        ({"a": 1}, {"a": None}, []),
        ({"a": 1}, {"b": 1}, ["$: a is shown, and is not there", "$: b is there, and is not shown"]),
        ({"a": 1}, {"a": "1"}, ["$.a: int shown, str there"]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1}, {"c": 1}]}, ["$.a[1]: b is shown, and is not there"]),
        ({"a": [1]}, {"a": []}, ["$.a: 1 shown, 0 there"]),
        ({"outcomes": {"x": {}}}, {"outcomes": {"y": {"sent": 1}}}, []),
        ({"outcomes": {"x": {}}}, {"outcomes": {}}, ["$.outcomes: is empty"]),
    ],
)
def test_an_answer_that_looks_otherwise_than_shown_is_told(shown: Any, got: Any, found: list[str]) -> None:
    assert differences(shown, got)[: len(found) or None] == found


def test_blocks_are_found_within_lists_and_as_files(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A b\n\n1. x\n\n   ```sh\n   true\n   ```\n\n`a/b.py`, new:\n\n```python\n1\n```\n[l](x#y)\n"
    )
    assert [(one.language, one.text, one.file, one.line) for one in blocks_of(page)] == [
        ("sh", "true\n", None, 6),
        ("python", "1\n", "a/b.py", 12),
    ]
    assert anchors_of(page) == {"a-b"}
    assert links_of(page) == ["x#y"]


def test_a_difference_whose_old_lines_are_gone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\ntwo\n")
    change = "--- a/a.py\n+++ b/a.py\n@@\n one\n-two\n+three\n"
    apply(change, tmp_path, "here")
    assert (tmp_path / "a.py").read_text() == "one\nthree\n"
    with pytest.raises(AssertionError, match="stands 0 times"):
        apply(change, tmp_path, "here")


def test_servers_and_make_stand_by_themselves() -> None:
    block = "a=1\nmake run EXIT=1\nhoming api \\\n  --port 0\necho $a\nhoming up --exit\n"
    assert list(_parts(block)) == [
        "a=1",
        "make run EXIT=1",
        "homing api    --port 0",
        "echo $a\nhoming up --exit",
    ]
