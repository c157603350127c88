"""A user's own view: their inbox, and the switches of their channels."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class InboxItem:
    """An entry. ``may_act``: there is something that its reader can do about it; ``acted_at``: they did."""

    id: UUID
    execution_id: UUID
    body: str = field(repr=False)
    target_url: str | None = field(repr=False)
    may_act: bool
    acted_at: datetime | None
    created_at: datetime
    opened_at: datetime | None


_COLUMNS: Final = """
    i.dispatch_id as id, i.execution_id, i.sealed_body as body, c.target_url, i.may_act,
    coalesce(r.acted_at, t.acted_at) as acted_at, i.created_at, i.opened_at
"""
_FROM: Final = """
    from in_app_items i
    join executions e on e.id = i.execution_id
    join campaigns c on c.id = e.campaign_id
    left join recipients r on r.execution_id = i.execution_id and r.user_id = i.user_id
    left join lateral (select max(acted_at) as acted_at from targets
                        where execution_id = i.execution_id and user_id = i.user_id) t on true
"""
_LIST: Final = text(f"""
    select {_COLUMNS} {_FROM}
     where i.org_id = :org and i.user_id = :user and i.withdrawn_at is null
       and (cast(:at as timestamptz) is null
            or (i.created_at, i.dispatch_id) < (cast(:at as timestamptz), cast(:id as uuid)))
     order by i.created_at desc, i.dispatch_id desc limit :limit
""")  # constants
# What an inbox shows has been opened; the event is written once.
_OPEN: Final = text("""
    with opened as (
        update in_app_items set opened_at = now()
         where org_id = :org and user_id = :user and dispatch_id = any(cast(:items as uuid[]))
           and opened_at is null
        returning dispatch_id)
    insert into channel_events (org_id, execution_id, dispatch_id, user_id, step, channel, kind)
    select d.org_id, d.execution_id, d.id, d.user_id, d.step, d.channel, 'OPENED'
      from opened join dispatches d on d.id = opened.dispatch_id
""")


async def read_inbox_page(  # whose, and which page
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    user: UUID,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[InboxItem]:
    """The latest first; what is shown counts as opened."""
    at, key = before or (None, None)
    found = await connection.execute(_LIST, {"org": org, "user": user, "at": at, "id": key, "limit": limit})
    items = [InboxItem(**{**row, "body": vault.open(row["body"])}) for row in found.mappings()]
    await connection.execute(_OPEN, {"org": org, "user": user, "items": [item.id for item in items]})
    return items


_ITEM: Final = text("""
    select execution_id, may_act from in_app_items
     where org_id = :org and user_id = :user and dispatch_id = :item
""")


async def read_item(connection: AsyncConnection, org: UUID, user: UUID, item: UUID) -> tuple[UUID, bool]:
    """The execution that an entry is of, and whether it may be acted on; of one that has vanished too, which
    may still stand on a screen. Raises NotFoundError."""
    row = (await connection.execute(_ITEM, {"org": org, "user": user, "item": item})).first()
    if row is None:
        raise NotFoundError("item")
    return row.execution_id, row.may_act


@dataclass(frozen=True, slots=True)
class Profile:
    """What a user may know of themself."""

    id: UUID
    external_id: str | None = field(repr=False)
    first_name: str | None = field(repr=False)
    locale: str | None
    country: str | None
    time_zone: str | None
    channels_off: list[str]


_PROFILE: Final = text("""
    select id, sealed_external_id as external_id, sealed_first_name as first_name, locale, country, time_zone,
           channels_off from users
     where org_id = :org and id = :user
""")


async def read_profile(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> Profile:
    """Raises NotFoundError."""
    row = (await connection.execute(_PROFILE, {"org": org, "user": user})).mappings().first()
    if row is None:
        raise NotFoundError("user")
    opened = {name: vault.open(row[name]) for name in ("external_id", "first_name")}
    return Profile(**{**row, **opened})


_LOCK: Final = text("select 1 from users where org_id = :org and id = :user for update")
_SWITCH_ON: Final = text("""
    update users set channels_off = array_remove(channels_off, :channel) where org_id = :org and id = :user
""")


async def switch_on(connection: AsyncConnection, org: UUID, user: UUID, channel: str) -> None:
    """Let a channel be used again, as far as the user is concerned."""
    await connection.execute(_LOCK, {"org": org, "user": user})
    await connection.execute(_SWITCH_ON, {"org": org, "user": user, "channel": channel})
