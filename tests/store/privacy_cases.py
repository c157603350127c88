"""What is asked of the repositories that erase, export, encrypt anew and let go."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.retention import LONGEST, Kept
from homing.store import erasing, export, resealing, retention, scim_managers
from homing.store.export import Part
from homing.store.resealing import SEALED_TABLES
from tests.store.tenants import Case, Tenant

NOT_BY_ID: Final = {
    "erasing.read_unfinished",  # of whatever organization
    "resealing.count_keys",  # likewise
    "export.read_part",  # by the user, whom nobody else knows
    "erasing.read_hashes",  # likewise
}
_NEW: Final = "another"


async def read_part(connection: AsyncConnection, org: UUID, t: Tenant) -> Part:
    return await export.read_part(connection, org, t.vault, t.users[0], "reachabilities", None, 99)


PRIVACY_CASES: Final[dict[str, Case]] = {
    "erasing.ask": lambda c, o, t: erasing.ask(c, o, t.users[0], "operator"),
    "erasing.erase": lambda c, o, t: erasing.erase(c, o, t.vault, t.users[0]),
    "erasing.list_erasures": lambda c, o, _: erasing.list_erasures(c, o, None, 9),
    "erasing.read_erasure": lambda c, o, t: erasing.read_erasure(c, o, t.users[0]),
    "erasing.read_hashes": lambda c, o, t: erasing.read_hashes(c, o, t.users[0]),
    "erasing.read_unfinished": lambda c, *_: erasing.read_unfinished(c, -60, 99),
    "export.read_part": read_part,
    "resealing.begin": lambda c, *_: resealing.begin(c, _NEW),
    "resealing.begin_again": lambda c, *_: resealing.begin_again(c, _NEW, ["users"]),
    "resealing.count_keys": lambda c, *_: resealing.count_keys(c),
    "resealing.read": lambda c, *_: resealing.read(c, _NEW),
    "resealing.reseal_page": lambda c, _, t: resealing.reseal_page(c, t.vault, SEALED_TABLES[0], 9),
    "retention.let_go": lambda c, _, t: retention.let_go(c, t.vault, Kept.REPLIES, LONGEST, 9),
    "retention.read_retention": lambda c, o, _: retention.read_retention(c, o),
    "scim_managers.unname_manager": lambda c, o, t: scim_managers.unname_manager(c, o, t.vault, t.users[0]),
    "retention.write_retention": lambda c, o, _: retention.write_retention(c, o, {Kept.INBOX: 9}),
}
