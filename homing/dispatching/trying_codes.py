"""Trying a code: what follows a right one is one transaction.

A wrong code costs what a right one does, and nothing in between tells how wrong it is: the keyed hashes are
compared in constant time, and whatever follows a right code is done for a wrong one too, and taken back.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.dispatching.withdraw import wait_for_former_holders
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.verification import MOST_TRIES, Verdict, is_open, judge, read_code
from homing.domain.whose import Change
from homing.store import (
    account_messages,
    code_limits,
    identifiers,
    number_changes,
    own_numbers,
    people,
    verifications,
)
from homing.store.verifications import VerificationRow

_NOBODY: Final = UUID(int=0)
_NO_CODE: Final = bytes(32)
"""In place of a hash where there is none to compare with: no code has it."""
_LATE: Final = timedelta(minutes=1)
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What a code came to, for which request (None where there is none), and how many tries are left."""

    verdict: Verdict
    verification: UUID | None
    tries_left: int


async def try_code(sending: Sending, org: UUID, user: UUID, given: str) -> Tried:
    """Confirm a user's number by the code that was texted to it: once this returns no request to it begins
    for whoever had it before, nor to the one that it replaces. Raises RefusedError ``not_a_code`` for what
    has not six digits, which counts as no try."""
    code = read_code(given)
    if code is None:
        raise RefusedError("not_a_code")
    tried = await sending.database.repeat_app(org, lambda c: _try(c, sending, org, user, code))
    # A wrong code looks as well, for what goes to nobody: it takes as long as a right one, unless something
    # is posting. Then a right one alone waits, so that a wrong one tells nobody whether a number is texted.
    waited_for = user if tried.verdict is Verdict.CONFIRMED else _NOBODY
    await wait_for_former_holders(sending, org, waited_for)
    return tried


async def _try(connection: AsyncConnection, sending: Sending, org: UUID, user: UUID, code: str) -> Tried:
    holders = await verifications.read_holders(connection, org, user)
    await people.lock_users(connection, org, holders | {user})
    row = await verifications.read_latest(connection, org, user, lock=True)
    verification = row.id if row is not None else _NOBODY
    kept = row.code_hash if row is not None and row.code_hash is not None else _NO_CODE
    right = hmac.compare_digest(sending.vault.hash_code(verification, code), kept)
    verdict = Verdict.NOTHING if row is None else judge(row.request, row.now, right=right)
    tried = row is not None and is_open(row.request, row.now)
    if row is not None and tried and not await _conclude(connection, org, user, row, verdict):
        verdict = Verdict.NOTHING
    await verifications.write_verdict(connection, org, verification, verdict, tried=tried)
    over = verification if verdict is not Verdict.WRONG else _NOBODY
    await account_messages.withdraw_codes(connection, org, str(over))
    left = MOST_TRIES - row.tries - 1 if row is not None and verdict is Verdict.WRONG else 0
    return Tried(verdict, row.id if row is not None else None, left)


async def _conclude(
    connection: AsyncConnection, org: UUID, user: UUID, row: VerificationRow, verdict: Verdict
) -> bool:
    """Take the number as the user's; for a code that is wrong this is done too, and taken back. False where
    the number is theirs no more."""
    try:
        async with connection.begin_nested() as trial:
            replaced = await own_numbers.adopt(connection, org, row.reachability_id)
            if replaced is not None and replaced.is_told:
                await number_changes.tell(connection, org, [Change(user, removed=replaced.id)])
            await identifiers.confirm(connection, org, user, row.reachability_id)
            if verdict is not Verdict.CONFIRMED:
                await trial.rollback()
    except NotFoundError:
        return False
    return True


async def expire_where_due(sending: Sending, org: UUID, verification: UUID) -> None:
    """Close a request whose time is over, and send no more codes of it."""

    async def work(connection: AsyncConnection) -> None:
        standing = await verifications.read_standing(connection, org, verification)
        await people.lock_users(connection, org, [standing.user_id])
        await verifications.expire(connection, org, verification)

    await sending.database.repeat_app(org, work)


async def close_verifications(sending: Sending) -> int:
    """Close requests whose workflow did not, and forget codes that no limit counts any more. Returns how many
    of both."""
    expire_old = partial(verifications.expire_old, late_seconds=_LATE.total_seconds(), most=_MOST)
    closed = await sending.database.repeat_system(expire_old)
    return closed + await sending.database.repeat_system(code_limits.forget_codes)
