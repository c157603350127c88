"""Tenants, their people, numbers, senders and prices."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    Time,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import flag, micros, moment, words


class Organization(SQLModel, table=True):
    """A tenant. Times of day, days of the cap and national numbers are understood by its settings."""

    __tablename__ = "organizations"

    id: UUID = Field(primary_key=True)
    name: str = words()
    product_name: str = words()
    link_domain: str = words()
    locale: str = words("en")
    region: str | None = Field(default=None, sa_type=Text)
    time_zone: str = words("UTC")
    currency: str = words("USD")
    show_title: bool = flag(default=True)
    suspended: bool = flag(default=False)
    default_sender_id: UUID | None = None
    quiet_from: time | None = Field(default=None, sa_type=Time)
    """Quiet hours are each day from here until ``quiet_until``, in the recipient's own time zone."""
    quiet_until: time | None = Field(default=None, sa_type=Time)
    support_contact: str | None = Field(default=None, sa_type=Text)
    """Whom an answer to HELP names."""
    languages: list[str] = Field(
        default_factory=list,
        sa_column=Column("languages", ARRAY(Text), nullable=False, server_default="{}"),
    )
    """Those that its messages are written in; none listed: all that there are."""
    answers_daily_micros: int = micros(2_000_000)
    """What answers to replies may cost a day, apart from the caps; those that are owed are sent beyond it."""
    events_url: str | None = Field(default=None, sa_type=Text)
    """Where opt-outs and opt-ins are posted to."""
    sealed_events_mail: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Whom opt-outs and opt-ins are mailed to: addresses, one a line, encrypted together."""
    events_mail_hashes: list[bytes] = Field(
        default_factory=list,
        sa_column=Column("events_mail_hashes", ARRAY(LargeBinary), nullable=False, server_default="{}"),
    )
    """Keyed hashes of those addresses."""
    retention: dict[str, int] = Field(
        default_factory=dict, sa_column=Column("retention", JSONB, nullable=False, server_default="{}")
    )
    """Days for which its data is kept, by kind, where that is not as the installation has it."""
    directory_vouches: bool = flag(default=False)
    """Whether a number that was another user's counts at once for whoever the directory says it is now."""
    double_opt_in: bool = flag(default=False)
    """Whether a consent to texts counts only once the user's handset has answered YES."""
    code_countries: list[str] | None = Field(
        default=None, sa_column=Column("code_countries", ARRAY(Text), nullable=True)
    )
    """Where codes that confirm a number may be sent; null: its region, and where it has senders."""
    codes_daily: int = Field(default=1000, sa_column_kwargs={"server_default": text("1000")})
    """How many of them a day."""
    created_at: datetime = moment(now=True)


class OrgChannel(SQLModel, table=True):
    """A channel of an organization: on or off, and its daily cap where it is metered."""

    __tablename__ = "org_channels"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    channel: str = Field(primary_key=True, sa_type=Text)
    enabled: bool = flag(default=False)
    disabled_reason: str | None = Field(default=None, sa_type=Text)
    enabled_at: datetime | None = moment()
    """When it was last switched on by hand: what failed of messages of before says nothing of it since."""
    daily_cap_micros: int = micros()
    ledger_reported: int = micros()
    """The height that Temporal knew of when the ledger was found to be behind it. Above what is accepted: the
    channel can't be switched on through the API."""
    ledger_accepted: int = micros()
    """The height up to which that is settled: by a reconciliation, or by an operator's own hand."""


class User(SQLModel, table=True):
    """A person of an organization, known outside of this table by the id alone. Their name and what the
    organization calls them are encrypted, as ``Vault.seal`` does it."""

    __tablename__ = "users"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    id: UUID = Field(primary_key=True)
    sealed_external_id: bytes | None = Field(default=None, sa_type=LargeBinary)
    external_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    """A keyed hash of the organization's own id for the user, by which they are found."""
    sealed_first_name: bytes | None = Field(default=None, sa_type=LargeBinary)
    locale: str | None = Field(default=None, sa_type=Text)
    country: str | None = Field(default=None, sa_type=Text)
    time_zone: str | None = Field(default=None, sa_type=Text)
    manager_id: UUID | None = None
    active: bool = flag(default=True)
    deactivated_at: datetime | None = moment()
    """When the user was last deactivated: what let them in before lets nobody in any more."""
    channels_off: list[str] = Field(
        default_factory=list,
        sa_column=Column("channels_off", ARRAY(Text), nullable=False, server_default="{}"),
    )
    erased_at: datetime | None = moment()
    """Since when there is nobody behind the id any more."""
    classes_off: list[str] = Field(
        default_factory=list,
        sa_column=Column("classes_off", ARRAY(Text), nullable=False, server_default="{}"),
    )
    """Classes of messages that the user does not want on a channel (``homing.domain.consents.switch_of``)."""
    quiet_from: time | None = Field(default=None, sa_type=Time)
    """Quiet hours of the user's own, besides those of the organization."""
    quiet_until: time | None = Field(default=None, sa_type=Time)
    created_at: datetime = moment(now=True)

    __table_args__ = (
        Index("users_external", "org_id", "external_hash", unique=True),
        Index("users_manager", "org_id", "manager_id", postgresql_where=text("manager_id is not null")),
    )


class Group(SQLModel, table=True):
    """A set of users that can be an audience or be told of an escalation."""

    __tablename__ = "groups"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    id: UUID = Field(primary_key=True)
    external_id: str | None = Field(default=None, sa_type=Text)
    name: str = words()

    __table_args__ = (Index("groups_external", "org_id", "external_id", unique=True),)


