"""All the numbers and addresses that a user has or had: who said so, since when, and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.traits import IdentifierKind
from homing.domain.whose import reason_of
from homing.store.identifiers import shown
from homing.store.numbers import STATE
from homing.store.people import check_user
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class PastIdentifier:
    """A binding, masked; ``ended_at`` is None while it stands. ``verified_at``: when it began to count as the
    user's, ``confirmed_at``: when they gave the code, None: never."""

    id: UUID
    kind: IdentifierKind
    source: str
    state: str
    reason: str | None
    country: str | None
    shown: str
    bound_at: datetime
    verified_at: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None


# Two indexes hold a user's rows: of those that stand, and of the former ones.
_PAGE: Final = """
    select i.id, i.kind, i.source, {state} as state, i.country, i.key_id, i.sealed, i.created_at,
           i.verified_at, i.confirmed_at, i.ended_at
      from reachabilities i {health}
     where i.org_id = :org and i.user_id = :user and {which}
       and (cast(:at as timestamptz) is null or (i.created_at, i.id) < (cast(:at as timestamptz), :before))
     order by i.created_at desc, i.id desc limit :limit
"""
_NOW: Final = _PAGE.format(
    state=STATE,
    health="left join number_health h on h.org_id = i.org_id and h.hmac = i.hmac",
    which="i.ended_at is null",
)
_FORMER: Final = _PAGE.format(state="i.state", health="", which="i.ended_at is not null")
_BINDINGS: Final = text(f"({_NOW}) union all ({_FORMER}) order by created_at desc, id desc limit :limit")


async def list_identifiers(  # whose, and which page
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    user: UUID,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[PastIdentifier]:
    """A user's bindings, the latest first. Raises NotFoundError for a stranger."""
    await check_user(connection, org, user)
    at, last = before or (None, None)
    asked = {"org": org, "user": user, "at": at, "before": last, "limit": limit}
    return [
        PastIdentifier(
            id=row.id,
            kind=IdentifierKind(row.kind),
            source=row.source,
            state=row.state,
            reason=reason_of(row.source, row.state),
            country=row.country,
            shown=shown(IdentifierKind(row.kind), vault.decrypt(row.key_id, row.sealed)),
            bound_at=row.created_at,
            verified_at=row.verified_at,
            confirmed_at=row.confirmed_at,
            ended_at=row.ended_at,
        )
        for row in await connection.execute(_BINDINGS, asked)
    ]
