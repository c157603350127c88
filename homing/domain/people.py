"""What may be said of a person, alike whether it comes singly, in bulk or in a file."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from unicodedata import category
from uuid import UUID

from phonenumbers import SUPPORTED_REGIONS

from homing.domain.decide import IdentifierState
from homing.domain.errors import RefusedError
from homing.domain.schedule import check_zone
from homing.domain.strategy import MessageClass

MAX_WORD: Final = 200
"""Characters of a name, an external id, a role."""
MAX_ADDRESS: Final = 254
"""RFC 5321's path of 256, without its brackets."""
MAX_ROLES: Final = 100
"""Of one person; as many groups may be named with one."""

_LOCALE: Final = re.compile(
    r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?(?:[-_][A-Za-z0-9]{5,8}){0,3}"
)
_WITHOUT_A_PLAN: Final = frozenset({"AQ", "BV", "GS", "HM", "PN", "TF", "UM"})
"""Countries of ISO 3166 that have no numbering plan of their own."""
COUNTRIES: Final = frozenset(SUPPORTED_REGIONS) | _WITHOUT_A_PLAN


class IdentifierSource(StrEnum):
    """Who said that an identifier is a user's, in the order in which they are believed."""

    DIRECTORY = "directory"
    API = "api"
    IMPORT = "import"
    SELF = "self"

    @property
    def state(self) -> IdentifierState:
        """What a user adds counts once it is confirmed; the others vouch for what they say."""
        return IdentifierState.UNVERIFIED if self is IdentifierSource.SELF else IdentifierState.VERIFIED


@dataclass(frozen=True, slots=True)
class Wrong:
    """What of a person can't be taken: which field, and why."""

    field: str
    reason: str


@dataclass(slots=True)
class Given:
    """An identifier as it was handed in."""

    raw: str = field(repr=False)
    source: IdentifierSource


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    """That a person consented to messages of a class on a channel, or withdrew it, when, and which text was
    shown to them in which language."""

    message_class: MessageClass
    channel: str
    given: bool
    at: datetime
    shown: str | None = field(default=None, repr=False)
    language: str | None = None


@dataclass(slots=True, kw_only=True)
class PersonRow:
    """What is handed in of one person. Not frozen, since files bring millions.

    ``number``: its line in a file, or its place in a list. ``said``: those of ``FIELDS`` that are named, with
    None where nothing is to be known of it any more. ``manager``: the user, or their external id; it counts
    where ``manager_said``. ``roles``: None, they stay as they are; ``groups``: those that the person joins.
    """

    number: int
    id: UUID | None = None
    external_id: str | None = field(default=None, repr=False)
    said: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    manager: UUID | str | None = field(default=None, repr=False)
    manager_said: bool = False
    roles: tuple[str, ...] | None = None
    groups: tuple[str, ...] = ()
    phone: Given | None = None
    email: Given | None = None
    consent: ConsentSaid | None = None


def check_word(word: str) -> str:
    """A name, as it is; raises RefusedError with ``empty``, ``too_long`` or ``control_character``."""
    if not word.strip():
        raise RefusedError("empty")
    if len(word) > MAX_WORD:
        raise RefusedError("too_long")
    return check_characters(word)


def check_characters(text: str) -> str:
    """``text`` as it is; raises RefusedError ``control_character`` for NUL and its like."""
    if not text.isprintable() and any(category(sign) in ("Cc", "Cs") for sign in text):
        raise RefusedError("control_character")
    return text


def check_locale(locale: str) -> str:
    """A BCP 47 tag or a POSIX locale without its encoding; raises RefusedError ``locale_unknown``."""
    if not _LOCALE.fullmatch(locale):
        raise RefusedError("locale_unknown")
    return locale


def check_country(country: str) -> str:
    """ISO 3166 alpha-2, in capitals; raises RefusedError ``country_unknown``."""
    # Some other letters become two of ASCII's in capitals.
    if not country.isascii() or country.upper() not in COUNTRIES:
        raise RefusedError("country_unknown")
    return country.upper()


def check_address(raw: str) -> str:
    """A mail address; whether anybody reads what is sent there, only a mail can tell. Raises RefusedError
    ``not_an_address``."""
    address = raw.strip()
    local, at, domain = address.rpartition("@")
    sound = local and at and domain.strip(".") and "@" not in local and len(address) <= MAX_ADDRESS
    if not sound or not address.isprintable() or " " in address:
        raise RefusedError("not_an_address")
    return address


FIELDS: Final[Mapping[str, Callable[[str], str]]] = {
    "external_id": check_word,
    "first_name": check_word,
    "locale": check_locale,
    "country": check_country,
    "time_zone": check_zone,
}
"""The plain fields of a person, with what reads each."""


def read_fields(given: Mapping[str, str | None]) -> tuple[dict[str, str | None], list[Wrong]]:
    """Those of ``FIELDS`` that are given, as they are kept, and all that is wrong with them."""
    said: dict[str, str | None] = {}
    wrong = []
    for name, value in given.items():
        try:
            said[name] = None if value is None else FIELDS[name](check_characters(value))
        except RefusedError as error:
            wrong.append(Wrong(name, error.reason))
    return said, wrong


def read_words(name: str, words: Iterable[str]) -> tuple[tuple[str, ...], list[Wrong]]:
    """Roles, or groups, each once, and the first thing that is wrong with them."""
    distinct = tuple(dict.fromkeys(words))
    try:
        if len(distinct) > MAX_ROLES:
            raise RefusedError("too_many")  # noqa: TRY301  # told like the faults of a word
        for word in distinct:
            check_word(word)
    except RefusedError as error:
        return (), [Wrong(name, error.reason)]
    return distinct, []
