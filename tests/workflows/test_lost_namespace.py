"""Temporal loses everything it knew: the database alone knows where everybody is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from pydantic import SecretStr
from temporalio.client import Client
from temporalio.worker import Worker

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.domain.ids import campaign_workflow_id
from homing.settings import Settings
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.temporal import embedded_temporal
from plugin.looking_after import ask_after
from plugin.telling import Teller
from plugin.temporal import HomingPlugin
from tests.conftest import SENDER
from tests.databases import named
from tests.definitions import define, missed, remind, wait
from tests.dispatching.support import rows
from tests.engine import Engine
from tests.invariants import until
from tests.world import Company, Run, found_company

_PATIENCE: Final = 60.0
_AT_ONCE: Final = timedelta(0)


@asynccontextmanager
async def server_and_worker(folder: Path, settings: Settings) -> AsyncIterator[Engine]:
    async with embedded_temporal(folder) as server:
        client = await Client.connect(server.address, plugins=[HomingPlugin(settings)])
        async with Worker(client, task_queue=settings.task_queue, disable_eager_activity_execution=True):
            yield Engine(client, settings, settings.task_queue)


@pytest.mark.spec("Q12", "X01", "P29")
async def test_a_campaign_whose_namespace_was_lost_goes_on_from_the_database_and_texts_nobody_twice(
    postgres: EmbeddedPostgres,
    quiet_database: str,
    apart: Sending,
    firm: Company,
    settings: Settings,
    folder: Path,
    carrier: Control,
) -> None:
    own = settings.model_copy(
        update={
            "database_url": SecretStr(named(postgres.url, quiet_database)),
            "task_queue": f"lost-{uuid4()}",
            # Nobody but the test asks after executions here.
            "sweep_interval": timedelta(hours=1),
        }
    )
    people = await firm.hire(3)
    run = await firm.campaign(people)
    story = define(remind("first", "sms"), wait("days", "72h"), remind("second", "sms"), missed())

    async with server_and_worker(folder / "temporal-before", own) as before:
        await before.walk(run, story, scale=86_400 / 3)
        await until(lambda: _waits(run), seconds=_PATIENCE)
        await rows(firm.sending, "update executions set seen_at = now() where id = :id", id=run.execution)
    async with server_and_worker(folder / "temporal-after", own) as after:
        teller = Teller(firm.sending.database, after.client, own.task_queue)
        await ask_after(firm.sending, teller, late=_AT_ONCE, seldom=_AT_ONCE)
        handle = after.client.get_workflow_handle(campaign_workflow_id(firm.id, run.execution))
        result = await asyncio.wait_for(handle.result(), _PATIENCE)

    assert [len(await carrier.texts(one.number)) for one in people] == [2, 2, 2]
    assert result["outcomes"]["missed"] == {"completed": 3}
    assert "first" not in result["outcomes"], "what was over is not walked again"


async def _waits(run: Run) -> bool:
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.exec_driver_sql("select step from visits where left_at is null")
        return list(found.scalars()) == ["days"]


@pytest.fixture
async def firm(apart: Sending) -> Company:
    """An organization on a database of its own, with nothing else in it that is not over."""
    return await found_company(apart, SENDER)
