"""What files may be of: how the rows of each are read, made ready, and written."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import CHANNELS
from homing.dispatching.context import Sending
from homing.domain.consent_csv import ConsentRow, ConsentsCsv
from homing.domain.csv_rows import BadRow
from homing.domain.people import IdentifierSource, PersonRow, Wrong
from homing.domain.people_csv import PeopleCsv
from homing.store import consents, import_progress, people
from homing.store.consents import SealedConsent, seal_consent
from homing.store.import_progress import Done, Fault, Named
from homing.store.imports import ImportRow
from homing.store.people import KnownUser
from plugin.people import read_known
from plugin.people_plan import Fate, Loaded, Plan, consent_of
from plugin.sealer import Sealer

CONSENTED: Final = frozenset(one.traits.name for one in CHANNELS if one.traits.optional)
"""The channels on which one may consent."""
ANOTHERS: Final = "number_of_another_user"
"""Of a number that was bound, but is texted only once its user has confirmed it."""

R = TypeVar("R", PersonRow, ConsentRow)
R_co = TypeVar("R_co", PersonRow, ConsentRow, covariant=True)


@dataclass(slots=True)
class Batch(Generic[R]):
    """Rows of a file that are loaded together, those that can't be read, and where the last of them begins.
    ``sealer``: what has been made ready of them."""

    rows: list[R] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    line: int = 0
    sealer: Sealer | None = None

    @property
    def faults(self) -> list[Fault]:
        """Why the bad rows are."""
        return [Fault(bad.line, one.field, one.reason) for bad in self.bad for one in bad.wrong]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch. ``withdrawn``: those who withdrew a consent in it."""

    done: Done
    withdrawn: frozenset[UUID] = frozenset()


class Reader(Protocol[R_co]):
    """Takes a file in pieces and gives its rows."""

    def feed(self, piece: bytes) -> Iterator[R_co | BadRow]: ...
    def end(self) -> Iterator[R_co | BadRow]: ...


class Planned(Protocol):
    """A batch of which all is known that there is to know before it is written."""

    async def write(self, connection: AsyncConnection) -> Outcome:
        """Write what is right. Raises RefusedError, or NotFoundError, where that has changed meanwhile."""
        ...


class Kind(Protocol[R]):
    """How rows of a kind are loaded."""

    def reader(self) -> Reader[R]:
        """What reads such a file."""
        ...

    def prepare(self, batch: Batch[R]) -> None:
        """Do what takes long and needs nothing but the rows."""
        ...

    async def plan(self, batch: Batch[R]) -> Planned:
        """Find out whom the rows are of, and what is wrong with them."""
        ...


class OfPeople:
    """People, with their identifiers and consents."""

    def __init__(self, sending: Sending, org: UUID, file: ImportRow, region: str | None) -> None:
        self._sending = sending
        self._org = org
        self._file = file
        self._region = region

    def reader(self) -> PeopleCsv:
        return PeopleCsv(IdentifierSource(self._file.source), CONSENTED, datetime.now(UTC))

    def prepare(self, batch: Batch[PersonRow]) -> None:
        batch.sealer = Sealer(self._sending.vault, self._org)
        batch.sealer.prepare(batch.rows, self._region)

    async def plan(self, batch: Batch[PersonRow]) -> "PlannedPeople":
        vault = self._sending.vault
        sealer = batch.sealer or Sealer(vault, self._org)
        read = partial(read_known, org=self._org, vault=vault, sealer=sealer, rows=batch.rows)
        known, region = await self._sending.database.repeat_app(self._org, read)
        return await asyncio.to_thread(self._planned, batch, sealer, known, region)

    def _planned(
        self, batch: Batch[PersonRow], sealer: Sealer, known: Sequence[KnownUser], region: str | None
    ) -> "PlannedPeople":
        vault = self._sending.vault
        plan = Plan(batch.rows, known, region, sealer=sealer, later=True)
        plan.seal()
        named = [
            Named(user, line, None if manager is None else vault.encrypt(manager))
            for user, (line, manager) in plan.users().items()
        ]
        return PlannedPeople(self._sending, self._org, self._file, batch, plan, named)


