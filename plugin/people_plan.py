"""What is to be done about a list of people, once it is known which of them there are: whose each row is,
what is wrong with it, and the writing of all that is right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.domain.people import Given, PersonRow, Wrong
from homing.domain.traits import IdentifierKind
from homing.store import groups, identifiers, people
from homing.store.identifiers import Binding, Sealed
from homing.store.people import KnownUser, NewUser
from homing.store.vault import Vault

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


@dataclass(slots=True)
class _Person:
    """A row and what has been found out about it."""

    row: PersonRow
    user: UUID = _NOBODY_YET
    known: KnownUser | None = None
    manager: UUID | None = None
    wrong: list[Wrong] = field(default_factory=list)
    sealed: list[Sealed] = field(default_factory=list)
    waiting_for: str | None = None

    def refuse(self, name: str, reason: str) -> None:
        self.wrong.append(Wrong(name, reason))


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
        made: UUID | None = None,
        later: bool = False,
    ) -> None:
        self._people = [_Person(row) for row in rows]
        self._region = region
        self._later = later
        self._by_id = {one.id: one for one in known}
        self._by_external = {one.external_id: one for one in self._by_id.values() if one.external_id}
        self._identify(made)

    def seal(self, vault: Vault) -> None:
        """Read the identifiers, and then find out who reports to whom."""
        for person in self._right():
            for kind, given in (
                (IdentifierKind.PHONE, person.row.phone),
                (IdentifierKind.EMAIL, person.row.email),
            ):
                if given is not None:
                    binding = binding_of(person.user, kind, given, self._region_of(person))
                    try:
                        person.sealed.append(identifiers.seal(vault, binding))
                    except RefusedError as error:
                        person.refuse(kind.value, error.reason)
        self._find_managers()

    async def write(self, connection: AsyncConnection, org: UUID) -> None:
        """Write all that is right. Raises RefusedError where another was faster to take an external id."""
        right = list(self._right())
        called = await groups.ensure_groups(
            connection, org, {name for one in right for name in one.row.groups}
        )
        await people.lock_users(connection, org, {one.user for one in right})
        await people.add_users(connection, org, [_new(one) for one in right if one.known is None])
        changes = {one.user: _said(one.row) for one in right if one.known is not None}
        await people.change_users(connection, org, changes)
        await identifiers.write(connection, org, [sealed for one in right for sealed in one.sealed])
        roles = {one.user: one.row.roles for one in right if one.row.roles is not None}
        if roles:
            await groups.set_roles(connection, org, roles)
        members = [(called[name], one.user) for one in right for name in one.row.groups]
        await groups.join_groups(connection, org, members)
        managers = {
            one.user: one.manager for one in right if one.row.manager_said and one.waiting_for is None
        }
        if managers:
            await people.set_managers(connection, org, managers)

    def loaded(self) -> list[Loaded]:
        """What became of each row, in their order."""
        return [
            Loaded(one.row.number, Fate.REFUSED, external_id=one.row.external_id, wrong=tuple(one.wrong))
            if one.wrong
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
        return (one for one in self._people if not one.wrong)

    def _identify(self, made: UUID | None) -> None:
        """Whose each row is; nobody's second row counts."""
        users, externals = set[UUID](), set[str]()
        for person in self._people:
            self._identify_one(person, made)
            if person.wrong:
                continue
            external = person.row.external_id
            if person.user in users or external in externals:
                person.refuse("id" if person.row.id else "external_id", "repeated")
            users.add(person.user)
            if external is not None:
                externals.add(external)

    def _identify_one(self, person: _Person, made: UUID | None) -> None:
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
            person.user, person.known = called.id if called else uuid4(), called

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


def binding_of(user: UUID, kind: IdentifierKind, given: Given, region: str | None) -> Binding:
    return Binding(
        user_id=user,
        kind=kind,
        raw=given.raw,
        source=given.source.value,
        state=given.source.state,
        region=region,
    )


def _said(row: PersonRow) -> dict[str, str | None]:
    external = {} if row.external_id is None else {"external_id": row.external_id}
    return {**row.said, **external}


def _new(person: _Person) -> NewUser:
    return NewUser(id=person.user, **_said(person.row))
