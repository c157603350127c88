"""Who was erased, and how far data has been encrypted anew."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import micros, moment, words


class Erasure(SQLModel, table=True):
    """A user of whom everything personal is, or is to be, deleted: by which hand and when."""

    __tablename__ = "erasures"

    org_id: UUID = Field(primary_key=True, foreign_key="organizations.id")
    user_id: UUID = Field(primary_key=True)
    actor: str = words()
    asked_at: datetime = moment(now=True)
    erased_at: datetime | None = moment()

    __table_args__ = (Index("erasures_open", "asked_at", postgresql_where=text("erased_at is null")),)


class Resealing(SQLModel, table=True):
    """How far a table has been looked through for what is encrypted under other keys than ``key_id``, which
    is current: past the row whose primary key is ``after``."""

    __tablename__ = "resealings"

    table_name: str = Field(primary_key=True, sa_type=Text)
    key_id: str = Field(primary_key=True, sa_type=Text)
    after: list[str] | None = Field(default=None, sa_column=Column("after", ARRAY(Text)))
    looked_at: int = micros()
    resealed: int = micros()
    begun_at: datetime = moment(now=True)
    done_at: datetime | None = moment()
