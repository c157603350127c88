"""Links that lead to a campaign's target, and the token by which it believes them."""

import base64
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, parse_qsl, urlsplit
from uuid import UUID, uuid4

import jwt
import pytest

from homing.carrier.control import Control
from homing.dispatching.links import link_secret
from homing.settings import Settings
from tests.http.conftest import Http, problem
from tests.http.opened import SAFE, Opened, Post


@pytest.fixture
def post(http: Http, carrier: Control) -> Post:
    return Post(http, carrier)


@pytest.mark.spec("P06")
async def test_a_link_leads_to_the_campaigns_target_with_a_signed_token(
    post: Post, settings: Settings
) -> None:
    target = "https://target.invalid/policies?v=3&q=a%20b#section-2"
    opened = await post.reminded(target)
    org = post.company.id
    await post.company.know(opened.person, external_id="ext-7")

    answer = await opened.client.get(opened.path)

    assert answer.status_code == 303
    assert SAFE.items() <= answer.headers.items()
    location = urlsplit(answer.headers["Location"])
    query = dict(parse_qsl(location.query))
    token = query.pop("homing")
    assert (location.hostname, location.path, location.fragment) == (
        "target.invalid",
        "/policies",
        "section-2",
    )
    assert query == {"v": "3", "q": "a b"}
    claims = jwt.decode(token, link_secret(settings, org), ["HS256"], audience=str(org), issuer="homing")
    assert claims["exp"] - claims["iat"] == 900
    UUID(claims.pop("jti"))
    assert {name: claims[name] for name in claims.keys() - {"iat", "exp"}} == {
        "iss": "homing",
        "aud": str(org),
        "sub": "ext-7",
        "user": str(opened.person.id),
        "campaign": str(opened.run.campaign),
        "execution": str(opened.run.execution),
        "step": "remind",
    }
    assert not await opened.has_acted()


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://target.invalid", "https://target.invalid?homing=*"),
        ("https://target.invalid/?", "https://target.invalid/?&homing=*"),
        ("https://target.invalid/a?b=c", "https://target.invalid/a?b=c&homing=*"),
        ("https://target.invalid/#d?e", "https://target.invalid/?homing=*#d?e"),
        ("https://target.invalid/?b=%26%3D+", "https://target.invalid/?b=%26%3D+&homing=*"),
    ],
)
async def test_a_target_keeps_what_its_address_had(post: Post, target: str, expected: str) -> None:
    opened = await post.reminded(target)

    location = (await opened.client.get(opened.path)).headers["Location"]

    assert re.sub(r"homing=[\w.-]+", "homing=*", location) == expected


async def token_of(opened: Opened) -> str:
    location = (await opened.client.get(opened.path)).headers["Location"]
    return parse_qs(urlsplit(location).query)["homing"][0]


async def test_each_token_is_another_and_without_an_external_id_its_subject_is_the_users_id(
    post: Post, http: Http
) -> None:
    opened = await post.reminded("https://target.invalid/")
    tokens = [await token_of(opened) for _ in range(2)]

    said = [await http.post("/v1/links/verify", {"token": token}) for token in tokens]

    assert len({one["id"] for one in said}) == 2
    assert {one["subject"] for one in said} == {str(opened.person.id)}


@pytest.mark.spec("P06")
async def test_a_host_without_a_library_has_a_token_verified(post: Post, http: Http) -> None:
    opened = await post.reminded("https://target.invalid/")
    before = datetime.now(UTC) - timedelta(seconds=1)

    said = await http.post("/v1/links/verify", {"token": await token_of(opened)}, key=http.editor)

    UUID(said.pop("id"))
    times = [datetime.fromisoformat(said.pop(name)) for name in ("issuedAt", "expiresAt")]
    assert times[0] >= before.replace(microsecond=0)
    assert times[1] - times[0] == timedelta(minutes=15)
    assert said == {
        "subject": str(opened.person.id),
        "user": str(opened.person.id),
        "campaign": str(opened.run.campaign),
        "execution": str(opened.run.execution),
        "step": "remind",
    }


async def test_a_token_of_another_organization_or_too_old_or_made_up_is_refused(
    post: Post, http: Http, other: Http, settings: Settings
) -> None:
    opened = await post.reminded("https://target.invalid/")
    token = await token_of(opened)
    secret, org = link_secret(settings, post.company.id), str(post.company.id)
    claims = jwt.decode(token, secret, ["HS256"], audience=org)
    past = {**claims, "iat": claims["iat"] - 1000, "exp": claims["iat"] - 1}
    nested = base64.urlsafe_b64encode(b"[" * 2000).decode().rstrip("=")
    head, body, signature = token.split(".")

    async def refused(token: str, by: Http = http) -> str:
        answer = await by.call("POST", "/v1/links/verify", json={"token": token})
        return str(problem(answer, 422, answer.json()["code"])["code"])

    assert await refused(token, other) == "token_invalid"
    assert await refused(jwt.encode(past, secret, "HS256")) == "token_expired"
    assert await refused(jwt.encode(claims, secret, "HS512")) == "token_invalid"
    assert await refused(jwt.encode(claims, "x" * 64, "HS256")) == "token_invalid"
    assert await refused(jwt.encode(claims, "", "none")) == "token_invalid"
    assert await refused(jwt.encode({"sub": "x", "aud": org}, secret, "HS256")) == "token_invalid"
    assert await refused(f"{head}.{body}x.{signature}") == "token_invalid"
    assert await refused(f"{nested}.{body}.{signature}") == "token_invalid"
    assert [await refused(text) for text in ("x", "..", "é.é.é", " ")] == ["token_invalid"] * 4
    assert [await refused(text) for text in ("", "x" * 4097)] == ["invalid"] * 2


async def test_who_may_not_edit_has_no_token_verified(http: Http) -> None:
    [person] = await http.company.hire(1)
    own = await http.call("POST", "/v1/links/verify", json={"token": "x"}, key=await http.key_of(person.id))
    none = await http.call("POST", "/v1/links/verify", json={"token": "x"}, key="")

    problem(own, 403, "scope_missing")
    problem(none, 401, "key_missing")


def test_each_organization_has_a_secret_of_its_own(settings: Settings) -> None:
    secrets = {link_secret(settings, org) for org in (uuid4(), uuid4())}

    assert len(secrets) == 2
    assert all(re.fullmatch("lnksec_[0-9a-f]{64}", secret) for secret in secrets)
