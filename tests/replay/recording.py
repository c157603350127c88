"""Records a history of each branch of each workflow: ``make histories``. No test of the suite."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from aiohttp import web
from temporalio.client import Client

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal, free_port
from plugin.temporal import HomingPlugin
from tests.conftest import worker_on
from tests.engine import Engine
from tests.replay.campaign_scenarios import CAMPAIGNS, LONG_CAMPAIGNS
from tests.replay.histories import write
from tests.replay.parity_scenarios import PARITY
from tests.replay.retention_scenarios import RETENTION
from tests.replay.stage import BRIEF, Scenario, Stage
from tests.replay.step_scenarios import LONG_STEPS, STEPS
from tests.replay.verification_scenarios import VERIFICATIONS
from tests.workflows.support import runs_of

SHORT: Final = {**STEPS, **CAMPAIGNS, **PARITY, **RETENTION, **VERIFICATIONS}
LONG: Final = {**LONG_STEPS, **LONG_CAMPAIGNS}
_WHO: Final = "recorder"
"""A worker's usual identity names its process and machine, which a history is not to tell."""


@pytest.fixture(scope="session")
async def hooks() -> AsyncIterator[str]:
    """A receiver of webhooks."""

    async def take(request: web.Request) -> web.Response:
        return web.Response(status=200 if request.path == "/taken" else 410)

    app = web.Application()
    app.router.add_post("/{path}", take)
    runner, port = web.AppRunner(app), free_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


@pytest.fixture(scope="session")
async def brief(folder: Path) -> AsyncIterator[EmbeddedTemporal]:
    async with embedded_temporal(folder / "brief", extra=BRIEF) as server:
        yield server


@asynccontextmanager
async def engine_on(server: EmbeddedTemporal, settings: Settings) -> AsyncIterator[Engine]:
    own = settings.model_copy(update={"webhook_allow": "127.0.0.0/8"})
    client = await Client.connect(server.address, identity=_WHO, plugins=[HomingPlugin(own)])
    async with worker_on(client, own.task_queue):
        yield Engine(client, own, own.task_queue)


@pytest.fixture(scope="session")
async def engine(temporal: EmbeddedTemporal, settings: Settings, api: str) -> AsyncIterator[Engine]:
    assert api
    async with engine_on(temporal, settings) as started:
        yield started


@pytest.fixture(scope="session")
async def brief_engine(brief: EmbeddedTemporal, settings: Settings, api: str) -> AsyncIterator[Engine]:
    assert api
    async with engine_on(brief, settings) as started:
        yield started


async def record(name: str, scenario: Scenario, stage: Stage) -> None:
    handle = await scenario(stage)
    write(name, await runs_of(stage.engine.client, handle))


@pytest.mark.parametrize("name", SHORT)
async def test_record(sending: Sending, engine: Engine, carrier: Control, hooks: str, name: str) -> None:
    await record(name, SHORT[name], Stage(sending, engine, carrier, hooks))


@pytest.mark.parametrize("name", LONG)
async def test_record_long(
    sending: Sending, brief_engine: Engine, carrier: Control, hooks: str, name: str
) -> None:
    await record(name, LONG[name], Stage(sending, brief_engine, carrier, hooks))
