"""Reading the documents: fenced blocks, headings, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Final

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = (
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "examples").glob("*/README.md")),
)
"""Those whose blocks are run."""
PAGES: Final = (*DOCUMENTS, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs" / "adr").glob("*.md")))
"""Those whose links are followed."""

_FENCE: Final = re.compile(r"^( *)(`{3,})([\w-]*)\n(.*?)^\1\2$", re.DOTALL | re.MULTILINE)
_FILE: Final = re.compile(r"`([\w./-]+)`, new:\n*\Z")
_HEADING: Final = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. ``line``: of its first line, from 1; ``file``: what it is said to be, where the line
    above it is `` `path`, new: ``."""

    document: Path
    line: int
    language: str
    text: str
    file: str | None = None

    @property
    def place(self) -> str:
        return f"{self.document.relative_to(ROOT)}:{self.line}"


def blocks_of(document: Path) -> Iterator[Block]:
    """In their order."""
    text = document.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start(4)) + 1
        named = _FILE.search(text, 0, found.start())
        yield Block(document, line, found[3], dedent(found[4]), named and named[1])


def anchors_of(document: Path) -> set[str]:
    """What a link may name after ``#``: headings as GitHub writes them."""
    found: dict[str, int] = {}
    anchors = set()
    for heading in _HEADING.findall(_without_blocks(document)):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w -]", "", words).strip().replace(" ", "-")
        before = found.setdefault(anchor, 0)
        found[anchor] += 1
        anchors.add(f"{anchor}-{before}" if before else anchor)
    return anchors


def links_of(document: Path) -> list[str]:
    """Where its links lead, those to other sites left out."""
    targets = _LINK.findall(_without_blocks(document))
    return [target for target in targets if not target.startswith(("http://", "https://", "mailto:"))]


def _without_blocks(document: Path) -> str:
    return _FENCE.sub("", document.read_text(encoding="utf-8"))
