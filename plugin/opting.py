"""Opt-outs as admins hand them in: one, or a file that is never in memory as a whole."""

import asyncio
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import by_hand
from homing.dispatching.by_hand import Noted
from homing.dispatching.context import Sending
from homing.domain.errors import RefusedError
from homing.domain.opt_out_csv import BadOptOut, OptOutRow, read_opt_outs
from homing.domain.phone import E164, parse
from homing.store import opt_by_hand, people
from homing.store.opt_by_hand import Hand

CHUNK: Final = 1_000
"""Rows of a file in one transaction, which holds the locks of their numbers."""
MOST_TOLD: Final = 1_000
"""Bad lines of a file that are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class Who:
    """The number, or all numbers of the user, that something is said of. ``users`` are the organization's own
    who have it. ``number`` is known only where it was handed in."""

    hashes: tuple[bytes, ...] = field(repr=False)
    users: tuple[UUID, ...]
    number: E164 | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """How many lines of a file were taken, and how many were not: the first of them listed."""

    taken: int = 0
    bad_lines: int = 0
    bad: tuple[BadOptOut, ...] = ()


class OptOuts:
    """Records opt-outs by hand, and takes back what was recorded."""

    def __init__(self, sending: Sending, *, chunk: int = CHUNK) -> None:
        self._sending = sending
        self._chunk = chunk

    async def find(self, org: UUID, *, number: str | None, user: UUID | None) -> Who:
        """Raises NumberRefused for a number that is none, NotFoundError for a stranger, and RefusedError
        ``no_identifier`` for a user without a number."""

        async def work(connection: AsyncConnection) -> Who:
            if user is not None:
                await people.check_user(connection, org, user)
                hashes = await opt_by_hand.read_numbers_of(connection, org, user)
                if not hashes:
                    raise RefusedError("no_identifier")
                return Who(tuple(hashes), (user,))
            e164 = parse(number or "", await people.read_region(connection, org))
            hmac = self._sending.vault.hash_identifier(e164)
            holders = await opt_by_hand.read_holders(connection, org, [hmac])
            return Who((hmac,), tuple(holders.get(hmac, ())), e164)

        return await self._sending.database.repeat_app(org, work)

    async def record(self, hand: Hand, who: Who, note: str | None, said_at: datetime | None) -> None:
        """Once this returns no request to the number begins, from any organization."""
        await by_hand.opt_out(self._sending, hand, [Noted(hmac, note, said_at) for hmac in who.hashes])

    async def take_back(self, hand: Hand, who: Who) -> None:
        """Raises RefusedError ``opted_out_by_person`` and ``not_recorded_here``."""
        await by_hand.take_back(self._sending, hand, who.hashes)

    async def is_opted_out(self, org: UUID, who: Who) -> bool | None:
        """Whether any of the numbers may not be texted; None where that is not the organization's to know."""
        if not who.users:
            return None
        async with self._sending.database.app(org) as connection:
            return bool(await opt_by_hand.read_opted_out(connection, who.hashes))

    async def import_lines(self, hand: Hand, lines: Iterable[str], now: datetime) -> Imported:
        """Record the opt-outs of a file; see ``read_opt_outs``. What was recorded before something turned out
        to be wrong stays."""
        async with self._sending.database.app(hand.org) as connection:
            region = await people.read_region(connection, hand.org)
        imported, remaining = Imported(), read_opt_outs(lines, region, now)
        # Aside, since reading numbers takes a while, and others want their answers meanwhile.
        while rows := await asyncio.to_thread(_take, remaining, self._chunk):
            imported = await self._load(hand, rows, imported)
        return imported

    async def _load(self, hand: Hand, rows: list[OptOutRow | BadOptOut], imported: Imported) -> Imported:
        good = [row for row in rows if isinstance(row, OptOutRow)]
        bad = [row for row in rows if isinstance(row, BadOptOut)]
        if good:
            hash_of = self._sending.vault.hash_identifier
            noted = [Noted(hash_of(row.number), row.note, row.said_at) for row in good]
            await by_hand.opt_out(self._sending, hand, noted)
        return replace(
            imported,
            taken=imported.taken + len(good),
            bad_lines=imported.bad_lines + len(bad),
            bad=(*imported.bad, *bad)[:MOST_TOLD],
        )


def _take(rows: Iterator[OptOutRow | BadOptOut], most: int) -> list[OptOutRow | BadOptOut]:
    return list(itertools.islice(rows, most))
