"""Which redirects a webhook follows, and what it tells whom it is sent to."""

import asyncio
from typing import Final

import pytest

from homing.providers.webhooks import Answered, WebhookReason, _target
from tests.providers.raw_server import answer, hang, raw_server
from tests.providers.receivers import KEY, PATIENCE, Names, head_of, message, redirect, sender

OK: Final = answer(200, "thanks")
UNAVAILABLE: Final = WebhookReason.WEBHOOK_UNAVAILABLE


@pytest.mark.parametrize("status", [307, 308])
async def test_a_redirect_at_the_same_place_gets_the_same_post(status: int) -> None:
    async with raw_server(redirect(status, "/moved?x=1"), OK) as server, sender() as webhooks:
        assert await webhooks.call(message(f"{server.url}/hook", Authorization="Bearer s")) == Answered(200)
    assert server.targets == ["POST /hook HTTP/1.1", "POST /moved?x=1 HTTP/1.1"]
    first, second = map(head_of, server.heads)
    assert first == second
    assert second["authorization"] == ["Bearer s"]
    assert server.bodies[0] == server.bodies[1] != ""


@pytest.mark.parametrize("host", ["127.0.0.1", "other.example"])
async def test_another_receiver_gets_the_post_without_signature_and_the_authors_headers(host: str) -> None:
    """On another port, or with another name; and coming back from there changes nothing."""
    names = Names(["127.0.0.1"])
    async with raw_server(OK) as last, raw_server(redirect(307, f"{last.url}/end")) as middle:
        first_answer = redirect(308, f"http://{host}:{middle.port}/")
        async with raw_server(first_answer) as server, sender(names=names) as webhooks:
            answered = await webhooks.call(message(server.url, Authorization="Bearer s", X_Api_Key="s"))
    assert answered == Answered(200)
    assert "authorization" in head_of(server.heads[0])
    for other in (middle, last):
        headers = head_of(other.heads[0])
        assert headers["homing-idempotency-key"] == [str(KEY)]
        assert not headers.keys() & {"authorization", "x-api-key", "homing-signature"}
        assert other.bodies == server.bodies


@pytest.mark.parametrize("status", [301, 302, 303])
async def test_a_redirect_that_makes_a_get_of_a_post_is_refused(status: int) -> None:
    async with raw_server(redirect(status, "/moved"), OK) as server, sender() as webhooks:
        answered = await webhooks.call(message(server.url))
    assert answered == Answered(status, WebhookReason.REDIRECT_REFUSED)
    assert len(server.targets) == 1


@pytest.mark.parametrize(
    "location",
    [None, "", "ftp://127.0.0.1/", "file:///etc/passwd", "http://u:p@127.0.0.1/", "http://[::1"],
)
async def test_a_redirect_that_leads_nowhere_is_refused(location: str | None) -> None:
    async with raw_server(redirect(307, location), OK) as server, sender() as webhooks:
        answered = await webhooks.call(message(server.url))
    assert answered == Answered(307, WebhookReason.REDIRECT_REFUSED)
    assert len(server.targets) == 1


def test_a_redirect_out_of_tls_is_refused_and_one_into_it_is_not() -> None:
    assert _target("https://example.org/a", "http://example.org/a") is None
    assert _target("https://example.org/a", "b") == "https://example.org/b"
    assert _target("http://example.org/a", "https://example.org/a") == "https://example.org/a"


@pytest.mark.parametrize(("redirects", "taken"), [(3, True), (4, False)])
async def test_three_redirects_are_followed_and_a_fourth_is_refused(redirects: int, *, taken: bool) -> None:
    turns = [redirect(307, f"/{n}") for n in range(redirects)]
    async with raw_server(*turns, OK) as server, sender() as webhooks:
        answered = await webhooks.call(message(server.url))
    assert answered == (Answered(200) if taken else Answered(307, WebhookReason.REDIRECT_REFUSED))
    assert len(server.targets) == 4


async def test_time_runs_over_all_redirects_together() -> None:
    async with (
        raw_server(redirect(307, "/again"), hang) as server,
        sender(seconds=3) as webhooks,
        asyncio.timeout(PATIENCE),
    ):
        assert await webhooks.call(message(server.url)) == Answered(None, UNAVAILABLE)
    assert len(server.targets) == 2
