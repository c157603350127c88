"""What the provider received for us, as far as it remembers, compared with what was taken in."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.dispatching.parity import PAGE, WORDS, of_holders
from homing.dispatching.recalling import CLOCKS_DIFFER
from homing.domain.errors import NumberRefused
from homing.domain.parity import LISTED, DifferenceKind, Heard, is_missed
from homing.domain.phone import parse
from homing.domain.replies import read
from homing.observing import get_logger
from homing.providers.base import ListsReceived, Received
from homing.store import height, parity, parity_facts
from homing.store.parity import Found
from homing.store.parity_facts import SenderRow
from homing.store.vault import Vault

_LOG = get_logger(__name__)

BACK: Final = timedelta(days=30)
"""As far back as the provider is asked."""
PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 16, 30))
"""About a minute for a provider that is away; then senders that it was not asked for are left for the next
comparison."""
_AT_ONCE: Final = 8
_IN_A_ROW: Final = 100
"""Texts that are read before others in this process have their turn: a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What came of asking the provider for senders: how many, for how many it did not answer, and the last
    of them (None: there are no more)."""

    senders: int
    failed: int
    last: UUID | None


@dataclass(frozen=True, slots=True)
class _Word:
    """A STOP or a START as the provider lists it."""

    provider_id: str
    at: datetime


async def listen(sending: Sending, after: UUID, limit: int, pauses: Sequence[timedelta] = PAUSES) -> Listened:
    """Ask for what a page of senders received in the last month, and keep what nobody took in. A sender that
    could not be asked for is asked for again after each of the pauses."""
    async with sending.database.system() as connection:
        senders = await parity_facts.read_written_to(connection, after, limit)
        until = await height.clock(connection, CLOCKS_DIFFER)
    failed = 0
    for name, provider in sending.providers.items():
        if hasattr(provider, "received_since"):
            listing = cast(ListsReceived, provider)
            left = await _listen(sending, name, listing, senders, until)
            for pause in pauses if left else ():
                await asyncio.sleep(pause.total_seconds())
                left = await _listen(sending, name, listing, left, until)
                if not left:
                    break
            failed += len(left)
    return Listened(len(senders), failed, senders[-1].id if len(senders) == limit else None)


async def _listen(
    sending: Sending, name: str, provider: ListsReceived, senders: Sequence[SenderRow], until: datetime
) -> list[SenderRow]:
    """Those of the senders that the provider could not be asked for."""
    waiting, failed = iter(senders), []
    since = until - CLOCKS_DIFFER - BACK

    async def ask_in_turn() -> None:
        for sender in waiting:
            try:
                words = await _read(sending.vault, provider.received_since(since, until, sender.number))
            except OSError as error:
                _LOG.warning("a sender could not be asked for", provider=name, error=error)
                failed.append(sender)
            else:
                await _keep_missed(sending, name, sender.number, words)

    await asyncio.gather(*(ask_in_turn() for _ in range(_AT_ONCE)))
    return failed


async def _read(vault: Vault, listing: AsyncIterator[Received]) -> dict[bytes, list[_Word]]:
    """The latest words of each number, in their order; what else somebody wrote is forgotten as it comes."""
    words: dict[bytes, list[_Word]] = defaultdict(list)
    read_in_a_row = 0
    async for one in listing:
        read_in_a_row += 1
        if read_in_a_row % _IN_A_ROW == 0:
            await asyncio.sleep(0)
        hmac = _hash(vault, one.sender) if read(one.body).meaning in WORDS else None
        if hmac is not None and len(words[hmac]) < parity_facts.MOST_WORDS:
            words[hmac].append(_Word(one.provider_id, one.created_at))
    for said in words.values():
        # A listing gives the latest first, and tells times by the second.
        said.reverse()
        said.sort(key=lambda one: one.at)
    return words


async def _keep_missed(
    sending: Sending, provider: str, number: str, words: Mapping[bytes, Sequence[_Word]]
) -> None:
    numbers = list(words)
    for start in range(0, len(numbers), PAGE):
        page = {hmac: words[hmac] for hmac in numbers[start : start + PAGE]}
        write = partial(_write_missed, provider=provider, number=number, words=page)
        await sending.database.repeat_system(write)


async def _write_missed(
    connection: AsyncConnection, provider: str, number: str, words: Mapping[bytes, Sequence[_Word]]
) -> None:
    listed = {one.provider_id for said in words.values() for one in said}
    known = await parity_facts.read_known(connection, provider, words, listed)
    # A later word to another sender of ours, say.
    elsewhere = {
        record.hmac: record.said_at
        for record in await parity_facts.read_records(connection, list(words))
        if record.provider_id is not None and record.provider_id not in listed
    }
    missed = [
        hmac
        for hmac, said in words.items()
        if is_missed([Heard(one.at, one.provider_id in known) for one in said], elsewhere.get(hmac))
    ]
    sharing = await parity_facts.read_senders(connection, [number], ())
    holders = await parity_facts.read_holders(connection, missed)
    found = [
        Found(one.org_id, hmac, number, DifferenceKind.KEYWORD_MISSED, LISTED, words[hmac][-1].at)
        for hmac in missed
        for one in of_holders(sharing, holders[hmac])
    ]
    await parity.write_differences(connection, found)


def _hash(vault: Vault, raw: str) -> bytes | None:
    """None for a short code or a name, which nobody is texted at."""
    try:
        return vault.hash_identifier(parse(raw, None))
    except NumberRefused:
        return None
