"""Consents: the facts, which are only ever added, and how each stands by them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.consents import ConsentKind, ConsentSource, ConsentState, KnownConsent
from homing.domain.people import IdentifierSource
from homing.domain.strategy import MessageClass
from homing.domain.traits import IdentifierKind
from homing.store.people import hold_users
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """What somebody said about messages of a class on a channel.

    ``shown`` is the text that was shown to them, in ``language``; ``words`` what they answered to it.
    ``at``: when they said it, None: now (a file names the time, lest it undo what was said since).
    ``actor``: by which key it is recorded. ``identifier``: of which kind the channel's is, whose keyed hash
    is kept with the fact. ``message_id`` and ``until``: of what is ``ASKED``, the text that asks, and how
    long its answer counts.
    """

    user_id: UUID
    message_class: MessageClass
    channel: str
    kind: ConsentKind
    source: ConsentSource
    shown: str | None = field(default=None, repr=False)
    words: str | None = field(default=None, repr=False)
    language: str | None = None
    actor: str | None = None
    form_id: UUID | None = None
    form_version: int | None = None
    at: datetime | None = None
    identifier: IdentifierKind | None = IdentifierKind.PHONE
    message_id: UUID | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SealedConsent:
    """A consent as it is kept."""

    user_id: UUID
    message_class: str
    channel: str
    kind: str
    source: str
    language: str | None
    actor: str | None
    form_id: UUID | None
    form_version: int | None
    said_at: datetime | None
    identifier: str | None
    message_id: UUID | None
    until: datetime | None
    sealed_text: bytes | None = field(repr=False)
    sealed_words: bytes | None = field(repr=False)


def seal_consent(vault: Vault, new: NewConsent) -> SealedConsent:
    """Encrypt what was shown and said."""
    return SealedConsent(
        user_id=new.user_id,
        message_class=new.message_class.value,
        channel=new.channel,
        kind=new.kind.value,
        source=new.source.value,
        language=new.language,
        actor=new.actor,
        form_id=new.form_id,
        form_version=new.form_version,
        said_at=new.at,
        identifier=None if new.identifier is None else new.identifier.value,
        message_id=new.message_id,
        until=new.until,
        sealed_text=vault.seal(new.shown),
        sealed_words=vault.seal(new.words),
    )


_TYPES: Final = {
    "user_id": "uuid",
    "message_class": "text",
    "channel": "text",
    "kind": "text",
    "source": "text",
    "language": "text",
    "actor": "text",
    "form_id": "uuid",
    "form_version": "int",
    "said_at": "timestamptz",
    "identifier": "text",
    "message_id": "uuid",
    "until": "timestamptz",
    "sealed_text": "bytea",
    "sealed_words": "bytea",
}
"""Of ``SealedConsent``."""
_GIVEN: Final = ", ".join(f"cast(:{name} as {type_}[])" for name, type_ in _TYPES.items())
_APART: Final = frozenset({"said_at", "identifier", "message_id", "until"})
_KEPT: Final = tuple(name for name in _TYPES if name not in _APART)
_KEY: Final = "user_id, message_class, channel"
# What was said last stands, whenever it comes to be recorded (``homing.domain.consents.deciding``). The clock
# is read under the users' locks: what comes later was said later, too.
_WRITE: Final = text(f"""
    with given as materialized (
        select * from unnest({_GIVEN}) with ordinality as v({", ".join(_TYPES)}, n)),
    written as (
        insert into consent_events (org_id, {", ".join(_KEPT)}, hmac, said_at)
        select :org, {", ".join(f"v.{name}" for name in _KEPT)}, i.hmac, least(v.said_at, clock.now)
          from given v
          cross join (select clock_timestamp() as now) clock
          left join lateral (
                select hmac from reachabilities r
                 where r.org_id = :org and r.user_id = v.user_id and r.kind = v.identifier
                   and r.ended_at is null
                 order by array_position(cast(:sources as text[]), r.source), r.created_at desc limit 1) i
                 on true
         order by v.n
        returning id, {_KEY}, kind, said_at),
    latest as (
        select distinct on ({_KEY}) * from written
         order by {_KEY}, said_at desc, kind = 'withdrawn' desc, id desc),
    asked as (
        select distinct on ({_KEY}) {_KEY}, message_id, until from given where kind = 'asked'
         order by {_KEY}, n desc)
    insert into consents (org_id, {_KEY}, state, event_id, said_at, message_id, until)
    select :org, l.user_id, l.message_class, l.channel,
           case l.kind when 'asked' then 'pending' else l.kind end, l.id, l.said_at,
           case when l.kind = 'asked' then a.message_id end, case when l.kind = 'asked' then a.until end
      from latest l left join asked a using ({_KEY})
     order by l.user_id, l.message_class, l.channel
    on conflict (org_id, {_KEY}) do update
       set state = excluded.state, event_id = excluded.event_id, said_at = excluded.said_at,
           message_id = excluded.message_id, until = excluded.until
     where (excluded.said_at, excluded.state = 'withdrawn', excluded.event_id)
           > (consents.said_at, consents.state = 'withdrawn', consents.event_id)
    returning user_id, state
