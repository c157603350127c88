"""A server on which time is skipped whenever nothing but timers is waited for."""

from collections.abc import AsyncIterator

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from homing.settings import Settings
from plugin.embedded.temporal import PROGRAM
from plugin.temporal import HomingPlugin
from tests.conftest import worker_on
from tests.engine import Engine
from workflows.ports import SEARCH_ATTRIBUTES


@pytest.fixture(scope="session")
async def skipping(settings: Settings, api: str) -> AsyncIterator[Engine]:
    """A worker with everything real but the clock of its workflows."""
    assert api
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        plugins=[HomingPlugin(settings)],
        search_attributes=SEARCH_ATTRIBUTES,
        dev_server_existing_path=str(PROGRAM),
        dev_server_extra_args=["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"],
    )
    async with environment:
        client: Client = environment.client
        async with worker_on(client, "skipping"):
            yield Engine(client, settings, "skipping")
