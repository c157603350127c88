"""Whatever the documents tell their reader to do is done here, in their order, and works."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.docs.markdown import DOCUMENTS, PAGES, ROOT, anchors_of, blocks_of, links_of
from tests.docs.reader import LANGUAGES, Reader

SETS_UP: Final = frozenset({"operations.md"})
"""Documents that set an installation up from an empty database."""


def name_of(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
async def test_every_block_of_a_document_runs(document: Path, reader: Callable[[bool], Reader]) -> None:
    blocks = list(blocks_of(document))
    reading = reader(document.name in SETS_UP)
    for block in blocks:
        await reading.follow(block)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_fence_is_closed_and_of_a_language_that_is_run(document: Path) -> None:
    fences = [line for line in document.read_text().splitlines() if line.lstrip().startswith("```")]
    blocks = list(blocks_of(document))
    assert len(fences) == 2 * len(blocks)
    assert {block.language for block in blocks} - LANGUAGES == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    astray = []
    for link in links_of(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            astray.append(link)
    assert astray == []
