"""Comparing the registry of opt-outs with what the provider has shown of its own blocks: by its refusals,
and by the words that it takes itself."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.domain.keywords import Handling, Meaning
from homing.domain.parity import DifferenceKind, PairFacts, differences
from homing.domain.senders import SenderKind
from homing.observing import get_logger
from homing.store import optouts, parity, parity_facts
from homing.store.parity import Found
from homing.store.parity_facts import Kept, Record, RegistryRow, SenderRow, Texted
from homing.store.vault import Vault

_LOG = get_logger(__name__)

Takes = Callable[[str, Handling, SenderKind], Meaning | None]
"""What the provider itself takes a text to a sender for."""

PAGE: Final = 500
WORDS: Final = frozenset({Meaning.STOP, Meaning.START})
_BY_PROVIDER: Final = "provider"


@dataclass(frozen=True, slots=True)
class Known:
    """All that the database knows of a page of numbers."""

    registry: Mapping[bytes, RegistryRow]
    records: Mapping[bytes, Sequence[Record]]
    kept: Mapping[bytes, Sequence[Kept]]
    texted: Mapping[bytes, Sequence[Texted]]
    senders: Mapping[UUID, SenderRow]
    holders: Mapping[bytes, Collection[UUID]]

    def kept_at(self, hmac: bytes, sender: SenderRow) -> list[Kept]:
        """What a number wrote to a sender's number, of whichever organization that shares it."""
        return [one for one in self.kept.get(hmac, ()) if self._number(one.sender_id) == sender.number]

    def texted_from(self, hmac: bytes, sender: SenderRow) -> list[Texted]:
        """What became of texts from a sender's number, likewise."""
        return [one for one in self.texted.get(hmac, ()) if self._number(one.sender_id) == sender.number]

    def _number(self, sender: UUID) -> str | None:
        row = self.senders.get(sender)
        return None if row is None else row.number


async def compare(sending: Sending, takes: Takes, first: bytes, past: bytes | None) -> int:
    """Compare the numbers in a range of keyed hashes, page by page, and keep what differs. Returns how many
    numbers there were."""
    compared, after = 0, first
    while True:
        start = after

        async def work(connection: AsyncConnection, start: bytes = start) -> list[bytes]:
            numbers = await parity_facts.read_numbers(connection, start, past, PAGE)
            known = await _read(connection, numbers)
            await parity.write_differences(connection, _compare(sending.vault, takes, numbers, known))
            return numbers

        numbers = await sending.database.repeat_system(work)
        compared += len(numbers)
        if len(numbers) < PAGE:
            return compared
        after = numbers[-1] + b"\0"


async def _read(connection: AsyncConnection, numbers: Sequence[bytes]) -> Known:
    if not numbers:
        return Known({}, {}, {}, {}, {}, {})
    records, kept, texted = defaultdict(list), defaultdict(list), defaultdict(list)
    for record in await parity_facts.read_records(connection, numbers):
        records[record.hmac].append(record)
    for one in await parity_facts.read_kept(connection, numbers):
        kept[one.hmac].append(one)
    for became in await parity_facts.read_texted(connection, numbers):
        texted[became.hmac].append(became)
    named = {record.sender for of in records.values() for record in of if record.sender is not None}
    ids = {one.sender_id for of in kept.values() for one in of}
    ids |= {one.sender_id for of in texted.values() for one in of}
    senders = await parity_facts.read_senders(connection, named, ids)
    return Known(
        registry=await parity_facts.read_registry(connection, numbers),
        records=records,
        kept=kept,
        texted=texted,
        senders={one.id: one for one in senders},
        holders=await parity_facts.read_holders(connection, numbers),
    )


def _compare(vault: Vault, takes: Takes, numbers: Sequence[bytes], known: Known) -> Iterator[Found]:
    for hmac in numbers:
        for sender in _senders_of(hmac, known):
            facts = _facts(vault, takes, hmac, sender, known)
            for one in differences(facts):
                yield Found(sender.org_id, hmac, sender.number, one.kind, one.detail)


def _senders_of(hmac: bytes, known: Known) -> list[SenderRow]:
    """Whom a number wrote to, and who texted it."""
    named = {record.sender for record in known.records.get(hmac, ())}
    ids = {one.sender_id for of in (known.kept, known.texted) for one in of.get(hmac, ())}
    senders = [one for one in known.senders.values() if one.number in named or one.id in ids]
    return of_holders(senders, known.holders[hmac])


def of_holders(senders: Sequence[SenderRow], holders: Collection[UUID]) -> list[SenderRow]:
    """Of organizations that share a number those whose people have the handset's, or else the oldest."""
    by_number: dict[str, list[SenderRow]] = defaultdict(list)
    for sender in senders:
        by_number[sender.number].append(sender)
    return [
        sender
        for sharing in by_number.values()
        for sender in ([one for one in sharing if one.org_id in holders] or sharing[:1])
    ]


