"""What a group of the directory is in the product: written together with what was sent of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.people import check_word
from homing.store import groups, scim, scim_links
from homing.store.groups import NewGroup
from homing.store.scim import Kind, ScimRow
from homing.store.vault import Vault
from plugin.scim.keeping import kept_of, lock
from plugin.scim.members import MembersChange


async def create_group(
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    *,
    made: UUID,
    document: Mapping[str, Any],
    change: MembersChange,
) -> ScimRow:
    """Make a group, or take one that no directory has sent. Raises RefusedError."""
    name, external = _names(document)
    known = await scim_links.find_free_group(connection, org, external, name)
    former = None if known is None else await groups.lock_group(connection, org, known)
    group = known or made
    if external is None and former is not None:
        external = former.external_id
    kept = {**document, "id": str(group)}
    new = NewGroup(id=group, name=name, external_id=external)
    await groups.add_groups(connection, org, [new])
    row = await scim.add_resource(connection, org, vault, kept_of(group, Kind.GROUP, kept))
    await _change_members(connection, org, group, change)
    return row


async def change_group(
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    *,
    id_: UUID,
    document: Mapping[str, Any],
    change: MembersChange,
    expected: str | None,
) -> None:
    """Keep another state of a group, and change who is in it. Raises NotFoundError, RefusedError, and as
    ``lock`` does."""
    name, external = _names(document)
    known = await groups.lock_group(connection, org, id_)
    former = await lock(connection, org, vault, Kind.GROUP, id_, expected)
    changed = await _change_members(connection, org, id_, change)
    kept = {**document, "id": str(id_)}
    if external is None and not former.document.get("externalId"):
        external = known.external_id  # of which the directory has never spoken
    new = NewGroup(id=id_, name=name, external_id=external)
    if new != known:
        await groups.add_groups(connection, org, [new])
    if changed or kept != former.document:
        await scim.change_resource(connection, org, vault, kept_of(id_, Kind.GROUP, kept))


async def _change_members(connection: AsyncConnection, org: UUID, group: UUID, change: MembersChange) -> int:
    if not change:
        return 0
    return await scim_links.change_members(
        connection,
        org,
        group,
        joining=change.joining,
        leaving=change.leaving,
        only=change.only,
    )


def _names(document: Mapping[str, Any]) -> tuple[str, str | None]:
    """What a group is called: its name, and outside of the product. Raises RefusedError."""
    external = document.get("externalId")
    return check_word(document["displayName"]), check_word(external) if external else None
