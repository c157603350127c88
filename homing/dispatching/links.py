"""Links that were opened: whose they are, and the signed token by which a campaign's target believes it."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import tokens
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import links
from homing.store.links import LinkRow

PARAMETER: Final = "homing"
"""The query parameter of a target that holds the token."""
LIFETIME: Final = timedelta(minutes=15)
_PREFIX: Final = "lnksec_"
_CLAIMS: Final = ("iss", "aud", "sub", "user", "campaign", "execution", "step", "iat", "exp", "jti")


@dataclass(frozen=True, slots=True)
class Claims:
    """Who opened the link of which message. ``subject``: their external id, or else the product's own."""

    subject: str
    user: UUID
    campaign: UUID
    execution: UUID
    step: str
    issued_at: datetime
    expires_at: datetime
    id: str


async def open_link(sending: Sending, code: str, *, click: bool) -> LinkRow | None:
    """What is behind a code, None: nothing. ``click``: whether this counts as opening it."""
    link_hash = sending.vault.hash_link(code)

    async def work(connection: AsyncConnection) -> LinkRow | None:
        link = await links.find_link(connection, sending.vault, link_hash)
        if link is not None and click:
            await links.mark_clicked(connection, link.attempt_id)
        return link

    return await sending.database.repeat_system(work)


def link_secret(settings: Settings, org: UUID) -> str:
    """What the targets of an organization's campaigns check tokens with, as it is written."""
    purpose = b"homing/link-token/" + org.bytes
    return _PREFIX + hmac.digest(settings.hmac_secret, purpose, hashlib.sha256).hex()


def target_of(link: LinkRow, secret: str, now: datetime) -> str | None:
    """The address that a link leads to, with a token added to its own query; None where it has none."""
    if link.target_url is None:
        return None
    claims = {
        "aud": str(link.org_id),
        "sub": link.external_id or str(link.user_id),
        "user": str(link.user_id),
        "campaign": str(link.campaign_id),
        "execution": str(link.execution_id),
        "step": link.step,
        "iat": now,
        "exp": now + LIFETIME,
        "jti": uuid4().hex,
    }
    token = tokens.sign(claims, secret)
    address, sharp, fragment = link.target_url.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{PARAMETER}={token}{sharp}{fragment}"


def read_token(token: str, secret: str, org: UUID) -> Claims:
    """What a token of an organization says. Raises RefusedError with ``token_expired`` or
    ``token_invalid``."""
    claims = tokens.read(token, secret, str(org), _CLAIMS)
    return Claims(
        subject=claims["sub"],
        user=UUID(claims["user"]),
        campaign=UUID(claims["campaign"]),
        execution=UUID(claims["execution"]),
        step=claims["step"],
        issued_at=datetime.fromtimestamp(claims["iat"], UTC),
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        id=claims["jti"],
    )
