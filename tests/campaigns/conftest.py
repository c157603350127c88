"""A Temporal server of these tests' own, on whose queue nobody works, and a database where nobody keeps
house: what Temporal was told is read in its histories, what is swept a test sweeps itself."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from homing.dispatching.context import Sending
from plugin.campaigns import Campaigns
from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal
from tests.campaigns.support import QUEUE
from tests.conftest import SENDER
from tests.world import Company, found_company


@pytest.fixture(scope="session")
async def server(folder: Path) -> AsyncIterator[EmbeddedTemporal]:
    async with embedded_temporal(folder / "temporal-of-campaigns") as started:
        yield started


@pytest.fixture(scope="session")
async def client(server: EmbeddedTemporal) -> Client:
    return await Client.connect(server.address)


@pytest.fixture
async def firm(apart: Sending) -> Company:
    """An organization on that database."""
    return await found_company(apart, SENDER)


@pytest.fixture
def desk(apart: Sending, client: Client) -> Campaigns:
    """Where campaigns are asked for; it waits for Temporal however slow the machine is."""
    return Campaigns(apart, client, QUEUE, patience=timedelta(minutes=1))


@pytest.fixture
def hasty(apart: Sending, client: Client) -> Campaigns:
    """Where nobody waits for a server that is away."""
    return Campaigns(apart, client, QUEUE, patience=timedelta(seconds=0.3))
