"""What an organization of ``tests.store.tenants`` has yet to have, so that each of its tables holds something
encrypted."""

from typing import Final

from sqlalchemy import text

from homing.store import administration, idempotency
from tests.store.opened import UNDER_WAY
from tests.store.tenants import Tenant
from tests.world import PLANTED_MAIL

WORDS: Final = "please Brindlewick no more"
"""What somebody wrote, who meant STOP."""

_TRY: Final = text("update attempts set recipient_key_id = :key, recipient_sealed = :sealed where id = :id")
_SAID: Final = text("""
    insert into opt_events (hmac, kind, source, org_id, key_id, sealed)
    values (:hmac, 'opted_out', 'admin', :org, :key, :sealed)
""")


async def fill(tenant: Tenant) -> None:
    vault, org, database = tenant.vault, tenant.id, tenant.company.sending.database
    async with database.app(org) as connection:
        mails = {"events_mail": [f"admin@{PLANTED_MAIL}"]}
        await administration.change_organization(connection, org, vault, mails)
        await idempotency.keep(connection, org, vault, UNDER_WAY, tenant.under_way.until, 201, "{}")
    async with database.system() as connection:
        key, sealed = vault.encrypt(tenant.company.staff[-1].number)
        await connection.execute(_TRY, {"key": key, "sealed": sealed, "id": tenant.attempt.id})
        key, sealed = vault.encrypt(WORDS)
        hmac = vault.hash_identifier(tenant.company.staff[-1].number)
        await connection.execute(_SAID, {"hmac": hmac, "org": org, "key": key, "sealed": sealed})
