"""Keys at a host's address: found by their names, kept for a while, and fetched no oftener than is needed."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import jwt
import pytest
from aiohttp import web

from homing.domain.web_address import ANYWHERE
from homing.providers.key_sets import KeySetAwayError, KeySets
from homing.store.sessions import IssuerKind
from plugin.profile.host_tokens import check_host_token
from tests.profile.signing import EC, ED, RSA, SECRET, SMALL, WIDE, Keeper, issuer, jwk, refusal, signed


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
        *(jwk(RSA, "RS256", kid=kid, alg=alg) for kid, alg in (("j", "none"), ("k", ["RS256"]), ("l", 7))),
        "no key",  # type: ignore[list-item]
    ]
    key_sets = KeySets(ANYWHERE)
    by = issuer(IssuerKind.KEY_SET, keeper.url)
    tokens = [
        signed(SECRET, "HS256", {"kid": "a"}),
        *(named(RSA, "RS256", kid) for kid in "bcgjkl"),
        named(RSA, "RS512", "c"),
        named(WIDE, "ES384", "e"),
        *(named(ED, "EdDSA", kid) for kid in "fhi"),
        named(ED, "EdDSA", None),
    ]
    for token in tokens:
        assert await refusal(token, by, key_sets=key_sets) == "token_invalid"


async def test_beside_a_key_that_says_odd_things_the_others_of_its_set_serve(keeper: Keeper) -> None:
    odd: list[Any] = ["none", None, [], {}]
    keeper.keys = [jwk(RSA, "RS256", kid="odd", alg=alg) for alg in odd]
    keeper.keys.append(jwk(EC, "ES256", kid="sound"))
    by = issuer(IssuerKind.KEY_SET, keeper.url)
    for kid in ("sound", None):
        assert (await check_host_token(named(EC, "ES256", kid), [by], KeySets(ANYWHERE))).subject == "e-1"


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
