"""A host's own sessions: tokens that it signs, checked by what its organization has named, and by nothing
that the token says of itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from homing.domain.errors import RefusedError
from homing.providers.key_sets import KeySetAwayError, KeySets
from homing.store.sessions import IssuerKind
from plugin.profile.host_tokens import check_host_token, read_public_key
from tests.profile.signing import (
    BY_KEY,
    BY_SECRET,
    NO_KEYS,
    RSA,
    SECRET,
    SMALL,
    WIDE,
    by_hand,
    issuer,
    pem,
    refusal,
    signed,
)

EARLIER, LATER = (datetime.now(UTC) + timedelta(hours=n) for n in (-1, 1))


@pytest.mark.parametrize("algorithm", ["HS256", *BY_KEY])
async def test_each_way_of_signing_is_understood(algorithm: str) -> None:
    key, by = BY_KEY.get(algorithm, (SECRET, BY_SECRET))

    vouched = await check_host_token(signed(key, algorithm), [by], NO_KEYS)

    assert (vouched.by, vouched.subject) == (by, "e-1")


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
    "made at a time that never was": lambda: signed(SECRET, "HS256", iat=-(10**20)),
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
