"""What ``decide`` must know of the reader of a text about a number: as of any recipient, but for the number,
which is the one that the text is about and no other."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.traits import ChannelTraits
from homing.store.facts import (
    JOINS,
    PERSON_COLUMNS,
    RECIPIENTS,
    Person,
    on_channel,
    person_of,
    reserved_person_of,
)
from homing.store.ledger import RESERVED_COLUMNS, Reserved

# A former one too: whether that may be used depends on what the text says.
_NAMED: Final = """
        select i.* from account_messages m
          join reachabilities i on i.id = m.reachability_id and i.org_id = m.org_id
         where m.org_id = r.org_id and m.id = r.execution_id and i.user_id = r.user_id and i.kind = :kind
"""
_JOINS: Final = JOINS.format(identifier=_NAMED)
_PEOPLE: Final = text(f"""
    select {PERSON_COLUMNS} from {RECIPIENTS} {_JOINS}
     where r.org_id = :org and r.execution_id = :execution and r.user_id = any(:users)
     order by r.position
""")  # noqa: S608  # constants
_GROUP: Final = text(f"""
    select {RESERVED_COLUMNS}, {PERSON_COLUMNS}
      from dispatches d
      join {RECIPIENTS} on r.execution_id = d.execution_id and r.user_id = d.user_id {_JOINS}
     where d.org_id = :org and d.id = any(:ids) and d.state = 'reserved'
     order by d.id
""")  # noqa: S608  # constants


async def read_account_people(
    connection: AsyncConnection, org: UUID, execution: UUID, users: Sequence[UUID], traits: ChannelTraits
) -> list[Person]:
    """As ``facts.read_people``."""
    which = {"org": org, "execution": execution, "users": list(users)}
    found = await connection.execute(_PEOPLE, {**which, **on_channel(traits)})
    return [person_of(row) for row in found.mappings()]


async def read_account_group(
    connection: AsyncConnection, org: UUID, ids: Sequence[UUID], traits: ChannelTraits
) -> list[tuple[Reserved, Person]]:
    """As ``facts.read_group``."""
    found = await connection.execute(_GROUP, {"org": org, "ids": list(ids), **on_channel(traits)})
    return [reserved_person_of(row) for row in found]
