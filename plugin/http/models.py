"""The shapes of requests and answers: camelCase, closed, and without characters that can't be stored."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

LONGEST_LINE: Final = 200
MOST_NAMED: Final = 10_000
"""People in one request."""


class Model(BaseModel):
    """A JSON object: names in camelCase, no others. What was handed in is never quoted in an error."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        from_attributes=True,
    )


def _printable(line: str) -> str:
    if not line.isprintable():
        message = "holds control characters, or others that can't be shown"
        raise ValueError(message)
    return line


Line = Annotated[str, Field(min_length=1, max_length=LONGEST_LINE), AfterValidator(_printable)]
"""1 to 200 characters that can be shown."""
Ids = Annotated[list[UUID], Field(max_length=MOST_NAMED)]
ExternalIds = Annotated[list[Line], Field(max_length=MOST_NAMED)]
_YEARS: Final = range(2000, 2201)


def sound_moment(moment: datetime) -> datetime:
    """A time with a zone, of the years 2000 to 2200. Raises ValueError."""
    if moment.tzinfo is None or moment.year not in _YEARS:
        message = "is not a time of the years 2000 to 2200, with a zone"
        raise ValueError(message)
    return moment


def sound_day(day: date) -> date:
    """A day of the years 2000 to 2200. Raises ValueError."""
    if day.year not in _YEARS:
        message = "is not a day of the years 2000 to 2200"
        raise ValueError(message)
    return day


Moment = Annotated[AwareDatetime, AfterValidator(sound_moment)]
Micros = Annotated[int, Field(ge=0, le=2**53)]
"""Millionths of the organization's currency."""
