"""An organization whose admins are told of opt-outs, and which differs from its provider about a number."""

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.parity import DifferenceKind
from homing.store import event_cursors, parity
from homing.store.event_cursors import Ends
from homing.store.parity import Found
from tests.world import Company

KIND = DifferenceKind.KEYWORD_MISSED


async def differ(connection: AsyncConnection, company: Company) -> None:
    """Let both be so, about the number of its first person."""
    number = company.sending.vault.hash_identifier(company.staff[0].number)
    await event_cursors.begin(
        connection, company.id, company.sending.vault, Ends(None, []), Ends("https://example.org/", [])
    )
    # Organizations write none.
    async with company.sending.database.system() as system:
        await parity.write_differences(system, [Found(company.id, number, company.sender, KIND)])