class GroupMember(SQLModel, table=True):
    """A user in a group."""

    __tablename__ = "group_members"

    org_id: UUID = Field(primary_key=True)
    group_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["org_id", "group_id"], ["groups.org_id", "groups.id"]),
        ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        Index("group_members_user", "org_id", "user_id"),
    )


class UserRole(SQLModel, table=True):
    """A role that a user has, by the directory's name for it."""

    __tablename__ = "user_roles"

    org_id: UUID = Field(primary_key=True)
    role: str = Field(primary_key=True, sa_type=Text)
    user_id: UUID = Field(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        Index("user_roles_user", "org_id", "user_id"),
    )


class Reachability(SQLModel, table=True):
    """The identifier by which a channel reaches a user, with its source and state. The value and the raw
    input are encrypted; ``hmac`` finds it."""

    __tablename__ = "reachabilities"

    id: UUID = Field(primary_key=True)
    org_id: UUID
    user_id: UUID
    kind: str = words()
    source: str = words()
    state: str = words()
    country: str | None = Field(default=None, sa_type=Text)
    hmac: bytes = Field(sa_type=LargeBinary)
    key_id: str = words()
    sealed: bytes = Field(sa_type=LargeBinary)
    sealed_raw: bytes = Field(sa_type=LargeBinary)
    tail: bytes | None = Field(default=None, sa_type=LargeBinary)
    """A keyed hash of a number's last four digits, by which an admin looks for it."""
    created_at: datetime = moment(now=True)
    confirmed_at: datetime | None = moment()
    """When its user confirmed it with a code."""
    verified_at: datetime | None = moment()
    """Since when it has counted as theirs: None, it never has."""
    ended_at: datetime | None = moment()
    """Since when it is theirs no more: ``state`` is then ``removed`` or ``superseded``."""

    __table_args__ = (
        ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        Index(
            "reachabilities_user",
            "org_id",
            "user_id",
            "kind",
            "source",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index(
            "reachabilities_ended",
            "org_id",
            "user_id",
            "ended_at",
            postgresql_where=text("ended_at is not null"),
        ),
        Index("reachabilities_hmac", "hmac"),
        Index("reachabilities_age", "created_at", postgresql_using="brin"),
        Index("reachabilities_raw", "created_at", postgresql_where=text("sealed_raw <> sealed")),
        Index("reachabilities_tail", "org_id", "tail"),
    )


class ApiKey(SQLModel, table=True):
    """A key of an organization; only its hash is kept, and ``hint``, its first characters. One with the
    scope ``self`` is a user's."""

    __tablename__ = "api_keys"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id", index=True)
    name: str = words()
    hint: str = words()
    hash: bytes = Field(sa_type=LargeBinary, unique=True)
    scopes: list[str] = Field(sa_column=Column("scopes", ARRAY(Text), nullable=False))
    user_id: UUID | None = None
    created_at: datetime = moment(now=True)
    expires_at: datetime | None = moment()
    revoked_at: datetime | None = moment()
    used_at: datetime | None = moment()


class IdempotencyKey(SQLModel, table=True):
    """A request that creates, under the key that its caller gave it: the id of what it ``makes``, and what it
    was answered (encrypted; None: it is under way until ``until``)."""

    __tablename__ = "idempotency_keys"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    key: str = Field(primary_key=True, sa_type=Text)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    makes: UUID
    until: datetime = moment(nullable=False)
    status: int | None = None
    key_id: str | None = Field(default=None, sa_type=Text)
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = moment(now=True)

    __table_args__ = (Index("idempotency_keys_created", "created_at"),)


class Sender(SQLModel, table=True):
    """A number (or name) that texts come from. Whoever answers it answers the organization."""

    __tablename__ = "senders"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id", index=True)
    channel: str = words("sms")
    country: str = words()
    kind: str = words("long_code")
    number: str = words()
    capabilities: list[str] = Field(
        default_factory=list,
        sa_column=Column("capabilities", ARRAY(Text), nullable=False, server_default="{}"),
    )
    segments_per_second: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    active: bool = flag(default=True)
    provider_handles_keywords: str = words("none")
    """Whether STOP and the like are answered at the provider: ``none``, ``default`` or ``advanced``."""

    __table_args__ = (
        Index("senders_number", "org_id", "channel", "number", unique=True),
        Index("senders_written_to", "number"),
    )


class EstimatedPrice(SQLModel, table=True):
    """What one segment to a country costs at most, fees included, over its carriers."""

    __tablename__ = "estimated_prices"

    channel: str = Field(primary_key=True, sa_type=Text)
    country: str = Field(primary_key=True, sa_type=Text)
    currency: str = Field(primary_key=True, sa_type=Text)
    micros: int = micros()


class CountryBlock(SQLModel, table=True):
    """A country that an organization's texts don't go to, and since when and why."""

    __tablename__ = "country_blocks"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    channel: str = Field(primary_key=True, sa_type=Text)
    country: str = Field(primary_key=True, sa_type=Text)
    reason: str = words()
    at: datetime = moment(now=True)


class AdminAlert(SQLModel, table=True):
    """Something an admin must know: one row a day for each kind, with how often it happened."""

    __tablename__ = "admin_alerts"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    kind: str = Field(primary_key=True, sa_type=Text)
    channel: str = Field(primary_key=True, sa_type=Text)
    day: date = Field(primary_key=True)
    count: int = micros(1)
    detail: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column("detail", JSONB, nullable=False, server_default="{}")
    )
    first_at: datetime = moment(now=True)
    last_at: datetime = moment(now=True)
