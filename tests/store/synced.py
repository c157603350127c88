"""A directory that has sent somebody."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import scim, scim_faults, scim_links
from homing.store.scim import Kind, ScimDocument
from tests.world import Company


def sent(id_: UUID, name: str = "ana") -> ScimDocument:
    return ScimDocument(
        id=id_,
        kind=Kind.USER,
        document={"userName": name},
        terms=[("username", name)],
        manager=[("username", "boss")],
    )


async def sync(connection: AsyncConnection, company: Company, group: UUID) -> None:
    """Let a directory send somebody, of whom something can't be used, and a group that they are in."""
    vault, user = company.sending.vault, company.staff[0].id
    await scim.add_resource(connection, company.id, vault, sent(user))
    await scim_faults.write_faults(connection, company.id, user, {"phone": "too_short"})
    nights = ScimDocument(id=group, kind=Kind.GROUP, document={"displayName": "Nights"})
    await scim.add_resource(connection, company.id, vault, nights)
    await scim_links.change_members(connection, company.id, group, joining=[user], leaving=[], only=False)
