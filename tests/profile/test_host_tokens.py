"""A host's own sessions: tokens that it signs, checked by what its organization has named, and by nothing
that the token says of itself."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import httpx
import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from homing.domain.errors import RefusedError
from homing.domain.web_address import ANYWHERE
from homing.providers.key_sets import KeySetAwayError, KeySets
from homing.store.sessions import MOST_AT_ONCE, Issuer, IssuerKind, Subject
from plugin.profile.host_tokens import check_host_token, read_public_key
from plugin.profile.words import WORDS
from tests.http.conftest import Http, problem
from tests.http.staff import create, external
from tests.profile.visiting import Visitor, link_to

ISS: Final = "https://login.example.com"
AUD: Final = "homing"
SECRET: Final = "s" * 48
RSA: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SMALL: Final = rsa.generate_private_key(public_exponent=65537, key_size=1024)
EC: Final = ec.generate_private_key(ec.SECP256R1())
WIDE: Final = ec.generate_private_key(ec.SECP384R1())
ED: Final = ed25519.Ed25519PrivateKey.generate()


def pem(key: Any) -> str:
    public: bytes = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return public.decode()


def jwk(key: Any, algorithm: str, **more: Any) -> dict[str, Any]:
    made = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key(), as_dict=True)
    return {**made, **more}


def issuer(kind: IssuerKind, checked_with: str, **changes: Any) -> Issuer:
    given = {"issuer": ISS, "audience": AUD, "subject": Subject.EXTERNAL_ID, **changes}
    return Issuer(
        id=uuid4(), name="x", kind=kind, checked_with=checked_with, created_at=datetime.now(UTC), **given
    )


def signed(key: Any, algorithm: str, headers: dict[str, Any] | None = None, **changes: Any) -> str:
    now = datetime.now(UTC)
    claims = {"iss": ISS, "aud": AUD, "sub": "e-1", "iat": now, "exp": now + timedelta(minutes=5)}
    kept = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    return jwt.encode(kept, key, algorithm, headers)


def by_hand(head: dict[str, Any], secret: bytes = b"") -> str:
    """A token that no library would make."""

    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    exp = int((datetime.now(UTC) + timedelta(minutes=5)).timestamp())
    said = f"{part(head)}.{part({'iss': ISS, 'aud': AUD, 'sub': 'e-1', 'exp': exp})}"
    mac = hmac.digest(secret, said.encode(), hashlib.sha256) if secret else b""
    return f"{said}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


NO_KEYS: Final = KeySets(())
BY_SECRET: Final = issuer(IssuerKind.SECRET, SECRET)
BY_KEY: Final = {
    "RS256": (RSA, issuer(IssuerKind.PUBLIC_KEY, pem(RSA))),
    "ES256": (EC, issuer(IssuerKind.PUBLIC_KEY, pem(EC))),
    "EdDSA": (ED, issuer(IssuerKind.PUBLIC_KEY, pem(ED))),
}


@pytest.mark.parametrize("algorithm", ["HS256", *BY_KEY])
async def test_each_way_of_signing_is_understood(algorithm: str) -> None:
    key, by = BY_KEY.get(algorithm, (SECRET, BY_SECRET))

    vouched = await check_host_token(signed(key, algorithm), [by], NO_KEYS)

    assert (vouched.by, vouched.subject) == (by, "e-1")


async def refusal(token: str, *issuers: Issuer, key_sets: KeySets = NO_KEYS) -> str:
    with pytest.raises(RefusedError) as refused:
        await check_host_token(token, issuers, key_sets)
    return refused.value.reason


EARLIER, LATER = (datetime.now(UTC) + timedelta(hours=n) for n in (-1, 1))
WRONG: Final[dict[str, Callable[[], str]]] = {
    "another secret": lambda: signed("t" * 48, "HS256"),
    "another issuer": lambda: signed(SECRET, "HS256", iss="https://evil.example"),
    "no issuer": lambda: signed(SECRET, "HS256", iss=None),
    "an issuer that is no text": lambda: by_hand({"alg": "HS256"}, b"x"),
    "another audience": lambda: signed(SECRET, "HS256", aud="somebody"),
    "no audience": lambda: signed(SECRET, "HS256", aud=None),
    "no subject": lambda: signed(SECRET, "HS256", sub=None),
    "an empty subject": lambda: signed(SECRET, "HS256", sub=""),
    "a subject of control characters": lambda: signed(SECRET, "HS256", sub="e\x00"),
    "a subject that is endless": lambda: signed(SECRET, "HS256", sub="e" * 5000),
    "no expiry": lambda: signed(SECRET, "HS256", exp=None),
    "not yet good": lambda: signed(SECRET, "HS256", nbf=LATER),
    "made in the future": lambda: signed(SECRET, "HS256", iat=LATER),
    "the algorithm none": lambda: by_hand({"alg": "none"}),
    "the algorithm None": lambda: by_hand({"alg": "None"}),
    "no algorithm": lambda: by_hand({}),
    "another hash": lambda: signed(SECRET * 2, "HS512"),
    "critical things that nobody knows": lambda: signed(SECRET, "HS256", {"crit": ["x"], "x": 1}),
    "a list": lambda: "W10.W10.W10",
    "no token": lambda: "x",
    "nothing": lambda: "",
    "too long": lambda: "x" * 10_000,
}


@pytest.mark.parametrize("kind", WRONG)
async def test_what_is_wrong_with_a_token_is_never_overlooked(kind: str) -> None:
    assert await refusal(WRONG[kind](), BY_SECRET) == "token_invalid"


async def test_an_expired_token_is_told_apart() -> None:
    assert await refusal(signed(SECRET, "HS256", exp=EARLIER), BY_SECRET) == "token_expired"


@pytest.mark.parametrize("algorithm", BY_KEY)
async def test_a_public_key_is_no_shared_secret(algorithm: str) -> None:
    """Whoever has the public key, and that is everybody, could else sign with it."""
    _, by = BY_KEY[algorithm]
    for written in (by.checked_with, by.checked_with.strip(), by.checked_with.replace("\n", "")):
        token = by_hand({"alg": "HS256", "typ": "JWT"}, written.encode())
        assert await refusal(token, by) == "token_invalid"


@pytest.mark.parametrize("algorithm", BY_KEY)
async def test_a_key_signs_by_its_own_algorithm_alone(algorithm: str) -> None:
    _, by = BY_KEY[algorithm]
    for other, (key, _) in BY_KEY.items():
        if other != algorithm:
            assert await refusal(signed(key, other), by) == "token_invalid"
    if algorithm == "RS256":
        assert await refusal(signed(RSA, "PS256"), by) == "token_invalid"
        assert await refusal(signed(RSA, "RS512"), by) == "token_invalid"


@pytest.mark.parametrize(
    "key", [pem(SMALL), pem(WIDE), "x", "", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]
)
def test_a_key_that_is_too_small_or_none_is_refused(key: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_public_key(key)
    assert refused.value.reason == "public_key_unfit"


async def test_two_keys_of_one_issuer_stand_side_by_side() -> None:
    old, new = issuer(IssuerKind.SECRET, "o" * 48), issuer(IssuerKind.SECRET, "n" * 48)
    for secret, by in (("o" * 48, old), ("n" * 48, new)):
        assert (await check_host_token(signed(secret, "HS256"), [old, new], NO_KEYS)).by is by


async def test_a_key_that_takes_long_to_check_with_is_none() -> None:
    """Somebody could keep others waiting by it."""
    odd, exponent = 2**3071 + 1, 2**3070 + 1
    large = 2**16383 + 1
    for e, modulus in ((exponent, odd), (65537, large)):
        key = rsa.RSAPublicNumbers(e, modulus).public_key()
        written = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        with pytest.raises(RefusedError, match="public_key_unfit"):
            read_public_key(written)


async def test_keys_that_cannot_be_had_are_in_nobody_elses_way() -> None:
    away, by = issuer(IssuerKind.KEY_SET, "https://127.0.0.1:9/keys"), issuer(IssuerKind.SECRET, SECRET)
    for issuers in ([away, by], [by, away]):
        assert (await check_host_token(signed(SECRET, "HS256"), issuers, KeySets(()))).by is by
        with pytest.raises(KeySetAwayError):
            await check_host_token(signed("x" * 48, "HS256"), issuers, KeySets(()))


@dataclass
class Keeper:
    """A server that gives its keys to whoever asks, and counts."""

    keys: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0
    answer: Callable[[], web.Response] | None = None
    url: str = ""

    async def serve(self, _: web.Request) -> web.Response:
        self.asked += 1
        return self.answer() if self.answer else web.json_response({"keys": self.keys})


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


@dataclass
class Clock:
    """Seconds that pass when they are told to."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def named(key: Any, algorithm: str, kid: str | None) -> str:
    return signed(key, algorithm, None if kid is None else {"kid": kid})


