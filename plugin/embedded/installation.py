"""A whole installation in a folder of one machine: everything real, reused by the next start."""

import asyncio
import csv
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any, Final

from pydantic import HttpUrl, SecretStr
from temporalio.client import Client

from homing.providers.twilio import CALLBACK_RETRIES
from homing.settings import Settings
from homing.store.organizations import DEFAULT_PRICES
from plugin.embedded.carrier import Control
from plugin.embedded.folder import Folder, Keys
from plugin.embedded.left_over import Roll
from plugin.embedded.mail import MailSink, mail_sink
from plugin.embedded.ports import PREFERRED, choose_ports
from plugin.embedded.postgres import EmbeddedPostgres, embedded_postgres
from plugin.embedded.stack import api_process, carrier_process, worker_process
from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal
from plugin.setup import schedule_parity, schedule_retention

LINK_DOMAIN: Final = "links.pidgr.com"
"""Of the example's organization; its handsets find this machine's API there."""
_PRICE_SECONDS: Final = 1
_REAL_SHARE: Final = Decimal("0.9")
_CENT_OF_CENT: Final = Decimal("0.0001")
_SWEEP: Final = timedelta(seconds=2)
_SHUTDOWN: Final = timedelta(seconds=5)
_RATE: Final = 1000
"""Requests a second: one program loads an example here, and nobody else is kept waiting by it."""

Said = Callable[[str], None]
"""Told what happens, in a line for people."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What runs: where its servers are, and the settings that they share."""

    folder: Folder
    keys: Keys
    settings: Settings
    temporal: EmbeddedTemporal
    carrier_url: str
    mail: MailSink

    @property
    def api_url(self) -> str:
        return str(self.settings.public_url).rstrip("/")


@asynccontextmanager
async def installed(folder: Folder, say: Said) -> AsyncIterator[Installation]:
    """Start everything in a folder that the caller has locked, and end it.

    API and worker are processes of their own, run by the very commands that production has. Raises
    FolderBrokenError, and RuntimeError with the log of a server that did not start.
    """
    keys = folder.read_keys()
    roll = Roll(folder.running)
    left = await roll.end_left_over()
    if left:
        say(f"Ended {left} processes that an earlier start had left behind.")
    ports = _ports(say)
    await asyncio.to_thread(_empty, folder.mail)
    async with AsyncExitStack() as stack:
        stack.callback(roll.clear)
        say("Starting PostgreSQL, Temporal with its UI, the carrier and a mail sink …")
        postgres, temporal, carrier_url, mail = await enter_together(
            stack,
            embedded_postgres(
                folder.postgres, log=folder.logs / "postgres.log", started=roll.note, vault=keys.vault
            ),
            embedded_temporal(
                folder.temporal,
                port=ports["Temporal"],
                ui_port=ports["Temporal UI"],
                log=folder.logs / "temporal.log",
                started=roll.note,
            ),
            carrier_process(
                folder.logs, keys.account, keys.token, *_carrier_options(ports), started=roll.note
            ),
            mail_sink(port=ports["mail"], folder=folder.mail),
        )
        async with Control(carrier_url) as carrier:
            await carrier.tune(prices=await asyncio.to_thread(_real_prices))
        settings = _settings(keys, postgres, temporal, carrier_url, ports)
        client = await Client.connect(temporal.address)
        await schedule_parity(client, settings.task_queue)
        await schedule_retention(client, settings.task_queue)
        say("Starting the API and a worker …")
        await enter_together(
            stack,
            api_process(settings, temporal.address, folder.logs / "api.log", started=roll.note),
            worker_process(settings, temporal.address, folder.logs / "worker.log", started=roll.note),
        )
        yield Installation(folder, keys, settings, temporal, carrier_url, mail)


async def enter_together(stack: AsyncExitStack, *contexts: AbstractAsyncContextManager[Any]) -> list[Any]:
    """Enter contexts side by side; the stack leaves each that was entered, whatever became of the others."""
    tasks = [asyncio.ensure_future(context.__aenter__()) for context in contexts]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        for context, task in zip(contexts, tasks, strict=True):
            if not task.cancelled() and task.exception() is None:
                stack.push_async_exit(context)


def _ports(say: Said) -> dict[str, int]:
    ports = choose_ports()
    for name, port in ports.items():
        if port != PREFERRED[name]:
            say(f"Port {PREFERRED[name]} is in use: {name} is on {port}.")
    return ports


def _carrier_options(ports: Mapping[str, int]) -> tuple[str, ...]:
    api_url = _url(ports["API"])
    return (
        *("--port", str(ports["carrier"]), "--price-delay", str(_PRICE_SECONDS)),
        *("--inbound-url", f"{api_url}/twilio/inbound{CALLBACK_RETRIES}"),
        *("--resolve", f"{LINK_DOMAIN}={api_url}"),
    )


def _real_prices() -> dict[str, str]:
    """What the carrier asks for a segment, by country: a little less than our list reserves, which is of the
    dearest networks. One text above its reservation would close the day's budget."""
    with DEFAULT_PRICES.open(newline="", encoding="utf-8") as file:
        return {
            row["country"]: str((Decimal(row["price"]) * _REAL_SHARE).quantize(_CENT_OF_CENT, ROUND_DOWN))
            for row in csv.DictReader(file)
            if row["currency"] == "USD"
        }


def _settings(
    keys: Keys,
    postgres: EmbeddedPostgres,
    temporal: EmbeddedTemporal,
    carrier_url: str,
    ports: Mapping[str, int],
) -> Settings:
    return Settings(
        database_url=SecretStr(postgres.url),
        encryption_keys=SecretStr(keys.encryption),
        hmac_key=SecretStr(keys.hmac),
        twilio_account_sid=keys.account,
        twilio_auth_tokens=SecretStr(keys.token),
        twilio_api_base_url=carrier_url,
        public_url=HttpUrl(_url(ports["API"])),
        api_port=ports["API"],
        api_rate=_RATE,
        time_scales=True,
        ui_url=HttpUrl(temporal.ui_url),
        smtp_port=ports["mail"],
        sweep_interval=_SWEEP,
        worker_shutdown=_SHUTDOWN,
    )


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _empty(folder: Path) -> None:
    for file in folder.glob("*.eml"):
        file.unlink()
