"""Erasing a user: the wish is committed first, then everything for them ends, then what is personal goes.
Where a process goes away in between, the housekeeping goes on."""

from functools import partial
from typing import Final
from uuid import UUID

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.errors import where
from homing.observing import get_logger
from homing.store import erasing
from homing.store.engine import is_away
from homing.store.erasing import ErasureRow

_LOG = get_logger(__name__)

OPERATOR: Final = "operator"
"""Who has somebody erased at the command line."""
_MOST: Final = 50
_LEFT_SECONDS: Final = 30.0


async def erase(sending: Sending, org: UUID, user: UUID, actor: str) -> tuple[ErasureRow, list[UUID]]:
    """Erase a user: once this returns nothing personal of them is kept, and no request to them begins. Gives
    the record of it, and the executions in which nobody is left who has yet to act. Raises NotFoundError for
    a stranger; who is erased already stays so."""
    await sending.database.repeat_app(org, partial(erasing.ask, org=org, user=user, actor=actor))
    closed = await _finish(sending, org, user)
    async with sending.database.app(org) as connection:
        return await erasing.read_erasure(connection, org, user), closed


async def _finish(sending: Sending, org: UUID, user: UUID) -> list[UUID]:
    closed = await withdraw.deactivate(sending, org, user)
    await sending.database.repeat_system(partial(erasing.erase, org=org, vault=sending.vault, user=user))
    return closed


async def finish_erasures(sending: Sending) -> int:
    """Erase who was to be and is not, since a process went away; one who can't be keeps no other from it.
    Returns how many."""
    async with sending.database.system() as connection:
        left = await erasing.read_unfinished(connection, _LEFT_SECONDS, _MOST)
    finished = 0
    for org, user in left:
        try:
            await _finish(sending, org, user)
        except Exception as error:
            if is_away(error):
                raise
            _LOG.error("an erasure failed", user=user, error=where(error))
        else:
            finished += 1
    return finished
