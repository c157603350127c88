"""What of a directory's users can't be used, and how much there is of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_WRITE_FAULTS: Final = text("""
    update scim_resources set faults = cast(:faults as jsonb) where org_id = :org and id = :id
""")


async def write_faults(connection: AsyncConnection, org: UUID, id_: UUID, faults: Mapping[str, str]) -> None:
    """Keep what of a resource that was just written can't be used, by the field, and why."""
    await connection.execute(_WRITE_FAULTS, {"org": org, "id": id_, "faults": json.dumps(dict(faults))})


_FAULTS: Final = text("""
    select id, faults, modified_at from scim_resources
     where org_id = :org and faults <> '{}'::jsonb and id > :after order by id limit :most
""")


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """Somebody of whom the directory says what can't be used, by the field and why."""

    id: UUID
    faults: Mapping[str, str]
    since: datetime


async def list_faults(
    connection: AsyncConnection, org: UUID, *, after: UUID | None, most: int
) -> list[FaultyRow]:
    """The next of them, by id."""
    which = {"org": org, "after": after or UUID(int=0), "most": most}
    found = await connection.execute(_FAULTS, which)
    return [FaultyRow(row.id, row.faults, row.modified_at) for row in found]


_STATE: Final = text("""
    select count(*) filter (where kind = 'User') as users, count(*) filter (where kind = 'Group') as groups,
           count(*) filter (where faults <> '{}'::jsonb) as faulty, max(modified_at) as changed_at
      from scim_resources where org_id = :org
""")


@dataclass(frozen=True, slots=True)
class DirectoryState:
    """How much a directory has sent, of how much of that something can't be used, and when it last changed
    something; None: never."""

    users: int
    groups: int
    faulty: int
    changed_at: datetime | None


async def read_state(connection: AsyncConnection, org: UUID) -> DirectoryState:
    row = (await connection.execute(_STATE, {"org": org})).one()
    return DirectoryState(row.users, row.groups, row.faulty, row.changed_at)
