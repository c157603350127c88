"""Caps, dispatches, attempts, receipts, events and inboxes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import flag, micros, moment, words


class CostCap(SQLModel, table=True):
    """One organization's budget on one metered channel for one of its local days."""

    __tablename__ = "cost_caps"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    channel: str = Field(primary_key=True, sa_type=Text)
    period: date = Field(primary_key=True)
    cap: int = micros()
    reserved: int = micros()
    spent: int = micros()
    closed: bool = flag(default=False)


class Dispatch(SQLModel, table=True):
    """The attempt to notify one user on one channel for one occurrence of one step of one execution.

    The ledger's tables name their parents without foreign keys: rows come in sets made from rows of the
    parent under its lock, and a key would lock every parent's row once more for each.
    """

    __tablename__ = "dispatches"

    id: UUID = Field(primary_key=True)
    org_id: UUID
    execution_id: UUID
    step: str = words()
    occurrence: int
    cohort: int
    position: int
    user_id: UUID
    channel: str = words()
    state: str = words()
    reason: str | None = Field(default=None, sa_type=Text)
    due_at: datetime | None = moment()
    """While held: when it is decided anew. While posting: the end of its lease."""
    reachability_id: UUID | None = None
    identifier_source: str | None = Field(default=None, sa_type=Text)
    identifier_state: str | None = Field(default=None, sa_type=Text)
    identifier_hmac: bytes | None = Field(default=None, sa_type=LargeBinary)
    country: str | None = Field(default=None, sa_type=Text)
    sender_id: UUID | None = None
    period: date | None = None
    reserved: int = micros()
    cost: int | None = Field(default=None, sa_type=BigInteger)
    segments: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    attempt_id: UUID | None = None
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    created_at: datetime = moment(now=True)
    changed_at: datetime = moment(now=True)

    __table_args__ = (
        Index("dispatches_step", "execution_id", "step", "occurrence", "cohort", "channel", "position"),
        Index("dispatches_user", "execution_id", "user_id"),
        Index("dispatches_history", "org_id", "created_at", "id"),
        Index("dispatches_execution", "execution_id", "created_at", "id"),
        Index(
            "dispatches_open",
            "execution_id",
            postgresql_where=text("state in ('reserved', 'held', 'posting', 'unknown')"),
        ),
        # So few at any time that whoever waits for them may read them all.
        Index("dispatches_posting", "identifier_hmac", postgresql_where=text("state = 'posting'")),
        Index(
            "dispatches_capped",
            "org_id",
            "channel",
            "period",
            "changed_at",
            "id",
            postgresql_where=text("state = 'skipped' and reason = 'cap_exhausted'"),
        ),
        Index(
            "dispatches_pumped",
            "changed_at",
            postgresql_where=text("state = 'not_delivered' and reason = 'pumping'"),
        ),
        Index(
            "dispatches_blocked",
            "identifier_hmac",
            postgresql_where=text("reason in ('opted_out_at_provider', 'blocked')"),
        ),
    )


class Attempt(SQLModel, table=True):
    """One request at a provider for one dispatch. ``seq`` counts them all: the ledger's height."""

    __tablename__ = "attempts"

    id: UUID = Field(primary_key=True)
    seq: int = Field(default=None, sa_column=Column("seq", BigInteger, Identity(always=True), nullable=False))
    org_id: UUID
    dispatch_id: UUID = Field(index=True)
    provider: str = words()
    sender_id: UUID | None = None
    state: str = words("posting")
    estimate: int = micros()
    """What was reserved for it, in micros of the organization's currency."""
    provider_id: str | None = Field(default=None, sa_type=Text)
    detail: str | None = Field(default=None, sa_type=Text)
    error_code: int | None = None
    receipt_rank: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    body_hash: bytes = Field(sa_type=LargeBinary)
    link_hash: bytes = Field(sa_type=LargeBinary)
    price: int | None = Field(default=None, sa_type=BigInteger)
    price_currency: str | None = Field(default=None, sa_type=Text)
    priced_at: datetime | None = moment()
    posted_at: datetime = moment(now=True)
    settled_at: datetime | None = moment()
    asked_at: datetime | None = moment()
    """When the provider was last asked what became of it, or what it cost."""
    clicked_at: datetime | None = moment()
    """When its link was first opened."""
    recipient_key_id: str | None = Field(default=None, sa_type=Text)
    recipient_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """The number that it went to, while the provider may have to be asked for it: until it has a price."""

    __table_args__ = (
        Index("attempts_provider", "provider", "provider_id", unique=True),
        Index("attempts_link", "link_hash", unique=True),
        Index("attempts_unpriced", "posted_at", postgresql_where=text("priced_at is null")),
        Index("attempts_seq", "org_id", "seq"),
        Index("attempts_posted", "posted_at", postgresql_using="brin"),
        Index("attempts_recipients", "posted_at", postgresql_where=text("recipient_sealed is not null")),
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
    at: datetime = moment(now=True)

    __table_args__ = (Index("receipts_age", "at", postgresql_using="brin"),)


class ForgottenMessage(SQLModel, table=True):
    """A message that the provider lists and a restored ledger has forgotten, for each execution that it may
    have been of: it stands in for the next one there, which adopts it instead of being sent.

    ``sole``: there is no other row of the message, so it certainly was of this execution and user.
    """

    __tablename__ = "forgotten_messages"

    provider: str = Field(primary_key=True, sa_type=Text)
    provider_id: str = Field(primary_key=True, sa_type=Text)
    execution_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    org_id: UUID
    channel: str = words()
    status: str = words()
    error_code: int | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    body_hash: bytes = Field(sa_type=LargeBinary)
    link_hash: bytes = Field(sa_type=LargeBinary)
    sole: bool
    created_at: datetime = moment(nullable=False)
    """When the provider took it."""
    adopted_by: UUID | None = None

    __table_args__ = (
        Index(
            "forgotten_messages_open",
            "execution_id",
            "user_id",
            "channel",
            "created_at",
            postgresql_where=text("adopted_by is null"),
        ),
    )


class ChannelEvent(SQLModel, table=True):
    """What happened to a dispatch. Rows are only ever added."""

    __tablename__ = "channel_events"

    id: int = Field(default=None, sa_column=Column("id", BigInteger, Identity(always=True), primary_key=True))
    org_id: UUID
    execution_id: UUID
    dispatch_id: UUID
    user_id: UUID
    step: str = words()
    channel: str = words()
    kind: str = words()
    reason: str | None = Field(default=None, sa_type=Text)
    contract_reason: str | None = Field(default=None, sa_type=Text)
    cost_micros: int | None = Field(default=None, sa_type=BigInteger)
    at: datetime = moment(now=True)

    __table_args__ = (
        Index("channel_events_dispatch", "dispatch_id"),
        Index("channel_events_age", "at", postgresql_using="brin"),
        Index("channel_events_execution", "execution_id", "id"),
    )


class InAppItem(SQLModel, table=True):
    """An entry of a user's inbox in the product."""

    __tablename__ = "in_app_items"

    dispatch_id: UUID = Field(primary_key=True)
    org_id: UUID
    user_id: UUID
    execution_id: UUID
    sealed_body: bytes = Field(sa_type=LargeBinary)
    may_act: bool = flag(default=True)
    created_at: datetime = moment(now=True)
    withdrawn_at: datetime | None = moment()
    opened_at: datetime | None = moment()
    """When its user first looked into the inbox."""

    __table_args__ = (
        Index("in_app_items_user", "org_id", "user_id"),
        Index("in_app_items_age", "created_at", postgresql_using="brin"),
    )
