"""What a user of the directory is in the product: written together with what was sent of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.people import IdentifierSource
from homing.domain.scim import (
    DirectoryNumber,
    DirectoryPerson,
    external_id,
    identities,
    named_by,
    read_person,
)
from homing.domain.traits import IdentifierKind
from homing.store import alerts, groups, identifiers, people, scim_links
from homing.store.alerts import AlertKind
from homing.store.identifiers import Binding, Sealed
from homing.store.people import NewUser
from homing.store.vault import Vault

_NOBODY: Final = DirectoryPerson(
    said={"first_name": None, "locale": None, "country": None, "time_zone": None}, active=None
)
"""Of whom a directory says nothing: what a user of before it came is to the directory."""
_CHANNEL_OF: Final = {"phone": "sms", "email": "email"}


@dataclass(frozen=True, slots=True)
class Change:
    """A user of the directory and what becomes of them: ``former``, None: they are new to it; ``known``: the
    product has them already."""

    org: UUID
    user: UUID
    document: Mapping[str, Any] = field(repr=False)
    former: Mapping[str, Any] | None = field(default=None, repr=False)
    former_faults: Mapping[str, str] = field(default_factory=dict)
    known: bool = True
    staff: Sequence[UUID] = ()
    """Who reports to the user by a name that is theirs now (``find_staff``)."""


async def find_user(
    connection: AsyncConnection, org: UUID, vault: Vault, document: Mapping[str, Any]
) -> UUID | None:
    """The user whom the product has already and no directory has sent: called as the directory calls this one
    by its ``externalId``, or else by its ``userName``."""
    names = [name for name in (document.get("externalId"), document.get("userName")) if name]
    known = await people.find_users(connection, org, vault, (), names)
    by_name = {one.external_id: one.id for one in known}
    ids = [by_name[name] for name in names if name in by_name]
    return await scim_links.find_free_user(connection, org, ids) if ids else None


async def hold(connection: AsyncConnection, vault: Vault, change: Change) -> Change:
    """Hold the user, and those who report to them by a name that is theirs now. Raises NotFoundError where
    the user is none of the organization's any more."""
    staff = await scim_links.find_staff(connection, change.org, vault, identities(change.document))
    held = await people.lock_users(connection, change.org, {change.user, *staff})
    if change.known and change.user not in held:
        raise NotFoundError("user")
    return replace(change, staff=staff)


