"""What keeps a user from a code is their own: no other's doing, no other country's, nothing of long ago."""

from datetime import timedelta
from uuid import UUID, uuid5

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.domain.errors import RefusedError, TooSoonError
from homing.domain.verification import JUDGED, MOST_TRIES, WAITS, Verdict
from homing.store import code_limits, organizations
from homing.store.organizations import NewSender
from tests.confirming import let_pass, other_than
from tests.dispatching.verifying import CODE, ask, give, newcomers, pending, post
from tests.world import Company, found_company, new_number

_SENT_FROM = text("update senders set active = :active where org_id = :org and id = :id")


@pytest.fixture
async def company(apart: Sending) -> Company:
    """Where nobody sends: codes are given by hand."""
    return await found_company(apart, "+34600000001")


async def add_sender(company: Company, country: str, number: str, kind: str = "long_code") -> UUID:
    """A sender whose id comes before that of the company's own."""
    sender = UUID(int=uuid5(company.id, number).int >> 64)
    new = NewSender(id=sender, country=country, number=number, kind=kind)
    async with company.sending.database.app(company.id) as connection:
        await organizations.add_senders(connection, company.id, [new])
    return sender


async def switch(company: Company, sender: UUID, *, active: bool) -> None:
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(_SENT_FROM, {"org": company.id, "id": sender, "active": active})


@pytest.mark.spec("P11")
async def test_who_guesses_codes_keeps_nobody_else_from_a_code(company: Company) -> None:
    ana, *others = await newcomers(company, 4)
    for one in others:
        asked = await ask(company, one)
        await post(company, asked.verification)
        tried = [await give(company, one, code) for code in other_than(CODE, MOST_TRIES)]
        assert tried[-1].verdict is Verdict.LOCKED

    await ask(company, ana)


@pytest.mark.spec("P11")
async def test_the_waits_between_codes_begin_anew_after_an_hour(company: Company) -> None:
    [ana] = await newcomers(company)
    for _ in range(3):
        await ask(company, ana)
        await let_pass(company, timedelta(hours=1))
    await ask(company, ana)

    with pytest.raises(TooSoonError) as refused:
        await ask(company, ana)

    assert refused.value.reason == "code_too_soon"
    assert refused.value.wait <= WAITS[0]


@pytest.mark.spec("P11")
async def test_a_country_is_judged_by_its_own_latest_requests(company: Company) -> None:
    staff = await newcomers(company, JUDGED + 30)
    for half in (staff[:40], staff[40:]):
        for one in half:
            await ask(company, one)
        await let_pass(company, timedelta(hours=1))
    how = text("update verifications set state = :state where user_id = any(cast(:users as uuid[]))")
    latest = [one.id for one in staff[-JUDGED:]]
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(how, {"state": "expired", "users": [one.id for one in staff]})
        await connection.execute(how, {"state": "confirmed", "users": latest})
        spain = await code_limits.read_policy(connection, company.id, "ES")
        france = await code_limits.read_policy(connection, company.id, "FR")

    assert (spain.requests, spain.confirmed) == (JUDGED, JUDGED)
    assert (france.requests, france.confirmed) == (0, 0)


@pytest.mark.spec("P11")
async def test_codes_go_to_a_country_as_long_as_texts_are_sent_from_there(company: Company) -> None:
    [ana] = await newcomers(company)
    french = await add_sender(company, "FR", "+33600000001")
    await switch(company, french, active=False)
    with pytest.raises(RefusedError) as refused:
        await ask(company, ana, "+33612345678")
    assert refused.value.reason == "country_not_allowed"

    await switch(company, french, active=True)
    await ask(company, ana, "+33612345678")


@pytest.mark.spec("P14")
async def test_start_is_texted_to_a_number_that_takes_it_where_there_is_one_in_the_users_country(
    company: Company,
) -> None:
    [ana] = await newcomers(company)
    abroad = await add_sender(company, "PT", "+351600000003")
    await company.change(default_sender_id=abroad)
    await add_sender(company, "ES", "Pidgr", "alphanumeric")
    await ask(company, ana, new_number())

    async def start_to() -> str | None:
        now = await pending(company, ana)
        assert now is not None
        return now.start_to

    assert await start_to() == company.sender
    await switch(company, uuid5(company.id, "sender"), active=False)
    assert await start_to() == "+351600000003", "the default, for want of one at home"
    await switch(company, abroad, active=False)
    assert await start_to() is None
