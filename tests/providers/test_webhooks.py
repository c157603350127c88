"""What becomes of a webhook on each kind of wire, with each kind of receiver, over real sockets."""

import asyncio
import json
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import test_utils, web

from homing import __version__
from homing.providers.webhook_signing import WebhookSigner
from homing.providers.webhooks import Answered, WebhookReason, _headers
from plugin.embedded.temporal import free_port
from tests.providers.raw_server import (
    Behaviour,
    answer,
    deaf_port,
    drip,
    drop,
    hang,
    raw_server,
    reset,
    speak_no_http,
    truncated,
)
from tests.providers.receivers import (
    KEY,
    ORG,
    PATIENCE,
    SIGNER,
    Names,
    counting,
    documented_check,
    drip_headers,
    flood,
    head_of,
    message,
    sender,
    unknown_certificate,
)

OK: Final = answer(200, "thanks")
NOW: Final = 1_795_262_400
UNAVAILABLE: Final = WebhookReason.WEBHOOK_UNAVAILABLE


@pytest.mark.spec("Q06")
async def test_a_receiver_gets_one_signed_post_that_its_own_check_takes_for_genuine() -> None:
    seen: list[tuple[web.Request, bytes]] = []

    async def receive(request: web.Request) -> web.Response:
        seen.append((request, await request.read()))
        return web.Response(status=202)

    application = web.Application()
    application.router.add_route("*", "/hook", receive)
    async with test_utils.TestServer(application) as server, sender() as webhooks:
        answered = await webhooks.call(
            message(str(server.make_url("/hook?a=1&b=%2B")), Authorization="Bearer s")
        )
    assert answered == Answered(202)
    [(request, body)] = seen
    assert (request.method, request.raw_path) == ("POST", "/hook?a=1&b=%2B")
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["User-Agent"] == f"Homing/{__version__}"
    assert request.headers["Homing-Idempotency-Key"] == str(KEY)
    assert request.headers["Authorization"] == "Bearer s"
    assert json.loads(body) == {
        "type": "workflow.step",
        "people": 3,
        "id": str(KEY),
        "sentAt": "2026-11-21T12:00:00Z",
    }
    genuine, secret = documented_check(), SIGNER.signing_secret(ORG)
    signature = request.headers["Homing-Signature"]
    assert signature.startswith(f"t={NOW},v1=")
    assert genuine(secret, signature, body, NOW + 299)
    assert not genuine(secret, signature, body + b" ", NOW)
    assert not genuine(secret, signature, body, NOW + 301)
    assert not genuine(SIGNER.signing_secret(KEY), signature, body, NOW)
    assert not genuine(secret, signature.replace(f"t={NOW}", f"t={NOW + 1}"), body, NOW)


def test_while_a_key_is_rotated_the_old_secret_and_the_new_one_both_fit() -> None:
    old, new = b"o" * 32, b"n" * 32
    before, during, after = WebhookSigner([old]), WebhookSigner([new, old]), WebhookSigner([new])
    genuine, body = documented_check(), b"{}"
    header = during.sign(ORG, NOW, body)
    assert genuine(before.signing_secret(ORG), header, body, NOW)
    assert genuine(after.signing_secret(ORG), header, body, NOW)
    assert during.signing_secret(ORG) == after.signing_secret(ORG)
    assert not genuine(before.signing_secret(ORG), after.sign(ORG, NOW, body), body, NOW)


def test_neither_the_signer_nor_a_message_shows_a_secret() -> None:
    shown = repr(SIGNER) + repr(message("https://example.org/path-is-secret", Authorization="Bearer secret"))
    assert "secret" not in shown
    assert "installation" not in shown


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert __version__ == project["project"]["version"]


async def test_an_author_can_replace_none_of_our_headers_and_smuggle_none_in() -> None:
    forged = {
        "homing-signature": "t=1,v1=00",
        "HOMING-IDEMPOTENCY-KEY": "forged",
        "content-type": "text/html",
        "user-agent": "forged",
        "host": "forged.example",
        "content-length": "0",
        "transfer-encoding": "chunked",
        "X-Split": "a\r\nX-Smuggled: b",
        "X-Split\r\nX-Smuggled": "b",
        "X-Kept": "kept",
    }
    async with raw_server(OK) as server, sender() as webhooks:
        assert await webhooks.call(message(server.url, **forged)) == Answered(200)
    [head] = server.heads
    headers = head_of(head)
    assert headers["x-kept"] == ["kept"]
    assert headers["host"] == [f"127.0.0.1:{server.port}"]
    assert headers["content-type"] == ["application/json"]
    assert headers["user-agent"] == [f"Homing/{__version__}"]
    assert headers["homing-idempotency-key"] == [str(KEY)]
    assert headers["homing-signature"] == [SIGNER.sign(ORG, NOW, server.bodies[0].encode())]
    assert headers["content-length"] == [str(len(server.bodies[0]))]
    assert "transfer-encoding" not in headers
    assert "forged" not in head
    assert "smuggled" not in head.lower()


