"""Links to a user's own page: each lets in once, soon, and whom it is for."""

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import jwt
import pytest

from homing.settings import Settings
from plugin.profile.links import link_to_page
from tests.http.conftest import Http, problem
from tests.profile.visiting import Visitor, browser, let_in, link_to
from tests.world import PLANTED_NAME

MINUTES: Final = timedelta(minutes=5)


def token_of(url: str) -> str:
    [token] = parse_qs(urlsplit(url).query)["t"]
    return token


def secret(settings: Settings, org: Any) -> bytes:
    """As the product derives it."""
    return hmac.digest(settings.hmac_secret, b"homing/profile-link/" + org.bytes, hashlib.sha256)


@pytest.mark.spec("P10")
async def test_a_link_lets_its_user_in_and_leaves_no_token_in_the_address(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1, number=False)
    url = await link_to(http, ana.id)

    first = await client.get(url, follow_redirects=False)
    assert (first.status_code, first.headers["Location"]) == (303, "/profile")
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert first.headers["Cache-Control"] == "no-store"
    cookie = first.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/profile"} <= {part.strip() for part in cookie.split(";")}
    assert token_of(url) not in cookie

    page = await Visitor(client).look()
    assert page.status == 200
    assert f"{PLANTED_NAME}0" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert not [
        name for _, said in page.elements for name in said if name.startswith("on") or name == "style"
    ]


async def test_over_tls_the_cookie_is_of_this_host_alone(http: Http, settings: Settings) -> None:
    from tests.profile.apart import app_with  # noqa: PLC0415  # of this test alone

    [ana] = await http.company.hire(1)
    secure = settings.model_copy(update={"public_url": "https://profile.example"})
    app = await app_with(secure, http.company.sending)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="https://profile.example"
    ) as client:
        url, _ = link_to_page(secure, http.company.id, ana.id, datetime.now(UTC), MINUTES)
        answer = await client.get(url)
        parts = [part.strip() for part in answer.headers["Set-Cookie"].split(";")]
        assert parts[0].startswith("__Host-homing_profile=")
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=lax"} <= set(parts)
        assert not [part for part in parts if part.startswith("Domain")]
        assert (await client.get("/profile")).status_code == 200


