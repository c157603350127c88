"""What the benchmarks stand on: everything real, the carrier in fast mode, one worker process."""

import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import organizations
from homing.store.vault import new_key
from plugin.embedded.postgres import EmbeddedPostgres, embedded_postgres
from plugin.embedded.stack import carrier_process, worker_process
from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal, free_port
from plugin.services import open_sending
from tests.engine import Engine

SENDER: Final = "+34600000001"


@dataclass(frozen=True, slots=True)
class Ground:
    """The servers, and what this process drives them with."""

    postgres: EmbeddedPostgres
    temporal: EmbeddedTemporal
    carrier_url: str
    account: str
    token: str
    sending: Sending
    engine: Engine
    worker: psutil.Process

    @property
    def peak_worker_mib(self) -> float:
        status = Path(f"/proc/{self.worker.pid}/status").read_text()
        return round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1)


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """Start it all, and end it."""
    account, token = f"AC{secrets.token_hex(16)}", secrets.token_hex(16)
    async with AsyncExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="homing-", ignore_cleanup_errors=True))
        )
        postgres = await stack.enter_async_context(embedded_postgres(folder / "postgres"))
        temporal = await stack.enter_async_context(embedded_temporal(folder / "temporal"))
        url = await stack.enter_async_context(carrier_process(folder, account, token, "--fast"))
        settings = Settings(
            database_url=postgres.url,  # type: ignore[arg-type]  # validated by pydantic
            encryption_keys=f"bench:{new_key()}",  # type: ignore[arg-type]
            hmac_key=new_key(),  # type: ignore[arg-type]
            twilio_account_sid=account,
            twilio_auth_tokens=token,  # type: ignore[arg-type]
            twilio_api_base_url=url,
            public_url=f"http://127.0.0.1:{free_port()}",  # type: ignore[arg-type]
        )
        sending = await stack.enter_async_context(open_sending(settings))
        worker = await stack.enter_async_context(
            worker_process(settings, temporal.address, folder / "worker.log")
        )
        async with sending.database.system() as connection:
            await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
        engine = Engine(await Client.connect(temporal.address), settings, settings.task_queue)
        yield Ground(postgres, temporal, url, account, token, sending, engine, psutil.Process(worker.pid))
