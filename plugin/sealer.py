"""Reading and encrypting what people are known and reached by, ahead of the transaction that writes it."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from homing.domain.errors import RefusedError
from homing.domain.people import Given, PersonRow, Wrong
from homing.domain.traits import IdentifierKind
from homing.store.identifiers import Binding, Sealed, seal
from homing.store.ids import new_id
from homing.store.people import NewUser, SealedUser, seal_user
from homing.store.vault import Vault


class _Tried(NamedTuple):
    """What came of the identifiers of a row, read in a region, as a user's."""

    user: UUID
    region: str | None
    sealed: list[Sealed]
    wrong: list[Wrong]


class Sealer:
    """Seals what rows hold, each once as long as it is read in the same region."""

    def __init__(self, vault: Vault, org: UUID) -> None:
        self._vault = vault
        self._org = org
        self._tried: dict[int, _Tried] = {}
        self._newcomers: dict[int, UUID] = {}
        self._hashes: dict[str, bytes] = {}

    def prepare(self, rows: Iterable[PersonRow], region: str | None) -> None:
        """Seal what rows hold before it is known who they are. Takes a while. ``region``: where the national
        numbers belong of whose country the rows don't say."""
        for row in rows:
            self._try(row, self.newcomer(row), row.said.get("country") or region)
            for name in (row.external_id, row.manager):
                if isinstance(name, str):
                    self.hash(name)

    def newcomer(self, row: PersonRow) -> UUID:
        """The id of whoever a row is of, if it is of somebody new."""
        user = self._newcomers.get(row.number)
        if user is None:
            user = self._newcomers[row.number] = new_id()
        return user

    def hash(self, external_id: str) -> bytes:
        """What somebody is found by who is called so."""
        found = self._hashes.get(external_id)
        if found is None:
            found = self._hashes[external_id] = self._vault.hash_external(self._org, external_id)
        return found

    def seal_user(self, user: NewUser) -> SealedUser:
        """Somebody new, as they are kept."""
        hashed = None if user.external_id is None else self.hash(user.external_id)
        return seal_user(self._vault, user, hashed)

    def seal(self, row: PersonRow, user: UUID, region: str | None) -> tuple[list[Sealed], list[Wrong]]:
        """What a row holds, as this user's, and what of it is none."""
        tried = self._tried.get(row.number)
        if tried is None or tried.region != region:
            tried = self._try(row, user, region)
        if tried.user == user:
            return tried.sealed, tried.wrong
        return [one.of(user) for one in tried.sealed], tried.wrong

    def _try(self, row: PersonRow, user: UUID, region: str | None) -> _Tried:
        tried = self._tried[row.number] = _Tried(user, region, [], [])
        for kind, given in ((IdentifierKind.PHONE, row.phone), (IdentifierKind.EMAIL, row.email)):
            if given is not None:
                try:
                    tried.sealed.append(seal(self._vault, binding_of(user, kind, given, region)))
                except RefusedError as error:
                    tried.wrong.append(Wrong(kind.value, error.reason))
        return tried


def binding_of(user: UUID, kind: IdentifierKind, given: Given, region: str | None) -> Binding:
    """An identifier as a user's."""
    return Binding(
        user_id=user,
        kind=kind,
        raw=given.raw,
        source=given.source.value,
        state=given.source.state,
        region=region,
    )
