"""The tables. Statements that move many rows are written as SQL in the repositories; these classes are the
schema's one description, from which migrations are made and against which they are checked."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

NOW: Final = text("now()")


def _at(*, nullable: bool = True, now: bool = False) -> Any:
    """A time with its zone; ``now`` lets the database fill it in."""
    if now:
        return Field(
            default=None,
            sa_type=DateTime(timezone=True),
            nullable=False,
            sa_column_kwargs={"server_default": NOW},
        )
    if nullable:
        return Field(default=None, sa_type=DateTime(timezone=True), nullable=True)
    return Field(sa_type=DateTime(timezone=True), nullable=False)


def _text(default: str | None = None) -> Any:
    if default is None:
        return Field(sa_type=Text)
    return Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": default})


def _micros(default: int = 0) -> Any:
    return Field(default=default, sa_type=BigInteger, sa_column_kwargs={"server_default": text(str(default))})


def _flag(*, default: bool) -> Any:
    return Field(default=default, sa_column_kwargs={"server_default": text(str(default).lower())})


class Organization(SQLModel, table=True):
    """A tenant. Times of day, days of the cap and national numbers are understood by its settings."""

    __tablename__ = "organizations"

    id: UUID = Field(primary_key=True)
    name: str = _text()
    product_name: str = _text()
    link_domain: str = _text()
    locale: str = _text("en")
    region: str | None = Field(default=None, sa_type=Text)
    time_zone: str = _text("UTC")
    currency: str = _text("USD")
    show_title: bool = _flag(default=True)
    suspended: bool = _flag(default=False)
    default_sender_id: UUID | None = None
    created_at: datetime = _at(now=True)


class OrgChannel(SQLModel, table=True):
    """A channel of an organization: on or off, and its daily cap where it is metered."""

    __tablename__ = "org_channels"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    channel: str = Field(primary_key=True, sa_type=Text)
    enabled: bool = _flag(default=False)
    disabled_reason: str | None = Field(default=None, sa_type=Text)
    daily_cap_micros: int = _micros()
    ledger_reported: int = _micros()
    """The height that Temporal knew of when the ledger was found to be behind it."""
    ledger_accepted: int = _micros()
    """The height up to which an admin, by switching the channel on again, has taken that for settled."""


class User(SQLModel, table=True):
    """A person of an organization, known outside of this table by the id alone."""

    __tablename__ = "users"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    id: UUID = Field(primary_key=True)
    external_id: str | None = Field(default=None, sa_type=Text)
    first_name: str | None = Field(default=None, sa_type=Text)
    locale: str | None = Field(default=None, sa_type=Text)
    country: str | None = Field(default=None, sa_type=Text)
    time_zone: str | None = Field(default=None, sa_type=Text)
    active: bool = _flag(default=True)
    channels_off: list[str] = Field(
        default_factory=list,
        sa_column=Column("channels_off", ARRAY(Text), nullable=False, server_default="{}"),
    )
    created_at: datetime = _at(now=True)

    __table_args__ = (Index("users_external", "org_id", "external_id", unique=True),)


class Reachability(SQLModel, table=True):
    """The identifier by which a channel reaches a user, with its source and state. The value and the raw
    input are encrypted; ``hmac`` finds it."""

    __tablename__ = "reachabilities"

    id: UUID = Field(primary_key=True)
    org_id: UUID
    user_id: UUID
    kind: str = _text()
    source: str = _text()
    state: str = _text()
    country: str | None = Field(default=None, sa_type=Text)
    hmac: bytes = Field(sa_type=LargeBinary)
    key_id: str = _text()
    sealed: bytes = Field(sa_type=LargeBinary)
    sealed_raw: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = _at(now=True)

    __table_args__ = (
        ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        Index("reachabilities_user", "org_id", "user_id", "kind", "source", unique=True),
        Index("reachabilities_hmac", "hmac"),
    )


class Number(SQLModel, table=True):
    """The row that a text and a STOP to one number both lock, whoever knows the number."""

    __tablename__ = "numbers"

    hmac: bytes = Field(primary_key=True, sa_type=LargeBinary)


class OptOut(SQLModel, table=True):
    """A number that may not be texted by anybody. Only the keyed hash is known of it."""

    __tablename__ = "opt_outs"

    hmac: bytes = Field(primary_key=True, sa_type=LargeBinary)
    source: str = _text()
    at: datetime = _at(now=True)


class Campaign(SQLModel, table=True):
    """A title, a target and an audience."""

    __tablename__ = "campaigns"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id", index=True)
    title: str = _text()
    target_url: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = _at(now=True)


class Execution(SQLModel, table=True):
    """One run of a campaign."""

    __tablename__ = "executions"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id", index=True)
    campaign_id: UUID = Field(foreign_key="campaigns.id")
    state: str = _text("running")
    created_at: datetime = _at(now=True)
    ended_at: datetime | None = _at()


class Recipient(SQLModel, table=True):
    """A user in an execution, at a dense position within a cohort."""

    __tablename__ = "recipients"

    org_id: UUID
    execution_id: UUID = Field(primary_key=True, foreign_key="executions.id")
    user_id: UUID = Field(primary_key=True)
    cohort: int
    position: int
    acted_at: datetime | None = _at()
    removed_at: datetime | None = _at()

    __table_args__ = (
        ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        Index("recipients_position", "execution_id", "cohort", "position", unique=True),
        Index("recipients_user", "org_id", "user_id"),
    )


class Sender(SQLModel, table=True):
    """A number (or name) that texts come from. Whoever answers it answers the organization."""

    __tablename__ = "senders"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id", index=True)
    channel: str = _text("sms")
    country: str = _text()
    kind: str = _text("long_code")
    number: str = _text()
    capabilities: list[str] = Field(
        default_factory=list,
        sa_column=Column("capabilities", ARRAY(Text), nullable=False, server_default="{}"),
    )
    segments_per_second: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    active: bool = _flag(default=True)

    __table_args__ = (Index("senders_number", "org_id", "channel", "number", unique=True),)


class EstimatedPrice(SQLModel, table=True):
    """What one segment to a country costs at most, fees included, over its carriers."""

    __tablename__ = "estimated_prices"

    channel: str = Field(primary_key=True, sa_type=Text)
    country: str = Field(primary_key=True, sa_type=Text)
    currency: str = Field(primary_key=True, sa_type=Text)
    micros: int = _micros()


class CountryBlock(SQLModel, table=True):
    """A country that an organization's texts don't go to, and since when and why."""

    __tablename__ = "country_blocks"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    channel: str = Field(primary_key=True, sa_type=Text)
    country: str = Field(primary_key=True, sa_type=Text)
    reason: str = _text()
    at: datetime = _at(now=True)


class CostCap(SQLModel, table=True):
    """One organization's budget on one metered channel for one of its local days."""

    __tablename__ = "cost_caps"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    channel: str = Field(primary_key=True, sa_type=Text)
    period: date = Field(primary_key=True)
    cap: int = _micros()
    reserved: int = _micros()
    spent: int = _micros()
    closed: bool = _flag(default=False)


