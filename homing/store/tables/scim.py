"""What a directory says of its users and groups."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Column, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import moment, words

_AT_ONCE: Final[dict[str, Any]] = {"postgresql_using": "gin", "postgresql_with": {"fastupdate": "off"}}


def _hashes(name: str) -> Any:
    return Field(
        default_factory=list,
        sa_column=Column(name, ARRAY(LargeBinary), nullable=False, server_default="{}"),
    )


class ScimResource(SQLModel, table=True):
    """A user or a group as its directory sent it, encrypted; its id is that of the row in ``users`` or
    ``groups`` that follows from it. Who is in a group stands in ``group_members`` alone.

    ``version`` grows with each change, and is never that of a former resource of the same id. ``terms`` are
    keyed hashes of what it is found by, ``manager_terms`` of what it calls its manager by. ``faults``: what
    of it can't be used, by the field, and why.
    """

    __tablename__ = "scim_resources"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    id: UUID = Field(primary_key=True)
    kind: str = words()
    version: int = Field(sa_type=BigInteger)
    user_name_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    terms: list[bytes] = _hashes("terms")
    manager_terms: list[bytes] = _hashes("manager_terms")
    faults: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column("faults", JSONB, nullable=False, server_default="{}")
    )
    key_id: str = words()
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = moment(now=True)
    modified_at: datetime = moment(now=True)

    __table_args__ = (
        Index("scim_resources_created", "org_id", "kind", "created_at", "id"),
        Index("scim_resources_user_name", "org_id", "user_name_hash", unique=True),
        Index("scim_resources_terms", "terms", **_AT_ONCE),
        Index("scim_resources_managers", "manager_terms", **_AT_ONCE),
        Index("scim_resources_faults", "org_id", "id", postgresql_where=text("faults <> '{}'::jsonb")),
    )
