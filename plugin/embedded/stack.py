"""The servers of an installation on one machine, as context managers that end what they started."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from pydantic import SecretStr
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin import process as worker
from plugin import serving as api
from plugin.embedded.children import ROOT, check_runs, child, starting
from plugin.embedded.left_over import Started, unnoted

__all__ = ["ROOT", "api_process", "carrier_process", "environment", "serving", "worker_process"]

_START_SECONDS: Final = 30.0
_GRACE: Final = 5.0
_NOBODY: Final = "127.0.0.1:9"


@asynccontextmanager
async def carrier_process(
    folder: Path, account: str, token: str, *options: str, started: Started = unnoted
) -> AsyncIterator[str]:
    """A carrier in a box, in a process of its own with its log in ``folder``; gives its URL."""
    log = folder / "carrier.log"
    command = (sys.executable, "-m", "homing.carrier", "--port", "0", "--numbers", "any")
    async with child(
        "carrier",
        *command,
        *("--account-sid", account),
        *options,
        log=log,
        started=started,
        variables={"CARRIER_AUTH_TOKEN": token},
        talks=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101  # it was asked for
        async with starting("the carrier", log, _START_SECONDS):
            line = await process.stdout.readline()
        if not line:
            await process.wait()
            check_runs(process, "the carrier", log)
        yield str(json.loads(line)["url"])


@asynccontextmanager
async def serving(settings: Settings, sending: Sending, client: Client | None = None) -> AsyncIterator[None]:
    """The API on the public URL's port; without a client of Temporal, which then is away, for whoever needs
    only what it does without."""
    from plugin.http import create_app  # noqa: PLC0415  # only tests serve it in their own process

    client = client or await Client.connect(_NOBODY, lazy=True)
    app = create_app(settings, sending, client)
    async with api.serving_app(app, "127.0.0.1", settings.public_url.port or 80):
        yield


@asynccontextmanager
async def api_process(
    settings: Settings, address: str, log_file: Path, *, started: Started = unnoted
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The API in a process of its own, set up by the environment as in production."""
    async with _homing(
        "api", ("-m", "plugin.cli", "api"), settings, address, log_file, api.READY, started
    ) as process:
        yield process


@asynccontextmanager
async def worker_process(
    settings: Settings,
    address: str,
    log_file: Path,
    *,
    program: tuple[str, ...] = ("worker.py",),
    started: Started = unnoted,
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker of its own process, set up by the environment as in production."""
    async with _homing("worker", program, settings, address, log_file, worker.READY, started) as process:
        yield process


@asynccontextmanager
async def _homing(  # the program, what sets it up, and by what it is known to be ready
    name: str,
    program: tuple[str, ...],
    settings: Settings,
    address: str,
    log: Path,
    ready: str,
    started: Started,
) -> AsyncIterator[asyncio.subprocess.Process]:
    begin = len(await asyncio.to_thread(_read_from, log, 0))
    async with child(
        name,
        *(sys.executable, *program),
        log=log,
        started=started,
        variables={**environment(settings), "TEMPORAL_ADDRESS": address},
        grace=settings.worker_shutdown.total_seconds() + _GRACE,
    ) as process:
        async with starting(f"the {name}", log, _START_SECONDS):
            while ready.encode() not in await asyncio.to_thread(_read_from, log, begin):
                check_runs(process, f"the {name}", log)
                await asyncio.sleep(0.05)
        yield process


def _read_from(log: Path, begin: int) -> bytes:
    log.touch()
    with log.open("rb") as file:
        file.seek(begin)
        return file.read()


def environment(settings: Settings) -> dict[str, str]:
    """The settings as environment variables, for a child process."""
    variables = {}
    for name in settings.model_fields_set:
        value = getattr(settings, name)
        if value is None:
            continue
        shown = value.get_secret_value() if isinstance(value, SecretStr) else value
        variables[f"HOMING_{name.upper()}"] = (
            str(shown.total_seconds()) if hasattr(shown, "total_seconds") else str(shown)
        )
    return variables