class Dispatch(SQLModel, table=True):
    """The attempt to notify one user on one channel for one occurrence of one step of one execution.

    The ledger's tables name their parents without foreign keys: rows come in sets made from rows of the
    parent under its lock, and a key would lock every parent's row once more for each.
    """

    __tablename__ = "dispatches"

    id: UUID = Field(primary_key=True)
    org_id: UUID
    execution_id: UUID
    step: str = _text()
    occurrence: int
    cohort: int
    position: int
    user_id: UUID
    channel: str = _text()
    state: str = _text()
    reason: str | None = Field(default=None, sa_type=Text)
    due_at: datetime | None = _at()
    """While held: when it is decided anew. While posting: the end of its lease."""
    reachability_id: UUID | None = None
    identifier_source: str | None = Field(default=None, sa_type=Text)
    identifier_hmac: bytes | None = Field(default=None, sa_type=LargeBinary)
    country: str | None = Field(default=None, sa_type=Text)
    sender_id: UUID | None = None
    period: date | None = None
    reserved: int = _micros()
    cost: int | None = Field(default=None, sa_type=BigInteger)
    segments: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    attempt_id: UUID | None = None
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    created_at: datetime = _at(now=True)
    changed_at: datetime = _at(now=True)

    __table_args__ = (
        Index("dispatches_step", "execution_id", "step", "occurrence", "cohort", "channel", "position"),
        Index(
            "dispatches_open",
            "execution_id",
            postgresql_where=text("state in ('reserved', 'held', 'posting', 'unknown')"),
        ),
    )


