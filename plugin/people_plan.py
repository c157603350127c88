"""What is to be done about a list of people, once it is known which of them there are: whose each row is,
what is wrong with it, and the writing of all that is right."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import BY_NAME
from homing.domain.consents import ConsentKind, ConsentSource
from homing.domain.people import ConsentSaid, PersonRow, Wrong
from homing.store import consents, groups, identifiers, people
from homing.store.consents import NewConsent
from homing.store.identifiers import Sealed
from homing.store.people import KnownUser, NewUser, SealedUser
from homing.store.vault import Vault
from plugin.sealer import Sealer

_NOBODY_YET: Final = UUID(int=0)


class Fate(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a row, and whose it is now. ``wrong``: why it was refused. ``waiting_for``: the external
    id of a manager who is not known yet."""

    number: int
    fate: Fate
    user: UUID | None = None
    external_id: str | None = field(default=None, repr=False)
    wrong: tuple[Wrong, ...] = ()
    waiting_for: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing. ``contested``: users with a number that was another's, which they are to confirm
    before it counts; ``withdrawn``: those who withdrew a consent."""

    contested: frozenset[UUID] = frozenset()
    withdrawn: frozenset[UUID] = frozenset()


@dataclass(slots=True)
class _Person:
    """A row and what has been found out about it."""

    row: PersonRow
    user: UUID = _NOBODY_YET
    known: KnownUser | None = None
    manager: UUID | None = None
    wrong: Sequence[Wrong] = ()
    sealed: Sequence[Sealed] = ()
    made: SealedUser | None = None
    waiting_for: str | None = None
    repeated: bool = False

    @property
    def faults(self) -> tuple[Wrong, ...]:
        named_by = "external_id" if self.row.id is None else "id"
        return (*self.wrong, *([Wrong(named_by, "repeated")] if self.repeated else ()))

    def refuse(self, name: str, reason: str) -> None:
        self.wrong = (*self.wrong, Wrong(name, reason))


def names(rows: Iterable[PersonRow], made: UUID | None) -> tuple[set[UUID], set[str]]:
    """Everybody whom these rows speak of: ids, and external ids."""
    ids = {one for row in rows for one in (row.id, row.manager, made) if isinstance(one, UUID)}
    externals = {one for row in rows for one in (row.external_id, row.manager) if isinstance(one, str)}
    return ids, externals


class Plan:
    """Made of rows, of those users whom they speak of (``names``) that there are, and of the organization's
    region. ``made``: the one row is of somebody new, who gets this id; ``later``: a manager may be yet to
    come.

    ``seal`` takes a while and is to be called once, before ``write``.
    """

    def __init__(
        self,
        rows: Sequence[PersonRow],
        known: Iterable[KnownUser],
        region: str | None,
        *,
        sealer: Sealer,
        made: UUID | None = None,
        later: bool = False,
    ) -> None:
        self._people = [_Person(row) for row in rows]
        self._region = region
        self._sealer = sealer
        self._later = later
        self._made = made
        self._by_id = {one.id: one for one in known}
        self._by_external = {one.external_id: one for one in self._by_id.values() if one.external_id}
        for person in self._people:
            self._identify(person, made)

    def seal(self) -> None:
        """Read the identifiers, and then find out whose row is their first, and who reports to whom."""
        for person in self._right():
            sealed, wrong = self._sealer.seal(person.row, person.user, self._region_of(person))
            person.sealed, person.wrong = sealed, wrong
        self._refuse_repeated()
        self._find_managers()
        for person in self._right():
            if person.known is None:
                person.made = self._sealer.seal_user(_new(person))

    def users(self) -> dict[UUID, tuple[int, str | None]]:
        """Those who are right: the number of their row, and the manager whom they wait for."""
        return {one.user: (one.row.number, one.waiting_for) for one in self._people if not one.wrong}

    def leave_out(self, repeated: Collection[UUID]) -> None:
        """Refuse the rows of these users, who had rows before; instead of those that were left out so far."""
        for person in self._people:
            person.repeated = not person.wrong and person.user in repeated

    async def write(
        self, connection: AsyncConnection, org: UUID, vault: Vault, *, actor: str | None = None
    ) -> Written:
        """Write all that is right. ``actor``: by whose key consents are recorded. Raises RefusedError where
        another was faster to take an external id."""
        right = list(self._right())
        # One whose id was given may have been made by the same request before.
        fresh = {one.user for one in right if one.known is None and one.user != self._made}
        called = await groups.ensure_groups(
            connection, org, {name for one in right for name in one.row.groups}
        )
        changes = {one.user: _said(one.row) for one in right if one.known is not None}
        if changes:
            await people.lock_users(connection, org, changes)
        await people.write_users(connection, org, [one.made for one in right if one.made is not None])
        await people.change_users(connection, org, vault, changes)
        sealed = [one for person in right for one in person.sealed]
        bound = await identifiers.write(connection, org, sealed, made=fresh)
        roles = {one.user: one.row.roles for one in right if one.row.roles is not None}
        if roles:
            await groups.set_roles(connection, org, roles)
        members = [(called[name], one.user) for one in right for name in one.row.groups]
        await groups.join_groups(connection, org, members)
        managers = {
            one.user: one.manager
            for one in right
            if one.user not in fresh and one.row.manager_said and one.waiting_for is None
        }
        if managers:
            await people.set_managers(connection, org, managers)
        said = [(one.user, one.row.consent) for one in right if one.row.consent is not None]
        withdrawn = await consents.write_consents(
            connection,
            org,
            [consents.seal_consent(vault, consent_of(user, what, actor)) for user, what in said],
        )
        return Written(bound.contested, frozenset(withdrawn))

    def loaded(self) -> list[Loaded]:
        """What became of each row, in their order."""
        return [
            Loaded(one.row.number, Fate.REFUSED, external_id=one.row.external_id, wrong=one.faults)
            if one.faults
            else Loaded(
                one.row.number,
                Fate.CREATED if one.known is None else Fate.UPDATED,
                one.user,
                one.row.external_id or (one.known.external_id if one.known else None),
                waiting_for=one.waiting_for,
            )
            for one in self._people
        ]

    def _right(self) -> Iterator[_Person]:
        return (one for one in self._people if not one.wrong and not one.repeated)

    def _refuse_repeated(self) -> None:
        """Nobody's second row counts, of those that are right."""
        users, externals = set[UUID](), set[str]()
        for person in self._right():
            external = person.row.external_id
            if person.user in users:
                person.refuse("id" if person.row.id else "external_id", "repeated")
            elif external in externals:
                person.refuse("external_id", "external_id_taken" if person.row.id else "repeated")
            users.add(person.user)
            if external is not None:
                externals.add(external)

    def _identify(self, person: _Person, made: UUID | None) -> None:
        row = person.row
        named = made or row.id
        called = self._by_external.get(row.external_id or "")
        if named is not None:
            person.user, person.known = named, self._by_id.get(named)
            if person.known is None and made is None:
                person.refuse("id", "user_unknown")
            elif called is not None and called.id != named:
                person.refuse("external_id", "external_id_taken")
        elif row.external_id is None:
            person.refuse("external_id", "external_id_missing")
        else:
            person.user, person.known = called.id if called else self._sealer.newcomer(row), called
        known = person.known
        if known and row.manager is not None and row.manager in (known.id, known.external_id):
            person.refuse("manager", "manager_is_self")

    def _region_of(self, person: _Person) -> str | None:
        """Where a national number of theirs belongs, as their country will be."""
        if "country" in person.row.said:
            return person.row.said["country"] or self._region
        return (person.known.country if person.known else None) or self._region

    def _find_managers(self) -> None:
        """Who reports to somebody who is not there is refused, and so is whoever reports to them."""
        newcomers = {one.row.external_id: one.user for one in self._right() if one.row.external_id}
        for person in self._right():
            wanted = person.row.manager
            if isinstance(wanted, UUID):
                person.manager = wanted if wanted in self._by_id else None
            elif wanted is not None:
                known = self._by_external.get(wanted)
                person.manager = known.id if known else newcomers.get(wanted)
                person.waiting_for = wanted if person.manager is None and self._later else None
            if wanted is not None and person.manager is None and person.waiting_for is None:
                person.refuse("manager", "manager_unknown")
            elif person.manager == person.user:
                person.refuse("manager", "manager_is_self")
        self._forsake()

    def _forsake(self) -> None:
        staff = defaultdict[str, list[_Person]](list)
        for person in self._right():
            if isinstance(person.row.manager, str) and person.row.manager not in self._by_external:
                staff[person.row.manager].append(person)
        lost = [one.row.external_id or "" for one in self._people if one.wrong]
        while lost:
            for person in staff.pop(lost.pop(), ()):
                if self._later:
                    person.manager, person.waiting_for = None, str(person.row.manager)
                else:
                    person.refuse("manager", "manager_unknown")
                    lost.append(person.row.external_id or "")


def consent_of(user: UUID, said: ConsentSaid, actor: str | None) -> NewConsent:
    """What a file says of a consent, as it is recorded."""
    return NewConsent(
        user_id=user,
        message_class=said.message_class,
        channel=said.channel,
        kind=ConsentKind.GIVEN if said.given else ConsentKind.WITHDRAWN,
        source=ConsentSource.IMPORT,
        shown=said.shown,
        language=said.language,
        actor=actor,
        at=said.at,
        identifier=BY_NAME[said.channel].traits.identifier,
    )


def _said(row: PersonRow) -> dict[str, str | None]:
    external = {} if row.external_id is None else {"external_id": row.external_id}
    return {**row.said, **external}


def _new(person: _Person) -> NewUser:
    return NewUser(id=person.user, manager_id=person.manager, **_said(person.row))
