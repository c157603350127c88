"""Opt-outs and opt-ins that never came by the webhook, or that a database which was put back has forgotten,
by what the provider received."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
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

RECONCILE: Final = "reconcile"
"""The source of what is taken in after a database was put back."""
LISTING: Final = "listing"
"""The source of what is taken in since the webhook could not."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A keyword that somebody wrote."""

    received: Received
    keyword: Keyword
    number: E164 = field(repr=False)
    hmac: bytes = field(repr=False)


async def obey(
    sending: Sending, provider: str, heard: Sequence[Received], source: str = RECONCILE
) -> Counter[str]:
    """Take in the opt-outs and opt-ins that handsets wrote, the oldest first; those that the registry knows
    change nothing, nor does what somebody took back by a later word that it knows. Nobody is answered.
    Returns how many others there were, by what they mean."""
    # Reversed, as a listing gives those of one second, by which it tells times.
    words = sorted(_words(sending, heard), key=lambda word: word.received.created_at)
    counts: Counter[str] = Counter()
    if not words:
        return counts
    listed = [word.received.provider_id for word in words]
    async with sending.database.system() as connection:
        hashes = {word.hmac for word in words}
        known = await restoring.read_taken_in(connection, hashes, provider, listed)
    last_known = {word.hmac: n for n, word in enumerate(words) if word.received.provider_id in known}
    for n, word in enumerate(words):
        if n > last_known.get(word.hmac, -1):
            counts[word.keyword.meaning] += await _take_in(sending, provider, word, listed, source)
    return counts


def _words(sending: Sending, heard: Sequence[Received]) -> list[_Word]:
    """What asks to opt out or in again; the last heard is the first."""
    words = []
    for one in reversed(heard):
        keyword = understand(one.body)
        if keyword is None or keyword.meaning is Meaning.HELP:
            continue
        number = _number(one.sender)
        if number is not None:
            words.append(_Word(one, keyword, number, sending.vault.hash_identifier(number)))
    return words


def _number(raw: str) -> E164 | None:
    """None for a short code or a name, which nobody is texted at."""
    try:
        return parse(raw, None)
    except NumberRefused:
        return None


async def _take_in(sending: Sending, provider: str, word: _Word, listed: Sequence[str], source: str) -> bool:
    """Whether it was news."""
    received = word.received
    said = Said(word.keyword.word, provider, received.provider_id)
    if word.keyword.meaning is Meaning.STOP:
        await withdraw.stop(sending, word.number, source, said)
        return True

    async def clear(connection: AsyncConnection) -> bool:
        await optouts.hold(connection, word.hmac)
        # By the listing it is known what came after what; of anything else, by when it was recorded.
        if await restoring.opted_out_since(connection, word.hmac, received.created_at, provider, listed):
            return False  # by a newer word, which is the last
        await optouts.clear(connection, word.hmac, source, said)
        return True

    return await sending.database.repeat_system(clear)
