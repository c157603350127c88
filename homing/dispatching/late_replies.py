"""What handsets wrote and the webhook never brought: kept, so that no reply is missing from the list."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from homing.dispatching.context import Sending
from homing.dispatching.inbound import Reply, keep_late
from homing.dispatching.late_words import number_of
from homing.providers.base import Received
from homing.store import inbound

LATE: Final = timedelta(minutes=10)
"""A webhook that is under way, or is repeated, has been answered by then: it would find its text kept without
an answer, and give none."""


async def keep(sending: Sending, provider: str, heard: Sequence[Received], now: datetime) -> int:
    """Keep those that nobody took in, the oldest first. Returns how many. Repeating it changes nothing."""
    late = [one for one in heard if one.created_at <= now - LATE]
    if not late:
        return 0
    async with sending.database.system() as connection:
        known = await inbound.read_known(connection, provider, [one.provider_id for one in late])
    kept = 0
    # Those of one second, by which a listing tells times, come the latest first.
    oldest_first = late[::-1]
    for one in sorted(oldest_first, key=lambda one: one.created_at):
        number = None if one.provider_id in known else number_of(one.sender)
        if number is not None:
            reply = Reply(provider, one.provider_id, number, one.recipient, one.body, lambda *_: None)
            kept += await keep_late(sending, reply, one.created_at)
    return kept
