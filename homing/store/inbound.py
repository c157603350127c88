"""Texts from handsets: to whom they were written, what was answered, and what is kept of them."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.keywords import Handling


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whose sender a text was written to. ``languages``: those that the organization's messages are written
    in; none listed: all."""

    org_id: UUID
    sender_id: UUID
    product_name: str
    support_contact: str | None
    locale: str
    languages: list[str]
    handling: Handling


_SENDERS: Final = text("""
    select o.id as org_id, s.id as sender_id, o.product_name, o.support_contact, o.locale, o.languages,
           s.provider_handles_keywords as handling
      from senders s join organizations o on o.id = s.org_id
     where s.channel = 'sms' and s.number = :to
     order by o.created_at, o.id
""")
# By way of the number's users and their executions, since dispatches are many and found by no number.
_LATEST: Final = text("""
    select d.org_id
      from reachabilities h
      join lateral (
           select r.execution_id from recipients r where r.org_id = h.org_id and r.user_id = h.user_id
            union
           select i.execution_id from in_app_items i where i.org_id = h.org_id and i.user_id = h.user_id
           ) e on true
      join dispatches d on d.execution_id = e.execution_id and d.user_id = h.user_id
      join attempts a on a.dispatch_id = d.id
     where h.hmac = :hmac and d.identifier_hmac = :hmac and a.sender_id = any(cast(:senders as uuid[]))
     order by a.posted_at desc, a.seq desc limit 1
""")


async def find_addressee(connection: AsyncConnection, to: str, hmac: bytes) -> Addressee | None:
    """Who answers at a number: of several organizations that send from it the one that texted the writer
    last, else the oldest; None where it is nobody's. Needs the system role."""
    found = await connection.execute(_SENDERS, {"to": to})
    senders = [Addressee(**{**row, "handling": Handling(row["handling"])}) for row in found.mappings()]
    if len(senders) > 1:
        asked = {"hmac": hmac, "senders": [one.sender_id for one in senders]}
        last = (await connection.execute(_LATEST, asked)).scalar()
        senders = [one for one in senders if one.org_id == last] or senders
    return senders[0] if senders else None


_WRITTEN_TO: Final = text(
    "select distinct number from senders where channel = 'sms' and number ~ '^[+]?[0-9]+$' order by number"
)


async def read_written_to(connection: AsyncConnection) -> list[str]:
    """The numbers that texts come from, and so may be written to, of all organizations. Needs the system
    role."""
    return list((await connection.execute(_WRITTEN_TO)).scalars())


_LOCALES: Final = text("""
    select distinct coalesce(u.locale, o.locale)
      from reachabilities h
      join users u on u.org_id = h.org_id and u.id = h.user_id
      join organizations o on o.id = h.org_id
     where h.hmac = :hmac and (cast(:org as uuid) is null or h.org_id = cast(:org as uuid))
""")


async def read_locale(connection: AsyncConnection, hmac: bytes, org: UUID | None) -> str | None:
    """The locale of the people whose number it is, in one organization or in all; None where nobody is, or
    they differ. Needs the system role."""
    locales = (await connection.execute(_LOCALES, {"hmac": hmac, "org": org})).scalars().all()
    return locales[0] if len(locales) == 1 else None


@dataclass(frozen=True, slots=True)
class NewInbound:
    """A text from a handset. ``kind`` what it was understood as; ``answer`` None: it was answered nothing."""

    provider: str
    provider_id: str
    org_id: UUID | None
    sender_id: UUID | None
    hmac: bytes = field(repr=False)
    kind: str
    answer: str | None
    key_id: str
    sealed: bytes = field(repr=False)


_WRITE: Final = text("""
    insert into inbound_messages
           (provider, provider_id, org_id, sender_id, hmac, kind, answer, key_id, sealed)
    values (:provider, :provider_id, :org_id, :sender_id, :hmac, :kind, :answer, :key_id, :sealed)
    on conflict (provider, provider_id) do nothing
""")


async def write_inbound(connection: AsyncConnection, new: NewInbound) -> None:
    """Keep a text; one that is there already stays as it is. Needs the system role."""
    await connection.execute(_WRITE, {name: getattr(new, name) for name in new.__slots__})


@dataclass(frozen=True, slots=True)
class Answered:
    """A text that was taken in before, and what it was answered."""

    answer: str | None


_ANSWERED: Final = text(
    "select answer from inbound_messages where provider = :provider and provider_id = :provider_id"
)


async def find_answered(connection: AsyncConnection, provider: str, provider_id: str) -> Answered | None:
    """None for a text that is new. Needs the system role."""
    row = (await connection.execute(_ANSWERED, {"provider": provider, "provider_id": provider_id})).first()
    return None if row is None else Answered(row.answer)


_LATELY: Final = text("""
    select count(*) from inbound_messages
     where hmac = :hmac and kind = :kind and answer is not null and at > now() - interval '1 hour'
""")


async def count_answered(connection: AsyncConnection, hmac: bytes, kind: str) -> int:
    """How many texts of a kind from a number were answered in the last hour. Needs the system role."""
    return int((await connection.execute(_LATELY, {"hmac": hmac, "kind": kind})).scalar_one())
