"""Texts from handsets: to whom they were written, what was answered, and what is kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.keywords import Handling
from homing.domain.optouts import BY_HAND
from homing.domain.senders import SenderKind
from homing.store.involved import EXECUTIONS_OF


@dataclass(frozen=True, slots=True)
class LatestText:
    """The latest text from a sender to a number, which a reply is taken to reply to."""

    org_id: UUID
    user_id: UUID
    execution_id: UUID
    step: str
    dispatch_id: UUID
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whose sender a text was written to. ``languages``: those that the organization's messages are written
    in; none listed: all. ``senders``: of all organizations with this number; ``latest`` came from it."""

    org_id: UUID
    sender_id: UUID
    kind: SenderKind
    handling: Handling
    product_name: str
    support_contact: str | None
    locale: str
    languages: list[str]
    currency: str
    senders: tuple[UUID, ...] = ()
    latest: LatestText | None = None


_SENDERS: Final = text("""
    select o.id as org_id, s.id as sender_id, s.kind, s.provider_handles_keywords as handling,
           o.product_name, o.support_contact, o.locale, o.languages, o.currency
      from senders s join organizations o on o.id = s.org_id
     where s.channel = 'sms' and s.number = :to
     order by exists (select 1 from reachabilities h
                       where h.hmac = :hmac and h.org_id = o.id and h.ended_at is null) desc,
              o.created_at, o.id
""")
# By way of the number's users, former ones too, whose texts are replied to all the same, and of their
# executions, since dispatches are many and found by no number.
_LATEST: Final = text(f"""
    select d.org_id, d.user_id, d.execution_id, d.step, d.id as dispatch_id, a.posted_at
      from reachabilities h
      join lateral ({EXECUTIONS_OF.format(org="h.org_id", user="h.user_id")}) e on true
      join dispatches d on d.execution_id = e.execution_id and d.user_id = h.user_id
      join attempts a on a.dispatch_id = d.id
     where h.hmac = :hmac and d.identifier_hmac = :hmac and a.sender_id = any(cast(:senders as uuid[]))
       and a.posted_at <= coalesce(cast(:at as timestamptz), 'infinity')
     order by a.posted_at desc, a.seq desc limit 1
""")  # noqa: S608  # constants


async def find_addressee(
    connection: AsyncConnection, to: str, hmac: bytes, at: datetime | None = None
) -> Addressee | None:
    """Who answers at a number: of several organizations that send from it the one that texted the writer
    last (before ``at``, None: now), else the one whose person the writer is, else the oldest; None where it
    is nobody's. Needs the system role."""
    found = (await connection.execute(_SENDERS, {"to": to, "hmac": hmac})).mappings().all()
    if not found:
        return None
    senders = tuple(row["sender_id"] for row in found)
    last = (
        (await connection.execute(_LATEST, {"hmac": hmac, "senders": senders, "at": at})).mappings().first()
    )
    latest = None if last is None else LatestText(**last)
    texted = (row for row in found if latest is not None and row["org_id"] == latest.org_id)
    row = next(texted, found[0])
    own = {"kind": SenderKind(row["kind"]), "handling": Handling(row["handling"])}
    return Addressee(**{**row, **own}, senders=senders, latest=latest)


_WRITTEN_TO: Final = text(
    "select distinct number from senders where channel = 'sms' and number ~ '^[+]?[0-9]+$' order by number"
)


async def read_written_to(connection: AsyncConnection) -> list[str]:
    """The numbers that texts come from, and so may be written to, of all organizations. Needs the system
    role."""
    return list((await connection.execute(_WRITTEN_TO)).scalars())


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose number a text came from: ``locale`` where all whose it is have the same, ``user_id`` where it is
    one person's."""

    locale: str | None
    user_id: UUID | None


_WRITERS: Final = text("""
    select distinct u.id, coalesce(u.locale, o.locale) as locale
      from reachabilities h
      join users u on u.org_id = h.org_id and u.id = h.user_id
      join organizations o on o.id = h.org_id
     where h.hmac = :hmac and h.ended_at is null
       and (cast(:org as uuid) is null or h.org_id = cast(:org as uuid))
""")


