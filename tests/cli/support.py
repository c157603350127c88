"""The command as a process of its own, with the settings of the tests."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from typing import Any

from homing.settings import Settings
from plugin.embedded.stack import ROOT, environment


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


async def started(
    *words: str, settings: Settings | None = None, variables: dict[str, str] | None = None
) -> asyncio.subprocess.Process:
    """Start `homing`; without settings it finds none."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("HOMING_")}
    named = {} if settings is None else environment(settings)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "plugin.cli", *words),
        cwd=ROOT,
        env={**bare, **named, **(variables or {})},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def homing(
    *words: str, settings: Settings | None = None, variables: dict[str, str] | None = None
) -> Done:
    """Run `homing` to its end."""
    process = await started(*words, settings=settings, variables=variables)
    out, err = await process.communicate()
    assert process.returncode is not None
    return Done(process.returncode, out.decode(), err.decode())
