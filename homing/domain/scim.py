"""What follows for the product from a user as a directory describes them (SCIM 2.0, RFC 7643): who they
are, how they are reached, by what they are found. Documents are in JSON, with the attributes' canonical
names."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from unicodedata import normalize

from homing.domain.errors import RefusedError
from homing.domain.people import FIELDS, Wrong, check_characters, check_word, read_words

ENTERPRISE: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
_NO_HANDSET: Final = frozenset({"fax", "pager"})
_NOT_MOBILE: Final = frozenset({"cannot_receive_texts", "extension"})
"""What a number of an office is refused for: that is no fault, for nobody said that it was a mobile's."""
_LONGEST_COUNTRY: Final = 2
_LONGEST_ROLE: Final = 2_000
"""Of a role that is a document in a text."""


@dataclass(frozen=True, slots=True)
class DirectoryNumber:
    """A number that may be texted. ``mobile``: the directory says that it is a mobile's."""

    raw: str = field(repr=False)
    mobile: bool

    def is_fault(self, reason: str) -> bool:
        """Whether it is to be told that the number is none to be texted."""
        return self.mobile or reason not in _NOT_MOBILE


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """A user by their document. ``said``: the plain fields of a person, None where nothing is said of one;
    ``numbers`` and ``addresses`` in the order in which they are to be tried; ``manager``: by whatever the
    directory calls them; ``wrong``: what it says and can't be used."""

    said: Mapping[str, str | None] = field(repr=False)
    active: bool | None
    roles: tuple[str, ...] = ()
    numbers: tuple[DirectoryNumber, ...] = ()
    addresses: tuple[str, ...] = field(default=(), repr=False)
    manager: str | None = field(default=None, repr=False)
    wrong: tuple[Wrong, ...] = ()


def read_person(document: Mapping[str, Any]) -> DirectoryPerson:
    """Read a user. What can't be used of them is told and otherwise as if it were not there."""
    said: dict[str, str | None] = {"first_name": None, "locale": None, "country": None, "time_zone": None}
    wrong = []
    for name, value in _fields(document):
        try:
            said[name] = FIELDS[name](check_characters(value))
        except RefusedError as error:
            wrong.append(Wrong(name, error.reason))
    named = [_role(one) for one in _entries(document, "roles")]
    roles, refused = read_words("roles", [one for one in named if one])
    return DirectoryPerson(
        said=said,
        active=document.get("active"),
        roles=roles,
        numbers=tuple(_numbers(document)),
        addresses=tuple(_addresses(document)),
        manager=_manager(document),
        wrong=(*wrong, *refused),
    )


def external_id(document: Mapping[str, Any]) -> str:
    """What the user is called outside of the product: ``externalId``, or where there is none ``userName``.
    Raises RefusedError as ``check_word`` does."""
    return check_word(document.get("externalId") or document["userName"])


def identities(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """By what other resources may speak of a user: attribute and value, as they are compared."""
    found = [("id", document["id"])] if "id" in document else []
    if document.get("externalId"):
        found.append(("externalid", exact(document["externalId"])))
    if document.get("userName"):
        found.append(("username", folded(document["userName"])))
    return found


def named_by(reference: str) -> list[tuple[str, str]]:
    """What a reference to a user may mean, the likeliest first: directories name a manager by the id that
    they were given, as they should, or else by their own."""
    return [
        ("id", reference.lower()),
        ("externalid", exact(reference)),
        ("username", folded(reference)),
    ]


def terms(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """By what a resource is looked for: attribute and value, as they are compared."""
    found = identities(document)
    if document.get("displayName"):
        found.append(("displayname", folded(document["displayName"])))
    found += [("emails.value", folded(one["value"])) for one in _entries(document, "emails")]
    manager = _manager(document)
    return [*found, *([("manager.value", exact(manager))] if manager else [])]


def folded(value: str) -> str:
    """As strings are compared whose case does not count."""
    return normalize("NFC", exact(value).lower())


def exact(value: str) -> str:
    return normalize("NFC", value)


def _fields(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    first = (document.get("name") or {}).get("givenName")
    # Some send the header of a browser: ``es-ES,es;q=0.9``.
    preferred = (document.get("preferredLanguage") or "").split(",")[0].split(";")[0].strip()
    country = _country(document)
    for name, value in (
        ("first_name", first),
        ("locale", preferred or document.get("locale")),
        ("country", country),
        ("time_zone", document.get("timezone")),
    ):
        if value:
            yield name, value


def _country(document: Mapping[str, Any]) -> str | None:
    """Of the primary address, else of the one at work, else of any: as a code, for names of countries are
    written in every way."""
    coded = [
        one
        for one in _entries(document, "addresses", "country")
        if len(one["country"].strip()) == _LONGEST_COUNTRY
    ]
    coded.sort(key=lambda one: (not one.get("primary"), one.get("type") != "work"))
    return coded[0]["country"].strip() if coded else None


def _numbers(document: Mapping[str, Any]) -> Iterator[DirectoryNumber]:
    entries = _entries(document, "phoneNumbers")
    kinds = [(str(one.get("type") or "").casefold(), one) for one in entries]
    mobiles = [one for kind, one in kinds if kind == "mobile"]
    for one in sorted(mobiles, key=lambda one: not one.get("primary")):
        yield DirectoryNumber(one["value"], mobile=True)
    for kind, one in kinds:
        if one.get("primary") and kind != "mobile" and kind not in _NO_HANDSET:
            yield DirectoryNumber(one["value"], mobile=False)


def _addresses(document: Mapping[str, Any]) -> list[str]:
    entries = _entries(document, "emails")
    ordered = sorted(entries, key=lambda one: (not one.get("primary"), one.get("type") != "work"))
    return [one["value"] for one in ordered]


def _role(entry: Mapping[str, Any]) -> str | None:
    """What a role is called. Some send that as what is shown of it alone; Entra, where it adds a role to who
    is there already, as a document in a text: ``{"id": ..., "value": ..., "displayName": ...}``."""
    value: str | None = entry.get("value") or entry.get("display")
    if value is None or not value.startswith("{") or len(value) > _LONGEST_ROLE:
        return value
    try:
        document = json.loads(value)
    except (ValueError, RecursionError):
        return value
    called = document.get("value") or document.get("displayName")
    return called if isinstance(called, str) else value


def _manager(document: Mapping[str, Any]) -> str | None:
    manager = (document.get(ENTERPRISE) or {}).get("manager") or {}
    return manager.get("value") or None


def without_manager(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same, saying nothing of a manager."""
    extension = {name: value for name, value in (document.get(ENTERPRISE) or {}).items() if name != "manager"}
    rest = {name: value for name, value in document.items() if name != ENTERPRISE}
    return {**rest, ENTERPRISE: extension} if extension else rest


def _entries(document: Mapping[str, Any], name: str, needed: str = "value") -> Sequence[Mapping[str, Any]]:
    """The entries of a multi-valued attribute that say something."""
    return [one for one in document.get(name) or () if one.get(needed) or (name == "roles" and one)]
