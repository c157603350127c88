"""Reading people from CSV as it arrives; see ``csv_rows`` for the files themselves."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from homing.domain import consent_csv
from homing.domain.csv_rows import MAX_ROWS, BadRow, CsvRows, Row, sound_cells
from homing.domain.errors import RefusedError
from homing.domain.people import (
    FIELDS,
    Given,
    IdentifierSource,
    PersonRow,
    Wrong,
    check_word,
    read_fields,
    read_words,
)

COLUMNS: Final = (
    *FIELDS,
    "user",
    "phone",
    "phone_source",
    "email",
    "manager",
    "roles",
    "groups",
    *consent_csv.CONSENT,
)


class PeopleCsv:
    """Takes a file in pieces and gives its rows, so many ``most``. Empty cells say nothing: what is known
    stays.

    ``source``: of the identifiers, where the file does not say it. ``channels``: on which one may consent.
    ``now``: no consent may be of later. Raises HeaderRefused; see ``CsvRows``.
    """

    def __init__(
        self, source: IdentifierSource, channels: Collection[str], now: datetime, *, most: int = MAX_ROWS
    ) -> None:
        self._rows = CsvRows(COLUMNS, consent_csv.KEYS, most=most)
        self._source = source
        self._channels = channels
        self._now = now

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, once they have been read."""
        return self._rows.header

    def feed(self, piece: bytes) -> Iterator[PersonRow | BadRow]:
        """The rows that end in this piece."""
        return self._read(self._rows.feed(piece))

    def end(self) -> Iterator[PersonRow | BadRow]:
        """The rows that are left when all has been fed."""
        return self._read(self._rows.end())

    def _read(self, rows: Iterable[Row | BadRow]) -> Iterator[PersonRow | BadRow]:
        return (row if isinstance(row, BadRow) else self._person(row) for row in rows)

    def _person(self, row: Row) -> PersonRow | BadRow:
        """A row, or everything that is wrong with it: then nothing of it may be used."""
        sound, wrong = sound_cells(row.cells)
        wrong += consent_csv.check_named(row.cells)
        said, faults = read_fields({name: value for name, value in sound.items() if name in FIELDS})
        user, wrong_user = consent_csv.read_user(sound)
        roles, wrong_roles = _read_parts("roles", sound)
        groups, wrong_groups = _read_parts("groups", sound)
        phone_source, wrong_source = self._phone_source(sound)
        consent, wrong_consent = consent_csv.read_consent(sound, self._channels, self._now)
        wrong += [*wrong_user, *faults, *wrong_roles, *wrong_groups, *wrong_source]
        wrong += [*_wrong_manager(sound), *wrong_consent]
        if wrong:
            return BadRow(row.line, tuple(wrong))
        phone, email = sound.get("phone"), sound.get("email")
        return PersonRow(
            number=row.line,
            id=user,
            external_id=said.pop("external_id", None),
            said=said,
            manager=sound.get("manager"),
            manager_said="manager" in sound,
            roles=roles or None,
            groups=groups,
            phone=None if phone is None else Given(phone, phone_source),
            email=None if email is None else Given(email, self._source),
            consent=consent,
        )

    def _phone_source(self, sound: Mapping[str, str]) -> tuple[IdentifierSource, list[Wrong]]:
        said = sound.get("phone_source")
        if said is None:
            return self._source, []
        try:
            return IdentifierSource(said.casefold()), []
        except ValueError:
            return self._source, [Wrong("phone_source", "source_unknown")]


def _wrong_manager(sound: Mapping[str, str]) -> list[Wrong]:
    manager = sound.get("manager")
    if manager is None:
        return []
    if manager == sound.get("external_id"):
        return [Wrong("manager", "manager_is_self")]
    try:
        check_word(manager)
    except RefusedError as error:
        return [Wrong("manager", error.reason)]
    return []


def _read_parts(name: str, sound: Mapping[str, str]) -> tuple[tuple[str, ...], list[Wrong]]:
    if name not in sound:
        return (), []
    return read_words(name, [part.strip() for part in sound[name].split(";") if part.strip()])
