"""What a user's own page shows, besides what other repositories tell: nothing in it is anybody else's."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.account_texts import ACCOUNT_CHANNEL, AccountText
from homing.domain.errors import NotFoundError
from homing.domain.phone import masked
from homing.store.involved import EXECUTIONS_OF
from homing.store.numbers import SHOWN_STATE
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """A user, their switches and quiet hours, and what their organization says of itself."""

    product_name: str
    org_locale: str
    org_zone: str
    org_region: str | None
    org_quiet_from: time | None
    org_quiet_until: time | None
    first_name: str | None = field(repr=False)
    locale: str | None
    country: str | None
    time_zone: str | None
    channels_off: list[str]
    classes_off: list[str]
    quiet_from: time | None
    quiet_until: time | None


_SETTINGS: Final = text("""
    select o.product_name, o.locale as org_locale, o.time_zone as org_zone, o.region as org_region,
           o.quiet_from as org_quiet_from, o.quiet_until as org_quiet_until,
           u.sealed_first_name as first_name, u.locale, u.country, u.time_zone, u.channels_off, u.classes_off,
           u.quiet_from, u.quiet_until
      from users u join organizations o on o.id = u.org_id
     where u.org_id = :org and u.id = :user
""")


async def read_own_settings(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> OwnSettings:
    """Raises NotFoundError."""
    row = (await connection.execute(_SETTINGS, {"org": org, "user": user})).mappings().first()
    if row is None:
        raise NotFoundError("user")
    return OwnSettings(**{**row, "first_name": vault.open(row["first_name"])})


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number as its user may see it. ``end``: its last two digits; ``state`` and ``source`` as of
    identifiers; ``stopped``: its user has opted out of texts to it."""

    id: UUID
    end: str
    source: str
    state: str
    country: str | None
    stopped: bool


# In the order in which sending takes them (``facts.PERSON_JOINS``).
_NUMBERS: Final = text(f"""
    select i.id, i.source, {SHOWN_STATE} as state, i.country, i.key_id, i.sealed,
           x.hmac is not null as stopped
      from reachabilities i
      left join number_health h on h.org_id = i.org_id and h.hmac = i.hmac
      left join opt_outs x on x.hmac = i.hmac
     where i.org_id = :org and i.user_id = :user and i.kind = 'phone' and i.ended_at is null
       and i.source <> 'pending'
     order by array_position(array['directory', 'api', 'import', 'self'], i.source), i.created_at desc
""")  # noqa: S608  # a constant


async def read_own_numbers(
    connection: AsyncConnection, org: UUID, vault: Vault, user: UUID
) -> list[OwnNumber]:
    """The one that is used comes first. What is only being confirmed is none of them."""
    return [
        OwnNumber(
            row.id,
            masked(vault.decrypt(row.key_id, row.sealed))[-2:],
            row.source,
            row.state,
            row.country,
            row.stopped,
        )
        for row in await connection.execute(_NUMBERS, {"org": org, "user": user})
    ]


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """What became of a message to the user. ``title``: of its campaign, None where the organization does not
    show it; ``what`` a text about their number itself said. ``state``: as of a dispatch, or ``ASKED``."""

    id: UUID
    at: datetime
    channel: str
    title: str | None = field(repr=False)
    what: AccountText | None
    state: str
    reason: str | None


ASKED: Final = "asked"
"""A code was asked for, and whether it was sent is not told."""


# A person is in few executions, of which the latest messages are taken. Whoever typed a number that they have
# not confirmed may have typed somebody else's: whether that has opted out, or how texts to it fared, is not
# told. So of a code no more is said than that it was asked for, until it or a later one of its request has
# confirmed the number; and of a number that does not count, no more than that.
_MESSAGES: Final = text(f"""
    with told as (
        select d.id, d.created_at as at, d.channel,
               case when o.show_title then nullif(c.title, '') end as title, m.what, d.state,
               case when d.reason not in ('quarantined', 'unverified') or i.state = 'verified' then d.reason
                    when i.state = 'unverified' then i.state end as reason
          from dispatches d
          join executions e on e.id = d.execution_id
          join campaigns c on c.id = e.campaign_id
          join organizations o on o.id = d.org_id
          left join account_messages m on m.id = d.execution_id
          left join reachabilities i on i.org_id = d.org_id and i.id = d.reachability_id
         where d.org_id = :org and d.user_id = :user
           and d.execution_id = any(array({EXECUTIONS_OF.format(org=":org", user=":user")}))
           and not (d.state = 'skipped' and d.reason = any(:untold))
           and m.what is distinct from :code),
    codes as (
        select m.id, m.created_at as at, '{ACCOUNT_CHANNEL}' as channel, cast(null as text) as title, m.what,
               coalesce(d.state, '{ASKED}') as state, d.reason
          from account_messages m
          left join verifications v
                 on v.org_id = m.org_id and v.id = case when m.what = :code then cast(m.subject as uuid) end
                and v.state = 'confirmed'
          left join dispatches d
                 on v.id is not null and d.org_id = m.org_id and d.execution_id = m.id
                and not (d.state = 'skipped' and d.reason = any(:untold))
         where m.org_id = :org and m.user_id = :user and m.what = :code)
    select id, at, channel, title, what, state, reason
      from (select * from told union all select * from codes) l
     where cast(:before_id as uuid) is null or (at, id) < (:before_at, :before_id)
     order by at desc, id desc limit :limit
""")  # noqa: S608  # constants
_UNTOLD: Final = ("execution_over", "removed", "already_dispatched", "already_notified")
"""Skips of what would have been one too many: nothing was kept from anybody."""


async def read_own_messages(
    connection: AsyncConnection,
    org: UUID,
    user: UUID,
    limit: int,
    before: tuple[datetime, UUID] | None = None,
) -> list[OwnMessage]:
    """The latest first; ``before``: those that come after this one in that order."""
    at, id_ = before or (None, None)
    asked = {"org": org, "user": user, "limit": limit, "before_at": at, "before_id": id_}
    given = {"code": AccountText.CODE.value, "untold": list(_UNTOLD)}
    return [
        OwnMessage(**{**row, "what": AccountText(row["what"]) if row["what"] else None})
        for row in (await connection.execute(_MESSAGES, {**asked, **given})).mappings()
    ]
