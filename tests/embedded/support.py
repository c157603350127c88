"""`homing up` as a process of its own, and everything that it starts, known by a mark in its environment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import psutil

ROOT: Final = Path(__file__).parents[2]
MARK: Final = "HOMING_TESTS_MARK"
PATIENCE: Final = 90.0
"""Seconds until a test gives up on what takes a few on a quiet machine."""


@dataclass(slots=True)
class Up:
    """A running `homing up`; ``out`` has all that it prints."""

    process: subprocess.Popen[bytes]
    out: Path
    mark: str

    def said(self) -> str:
        return self.out.read_text(errors="replace")

    def wait_for(self, words: str) -> None:
        """Until it has printed these words."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.02)

    def press(self, how: signal.Signals = signal.SIGINT) -> None:
        """As a terminal does: to all of its foreground's processes."""
        os.killpg(self.process.pid, how)

    def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        return self.process.wait(PATIENCE)


@contextmanager
def going_up(folder: Path, *options: str) -> Iterator[Up]:
    """Start it in a session of its own; whatever happens, nothing of it is left."""
    mark, out = uuid4().hex, folder.with_name(f"{uuid4().hex}.out")
    with out.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "plugin.cli", "up", "--folder", str(folder), *options],
            cwd=ROOT,
            env={**os.environ, MARK: mark, "COLUMNS": "200"},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Up(process, out, mark)
    finally:
        for left in (process.pid, *(one.pid for one in marked(mark))):
            if psutil.pid_exists(left):
                os.kill(left, signal.SIGKILL)
        process.wait()


def marked(mark: str) -> list[psutil.Process]:
    """Every process of this machine that bears a mark: those that were started, and what they started."""
    return [process for process in psutil.process_iter() if _bears(process, mark)]


def _bears(process: psutil.Process, mark: str) -> bool:
    try:
        return bool(process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def sockets_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_socket()]
