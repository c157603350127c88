"""Loading people: one, a list, or a file that is never in memory as a whole. What is wrong with one of them
keeps nobody else out; each chunk has a transaction of its own."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.dispatching.withdraw import wait_for_user
from homing.domain.errors import RefusedError, StorageError
from homing.domain.people import Given, PersonRow, Wrong
from homing.domain.people_csv import BadRow, PeopleCsv
from homing.domain.traits import IdentifierKind
from homing.store import identifiers, people
from homing.store.people import KnownUser
from plugin.people_plan import Fate, Loaded, Plan, binding_of, names

CHUNK: Final = 5_000
"""Rows of a file in one transaction."""
MOST_TOLD: Final = 1_000
"""Faults of a file that are listed; all are counted."""
_TRIES: Final = 6

_LoadRows = Callable[[Sequence[PersonRow]], Awaitable[list[Loaded]]]


@dataclass(frozen=True, slots=True)
class BadLine:
    """Something in a file that was not taken, by the line on which its row begins; ``column`` is None where
    it is no one column's."""

    line: int
    column: str | None
    reason: str


@dataclass(slots=True)
class Imported:
    """Rows by what became of them, and what was wrong: the first of it listed, all of it counted."""

    rows: Counter[Fate] = field(default_factory=Counter)
    bad: list[BadLine] = field(default_factory=list)
    faults: int = 0

    def note(self, line: int, wrong: Iterable[Wrong]) -> None:
        for one in wrong:
            self.faults += 1
            if len(self.bad) < MOST_TOLD:
                self.bad.append(BadLine(line, one.field or None, one.reason))


class PersonRefused(RefusedError):
    """A single person who can't be taken; ``wrong`` is everything that was found."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__("user_refused")
        self.wrong = tuple(wrong)


class People:
    """Makes users, changes them and binds their identifiers. ``chunk``: rows of a file in a transaction."""

    def __init__(self, sending: Sending, *, chunk: int = CHUNK) -> None:
        self._sending = sending
        self._database = sending.database
        self._vault = sending.vault
        self._chunk = chunk

    async def create(self, org: UUID, user: UUID, row: PersonRow) -> None:
        """Make a user with this id; doing it again makes nobody else. Raises PersonRefused, and RefusedError
        ``external_id_taken``."""
        _check(await self._load(org, [row], made=user))

    async def change(self, org: UUID, user: UUID, row: PersonRow) -> None:
        """Change what is named of a user. Raises NotFoundError, PersonRefused, and RefusedError
        ``external_id_taken``."""
        await self._database.repeat_app(org, lambda c: people.read_user(c, org, user))
        _check(await self._load(org, [replace(row, id=user)]))

    async def load(self, org: UUID, rows: Sequence[PersonRow]) -> list[Loaded]:
        """Make or change people, by id or else by external id, and say of each row what became of it. A
        manager may be among them. What had begun to a number that is replaced is not waited for, nor in an
        import: a request may still begin within the lease."""
        return await self._load(org, rows)

    async def import_csv(self, org: UUID, pieces: AsyncIterable[bytes]) -> Imported:
        """Make or change the people of a file as it arrives; see ``PeopleCsv``. A manager may come later in
        it: whoever's never comes is loaded without one, and that is told.

        Raises HeaderRefused, and nobody was loaded then. Where the file breaks off, what had come is loaded.
        """
        reader, loading = PeopleCsv(), _Import(partial(self._load, org, later=True), self._chunk)
        async for piece in pieces:
            await loading.take(reader.feed(piece))
        await loading.take(reader.end())
        await loading.finish()
        await self._find_managers(org, loading)
        loading.imported.bad.sort(key=lambda one: one.line)
        return loading.imported

    async def bind(self, org: UUID, user: UUID, kind: IdentifierKind, given: Given) -> None:
        """Bind an identifier; a national number is read in the user's country, else in the organization's
        region. Once this returns no request begins to what it replaces. Raises NotFoundError, and
        RefusedError with the reason where it is none."""

        async def work(connection: AsyncConnection) -> None:
            known = await people.read_user(connection, org, user)
            region = known.country or await people.read_region(connection, org)
            sealed = identifiers.seal(self._vault, binding_of(user, kind, given, region))
            await identifiers.write(connection, org, [sealed])

        await self._database.repeat_app(org, work)
        await wait_for_user(self._sending, org, user)

    async def unbind(self, org: UUID, user: UUID, kind: IdentifierKind, source: str) -> None:
        """Take back what a source said, whether or not it said anything: once this returns no request to it
        begins. Raises NotFoundError."""
        await self._database.repeat_app(org, lambda c: identifiers.unbind(c, org, user, kind, source))
        await wait_for_user(self._sending, org, user)

    async def _load(
        self, org: UUID, rows: Sequence[PersonRow], *, made: UUID | None = None, later: bool = False
    ) -> list[Loaded]:
        """What is known is read first, in a transaction of its own: to read and seal numbers takes a while,
        in which nobody is to be kept waiting for a lock. Where another has taken an external id meanwhile,
        all begins anew."""
        for _ in range(_TRIES):
            known, region = await self._database.repeat_app(
                org, partial(_read, org=org, rows=rows, made=made)
            )
            plan = Plan(rows, known, region, made=made, later=later)
            await asyncio.to_thread(plan.seal, self._vault)
            try:
                await self._database.repeat_app(org, partial(plan.write, org=org))
            except RefusedError:
                continue
            return plan.loaded()
        raise StorageError("conflict")

    async def _find_managers(self, org: UUID, loading: "_Import") -> None:
        for waiting in _batches(loading.waiting, self._chunk):

            async def work(
                connection: AsyncConnection, waiting: Sequence[_Waiting] = waiting
            ) -> dict[str | None, UUID]:
                found = await people.find_users(connection, org, (), {one.manager for one in waiting})
                managers = {one.external_id: one.id for one in found}
                managed = {one.user: managers[one.manager] for one in waiting if one.manager in managers}
                await people.set_managers(connection, org, managed)
                return managers

            managers = await self._database.repeat_app(org, work)
            for one in waiting:
                if one.manager not in managers:
                    loading.imported.note(one.line, [Wrong("manager", "manager_unknown")])


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A user whose manager had not come when they were loaded."""

    line: int
    user: UUID
    manager: str = field(repr=False)


