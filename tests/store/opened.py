"""Organizations to which requests come."""

from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import idempotency, keys
from homing.store.idempotency import Begun
from tests.world import Company

UNDER_WAY: Final = "under-way"


def key_of(org: UUID) -> str:
    return f"hk_{org.hex}"


def sender_of(org: UUID) -> UUID:
    return uuid5(org, "sender")


async def open_up(connection: AsyncConnection, company: Company) -> Begun:
    """Give an organization a key, whose id is its own, and let a request be under way."""
    vault, org = company.sending.vault, company.id
    await keys.create_key(connection, org, vault, id=org, name="x", key=key_of(org), scopes=["admin"])
    begun = await idempotency.claim(connection, org, vault, UNDER_WAY, b"x", 60)
    assert isinstance(begun, Begun)
    return begun
