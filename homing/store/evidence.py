"""What an organization may know of a number's opt-outs and opt-ins, in full."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.domain.evidence import KnownFact
from homing.domain.optouts import Standing
from homing.domain.people import IdentifierSource
from homing.domain.phone import E164
from homing.store.opt_facts import read_standings
from homing.store.vault import Vault

# In the order in which sending takes them (``facts.PERSON_JOINS``).
_USED: Final = text("""
    select key_id, sealed from reachabilities
     where org_id = :org and user_id = :user and kind = 'phone' and ended_at is null
     order by array_position(cast(:sources as text[]), source), created_at desc limit 1
""")


async def read_used_number(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> E164:
    """The number by which a user is reached. Raises NotFoundError where there is none."""
    asked = {"org": org, "user": user, "sources": [source.value for source in IdentifierSource]}
    row = (await connection.execute(_USED, asked)).first()
    if row is None:
        raise NotFoundError("number")
    return E164(vault.decrypt(row.key_id, row.sealed))


_HOLDERS: Final = text("""
    select distinct user_id from reachabilities
     where org_id = :org and kind = 'phone' and hmac = :hmac and ended_at is null order by user_id
""")
_KNEW: Final = text("""
    select exists (select 1 from inbound_messages where org_id = :org and hmac = :hmac)
           or exists (select 1 from reachabilities where org_id = :org and kind = 'phone' and hmac = :hmac)
""")


async def read_subject(connection: AsyncConnection, org: UUID, hmac: bytes) -> list[UUID]:
    """Whose number it is among an organization's users. Raises NotFoundError where it never was anybody's and
    never wrote to the organization either: nothing of it is theirs to know."""
    users = list((await connection.execute(_HOLDERS, {"org": org, "hmac": hmac})).scalars())
    if not users and not (await connection.execute(_KNEW, {"org": org, "hmac": hmac})).scalar_one():
        raise NotFoundError("number")
    return users


_TOP: Final = text("select coalesce(max(id), 0) from opt_events where hmac = :hmac")
# By the rule of ``optouts.read_opt_events``, and likewise by way of an organization's own rows. What is
# sealed is read only where it is its own.
_FACTS: Final = text("""
    with known as (
        select e.*, i.sealed as body, i.key_id as body_key, i.answer as answered, s.number as written_to,
               o.id is not null or i.provider is not null as own
          from opt_events e left join organizations o on o.id = :org and o.id = e.org_id
          left join inbound_messages i
                 on i.provider = e.provider and i.provider_id = e.provider_id and i.org_id = :org
          left join senders s on s.id = i.sender_id and s.org_id = :org
         where e.hmac = :hmac)
    select id, kind, source, rule, word, provider, coalesce(said_at, at) as said_at, at as recorded_at,
           case when own then coalesce(sender, written_to) end as sender,
           case when own then coalesce(answer, answered) end as answer,
           case when own then provider_id end as message_id,
           case when own then actor end as recorded_by,
           case when own and sealed is not null then key_id when own then body_key end as key_id,
           case when own then coalesce(sealed, body) end as sealed
      from known k
     where k.id <= :top
       and (own or exists (select 1 from reachabilities h
                            where h.org_id = :org and h.hmac = :hmac and h.created_at <= k.at
                              and (h.ended_at is null or k.at <= h.ended_at)))
     order by id
""")


@dataclass(frozen=True, slots=True)
class Known:
    """All that an organization may know, and what stands, of which it may not know all."""

    facts: list[KnownFact] = field(repr=False)
    standing: Standing


async def read_known(connection: AsyncConnection, org: UUID, vault: Vault, hmac: bytes) -> Known:
    """The facts in the order in which they were recorded, words decrypted."""
    # Facts of a number come one after the other, since each holds its row: what stands is as of the last.
    top = (await connection.execute(_TOP, {"hmac": hmac})).scalar_one()
    rows = (await connection.execute(_FACTS, {"org": org, "hmac": hmac, "top": top})).mappings().all()
    standings = await read_standings(connection, [hmac], top + 1)
    return Known([_fact(vault, row) for row in rows], standings[hmac])


def _fact(vault: Vault, row: Mapping[Any, Any]) -> KnownFact:
    said = {name: value for name, value in row.items() if name not in ("key_id", "sealed")}
    words = vault.decrypt(row["key_id"], row["sealed"]) if row["sealed"] else None
    return KnownFact(**said, words=words)
