"""What handsets wrote and the webhook never took in, since nobody answered it: asked for at the provider."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, cast

from homing.dispatching.context import Sending
from homing.dispatching.late_replies import keep
from homing.dispatching.late_words import LISTING, obey
from homing.dispatching.recalling import CLOCKS_DIFFER
from homing.observing import get_logger
from homing.providers.base import ListsReceived, Received
from homing.store import height, inbound

_LOG = get_logger(__name__)

AN_HOUR: Final = timedelta(hours=1)
_AT_ONCE: Final = 8
_HOPELESS: Final = 5
"""Failures in a row after which it is the provider that can't be asked, and not one number."""


async def hear(sending: Sending, back: timedelta = AN_HOUR) -> int:
    """Obey what asked to opt out or in again in this last while, and is not known, and keep the replies that
    never came. Nobody is answered: the words came long ago. Returns how many were obeyed.

    Asked for number by number, so that what is listed are replies, however much was sent meanwhile. Raises
    OSError where a provider can't be asked for one of them, after what the others were written is obeyed.
    """
    async with sending.database.system() as connection:
        until = await height.clock(connection, CLOCKS_DIFFER)
        numbers = await inbound.read_written_to(connection)
    taken = 0
    failures: list[OSError] = []
    for name, provider in sending.providers.items():
        if not hasattr(provider, "received_since"):
            continue
        since = until - CLOCKS_DIFFER - back
        heard, failed = await _ask(cast(ListsReceived, provider), numbers, since, until)
        if failed:
            _LOG.warning(
                "numbers could not be asked for",
                provider=name,
                failed=len(failed),
                numbers=len(numbers),
                error=failed[-1],
            )
        failures += failed
        taken += (await obey(sending, name, heard, LISTING)).total()
        await keep(sending, name, heard, until)
    if failures:
        raise failures[0]
    return taken


async def _ask(
    provider: ListsReceived, numbers: Sequence[str], since: datetime, until: datetime
) -> tuple[list[Received], list[OSError]]:
    """What these numbers were written, and what kept some of them from being asked for.

    In another order each time: where it is given up, other numbers had their turn before.
    """
    heard: list[Received] = []
    failures: list[OSError] = []
    waiting = iter(random.sample(numbers, len(numbers)))
    in_a_row = 0

    async def ask_in_turn() -> None:
        nonlocal in_a_row
        while in_a_row < _HOPELESS and (number := next(waiting, None)) is not None:
            try:
                heard.extend([one async for one in provider.received_since(since, until, number)])
            except OSError as error:
                failures.append(error)
                in_a_row += 1
            else:
                in_a_row = 0

    await asyncio.gather(*(ask_in_turn() for _ in range(_AT_ONCE)))
    return heard, failures
