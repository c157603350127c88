"""Loading people: one, or a list. What is wrong with one of them keeps nobody else out. Files are
``plugin.importing``'s."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.dispatching.withdraw import wait_for_former_holders, wait_for_user
from homing.domain.errors import NotFoundError, RefusedError, StorageError
from homing.domain.people import Given, PersonRow, Wrong
from homing.domain.traits import IdentifierKind
from homing.store import identifiers, people
from homing.store.people import KnownUser
from homing.store.vault import Vault
from plugin.people_plan import Loaded, Plan, names
from plugin.sealer import Sealer, binding_of

_TRIES: Final = 6


class PersonRefused(RefusedError):
    """A single person who can't be taken; ``wrong`` is everything that was found."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__("user_refused")
        self.wrong = tuple(wrong)


class People:
    """Makes users, changes them and binds their identifiers."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        self._database = sending.database
        self._vault = sending.vault

    async def create(self, org: UUID, user: UUID, row: PersonRow) -> None:
        """Make a user with this id; doing it again makes nobody else. As to their number, see ``bind``.
        Raises PersonRefused, and RefusedError ``external_id_taken``."""
        _check(await self._load(org, [row], made=user))
        if row.phone is not None:
            await wait_for_former_holders(self._sending, org, user)

    async def change(self, org: UUID, user: UUID, row: PersonRow) -> None:
        """Change what is named of a user. Raises NotFoundError, PersonRefused, and RefusedError
        ``external_id_taken``."""
        await self._database.repeat_app(org, lambda c: people.check_user(c, org, user))
        _check(await self._load(org, [replace(row, id=user)]))

    async def load(self, org: UUID, rows: Sequence[PersonRow]) -> list[Loaded]:
        """Make or change people, by id or else by external id, and say of each row what became of it. A
        manager may be among them. What had begun to a number that is replaced is not waited for: a request
        may still begin within the lease."""
        return await self._load(org, rows)

    async def bind(self, org: UUID, user: UUID, kind: IdentifierKind, given: Given) -> None:
        """Bind an identifier; a national number is read in the user's country, else in the organization's
        region. Once this returns no request begins to what it replaces, nor to it for whoever had it before.
        Raises NotFoundError, and RefusedError with the reason where it is none."""

        async def work(connection: AsyncConnection) -> None:
            known = await people.read_user(connection, org, self._vault, user)
            region = known.country or await people.read_region(connection, org)
            sealed = identifiers.seal(self._vault, binding_of(user, kind, given, region))
            await identifiers.write(connection, org, [sealed])

        await self._database.repeat_app(org, work)
        await wait_for_former_holders(self._sending, org, user)

    async def unbind(self, org: UUID, user: UUID, kind: IdentifierKind, source: str) -> None:
        """Take back what a source said, whether or not it said anything: once this returns no request to it
        begins. Raises NotFoundError."""
        await self._database.repeat_app(org, lambda c: identifiers.unbind(c, org, user, kind, source))
        await wait_for_user(self._sending, org, user)

    async def _load(self, org: UUID, rows: Sequence[PersonRow], *, made: UUID | None = None) -> list[Loaded]:
        """What is known is read first, in a transaction of its own: to read and seal numbers takes a while,
        in which nobody is to be kept waiting for a lock. Where another has taken an external id meanwhile,
        or somebody is gone, all begins anew."""
        for _ in range(_TRIES):
            sealer = Sealer(self._vault, org)
            known, region = await self._database.repeat_app(
                org, partial(read_known, org=org, vault=self._vault, sealer=sealer, rows=rows, made=made)
            )
            plan = Plan(rows, known, region, sealer=sealer, made=made)
            await asyncio.to_thread(plan.seal)
            try:
                await self._database.repeat_app(org, partial(plan.write, org=org, vault=self._vault))
            except (RefusedError, NotFoundError):
                continue
            return plan.loaded()
        raise StorageError("conflict")


def _check(loaded: Sequence[Loaded]) -> None:
    """Raise what is wrong with the one row that there is."""
    wrong = [fault for one in loaded for fault in one.wrong]
    if any(fault.reason == "external_id_taken" for fault in wrong):
        raise RefusedError("external_id_taken")
    if wrong:
        raise PersonRefused(wrong)


async def read_known(
    connection: AsyncConnection,
    *,
    org: UUID,
    vault: Vault,
    sealer: Sealer,
    rows: Sequence[PersonRow],
    made: UUID | None = None,
) -> tuple[list[KnownUser], str | None]:
    """Those whom rows speak of, as far as they are known, and the organization's region."""
    ids, externals = names(rows, made)
    known = await people.find_hashed(connection, org, vault, ids, {sealer.hash(one) for one in externals})
    return known, await people.read_region(connection, org)
