"""Processes that a killed installation left behind are told from others."""

import asyncio
import json
import os
import sys
from pathlib import Path

import psutil
import pytest

from plugin.embedded.left_over import Roll

COMMAND = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]


async def _sleeper() -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(*COMMAND, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"up\n"
    return process


async def test_what_was_noted_and_still_runs_is_ended_the_last_first(tmp_path: Path) -> None:
    roll = Roll(tmp_path / "running")
    sleepers = [await _sleeper() for _ in range(2)]
    for sleeper in sleepers:
        roll.note("sleeper", sleeper.pid, COMMAND)

    assert await roll.end_left_over() == 2

    assert all([await sleeper.wait() for sleeper in sleepers])
    assert list((tmp_path / "running").iterdir()) == []
    assert await roll.end_left_over() == 0


@pytest.mark.parametrize(
    "change", [{"started": 3600.0}, {"command": ["another"]}, {"pid": None}], ids=["start", "command", "pid"]
)
async def test_a_pid_that_is_somebody_elses_by_now_is_left_alone(
    tmp_path: Path, change: dict[str, object]
) -> None:
    roll = Roll(tmp_path)
    sleeper = await _sleeper()
    roll.note("sleeper", sleeper.pid, COMMAND)
    file = tmp_path / f"sleeper-{sleeper.pid}.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))

    assert await roll.end_left_over() == 0

    assert psutil.pid_exists(sleeper.pid)
    assert sleeper.returncode is None
    sleeper.kill()
    await sleeper.wait()


async def test_a_record_that_was_torn_is_no_process(tmp_path: Path) -> None:
    (tmp_path / "worker-1.json").write_text('{"pid": ' + str(os.getpid()))
    assert await Roll(tmp_path).end_left_over() == 0
