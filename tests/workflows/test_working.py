"""A worker around a block."""

import asyncio
import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from plugin.embedded.temporal import EmbeddedTemporal
from plugin.working import at_work

AT_ONCE = timedelta(0)
DEADLINE = 60.0


@activity.defn
async def nothing() -> None:
    """Does nothing."""


def idle(client: Client) -> Worker:
    return Worker(client, task_queue=f"idle-{uuid4()}", activities=[nothing])


async def test_a_worker_that_can_end_says_nothing(
    temporal: EmbeddedTemporal, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "plugin.working"):
        async with at_work(idle(await Client.connect(temporal.address)), AT_ONCE):
            pass
    assert caplog.text == ""


async def test_a_worker_that_fails_ends_its_block_with_what_it_failed_with(
    temporal: EmbeddedTemporal,
) -> None:
    worker = idle(await Client.connect(temporal.address, namespace="nowhere"))
    with pytest.raises(RuntimeError, match="nowhere"):
        async with asyncio.timeout(DEADLINE), at_work(worker, AT_ONCE):
            await asyncio.Event().wait()


async def test_what_the_block_fails_with_is_raised(temporal: EmbeddedTemporal) -> None:
    with pytest.raises(KeyError):
        async with at_work(idle(await Client.connect(temporal.address)), AT_ONCE):
            raise KeyError
