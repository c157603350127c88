"""Whoever asks too often, or tries keys."""

import httpx
import pytest
from fastapi import FastAPI
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.http import create_app
from plugin.http.problems import Problem
from plugin.http.rates import Rates
from tests.http.conftest import Http


@pytest.fixture
async def app(settings: Settings, sending: Sending) -> FastAPI:
    """An API that has counted nothing yet."""
    return create_app(settings, sending, await Client.connect("127.0.0.1:9", lazy=True))


async def asked(app: FastAPI, key: str, address: str = "192.0.2.1") -> int:
    """The status with which a key is answered that comes from an address."""
    transport = httpx.ASGITransport(app, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        headers = {"Authorization": f"Bearer {key}"}
        return (await client.get("/v1/campaigns", headers=headers)).status_code


async def test_whoever_asks_too_often_is_told_when_to_come_back() -> None:
    now = [0.0]
    rates = Rates(2, clock=lambda: now[0])
    for _ in range(20):
        rates.take("a key")

    with pytest.raises(Problem) as refused:
        rates.take("a key")
    rates.take("another key")
    now[0] += int((refused.value.headers or {})["Retry-After"])
    rates.take("a key")

    assert refused.value.status_code == 429


async def test_whoever_guesses_keys_is_shut_out_for_a_while() -> None:
    now = [0.0]
    rates = Rates(2, clock=lambda: now[0])
    for _ in range(30):
        rates.miss("10.0.0.1")

    with pytest.raises(Problem) as refused:
        rates.miss("10.0.0.1")
    rates.miss("10.0.0.2")
    now[0] += 60
    rates.miss("10.0.0.1")

    assert refused.value.status_code == 429


async def test_whoever_guesses_from_the_same_address_keeps_no_right_key_out(app: FastAPI, http: Http) -> None:
    guesses = [await asked(app, f"hk_{n}") for n in range(40)]

    assert guesses[:30] == [401] * 30
    assert guesses[-1] == 429
    assert await asked(app, http.editor) == 200


async def test_whoever_guesses_keys_from_many_addresses_of_one_ipv6_network_is_one(app: FastAPI) -> None:
    guesses = [await asked(app, f"hk_{n}", f"2001:db8:1:2::{n:x}") for n in range(40)]

    assert guesses[:30] == [401] * 30
    assert guesses[-1] == 429
    assert await asked(app, "hk_x", "2001:db8:1:3::1") == 401
