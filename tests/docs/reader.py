"""A reader who does what a document says, block by block."""

import ast
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from tests.docs.markdown import Block
from tests.docs.patching import apply
from tests.docs.shapes import differences
from tests.docs.shell import Shell

LANGUAGES: Final = frozenset({"python", "sh", "json", "http", "diff", "text"})
"""What a block may be. Of ``text`` nothing is asked: output, schemes, and what is no program."""


@dataclass(slots=True)
class Reader:
    """``folder``: where the document is read. ``fixtures``: what its tests may ask for, by name.

    Blocks of Python share a namespace, those of the shell a shell. A function ``test_…`` is run as a test; a
    block that is said to be a file becomes one in the folder, too; differences are applied to its files.
    """

    folder: Path
    shell: Shell
    api: httpx.AsyncClient
    fixtures: Mapping[str, Any]
    namespace: dict[str, Any] = field(default_factory=lambda: {"__name__": "document"})
    printed: str | None = None
    """By the block before, where that was one of the shell."""

    async def follow(self, block: Block) -> None:
        """Do what a block says."""
        printed, self.printed = self.printed, None
        if block.file is not None:
            path = self.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        match block.language:
            case "python":
                await self._run(block)
            case "sh":
                self.printed = await self.shell.run(block.text, block.place)
            case "json":
                await self._compare(block, printed)
            case "http":
                _, _, body = block.text.partition("\n\n")
                json.loads(body)
            case "diff":
                apply(block.text, self.folder, block.place)
            case _:
                assert block.language == "text", f"{block.place}: nobody knows how to run {block.language!r}"

    async def _run(self, block: Block) -> None:
        source = "\n" * (block.line - 1) + block.text
        name = str(block.document)
        code = compile(source, name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        awaited = eval(code, self.namespace)  # what the document says is what is tested
        if inspect.isawaitable(awaited):
            await awaited
        for test in [name for name in self.namespace if name.startswith("test_")]:
            function = self.namespace.pop(test)
            wanted = {one: self.fixtures[one] for one in inspect.signature(function).parameters}
            await function(**wanted)

    async def _compare(self, block: Block, printed: str | None) -> None:
        shown = [json.loads(line) for line in _documents(block.text)]
        if printed is not None:
            got = [json.loads(line) for line in _documents(printed)]
            assert len(shown) == len(got), f"{block.place}: answered was\n{printed}"
            found = [line for one, other in zip(shown, got, strict=True) for line in differences(one, other)]
            assert not found, f"{block.place}: {found}\nanswered was\n{printed}"
        for one in shown:
            if isinstance(one, dict) and "steps" in one:
                answer = await self.api.post("/v1/definitions/validate", json={"definition": one})
                assert answer.status_code == 200, f"{block.place}: {answer.text}"


def _documents(text: str) -> list[str]:
    """JSON documents one after another."""
    decoder, found, place = json.JSONDecoder(), [], 0
    text = text.strip()
    while place < len(text):
        _, end = decoder.raw_decode(text, place)
        found.append(text[place:end])
        place = end + len(text[end:]) - len(text[end:].lstrip())
    return found