class Attempt(SQLModel, table=True):
    """One request at a provider for one dispatch. ``seq`` counts them all: the ledger's height."""

    __tablename__ = "attempts"

    id: UUID = Field(primary_key=True)
    seq: int = Field(default=None, sa_column=Column("seq", BigInteger, Identity(always=True), nullable=False))
    org_id: UUID
    dispatch_id: UUID = Field(index=True)
    provider: str = _text()
    sender_id: UUID | None = None
    state: str = _text("posting")
    estimate: int = _micros()
    """What was reserved for it, in micros of the organization's currency."""
    provider_id: str | None = Field(default=None, sa_type=Text)
    detail: str | None = Field(default=None, sa_type=Text)
    error_code: int | None = None
    receipt_rank: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    body_hash: bytes = Field(sa_type=LargeBinary)
    link_hash: bytes = Field(sa_type=LargeBinary)
    price: int | None = Field(default=None, sa_type=BigInteger)
    price_currency: str | None = Field(default=None, sa_type=Text)
    priced_at: datetime | None = _at()
    posted_at: datetime = _at(now=True)
    settled_at: datetime | None = _at()
    asked_at: datetime | None = _at()
    """When the provider was last asked what became of it, or what it cost."""

    __table_args__ = (
        Index("attempts_provider", "provider", "provider_id", unique=True),
        Index("attempts_link", "link_hash", unique=True),
        Index("attempts_unpriced", "posted_at", postgresql_where=text("priced_at is null")),
        Index("attempts_seq", "org_id", "seq"),
    )


class Receipt(SQLModel, table=True):
    """A provider's report, kept once however often it is repeated."""

    __tablename__ = "receipts"

    provider: str = Field(primary_key=True, sa_type=Text)
    provider_id: str = Field(primary_key=True, sa_type=Text)
    status: str = Field(primary_key=True, sa_type=Text)
    org_id: UUID
    attempt_id: UUID
    error_code: int | None = None
    at: datetime = _at(now=True)


class ChannelEvent(SQLModel, table=True):
    """What happened to a dispatch. Rows are only ever added."""

    __tablename__ = "channel_events"

    id: int = Field(default=None, sa_column=Column("id", BigInteger, Identity(always=True), primary_key=True))
    org_id: UUID
    execution_id: UUID
    dispatch_id: UUID
    user_id: UUID
    step: str = _text()
    channel: str = _text()
    kind: str = _text()
    reason: str | None = Field(default=None, sa_type=Text)
    contract_reason: str | None = Field(default=None, sa_type=Text)
    cost_micros: int | None = Field(default=None, sa_type=BigInteger)
    at: datetime = _at(now=True)

    __table_args__ = (Index("channel_events_dispatch", "dispatch_id"),)


class InAppItem(SQLModel, table=True):
    """An entry of a user's inbox in the product."""

    __tablename__ = "in_app_items"

    dispatch_id: UUID = Field(primary_key=True)
    org_id: UUID
    user_id: UUID
    execution_id: UUID
    body: str = _text()
    created_at: datetime = _at(now=True)
    withdrawn_at: datetime | None = _at()

    __table_args__ = (Index("in_app_items_user", "org_id", "user_id"),)


class AdminAlert(SQLModel, table=True):
    """Something an admin must know: one row a day for each kind, with how often it happened."""

    __tablename__ = "admin_alerts"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    kind: str = Field(primary_key=True, sa_type=Text)
    channel: str = Field(primary_key=True, sa_type=Text)
    day: date = Field(primary_key=True)
    count: int = _micros(1)
    detail: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column("detail", JSONB, nullable=False, server_default="{}")
    )
    first_at: datetime = _at(now=True)
    last_at: datetime = _at(now=True)


TENANT_TABLES: Final[tuple[str, ...]] = (
    "org_channels",
    "users",
    "reachabilities",
    "campaigns",
    "executions",
    "recipients",
    "senders",
    "country_blocks",
    "cost_caps",
    "dispatches",
    "attempts",
    "receipts",
    "channel_events",
    "in_app_items",
    "admin_alerts",
)
"""Bound to one organization by ``org_id``; ``organizations`` is by its ``id``."""

GLOBAL_TABLES: Final[tuple[str, ...]] = ("numbers", "opt_outs", "estimated_prices")
"""Of no organization: they hold keyed hashes and price lists."""

APPEND_ONLY: Final[tuple[str, ...]] = ("channel_events", "receipts")

metadata: Final = SQLModel.metadata
