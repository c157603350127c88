"""As ``tenants.CASES``, of the registry of opt-outs and the evidence of it."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.store import evidence, opt_by_hand, opt_facts, optouts
from homing.store.opt_by_hand import Entry, Hand
from homing.store.opt_facts import NewFact
from tests.store.tenants import Case, Tenant

NOT_BY_ID: Final = {
    "opt_by_hand.read_opted_out",  # as of facts.lock_people: a number's, and nobody's in particular
    "opt_facts.read_standings",  # likewise
    "opt_facts.resumed_since",
    "optouts.read_misderived",
}

LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)


async def facts_known(connection: AsyncConnection, org: UUID, tenant: Tenant) -> object:
    """Without what stands, which names who recorded it to nobody but the product."""
    return (await evidence.read_known(connection, org, tenant.vault, tenant.number)).facts


async def standing(connection: AsyncConnection, _: UUID, tenant: Tenant) -> object:
    """Likewise."""
    return (await opt_facts.read_standings(connection, [tenant.number]))[tenant.number].opted_out


async def undone(connection: AsyncConnection, org: UUID, tenant: Tenant) -> None:
    """As far as it is let."""
    with suppress(RefusedError):
        await opt_by_hand.take_back(connection, Hand(org, "api", "x"), [tenant.number], ())


OPT_OUT_CASES: Final[dict[str, Case]] = {
    "evidence.read_known": facts_known,
    "evidence.read_subject": lambda c, o, t: evidence.read_subject(c, o, t.number),
    "evidence.read_used_number": lambda c, o, t: evidence.read_used_number(c, o, t.vault, t.users[0]),
    "opt_by_hand.read_holders": lambda c, o, t: opt_by_hand.read_holders(c, o, [t.number]),
    "opt_by_hand.read_numbers_of": lambda c, o, t: opt_by_hand.read_numbers_of(c, o, t.users[0]),
    "opt_by_hand.read_opted_out": lambda c, _, t: opt_by_hand.read_opted_out(c, [t.number]),
    "opt_by_hand.record_by_hand": lambda c, o, t: opt_by_hand.record_by_hand(
        c, Hand(o, "api", "x"), [Entry(t.number)], ()
    ),
    "opt_by_hand.take_back": undone,
    "opt_facts.append": lambda c, _, t: opt_facts.append(c, {}, [NewFact(t.number, "opted_out", "api")]),
    "opt_facts.read_sender": lambda c, _, t: opt_facts.read_sender(c, t.common.default_sender_id),
    "opt_facts.read_standings": standing,
    "opt_facts.resumed_since": lambda c, _, t: opt_facts.resumed_since(c, t.number, LONG_AGO),
    "optouts.note_answer": lambda c, _, t: optouts.note_answer(c, "twilio", t.reply.provider_id, "x"),
    "optouts.read_misderived": lambda c, *_: optouts.read_misderived(c, b"", 9),
}
"""What stands of a number is nobody's in particular; what an organization may know of it is its own."""
