"""The example of a host's own worker: a process that runs a workflow of its own, and Homing beside it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from pydantic import HttpUrl
from temporalio.client import Client

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.embedded.stack import environment, serving, worker_process
from plugin.embedded.temporal import EmbeddedTemporal, free_port
from tests.conftest import ROOT
from tests.examples.later import pass_a_day
from tests.http.conftest import Http, opened
from tests.http.opened import code_in
from tests.world import Company

PROGRAM: Final = "examples/host_worker/worker.py"
PATIENCE: Final = 60
TITLE: Final = "A contract to sign"
PAGE: Final = 50
"""As many campaigns as a page shows to who asks for no number."""


@dataclass(frozen=True, slots=True)
class Host:
    """The example at work: the only worker on a queue that the API beside it knows as its own."""

    http: Http
    settings: Settings
    temporal: str
    log: Path = field(repr=False)

    async def ask(self, contract: str, signer: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, PROGRAM, "ask", contract, signer),
            cwd=ROOT,
            env={**environment(self.settings), "TEMPORAL_ADDRESS": self.temporal},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def campaigns(self) -> list[dict[str, Any]]:
        """Those that contracts begin."""
        listed = await self.http.get("/v1/campaigns", params={"limit": 200})
        return [one for one in listed["items"] if one["title"] == TITLE]

    async def told(self, process: asyncio.subprocess.Process) -> tuple[int | None, str, str]:
        async with asyncio.timeout(PATIENCE):
            said, complained = await process.communicate()
        return process.returncode, said.decode(), complained.decode()


@pytest.fixture
async def host(
    company: Company,
    settings: Settings,
    sending: Sending,
    temporal: EmbeddedTemporal,
    logs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Host]:
    url = f"http://127.0.0.1:{free_port()}"
    own = settings.model_copy(update={"task_queue": f"host-{uuid4().hex}", "public_url": HttpUrl(url)})
    log = logs / f"{own.task_queue}.log"
    async with (
        serving(own, sending, await Client.connect(temporal.address)),
        httpx.AsyncClient(base_url=url, timeout=30) as client,
    ):
        http = await opened(client, company)
        monkeypatch.setenv("HOMING_API_URL", url)
        monkeypatch.setenv("HOMING_API_KEY", http.editor)
        async with worker_process(own, temporal.address, log, program=(PROGRAM,)):
            yield Host(http, own, temporal.address, log)


@pytest.mark.spec("D29")
async def test_a_hosts_workflow_has_somebody_reminded_and_goes_on_once_they_acted(
    host: Host, carrier: Control
) -> None:
    [ana] = await host.http.company.hire(1)
    signer, contract = f"signer-{uuid4().hex}", f"contract-{uuid4().hex}"
    await host.http.call("PATCH", f"/v1/users/{ana.id}", json={"externalId": signer})

    asking = await host.ask(contract, signer)
    [text] = await carrier.wait(1, to=ana.number, seconds=PATIENCE)
    pressed = await host.http.client.post(f"/c/{code_in(text.body)}")
    told = await host.told(asking)

    assert TITLE in text.body
    assert pressed.status_code == 200
    assert told == (0, f"{contract}: signed\n", "")
    assert f"filed {contract} as signed\n" in host.log.read_text()
    assert len(await carrier.texts(ana.number)) == 1


async def test_a_worker_that_starts_after_a_day_takes_the_campaign_that_is_there(host: Host) -> None:
    [made] = await host.campaigns()
    for n in range(PAGE):  # so that it stands on the second one
        new = {"title": f"Another {n}", "definitionId": made["definitionId"], "kind": "event"}
        await host.http.post("/v1/campaigns", new, 201)
    await pass_a_day(host.http.company)

    log = host.log.with_suffix(".later.log")
    async with worker_process(host.settings, host.temporal, log, program=(PROGRAM,)):
        found = await host.campaigns()

    assert found == [made]


async def test_a_hosts_workflow_fails_where_homing_knows_no_such_signer(host: Host) -> None:
    status, _, complained = await host.told(await host.ask(f"contract-{uuid4().hex}", "nobody"))

    assert status == 1
    assert "the signer can't be asked" in complained
