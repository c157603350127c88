"""Opt-outs and opt-ins that never came by the webhook, or that a database which was put back has forgotten,
by what the provider received."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.answers import waits_for_the_word
from homing.domain.keywords import Meaning
from homing.domain.phone import E164, parse_writer
from homing.domain.replies import Reading, read
from homing.providers.base import Received
from homing.store import inbound, optouts, restoring
from homing.store.inbound import Addressee
from homing.store.optouts import Said

RECONCILE: Final = "reconcile"
"""The source of what is taken in after a database was put back."""
LISTING: Final = "listing"
"""The source of what is taken in since the webhook could not."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A text by which somebody opted out or in again."""

    received: Received
    reading: Reading
    number: E164 = field(repr=False)
    hmac: bytes = field(repr=False)


async def obey(
    sending: Sending, provider: str, heard: Sequence[Received], source: str = RECONCILE
) -> Counter[str]:
    """Take in the opt-outs and opt-ins that handsets wrote, the oldest first; those that the registry knows
    change nothing, nor does what somebody took back by a later word that it knows, nor a START that was taken
    in and did not resume. Nobody is answered.

    The last word holds, also where both were known, and came in another order than they were written: an
    opt-out is recorded anew then. Returns how many others there were, by what they mean.
    """
    # Reversed, as a listing gives those of one second, by which it tells times.
    words = sorted(_words(sending, heard), key=lambda word: word.received.created_at)
    counts: Counter[str] = Counter()
    if not words:
        return counts
    listed = [word.received.provider_id for word in words]
    async with sending.database.system() as connection:
        hashes = {word.hmac for word in words}
        # Whatever is recorded meanwhile is recorded no later than kept.
        kept = await inbound.read_known(connection, provider, listed)
        known = await restoring.read_taken_in(connection, hashes, provider, listed)
    last_known = {word.hmac: n for n, word in enumerate(words) if word.received.provider_id in known}
    last = {hmac: words[n] for hmac, n in last_known.items()}
    for n, word in enumerate(words):
        is_refused = word.reading.meaning is Meaning.START and word.received.provider_id in kept
        if n <= last_known.get(word.hmac, -1) or is_refused:
            continue
        if await _take_in(sending, provider, word, listed, source):
            counts[word.reading.meaning] += 1
            last[word.hmac] = word
    stops = [word for word in last.values() if word.reading.meaning is Meaning.STOP]
    counts[Meaning.STOP] += await _hold_on(sending, provider, words, stops, source)
    return +counts


def _words(sending: Sending, heard: Sequence[Received]) -> list[_Word]:
    """What asks to opt out or in again; the last heard is the first."""
    words = []
    for one in reversed(heard):
        reading = read(one.body)
        if reading.meaning not in (Meaning.STOP, Meaning.START):
            continue
        number = number_of(one.sender)
        if number is not None:
            words.append(_Word(one, reading, number, sending.vault.hash_identifier(number)))
    return words


def number_of(raw: str) -> E164 | None:
    """None for a short code or a name, which nobody is texted at."""
    return parse_writer(raw)


async def _take_in(sending: Sending, provider: str, word: _Word, listed: Sequence[str], source: str) -> bool:
    """Whether it was news."""
    received, (said, addressee) = word.received, await _said(sending, provider, word)
    if word.reading.meaning is Meaning.STOP:
        await withdraw.stop(sending, word.number, source, said)
        return True

    async def clear(connection: AsyncConnection) -> bool:
        await optouts.hold(connection, word.hmac)
        exchange = await inbound.read_exchange(connection, word.hmac, received.recipient, addressee)
        if waits_for_the_word(
            word.reading, received.body, opted_out=exchange.opted_out, blocked=exchange.blocked
        ):
            return False
        # By the listing it is known what came after what; of anything else, by when it was said.
        if await restoring.opted_out_since(connection, word.hmac, received.created_at, provider, listed):
            return False  # by a newer word, which is the last
        await optouts.clear(connection, word.hmac, source, said)
        return True

    return await sending.database.repeat_system(clear)


async def _said(sending: Sending, provider: str, word: _Word) -> tuple[Said, Addressee | None]:
    """As the registry keeps it, and to whom it was written."""
    received = word.received
    async with sending.database.system() as connection:
        addressee = await inbound.find_addressee(
            connection, received.recipient, word.hmac, received.created_at
        )
    key_id, sealed = sending.vault.encrypt(received.body)
    said = Said(
        word.reading.word,
        provider,
        received.provider_id,
        rule=word.reading.rule,
        sender=received.recipient,
        org=None if addressee is None else addressee.org_id,
        key_id=key_id,
        sealed=sealed,
        said_at=received.created_at,
    )
    return said, addressee


async def _hold_on(
    sending: Sending, provider: str, words: Sequence[_Word], stops: Sequence[_Word], source: str
) -> int:
    """Opt out anew who was resumed by a START that they wrote before their last word, a STOP: its webhook was
    late, or repeated after it. Returns how many were."""
    earlier = {stop.hmac: _earlier_starts(words, stop) for stop in stops}
    starts = [start for each in earlier.values() for start in each]
    if not starts:
        return 0
    async with sending.database.system() as connection:
        lifted = await restoring.read_lifted(connection, earlier, provider, starts)
    again = [stop for stop in stops if stop.hmac in lifted]
    for stop in again:
        said = replace((await _said(sending, provider, stop))[0], provider_id=None)

        async def record(connection: AsyncConnection, stop: _Word = stop, said: Said = said) -> None:
            await optouts.hold(connection, stop.hmac)
            if await restoring.read_lifted(connection, [stop.hmac], provider, earlier[stop.hmac]):
                await optouts.record(connection, stop.hmac, source, said)

        await sending.database.repeat_system(record)
    await withdraw.wait_for_everybody(sending, [stop.hmac for stop in again])
    return len(again)


def _earlier_starts(words: Sequence[_Word], stop: _Word) -> list[str]:
    """Those that were surely written before: of one second, by which times are told, only the same number's
    list tells which came first."""
    place = words.index(stop)
    return [
        word.received.provider_id
        for word in words[:place]
        if word.hmac == stop.hmac
        and word.reading.meaning is Meaning.START
        and (
            word.received.created_at < stop.received.created_at
            or word.received.recipient == stop.received.recipient
        )
    ]