def _facts(vault: Vault, takes: Takes, hmac: bytes, sender: SenderRow, known: Known) -> PairFacts:
    records, kept = known.records.get(hmac, ()), known.kept_at(hmac, sender)
    row = known.registry.get(hmac)
    changed_at, source, concerned = _standing(row, records, sender)
    taken: dict[Meaning, list[datetime]] = {meaning: [] for meaning in WORDS}
    for meaning, at in _taken(vault, takes, sender, records, kept):
        if meaning in taken:
            taken[meaning].append(at)
    texted = known.texted_from(hmac, sender)
    toll_free = sender.kind is SenderKind.TOLL_FREE
    refused = [one.refused_at for one in texted] + [one.blocked_at for one in texted if toll_free]
    return PairFacts(
        opted_out=row is not None,
        changed_at=changed_at,
        source=source,
        concerned=concerned,
        handled=toll_free or sender.handling is not Handling.NONE,
        blocked_at=_latest(*taken[Meaning.STOP], *refused),
        freed_at=_latest(*taken[Meaning.START], *(one.delivered_at for one in texted)),
        texted_at=_latest(*(one.accepted_at for one in texted if one.sender_id == sender.id)),
        stop_at=_unrecorded(kept, Meaning.STOP),
        start_at=_unrecorded(kept, Meaning.START),
    )


def _standing(
    row: RegistryRow | None, records: Sequence[Record], sender: SenderRow
) -> tuple[datetime | None, str | None, bool]:
    """Since when a number stands as it does, by which source, and whether a sender is concerned: by the last
    record, and of a number that is opted out by the one that its row is of."""
    if row is not None:
        records = [one for one in records if (one.source, one.at) == (row.source, row.since)]
    if not records:
        return (None, None, False) if row is None else (row.since, row.source, False)
    last = records[-1]
    concerned = last.source != _BY_PROVIDER and last.sender in {None, sender.number}
    return last.said_at, last.source, concerned


def _taken(
    vault: Vault, takes: Takes, sender: SenderRow, records: Iterable[Record], kept: Iterable[Kept]
) -> Iterator[tuple[Meaning | None, datetime]]:
    """What the provider took for a word of its own of what a number wrote to a sender, and when."""
    looked_at = set()
    for one in kept:
        looked_at.add(one.provider_id)
        if one.taken_as is not None:
            yield Meaning(one.taken_as), one.at
        else:
            yield takes(vault.decrypt(one.key_id, one.sealed), sender.handling, sender.kind), one.at
    for record in records:
        if record.sender == sender.number and record.provider_id not in {None, *looked_at}:
            sealed = record.key_id is not None and record.sealed is not None
            body = vault.decrypt(record.key_id or "", record.sealed or b"") if sealed else record.word
            yield takes(body or "", sender.handling, sender.kind), record.said_at


def _unrecorded(kept: Iterable[Kept], meaning: Meaning) -> datetime | None:
    """When the last word of a meaning was kept that the registry has no record of."""
    return _latest(*(one.at for one in kept if one.kind == meaning and not one.recorded))


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


async def derive(sending: Sending) -> int:
    """Find the numbers of which the registry says something else than its records do. Returns how many."""
    after, total = b"", 0
    while True:
        start = after

        async def work(connection: AsyncConnection, start: bytes = start) -> list[bytes]:
            numbers = await optouts.read_misderived(connection, start, PAGE)
            await parity.write_differences(connection, await _misderived(connection, numbers))
            return numbers

        numbers = await sending.database.repeat_system(work)
        total += len(numbers)
        if len(numbers) < PAGE:
            return total
        after = numbers[-1]


async def _misderived(connection: AsyncConnection, numbers: Sequence[bytes]) -> list[Found]:
    """Each told to the organizations whose people have the number, or to whose sender it wrote last."""
    last = {
        record.hmac: record.sender
        for record in await parity_facts.read_records(connection, numbers)
        if record.sender is not None
    }
    senders = await parity_facts.read_senders(connection, set(last.values()), ())
    holders = await parity_facts.read_holders(connection, numbers)
    found, unknown = [], 0
    for hmac in numbers:
        written_to = [one for one in senders if one.number == last.get(hmac)]
        told = {one.org_id: one.number for one in of_holders(written_to, holders[hmac])}
        told = {**dict.fromkeys(holders[hmac], ""), **told}
        found += [
            Found(org, hmac, number, DifferenceKind.REGISTRY_MISDERIVED) for org, number in told.items()
        ]
        unknown += not told
    if unknown:
        _LOG.error("the registry is not as its records say, for numbers of nobody", count=unknown)
    return found
