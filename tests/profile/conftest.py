"""The API with an organization and keys to it, as in the tests of HTTP, and browsers."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.http.conftest import Http, http, other
from tests.journeys.conftest import handsets
from tests.profile.visiting import browser

__all__ = ["handsets", "http", "other"]


@pytest.fixture
async def client(http: Http) -> AsyncIterator[httpx.AsyncClient]:  # a fixture by its name
    """A browser without a script."""
    async with browser(http) as opened:
        yield opened
