"""What a ledger that was put back has forgotten: messages that a provider lists and no attempt knows.

Each is kept for every execution that it may have been of, until that execution's next message to the same
person adopts it instead of being sent. Neither numbers nor texts are kept, only keyed hashes of the texts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.store.ledger import arrays

_KNOWN: Final = text("""
    select provider_id from attempts where provider = :provider and provider_id = any(:ids)
    union
    select provider_id from forgotten_messages where provider = :provider and provider_id = any(:ids)
""")
_BEGUN: Final = text("""
    select body_hash, id from attempts
     where provider = :provider and provider_id is null and body_hash = any(:hashes)
       and posted_at >= :since and priced_at is null
""")


async def read_known(connection: AsyncConnection, provider: str, ids: Sequence[str]) -> set[str]:
    """Those of a provider's messages that an attempt knows, or that are kept here already. Needs the system
    role."""
    found = await connection.execute(_KNOWN, {"provider": provider, "ids": list(ids)})
    return set(found.scalars())


async def read_begun(
    connection: AsyncConnection, provider: str, hashes: Sequence[bytes], since: datetime
) -> dict[bytes, UUID]:
    """Attempts whose end the ledger does not know, by the hashes of their texts. Needs the system role."""
    parameters = {"provider": provider, "hashes": list(hashes), "since": since}
    return {row.body_hash: row.id for row in await connection.execute(_BEGUN, parameters)}


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody whose number a message went to, in an organization that has the number it came from. ``n`` is
    the message's place among those that were asked about."""

    n: int
    org_id: UUID
    user_id: UUID


_RECEIVERS: Final = text("""
    select distinct m.n - 1 as n, i.org_id, i.user_id
      from unnest(cast(:senders as text[]), cast(:hashes as bytea[])) with ordinality as m(sender, hmac, n)
      join reachabilities i on i.hmac = m.hmac and i.kind = :kind and i.ended_at is null
      join senders s on s.org_id = i.org_id and s.number = m.sender and s.channel = :channel
     order by 1, 2, 3
""")


async def read_receivers(
    connection: AsyncConnection, channel: str, kind: str, senders: Sequence[str], hashes: Sequence[bytes]
) -> list[Receiver]:
    """Whom messages went to, by whom they came from and the keyed hash of the number that they went to. Needs
    the system role."""
    asked = {"channel": channel, "kind": kind, "senders": list(senders), "hashes": list(hashes)}
    return [Receiver(*row) for row in await connection.execute(_RECEIVERS, asked)]


@dataclass(frozen=True, slots=True)
class Concern:
    """An execution that may have texted somebody, and may yet, with what its texts to them are made of.
    ``about_others``: as one who is told about others."""

    org_id: UUID
    user_id: UUID
    execution_id: UUID
    created_at: datetime
    about_others: bool
    title: str | None
    product_name: str
    link_domain: str
    locale: str
    languages: tuple[str, ...]
    sealed_name: bytes | None = field(repr=False)
    own_locale: str | None


# Who was found to be told about others may be forgotten as well: so everybody counts who may be.
_CONCERNS: Final = text("""
    with who as (
        select distinct * from unnest(cast(:orgs as uuid[]), cast(:users as uuid[])) as w(org_id, user_id)),
    alive as materialized (
        select e.* from executions e
         where e.org_id = any(:orgs) and e.state in ('draft', 'frozen', 'scheduled', 'running', 'paused')),
    named as (
        select distinct v.definition_id, v.version, w.org_id, w.user_id
          from definition_versions v
          cross join lateral (
            select jsonb_path_query(v.body, '$.steps[*].*.targets[*]') as target
             union all select jsonb_path_query(v.body, '$.steps[*].*.notifyTargets[*]')) t
          join who w on w.org_id = v.org_id
         where v.definition_id in (select definition_id from alive)
           and case t.target ->> 'type'
                 when 'ESCALATION_TARGET_TYPE_USER' then t.target ->> 'targetId' = cast(w.user_id as text)
                 when 'ESCALATION_TARGET_TYPE_GROUP' then exists (
                      select 1 from group_members g
                       where g.org_id = w.org_id and g.user_id = w.user_id
                         and cast(g.group_id as text) = t.target ->> 'targetId')
                 when 'ESCALATION_TARGET_TYPE_ROLE' then exists (
                      select 1 from user_roles o
                       where o.org_id = w.org_id and o.user_id = w.user_id
                         and o.role = t.target ->> 'targetId')
                 else false end),
    concerned as (
        select r.execution_id, w.org_id, w.user_id, false as about_others
          from who w join recipients r on r.org_id = w.org_id and r.user_id = w.user_id
        union
        select r.execution_id, w.org_id, w.user_id, true
          from who w join users s on s.org_id = w.org_id and s.manager_id = w.user_id
          join recipients r on r.org_id = s.org_id and r.user_id = s.id
        union
        select a.id, n.org_id, n.user_id, true
          from named n join alive a
            on a.definition_id = n.definition_id and coalesce(a.definition_version, n.version) = n.version)
    select c.org_id, c.user_id, a.id as execution_id, a.created_at, c.about_others,
           case when o.show_title then p.title end as title, o.product_name, o.link_domain, o.locale,
           o.languages, u.sealed_first_name as sealed_name,
           u.locale as own_locale
      from concerned c
      join alive a on a.id = c.execution_id and a.org_id = c.org_id
      join campaigns p on p.id = a.campaign_id
      join organizations o on o.id = a.org_id
      join users u on u.org_id = c.org_id and u.id = c.user_id
     order by a.id, c.user_id
""")


