"""Opt-outs that an organization records by itself: as final as a STOP, and taken back by nobody else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.store import opt_by_hand
from homing.store.opt_by_hand import Entry, Hand


@dataclass(frozen=True, slots=True)
class Noted:
    """A number that is to be opted out, and what is noted with it."""

    hmac: bytes = field(repr=False)
    note: str | None = field(default=None, repr=False)
    said_at: datetime | None = None


async def opt_out(sending: Sending, hand: Hand, noted: Sequence[Noted]) -> None:
    """Record opt-outs: once this returns no request to the numbers begins, from any organization."""
    entries = [_sealed(sending, one) for one in noted]
    hashes = {entry.hmac for entry in entries}
    async with sending.database.app(hand.org) as connection:
        own = await opt_by_hand.read_holders(connection, hand.org, hashes)
    await sending.database.repeat_system(lambda c: opt_by_hand.record_by_hand(c, hand, entries, own))
    await withdraw.wait_for_everybody(sending, hashes)


async def take_back(sending: Sending, hand: Hand, hashes: Collection[bytes]) -> None:
    """Take back what the organization recorded. Raises RefusedError, see ``opt_by_hand.take_back``."""
    async with sending.database.app(hand.org) as connection:
        own = await opt_by_hand.read_holders(connection, hand.org, hashes)
    await sending.database.repeat_system(lambda c: opt_by_hand.take_back(c, hand, hashes, own))


def _sealed(sending: Sending, one: Noted) -> Entry:
    if one.note is None:
        return Entry(one.hmac, said_at=one.said_at)
    return Entry(one.hmac, *sending.vault.encrypt(one.note), one.said_at)
