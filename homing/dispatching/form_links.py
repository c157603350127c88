"""Who opens a form: a signed token that names the user, and, once the form was shown, what it said."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from homing.dispatching import tokens
from homing.settings import Settings

LIFETIME: Final = timedelta(minutes=30)
"""From when a link is made, and again from when the form is shown; but for two of them at most, so that who
comes by a link keeps no way in by showing the form ever again."""
_REQUIRED: Final = ("iss", "aud", "sub", "iat", "since", "exp")


@dataclass(frozen=True, slots=True)
class Opened:
    """Who opened a form; ``since``: when their link was made; ``version`` and ``language`` once the form was
    shown to them."""

    user: UUID
    since: datetime
    version: int | None = None
    language: str | None = None


def form_secret(settings: Settings) -> str:
    """What these tokens are signed with, and nothing else."""
    return hmac.digest(settings.hmac_secret, b"homing/form-token", hashlib.sha256).hex()


def form_token(secret: str, form: UUID, opened: Opened, now: datetime) -> str:
    """A token for a form."""
    claims: dict[str, Any] = {
        "aud": str(form),
        "sub": str(opened.user),
        "iat": now,
        "since": int(opened.since.timestamp()),
        "exp": min(now, opened.since + LIFETIME) + LIFETIME,
    }
    if opened.version is not None:
        claims |= {"version": opened.version, "language": opened.language}
    return tokens.sign(claims, secret)


def read_form_token(token: str, secret: str, form: UUID) -> Opened:
    """Who opened a form. Raises RefusedError ``token_expired`` and ``token_invalid``."""
    claims = tokens.read(token, secret, str(form), _REQUIRED)
    since = datetime.fromtimestamp(claims["since"], UTC)
    return Opened(UUID(claims["sub"]), since, claims.get("version"), claims.get("language"))
