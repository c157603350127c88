"""Noticing that the database was put back: it lacks attempts that others know of, and so forgot texts."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from homing.channels import CHANNELS
from homing.dispatching.consequences import stop_channel
from homing.dispatching.context import Sending
from homing.store import height
from homing.store.alerts import AlertKind, raise_alert

_METERED: Final = tuple(channel.traits.name for channel in CHANNELS if channel.traits.metered)


async def check_ledger(sending: Sending, org: UUID, reported: Collection[int] = ()) -> None:
    """Switch metered channels off where the ledger lacks an attempt that was reported, or that this process
    made: until the provider's own list has been read (``restore.reconcile``) nothing more is sent on them."""
    heights = {*reported, sending.heights.of(org)} - {0}
    if not heights:
        return
    async with sending.database.app(org) as connection:
        forgotten = await height.read_forgotten(connection, org, heights)
        for name in _METERED if forgotten else ():
            if await height.report(connection, org, name, max(forgotten)):
                await stop_channel(connection, org, name, AlertKind.LEDGER_BEHIND.value)
                await raise_alert(connection, org, AlertKind.LEDGER_BEHIND, name)
