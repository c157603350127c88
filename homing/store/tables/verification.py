"""Texts about a number itself, and numbers that their users are confirming."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import moment, words


class AccountMessage(SQLModel, table=True):
    """A text about a number itself: a code, the notice of a change, a question for consent. Its id is that of
    the execution under which it is dispatched; ``what`` it says, about what (``subject``); it is pointless
    after ``until``. ``outcome``: how its dispatch ended, once it has."""

    __tablename__ = "account_messages"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id")
    user_id: UUID
    reachability_id: UUID
    what: str = words()
    locale: str | None = Field(default=None, sa_type=Text)
    subject: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = moment(now=True)
    until: datetime = moment(nullable=False)
    done_at: datetime | None = moment()
    outcome: str | None = Field(default=None, sa_type=Text)

    __table_args__ = (
        Index("account_messages_due", "created_at", "id", postgresql_where=text("done_at is null")),
        Index("account_messages_user", "org_id", "user_id"),
        Index(
            "account_messages_subject",
            "org_id",
            "subject",
            postgresql_where=text("subject is not null and done_at is null"),
        ),
    )


class Verification(SQLModel, table=True):
    """A number that its user is confirming: ``open``, then ``confirmed``, ``expired``, ``locked`` or
    ``cancelled``. ``code_hash`` is a keyed hash of the one code that counts, ``tries`` how often a wrong one
    was given, ``codes`` how many were asked for."""

    __tablename__ = "verifications"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id")
    user_id: UUID
    reachability_id: UUID
    hmac: bytes = Field(sa_type=LargeBinary)
    country: str = words()
    state: str = words("open")
    code_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    code_at: datetime | None = moment()
    tries: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    codes: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    locale: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = moment(now=True)
    expires_at: datetime = moment(nullable=False)
    closed_at: datetime | None = moment()
    told_at: datetime | None = moment()
    """When Temporal was told of it."""

    __table_args__ = (
        Index(
            "verifications_open", "org_id", "user_id", unique=True, postgresql_where=text("state = 'open'")
        ),
        Index("verifications_user", "org_id", "user_id", "created_at"),
        Index("verifications_country", "org_id", "country", "created_at"),
    )


class CodeRequest(SQLModel, table=True):
    """That a code was asked for: a row for each thing by which it is counted, a user, a number, an address
    and so on, as a keyed hash that names it to nobody."""

    __tablename__ = "code_requests"

    id: int = Field(default=None, sa_column=Column("id", BigInteger, Identity(always=True), primary_key=True))
    org_id: UUID = Field(foreign_key="organizations.id")
    key: bytes = Field(sa_type=LargeBinary)
    at: datetime = moment(now=True)

    __table_args__ = (
        Index("code_requests_key", "org_id", "key", "at"),
        Index("code_requests_at", "at"),
    )
