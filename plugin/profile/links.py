"""Links that let a user into their own page: signed, good for minutes, and for one opening."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import jwt

from homing.dispatching import tokens
from homing.domain.errors import RefusedError
from homing.settings import Settings
from homing.store.sessions import ByLink

LONGEST_TOKEN: Final = 8192
"""Characters of a token that is looked at, here or a host's."""
_FOR: Final = "profile:"
_CLAIMS: Final = ("iss", "aud", "sub", "iat", "exp", "jti")
_DEACTIVATED: Final = "deactivated"
"""The claim of when the user last had been deactivated as the link was made; absent: never."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Who is let in, by which link."""

    org: UUID
    user: UUID
    link: ByLink


def link_to_page(  # whom it lets in, and when
    settings: Settings,
    org: UUID,
    user: UUID,
    now: datetime,
    good_for: timedelta,
    *,
    deactivated_at: datetime | None = None,
) -> tuple[str, datetime]:
    """The address that lets a user in once, and until when. ``deactivated_at``: when they last had been."""
    until = now.replace(microsecond=0) + good_for
    claims = {
        "aud": f"{_FOR}{org}",
        "sub": str(user),
        "iat": now,
        "exp": until,
        "jti": str(uuid4()),
    }
    if deactivated_at is not None:
        claims[_DEACTIVATED] = deactivated_at.isoformat()
    token = tokens.sign(claims, _secret(settings, org))
    return settings.public(f"/profile/open?t={token}"), until


def read_link_token(settings: Settings, token: str) -> Opening:
    """Who a link lets in. Raises RefusedError with ``token_expired`` or ``token_invalid``."""
    if len(token) > LONGEST_TOKEN:
        raise RefusedError("token_invalid")
    try:
        unproved = jwt.decode(token, options={"verify_signature": False})
        org = UUID(str(unproved.get("aud", "")).removeprefix(_FOR))
        claims = tokens.read(token, _secret(settings, org), f"{_FOR}{org}", _CLAIMS)
        since = claims.get(_DEACTIVATED)
        link = ByLink(UUID(claims["jti"]), None if since is None else datetime.fromisoformat(since))
        return Opening(org, UUID(claims["sub"]), link)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise RefusedError("token_invalid") from None


def _secret(settings: Settings, org: UUID) -> bytes:
    """An organization's own, so that nothing that another knows signs for it."""
    return hmac.digest(settings.hmac_secret, b"homing/profile-link/" + org.bytes, hashlib.sha256)
