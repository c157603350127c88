"""Numbers are taken in as they are written, kept in E.164, and refused rather than guessed."""

import copy
import pickle
import re
import traceback

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.domain.errors import NumberRefused
from homing.domain.phone import E164, country_of, masked, parse, parse_writer

pytestmark = pytest.mark.spec("A11")

REASONS = {
    "region_missing",
    "not_a_number",
    "extension",
    "too_short",
    "too_long",
    "invalid_country_code",
    "impossible",
    "invalid",
    "cannot_receive_texts",
}


def example_mobiles() -> list[tuple[str, E164]]:
    """Each distinct example mobile number that the numbering plans publish, with its country, by country."""
    examples: dict[E164, str] = {}
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
        if number is not None:
            e164 = E164(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
            # A territory within another country's plan, such as Svalbard, gives that country's number.
            examples.setdefault(e164, country_of(e164) or region)
    return [(country, number) for number, country in examples.items()]


EXAMPLES = example_mobiles()


def reading(raw: str, region: str | None) -> E164 | None:
    """The number, or None where it was refused with a reason that is part of the interface."""
    try:
        return parse(raw, region)
    except NumberRefused as refused:
        if refused.reason not in REASONS:
            raise
        return None


@pytest.mark.parametrize(
    ("raw", "region", "number"),
    [
        ("+34600112233", None, "+34600112233"),
        ("+34 600-11.22 33", "US", "+34600112233"),
        ("600 11 22 33", "ES", "+34600112233"),
        ("600 11 22 33", "es", "+34600112233"),
        ("07911 123456", "GB", "+447911123456"),
        ("+44 (0)7911 123456", None, "+447911123456"),
        ("(201) 555-0123", "US", "+12015550123"),
        ("1 201 555 0123", "US", "+12015550123"),
        ("8 912 345 67 89", "RU", "+79123456789"),
        ("tel:+34-600-11-22-33", None, "+34600112233"),
        ("TEL: +34600112233", None, "+34600112233"),
        ("tel:600112233;phone-context=+34", None, "+34600112233"),
        ("0034600112233", "ES", "+34600112233"),
        ("011 34 600112233", "US", "+34600112233"),
        ("+٣٤٦٠٠١١٢٢٣٣", None, "+34600112233"),
        ("＋３４ ６００ １１２ ２３３", None, "+34600112233"),
        ("\u202a+34 600\u00a0112\u2011233\u202c", None, "+34600112233"),
        ("+881612345678", None, "+881612345678"),
        ("+54 9 11 2345 6789", None, "+5491123456789"),
    ],
)
def test_a_number_is_read_as_people_and_directories_write_it(
    raw: str, region: str | None, number: str
) -> None:
    assert parse(raw, region) == number


@pytest.mark.parametrize(
    ("raw", "region", "reason"),
    [
        ("600112233", None, "region_missing"),
        ("600112233", "XX", "region_missing"),
        ("34600112233", None, "region_missing"),
        ("0034600112233", None, "region_missing"),
        ("tel:600112233;phone-context=example.com", None, "region_missing"),
        ("", "ES", "not_a_number"),
        ("+", None, "not_a_number"),
        ("hello", "ES", "not_a_number"),
        ("1-800-FLOWERS", "US", "not_a_number"),
        ("1-201-555-CATS", "US", "not_a_number"),
        ("call +34600112233", None, "not_a_number"),
        ("+34600112233 or so", None, "not_a_number"),
        ("+34600112233!", None, "not_a_number"),
        ("+34600112233²", None, "not_a_number"),
        ("++34600112233", None, "not_a_number"),
        ("600112233\n600112244", "ES", "not_a_number"),
        ("*600112233", "ES", "not_a_number"),
        ("+1 201 555 0123 x5", None, "extension"),
        ("+1 201 555 0123 ext. 5", None, "extension"),
        ("+1 201 555 0123#5", None, "extension"),
        ("tel:+1-201-555-0123;ext=5", None, "extension"),
        ("+346001", None, "too_short"),
        ("911", "US", "too_short"),
        ("+34600112233445566", None, "too_long"),
        ("+" + "1" * 200, None, "too_long"),
        ("+999123456789", None, "invalid_country_code"),
        ("5550123", "US", "impossible"),
        ("34600112233", "ES", "impossible"),
        ("7 912 345 67 89", "RU", "impossible"),
        ("+34100112233", None, "invalid"),
        ("+1 201 055 0123", None, "invalid"),
        ("+44 20 7946 0000", None, "cannot_receive_texts"),
        ("+1 800 555 1212", None, "cannot_receive_texts"),
        ("+1 900 555 1212", None, "cannot_receive_texts"),
        ("+80012345678", None, "cannot_receive_texts"),
    ],
)
def test_what_is_ambiguous_impossible_or_deaf_is_refused_with_the_reason(
    raw: str, region: str | None, reason: str
) -> None:
    with pytest.raises(NumberRefused) as refused:
        parse(raw, region)
    assert refused.value.reason == reason
    assert reason in REASONS


@pytest.mark.parametrize(
    "kind", ["FIXED_LINE", "TOLL_FREE", "PREMIUM_RATE", "SHARED_COST", "UAN", "PAGER", "VOICEMAIL"]
)
def test_a_kind_of_number_that_never_receives_texts_is_refused(kind: str) -> None:
    wanted = getattr(phonenumbers.PhoneNumberType, kind)
    # Some plans' examples of a fixed line may be a mobile as well: take the first that is what it is for.
    number = next(
        found
        for region in sorted(phonenumbers.SUPPORTED_REGIONS)
        if (found := phonenumbers.example_number_for_type(region, wanted))
        and phonenumbers.number_type(found) == wanted
    )
    with pytest.raises(NumberRefused, match="cannot_receive_texts"):
        parse(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), None)


