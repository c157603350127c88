"""As ``tenants.CASES``, of the repositories of numbers: their health, their histories and the deny-lists."""

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import denying, health, number_histories, numbers
from homing.store.denying import Direction, NewEntry
from homing.store.health import NumberKey, Verdict
from tests.store.numbered import UNKNOWN
from tests.store.tenants import Case, Tenant

NOT_BY_ID: Final = {
    "numbers.hold_all",  # the rows of numbers are nobody's
}
"""What answers with something although the owner was asked for: what it says is searched for ids."""


def bad(t: Tenant) -> bytes:
    """The hash of the number that the owner keeps away."""
    return t.vault.hash_identifier(t.company.staff[-1].number)


def verdict(org: UUID, t: Tenant, reason: str | None = UNKNOWN) -> Verdict:
    return Verdict(org, "sms", t.users[-1], bad(t), t.attempt.id, reason)


def entry(t: Tenant) -> NewEntry:
    return NewEntry(uuid4(), bad(t), *t.vault.encrypt("0000"), t.vault.seal("Other"))


async def owned(t: Tenant) -> UUID:
    """The owner's own entry, whose id a stranger has guessed."""
    async with t.company.sending.database.app(t.id) as own:
        found = await own.execute(text("select id from deny_entries where direction = 'outbound'"))
        return UUID(str(found.scalar_one()))


async def remove_entry(connection: AsyncConnection, org: UUID, t: Tenant) -> None:
    await denying.remove_entry(connection, org, Direction.OUTBOUND, await owned(t))


async def set_note(connection: AsyncConnection, org: UUID, t: Tenant) -> object:
    return await denying.set_note(connection, org, t.vault, Direction.OUTBOUND, await owned(t), "Other")


NUMBER_CASES: Final[dict[str, Case]] = {
    "denying.add_entries": lambda c, o, t: denying.add_entries(c, o, Direction.OUTBOUND, [entry(t)]),
    "denying.count_outbound": lambda c, o, t: denying.count_outbound(c, o, [bad(t)]),
    "denying.find_entry": lambda c, o, t: denying.find_entry(c, o, t.vault, Direction.OUTBOUND, bad(t)),
    "denying.is_denied_inbound": lambda c, o, t: denying.is_denied_inbound(c, o, bad(t)),
    "denying.list_entries": lambda c, o, t: denying.list_entries(c, o, t.vault, Direction.OUTBOUND, None, 9),
    "denying.remove_entry": remove_entry,
    "denying.set_note": set_note,
    "health.count_failures": lambda c, o, t: health.count_failures(c, [verdict(o, t)]),
    "health.list_quarantined": lambda c, o, t: health.list_quarantined(c, o, t.vault, None, 9),
    "health.quarantine": lambda c, o, t: health.quarantine(c, [NumberKey(o, t.number)], UNKNOWN),
    "health.read_owners": lambda c, _, t: health.read_owners(c, bad(t)),
    "health.read_unfit_of": lambda c, o, t: health.read_unfit_of(c, o, t.users[-1]),
    "health.release": lambda c, o, t: health.release(c, o, [bad(t)], "x"),
    "health.reset": lambda c, o, t: health.reset(c, [verdict(o, t, None)]),
    "number_histories.read_number_events": lambda c, o, t: number_histories.read_number_events(
        c, o, t.vault, t.users[-1], 0, 9
    ),
    "number_histories.read_numbers": lambda c, o, t: number_histories.read_numbers(
        c, o, t.vault, t.users[-1]
    ),
    "numbers.hold_all": lambda c, _, t: numbers.hold_all(c, [bad(t)]),
}
"""Every function of these repositories, likewise."""
