"""Children of ours, and who is told to leave while they begin or end."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from plugin.embedded.children import child
from tests.embedded.support import MARK, marked

SLOW_TO_END = """
import signal, time
signal.signal(signal.SIGTERM, lambda *_: time.sleep(0.3) or exit())
print(flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("turns", range(0, 12, 2))
async def test_who_is_told_to_leave_while_a_child_begins_leaves_none_behind(
    tmp_path: Path, turns: int
) -> None:
    mark = uuid4().hex

    async def start() -> None:
        command = (sys.executable, "-c", "import time; time.sleep(600)")
        async with child("sleeper", *command, log=tmp_path / "log", variables={MARK: mark}):
            await asyncio.Event().wait()

    starting = asyncio.create_task(start())
    for _ in range(turns):
        await asyncio.sleep(0)
    starting.cancel()
    with suppress(asyncio.CancelledError):
        await starting
    assert marked(mark) == []


async def test_who_is_told_twice_to_leave_sees_the_child_ended_all_the_same(tmp_path: Path) -> None:
    mark, runs = uuid4().hex, asyncio.Event()

    async def start() -> None:
        command = (sys.executable, "-c", SLOW_TO_END)
        async with child(
            "slow", *command, log=tmp_path / "log", variables={MARK: mark}, talks=True
        ) as process:
            assert process.stdout is not None
            await process.stdout.readline()
            runs.set()
            await asyncio.Event().wait()

    starting = asyncio.create_task(start())
    await runs.wait()
    starting.cancel()
    await asyncio.sleep(0)
    while not starting.done():
        starting.cancel()
        await asyncio.sleep(0.05)
    assert starting.cancelled()
    assert marked(mark) == []