def test_a_national_number_means_another_one_in_each_region() -> None:
    assert parse("06 12 34 56 78", "FR") == "+33612345678"
    assert parse("06 12 34 56 78", "NL") == "+31612345678"
    assert reading("06 12 34 56 78", None) is None


@pytest.mark.parametrize(("country", "number"), EXAMPLES, ids=[country for country, _ in EXAMPLES])
def test_each_published_example_is_its_own_reading(country: str, number: E164) -> None:
    assert parse(str.__str__(number), None) == number
    assert country_of(number) == country


def test_the_examples_are_distinct_and_always_in_the_same_order() -> None:
    assert len({number for _, number in EXAMPLES}) == len(EXAMPLES) > 200
    assert example_mobiles() == EXAMPLES


@settings(deadline=None)
@given(st.sampled_from(EXAMPLES), st.sampled_from(["", " ", "-", ".", " - "]), st.data())
def test_punctuation_between_digits_makes_no_difference(
    example: tuple[str, E164], between: str, data: st.DataObject
) -> None:
    number = str.__str__(example[1])
    at = data.draw(st.integers(2, len(number) - 1))
    assert parse(number[:at] + between + number[at:], None) == number


@settings(deadline=None)
@given(st.text(max_size=120), st.sampled_from([None, "ES", "US", "GB", "IT"]))
def test_any_input_is_read_or_refused_with_a_known_reason(raw: str, region: str | None) -> None:
    number = reading(raw, region)
    assert number is None or parse(str.__str__(number), None) == number


@settings(deadline=None)
@given(st.from_regex(r"\+?[0-9 ()-]{4,20}", fullmatch=True), st.sampled_from([None, "ES", "US", "AR", "IT"]))
def test_what_is_read_is_e164_and_reads_as_itself(raw: str, region: str | None) -> None:
    number = reading(raw, region)
    if number is not None:
        assert re.fullmatch(r"\+[1-9][0-9]{1,14}", number)
        assert parse(str.__str__(number), None) == number


@pytest.mark.parametrize("raw", ["+1 201 055 0123", "201 055 0123", "+1 201 055 0123 x5", "tel:2010550123x"])
def test_a_refusal_never_shows_the_number(raw: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        parse(raw, None)
    told = "".join(traceback.format_exception_only(refused.value)) + repr(refused.value.__dict__)
    assert not any(digit in told for digit in "0123456789")
    assert refused.value.__context__ is None


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("+34600000001", "+34600000001"),
        ("+5215512345678", "+525512345678"),
        ("+525512345678", "+525512345678"),
        ("+521551234567", "+521551234567"),  # not the old 1, but a digit of the number
        ("+12015550123", "+12015550123"),
        ("+541112345678", "+541112345678"),  # can't receive, and wrote nevertheless
        ("+9990000000", "+9990000000"),
        ("12345", None),
        ("+123456", None),
        ("34600000001", None),
        ("Pidgr", None),
        ("", None),
        ("+34600000001\n", None),
    ],
)
def test_whoever_writes_is_known_by_the_number_that_is_kept(told: str, kept: str | None) -> None:
    assert parse_writer(told) == kept


@given(st.text())
def test_whatever_a_provider_tells_as_a_writer_can_be_taken(told: str) -> None:
    number = parse_writer(told)

    assert number is None or re.fullmatch(r"\+[1-9][0-9]{6,14}", number)


def test_a_number_shows_its_last_two_digits_alone() -> None:
    number = E164("+34600112264")
    assert repr(number) == "E164(…64)"
    assert f"{[number]!r}" == "[E164(…64)]"
    assert masked(number) == "…64"


def test_a_number_is_the_plain_text_where_it_is_used() -> None:
    number = E164("+34600112264")
    assert f"{number}" == "+34600112264"
    assert {"+34600112264": "found"}[number] == "found"
    for copied in (copy.deepcopy(number), pickle.loads(pickle.dumps(number))):
        assert copied == number
        assert isinstance(copied, E164)


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+34600112233", "ES"),
        ("+12015550123", "US"),
        ("+15062345678", "CA"),
        ("+447400123456", "GB"),
        ("+447911123456", "GG"),
        ("+77710009998", "KZ"),
        ("+881612345678", None),
        ("+80012345678", None),
        ("+999", None),
        ("", None),
    ],
)
def test_a_number_belongs_to_a_country_or_to_none(number: str, country: str | None) -> None:
    assert country_of(E164(number)) == country
