"""A host that signs tokens: its keys, what it signs, and a server that gives the keys to whoever asks."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from homing.domain.errors import RefusedError
from homing.providers.key_sets import KeySets
from homing.store.sessions import Issuer, IssuerKind, Subject
from plugin.profile.host_tokens import check_host_token

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


async def refusal(token: str, *issuers: Issuer, key_sets: KeySets = NO_KEYS) -> str:
    with pytest.raises(RefusedError) as refused:
        await check_host_token(token, issuers, key_sets)
    return refused.value.reason


EARLIER, LATER = (datetime.now(UTC) + timedelta(hours=n) for n in (-1, 1))


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
