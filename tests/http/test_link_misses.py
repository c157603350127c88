"""Links that lead nowhere, and whoever tries codes."""

from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from temporalio.client import Client

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.languages import LINK_PAGES
from homing.settings import Settings
from plugin.campaigns import Campaigns
from plugin.http.backend import Backend
from plugin.http.links import link_routes
from plugin.http.rates import Rates
from tests.http.conftest import Http
from tests.http.opened import BUTTON, SAFE, Post, change

NOBODYS: Final = "0" * 11


@pytest.fixture
def post(http: Http, carrier: Control) -> Post:
    return Post(http, carrier)


@dataclass(slots=True)
class Door:
    """An API that has counted nothing yet, with a clock that stands."""

    app: FastAPI
    now: float = 0.0

    async def get(self, path: str, address: str = "192.0.2.1", **options: Any) -> httpx.Response:
        """What somebody at an address is answered."""
        return await self.call("GET", path, address, **options)

    async def call(self, method: str, path: str, address: str, **options: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://links.pidgr.test") as client:
            return await client.request(method, path, **options)


@pytest.fixture
async def door(settings: Settings, sending: Sending) -> Door:
    client = await Client.connect("127.0.0.1:9", lazy=True)
    backend = Backend(settings, sending, Campaigns(sending, client, settings.task_queue))
    door = Door(FastAPI())
    door.app.include_router(link_routes(backend, Rates(1, clock=lambda: door.now)))
    return door


@pytest.mark.spec("P06")
async def test_whatever_leads_nowhere_is_answered_the_same(post: Post, door: Door) -> None:
    old, gone = await post.reminded(), await post.reminded()
    past = "update attempts set posted_at = now() - interval '30 days 1 second' where dispatch_id in"
    await change(old.run, f"{past} (select id from dispatches where execution_id = :e)")
    await withdraw.deactivate(post.company.sending, post.company.id, gone.person.id)
    codes = [
        NOBODYS,
        old.code,
        gone.code,
        gone.code.swapcase(),
        "",
        "x",
        "a/b",
        "%00",
        "%FF",
        "..%2f",
        "x" * 5000,
    ]

    answers = [await door.call(way, f"/c/{code}", "192.0.2.1") for code in codes for way in ("GET", "POST")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert LINK_PAGES["en"].unknown in answers[0].text
    headers = {
        tuple(sorted((k, v) for k, v in one.headers.items() if k != "x-request-id")) for one in answers
    }
    assert len(headers) == 1
    assert SAFE.items() <= answers[0].headers.items()
    assert await old.clicks() == await gone.clicks() == 0


async def test_a_link_is_good_until_the_thirtieth_day_is_over(post: Post) -> None:
    opened = await post.reminded()
    aged = "update attempts set posted_at = now() - interval '29 days 23 hours' where dispatch_id in"
    await change(opened.run, f"{aged} (select id from dispatches where execution_id = :e)")

    assert BUTTON in await opened.get()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("pt", "pt-BR"),
        ("ja", "en"),
        ("*", "en"),
        ("x" * 9000, "en"),
        ("", "en"),
    ],
)
async def test_a_link_that_leads_nowhere_says_so_in_the_browsers_language(
    door: Door, accepted: str, language: str
) -> None:
    answer = await door.get(f"/c/{NOBODYS}", headers={"Accept-Language": accepted})

    assert f'<html lang="{language}">' in answer.text
    assert LINK_PAGES[language].unknown in answer.text


@pytest.mark.spec("P06")
async def test_who_tries_many_codes_is_answered_no_more_and_a_right_code_is(post: Post, door: Door) -> None:
    """Behind one address there may be many: somebody's guessing keeps nobody's link shut."""
    opened = await post.reminded()
    tried = [(await door.get(f"/c/{n:011}")).status_code for n in range(30)]

    refused = await door.get(f"/c/{NOBODYS}")

    assert tried == [404] * 30
    assert refused.status_code == 429
    assert LINK_PAGES["en"].too_often in refused.text
    assert refused.headers["Retry-After"] == "60"
    assert (await door.get(opened.path)).status_code == 200
    assert (await door.get(f"/c/{NOBODYS}", "192.0.2.2")).status_code == 404
    door.now += 60
    assert (await door.get(f"/c/{NOBODYS}")).status_code == 404


async def test_all_addresses_of_one_ipv6_subscriber_count_as_one(door: Door) -> None:
    addresses = [f"2001:db8:1:2::{n:x}" for n in range(31)] + ["2001:db8:1:3::1"]

    statuses = [(await door.get(f"/c/{NOBODYS}", address)).status_code for address in addresses]

    assert statuses == [404] * 30 + [429, 404]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_a_link_knows_no_other_method(post: Post, method: str) -> None:
    opened = await post.reminded()

    assert (await opened.client.request(method, opened.path)).status_code == 405
    assert not await opened.has_acted()
