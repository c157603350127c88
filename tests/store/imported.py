"""An organization that has handed in a file, part of which is loaded."""

from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import import_progress, imports
from homing.store.import_progress import Done, Fault, Named
from homing.store.imports import ImportKind, ImportState
from tests.world import Company

LINE: Final = 2
"""Up to here it is loaded."""


def file_of(org: UUID) -> UUID:
    return uuid5(org, "import")


async def hand_in_a_file(connection: AsyncConnection, company: Company) -> None:
    """Let its first person wait for a manager, and one line be bad."""
    org, vault = company.id, company.sending.vault
    file = file_of(org)
    await imports.create_import(
        connection, org, file, ImportKind.PEOPLE, source="import", actor=str(org), most=1
    )
    assert await imports.add_piece(connection, org, file, size=12, sealed=vault.encrypt("external_id\n"))
    assert await imports.move_import(connection, org, file, ImportState.WAITING)
    assert await imports.move_import(connection, org, file, ImportState.LOADING)
    waiting = Named(company.staff[0].id, LINE, vault.encrypt("nobody"))
    await import_progress.name_users(connection, org, file, [waiting])
    done = Done(LINE, refused=1, faults=[Fault(LINE, "phone", "too_short")])
    assert await import_progress.write_done(connection, org, file, done, before=0)