def test_no_header_is_there_twice_in_different_capitals() -> None:
    authors = {"content-type": "text/html", "USER-AGENT": "forged", "x-kept": "kept"}
    headers = _headers(message("https://example.org/", **authors), "t=1,v1=00")
    names = [name.lower() for name in headers]
    assert sorted(names) == [
        "content-type",
        "homing-idempotency-key",
        "homing-signature",
        "user-agent",
        "x-kept",
    ]
    assert "forged" not in headers.values()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, Answered(200)),
        (204, Answered(204)),
        (299, Answered(299)),
        (300, Answered(300, WebhookReason.WEBHOOK_REFUSED)),
        (304, Answered(304, WebhookReason.WEBHOOK_REFUSED)),
        (400, Answered(400, WebhookReason.WEBHOOK_REFUSED)),
        (401, Answered(401, WebhookReason.WEBHOOK_REFUSED)),
        (404, Answered(404, WebhookReason.WEBHOOK_REFUSED)),
        (408, Answered(408, UNAVAILABLE)),
        (410, Answered(410, WebhookReason.WEBHOOK_GONE)),
        (422, Answered(422, WebhookReason.WEBHOOK_REFUSED)),
        (425, Answered(425, UNAVAILABLE)),
        (429, Answered(429, UNAVAILABLE)),
        (500, Answered(500, UNAVAILABLE)),
        (501, Answered(501, UNAVAILABLE)),
        (503, Answered(503, UNAVAILABLE)),
    ],
)
async def test_a_status_says_whether_it_was_taken_and_whether_to_try_again(
    status: int, expected: Answered
) -> None:
    behaviour = answer(status, "" if status in {204, 304} else "a body")
    async with raw_server(behaviour) as server, sender() as webhooks:
        answered = await webhooks.call(message(server.url))
    assert answered == expected
    assert answered.again == (expected.reason is UNAVAILABLE)
    assert len(server.targets) == 1


@pytest.mark.parametrize("behaviour", [hang, drip_headers, drop, reset, speak_no_http])
async def test_a_receiver_that_gives_no_answer_is_cut_off_and_may_be_tried_again(
    behaviour: Behaviour,
) -> None:
    async with raw_server(behaviour) as server, sender(seconds=0.5) as webhooks, asyncio.timeout(PATIENCE):
        assert await webhooks.call(message(server.url)) == Answered(None, UNAVAILABLE)
    assert server.connections <= 1


async def test_a_receiver_that_cannot_be_connected_to_may_be_tried_again() -> None:
    async with sender() as webhooks, asyncio.timeout(PATIENCE):
        assert await webhooks.call(message(f"http://127.0.0.1:{free_port()}")) == Answered(None, UNAVAILABLE)
    with deaf_port() as port:
        async with sender(connect_seconds=0.3, seconds=3600) as webhooks, asyncio.timeout(PATIENCE):
            assert await webhooks.call(message(f"http://127.0.0.1:{port}")) == Answered(None, UNAVAILABLE)


async def test_a_name_that_nobody_knows_may_be_tried_again() -> None:
    async with sender(names=Names([])) as webhooks:
        assert await webhooks.call(message("http://gone.example/")) == Answered(None, UNAVAILABLE)


@pytest.mark.parametrize(
    ("behaviour", "seconds"), [(flood, 3600), (drip, 3), (truncated(201, "a body"), 3600)]
)
async def test_a_body_that_is_huge_slow_or_broken_is_cut_off_and_the_status_stands(
    behaviour: Behaviour, seconds: float
) -> None:
    async with (
        raw_server(behaviour) as server,
        sender(seconds=seconds) as webhooks,
        asyncio.timeout(PATIENCE),
    ):
        answered = await webhooks.call(message(server.url))
    assert answered.status in {200, 201}
    assert answered.reason is None


async def test_a_server_whom_nobody_vouches_for_learns_nothing(tmp_path: Path) -> None:
    port = free_port()
    async with (
        counting("127.0.0.1", port, tls=unknown_certificate(tmp_path)) as heard,
        sender() as webhooks,
    ):
        answered = await webhooks.call(message(f"https://127.0.0.1:{port}/", Authorization="Bearer s"))
    assert answered == Answered(None, UNAVAILABLE)
    assert b"".join(heard) == b""


async def test_one_call_follows_another_after_closing() -> None:
    async with raw_server(OK) as server, sender() as webhooks:
        first: Any = await webhooks.call(message(server.url))
        await webhooks.aclose()
        assert first == await webhooks.call(message(server.url)) == Answered(200)
    assert server.connections == 2
