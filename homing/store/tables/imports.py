"""Files of people and consents that are being loaded, and the reports on them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import micros, moment, words


def _count() -> int:
    count: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    return count


class Import(SQLModel, table=True):
    """A file that is loaded in the background. ``kind`` of what it is, ``source`` of the identifiers in it,
    ``state`` an ``ImportState``, ``actor`` the key that handed it in.

    ``line``: up to here its rows are loaded, and counted; ``rows_done_at``: since when all are, and only
    managers are still looked for. ``refused``: why the file as a whole was, and at which ``column``.
    """

    __tablename__ = "imports"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id")
    kind: str = words()
    source: str = words()
    state: str = words("receiving")
    actor: str | None = Field(default=None, sa_type=Text)
    bytes: int = micros()
    pieces: int = _count()
    line: int = _count()
    created: int = _count()
    updated: int = _count()
    refused_rows: int = _count()
    faults: int = _count()
    refused: str | None = Field(default=None, sa_type=Text)
    refused_column: int | None = None
    created_at: datetime = moment(now=True)
    touched_at: datetime = moment(now=True)
    rows_done_at: datetime | None = moment()
    done_at: datetime | None = moment()
    cleared_at: datetime | None = moment()
    """Since when nothing of the file itself is kept."""

    __table_args__ = (
        Index("imports_org", "org_id", "created_at", "id"),
        Index("imports_uncleared", "created_at", "id", postgresql_where=text("cleared_at is null")),
    )


class ImportPiece(SQLModel, table=True):
    """A piece of a file, encrypted: its bytes as the text in Latin-1 that they would be. It goes once the
    file is loaded."""

    __tablename__ = "import_pieces"

    import_id: UUID = Field(primary_key=True, foreign_key="imports.id")
    number: int = Field(primary_key=True)
    org_id: UUID
    key_id: str = words()
    sealed: bytes = Field(sa_type=LargeBinary)


class ImportedUser(SQLModel, table=True):
    """A user whom a file has named, so that it names nobody twice, with a manager who had not come yet. It
    goes once the file is loaded."""

    __tablename__ = "imported_users"

    org_id: UUID = Field(primary_key=True)
    import_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    line: int
    key_id: str | None = Field(default=None, sa_type=Text)
    sealed_manager: bytes | None = Field(default=None, sa_type=LargeBinary)

    __table_args__ = (
        Index(
            "imported_users_waiting",
            "import_id",
            "user_id",
            postgresql_where=text("sealed_manager is not null"),
        ),
    )


class ImportFault(SQLModel, table=True):
    """Something in a file that was not taken, or was taken otherwise than it says: nothing of what stands
    there, but the line, the column and a reason. ``loaded``: the rest of its row was."""

    __tablename__ = "import_faults"

    import_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    org_id: UUID
    field: str = words()
    reason: str = words()
    loaded: bool
