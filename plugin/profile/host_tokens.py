"""Tokens of a host's own sessions (RFC 7519): whose word is taken, and how it is checked.

The algorithm follows from the key and never from the token, so that a public key is no shared secret and a
token without a signature opens nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from homing.domain.errors import RefusedError
from homing.providers.key_sets import Jwk, KeySetAwayError, KeySets
from homing.store.sessions import CLOCKS_DIFFER, Issuer, IssuerKind
from plugin.profile.links import LONGEST_TOKEN

SHORTEST_SECRET: Final = 32
"""Characters: RFC 7518 wants as many bytes as the hash has."""
_SMALLEST_RSA: Final = 2048
_LARGEST_RSA: Final = 8192
_LARGEST_EXPONENT: Final = 2**32
"""Checking by a key that is larger, or has a larger exponent, takes so long that others would wait."""
_CLAIMS: Final = ("iss", "aud", "sub", "exp")
_LONGEST_SUBJECT: Final = 200


@dataclass(frozen=True, slots=True)
class CheckKey:
    """A key, and the one algorithm that it is for. ``id``: what a key set calls it."""

    algorithm: str
    key: Any = field(repr=False)
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom an issuer says that it is, and since when; ``issued_at`` None: it does not say."""

    by: Issuer
    subject: str = field(repr=False)
    issued_at: datetime | None


async def check_host_token(token: str, issuers: Sequence[Issuer], key_sets: KeySets) -> Vouched:
    """Who a token is about. Raises RefusedError with ``token_expired`` or ``token_invalid``, KeySetAwayError
    where the keys that it needs can't be had."""
    key_id, says = _unproved(token)
    expired, away = False, None
    for issuer in issuers:
        if issuer.issuer != says:
            continue
        try:
            keys = await _keys(issuer, key_id, key_sets)
        except KeySetAwayError as error:
            away = error  # another issuer of this name may have the key
            continue
        for key in keys:
            try:
                claims = _check(token, issuer, key)
            except jwt.ExpiredSignatureError:
                expired = True
            except (jwt.PyJWTError, ValueError, RecursionError):
                continue
            else:
                return Vouched(issuer, _subject(claims), _issued_at(claims))
    if away is not None:
        raise away
    raise RefusedError("token_expired" if expired else "token_invalid")


def read_public_key(pem: str) -> CheckKey:
    """Raises RefusedError ``public_key_unfit`` for what is none of RSA (2048 to 8192 bits), P-256 or
    Ed25519."""
    try:
        return CheckKey(_algorithm_of(key := load_pem_public_key(pem.encode())), key)
    except (ValueError, UnsupportedAlgorithm):
        raise RefusedError("public_key_unfit") from None


def _unproved(token: str) -> tuple[str | None, str | None]:
    """The id of the key and the issuer that a token names. Raises RefusedError ``token_invalid``."""
    if len(token) > LONGEST_TOKEN:
        raise RefusedError("token_invalid")
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise RefusedError("token_invalid") from None
    key_id, issuer = header.get("kid"), claims.get("iss")
    return (key_id if isinstance(key_id, str) else None), (issuer if isinstance(issuer, str) else None)


async def _keys(issuer: Issuer, key_id: str | None, key_sets: KeySets) -> Iterable[CheckKey]:
    if issuer.kind is IssuerKind.SECRET:
        return [CheckKey("HS256", issuer.checked_with)]
    if issuer.kind is IssuerKind.PUBLIC_KEY:
        return [read_public_key(issuer.checked_with)]
    found = _read_all(await key_sets.keys(issuer.checked_with, key_id))
    return [key for key in found if key_id is None or key.id is None or key.id == key_id]


def _read_all(key_set: Iterable[Jwk]) -> list[CheckKey]:
    """Those keys of a set that sign what is taken here."""
    return [key for jwk in key_set if (key := _read_jwk(jwk)) is not None]


def _read_jwk(jwk: Jwk) -> CheckKey | None:
    if jwk.get("kty") not in ("RSA", "EC", "OKP") or jwk.get("use", "sig") != "sig" or "d" in jwk:
        return None
    try:
        # What it says that it is for is looked at below: here ``none`` would be no key but a fault.
        key = jwt.PyJWK({name: value for name, value in jwk.items() if name != "alg"}).key
        algorithm = _algorithm_of(key)
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError, UnsupportedAlgorithm):
        return None
    if jwk.get("alg", algorithm) not in (algorithm, _NEW_NAMES.get(algorithm)):
        return None
    name = jwk.get("kid")
    return CheckKey(algorithm, key, name if isinstance(name, str) else None)


_NEW_NAMES: Final = {"EdDSA": "Ed25519"}
"""RFC 9864."""


def _algorithm_of(key: object) -> str:
    """Raises ValueError."""
    if isinstance(key, rsa.RSAPublicKey) and _is_fit(key):
        return "RS256"
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return "ES256"
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "EdDSA"
    raise ValueError("unfit")


def _is_fit(key: rsa.RSAPublicKey) -> bool:
    return _SMALLEST_RSA <= key.key_size <= _LARGEST_RSA and key.public_numbers().e <= _LARGEST_EXPONENT


def _check(token: str, issuer: Issuer, key: CheckKey) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(
        token,
        key.key,
        algorithms=[key.algorithm],
        audience=issuer.audience,
        issuer=issuer.issuer,
        leeway=CLOCKS_DIFFER,
        options={"require": list(_CLAIMS)},
    )
    return claims


def _subject(claims: dict[str, Any]) -> str:
    """Raises RefusedError ``token_invalid``."""
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT or not subject.isprintable():
        raise RefusedError("token_invalid")
    return subject


def _issued_at(claims: dict[str, Any]) -> datetime | None:
    """Raises RefusedError ``token_invalid`` where it is no time that there is."""
    if "iat" not in claims:
        return None
    try:
        return datetime.fromtimestamp(int(claims["iat"]), UTC)
    except (ValueError, OverflowError, OSError):
        raise RefusedError("token_invalid") from None
