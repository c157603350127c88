"""What follows from a user of a directory."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.scim import (
    ENTERPRISE,
    DirectoryNumber,
    exact,
    external_id,
    folded,
    identities,
    named_by,
    read_person,
    terms,
)

Json = dict[str, Any]


def number(value: str, kind: str | None = None, *, primary: bool | None = None) -> Json:
    entry: Json = {"value": value}
    if kind is not None:
        entry["type"] = kind
    if primary is not None:
        entry["primary"] = primary
    return entry


@pytest.mark.spec("P09")
@pytest.mark.parametrize(
    ("numbers", "tried"),
    [
        ([], []),
        ([number("1", "mobile")], ["1"]),
        ([number("1", "mobile"), number("2", "mobile", primary=True)], ["2", "1"]),
        ([number("1", "work", primary=True), number("2", "mobile")], ["2", "1"]),
        ([number("1", "work"), number("2", "home")], []),
        ([number("1", primary=True)], ["1"]),
        ([number("1", "other", primary=True), number("2", "Mobile")], ["2", "1"]),
        ([number("1", "fax", primary=True)], []),
        ([number("1", "Pager", primary=True), number("2", "work")], []),
        ([number("", "mobile"), number("2", "mobile")], ["2"]),
        ([{"type": "mobile"}], []),
        ([{"type": "mobile", "primary": True}, number("2", "work", primary=False)], []),
    ],
)
def test_mobiles_are_tried_first_then_a_primary_number_and_never_a_fax(
    numbers: list[Json], tried: list[str]
) -> None:
    person = read_person({"userName": "a", "phoneNumbers": numbers})
    assert [one.raw for one in person.numbers] == tried


def test_an_office_number_that_is_none_of_a_mobile_is_no_fault() -> None:
    office, mobile = DirectoryNumber("1", mobile=False), DirectoryNumber("1", mobile=True)
    for reason in ("cannot_receive_texts", "extension"):
        assert not office.is_fault(reason)
        assert mobile.is_fault(reason)
    assert office.is_fault("too_short")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"name": {"givenName": "Ana"}}, {"first_name": "Ana"}),
        ({"preferredLanguage": "pt-BR,pt;q=0.9", "locale": "es"}, {"locale": "pt-BR"}),
        ({"preferredLanguage": "en_US"}, {"locale": "en_US"}),
        ({"locale": "es"}, {"locale": "es"}),
        ({"timezone": "Europe/Madrid"}, {"time_zone": "Europe/Madrid"}),
        ({"addresses": [{"country": "es"}]}, {"country": "ES"}),
        ({"addresses": [{"country": "Spain"}, {"country": "PT", "type": "home"}]}, {"country": "PT"}),
        (
            {
                "addresses": [
                    {"country": "PT"},
                    {"country": "FR", "type": "work"},
                    {"country": "DE", "primary": True},
                ]
            },
            {"country": "DE"},
        ),
    ],
)
def test_plain_fields_are_read(document: Json, said: dict[str, str]) -> None:
    person = read_person({"userName": "a", **document})
    assert {name: value for name, value in person.said.items() if value} == said
    assert person.wrong == ()


@pytest.mark.parametrize(
    ("document", "field", "reason"),
    [
        ({"name": {"givenName": "A\x00"}}, "first_name", "control_character"),
        ({"name": {"givenName": "A" * 201}}, "first_name", "too_long"),
        ({"preferredLanguage": "klingon, fluently"}, "locale", "locale_unknown"),
        ({"timezone": "Mars/Olympus"}, "time_zone", "time_zone_unknown"),
        ({"addresses": [{"country": "XX"}]}, "country", "country_unknown"),
        ({"roles": [{"value": "x" * 201}]}, "roles", "too_long"),
        ({"roles": [{"value": str(n)} for n in range(101)]}, "roles", "too_many"),
    ],
)
def test_what_can_not_be_used_is_told_and_left_out(document: Json, field: str, reason: str) -> None:
    person = read_person({"userName": "a", **document})
    assert [(one.field, one.reason) for one in person.wrong] == [(field, reason)]
    assert person.roles == ()
    assert not any(person.said.values())


def test_a_user_is_called_as_the_directory_calls_them() -> None:
    assert external_id({"userName": "ana", "externalId": "e-1"}) == "e-1"
    assert external_id({"userName": "ana", "externalId": ""}) == "ana"


@given(st.text(), st.text(min_size=1))
def test_whoever_is_named_is_found(other: str, name: str) -> None:
    document = {"id": "x", "userName": name, "externalId": other}
    for reference in (name, name.lower(), *([other] if other else []), "X"):
        assert set(named_by(reference)) & set(identities(document))


@given(st.text())
def test_folding_twice_is_folding_once(value: str) -> None:
    assert folded(folded(value)) == folded(value)
    assert exact(exact(value)) == exact(value)


def test_a_manager_is_found_by_whom_they_manage() -> None:
    assert ("manager.value", "b") in terms({"userName": "a", ENTERPRISE: {"manager": {"value": "b"}}})
    assert terms({"displayName": "Nights"}) == [("displayname", "nights")]


def test_addresses_are_tried_primary_first_then_at_work() -> None:
    emails = [number("h", "home"), number("w", "work"), number("p", "other", primary=True)]
    assert read_person({"userName": "a", "emails": emails}).addresses == ("p", "w", "h")


def test_roles_are_named_by_value_or_else_by_what_is_shown() -> None:
    roles = [{"value": "lead"}, {"display": "Auditor"}, {"value": "lead", "display": "x"}, {"primary": True}]
    assert read_person({"userName": "a", "roles": roles}).roles == ("lead", "Auditor")


@pytest.mark.parametrize(
    ("roles", "called"),
    [
        ([{"value": '{"id":"1","value":"auditor","displayName":"Auditor"}'}], ("auditor",)),
        ([{"value": '{"id":"1","displayName":"Auditor"}'}, {"value": "host"}], ("Auditor", "host")),
        ([{"value": '{"id":"' + "1" * 180 + '","value":"auditor"}'}], ("auditor",)),
        ([{"value": '{"value":7}'}], ('{"value":7}',)),
        ([{"value": "{auditor}"}], ("{auditor}",)),
        ([{"value": "{" * 200}], ("{" * 200,)),
        ([{"value": '{"value":"' + "x" * 3_000 + '"}'}], ()),
    ],
)
def test_a_role_that_is_a_document_in_a_text_is_called_as_that_says(
    roles: list[Json], called: tuple[str, ...]
) -> None:
    assert read_person({"userName": "a", "roles": roles}).roles == called
