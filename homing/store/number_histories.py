"""What an organization knows of a user's numbers: how they do, and what happened to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.phone import last_digits
from homing.store.numbers import STATE
from homing.store.people import check_user
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A user's number. ``since``: when it last failed, was quarantined or was released; None: never."""

    last_digits: str
    source: str
    state: str
    failures: int
    quarantined: bool
    reason: str | None
    since: datetime | None


_NUMBERS: Final = text(f"""
    select i.key_id, i.sealed, i.source, {STATE} as state, coalesce(h.failures, 0) as failures,
           coalesce(h.quarantined, false) as quarantined, h.reason, h.changed_at
      from reachabilities i left join number_health h on h.org_id = i.org_id and h.hmac = i.hmac
     where i.org_id = :org and i.user_id = :user and i.kind = 'phone'
       and i.ended_at is null order by i.source
""")  # noqa: S608  # a constant


async def read_numbers(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> list[NumberRow]:
    """A user's numbers, by source. Raises NotFoundError for a stranger."""
    await check_user(connection, org, user)
    found = await connection.execute(_NUMBERS, {"org": org, "user": user})
    return [
        NumberRow(
            last_digits=last_digits(vault.decrypt(row.key_id, row.sealed)),
            source=row.source,
            state=row.state,
            failures=row.failures,
            quarantined=row.quarantined,
            reason=row.reason,
            since=row.changed_at,
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class NumberEventRow:
    """What happened to a number: ``failed``, ``delivered`` after a failure, ``quarantined`` or
    ``released``, the last by whose key (``actor``)."""

    id: int
    last_digits: str
    kind: str
    reason: str | None
    attempt_id: UUID | None
    actor: str | None
    at: datetime


_EVENTS: Final = text("""
    select e.id, n.key_id, n.sealed, e.kind, e.reason, e.attempt_id, e.actor, e.at
      from (select distinct on (r.hmac) r.hmac, r.key_id, r.sealed from reachabilities r
             where r.org_id = :org and r.user_id = :user and r.kind = 'phone' and r.ended_at is null
             order by r.hmac) n
      join number_events e on e.org_id = :org and e.hmac = n.hmac
     where cast(:before as bigint) = 0 or e.id < cast(:before as bigint)
     order by e.id desc limit :limit
""")


async def read_number_events(
    connection: AsyncConnection, org: UUID, vault: Vault, user: UUID, before: int, limit: int
) -> list[NumberEventRow]:
    """What happened in the organization to the numbers that a user has now, the latest first; ``before`` an
    event's id, 0: from the latest on."""
    given = {"org": org, "user": user, "before": before, "limit": limit}
    return [
        NumberEventRow(
            id=row.id,
            last_digits=last_digits(vault.decrypt(row.key_id, row.sealed)),
            kind=row.kind,
            reason=row.reason,
            attempt_id=row.attempt_id,
            actor=row.actor,
            at=row.at,
        )
        for row in await connection.execute(_EVENTS, given)
    ]