async def test_keys_of_a_set_are_found_by_their_names_and_kept_for_a_while(keeper: Keeper) -> None:
    clock = Clock()
    key_sets = KeySets(ANYWHERE, clock=clock)
    keeper.keys = [jwk(RSA, "RS256", kid="one"), jwk(EC, "ES256", kid="two"), jwk(ED, "EdDSA")]
    by = issuer(IssuerKind.KEY_SET, keeper.url)
    for token in (named(RSA, "RS256", "one"), named(EC, "ES256", "two"), named(ED, "EdDSA", None)):
        assert (await check_host_token(token, [by], key_sets)).subject == "e-1"
    assert await refusal(named(RSA, "RS256", "two"), by, key_sets=key_sets) == "token_invalid"
    assert keeper.asked == 1

    clock.now += 601
    await check_host_token(named(RSA, "RS256", "one"), [by], key_sets)
    assert keeper.asked == 2


async def test_a_key_that_is_new_is_fetched_but_not_as_often_as_strangers_like(keeper: Keeper) -> None:
    clock = Clock()
    key_sets = KeySets(ANYWHERE, clock=clock)
    keeper.keys = [jwk(RSA, "RS256", kid="old")]
    by = issuer(IssuerKind.KEY_SET, keeper.url)
    await check_host_token(named(RSA, "RS256", "old"), [by], key_sets)

    keeper.keys = [jwk(EC, "ES256", kid="new")]
    for _ in range(5):
        assert await refusal(named(EC, "ES256", "new"), by, key_sets=key_sets) == "token_invalid"
    assert keeper.asked == 1

    clock.now += 31
    assert (await check_host_token(named(EC, "ES256", "new"), [by], key_sets)).subject == "e-1"
    assert keeper.asked == 2
    assert await refusal(named(RSA, "RS256", "old"), by, key_sets=key_sets) == "token_invalid"


