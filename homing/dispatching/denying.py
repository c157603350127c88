"""Listing numbers that an organization does not text: as in ``withdraw``, the word is committed first, and
what had already begun is waited for before the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from homing.dispatching.context import Sending
from homing.dispatching.withdraw import wait_for_numbers
from homing.domain.phone import E164, last_digits
from homing.store import denying
from homing.store.denying import Direction, NewEntry


@dataclass(frozen=True, slots=True)
class Denied:
    """A number to be listed, and why, as its admin puts it."""

    number: E164
    note: str | None = field(default=None, repr=False)


async def deny(
    sending: Sending, org: UUID, direction: Direction, numbers: Sequence[Denied]
) -> dict[E164, UUID]:
    """List numbers; of one that is named twice the last note counts. Once this returns no request from the
    organization to those that it is not to text begins. Returns the entries' ids."""
    vault = sending.vault
    entries = {}
    for one in numbers:
        key_id, sealed = vault.encrypt(last_digits(one.number))
        hmac = vault.hash_identifier(one.number)
        entries[one.number] = NewEntry(uuid4(), hmac, key_id, sealed, vault.seal(one.note))
    if not entries:
        return {}
    ids = await sending.database.repeat_app(
        org, lambda c: denying.add_entries(c, org, direction, list(entries.values()))
    )
    if direction is Direction.OUTBOUND:
        await wait_for_numbers(sending, org, list(ids))
    return {number: ids[entry.hmac] for number, entry in entries.items()}
