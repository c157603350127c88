"""Numbers and what is known of them: opt-outs, replies, health, and who is not to be heard or texted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Column, Identity, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import flag, micros, moment, words


class Number(SQLModel, table=True):
    """The row that a text and a STOP to one number both lock, whoever knows the number."""

    __tablename__ = "numbers"

    hmac: bytes = Field(primary_key=True, sa_type=LargeBinary)


class OptOut(SQLModel, table=True):
    """A number that may not be texted by anybody. Only the keyed hash is known of it."""

    __tablename__ = "opt_outs"

    hmac: bytes = Field(primary_key=True, sa_type=LargeBinary)
    source: str = words()
    at: datetime = moment(now=True)


class OptEvent(SQLModel, table=True):
    """A number was opted out or in again: by which words, when, and from where. Rows are only ever added.

    ``word`` is the word of the tables, ``rule`` what decided, ``sealed`` the words as they were written.
    ``sender`` is the number of ours that was written to, or that a refused text came from; ``org_id`` whose
    it is, or who recorded it, and ``actor`` by which hand. ``said_at``: when, where that is not when it was
    recorded. ``answer`` is what was answered, known a moment later.
    """

    __tablename__ = "opt_events"

    id: int = Field(default=None, sa_column=Column("id", BigInteger, Identity(always=True), primary_key=True))
    hmac: bytes = Field(sa_type=LargeBinary)
    kind: str = words()
    source: str = words()
    word: str | None = Field(default=None, sa_type=Text)
    provider: str | None = Field(default=None, sa_type=Text)
    provider_id: str | None = Field(default=None, sa_type=Text)
    rule: str | None = Field(default=None, sa_type=Text)
    sender: str | None = Field(default=None, sa_type=Text)
    org_id: UUID | None = None
    actor: str | None = Field(default=None, sa_type=Text)
    key_id: str | None = Field(default=None, sa_type=Text)
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    answer: str | None = Field(default=None, sa_type=Text)
    said_at: datetime | None = moment()
    at: datetime = moment(now=True)

    __table_args__ = (
        Index("opt_events_number", "hmac", "id"),
        Index("opt_events_org", "org_id", "id"),
        Index("opt_events_message", "provider", "provider_id"),
        Index(
            "opt_events_person",
            "hmac",
            "kind",
            "id",
            postgresql_where=text("source not in ('admin', 'api', 'import')"),
        ),
        Index(
            "opt_events_by_hand", "hmac", "id", postgresql_where=text("source in ('admin', 'api', 'import')")
        ),
    )


class InboundMessage(SQLModel, table=True):
    """A text from a handset, once however often the provider repeats it, and what it was answered.

    ``org_id`` is of the sender that it was written to, where there is one; ``kind`` what it was understood
    as, by which ``rule``; ``taken_as`` what its provider took it for, where that answers it;
    ``dispatch_id`` the latest text from that sender to the number, which it is taken to reply to. The body
    is encrypted, and so are the last digits of the number; ``words`` are keyed hashes of the body's words,
    and ``tail`` of the last digits, by which it is found.
    """

    __tablename__ = "inbound_messages"

    provider: str = Field(primary_key=True, sa_type=Text)
    provider_id: str = Field(primary_key=True, sa_type=Text)
    id: int = Field(default=None, sa_column=Column("id", BigInteger, Identity(always=True), nullable=False))
    org_id: UUID | None = Field(default=None, foreign_key="organizations.id")
    sender_id: UUID | None = None
    hmac: bytes = Field(sa_type=LargeBinary)
    kind: str = words()
    rule: str = words("")
    keyword: str | None = Field(default=None, sa_type=Text)
    taken_as: str | None = Field(default=None, sa_type=Text)
    language: str | None = Field(default=None, sa_type=Text)
    user_id: UUID | None = None
    execution_id: UUID | None = None
    step: str | None = Field(default=None, sa_type=Text)
    dispatch_id: UUID | None = None
    answer: str | None = Field(default=None, sa_type=Text)
    answer_segments: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    answer_micros: int = micros()
    """What the answer is estimated to cost, in micros of the organization's currency."""
    key_id: str = words()
    sealed: bytes = Field(sa_type=LargeBinary)
    sealed_digits: bytes | None = Field(default=None, sa_type=LargeBinary)
    tail: bytes | None = Field(default=None, sa_type=LargeBinary)
    words: list[int] = Field(
        default_factory=list,
        sa_column=Column("words", ARRAY(BigInteger), nullable=False, server_default="{}"),
    )
    at: datetime = moment(now=True)
    cleared_at: datetime | None = moment()
    """Since when the words are not kept any more."""

    __table_args__ = (
        Index("inbound_messages_age", "at", postgresql_using="brin"),
        Index("inbound_messages_held", "at", postgresql_where=text("cleared_at is null")),
        Index("inbound_messages_number", "hmac", "at"),
        Index("inbound_messages_latest", "org_id", "id"),
        Index("inbound_messages_at", "org_id", "at"),
        Index("inbound_messages_execution", "execution_id", "id"),
        Index("inbound_messages_user", "org_id", "user_id", "id"),
        Index("inbound_messages_tail", "org_id", "tail", "id"),
        Index("inbound_messages_words", "words", postgresql_using="gin"),
    )