""")  # noqa: S608  # constants


# A question that was not sent yet is pointless once its user has withdrawn.
_UNASK: Final = text("""
    update account_messages m set until = least(m.until, now())
     where m.org_id = :org and m.user_id = any(cast(:users as uuid[])) and m.what = 'consent'
       and m.done_at is null
       and not exists (select 1 from consents c
                        where c.org_id = m.org_id and c.message_id = m.id and c.state = 'pending')
""")


async def write_consents(connection: AsyncConnection, org: UUID, rows: Sequence[SealedConsent]) -> set[UUID]:
    """Record what people said, in the order given, holding their rows.

    Returns those whose consent is withdrawn now: whoever records that waits for them after the commit
    (``homing.dispatching.withdraw.wait_for_users``). Raises NotFoundError for a stranger.
    """
    if not rows:
        return set()
    await hold_users(connection, org, {row.user_id for row in rows})
    columns = {name: [getattr(row, name) for row in rows] for name in _TYPES}
    asked = {**columns, "org": org, "sources": [source.value for source in IdentifierSource]}
    found = await connection.execute(_WRITE, asked)
    withdrawn = {row.user_id for row in found if row.state == ConsentState.WITHDRAWN}
    if withdrawn:
        await connection.execute(_UNASK, {"org": org, "users": sorted(withdrawn)})
    return withdrawn


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """How a consent stands, and what decides it. ``until``: while it is pending, how long a YES counts."""

    message_class: MessageClass
    channel: str
    state: ConsentState
    source: ConsentSource
    said_at: datetime
    recorded_at: datetime
    language: str | None
    shown: str | None = field(repr=False)
    form_id: UUID | None
    form_version: int | None
    until: datetime | None


_STANDING: Final = text("""
    select c.message_class, c.channel, c.state, e.source, e.said_at, e.at as recorded_at, e.language,
           e.form_id, e.form_version, c.until, e.sealed_text
      from consents c join consent_events e on e.id = c.event_id and e.org_id = c.org_id
     where c.org_id = :org and c.user_id = :user order by c.message_class, c.channel
""")


async def read_consents(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> list[ConsentRow]:
    """How a user's consents stand; what nothing was ever said of is not among them."""
    found = await connection.execute(_STANDING, {"org": org, "user": user})
    return [
        ConsentRow(
            MessageClass(row.message_class),
            row.channel,
            ConsentState(row.state),
            ConsentSource(row.source),
            row.said_at,
            row.recorded_at,
            row.language,
            vault.open(row.sealed_text),
            row.form_id,
            row.form_version,
            row.until,
        )
        for row in found
    ]


_EVENT: Final = """
    select id, user_id, message_class, channel, kind, source, said_at, at as recorded_at, language, form_id,
           form_version, actor, sealed_text, sealed_words from consent_events where org_id = :org
"""
_LIST: Final = text(f"""
    {_EVENT} and id < :before and (cast(:user as uuid) is null or user_id = :user)
     order by id desc limit :limit
""")  # constants
_OF_NUMBER: Final = text(f"{_EVENT} and hmac = :hmac order by id")  # constants


async def list_consent_events(  # whose, and which of them
    connection: AsyncConnection, org: UUID, vault: Vault, *, user: UUID | None, before: int, limit: int
) -> list[KnownConsent]:
    """The facts before one, of a user or of everybody, the latest first."""
    asked = {"org": org, "user": user, "before": before, "limit": limit}
    return [_event(vault, row) for row in await connection.execute(_LIST, asked)]


async def read_consents_of_number(
    connection: AsyncConnection, org: UUID, vault: Vault, hmac: bytes
) -> list[KnownConsent]:
    """Everything that users of an organization said while a number was theirs, in the order in which it was
    recorded."""
    found = await connection.execute(_OF_NUMBER, {"org": org, "hmac": hmac})
    return [_event(vault, row) for row in found]


def _event(vault: Vault, row: Row[Any]) -> KnownConsent:
    return KnownConsent(
        row.id,
        row.user_id,
        MessageClass(row.message_class),
        row.channel,
        ConsentKind(row.kind),
        ConsentSource(row.source),
        row.said_at,
        row.recorded_at,
        row.language,
        vault.open(row.sealed_text),
        vault.open(row.sealed_words),
        row.form_id,
        row.form_version,
        row.actor,
    )
