"""Consent to a class of messages on a channel: facts that are only ever added, and what follows from them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from homing.domain.errors import RefusedError
from homing.domain.keywords import plain
from homing.domain.people import check_characters
from homing.domain.strategy import MessageClass

MOST_CHARACTERS: Final = 2000
"""Of a text that is shown to whoever consents."""
ANSWER_WITHIN: Final = timedelta(hours=24)
"""How long a YES to the question counts for one."""
_YES: Final = frozenset(map(plain, ("YES", "Y", "SÍ", "SIM", "OUI", "JA")))
_NO: Final = frozenset(map(plain, ("NO", "N", "NÃO", "NON", "NEIN")))
"""In the languages that the question is asked in, whose wording names YES alone."""
_DOUBT: Final = re.compile("[?\uff1f\u061f]")
_AHEAD: Final = timedelta(minutes=1)
"""By so much another machine's clock may be ahead of ours."""


class ConsentKind(StrEnum):
    """What happened to a consent. ``ASKED``: it was given, and its user's handset is yet to say so too."""

    GIVEN = "given"
    ASKED = "asked"
    WITHDRAWN = "withdrawn"


class ConsentSource(StrEnum):
    """Where it was said. ``KEYWORD``: in a text from the user's number; ``SELF``: in their own settings."""

    IMPORT = "import"
    FORM = "form"
    API = "api"
    KEYWORD = "keyword"
    SELF = "self"


class ConsentState(StrEnum):
    """How a consent stands. Only one that is given counts; a user of whom nothing is known has none."""

    GIVEN = "given"
    PENDING = "pending"
    WITHDRAWN = "withdrawn"


STATES: Final = {
    ConsentKind.GIVEN: ConsentState.GIVEN,
    ConsentKind.ASKED: ConsentState.PENDING,
    ConsentKind.WITHDRAWN: ConsentState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """What decides which of the facts stands; ``id`` grows in the order in which they were recorded."""

    id: int
    kind: ConsentKind
    said_at: datetime


@dataclass(frozen=True, slots=True)
class KnownConsent:
    """A fact in full. ``shown`` is the text that its user was shown, ``words`` what they answered to it;
    ``form_id`` and ``form_version`` of the form, and ``actor`` the key, by which it was recorded."""

    id: int
    user_id: UUID
    message_class: MessageClass
    channel: str
    kind: ConsentKind
    source: ConsentSource
    said_at: datetime
    recorded_at: datetime
    language: str | None
    shown: str | None = field(repr=False)
    words: str | None = field(repr=False)
    form_id: UUID | None
    form_version: int | None
    actor: str | None


def deciding(facts: Iterable[ConsentFact]) -> ConsentFact | None:
    """The fact that stands, of those about one user, class and channel: the last that was said, whenever it
    was recorded; of what was said at one moment a withdrawal, else what was recorded last."""
    return max(facts, key=lambda one: (one.said_at, one.kind is ConsentKind.WITHDRAWN, one.id), default=None)


def check_shown(shown: str) -> str:
    """The text that was shown, as it is kept. Raises RefusedError ``consent_text_missing``,
    ``consent_text_too_long`` (above ``MOST_CHARACTERS``) or ``control_character``."""
    if not shown.strip():
        raise RefusedError("consent_text_missing")
    if len(shown) > MOST_CHARACTERS:
        raise RefusedError("consent_text_too_long")
    check_characters(shown.replace("\r\n", "\n").replace("\n", " "))
    return shown


def check_said_at(at: datetime, now: datetime) -> datetime:
    """When something was said, which is not yet to come. Raises RefusedError ``in_the_future``."""
    if at > now + _AHEAD:
        raise RefusedError("in_the_future")
    return min(at, now)


def answer_in(body: str) -> bool | None:
    """Whether a reply to the question says yes or no and nothing else; None: neither."""
    if _DOUBT.search(body):
        return None
    word = plain(body)
    return True if word in _YES else False if word in _NO else None


def switch_of(channel: str, message_class: MessageClass) -> str:
    """How a user's switch for a class of messages on a channel is kept."""
    return f"{channel}:{message_class}"