class KeywordReply(SQLModel, table=True):
    """What an organization answers to a keyword in a language, and by which further words it is asked."""

    __tablename__ = "keyword_replies"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    keyword: str = Field(primary_key=True, sa_type=Text)
    language: str = Field(primary_key=True, sa_type=Text)
    body: str = words()
    changed_at: datetime = moment(now=True)
    words: list[str] = Field(
        default_factory=list, sa_column=Column("words", ARRAY(Text), nullable=False, server_default="{}")
    )


class DenyEntry(SQLModel, table=True):
    """A number that an organization does not hear (``inbound``) or text (``outbound``), and how often that
    has kept something away."""

    __tablename__ = "deny_entries"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    direction: str = Field(primary_key=True, sa_type=Text)
    hmac: bytes = Field(primary_key=True, sa_type=LargeBinary)
    id: UUID = Field(unique=True)
    key_id: str = words()
    sealed_digits: bytes = Field(sa_type=LargeBinary)
    sealed_note: bytes | None = Field(default=None, sa_type=LargeBinary)
    count: int = micros()
    last_at: datetime | None = moment()
    created_at: datetime = moment(now=True)

    __table_args__ = (Index("deny_entries_latest", "org_id", "direction", "created_at", "id"),)


class NumberHealth(SQLModel, table=True):
    """How a number does in an organization: hard failures in a row, and whether it is quarantined."""

    __tablename__ = "number_health"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    hmac: bytes = Field(primary_key=True, sa_type=LargeBinary)
    failures: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    quarantined: bool = flag(default=False)
    reason: str | None = Field(default=None, sa_type=Text)
    changed_at: datetime = moment(now=True)

    __table_args__ = (
        Index("number_health_quarantined", "org_id", "changed_at", postgresql_where=text("quarantined")),
    )


class NumberEvent(SQLModel, table=True):
    """What happened to the health of a number in an organization. Rows are only ever added; of one attempt
    each kind is told once."""

    __tablename__ = "number_events"

    id: int = Field(default=None, sa_column=Column("id", BigInteger, Identity(always=True), primary_key=True))
    org_id: UUID
    hmac: bytes = Field(sa_type=LargeBinary)
    user_id: UUID | None = None
    kind: str = words()
    reason: str | None = Field(default=None, sa_type=Text)
    attempt_id: UUID | None = None
    actor: str | None = Field(default=None, sa_type=Text)
    at: datetime = moment(now=True)

    __table_args__ = (
        Index("number_events_age", "at", postgresql_using="brin"),
        Index("number_events_number", "org_id", "hmac", "id"),
        Index(
            "number_events_attempt",
            "attempt_id",
            "kind",
            unique=True,
            postgresql_where=text("attempt_id is not null"),
        ),
    )


class EventCursor(SQLModel, table=True):
    """How far an organization's admins were told of opt-outs and opt-ins, by ``webhook`` and by ``mail``, of
    which each address has its own, by its keyed hash."""

    __tablename__ = "event_cursors"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    way: str = Field(primary_key=True, sa_type=Text)
    address_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    """Empty for a webhook."""
    last_id: int = micros()
    failures: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    problem: str | None = Field(default=None, sa_type=Text)
    next_at: datetime = moment(now=True)


class ParityDifference(SQLModel, table=True):
    """Something in which the registry and the provider differ about a number and a sender. ``kind`` is
    explained in docs/operations.md; ``org_id`` whose sender it is; ``said_at`` when the word was said that
    the provider lists and nobody took in."""

    __tablename__ = "parity_differences"

    org_id: UUID = Field(primary_key=True)
    hmac: bytes = Field(primary_key=True, sa_type=LargeBinary)
    sender: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    detail: str | None = Field(default=None, sa_type=Text)
    said_at: datetime | None = moment()
    first_at: datetime = moment(now=True)
    last_at: datetime = moment(now=True)
    resolved_at: datetime | None = moment()


class ParityRun(SQLModel, table=True):
    """A comparison of the registry with the provider: how many numbers, and how many differences."""

    __tablename__ = "parity_runs"

    id: int = Field(default=None, sa_column=Column("id", BigInteger, Identity(always=True), primary_key=True))
    begun_at: datetime = moment(now=True)
    ended_at: datetime | None = moment()
    numbers: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    differences: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
