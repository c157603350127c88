"""Files on their way in, without HTTP, on a database where nobody else keeps house."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from uuid import UUID

from homing.domain.people import IdentifierSource
from homing.store.imports import ImportKind, ImportRow
from homing.store.people import UserFilter, UserRow, list_users
from plugin.importing import Imports
from tests.world import Company

ALL = 10_000


@dataclass(frozen=True)
class Files:
    """Files that a company hands in; ``size``: rows in a transaction, ``most``: files at once."""

    company: Company
    size: int = 2_000
    most: int = 5

    @property
    def imports(self) -> Imports:
        return Imports(self.company.sending, most=self.most, size=self.size)

    async def hand_in(self, content: str) -> ImportRow:
        """Have a file received."""
        return await self.imports.receive(
            self.company.id,
            ImportKind.PEOPLE,
            pieces_of(content.encode(), 1_000),
            source=IdentifierSource.IMPORT,
            actor="test",
        )

    async def load(self, content: bytes, piece: int) -> ImportRow:
        """Load a file as it arrives in pieces of so many bytes."""
        done, _ = await self.imports.load_people(
            self.company.id, pieces_of(content, piece), source=IdentifierSource.IMPORT, actor="test"
        )
        return done

    async def read(self, import_id: UUID) -> ImportRow:
        return await self.imports.read(self.company.id, import_id)

    async def report(self, import_id: UUID) -> list[tuple[int, str, str, bool]]:
        """(line, column, reason, whether the rest of the row was loaded)."""
        found = await self.imports.faults(self.company.id, import_id, (0, 0), ALL)
        return [(one.line, one.field, one.reason, one.loaded) for one in found]

    async def people(self) -> dict[str, UserRow]:
        """Who was loaded, by external id."""
        async with self.company.sending.database.app(self.company.id) as connection:
            found = await list_users(
                connection, self.company.id, self.company.sending.vault, UserFilter(), after=None, most=ALL
            )
        return {one.external_id: one for one in found if one.external_id is not None}


async def pieces_of(content: bytes, size: int) -> AsyncIterator[bytes]:
    for begin in range(0, len(content), size):
        yield content[begin : begin + size]


def rows_of(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
