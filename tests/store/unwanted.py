"""Somebody who is to be erased."""

from uuid import uuid4

from homing.store import erasing, people
from homing.store.people import NewUser
from tests.world import PLANTED_NAME, Company


async def want_erased(company: Company) -> None:
    """Note that of somebody of the organization; nobody does it."""
    user = uuid4()
    async with company.sending.database.app(company.id) as connection:
        await people.add_users(
            connection, company.id, company.sending.vault, [NewUser(id=user, first_name=PLANTED_NAME)]
        )
        await erasing.ask(connection, company.id, user, "operator")
