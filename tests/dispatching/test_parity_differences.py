"""Since when a difference is known, whom it is shown with, and whose opt-outs the provider need not know."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

import pytest

from homing.dispatching.parity import compare
from homing.domain.parity import DifferenceKind
from homing.providers.twilio_words import taken_as
from homing.store import optouts, organizations, parity
from homing.store.optouts import Said
from homing.store.organizations import NewSender
from homing.store.parity import DifferenceFilter, DifferenceRow, Found
from tests.dispatching.support import rows
from tests.faults.withdrawals import rebind
from tests.http.handset import change
from tests.world import Company, Someone, new_number

MISSED: Final = DifferenceKind.KEYWORD_MISSED
UNKNOWN: Final = DifferenceKind.OPT_OUT_UNKNOWN_TO_PROVIDER
LATER: Final = "+34600000078"


def missed(company: Company, person: Someone, said_at: datetime | None = None) -> Found:
    hmac = company.sending.vault.hash_identifier(person.number)
    return Found(company.id, hmac, company.sender, MISSED, said_at=said_at)


async def run(company: Company, *found: Found) -> None:
    """A comparison that finds this, and nothing else."""
    async with company.sending.database.system() as connection:
        begun = await parity.begin_run(connection)
    async with company.sending.database.system() as connection:
        await parity.write_differences(connection, found)
    async with company.sending.database.system() as connection:
        await parity.resolve_others(connection, begun)


async def shown(company: Company, *, open_only: bool = True) -> list[DifferenceRow]:
    async with company.sending.database.app(company.id) as connection:
        return await parity.list_differences(
            connection, company.id, company.sending.vault, DifferenceFilter(open_only=open_only), None, 9
        )


@pytest.mark.spec("X14")
async def test_a_difference_is_as_old_as_it_has_been_open_and_new_where_it_comes_again(
    firm: Company,
) -> None:
    [person] = await firm.hire(1)
    await run(firm, missed(firm, person))
    [first] = await shown(firm)
    await run(firm, missed(firm, person))
    [again] = await shown(firm)
    await run(firm)
    assert await shown(firm) == []
    [closed] = await shown(firm, open_only=False)
    await run(firm, missed(firm, person))
    [anew] = await shown(firm)

    assert (again.id, again.first_at) == (first.id, first.first_at)
    assert closed.resolved_at is not None
    assert first.last_at < again.last_at < closed.resolved_at
    assert anew.first_at == anew.last_at > closed.resolved_at


@pytest.mark.spec("X14")
async def test_a_word_that_is_listed_no_longer_stays_missed_though_it_was_found_elsewhere_since(
    firm: Company,
) -> None:
    [person] = await firm.hire(1)
    said_at = datetime.now(UTC) - timedelta(days=29)
    await run(firm, missed(firm, person, said_at))
    await run(firm, missed(firm, person))

    await run(firm)
    assert [one.kind for one in await shown(firm)] == [MISSED]
    hmac = firm.sending.vault.hash_identifier(person.number)
    async with firm.sending.database.system() as connection:
        await optouts.record(connection, hmac, "keyword", Said("STOP", "twilio", f"SM{uuid4().hex}"))
    await run(firm)

    assert await shown(firm) == []


@pytest.mark.spec("X14")
async def test_a_difference_is_shown_with_those_who_have_the_number_now(firm: Company) -> None:
    [person] = await firm.hire(1)
    await run(firm, missed(firm, person))
    [before] = await shown(firm)

    await rebind(firm, {person: new_number()})

    [after] = await shown(firm)
    assert (before.users, before.shown) == ([person.id], f"…{person.number[-2:]}")
    assert (after.users, after.shown) == ([], None)


@pytest.mark.spec("X14")
@pytest.mark.parametrize("source", ["keyword", "provider"])
async def test_an_opt_out_is_unknown_to_the_provider_only_where_it_was_said_to_us_and_to_that_sender(
    firm: Company, source: str
) -> None:
    [person] = await firm.hire(1)
    async with firm.sending.database.app(firm.id) as connection:
        sender = NewSender(id=uuid4(), country="PT", number=LATER)
        await organizations.add_senders(connection, firm.id, [sender])
    await change(firm, "senders", "org_id", {"provider_handles_keywords": "default"})
    await (await firm.campaign([person])).send()
    said = Said("stop please", "twilio", f"SM{uuid4().hex}", rule="rule", sender=LATER, org=firm.id)
    async with firm.sending.database.system() as connection:
        hmac = firm.sending.vault.hash_identifier(person.number)
        await optouts.record(connection, hmac, source, said)

    await compare(firm.sending, taken_as, b"\0", None)

    found = await rows(
        firm.sending, "select sender, kind from parity_differences where org_id = :org", org=firm.id
    )
    assert [tuple(one) for one in found] == ([(LATER, UNKNOWN)] if source == "keyword" else [])