@dataclass(frozen=True, slots=True)
class PlannedPeople:
    """People who are to be written."""

    sending: Sending
    org: UUID
    file: ImportRow
    batch: Batch[PersonRow]
    plan: Plan
    named: Sequence[Named]

    async def write(self, connection: AsyncConnection) -> Outcome:
        fresh = await import_progress.name_users(connection, self.org, self.file.id, self.named)
        self.plan.leave_out({one.user for one in self.named} - fresh)
        vault = self.sending.vault
        written = await self.plan.write(connection, self.org, vault, actor=self.file.actor)
        loaded = self.plan.loaded()
        faults = [*self.batch.faults, *_faults(loaded, written.contested)]
        fates = [one.fate for one in loaded]
        done = Done(
            self.batch.line,
            created=fates.count(Fate.CREATED),
            updated=fates.count(Fate.UPDATED),
            refused=fates.count(Fate.REFUSED) + len(self.batch.bad),
            faults=sorted(faults, key=lambda one: one.line),
        )
        return Outcome(done, written.withdrawn)


def _faults(loaded: Sequence[Loaded], contested: frozenset[UUID]) -> Iterator[Fault]:
    for one in loaded:
        for wrong in one.wrong:
            yield Fault(one.number, "user" if wrong.field == "id" else wrong.field, wrong.reason)
        if one.user in contested:
            yield Fault(one.number, "phone", ANOTHERS, loaded=True)


class OfConsents:
    """Consents of users who are there."""

    def __init__(self, sending: Sending, org: UUID, file: ImportRow) -> None:
        self._sending = sending
        self._org = org
        self._file = file

    def reader(self) -> ConsentsCsv:
        return ConsentsCsv(CONSENTED, datetime.now(UTC))

    def prepare(self, batch: Batch[ConsentRow]) -> None:
        """Nothing takes long."""

    async def plan(self, batch: Batch[ConsentRow]) -> "PlannedConsents":
        ids = {row.user for row in batch.rows if row.user is not None}
        externals = {row.external_id for row in batch.rows if row.external_id is not None}
        vault = self._sending.vault
        found = await self._sending.database.repeat_app(
            self._org, lambda c: people.find_users(c, self._org, vault, ids, externals)
        )
        return await asyncio.to_thread(self._planned, batch, found)

    def _planned(self, batch: Batch[ConsentRow], found: Sequence[KnownUser]) -> "PlannedConsents":
        by_id = {one.id: one for one in found}
        by_external = {one.external_id: one for one in found if one.external_id is not None}
        sealed, faults = [], batch.faults
        for row in batch.rows:
            named = by_id.get(row.user) if row.user else by_external.get(row.external_id or "")
            wrong = _wrong_name(row, named)
            if wrong is not None:
                faults.append(Fault(row.number, wrong.field, wrong.reason))
            elif named is not None:
                new = consent_of(named.id, row.consent, self._file.actor)
                sealed.append(seal_consent(self._sending.vault, new))
        done = Done(
            batch.line,
            created=len(sealed),
            refused=len(batch.rows) + len(batch.bad) - len(sealed),
            faults=sorted(faults, key=lambda one: one.line),
        )
        return PlannedConsents(self._org, done, sealed)


def _wrong_name(row: ConsentRow, named: KnownUser | None) -> Wrong | None:
    if named is None:
        return Wrong("user" if row.user else "external_id", "user_unknown")
    if row.external_id is not None and named.external_id != row.external_id:
        return Wrong("external_id", "external_id_of_another")
    return None


@dataclass(frozen=True, slots=True)
class PlannedConsents:
    """Consents that are to be written."""

    org: UUID
    done: Done
    sealed: Sequence[SealedConsent]

    async def write(self, connection: AsyncConnection) -> Outcome:
        withdrawn = await consents.write_consents(connection, self.org, self.sealed)
        return Outcome(self.done, frozenset(withdrawn))


def batches_of(rows: Iterator[R | BadRow], size: int, after: int) -> Iterator[Batch[R]]:
    """Rows in batches, without those up to a line."""
    batch = Batch[R]()
    for row in rows:
        line = row.line if isinstance(row, BadRow) else row.number
        if line <= after:
            continue
        if isinstance(row, BadRow):
            batch.bad.append(row)
        else:
            batch.rows.append(row)
        batch.line = line
        if len(batch.rows) + len(batch.bad) >= size:
            yield batch
            batch = Batch[R]()
    if batch.line:
        yield batch
