"""The public conformance suite against the running server, and the library's rules for a storage."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from scim2_client import BaseSyncSCIMClient
from scim2_models import ScimProvider
from scim2_server.testing import AsyncScimStorageContract, BlockingStorage
from scim2_tester import Status, check_server
from temporalio.client import Client

from homing.settings import Settings
from plugin.campaigns import Campaigns
from plugin.scim.model import provider
from plugin.scim.resources import Resources
from plugin.scim.storage import DirectoryStorage
from plugin.services import build_sending, close_sending
from tests.scim.conftest import Directory
from tests.world import found_company


class OverHttp(BaseSyncSCIMClient):
    """The suite's requests, over the wire."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self.client = client

    def _stays_under_base_url(self, endpoint: str) -> bool:
        asked, base = self.client.build_request("GET", endpoint).url, self.client.base_url
        return asked.copy_with(raw_path=b"/") == base.copy_with(raw_path=b"/") and asked.raw_path.startswith(
            base.raw_path
        )

    def _parse_json(self, response: Any) -> Any:
        return response.json()

    def request(self, method: str, url: str, **kwargs: Any) -> Any:
        return self.client.request(method, url, **kwargs)


async def test_every_check_of_the_conformance_suite_passes(directory: Directory, api: str) -> None:
    headers = {"Authorization": f"Bearer {directory.key}"}

    def check() -> list[Any]:
        with httpx.Client(base_url=f"{api}/scim/v2", headers=headers, timeout=60) as client:
            return check_server(OverHttp(client))

    results = await asyncio.to_thread(check)
    assert len(results) > 100, [one.title for one in results]
    wrong = [
        f"{one.status.name} {one.resource_type} {one.title}: {one.reason}"
        for one in results
        if one.status is not Status.SUCCESS
    ]
    assert not wrong, "\n".join(wrong)


class TestStorage(AsyncScimStorageContract):
    """The rules that the library sets up for every storage, on a directory of the test's own."""

    @pytest.fixture
    def provider(self) -> ScimProvider:
        return provider()

    @pytest.fixture
    def storage(self, settings: Settings) -> Iterator[BlockingStorage]:
        with asyncio.Runner() as runner:
            sending = build_sending(settings)
            company = runner.run(found_company(sending, "+34600000001"))
            client = runner.run(Client.connect("127.0.0.1:9", lazy=True))
            campaigns = Campaigns(sending, client, settings.task_queue)
            storage = DirectoryStorage(sending, campaigns, company.id, Resources(provider()))
            yield BlockingStorage(storage, runner)
            runner.run(close_sending(sending))