async def test_a_set_holds_keys_that_may_not_sign(keeper: Keeper) -> None:
    secret = base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("=")
    private = jwt.get_algorithm_by_name("EdDSA").to_jwk(ED, as_dict=True)
    keeper.keys = [
        {"kty": "oct", "k": secret, "kid": "a", "alg": "HS256"},
        jwk(RSA, "RS256", kid="b", use="enc"),
        jwk(RSA, "RS256", kid="c", alg="RS512"),
        jwk(SMALL, "RS256", kid="d"),
        jwk(WIDE, "ES384", kid="e"),
        {**private, "kid": "f"},
        {"kty": "RSA", "n": "x", "kid": "g"},
        {"kty": ["RSA"], "kid": "h"},
        {"kid": "i"},
        "no key",  # type: ignore[list-item]
    ]
    key_sets = KeySets(ANYWHERE)
    by = issuer(IssuerKind.KEY_SET, keeper.url)
    tokens = [
        signed(SECRET, "HS256", {"kid": "a"}),
        *(named(RSA, "RS256", kid) for kid in "bcg"),
        named(RSA, "RS512", "c"),
        named(WIDE, "ES384", "e"),
        *(named(ED, "EdDSA", kid) for kid in "fhi"),
        named(ED, "EdDSA", None),
    ]
    for token in tokens:
        assert await refusal(token, by, key_sets=key_sets) == "token_invalid"


BROKEN: Final[dict[str, Callable[[], web.Response]]] = {
    "an error": lambda: web.Response(status=500),
    "no JSON": lambda: web.Response(text="x"),
    "no key set": lambda: web.json_response([1]),
    "keys that are no list": lambda: web.json_response({"keys": 7}),
    "a bomb": lambda: web.Response(text="[" * 50_000),
    "too much": lambda: web.json_response({"keys": [], "x": "x" * 100_000}),
    "another place": lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:9/"}),
}


