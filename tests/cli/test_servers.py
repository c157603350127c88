"""`homing api`, `worker` and `carrier` as processes: they begin, say where they are, and end when told to."""

import asyncio
import json
import signal
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from homing.settings import Settings
from plugin import serving
from plugin.embedded.temporal import EmbeddedTemporal, free_port
from plugin.process import READY
from tests.cli.support import homing, started
from tests.invariants import until
from tests.relay import relayed

PATIENCE = 60.0


async def said(process: asyncio.subprocess.Process, words: str) -> str:
    """The line of the log with these words."""
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        while words.encode() not in (line := await process.stderr.readline()):
            assert line, "it ended"
    return line.decode()


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
async def test_the_api_answers_without_temporal_and_ends_when_it_is_told(
    settings: Settings, how: signal.Signals, code: int
) -> None:
    away = {"TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}", "HOMING_LOG_FORMAT": "json"}
    process = await started("api", "--port", "0", settings=settings, variables=away)
    address = json.loads(await said(process, serving.READY))["address"]
    async with httpx.AsyncClient(base_url=address) as client:
        assert (await client.get("/healthz")).status_code == 200
    process.send_signal(how)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == code


async def test_an_api_whose_port_is_taken_says_so(api: str) -> None:
    taken = int(api.rsplit(":", 1)[1])
    with pytest.raises(RuntimeError, match=f"can't listen on 127.0.0.1:{taken}"):
        async with serving.serving_app(FastAPI(), "127.0.0.1", taken):
            raise AssertionError


async def test_a_worker_works_until_it_is_told_to_end(settings: Settings, temporal: EmbeddedTemporal) -> None:
    own = settings.model_copy(update={"task_queue": "of-a-command"})
    own.model_fields_set.add("task_queue")
    process = await started("worker", settings=own, variables={"TEMPORAL_ADDRESS": temporal.address})
    await said(process, READY)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def polls(client: Client, task_queue: str) -> bool:
    """Whether anybody asks for activities on a task queue."""
    asked = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )
    return bool((await client.workflow_service.describe_task_queue(asked)).pollers)


async def test_a_worker_whose_server_answers_no_more_ends_and_says_so(
    settings: Settings, temporal: EmbeddedTemporal
) -> None:
    own = settings.model_copy(
        update={"task_queue": "of-a-silent-server", "worker_shutdown": timedelta(seconds=1)}
    )
    own.model_fields_set.update({"task_queue", "worker_shutdown"})
    server = await Client.connect(temporal.address)
    async with relayed(temporal.address) as (address, relay):
        process = await started("worker", settings=own, variables={"TEMPORAL_ADDRESS": address})
        await said(process, READY)
        await until(lambda: polls(server, own.task_queue), seconds=PATIENCE)
        relay.cut()
        process.send_signal(signal.SIGTERM)
        await said(process, "did not stop polling")
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def test_a_carrier_says_its_address_and_ends_by_an_interrupt() -> None:
    words = ["carrier", "--port", "0", "--account-sid", "AC" + "0" * 32]
    process = await started(*words, variables={"CARRIER_AUTH_TOKEN": "secret"})
    assert process.stdout is not None
    address = json.loads(await asyncio.wait_for(process.stdout.readline(), PATIENCE))["url"]
    async with httpx.AsyncClient(base_url=address) as client:
        assert (await client.get("/_carrier/state")).status_code == 200
    process.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def test_a_carrier_without_an_account_is_wrong_usage() -> None:
    done = await homing("carrier", "--port", "0", variables={"CARRIER_ACCOUNT_SID": ""})
    assert done.code == 2
    assert "account" in done.err
