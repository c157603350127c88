"""Who may open a user's own page, and who has."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import moment, words


class SessionIssuer(SQLModel, table=True):
    """Whose word the organization takes for who its users are: the tokens of ``issuer`` for ``audience``,
    checked with a shared secret, a public key or a key set at an address, which stands in ``sealed``.
    ``subject``: whether tokens name users by their id or by their external id."""

    __tablename__ = "session_issuers"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id")
    name: str = words()
    kind: str = words()
    issuer: str = words()
    audience: str = words()
    subject: str = words()
    key_id: str = words()
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = moment(now=True)

    __table_args__ = (Index("session_issuers_org", "org_id", "id"),)


class ProfileSession(SQLModel, table=True):
    """A user at their own page, known by the keyed hash of a cookie. ``link_id``: of the link that was opened
    for it, which opens nothing again; ``language``: the one that they chose there."""

    __tablename__ = "profile_sessions"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id")
    user_id: UUID
    hash: bytes = Field(sa_type=LargeBinary)
    link_id: UUID | None = None
    language: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = moment(now=True)
    expires_at: datetime = moment(nullable=False)

    __table_args__ = (
        ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        Index("profile_sessions_hash", "hash", unique=True),
        Index(
            "profile_sessions_link",
            "org_id",
            "link_id",
            unique=True,
            postgresql_where=text("link_id is not null"),
        ),
        Index("profile_sessions_user", "org_id", "user_id"),
    )
