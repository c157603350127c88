"""Who consented to what, when, and by which words; and the forms on which people do."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import moment, words


class ConsentEvent(SQLModel, table=True):
    """A consent was given, asked for, or withdrawn. Rows are only ever added by the application.

    ``kind`` is a ``ConsentKind``, ``source`` a ``ConsentSource``. ``sealed_text`` is the text that was shown,
    ``sealed_words`` what was answered to it; ``hmac`` the number that was the user's then; ``form_id`` and
    ``form_version`` on which form it was given, ``actor`` by which key. ``said_at``: when, as far as it is
    known better than by ``at``, when it was recorded.
    """

    __tablename__ = "consent_events"

    id: int = Field(default=None, sa_column=Column("id", BigInteger, Identity(always=True), primary_key=True))
    org_id: UUID
    user_id: UUID
    message_class: str = words()
    channel: str = words()
    kind: str = words()
    source: str = words()
    language: str | None = Field(default=None, sa_type=Text)
    actor: str | None = Field(default=None, sa_type=Text)
    form_id: UUID | None = None
    form_version: int | None = None
    hmac: bytes | None = Field(default=None, sa_type=LargeBinary)
    sealed_text: bytes | None = Field(default=None, sa_type=LargeBinary)
    sealed_words: bytes | None = Field(default=None, sa_type=LargeBinary)
    said_at: datetime = moment(nullable=False)
    at: datetime = moment(now=True)

    __table_args__ = (
        ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        Index("consent_events_latest", "org_id", "id"),
        Index("consent_events_user", "org_id", "user_id", "id"),
        Index("consent_events_number", "org_id", "hmac", "id", postgresql_where=text("hmac is not null")),
    )


class Consent(SQLModel, table=True):
    """How a user's consent stands, as it follows from the facts: that of ``event_id`` decides.

    ``state`` is a ``ConsentState``; while it is ``pending``, ``message_id`` is the text that asks, and a YES
    to it counts until ``until``.
    """

    __tablename__ = "consents"

    org_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    message_class: str = Field(primary_key=True, sa_type=Text)
    channel: str = Field(primary_key=True, sa_type=Text)
    state: str = words()
    event_id: int = Field(sa_type=BigInteger)
    said_at: datetime = moment(nullable=False)
    message_id: UUID | None = None
    until: datetime | None = moment()

    __table_args__ = (
        ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        Index("consents_pending", "message_id", unique=True, postgresql_where=text("state = 'pending'")),
    )


class ConsentForm(SQLModel, table=True):
    """A page on which users consent to a class of messages on a channel. ``frames``: the origins of the pages
    that may show it within themselves; ``version`` is that of the texts it shows now."""

    __tablename__ = "consent_forms"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id", index=True)
    name: str = words()
    message_class: str = words()
    channel: str = words()
    frames: list[str] = Field(
        default_factory=list, sa_column=Column("frames", ARRAY(Text), nullable=False, server_default="{}")
    )
    version: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    created_at: datetime = moment(now=True)
    ended_at: datetime | None = moment()


class ConsentFormText(SQLModel, table=True):
    """What a version of a form says in a language. It never changes; another wording is another version."""

    __tablename__ = "consent_form_texts"

    form_id: UUID = Field(primary_key=True, foreign_key="consent_forms.id")
    version: int = Field(primary_key=True)
    language: str = Field(primary_key=True, sa_type=Text)
    org_id: UUID
    body: str = words()
    created_at: datetime = moment(now=True)
