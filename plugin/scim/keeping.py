"""How what a directory sent is kept, and held while it changes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from scim2_models import NotFoundException, PreconditionFailedException
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.scim import named_by, read_person, terms
from homing.store import scim
from homing.store.scim import Kind, ScimDocument, ScimRow
from homing.store.vault import Vault
from plugin.scim.resources import version_of


def kept_of(id_: UUID, kind: Kind, document: Mapping[str, Any]) -> ScimDocument:
    """A resource with what it is found by."""
    manager = read_person(document).manager if kind is Kind.USER else None
    return ScimDocument(
        id=id_,
        kind=kind,
        document=document,
        terms=terms(document),
        manager=named_by(manager) if manager else (),
    )


async def lock(
    connection: AsyncConnection, org: UUID, vault: Vault, kind: Kind, id_: UUID, expected: str | None
) -> ScimRow:
    """Hold a resource. Raises NotFoundException, and PreconditionFailedException where its version is not the
    ``expected`` one."""
    row = await scim.lock_resource(connection, org, vault, kind, id_)
    if row is None:
        raise NotFoundException
    if expected is not None and version_of(row) != expected:
        raise PreconditionFailedException
    return row
