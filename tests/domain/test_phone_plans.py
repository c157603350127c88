"""A number that is written in full comes to the same whether the plans that are kept tell it, or the library
reads it."""

from typing import Final

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from homing.domain.errors import NumberRefused
from homing.domain.phone import parse_with_country
from homing.domain.phone_plans import kind_and_country

pytestmark = pytest.mark.spec("A11")

KINDS: Final = sorted(PhoneNumberType.values())
REGIONS: Final = sorted(phonenumbers.SUPPORTED_REGIONS)


def published() -> list[str]:
    """The numbers that the plans give as examples, of every region and kind."""
    found = (phonenumbers.example_number_for_type(region, kind) for region in REGIONS for kind in KINDS)
    return sorted({phonenumbers.format_number(one, PhoneNumberFormat.E164) for one in found if one})


EXAMPLES: Final = published()


def told_by_the_library(number: str) -> tuple[int, str] | None:
    """Of a number that is what it is written as."""
    try:
        read: PhoneNumber = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    kind, region = phonenumbers.number_type(read), phonenumbers.region_code_for_number(read)
    same = phonenumbers.format_number(read, PhoneNumberFormat.E164) == number
    return (kind, region) if same and region and kind != PhoneNumberType.UNKNOWN else None


def read(raw: str) -> tuple[str, str | None] | str:
    """The number and its country, or why it is none."""
    try:
        return parse_with_country(raw, None)
    except NumberRefused as refused:
        return refused.reason


def test_the_plans_tell_nearly_every_published_number_and_tell_what_the_library_does() -> None:
    told = {number: kind_and_country(number) for number in EXAMPLES}
    assert all(found == told_by_the_library(number) for number, found in told.items() if found is not None)
    assert sum(found is not None for found in told.values()) > 0.9 * len(EXAMPLES)
    assert all(kind_and_country(f"+{begin}") is not None for begin in ("34600112233", "447912345678"))


@settings(max_examples=3_000, deadline=None)
@given(
    number=st.sampled_from(EXAMPLES),
    place=st.integers(1, 14),
    digits=st.text("0123456789", max_size=4),
    gone=st.integers(0, 4),
)
@example(number="+440207946018", place=3, digits="0", gone=0)
def test_a_number_that_is_a_few_digits_off_comes_to_the_same_as_by_the_library(
    number: str, place: int, digits: str, gone: int
) -> None:
    other = f"+{number[1:place]}{digits}{number[place + gone :]}".replace("++", "+")
    found = kind_and_country(other)
    assert found in (None, told_by_the_library(other))
    # The scheme makes the library read it.
    assert read(other) == read(f"tel:{other}")
