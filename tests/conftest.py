"""What tests start once a session, on free ports, and end again: PostgreSQL, Temporal, a carrier, a mail
sink, the API."""

import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from pydantic import HttpUrl, SecretStr
from sqlalchemy import text
from temporalio.client import Client
from temporalio.worker import Worker

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import organizations
from homing.store.vault import new_key
from plugin.embedded.mail import MailSink, mail_sink
from plugin.embedded.postgres import EmbeddedPostgres, embedded_postgres
from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal, free_port
from plugin.services import open_sending
from plugin.working import at_work
from tests.databases import another_database, named, on_server
from tests.world import Company, found_company

if TYPE_CHECKING:
    from tests.engine import Engine

ROOT: Final = Path(__file__).parent.parent
LOGS: Final = ROOT / "build" / "logs" / os.environ.get("HOMING_TESTS_PART", "")
"""Of this process alone: several may run side by side (``tests/parts.py``)."""
SENDER: Final = "+34600000001"
ACCOUNT: Final = "AC" + "0" * 31 + "1"
TOKEN: Final = "a-token-of-the-tests"
"""Of the carrier that the tests start, and of nothing else."""
CACHED_WORKFLOWS: Final = 0 if os.environ.get("HOMING_TESTS_UNCACHED") else 1000
"""What the tests' workers keep. Without a cache each workflow task replays the whole history, which finds out
what is not deterministic."""
_NOBODY: Final = HttpUrl("http://127.0.0.1:9")


@pytest.fixture(scope="session", autouse=True)
def logs() -> Iterator[Path]:
    """Everything that the product logs in this process, kept for the scan."""
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    handler = logging.FileHandler(LOGS / "tests.log")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    for name in ("homing", "plugin", "activities", "workflows", "temporalio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield LOGS
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """For what the servers keep: short, since a socket's path is, and in no checkout."""
    path = Path(tempfile.mkdtemp(prefix="homing-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
async def postgres(folder: Path, logs: Path) -> AsyncIterator[EmbeddedPostgres]:
    async with embedded_postgres(folder / "pg") as server:
        async with on_server(server) as connection:
            # What is written need not outlast the machine, and nobody waits for its disk.
            await connection.execute(text("alter system set fsync = off"))
            await connection.execute(text("select pg_reload_conf()"))
        yield server
        shutil.copy(server.log, logs / "postgres.log")


@pytest.fixture(scope="session")
async def temporal(folder: Path, logs: Path) -> AsyncIterator[EmbeddedTemporal]:
    async with embedded_temporal(folder / "temporal") as server:
        yield server
        shutil.copy(folder / "temporal" / "temporal.log", logs / "temporal.log")


@pytest.fixture(scope="session")
async def carrier_url(logs: Path) -> AsyncIterator[str]:
    """A carrier in a process of its own."""
    from plugin.embedded.stack import carrier_process  # noqa: PLC0415  # the API: a second of imports

    async with carrier_process(logs, ACCOUNT, TOKEN, "--price-delay", "0") as url:
        yield url


@pytest.fixture(scope="session")
async def control(carrier_url: str) -> AsyncIterator[Control]:
    async with Control(carrier_url) as opened:
        yield opened


@pytest.fixture
async def carrier(control: Control) -> AsyncIterator[Control]:
    """The carrier, without faults before and after."""
    await control.clear_faults()
    yield control
    await control.clear_faults()


@pytest.fixture(scope="session")
async def mail() -> AsyncIterator[MailSink]:
    async with mail_sink() as sink:
        yield sink


@pytest.fixture(scope="session")
def settings(postgres: EmbeddedPostgres, carrier_url: str, mail: MailSink) -> Settings:
    """Of a product with short patience: an unknown outcome is given two seconds."""
    return make_settings(postgres, carrier_url, mail, api_port=free_port())


def make_settings(
    postgres: EmbeddedPostgres, carrier_url: str, mail: MailSink, *, api_port: int, **changes: Any
) -> Settings:
    values: dict[str, Any] = {
        "database_url": postgres.url,
        "encryption_keys": f"test:{new_key()}",
        "hmac_key": new_key(),
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_tokens": TOKEN,
        "twilio_api_base_url": carrier_url,
        "public_url": f"http://127.0.0.1:{api_port}",
        "smtp_port": mail.port,
        "provider_timeout": timedelta(seconds=2),
        "busy_backoff": timedelta(seconds=3),
        "unknown_after": timedelta(seconds=2),
        "sweep_interval": timedelta(seconds=1),
        "worker_shutdown": timedelta(seconds=5),
        # All servers of the tests share a machine, which keeps one of them waiting for seconds at times.
        "transaction_idle": timedelta(seconds=60),
        "api_rate": 100_000,
        "time_scales": True,
        **changes,
    }
    return Settings(**values)


@pytest.fixture(scope="session")
async def sending(settings: Settings) -> AsyncIterator[Sending]:
    """What the product sends with, prices loaded."""
    async with open_sending(settings) as opened:
        async with opened.database.system() as connection:
            await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
        yield opened


@asynccontextmanager
async def sending_on(postgres: EmbeddedPostgres, database: str, settings: Settings) -> AsyncIterator[Sending]:
    """What the product sends with, on another database, prices loaded."""
    own = settings.model_copy(
        update={
            "database_url": SecretStr(named(postgres.url, database)),
            "public_url": _NOBODY,
        }
    )
    async with open_sending(own) as opened:
        async with opened.database.system() as connection:
            await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
        yield opened


@pytest.fixture(scope="session")
async def quiet_database(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """A second database on the same server, where no worker keeps house and no callback finds its attempt:
    what is to happen there, a test does itself. Gives its name."""
    async with another_database(postgres) as name:
        yield name


@pytest.fixture(scope="session")
async def apart(
    postgres: EmbeddedPostgres, quiet_database: str, settings: Settings
) -> AsyncIterator[Sending]:
    """What the product sends with, on that database."""
    async with sending_on(postgres, quiet_database, settings) as opened:
        yield opened


@pytest.fixture(scope="session")
async def api(settings: Settings, sending: Sending, temporal: EmbeddedTemporal) -> AsyncIterator[str]:
    """The API on its public address, where the carrier reports to."""
    from plugin.embedded.stack import serving  # noqa: PLC0415  # as above

    async with serving(settings, sending, await Client.connect(temporal.address, lazy=True)):
        yield str(settings.public_url).rstrip("/")


@pytest.fixture
async def company(sending: Sending) -> Company:
    """An organization of the test's own."""
    return await found_company(sending, SENDER)


@pytest.fixture(scope="session")
async def engine(temporal: EmbeddedTemporal, settings: Settings, api: str) -> AsyncIterator["Engine"]:
    """A worker in this process, set up by the plugin as a host would."""
    from plugin.temporal import HomingPlugin  # noqa: PLC0415  # as above
    from tests.engine import Engine  # noqa: PLC0415

    assert api
    client = await Client.connect(temporal.address, plugins=[HomingPlugin(settings)])
    async with worker_on(client, settings.task_queue):
        yield Engine(client, settings, settings.task_queue)


def worker_on(client: Client, task_queue: str) -> AbstractAsyncContextManager[None]:
    """A worker for tests; what it does the client's plugin says."""
    worker = Worker(
        client,
        task_queue=task_queue,
        disable_eager_activity_execution=True,
        max_cached_workflows=CACHED_WORKFLOWS,
    )
    return at_work(worker, timedelta(seconds=5))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The scan for personal data comes after everything that could have left some."""
    items.sort(key=lambda item: item.path.name == "test_zz_nothing_personal.py")
