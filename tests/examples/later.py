"""What has changed for a program that runs again much later."""

from typing import Final

from homing.store import idempotency
from tests.dispatching.support import rows
from tests.world import Company

_AGE: Final = "update idempotency_keys set created_at = created_at - interval '25 hours' where org_id = :org"


async def pass_a_day(company: Company) -> None:
    """A day goes by, and with it what was kept of requests by their Idempotency-Key."""
    await rows(company.sending, _AGE, org=company.id)
    async with company.sending.database.system() as connection:
        assert await idempotency.forget_old(connection), "there was nothing to forget"
