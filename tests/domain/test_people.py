"""What may be said of a person."""

import pytest

from homing.domain.decide import IdentifierState
from homing.domain.errors import RefusedError
from homing.domain.people import (
    IdentifierSource,
    Wrong,
    check_address,
    check_country,
    check_locale,
    check_word,
    read_fields,
    read_words,
)


@pytest.mark.parametrize(
    "locale", ["es", "pt-BR", "pt_BR", "zh-Hant-TW", "es-419", "ast", "sl-rozaj", "EN-us"]
)
def test_language_tags_are_taken_as_directories_write_them(locale: str) -> None:
    assert check_locale(locale) == locale


@pytest.mark.parametrize("locale", ["", "e", "Spanish", "es-", "es ES", "es-ES-", "123", "es/ES", "es\n"])
def test_what_is_no_language_tag_is_refused(locale: str) -> None:
    with pytest.raises(RefusedError, match="locale_unknown"):
        check_locale(locale)


@pytest.mark.parametrize("country", ["ES", "es", "AQ", "XK", "GB"])
def test_countries_are_kept_in_capitals(country: str) -> None:
    assert check_country(country) == country.upper()


@pytest.mark.parametrize("country", ["", "E", "ESP", "XX", "UK", "ß", "34"])
def test_what_is_no_country_is_refused(country: str) -> None:
    with pytest.raises(RefusedError, match="country_unknown"):
        check_country(country)


@pytest.mark.parametrize("address", ["ana@example.org", " ana@example.org ", "josé@exámple.org", "a+b@c.d"])
def test_mail_addresses_are_taken_without_the_spaces_around_them(address: str) -> None:
    assert check_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "ana",
        "ana@",
        "@example.org",
        "a@b@c",
        "an a@example.org",
        "ana@example.org\n\nx",
        "a@.",
        "a@" + "b" * 300,
    ],
)
def test_what_is_no_mail_address_is_refused(address: str) -> None:
    with pytest.raises(RefusedError, match="not_an_address"):
        check_address(address)


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("x" * 201, "too_long"),
        ("a\0b", "control_character"),
        ("a\nb", "control_character"),
        ("a\ud800", "control_character"),
    ],
)
def test_names_are_refused_with_their_reason(word: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        check_word(word)


@pytest.mark.parametrize(
    "word", ["<b>Ana</b>", "'; drop table users; --", "Ana\u00a0María", "👩‍🚀", "=HYPERLINK(1)"]
)
def test_any_other_name_is_kept_as_it_is(word: str) -> None:
    assert check_word(word) == word


def test_fields_are_read_each_for_itself_and_null_is_said_too() -> None:
    said, wrong = read_fields({"first_name": None, "country": "es", "locale": "?", "time_zone": "CET/x"})
    assert said == {"first_name": None, "country": "ES"}
    assert wrong == [Wrong("locale", "locale_unknown"), Wrong("time_zone", "time_zone_unknown")]


def test_roles_are_taken_once_each_in_their_order() -> None:
    assert read_words("roles", ["b", "a", "b"]) == (("b", "a"), [])
    assert read_words("roles", ["b", ""]) == ((), [Wrong("roles", "empty")])


@pytest.mark.spec("P11", "W06")
def test_what_users_add_themselves_is_yet_to_be_confirmed() -> None:
    states = {source: source.state for source in IdentifierSource}
    assert states.pop(IdentifierSource.SELF) is IdentifierState.UNVERIFIED
    assert set(states.values()) == {IdentifierState.VERIFIED}
