from collections.abc import AsyncIterator

import pytest

from tests.carrier.support import Customer, Sink, customer_of, sink_of


@pytest.fixture
async def customer() -> AsyncIterator[Customer]:
    async with customer_of() as customer:
        yield customer


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with sink_of() as sink:
        yield sink