async def read_concerns(connection: AsyncConnection, people: Collection[tuple[UUID, UUID]]) -> list[Concern]:
    """The executions not over that people of organizations may get texts of: as recipients, or as those who
    are told about others. Needs the system role."""
    asked = {"orgs": [org for org, _ in people], "users": [user for _, user in people]}
    found = (await connection.execute(_CONCERNS, asked)).mappings()
    return [Concern(**{**row, "languages": tuple(row["languages"])}) for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A message, and an execution and somebody it may have been of; ``sole``: it can't be of another."""

    provider: str
    provider_id: str
    execution_id: UUID
    user_id: UUID
    org_id: UUID
    channel: str
    status: ReceiptStatus
    error_code: int | None
    reason: FailureReason | None
    body_hash: bytes
    link_hash: bytes
    sole: bool
    created_at: datetime


_COLUMNS: Final = {
    "provider": "text",
    "provider_id": "text",
    "execution_id": "uuid",
    "user_id": "uuid",
    "org_id": "uuid",
    "channel": "text",
    "status": "text",
    "error_code": "int",
    "reason": "text",
    "body_hash": "bytea",
    "link_hash": "bytea",
    "sole": "bool",
    "created_at": "timestamptz",
}
_KEEP: Final = text(f"""
    insert into forgotten_messages ({", ".join(_COLUMNS)})
    select * from unnest({", ".join(f"cast(:{name} as {kind}[])" for name, kind in _COLUMNS.items())})
    on conflict do nothing
""")  # noqa: S608  # constants of this module


async def keep(connection: AsyncConnection, rows: Sequence[Forgotten]) -> None:
    """Keep messages, each row once. Needs the system role, as rows are of several organizations."""
    if rows:
        await connection.execute(_KEEP, arrays(rows, *_COLUMNS))


@dataclass(frozen=True, slots=True)
class Adopted:
    """The message that an attempt stands for instead of making a request. Where it is not the ``sole`` one
    that it may stand for, nobody knows what became of the attempt."""

    provider_id: str
    sole: bool
    status: ReceiptStatus
    error_code: int | None
    reason: FailureReason | None


# The oldest first, and each by one attempt. The attempt then is as it was when the message was asked for: at
# its time it is priced, by the hash of its text it is found, and the link in it leads here again.
_ADOPT: Final = text("""
    with found as materialized (
        select v.attempt_id, f.provider, f.provider_id, f.execution_id, f.user_id
          from unnest(cast(:users as uuid[]), cast(:attempts as uuid[])) as v(user_id, attempt_id)
          cross join lateral (
            select * from forgotten_messages o
             where o.org_id = :org and o.execution_id = :execution and o.user_id = v.user_id
               and o.channel = :channel and o.adopted_by is null
             order by o.created_at, o.provider_id limit 1 for update skip locked) f),
    adopted as (
        update forgotten_messages f set adopted_by = n.attempt_id from found n
         where (f.provider, f.provider_id, f.execution_id, f.user_id)
               = (n.provider, n.provider_id, n.execution_id, n.user_id) and f.adopted_by is null
        returning f.*),
    stood as (
        update attempts a
           set provider = d.provider, posted_at = d.created_at, body_hash = d.body_hash,
               link_hash = case when d.sole then d.link_hash else a.link_hash end
          from adopted d where a.id = d.adopted_by)
    select adopted_by, provider_id, sole, status, error_code, reason from adopted
""")


async def adopt(
    connection: AsyncConnection, org: UUID, execution: UUID, channel: str, attempts: Mapping[UUID, UUID]
) -> dict[UUID, Adopted]:
    """Let new attempts (user -> attempt) of an execution stand for messages that were forgotten. Returns
    those that do, by attempt."""
    found = await connection.execute(
        _ADOPT,
        {
            "org": org,
            "execution": execution,
            "channel": channel,
            "users": list(attempts),
            "attempts": list(attempts.values()),
        },
    )
    return {row.adopted_by: _adopted(row) for row in found}


def _adopted(row: Any) -> Adopted:
    reason = None if row.reason is None else FailureReason(row.reason)
    return Adopted(row.provider_id, row.sole, ReceiptStatus(row.status), row.error_code, reason)
