"""The kinds of columns that the tables are made of."""

from typing import Any, Final

from sqlalchemy import BigInteger, DateTime, Text, text
from sqlmodel import Field

NOW: Final = text("now()")


def moment(*, nullable: bool = True, now: bool = False) -> Any:
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


def words(default: str | None = None) -> Any:
    if default is None:
        return Field(sa_type=Text)
    return Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": default})


def micros(default: int = 0) -> Any:
    return Field(default=default, sa_type=BigInteger, sa_column_kwargs={"server_default": text(str(default))})


def flag(*, default: bool) -> Any:
    return Field(default=default, sa_column_kwargs={"server_default": text(str(default).lower())})
