"""The whole installation on one machine, with keys of its own, as context managers that end what they
started."""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn
from pydantic import SecretStr

from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store.vault import new_key
from plugin.embedded.mail import MailSink, mail_sink
from plugin.embedded.postgres import embedded_postgres
from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal, end, free_port
from plugin.http import create_app
from plugin.process import READY
from plugin.services import open_sending

ROOT: Final = Path(__file__).parents[2]
_START_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Stack:
    """What runs, and what this process sends and reads with."""

    settings: Settings
    sending: Sending
    temporal: EmbeddedTemporal
    carrier_url: str
    mail: MailSink


@asynccontextmanager
async def embedded_stack(folder: Path) -> AsyncIterator[Stack]:
    """Start PostgreSQL, Temporal, carrier, mail sink, API and a worker; logs are kept in ``folder``."""
    account, token = f"AC{secrets.token_hex(16)}", secrets.token_hex(16)
    async with AsyncExitStack() as stack:
        postgres = await stack.enter_async_context(embedded_postgres(folder / "postgres"))
        temporal = await stack.enter_async_context(embedded_temporal(folder / "temporal"))
        carrier_url = await stack.enter_async_context(
            carrier_process(folder, account, token, "--price-delay", "1")
        )
        mail = await stack.enter_async_context(mail_sink())
        settings = Settings(
            database_url=SecretStr(postgres.url),
            encryption_keys=SecretStr(f"embedded:{new_key()}"),
            hmac_key=SecretStr(new_key()),
            twilio_account_sid=account,
            twilio_auth_tokens=SecretStr(token),
            twilio_api_base_url=carrier_url,
            public_url=f"http://127.0.0.1:{free_port()}",  # type: ignore[arg-type]  # validated by pydantic
            smtp_port=mail.port,
            sweep_interval=2,  # type: ignore[arg-type]  # seconds, by pydantic
        )
        sending = await stack.enter_async_context(open_sending(settings))
        await stack.enter_async_context(serving(settings, sending))
        await stack.enter_async_context(worker_process(settings, temporal.address, folder / "worker.log"))
        yield Stack(settings, sending, temporal, carrier_url, mail)


@asynccontextmanager
async def carrier_process(folder: Path, account: str, token: str, *options: str) -> AsyncIterator[str]:
    """A carrier in a box, in a process of its own with its log in ``folder``; gives its URL."""
    with (folder / "carrier.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "homing.carrier", "--port", "0", "--numbers", "any"),
            *("--account-sid", account),
            *options,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            env={**os.environ, "CARRIER_AUTH_TOKEN": token},
            cwd=ROOT,
            start_new_session=True,
        )
        try:
            assert process.stdout is not None  # noqa: S101  # it was asked for
            line = await asyncio.wait_for(process.stdout.readline(), _START_SECONDS)
            yield str(json.loads(line)["url"])
        finally:
            await end(process)


@asynccontextmanager
async def serving(settings: Settings, sending: Sending) -> AsyncIterator[None]:
    """The API on the public URL's port."""
    config = uvicorn.Config(
        create_app(settings, sending), host="127.0.0.1", port=settings.public_url.port or 80, log_config=None
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(_START_SECONDS):
            while not server.started:  # uvicorn offers no event
                if task.done():
                    raise RuntimeError("the API could not be served")
                await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def worker_process(
    settings: Settings, address: str, log_file: Path, *, program: tuple[str, ...] = ("worker.py",)
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker of its own process, set up by the environment as in production."""
    with log_file.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *program,
            stdout=log,
            stderr=log,
            env={**os.environ, **environment(settings), "TEMPORAL_ADDRESS": address},
            cwd=ROOT,
            start_new_session=True,
        )
        try:
            await _ready(process, log_file)
            yield process
        finally:
            await end(process, grace=settings.worker_shutdown.total_seconds() + 5)


async def _ready(process: asyncio.subprocess.Process, log_file: Path) -> None:
    """Until the worker says that it works. Raises RuntimeError with its last words where it ended."""
    async with asyncio.timeout(_START_SECONDS):
        while READY not in (said := await asyncio.to_thread(log_file.read_text, errors="replace")):
            if process.returncode is not None:
                message = f"the worker ended with status {process.returncode}: {said[-2000:]}"
                raise RuntimeError(message)
            await asyncio.sleep(0.05)


def environment(settings: Settings) -> dict[str, str]:
    """The settings as environment variables, for a child process."""
    variables = {}
    for name in settings.model_fields_set:
        value = getattr(settings, name)
        shown = value.get_secret_value() if isinstance(value, SecretStr) else value
        variables[f"HOMING_{name.upper()}"] = (
            str(shown.total_seconds()) if hasattr(shown, "total_seconds") else str(shown)
        )
    return variables
