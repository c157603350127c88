"""What the admins of an organization see and set: its wording, channels, senders, spend and alerts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.answers import check_product
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.languages import LANGUAGES
from homing.domain.schedule import check_zone
from homing.domain.text import check_text
from homing.store import answering, event_cursors
from homing.store.event_cursors import Ends
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organization as its admins know it."""

    id: UUID
    name: str
    product_name: str
    link_domain: str
    show_title: bool
    locale: str
    languages: list[str]
    region: str | None
    time_zone: str
    currency: str
    support_contact: str | None
    quiet_from: time | None
    quiet_until: time | None
    default_sender_id: UUID | None
    answers_daily_micros: int
    events_url: str | None = field(repr=False)
    events_mail: list[str] = field(repr=False)
    directory_vouches: bool
    double_opt_in: bool
    suspended: bool


_COLUMNS: Final = tuple(
    "sealed_events_mail" if name == "events_mail" else name for name in OrganizationRow.__slots__
)
_READ: Final = text(f"select {', '.join(_COLUMNS)} from organizations where id = :org")  # noqa: S608  # constants
_LOCK: Final = text(f"{_READ.text} for update")


async def read_organization(connection: AsyncConnection, org: UUID, vault: Vault) -> OrganizationRow:
    """Raises NotFoundError."""
    return OrganizationRow(**await _read(connection, _READ, org, vault))


_IS_THERE: Final = text("select 1 from organizations where id = :org")


async def check_organization(connection: AsyncConnection, org: UUID) -> None:
    """Raises NotFoundError."""
    if (await connection.execute(_IS_THERE, {"org": org})).first() is None:
        raise NotFoundError("organization")


async def _read(connection: AsyncConnection, query: TextClause, org: UUID, vault: Vault) -> dict[str, Any]:
    row = (await connection.execute(query, {"org": org})).mappings().first()
    if row is None:
        raise NotFoundError("organization")
    known = dict(row)
    sealed = known.pop("sealed_events_mail")
    return {**known, "events_mail": event_cursors.read_addresses(vault, sealed)}


CHANGEABLE: Final = frozenset(OrganizationRow.__slots__) - {"id", "currency", "suspended"}
"""Not the currency: caps, prices and what was spent are in it."""
_WRITTEN: Final = sorted(CHANGEABLE - {"events_mail"} | {"sealed_events_mail", "events_mail_hashes"})
_CHANGE: Final = text(f"""
    update organizations set {", ".join(f"{name} = :{name}" for name in _WRITTEN)} where id = :org
""")  # noqa: S608  # constants


async def change_organization(
    connection: AsyncConnection, org: UUID, vault: Vault, changes: Mapping[str, Any]
) -> OrganizationRow:
    """Change what is named, of ``CHANGEABLE``, and nothing else.

    Raises TextRefused for a public link shortener, RefusedError for a product's name that names nobody,
    quiet hours that are incomplete, a time zone or a language that there is none of, and NotFoundError for a
    sender that is nobody's here.
    """
    row = await _read(connection, _LOCK, org, vault)
    wanted = {**row, **{name: changes[name] for name in CHANGEABLE & set(changes)}}
    if wanted["product_name"] != row["product_name"]:
        check_product(wanted["product_name"])
    check_text(wanted["product_name"], wanted["link_domain"])
    check_zone(wanted["time_zone"])
    if (wanted["quiet_from"] is None) != (wanted["quiet_until"] is None):
        raise RefusedError("quiet_hours_incomplete")
    if not {wanted["locale"], *wanted["languages"]} <= set(LANGUAGES):
        raise RefusedError("language_unknown")
    if wanted["default_sender_id"] is not None:
        await _check_sender(connection, org, wanted["default_sender_id"])
    addresses = {
        "sealed_events_mail": event_cursors.seal_addresses(vault, wanted["events_mail"]),
        "events_mail_hashes": [vault.hash_identifier(one) for one in wanted["events_mail"]],
    }
    await connection.execute(_CHANGE, {**wanted, **addresses, "org": org})
    await answering.adopt_allowance(connection, org)
    before, after = [Ends(one["events_url"], one["events_mail"]) for one in (row, wanted)]
    await event_cursors.begin(connection, org, vault, before, after)
    return await read_organization(connection, org, vault)


_SENDER: Final = text("select 1 from senders where org_id = :org and id = :sender")


async def _check_sender(connection: AsyncConnection, org: UUID, sender: UUID) -> None:
    if (await connection.execute(_SENDER, {"org": org, "sender": sender})).first() is None:
        raise NotFoundError("sender")


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel of an organization; ``disabled_reason`` where it went off by itself."""

    channel: str
    enabled: bool
    disabled_reason: str | None
    daily_cap_micros: int


_CHANNELS: Final = text("""
    select channel, enabled, disabled_reason, daily_cap_micros from org_channels
     where org_id = :org order by channel