@pytest.mark.parametrize("kind", BROKEN)
async def test_a_server_without_keys_lets_nobody_in_and_old_ones_serve_for_a_while(
    keeper: Keeper, kind: str
) -> None:
    clock = Clock()
    key_sets = KeySets(ANYWHERE, clock=clock)
    by, token = issuer(IssuerKind.KEY_SET, keeper.url), named(RSA, "RS256", "one")
    keeper.answer = BROKEN[kind]
    with pytest.raises(KeySetAwayError):
        await check_host_token(token, [by], key_sets)

    keeper.answer, keeper.keys = None, [jwk(RSA, "RS256", kid="one")]
    clock.now += 31
    await check_host_token(token, [by], key_sets)

    keeper.answer = BROKEN[kind]
    clock.now += 3600
    assert (await check_host_token(token, [by], key_sets)).subject == "e-1"
    clock.now += 6 * 3600
    with pytest.raises(KeySetAwayError):
        await check_host_token(token, [by], key_sets)


async def test_keys_are_not_fetched_from_inside_unless_the_installation_allows_it(keeper: Keeper) -> None:
    keeper.keys = [jwk(RSA, "RS256", kid="one")]
    for url in (keeper.url, keeper.url.replace("127.0.0.1", "localhost"), "ftp://example.com/keys", "x"):
        with pytest.raises(KeySetAwayError):
            await KeySets(()).keys(url, "one")
    assert keeper.asked == 0


async def add(http: Http, **fields: Any) -> dict[str, Any]:
    body = {"name": "x", "kind": "secret", "issuer": ISS, "audience": AUD, **fields}
    made: dict[str, Any] = await http.post("/v1/session-issuers", body, 201)
    return made


def where(made: dict[str, Any]) -> str:
    url: str = made["enterUrl"]
    return url


@pytest.mark.spec("P10")
async def test_a_hosts_session_lets_its_user_in_by_header_or_by_form(
    http: Http, client: httpx.AsyncClient
) -> None:
    name = external()
    await create(http, externalId=name, firstName="Quillonquist7")
    made = await add(http)
    token = signed(made["secret"], "HS256", sub=name)

    page = await Visitor(client).open(where(made), Authorization=f"Bearer {token}")
    assert (page.status, page.path) == (200, "/profile")
    assert "Quillonquist7" in page.text

    client.cookies.clear()
    sent = await Visitor(client).send(
        where(made), {"token": token}, Origin="https://host.example", **{"Sec-Fetch-Site": "cross-site"}
    )
    assert (sent.status, sent.path) == (200, "/profile")
    assert token not in sent.html


async def test_a_token_opens_as_many_sessions_as_a_user_needs_and_no_more(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1)
    made = await add(http, subject="user_id")
    token = signed(made["secret"], "HS256", sub=str(ana.id))
    by_link = await link_to(http, ana.id)
    assert (await Visitor(client).open(by_link)).status == 200
    cookies = []
    for _ in range(MOST_AT_ONCE + 3):
        client.cookies.clear()
        await Visitor(client).open(where(made), Authorization=f"Bearer {token}")
        cookies.append(dict(client.cookies))

    async def status(cookie: dict[str, str]) -> int:
        async with httpx.AsyncClient(base_url=client.base_url, cookies=cookie) as one:
            return (await one.get("/profile")).status_code

    assert [await status(one) for one in cookies] == [401] * 3 + [200] * MOST_AT_ONCE
    assert (await Visitor(client).open(by_link)).status == 403


async def test_a_subject_may_be_the_products_own_id(http: Http, client: httpx.AsyncClient) -> None:
    [ana, _] = await http.company.hire(2)
    made = await add(http, subject="user_id")
    for subject, status in ((str(ana.id), 200), (str(uuid4()), 403), ("e-1", 403)):
        token = signed(made["secret"], "HS256", sub=subject)
        page = await Visitor(client).open(where(made), Authorization=f"Bearer {token}")
        assert page.status == status


async def test_nobody_enters_by_what_another_organization_takes(
    http: Http, other: Http, client: httpx.AsyncClient
) -> None:
    name = external()
    await create(http, externalId=name)
    await create(other, externalId=name)
    made, theirs = await add(http), await add(other)
    token = signed(theirs["secret"], "HS256", sub=name)
    visitor = Visitor(client)

    assert (await visitor.open(where(made), Authorization=f"Bearer {token}")).status == 403
    nowhere = where(made).rpartition("/")[0] + f"/{uuid4()}"
    assert (await visitor.open(nowhere, Authorization=f"Bearer {token}")).status == 403
    for header in ("", "Bearer", "Bearer x", f"Basic {token}", token):
        assert (await visitor.open(where(made), Authorization=header)).status == 403
    assert (await visitor.open(f"{where(made)}?token={token}")).status == 403
    assert (await visitor.open(where(theirs), Authorization=f"Bearer {token}")).status == 200


