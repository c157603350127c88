"""Consents that count only once the user's handset has said so too: who is to be asked, and what about."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.consents import ConsentState
from homing.domain.decide import IdentifierState
from homing.domain.people import IdentifierSource
from homing.domain.strategy import MessageClass
from homing.store.numbers import STATE
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Standing:
    """How a consent stands before something more is said. ``double_opt_in``: the organization has handsets
    asked; ``said_at``: when what decides ``state`` was said; ``awaited``: an answer may still come from
    ``number``, the one that is used, if there is one; ``number_state``: whether it may be; ``asked``: how
    often the user was asked in a day."""

    double_opt_in: bool
    state: ConsentState | None
    said_at: datetime | None
    awaited: bool
    asked: int
    number: UUID | None
    number_state: IdentifierState | None
    locale: str | None


_USED: Final = """
      left join lateral (
            select * from reachabilities r
             where r.org_id = u.org_id and r.user_id = u.id and r.kind = 'phone' and r.ended_at is null
             order by array_position(cast(:sources as text[]), r.source), r.created_at desc limit 1) i on true
"""
_SOURCES: Final = tuple(source.value for source in IdentifierSource)
_STANDING: Final = text(f"""
    select o.double_opt_in, c.state, c.said_at,
           coalesce(c.state = 'pending' and c.until > now() and q.hmac = i.hmac, false) as awaited,
           (select count(*) from consent_events e
             where e.org_id = u.org_id and e.user_id = u.id and e.kind = 'asked'
               and e.at > now() - interval '24 hours') as asked,
           i.id as number, {STATE} as number_state, u.locale
      from users u join organizations o on o.id = u.org_id
      left join consents c on c.org_id = u.org_id and c.user_id = u.id
                          and c.message_class = :message_class and c.channel = :channel
      left join consent_events q on q.id = c.event_id and q.org_id = c.org_id
      {_USED}
      left join number_health h on h.org_id = u.org_id and h.hmac = i.hmac
     where u.org_id = :org and u.id = :user
""")  # noqa: S608  # constants


async def read_standing(
    connection: AsyncConnection, org: UUID, user: UUID, message_class: MessageClass, channel: str
) -> Standing:
    """Of a user, who is there and is held."""
    asked = {"org": org, "user": user, "message_class": message_class, "channel": channel}
    row = (await connection.execute(_STANDING, {**asked, "sources": _SOURCES})).one()
    return Standing(
        row.double_opt_in,
        None if row.state is None else ConsentState(row.state),
        row.said_at,
        row.awaited,
        row.asked,
        row.number,
        None if row.number_state is None else IdentifierState(row.number_state),
        row.locale,
    )


@dataclass(frozen=True, slots=True)
class Question:
    """What a text asks, and whom: what is answered from its number by then counts."""

    org_id: UUID
    user_id: UUID
    message_class: MessageClass
    channel: str
    hmac: bytes = field(repr=False)
    shown: str | None = field(repr=False)
    language: str | None
    form_id: UUID | None
    form_version: int | None
    until: datetime


# Once its reader has opted out, a question is answered. Whoever has a number that its user is reached by no
# more, says nothing for them.
_QUESTION: Final = text(f"""
    select c.org_id, c.user_id, c.message_class, c.channel, e.hmac, e.sealed_text, e.language, e.form_id,
           e.form_version, c.until
      from consents c
      join consent_events e on e.id = c.event_id and e.org_id = c.org_id
      join users u on u.org_id = c.org_id and u.id = c.user_id and u.active
      {_USED}
     where c.message_id = :message and c.state = 'pending' and c.until > now() and e.hmac = :hmac
       and i.hmac = e.hmac
       and not exists (select 1 from opt_outs x where x.hmac = e.hmac)
       and not exists (select 1 from opt_events o
                        where o.hmac = e.hmac and o.kind = 'opted_out' and o.at >= e.at)
       and not exists (select 1 from deny_entries d
                        where d.org_id = c.org_id and d.hmac = e.hmac and d.direction = 'inbound')
""")  # noqa: S608  # constants


async def find_question(
    connection: AsyncConnection, vault: Vault, message: UUID, hmac: bytes
) -> Question | None:
    """What a text asks that may still be answered from a number; None where it asks nothing, or no more.
    Needs the system role."""
    asked = {"message": message, "hmac": hmac, "sources": _SOURCES}
    row = (await connection.execute(_QUESTION, asked)).first()
    if row is None:
        return None
    return Question(
        row.org_id,
        row.user_id,
        MessageClass(row.message_class),
        row.channel,
        row.hmac,
        vault.open(row.sealed_text),
        row.language,
        row.form_id,
        row.form_version,
        row.until,
    )
