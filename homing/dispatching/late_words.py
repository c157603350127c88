"""Opt-outs and opt-ins that a database which was put back has forgotten, by what the provider received."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.errors import NumberRefused
from homing.domain.keywords import Keyword, Meaning, understand
from homing.domain.phone import E164, parse
from homing.providers.base import Received
from homing.store import optouts, restoring
from homing.store.optouts import Said

SOURCE: Final = "reconcile"
"""Of what is taken in late."""


async def obey(sending: Sending, provider: str, heard: Sequence[Received]) -> Counter[str]:
    """Take in the opt-outs and opt-ins that handsets wrote, the oldest first; those that the registry knows
    change nothing. Returns how many others there were, by what they mean."""
    counts: Counter[str] = Counter()
    oldest_first = list(reversed(heard))  # as a listing gives those of one second, by which it tells times
    for one in sorted(oldest_first, key=lambda one: one.created_at):
        keyword, number = understand(one.body), _number(one.sender)
        if keyword is None or number is None or keyword.meaning is Meaning.HELP:
            continue
        counts[keyword.meaning] += await _take_in(sending, provider, one, keyword, number)
    return counts


def _number(raw: str) -> E164 | None:
    """None for a short code or a name, which nobody is texted at."""
    try:
        return parse(raw, None)
    except NumberRefused:
        return None


async def _take_in(
    sending: Sending, provider: str, received: Received, keyword: Keyword, number: E164
) -> bool:
    """Whether it was news."""
    hmac = sending.vault.hash_identifier(number)
    said = Said(keyword.word, provider, received.provider_id)
    async with sending.database.system() as connection:
        if await restoring.is_taken_in(connection, hmac, provider, received.provider_id):
            return False
    if keyword.meaning is Meaning.STOP:
        await withdraw.stop(sending, number, SOURCE, said)
        return True

    async def clear(connection: AsyncConnection) -> bool:
        await optouts.hold(connection, hmac)
        if await restoring.opted_out_since(connection, hmac, SOURCE, received.created_at):
            return False  # by a newer word, which is the last
        await optouts.clear(connection, hmac, SOURCE, said)
        return True

    return await sending.database.repeat_system(clear)