def follows_nothing(former: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether nothing follows from what has changed of a user."""
    return (
        external_id(former) == external_id(document)
        and identities(former) == identities(document)
        and read_person(former) == read_person(document)
    )


def reached_otherwise(former: DirectoryPerson, person: DirectoryPerson) -> bool:
    """Whether another number may be meant: a national one is another in another country."""
    return person.numbers != former.numbers or person.said["country"] != former.said["country"]


async def write_person(connection: AsyncConnection, vault: Vault, change: Change) -> dict[str, str]:
    """Write what follows from a user that is held. Of what the product knew before, only that changes of
    which the directory says something now or did. Returns what can't be used, by the field, and why. Raises
    RefusedError ``external_id_taken``, and as ``check_word`` does."""
    person = read_person(change.document)
    former = _NOBODY if change.former is None else read_person(change.former)
    await _write_user(connection, vault, change, person, former)
    faults = {one.field: one.reason for one in person.wrong}
    faults |= await _write_identifiers(connection, vault, change, person, former)
    if person.roles != former.roles:
        await groups.set_roles(connection, change.org, {change.user: person.roles})
    await _write_managers(connection, vault, change, person, former)
    await _write_active(connection, change, person, former)
    return faults


async def tell_admins(connection: AsyncConnection, change: Change, faults: Mapping[str, str]) -> None:
    """Raise an alert for a number or an address that can't be used and was not there, or could. Last in a
    transaction."""
    for name, channel in sorted(_CHANNEL_OF.items()):
        if name in faults and faults[name] != change.former_faults.get(name):
            await alerts.raise_alert(connection, change.org, AlertKind.DIRECTORY_UNREADABLE, channel)


async def forget_person(
    connection: AsyncConnection, org: UUID, user: UUID, document: Mapping[str, Any]
) -> None:
    """Take back all that a directory said of a user who is held, and deactivate them."""
    person = read_person(document)
    for kind in (IdentifierKind.PHONE, IdentifierKind.EMAIL):
        await identifiers.unbind(connection, org, user, kind, IdentifierSource.DIRECTORY.value)
    if person.roles:
        await groups.set_roles(connection, org, {user: ()})
    if person.manager:
        await people.set_managers(connection, org, {user: None})
    await scim_links.leave_groups(connection, org, user)
    await people.deactivate(connection, org, user)


async def _write_user(
    connection: AsyncConnection,
    vault: Vault,
    change: Change,
    person: DirectoryPerson,
    former: DirectoryPerson,
) -> None:
    external = external_id(change.document)
    if not change.known:
        new = NewUser(
            id=change.user,
            external_id=external,
            first_name=person.said["first_name"],
            locale=person.said["locale"],
            country=person.said["country"],
            time_zone=person.said["time_zone"],
        )
        await people.add_users(connection, change.org, vault, [new])
        return
    said = {name: value for name, value in person.said.items() if value != former.said[name]}
    if change.former is None or external != external_id(change.former):
        said["external_id"] = external
    await people.change_users(connection, change.org, vault, {change.user: said})


async def _write_identifiers(
    connection: AsyncConnection,
    vault: Vault,
    change: Change,
    person: DirectoryPerson,
    former: DirectoryPerson,
) -> dict[str, str]:
    """Bind what has changed of number and address, or take it back where it can't be used. Returns what can't
    be, and why."""
    region = await _region(connection, vault, change, person)
    number, number_fault = _first_number(vault, change.user, person.numbers, region)
    address, address_fault = _first_address(vault, change.user, person.addresses)
    # What could not be used may be by now: the organization may have a region since.
    moved = reached_otherwise(former, person) or "phone" in change.former_faults
    news = [
        (IdentifierKind.PHONE, number, moved),
        (IdentifierKind.EMAIL, address, person.addresses != former.addresses),
    ]
    bound = [sealed for _, sealed, changed in news if changed and sealed is not None]
    await identifiers.write(connection, change.org, bound)
    for kind, sealed, changed in news:
        if changed and sealed is None and change.known:
            source = IdentifierSource.DIRECTORY.value
            await identifiers.unbind(connection, change.org, change.user, kind, source)
    faults = {"phone": number_fault, "email": address_fault}
    return {name: fault for name, fault in faults.items() if fault is not None}


async def _region(
    connection: AsyncConnection, vault: Vault, change: Change, person: DirectoryPerson
) -> str | None:
    """Where a national number of theirs belongs: in their country, else in the organization's region. Not
    looked up where there is none such."""
    if person.said["country"] or all("+" in one.raw for one in person.numbers):
        return person.said["country"]
    found = await people.find_users(connection, change.org, vault, [change.user], ())
    country = found[0].country if found else None
    return country or await people.read_region(connection, change.org)


def _first_number(
    vault: Vault, user: UUID, numbers: tuple[DirectoryNumber, ...], region: str | None
) -> tuple[Sealed | None, str | None]:
    """The first that can be texted; else why the first of those that should be can't."""
    faults = []
    for number in numbers:
        try:
            return identifiers.seal(vault, _binding(user, IdentifierKind.PHONE, number.raw, region)), None
        except RefusedError as error:
            if number.is_fault(error.reason):
                faults.append(error.reason)
    return None, faults[0] if faults else None


def _first_address(vault: Vault, user: UUID, addresses: tuple[str, ...]) -> tuple[Sealed | None, str | None]:
    faults = []
    for address in addresses:
        try:
            return identifiers.seal(vault, _binding(user, IdentifierKind.EMAIL, address, None)), None
        except RefusedError as error:
            faults.append(error.reason)
    return None, faults[0] if faults else None


def _binding(user: UUID, kind: IdentifierKind, raw: str, region: str | None) -> Binding:
    source = IdentifierSource.DIRECTORY
    return Binding(user_id=user, kind=kind, raw=raw, source=source.value, state=source.state, region=region)


async def _write_managers(
    connection: AsyncConnection,
    vault: Vault,
    change: Change,
    person: DirectoryPerson,
    former: DirectoryPerson,
) -> None:
    """Whom the user reports to, and who reports to them: whoever of the two comes later finds the other."""
    managers: dict[UUID, UUID | None] = {}
    if change.former is None or identities(change.document) != identities(change.former):
        managers |= dict.fromkeys(change.staff, change.user)
    if person.manager != former.manager:
        named = named_by(person.manager) if person.manager else []
        managers[change.user] = (
            await scim_links.find_named(connection, change.org, vault, named) if named else None
        )
    if managers:
        await people.set_managers(connection, change.org, managers)


async def _write_active(
    connection: AsyncConnection, change: Change, person: DirectoryPerson, former: DirectoryPerson
) -> None:
    """Who comes is active unless it is said that they aren't; of who is there only what changes counts."""
    comes = change.former is None and change.known
    if person.active is False and former.active is not False:
        await people.deactivate(connection, change.org, change.user)
    elif person.active is not False and (comes or (person.active and former.active is False)):
        await people.reactivate(connection, change.org, change.user)