class _Import:
    """A file on its way in, a chunk at a time."""

    def __init__(self, load: _LoadRows, chunk: int) -> None:
        self._load = load
        self._chunk = chunk
        self._rows: list[PersonRow] = []
        self._bad: list[BadRow] = []
        self.imported = Imported()
        self.waiting: list[_Waiting] = []

    async def take(self, found: Iterable[PersonRow | BadRow]) -> None:
        for one in found:
            if isinstance(one, PersonRow):
                self._rows.append(one)
            else:
                self._bad.append(one)
            if len(self._rows) + len(self._bad) >= self._chunk:
                await self.finish()

    async def finish(self) -> None:
        """Load what has come."""
        loaded = await self._load(self._rows) if self._rows else []
        self.imported.rows.update(one.fate for one in loaded)
        self.imported.rows[Fate.REFUSED] += len(self._bad)
        faults = [(bad.line, bad.wrong) for bad in self._bad] + [(one.number, one.wrong) for one in loaded]
        for line, wrong in sorted(faults, key=lambda fault: fault[0]):
            self.imported.note(line, wrong)
        self.waiting += [
            _Waiting(one.number, one.user, one.waiting_for) for one in loaded if one.user and one.waiting_for
        ]
        self._rows, self._bad = [], []


def _check(loaded: Sequence[Loaded]) -> None:
    """Raise what is wrong with the one row that there is."""
    wrong = [fault for one in loaded for fault in one.wrong]
    if any(fault.reason == "external_id_taken" for fault in wrong):
        raise RefusedError("external_id_taken")
    if wrong:
        raise PersonRefused(wrong)


async def _read(
    connection: AsyncConnection, *, org: UUID, rows: Sequence[PersonRow], made: UUID | None
) -> tuple[list[KnownUser], str | None]:
    ids, externals = names(rows, made)
    known = await people.find_users(connection, org, ids, externals)
    return known, await people.read_region(connection, org)


def _batches(waiting: Sequence[_Waiting], size: int) -> Iterator[Sequence[_Waiting]]:
    remaining = iter(waiting)
    while batch := list(itertools.islice(remaining, size)):
        yield batch
