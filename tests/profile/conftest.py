"""The API with an organization and keys to it, as in the tests of HTTP, and browsers."""

from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web

from tests.http.conftest import Http, http, other
from tests.journeys.conftest import handsets
from tests.profile.signing import Keeper
from tests.profile.visiting import browser

__all__ = ["handsets", "http", "other"]


@pytest.fixture
async def client(http: Http) -> AsyncIterator[httpx.AsyncClient]:  # a fixture by its name
    """A browser without a script."""
    async with browser(http) as opened:
        yield opened


@pytest.fixture
async def keeper() -> AsyncIterator[Keeper]:
    keeper = Keeper()
    app = web.Application()
    app.router.add_get("/keys", keeper.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    keeper.url = f"http://127.0.0.1:{runner.addresses[0][1]}/keys"
    yield keeper
    await runner.cleanup()
