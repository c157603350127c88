"""Requests that are no requests: broken bodies, strange addresses, headers that carry more than they say, and
webhooks that are signed over another address."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urlsplit

import httpx
import pytest
from temporalio.client import Client
from twilio.request_validator import RequestValidator

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.http import create_app
from tests.conftest import TOKEN
from tests.http.conftest import Http, problem
from tests.http.handset import SIGNATURE, STOPPED, Office, answer_in, open_office
from tests.http.operations import RICH, surface

JSON: Final = {"Content-Type": "application/json"}
DEEP: Final = 100_000
MEBIBYTE: Final = 2**20
CREATE: Final = "/v1/definitions"


def around(value: bytes) -> bytes:
    """A new definition with this in the place of its steps."""
    return b'{"name":"x","definition":{"steps":' + value + b"}}"


BROKEN: Final = {
    "nothing but brackets": (b"[" * DEEP, 400, "malformed"),
    "lists in lists": (around(b"[" * DEEP + b"]" * DEEP), 400, "malformed"),
    "objects in objects": (around(b'{"a":' * DEEP + b"1" + b"}" * DEEP), 400, "malformed"),
    "lists 500 deep": (around(b"[" * 500 + b"]" * 500), 422, "definition_refused"),
    "objects as deep as Python reads": (
        around(b'{"a":' * 900 + b"1" + b"}" * 900),
        422,
        "definition_refused",
    ),
    "a number of 400 digits": (around(b"1" + b"0" * 400), 422, "definition_refused"),
    "a number of 5000 digits": (around(b"1" + b"0" * 5000), 400, "malformed"),
    "a number beyond all floats": (around(b"1e400"), 422, "definition_refused"),
    "no number": (around(b"NaN"), 422, "definition_refused"),
    "a name twice": (
        b'{"name":"x","name":"y","definition":{"steps":[],"steps":[]}}',
        422,
        "definition_refused",
    ),
    "no UTF-8": (b'{"name":"\xff"}', 400, "malformed"),
    "half a surrogate for a name": (b'{"\\ud800":1}', 422, "invalid"),
    "a zero byte for a name": (b'{"\\u0000":1}', 422, "invalid"),
    "an end too soon": (b'{"name":"x"', 400, "malformed"),
    "single quotes": (b"{'name':'x'}", 400, "malformed"),
    "nothing": (b"", 422, "invalid"),
    "a list": (b"[]", 422, "invalid"),
    "null": (b"null", 422, "invalid"),
    "a text": (b'"x"', 422, "invalid"),
    "a number": (b"1", 422, "invalid"),
}


@pytest.mark.parametrize("kind", BROKEN)
async def test_a_body_that_is_none_is_refused(http: Http, kind: str) -> None:
    body, status, code = BROKEN[kind]

    problem(await http.call("POST", CREATE, content=body, headers=JSON), status, code)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'"x"', b"0", b"{", b"\xff"])
async def test_no_operation_fails_over_a_body_that_is_none(http: Http, body: bytes) -> None:
    whole = await surface(http)
    for operation in whole.operations:
        if operation.body is None or operation.path.endswith("/start"):
            continue
        key = whole.own if f"{operation.path}/".startswith("/v1/me/") else None
        path = operation.at(whole.places)
        answer = await http.call(operation.method, path, key=key, content=body, headers=JSON)

        problem(answer, answer.status_code, answer.json()["code"])
        assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "x"]
)
async def test_a_body_that_does_not_say_that_it_is_json_is_refused(http: Http, kind: str) -> None:
    body = json.dumps({"name": "x", "definition": RICH})

    answer = await http.call("POST", CREATE, content=body, headers={"Content-Type": kind} if kind else {})

    problem(answer, 415, "media_type")


@pytest.mark.parametrize("path", [CREATE, "/v1/users/bulk", "/v1/settings"])
async def test_ten_megabytes_are_refused_whether_or_not_they_are_announced(http: Http, path: str) -> None:
    body = b'{"name":"' + b"x" * 10 * MEBIBYTE + b'"}'
    method = "PATCH" if path == "/v1/settings" else "POST"

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), MEBIBYTE):
            yield body[start : start + MEBIBYTE]

    problem(await http.call(method, path, content=body, headers=JSON), 413, "too_large")
    problem(await http.call(method, path, content=in_pieces(), headers=JSON), 413, "too_large")


async def test_the_largest_body_is_a_setting(settings: Settings, sending: Sending, http: Http) -> None:
    small = settings.model_copy(update={"api_largest_body": 200})
    app = create_app(small, sending, await Client.connect("127.0.0.1:9", lazy=True))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        apart = Http(client, http.company, http.admin, http.editor)
        bodies = {size: b'{"name":"%s"}' % (b"x" * (size - 11)) for size in (200, 201)}
        answers = {
            size: await apart.call("PATCH", "/v1/settings", content=body, headers=JSON)
            for size, body in bodies.items()
        }

    assert {size: len(body) for size, body in bodies.items()} == {200: 200, 201: 201}
    assert answers[200].status_code == 200
    problem(answers[201], 413, "too_large")


async def test_an_import_of_more_than_100_mib_is_refused_before_it_is_read(http: Http) -> None:
    head = f"Authorization: Bearer {http.admin}\r\nContent-Type: text/csv\r\nContent-Length: 104857601\r\n"

    status, headers, body = await raw(http, "POST /v1/users/import", head)

    assert (status, json.loads(body)["code"]) == (413, "too_large")
    assert headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/settings", "GET, PATCH"),
        ("PUT", "/v1/users", "GET, POST"),
        ("TRACE", "/v1/campaigns", "GET, POST"),
        ("PROPFIND", "/v1/links/verify", "POST"),
        ("PATCH", "/v1/groups/x/members", "GET, POST, PUT"),
        ("POST", "/healthz", "GET"),
        ("GET", "/twilio/status", "POST"),
        ("DELETE", "/c/0", "GET, HEAD, POST"),
    ],
)
async def test_a_method_that_is_not_there_is_refused_with_those_that_are(
    http: Http, method: str, path: str, allowed: str
) -> None:
    answer = await http.call(method, path)

    problem(answer, 405, "method_not_allowed")
    assert sorted(answer.headers["Allow"].split(", ")) == sorted(allowed.split(", "))


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1", 404, "not_found"),
        ("/v1/settings/", 404, "not_found"),
        ("/v1/" + "x" * 20_000, 404, "not_found"),
        ("/v1/%2e%2e/%2e%2e/etc/passwd", 404, "not_found"),
        ("/docs/..%2f..%2fetc%2fpasswd", 404, "not_found"),
        ("/docs/%00", 404, "not_found"),
        ("/v1/campaigns?cursor=" + "x" * 20_000, 422, "invalid"),
        ("/v1/campaigns?cursor=%ff", 400, "invalid_cursor"),
        ("/v1/campaigns?cursor=%zz", 400, "invalid_cursor"),
        ("/v1/campaigns?cursor=%00", 400, "invalid_cursor"),
        ("/v1/campaigns?limit=1e9", 422, "invalid"),
        ("/v1/campaigns?limit=" + "9" * 5000, 422, "invalid"),
        ("/v1/users?role=%00", 422, "invalid"),
        ("/v1/campaigns/%zz", 422, "invalid"),
        ("/v1/campaigns/%C0%AE%C0%AE", 422, "invalid"),
    ],
)
async def test_an_address_that_leads_nowhere_is_refused(
    http: Http, path: str, status: int, code: str
) -> None:
    """Written on the wire as it stands here."""
    answered, headers, body = await raw(http, f"GET {path}", f"Authorization: Bearer {http.admin}\r\n")

    assert (answered, json.loads(body)["code"]) == (status, code)
    assert headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["role=%ff", "externalId=%ed%a0%80", "externalId=%zz", "surprise=1"])
async def test_a_query_that_means_nobody_finds_nobody(http: Http, query: str) -> None:
    status, _, body = await raw(http, f"GET /v1/users?{query}", f"Authorization: Bearer {http.admin}\r\n")

    assert (status, json.loads(body)["items"]) == (200, [])


@pytest.mark.parametrize(
    "given", ["a b", "x" * 65, '"><script>', "a%0d%0aSet-Cookie:%20x=1", "a\tb", "\xe9", "../../x", ""]
)
async def test_a_request_id_that_is_none_is_replaced(http: Http, given: str) -> None:
    head = f"Authorization: Bearer {http.admin}\r\nX-Request-Id: {given}\r\n"

    status, headers, _ = await raw(http, "GET /v1/settings", head)

    assert status == 200
    assert len(headers["x-request-id"]) == 32
    assert headers["x-request-id"].isalnum()
    assert "set-cookie" not in headers


async def test_a_request_id_that_is_one_comes_back(http: Http) -> None:
    answer = await http.call("GET", "/v1/settings", headers={"X-Request-Id": "trace-7.a_B"})

    assert answer.headers["X-Request-Id"] == "trace-7.a_B"


async def raw(http: Http, line: str, head: str) -> tuple[int, dict[str, str], bytes]:
    """A request without a body, written on the wire as it is."""
    at = urlsplit(str(http.client.base_url))
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    try:
        written = f"{line} HTTP/1.1\r\nHost: {at.netloc}\r\nConnection: close\r\n{head}\r\n"
        writer.write(written.encode("latin-1"))
        async with asyncio.timeout(30):
            answer = await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()
    top, _, body = answer.partition(b"\r\n\r\n")
    status, *headers = top.decode("latin-1").split("\r\n")
    pairs = [one.partition(": ") for one in headers]
    return int(status.split()[1]), {name.lower(): value for name, _, value in pairs}, body


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


async def test_a_text_signed_over_another_address_is_refused(office: Office) -> None:
    form = office.form("STOP")
    validator = RequestValidator(TOKEN)
    at = urlsplit(office.url)
    elsewhere = [
        at._replace(netloc="other.invalid"),
        at._replace(scheme="https"),
        at._replace(path="/twilio/status"),
        at._replace(query="a=1"),
    ]

    answers = [await office.post(form, validator.compute_signature(one.geturl(), form)) for one in elsewhere]

    assert {answer.status_code for answer in answers} == {403}
    assert await office.kept() == []
    assert await office.is_texted()


async def test_what_a_proxy_or_a_forger_says_of_the_address_changes_nothing(office: Office) -> None:
    told = {"Host": "other.invalid", "X-Forwarded-Host": "other.invalid", "X-Forwarded-Proto": "https"}
    form = office.form("STOP")
    validator = RequestValidator(TOKEN)
    ours, forged = (
        validator.compute_signature(url, form) for url in (office.url, "https://other.invalid/twilio/inbound")
    )

    refused = await office.client.post(office.url, data=form, headers={**told, SIGNATURE: forged})
    taken = await office.client.post(office.url, data=form, headers={**told, SIGNATURE: ours})

    assert refused.status_code == 403
    assert answer_in(taken) == STOPPED
