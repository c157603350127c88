"""What keeps a user from a code is their own: no other's doing, no other country's, nothing of long ago."""

from datetime import timedelta
from uuid import UUID, uuid5

import pytest
from sqlalchemy import text

from homing.domain.errors import RefusedError, TooSoonError
from homing.domain.verification import JUDGED, MOST_TRIES, WAITS, Verdict
from homing.store import code_limits, organizations
from homing.store.organizations import NewSender
from tests.confirming import let_pass, other_than
from tests.dispatching.verifying import CODE, ask, give, newcomers, pending, post
from tests.world import Company, new_number

_SENT_FROM = text("update senders set active = :active where org_id = :org and id = :id")


async def add_sender(office: Company, country: str, number: str, kind: str = "long_code") -> UUID:
    """A sender whose id comes before that of the office's own."""
    sender = UUID(int=uuid5(office.id, number).int >> 64)
    new = NewSender(id=sender, country=country, number=number, kind=kind)
    async with office.sending.database.app(office.id) as connection:
        await organizations.add_senders(connection, office.id, [new])
    return sender


async def switch(office: Company, sender: UUID, *, active: bool) -> None:
    async with office.sending.database.app(office.id) as connection:
        await connection.execute(_SENT_FROM, {"org": office.id, "id": sender, "active": active})


@pytest.mark.spec("P11")
async def test_who_guesses_codes_keeps_nobody_else_from_a_code(office: Company) -> None:
    ana, *others = await newcomers(office, 4)
    for one in others:
        asked = await ask(office, one)
        await post(office, asked.verification)
        tried = [await give(office, one, code) for code in other_than(CODE, MOST_TRIES)]
        assert tried[-1].verdict is Verdict.LOCKED

    await ask(office, ana)


@pytest.mark.spec("P11")
async def test_the_waits_between_codes_begin_anew_after_an_hour(office: Company) -> None:
    [ana] = await newcomers(office)
    for _ in range(3):
        await ask(office, ana)
        await let_pass(office, timedelta(hours=1))
    await ask(office, ana)

    with pytest.raises(TooSoonError) as refused:
        await ask(office, ana)

    assert refused.value.reason == "code_too_soon"
    assert refused.value.wait <= WAITS[0]


@pytest.mark.spec("P11")
async def test_a_country_is_judged_by_its_own_latest_requests(office: Company) -> None:
    staff = await newcomers(office, JUDGED + 30)
    for half in (staff[:40], staff[40:]):
        for one in half:
            await ask(office, one)
        await let_pass(office, timedelta(hours=1))
    how = text("update verifications set state = :state where user_id = any(cast(:users as uuid[]))")
    latest = [one.id for one in staff[-JUDGED:]]
    async with office.sending.database.app(office.id) as connection:
        await connection.execute(how, {"state": "expired", "users": [one.id for one in staff]})
        await connection.execute(how, {"state": "confirmed", "users": latest})
        spain = await code_limits.read_policy(connection, office.id, "ES")
        france = await code_limits.read_policy(connection, office.id, "FR")

    assert (spain.requests, spain.confirmed) == (JUDGED, JUDGED)
    assert (france.requests, france.confirmed) == (0, 0)


@pytest.mark.spec("P11")
async def test_codes_go_to_a_country_as_long_as_texts_are_sent_from_there(office: Company) -> None:
    [ana] = await newcomers(office)
    french = await add_sender(office, "FR", "+33600000001")
    await switch(office, french, active=False)
    with pytest.raises(RefusedError) as refused:
        await ask(office, ana, "+33612345678")
    assert refused.value.reason == "country_not_allowed"

    await switch(office, french, active=True)
    await ask(office, ana, "+33612345678")


@pytest.mark.spec("P14")
async def test_start_is_texted_to_a_number_that_takes_it_where_there_is_one_in_the_users_country(
    office: Company,
) -> None:
    [ana] = await newcomers(office)
    abroad = await add_sender(office, "PT", "+351600000003")
    await office.change(default_sender_id=abroad)
    await add_sender(office, "ES", "Pidgr", "alphanumeric")
    await ask(office, ana, new_number())

    async def start_to() -> str | None:
        now = await pending(office, ana)
        assert now is not None
        return now.start_to

    assert await start_to() == office.sender
    await switch(office, uuid5(office.id, "sender"), active=False)
    assert await start_to() == "+351600000003", "the default, for want of one at home"
    await switch(office, abroad, active=False)
    assert await start_to() is None
