"""Tokens of our own, given out and coming back: JSON Web Tokens, signed with a secret that each kind has."""

from collections.abc import Sequence
from typing import Any, Final

import jwt

from homing.domain.errors import RefusedError

ISSUER: Final = "homing"
_ALGORITHM: Final = "HS256"


def sign(claims: dict[str, Any], secret: str | bytes) -> str:
    """A token that says this; ``claims`` but for the issuer."""
    return jwt.encode({"iss": ISSUER, **claims}, secret, _ALGORITHM)


def read(token: str, secret: str | bytes, audience: str, required: Sequence[str]) -> dict[str, Any]:
    """What a token for an audience says, all that is required among it. Raises RefusedError with
    ``token_expired`` or ``token_invalid``."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            secret,
            algorithms=[_ALGORITHM],
            audience=audience,
            issuer=ISSUER,
            # Whichever process gave it out, its clock may be ahead of this one's.
            options={"require": list(required), "verify_iat": False},
        )
    except jwt.ExpiredSignatureError:
        raise RefusedError("token_expired") from None
    except (jwt.PyJWTError, RecursionError):  # a header may be nested deeper than can be read
        raise RefusedError("token_invalid") from None
    return claims