async def test_a_link_opens_once(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    url = await link_to(http, ana.id)
    assert (await Visitor(client).open(url)).status == 200

    async with browser(http) as another:
        again = await another.get(url, follow_redirects=False)
        assert again.status_code == 403
        assert "Set-Cookie" not in again.headers
        assert "closed" in again.text


async def test_a_link_opens_at_a_process_whose_clock_is_behind(
    http: Http, client: httpx.AsyncClient, settings: Settings
) -> None:
    [ana] = await http.company.hire(1)
    url, _ = link_to_page(
        settings, http.company.id, ana.id, datetime.now(UTC) + timedelta(minutes=1), MINUTES
    )
    assert (await Visitor(client).open(f"/profile/open?t={token_of(url)}")).status == 200


async def test_who_tries_too_many_tokens_is_kept_waiting(http: Http, client: httpx.AsyncClient) -> None:
    statuses = [(await client.get("/profile/open", params={"t": "x"})).status_code for _ in range(40)]
    assert (statuses[0], statuses[-1]) == (403, 429)
    [ana] = await http.company.hire(1)
    assert (await Visitor(client).open(await link_to(http, ana.id))).status == 200


async def test_of_many_who_open_a_link_at_once_one_is_let_in(http: Http) -> None:
    [ana] = await http.company.hire(1)
    url = await link_to(http, ana.id)
    async with browser(http) as another:
        answers = await asyncio.gather(*(another.get(url, follow_redirects=False) for _ in range(8)))
    assert sorted(one.status_code for one in answers) == [303, *[403] * 7]


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def forged(token: str, settings: Settings, http: Http, other: Http, user: Any) -> dict[str, str]:
    """Tokens of every kind that opens nothing."""
    head, body, sign = token.split(".")
    claims = jwt.decode(token, options={"verify_signature": False})
    none = encoded({"alg": "none", "typ": "JWT"})
    own, now = secret(settings, http.company.id), datetime.now(UTC)

    def signed(key: bytes = own, **changes: Any) -> str:
        changed = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return jwt.encode(changed, key, "HS256")

    return {
        "nothing": "",
        "no token": "x",
        "the signature of another": f"{head}.{body}.{sign[::-1]}",
        "no signature": f"{head}.{body}.",
        "the algorithm none": f"{none}.{body}.",
        "another claim under the same signature": f"{head}.{encoded({**claims, 'sub': str(uuid4())})}.{sign}",
        "another organization's key": signed(secret(settings, other.company.id)),
        "another organization's name": signed(aud=f"profile:{other.company.id}"),
        "the key for the links of campaigns": signed(
            hmac.digest(settings.hmac_secret, b"homing/link-token/" + http.company.id.bytes, hashlib.sha256)
        ),
        "an audience that is none": signed(aud="profile:x"),
        "another issuer": signed(iss="somebody"),
        "expired": signed(iat=now - MINUTES, exp=now - timedelta(seconds=1)),
        "no expiry": signed(exp=None),
        "no id": signed(jti=None),
        "an id that is none": signed(jti="x"),
        "nobody": signed(sub=str(uuid4())),
        "no user's id": signed(sub="x"),
        "too long": token + "x" * 10_000,
        "deep": ("W" * 20_000)[:8000] + "." + body + "." + sign,
    }


async def test_what_is_no_link_of_ours_lets_nobody_in(
    http: Http, other: Http, settings: Settings, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1)
    token = token_of(await link_to(http, ana.id))
    for kind, bad in forged(token, settings, http, other, ana.id).items():
        answer = await client.get("/profile/open", params={"t": bad}, follow_redirects=False)
        assert answer.status_code == 403, kind
        assert "Set-Cookie" not in answer.headers, kind
        assert "ana" not in answer.text
    assert (await client.get("/profile/open", params={"t": token}, follow_redirects=False)).status_code == 303


async def test_a_link_is_made_for_a_user_there_is_and_who_is_active(http: Http, other: Http) -> None:
    [ana] = await http.company.hire(1)
    made = await http.post(f"/v1/users/{ana.id}/profile-link", {"expiresInSeconds": 60}, 201)
    until = datetime.fromisoformat(made["expiresAt"])
    assert timedelta(seconds=0) < until - datetime.now(UTC) <= timedelta(seconds=60)

    path = f"/v1/users/{ana.id}/profile-link"
    problem(await other.call("POST", path, json={}), 404, "not_found")
    problem(await http.call("POST", f"/v1/users/{uuid4()}/profile-link", json={}), 404, "not_found")
    problem(await http.call("POST", path, json={"expiresInSeconds": 3600}), 422, "invalid")
    problem(await http.call("POST", path, json={}, key=http.editor), 403, "scope_missing")
    problem(await http.call("POST", path, json={}, key=await http.key_of(ana.id)), 403, "scope_missing")

    url = await link_to(http, ana.id)
    await http.call("POST", f"/v1/users/{ana.id}/deactivate")
    problem(await http.call("POST", path, json={}), 409, "user_inactive")
    async with browser(http) as another:
        assert (await another.get(url)).status_code == 403


async def test_who_is_deactivated_is_shown_out(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)
    await http.call("POST", f"/v1/users/{ana.id}/deactivate")
    assert (await visitor.look()).status == 401


async def test_who_leaves_is_gone_and_the_cookie_opens_nothing(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)
    [cookie] = client.cookies.jar

    gone = await visitor.fill("leave")
    assert (gone.status, "signed out" in gone.text) == (200, True)
    async with httpx.AsyncClient(base_url=client.base_url, cookies={cookie.name: str(cookie.value)}) as thief:
        assert (await thief.get("/profile")).status_code == 401


async def test_a_session_ends_after_an_hour(http: Http, client: httpx.AsyncClient) -> None:
    from sqlalchemy import text  # noqa: PLC0415  # the clock is turned by hand here alone

    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)
    async with http.company.sending.database.app(http.company.id) as connection:
        lasts = await connection.execute(
            text("update profile_sessions set expires_at = expires_at - interval '1 hour' returning 1")
        )
        assert lasts.rowcount == 1
    assert (await visitor.look()).status == 401


async def test_a_browser_without_a_session_sees_nothing(http: Http, client: httpx.AsyncClient) -> None:
    for path in ("/profile", "/profile?said=confirmed"):
        page = await Visitor(client, "de,en;q=0.8").open(path)
        assert (page.status, page.language) == (401, "de")
        assert not page.forms
    async with httpx.AsyncClient(base_url=client.base_url, cookies={"homing_profile": "x" * 500}) as odd:
        assert (await odd.get("/profile")).status_code == 401


async def test_the_pages_own_files_are_served_and_no_others(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    page = (await let_in(http, ana, client)).now
    files = [said.get("href") or said.get("src") for tag, said in page.elements if tag in ("link", "script")]
    assert len(files) == 2
    for file in files:
        answer = await client.get(str(file))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    for odd in ("/profile/static/page.html", "/profile/static/..%2fpage.py", "/profile/static/"):
        assert (await client.get(odd)).status_code == 404
