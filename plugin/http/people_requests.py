"""Users as requests have them, read strictly and refused by field."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, ValidationError, WrapValidator
from pydantic.alias_generators import to_camel
from pydantic_core.core_schema import ValidatorFunctionWrapHandler

from homing.domain.errors import Fault, RefusedError
from homing.domain.people import (
    FIELDS,
    MAX_ADDRESS,
    MAX_ROLES,
    MAX_WORD,
    Given,
    IdentifierSource,
    PersonRow,
    Wrong,
    check_characters,
    read_fields,
    read_words,
)
from plugin.http.models import MOST_NAMED, Model
from plugin.http.problems import Problem

_SHOWN_PATH: Final = 64
_REASONS: Final = {"extra_forbidden": "field_unknown", "missing": "missing"}
_WORDS: Final = {
    "empty": "has no visible characters",
    "too_long": f"at most {MAX_WORD} characters",
    "too_many": f"at most {MAX_ROLES} of them",
    "control_character": "no control characters",
    "locale_unknown": "a language tag such as `es` or `pt-BR`",
    "country_unknown": "an ISO 3166 country of two letters",
    "time_zone_unknown": "an IANA time zone such as `Europe/Madrid`",
    "manager_unknown": "a user of the organization",
    "manager_is_self": "somebody else",
    "manager_named_twice": "either `managerId` or `managerExternalId`",
    "not_an_address": "a mail address",
}
"""What would be right, where the reason alone does not say it."""


def _storable(word: str) -> str:
    try:
        return check_characters(word)
    except RefusedError:
        message = "holds control characters"
        raise ValueError(message) from None


Word = Annotated[str, Field(min_length=1, max_length=MAX_WORD), AfterValidator(_storable)]
"""1 to 200 characters without control characters; anything else is stored and given back as it is."""

Externals = Annotated[list[Word], Field(max_length=MOST_NAMED)]


def _described(*examples: str, **schema: Any) -> Any:
    """For what the domain reads: the schema tells callers, and the domain refuses, with its reasons."""
    return Field(examples=list(examples), json_schema_extra=schema)


_Name = Annotated[str, _described("Ana", minLength=1, maxLength=MAX_WORD)]
_External = Annotated[str, _described("e-1", minLength=1, maxLength=MAX_WORD)]
_Locale = Annotated[str, _described("es", "pt-BR", minLength=2, maxLength=35)]
_Country = Annotated[str, _described("ES", pattern="^[A-Za-z]{2}$")]
_Zone = Annotated[str, _described("Europe/Madrid", minLength=1, maxLength=64)]
_Role = Annotated[str, _described("lead", minLength=1, maxLength=MAX_WORD)]


class PhoneIn(Model):
    """A number. `source` `self`: the user says so, and it is yet to be confirmed; the others vouch for it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"number": "612 34 56 78", "source": "directory"}]}
    )

    number: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_storable)]
    source: IdentifierSource = IdentifierSource.API


class EmailIn(Model):
    """A mail address; `source` as of a number."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"address": "ana@example.org", "source": "api"}]}
    )

    address: Annotated[str, Field(min_length=3, max_length=MAX_ADDRESS), AfterValidator(_storable)]
    source: IdentifierSource = IdentifierSource.API


class UserIn(Model):
    """What is to be known of a user. What is not named stays as it is; null clears."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"firstName": "Ana", "timeZone": "Europe/Madrid", "managerExternalId": None}]
        }
    )

    external_id: _External | None = None
    first_name: _Name | None = None
    locale: _Locale | None = None
    country: _Country | None = None
    time_zone: _Zone | None = None
    manager_id: UUID | None = None
    manager_external_id: _External | None = None
    roles: list[_Role] | None = None

    def row(self, number: int = 0) -> tuple[PersonRow, list[Wrong]]:
        """As it is loaded, and what is wrong with it."""
        named = self.model_fields_set
        said, wrong = read_fields({name: getattr(self, name) for name in FIELDS if name in named})
        roles, wrong_roles = read_words("roles", self.roles or ())
        managers = named & {"manager_id", "manager_external_id"}
        if self.manager_id is not None and self.manager_external_id is not None:
            wrong.append(Wrong("manager_external_id", "manager_named_twice"))
        _, wrong_manager = read_words("manager_external_id", [self.manager_external_id or "-"])
        external = said.pop("external_id") if said.get("external_id") is not None else None
        row = PersonRow(
            number=number,
            external_id=external,
            said=said,
            manager=self.manager_id or self.manager_external_id,
            manager_said=bool(managers),
            roles=roles if "roles" in named else None,
        )
        return row, [*wrong, *wrong_roles, *wrong_manager]