async def test_what_admins_see_of_issuers_is_no_secret(http: Http, other: Http) -> None:
    made = await add(http, name="Production")
    given = await add(http, secret="g" * 40)
    key = await add(http, kind="public_key", publicKey=pem(EC))
    keys = await add(http, kind="key_set", keySetUrl="https://login.example.com/keys")
    assert (given["secret"], key["secret"], keys["secret"]) == (None, None, None)
    assert len(made["secret"]) >= 32

    listed = await http.call("GET", "/v1/session-issuers")
    assert made["secret"] not in listed.text
    assert "g" * 40 not in listed.text
    shown = {one["id"]: one for one in listed.json()}
    assert shown[key["id"]]["publicKey"] == pem(EC)
    assert shown[keys["id"]]["keySetUrl"] == "https://login.example.com/keys"
    assert shown[made["id"]]["subject"] == "external_id"
    assert await other.get("/v1/session-issuers") == []

    path = f"/v1/session-issuers/{made['id']}"
    problem(await other.call("DELETE", path), 404, "not_found")
    problem(await http.call("DELETE", path, key=http.editor), 403, "scope_missing")
    assert (await http.call("DELETE", path)).status_code == 204
    problem(await http.call("DELETE", path), 404, "not_found")


async def test_tokens_of_an_issuer_that_was_taken_out_open_nothing(
    http: Http, client: httpx.AsyncClient
) -> None:
    name = external()
    await create(http, externalId=name)
    made = await add(http)
    token = signed(made["secret"], "HS256", sub=name)
    await http.call("DELETE", f"/v1/session-issuers/{made['id']}")
    assert (await Visitor(client).open(where(made), Authorization=f"Bearer {token}")).status == 403


async def test_while_a_hosts_keys_cannot_be_had_its_users_are_asked_to_come_again(
    http: Http, client: httpx.AsyncClient
) -> None:
    # A name that is reserved for being none.
    made = await add(http, kind="key_set", keySetUrl="https://keys.invalid/keys")
    page = await Visitor(client).open(where(made), Authorization=f"Bearer {signed(RSA, 'RS256')}")
    assert (page.status, page.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert page.headers["Retry-After"]
    assert WORDS["en"].faults["not_now"] in page.text


BAD: Final[dict[str, dict[str, Any]]] = {
    "a short secret": {"secret": "x" * 31},
    "a secret that can't be shown": {"secret": "ä" * 40},
    "a key without its kind": {"publicKey": "x"},
    "no key": {"kind": "public_key"},
    "no address": {"kind": "key_set"},
    "two ways": {"kind": "public_key", "publicKey": pem(EC), "secret": "x" * 40},
    "an address without TLS": {"kind": "key_set", "keySetUrl": "http://example.com/keys"},
    "an address inside": {"kind": "key_set", "keySetUrl": "https://10.0.0.1/keys"},
    "no audience": {"audience": ""},
    "an unknown kind": {"kind": "none"},
}


@pytest.mark.parametrize("kind", BAD)
async def test_an_issuer_that_could_not_be_checked_is_refused(http: Http, kind: str) -> None:
    body = {"name": "x", "kind": "secret", "issuer": ISS, "audience": AUD, **BAD[kind]}
    problem(await http.call("POST", "/v1/session-issuers", json=body), 422, "invalid")


async def test_a_key_that_is_unfit_and_too_many_issuers_are_refused(http: Http) -> None:
    body = {"name": "x", "kind": "public_key", "issuer": ISS, "audience": AUD}
    small = {**body, "publicKey": pem(SMALL)}
    problem(await http.call("POST", "/v1/session-issuers", json=small), 422, "public_key_unfit")
    for _ in range(20):
        await add(http)
    fits = {**body, "publicKey": pem(EC)}
    problem(await http.call("POST", "/v1/session-issuers", json=fits), 422, "too_many_issuers")