""")


async def read_channels(connection: AsyncConnection, org: UUID) -> list[ChannelRow]:
    """The channels that were ever set up."""
    return [ChannelRow(*row) for row in await connection.execute(_CHANNELS, {"org": org})]


@dataclass(frozen=True, slots=True)
class SenderListed:
    """A sender, and who answers keywords that are written to it."""

    id: UUID
    country: str
    number: str
    kind: str
    capabilities: list[str]
    segments_per_second: int
    active: bool
    provider_handles_keywords: str


_SENDER_COLUMNS: Final = ", ".join(SenderListed.__slots__)
_SENDERS: Final = text(f"""
    select {_SENDER_COLUMNS} from senders
     where org_id = :org and id > cast(:after as uuid) order by id limit :limit
""")  # noqa: S608  # constants


async def list_senders(connection: AsyncConnection, org: UUID, after: UUID, limit: int) -> list[SenderListed]:
    """The organization's senders, by id."""
    found = await connection.execute(_SENDERS, {"org": org, "after": after, "limit": limit})
    return [SenderListed(*row) for row in found]


_FIND_SENDER: Final = text(f"""
    select {_SENDER_COLUMNS} from senders where org_id = :org and channel = 'sms' and number = :number
""")  # noqa: S608  # constants


async def find_sender(connection: AsyncConnection, org: UUID, number: str) -> SenderListed:
    """The sender of a number. Raises NotFoundError."""
    row = (await connection.execute(_FIND_SENDER, {"org": org, "number": number})).first()
    if row is None:
        raise NotFoundError("sender")
    return SenderListed(*row)


# Names are names in capitals or not; numbers are the same in either.
_HOLD_NUMBER: Final = text(
    "select pg_advisory_xact_lock(hashtextextended('sender/' || lower(cast(:number as text)), 0))"
)
_TAKEN: Final = text("""
    select bool_or(org_id <> :org) and not bool_or(org_id = :org) from senders
     where channel = 'sms' and lower(number) = lower(cast(:number as text))
""")


async def take_number(connection: AsyncConnection, org: UUID, number: str) -> None:
    """Hold a sender's number until the transaction ends, so that of two organizations one gets it. Needs the
    system role. Raises RefusedError ``sender_taken`` where it is another's, in use or not, and not this
    one's as well."""
    await connection.execute(_HOLD_NUMBER, {"number": number})
    if (await connection.execute(_TAKEN, {"org": org, "number": number})).scalar_one():
        raise RefusedError("sender_taken")


_CHANGE_SENDER: Final = text(f"""
    update senders set active = coalesce(:active, active),
           provider_handles_keywords = coalesce(:keywords, provider_handles_keywords),
           segments_per_second = coalesce(:rate, segments_per_second)
     where org_id = :org and id = :sender
    returning {_SENDER_COLUMNS}
""")  # noqa: S608  # constants


async def change_sender(
    connection: AsyncConnection,
    org: UUID,
    sender: UUID,
    *,
    active: bool | None = None,
    keywords: str | None = None,
    rate: int | None = None,
) -> SenderListed:
    """Change what is not None. Raises NotFoundError."""
    changes = {"active": active, "keywords": keywords, "rate": rate}
    row = (await connection.execute(_CHANGE_SENDER, {"org": org, "sender": sender, **changes})).first()
    if row is None:
        raise NotFoundError("sender")
    return SenderListed(*row)


@dataclass(frozen=True, slots=True)
class SpendRow:
    """A day's budget on a channel, in micros of the organization's currency. ``closed``: a price was above
    its reservation, and nothing more is admitted that day."""

    period: date
    channel: str
    cap: int
    reserved: int
    spent: int
    closed: bool


_SPEND: Final = text("""
    select period, channel, cap, reserved, spent, closed from cost_caps
     where org_id = :org and (period, channel) < (cast(:period as date), cast(:channel as text))
     order by period desc, channel desc limit :limit
""")


async def list_spend(
    connection: AsyncConnection, org: UUID, before: tuple[date, str], limit: int
) -> list[SpendRow]:
    """Days and channels before one, the latest first."""
    key = {"org": org, "period": before[0], "channel": before[1], "limit": limit}
    return [SpendRow(*row) for row in await connection.execute(_SPEND, key)]


@dataclass(frozen=True, slots=True)
class AlertRow:
    """What an admin must know of a day, how often it happened, and with which senders, if of any."""

    day: date
    kind: str
    channel: str
    count: int
    first_at: datetime
    last_at: datetime
    senders: list[str]


_ALERTS: Final = text("""
    select day, kind, channel, count, first_at, last_at,
           array(select key from jsonb_each_text(detail) where value = 'sender' order by key)
      from admin_alerts
     where org_id = :org
       and (day, kind, channel) < (cast(:day as date), cast(:kind as text), cast(:channel as text))
     order by day desc, kind desc, channel desc limit :limit
""")


async def list_alerts(
    connection: AsyncConnection, org: UUID, before: tuple[date, str, str], limit: int
) -> list[AlertRow]:
    """Alerts before one, the latest day first."""
    day, kind, channel = before
    key = {"org": org, "day": day, "kind": kind, "channel": channel, "limit": limit}
    return [AlertRow(*row) for row in await connection.execute(_ALERTS, key)]