class NewUserIn(UserIn):
    """A user to be, perhaps with a number and an address."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "externalId": "e-1",
                    "firstName": "Ana",
                    "locale": "es",
                    "country": "ES",
                    "timeZone": "Europe/Madrid",
                    "roles": ["lead"],
                    "phone": {"number": "612 34 56 78", "source": "directory"},
                    "email": {"address": "ana@example.org"},
                }
            ]
        }
    )

    phone: PhoneIn | None = None
    email: EmailIn | None = None

    def row(self, number: int = 0) -> tuple[PersonRow, list[Wrong]]:
        row, wrong = super().row(number)
        phone = None if self.phone is None else Given(self.phone.number, self.phone.source)
        email = None if self.email is None else Given(self.email.address, self.email.source)
        return replace(row, phone=phone, email=email), wrong


class BulkUserIn(NewUserIn):
    """A user to be made or changed: found by `id`, else by `externalId`."""

    id: UUID | None = None

    def row(self, number: int = 0) -> tuple[PersonRow, list[Wrong]]:
        row, wrong = super().row(number)
        return replace(row, id=self.id), wrong


class _Unread:
    """A row that has not the shape of a user."""

    def __init__(self, error: ValidationError) -> None:
        self.wrong = [
            Wrong(_place(one["loc"]), _REASONS.get(one["type"], "invalid"))
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]


def _place(place: Sequence[str | int]) -> str:
    root = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in place)
    return root.removeprefix(".")[:_SHOWN_PATH]


def _leniently(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """One row's shape is no fault of the others."""
    try:
        return handler(value)
    except ValidationError as error:
        return _Unread(error)


class BulkUsers(Model):
    """Users to be made or changed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "users": [
                        {"externalId": "e-1", "firstName": "Ana", "phone": {"number": "+34612345678"}},
                        {"externalId": "e-2", "firstName": "Ben", "managerExternalId": "e-1"},
                    ]
                }
            ]
        }
    )

    users: Annotated[
        list[Annotated[BulkUserIn, WrapValidator(_leniently)]], Field(min_length=1, max_length=MOST_NAMED)
    ]


class RolesIn(Model):
    """All the roles of a user."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"roles": ["lead", "safety"]}]})

    roles: list[_Role]

    def row(self) -> tuple[PersonRow, list[Wrong]]:
        roles, wrong = read_words("roles", self.roles)
        return PersonRow(number=0, roles=roles), wrong


def refused(row: PersonRow, wrong: Sequence[Wrong]) -> Problem:
    """A single user that can't be taken: each fault by its path, with its reason and what would be right."""
    faults = [Fault(f"$.{path_of(row, one)}", _message(one.reason)) for one in wrong]
    return Problem(422, "user_refused", "The user can't be taken as it is", errors=faults)


def _message(reason: str) -> str:
    return f"{reason}: {_WORDS[reason]}" if reason in _WORDS else reason


def path_of(row: PersonRow, wrong: Wrong) -> str:
    match wrong.field:
        case "phone":
            return "phone.number"
        case "email":
            return "email.address"
        case "manager":
            return "managerId" if isinstance(row.manager, UUID) else "managerExternalId"
        case _:
            return to_camel(wrong.field)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a request that can't be loaded, and why, by path."""

    row: PersonRow
    wrong: Sequence[Wrong]


def rows_of(body: BulkUsers) -> tuple[list[PersonRow], list[BadRow]]:
    """The rows that can be loaded, each with its place in the request, and those that can't."""
    rows, bad = [], []
    for index, user in enumerate[object](body.users):
        if isinstance(user, BulkUserIn):
            row, wrong = user.row(index)
            if wrong:
                bad.append(BadRow(row, [Wrong(path_of(row, one), one.reason) for one in wrong]))
            else:
                rows.append(row)
        elif isinstance(user, _Unread):
            bad.append(BadRow(PersonRow(number=index), user.wrong))
    return rows, bad
