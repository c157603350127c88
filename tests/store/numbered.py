"""A number's history in an organization: it failed, was quarantined, and is on both deny-lists."""

from typing import Final
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import denying, health
from homing.store.denying import Direction, NewEntry
from homing.store.health import NumberKey, Verdict
from tests.world import Company, Someone

UNKNOWN: Final = "number_unknown"


async def keep_away(connection: AsyncConnection, company: Company, person: Someone) -> None:
    """Let a person's number fail, quarantine it, and list it."""
    vault = company.sending.vault
    hmac = vault.hash_identifier(person.number)
    await health.count_failures(connection, [Verdict(company.id, "sms", person.id, hmac, uuid4(), UNKNOWN)])
    assert await health.quarantine(connection, [NumberKey(company.id, hmac)])
    for direction in Direction:
        key_id, sealed = vault.encrypt("0000")
        await denying.add_entries(
            connection, company.id, direction, [NewEntry(uuid4(), hmac, key_id, sealed, vault.seal("x"))]
        )
