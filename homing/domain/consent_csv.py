"""Consents as they are handed in: columns of a file of people, or a file of their own."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from homing.domain.consents import ConsentKind, check_said_at, check_shown
from homing.domain.csv_rows import MAX_ROWS, BadRow, CsvRows, Row, sound_cells
from homing.domain.errors import RefusedError
from homing.domain.people import ConsentSaid, Wrong, check_locale
from homing.domain.strategy import AUTHORED, MessageClass

T = TypeVar("T")

CONSENT: Final = (
    "consent",
    "consent_class",
    "consent_channel",
    "consent_at",
    "consent_text",
    "consent_language",
)
"""The columns of a consent: ``consent`` is ``given`` or ``withdrawn``, ``consent_at`` when that was said,
``consent_text`` what was shown to the person."""
KEYS: Final = ("external_id", "user")
COLUMNS: Final = (*KEYS, *CONSENT)
_SAID: Final = frozenset(CONSENT)

_KINDS: Final = {ConsentKind.GIVEN.value: True, ConsentKind.WITHDRAWN.value: False}
_YEARS: Final = range(2000, 2201)


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent by the line on which it stands, of a user who is named by id or by external id."""

    number: int
    user: UUID | None
    external_id: str | None = field(repr=False)
    consent: ConsentSaid


class ConsentsCsv:
    """Takes a file in pieces and gives its rows, so many ``most``. ``channels``: on which one may consent.
    ``now``: no consent may be of later. Raises HeaderRefused; see ``CsvRows``."""

    def __init__(self, channels: Collection[str], now: datetime, *, most: int = MAX_ROWS) -> None:
        self._rows = CsvRows(COLUMNS, KEYS, most=most)
        self._channels = channels
        self._now = now

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, once they have been read."""
        return self._rows.header

    def feed(self, piece: bytes) -> Iterator[ConsentRow | BadRow]:
        """The rows that end in this piece."""
        return self._read(self._rows.feed(piece))

    def end(self) -> Iterator[ConsentRow | BadRow]:
        """The rows that are left when all has been fed."""
        return self._read(self._rows.end())

    def _read(self, rows: Iterable[Row | BadRow]) -> Iterator[ConsentRow | BadRow]:
        return (row if isinstance(row, BadRow) else self._consent(row) for row in rows)

    def _consent(self, row: Row) -> ConsentRow | BadRow:
        sound, wrong = sound_cells(row.cells)
        user, wrong_user = read_user(sound)
        consent, wrong_consent = read_consent(sound, self._channels, self._now)
        wrong += [*check_named(row.cells), *wrong_user, *wrong_consent]
        if consent is None and not wrong:
            wrong.append(Wrong("consent", "empty"))
        if consent is None or wrong:
            return BadRow(row.line, tuple(wrong))
        return ConsentRow(row.line, user, sound.get("external_id"), consent)


def check_named(cells: Mapping[str, str]) -> list[Wrong]:
    """What is wrong where a row names nobody."""
    for key in KEYS:
        if cells.get(key):
            return []
    return [Wrong(next(key for key in KEYS if key in cells), "empty")]


def read_user(sound: Mapping[str, str]) -> tuple[UUID | None, list[Wrong]]:
    """Who is named by the id that they have here; None: by nothing but an external id."""
    try:
        return (UUID(sound["user"]) if "user" in sound else None), []
    except ValueError:
        return None, [Wrong("user", "not_an_id")]


def read_consent(
    sound: Mapping[str, str], channels: Collection[str], now: datetime
) -> tuple[ConsentSaid | None, list[Wrong]]:
    """What the cells of a row say of a consent, which may be nothing, and everything that is wrong with
    it. A consent that was given names the text that was shown."""
    if _SAID.isdisjoint(sound):
        return None, []
    wrong: list[Wrong] = []

    def read(name: str, reader: Callable[[str], T]) -> T | None:
        try:
            return reader(sound.get(name, ""))
        except RefusedError as error:
            wrong.append(Wrong(name, error.reason))
            return None

    given = read("consent", _given)
    message_class = read("consent_class", _class)
    channel = read("consent_channel", lambda word: _channel(word, channels))
    at = read("consent_at", lambda word: check_said_at(_time(word), now))
    language = read("consent_language", _language)
    shown = read("consent_text", lambda words: check_shown(words) if given or words else None)
    if wrong or given is None or message_class is None or channel is None or at is None:
        return None, wrong
    return ConsentSaid(message_class, channel, given, at, shown, language), []


def _given(word: str) -> bool:
    if not word:
        raise RefusedError("empty")
    given = _KINDS.get(word.casefold())
    if given is None:
        raise RefusedError("consent_unknown")
    return given


def _class(word: str) -> MessageClass:
    if not word:
        raise RefusedError("empty")
    found = next((one for one in AUTHORED if one.value == word.upper()), None)
    if found is None:
        raise RefusedError("class_unknown")
    return found


def _channel(word: str, channels: Collection[str]) -> str:
    if not word:
        raise RefusedError("empty")
    if word.casefold() not in channels:
        raise RefusedError("channel_unknown")
    return word.casefold()


def _time(word: str) -> datetime:
    if not word:
        raise RefusedError("empty")
    try:
        at = datetime.fromisoformat(word)
    except ValueError:
        raise RefusedError("not_a_time") from None
    if at.tzinfo is None:
        raise RefusedError("start_without_time_zone")
    if at.year not in _YEARS:
        raise RefusedError("not_a_time")
    return at


def _language(word: str) -> str | None:
    return check_locale(word) if word else None
