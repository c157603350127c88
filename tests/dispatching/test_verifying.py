"""Codes are asked for by many at once, and no limit is overrun; nobody is kept from a number of their own by
others, and nobody is told of others."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from homing.dispatching import withdraw
from homing.dispatching.trying_codes import close_verifications
from homing.dispatching.verifying import Asked
from homing.domain.decide import IdentifierState
from homing.domain.errors import NotFoundError, NumberRefused, RefusedError, TooSoonError
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.domain.verification import (
    DAY,
    MOST_CODES,
    MOST_TRIES,
    WAITS,
    Verdict,
    VerificationState,
)
from homing.store import identifiers
from homing.store.identifiers import Binding
from tests.confirming import let_pass, other_than, requests_of
from tests.dispatching.verifying import (
    CODE,
    again,
    ask,
    give,
    newcomers,
    pending,
    post,
    set_daily,
    statements,
    states,
)
from tests.world import Company, Someone, new_number


@pytest.mark.spec("P11")
async def test_many_who_ask_at_once_get_as_many_codes_as_are_allowed(office: Company) -> None:
    await set_daily(office, 12)
    staff = await newcomers(office, 10)

    answers = await asyncio.gather(*(ask(office, one) for one in staff), return_exceptions=True)

    given = [one for one in answers if isinstance(one, Asked)]
    refused = [one for one in answers if isinstance(one, TooSoonError)]
    assert (len(given), len(refused)) == (12 // 4, 7), "a quarter of a day's in an hour"
    assert {one.reason for one in refused} == {"too_many_codes"}
    assert all(timedelta(minutes=59) < one.wait <= timedelta(hours=1) for one in refused)
    await let_pass(office, timedelta(hours=1))
    await ask(office, staff[0])


@pytest.mark.spec("P11")
async def test_a_user_has_six_codes_an_hour_and_ten_a_day(office: Company) -> None:
    [ana] = await newcomers(office)
    for _ in range(6):
        await ask(office, ana, new_number())
    with pytest.raises(TooSoonError) as refused:
        await ask(office, ana, new_number())
    assert refused.value.reason == "too_many_codes"
    await let_pass(office, timedelta(hours=1))
    for _ in range(4):
        await ask(office, ana, new_number())
    await let_pass(office, timedelta(hours=1))
    with pytest.raises(TooSoonError):
        await ask(office, ana, new_number())
    await let_pass(office, DAY)
    await ask(office, ana, new_number())


@pytest.mark.spec("P11")
async def test_others_who_ask_for_codes_to_a_number_keep_its_owner_from_nothing(office: Company) -> None:
    *others, owner = await newcomers(office, 7)
    for one in others:
        await ask(office, one, owner.number)
        await let_pass(office, WAITS[0])
    for one in others[:4]:
        await ask(office, one, owner.number)
    await let_pass(office, WAITS[-1])
    with pytest.raises(TooSoonError) as refused:
        await ask(office, others[0], owner.number)
    assert refused.value.reason == "too_many_codes", "ten codes, and two of them their own"

    asked = await ask(office, owner)
    await post(office, asked.verification)
    assert (await give(office, owner, CODE)).verdict is Verdict.CONFIRMED


@pytest.mark.spec("P11")
async def test_a_handset_is_not_flooded_by_everybody_together(office: Company) -> None:
    staff, number = await newcomers(office, 51), new_number()
    for one in staff[:50]:
        await ask(office, one, number)
    with pytest.raises(TooSoonError) as refused:
        await ask(office, staff[50], number)
    assert refused.value.reason == "too_many_codes"


@pytest.mark.spec("P11")
async def test_numbers_beside_each_other_have_a_limit_together(office: Company) -> None:
    staff = await newcomers(office, 52)
    for one in staff[:50]:
        await ask(office, one, f"+3461234{staff.index(one):04}")
    with pytest.raises(TooSoonError):
        await ask(office, staff[50], "+34612349999")
    await ask(office, staff[51], "+34612350000")


@pytest.mark.spec("P11")
async def test_an_address_has_an_eighth_of_a_days_codes_in_an_hour(office: Company) -> None:
    await set_daily(office, 80)
    staff = await newcomers(office, 12)
    for one in staff[:10]:
        await ask(office, one, address="192.0.2.1")
    with pytest.raises(TooSoonError):
        await ask(office, staff[10], address="192.0.2.1")
    await ask(office, staff[11], address="192.0.2.2")


@pytest.mark.spec("P11")
async def test_a_request_has_five_codes(office: Company) -> None:
    [ana] = await newcomers(office)
    first = await ask(office, ana)
    for wait in WAITS:
        with pytest.raises(TooSoonError) as refused:
            await again(office, ana)
        assert (refused.value.reason, refused.value.wait <= wait) == ("code_too_soon", True)
        await let_pass(office, wait)
        assert (await again(office, ana)).verification == first.verification
    now = await pending(office, ana)
    assert now is not None
    assert now.codes_left == MOST_CODES - 5
    await let_pass(office, WAITS[-1])
    with pytest.raises(TooSoonError) as refused:
        await again(office, ana)
    assert refused.value.reason == "too_many_codes"


@pytest.mark.spec("P11")
async def test_a_change_of_number_starts_over_with_no_tries_and_no_code(office: Company) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await post(office, asked.verification)
    await give(office, ana, other_than(CODE)[0])

    changed = await ask(office, ana, new_number())

    assert changed.verification != asked.verification
    assert changed.pending.tries_left == MOST_TRIES
    assert (await give(office, ana, CODE)).verdict is Verdict.WRONG
    assert await requests_of(office, ana.id) == ["cancelled", "open"]
    assert await states(office, ana) == {"self": "unverified"}


@pytest.mark.spec("P11")
async def test_answers_do_not_tell_whose_a_number_is_or_whether_it_opted_out(office: Company) -> None:
    [owner, gone] = await office.hire(2)
    await withdraw.stop(office.sending, E164(gone.number))
    askers = await newcomers(office, 3)
    numbers = [owner.number, gone.number, new_number()]

    answers = [(await ask(office, one, number)).pending for one, number in zip(askers, numbers, strict=True)]

    told = {
        (one.state, one.source, one.country, one.tries_left, one.codes_left, one.start_to) for one in answers
    }
    assert told == {(VerificationState.OPEN, "self", "ES", MOST_TRIES, MOST_CODES - 1, office.sender)}


@pytest.mark.spec("P10", "P09")
async def test_a_user_changes_no_number_that_the_organization_gave(office: Company) -> None:
    [ana] = await office.hire(1)
    with pytest.raises(RefusedError) as refused:
        await ask(office, ana, new_number())
    assert refused.value.reason == "number_from_organization"
    with pytest.raises(RefusedError) as refused:
        await ask(office, ana, ana.number)
    assert refused.value.reason == "already_confirmed"
    with pytest.raises(RefusedError) as refused:
        await again(office, ana)
    assert refused.value.reason == "no_identifier"


@pytest.mark.spec("P11", "X15")
async def test_a_number_that_was_anothers_counts_for_whom_the_host_gave_it_once_it_is_confirmed(
    office: Company,
) -> None:
    [ana], [ben] = await office.hire(1, source="api"), await newcomers(office)
    bound = Binding(
        user_id=ben.id,
        kind=IdentifierKind.PHONE,
        raw=ana.number,
        source="api",
        state=IdentifierState.VERIFIED,
    )
    async with office.sending.database.app(office.id) as connection:
        await identifiers.bind(connection, office.id, office.sending.vault, [bound])
    assert await states(office, ben) == {"api": "unverified"}

    asked = await again(office, ben)
    await post(office, asked.verification)
    assert (await give(office, ben, CODE)).verdict is Verdict.CONFIRMED

    assert (await states(office, ana), await states(office, ben)) == ({}, {"api": "verified"})


@pytest.mark.spec("P11")
async def test_codes_go_to_the_countries_that_are_allowed(office: Company) -> None:
    [ana] = await newcomers(office)
    with pytest.raises(RefusedError) as refused:
        await ask(office, ana, "+33612345678")
    assert refused.value.reason == "country_not_allowed"
    await set_daily(office, 1000, ["FR"])
    await ask(office, ana, "+33612345678")
    with pytest.raises(RefusedError):
        await ask(office, ana, new_number())


async def test_a_national_number_is_read_in_the_users_country_else_in_the_organizations(
    office: Company,
) -> None:
    [ana] = await newcomers(office)
    national = ana.number.removeprefix("+34")
    with pytest.raises(NumberRefused) as refused:
        await ask(office, ana, national)
    assert refused.value.reason == "region_missing"
    assert (await ask(office, ana, national, region="ES")).pending.country == "ES"
    await office.know(ana, country="FR")
    with pytest.raises(RefusedError) as elsewhere:
        await ask(office, ana, national)
    assert elsewhere.value.reason == "country_not_allowed"


@pytest.mark.spec("P11")
async def test_admins_are_alerted_of_a_country_where_hardly_a_number_is_confirmed(office: Company) -> None:
    staff = await newcomers(office, 33)
    for one in staff[:20]:
        await ask(office, one)
    await let_pass(office, timedelta(hours=1))
    await close_verifications(office.sending)

    for one in staff[20:30]:
        await ask(office, one)
    with pytest.raises(TooSoonError):
        await ask(office, staff[30])

    async with office.sending.database.app(office.id) as connection:
        alerts = await connection.execute(text("select kind, channel, count from admin_alerts"))
        assert [tuple(row) for row in alerts] == [("codes_unconfirmed", "account_sms", 10)]


async def test_a_stranger_is_asked_for_nothing(office: Company) -> None:
    stranger = Someone(UUID(int=1), new_number(), "")
    with pytest.raises(NotFoundError):
        await ask(office, stranger)


@pytest.mark.spec("P11")
async def test_asking_makes_the_same_statements_whosever_the_number_is(office: Company) -> None:
    [owner, gone] = await office.hire(2)
    await withdraw.stop(office.sending, E164(gone.number))
    askers = await newcomers(office, 3)
    made = []
    for one, number in zip(askers, [owner.number, gone.number, new_number()], strict=True):
        with statements(office) as then:
            await ask(office, one, number)
        made.append(then)
    assert made[0] == made[1] == made[2]
    assert len(made[0]) > 10