async def read_writer(connection: AsyncConnection, hmac: bytes, org: UUID | None) -> Writer:
    """Whose number it is, in one organization or in all. Needs the system role."""
    people = (await connection.execute(_WRITERS, {"hmac": hmac, "org": org})).all()
    locales, users = {row.locale for row in people}, {row.id for row in people}
    return Writer(
        locales.pop() if len(locales) == 1 else None,
        users.pop() if org is not None and len(users) == 1 else None,
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """How a number stands with a sender.

    ``blocked``: the provider lets nothing through from the sender until it takes a START. ``confirmed``: the
    last thing that the number was sent is the confirmation of its STOP, not a day ago. ``by_hand``: the last
    that is known of the number is an opt-out that an organization recorded. ``deny_listed``: the sender's
    organization does not text it.
    """

    opted_out: bool
    blocked: bool
    confirmed: bool
    by_hand: bool
    deny_listed: bool


_IS_ERASED: Final = text("""
    select exists (select 1 from users where org_id = :org and id = :user and erased_at is not null)
""")


async def of_those_there(connection: AsyncConnection, addressee: Addressee | None) -> Addressee | None:
    """The same without the text that is replied to, where whoever it went to has been erased since it was
    found: nothing is kept of them again. The number is held, as by whoever erases. Needs the system role."""
    if addressee is None or addressee.latest is None:
        return addressee
    whose = {"org": addressee.latest.org_id, "user": addressee.latest.user_id}
    erased = (await connection.execute(_IS_ERASED, whose)).scalar_one()
    return replace(addressee, latest=None) if erased else addressee


_BELIEVED: Final = ("provider",)
_HEARD_LATER: Final = ("listing", "reconcile")
# What the provider took itself it also lifts itself. A refusal of the provider's tells the same; of what was
# learned later, by a list, it is not known how the provider took it.
_EXCHANGE: Final = text("""
    select exists (select 1 from opt_outs where hmac = :hmac) as opted_out,
           coalesce((select i.taken_as = 'stop' from inbound_messages i
                      where i.hmac = :hmac and i.sender_id = any(cast(:senders as uuid[]))
                        and i.taken_as in ('stop', 'start')
                      order by i.id desc limit 1), false)
           or coalesce(e.kind = 'opted_out' and e.source = any(cast(:sources as text[]))
                       and coalesce(e.sender, :to) = :to, false) as blocked,
           coalesce((select i.kind = 'stop' and i.answer is not null and i.at > now() - interval '24 hours'
                            and i.at > coalesce(cast(:posted as timestamptz), '-infinity')
                       from inbound_messages i
                      where i.hmac = :hmac and i.sender_id = any(cast(:senders as uuid[]))
                        and (i.answer is not null or i.taken_as is not null)
                      order by i.id desc limit 1), false) as confirmed,
           coalesce(e.kind = 'opted_out' and e.source = any(cast(:by_hand as text[])), false) as by_hand,
           exists (select 1 from deny_entries d where d.hmac = :hmac and d.org_id = cast(:org as uuid)
                                                  and d.direction = 'outbound') as deny_listed
      from (select 1) one
      left join lateral (select kind, source, sender from opt_events
                          where hmac = :hmac order by id desc limit 1) e on true
""")


async def read_exchange(
    connection: AsyncConnection, hmac: bytes, to: str, addressee: Addressee | None
) -> Exchange:
    """How a number, which is held, stands with the sender that it wrote to. Needs the system role."""
    blocks = addressee is not None and (
        addressee.handling is not Handling.NONE or addressee.kind is SenderKind.TOLL_FREE
    )
    latest = None if addressee is None else addressee.latest
    asked = {
        "hmac": hmac,
        "to": to,
        "senders": () if addressee is None else addressee.senders,
        "sources": (*_BELIEVED, *_HEARD_LATER) if blocks else _BELIEVED,
        "by_hand": BY_HAND,
        "org": None if addressee is None else addressee.org_id,
        "posted": None if latest is None else latest.posted_at,
    }
    return Exchange(*(await connection.execute(_EXCHANGE, asked)).one())


@dataclass(frozen=True, slots=True)
class NewInbound:
    """A text from a handset. ``kind`` what it was understood as; ``answer`` None: it was answered nothing;
    else with its price, estimated in micros; ``at`` None: now. The rest is as in
    ``homing.store.tables.replies``."""

    provider: str
    provider_id: str
    org_id: UUID | None
    sender_id: UUID | None
    hmac: bytes = field(repr=False)
    kind: str
    answer: str | None = field(repr=False)
    key_id: str
    sealed: bytes = field(repr=False)
    rule: str = ""
    keyword: str | None = None
    taken_as: str | None = None
    language: str | None = None
    user_id: UUID | None = None
    execution_id: UUID | None = None
    step: str | None = None
    dispatch_id: UUID | None = None
    answer_segments: int = 0
    answer_micros: int = 0
    sealed_digits: bytes | None = field(default=None, repr=False)
    tail: bytes | None = field(default=None, repr=False)
    words: Sequence[int] = field(default=(), repr=False)
    at: datetime | None = None


_COLUMNS: Final = tuple(NewInbound.__slots__)
_WRITE: Final = text(f"""
    insert into inbound_messages ({", ".join(_COLUMNS)})
    values ({", ".join(f":{name}" for name in _COLUMNS if name != "at")},
            coalesce(cast(:at as timestamptz), now()))
    on conflict (provider, provider_id) do nothing
""")  # noqa: S608  # constants


async def write_inbound(connection: AsyncConnection, new: NewInbound) -> None:
    """Keep a text; one that is there already stays as it is. Needs the system role."""
    await connection.execute(_WRITE, {name: getattr(new, name) for name in _COLUMNS})


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


_KNOWN: Final = text("""
    select provider_id from inbound_messages
     where provider = :provider and provider_id = any(cast(:listed as text[]))
""")


async def read_known(connection: AsyncConnection, provider: str, listed: Sequence[str]) -> set[str]:
    """Those of a provider's messages that were taken in. Needs the system role."""
    found = await connection.execute(_KNOWN, {"provider": provider, "listed": list(listed)})
    return set(found.scalars())
