"""Codes are tried: by many at once, late, again and wrong; how wrong, nothing tells."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from homing.dispatching import verifying
from homing.dispatching.trying_codes import close_verifications, expire_where_due
from homing.domain.account_texts import CODE_LASTS
from homing.domain.errors import TooSoonError
from homing.domain.traits import IdentifierKind
from homing.domain.verification import (
    DAY,
    LOCKED_FOR,
    MOST_TRIES,
    TRIES_DAILY,
    WAITS,
    Verdict,
)
from homing.store import identifiers, verifications
from tests.confirming import let_pass, other_than, requests_of
from tests.dispatching.verifying import (
    CODE,
    again,
    ask,
    give,
    newcomers,
    pending,
    post,
    statements,
    states,
)
from tests.world import Company, Someone, new_number


@pytest.mark.spec("P11")
async def test_of_two_confirmations_at_once_one_counts(office: Company) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await post(office, asked.verification)

    tried = await asyncio.gather(*(give(office, ana, CODE) for _ in range(4)))

    assert sorted(one.verdict for one in tried) == sorted([Verdict.CONFIRMED, *[Verdict.EXPIRED] * 3])
    assert await states(office, ana) == {"self": "verified"}


@pytest.mark.spec("P11")
async def test_many_wrong_codes_at_once_are_five_tries(office: Company) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await post(office, asked.verification)

    tried = await asyncio.gather(*(give(office, ana, code) for code in other_than(CODE, 12)))

    verdicts = [one.verdict for one in tried]
    assert verdicts.count(Verdict.WRONG) == MOST_TRIES - 1
    assert verdicts.count(Verdict.LOCKED) == 12 - MOST_TRIES + 1
    assert sorted(one.tries_left for one in tried if one.verdict is Verdict.WRONG) == [1, 2, 3, 4]
    assert (await give(office, ana, CODE)).verdict is Verdict.LOCKED


@pytest.mark.spec("P11")
async def test_a_user_has_fifteen_wrong_codes_a_day(office: Company) -> None:
    [ana] = await newcomers(office)
    for _ in range(TRIES_DAILY // MOST_TRIES):
        asked = await ask(office, ana)
        await post(office, asked.verification)
        for code in other_than(CODE, MOST_TRIES):
            await give(office, ana, code)
        await let_pass(office, LOCKED_FOR)
    with pytest.raises(TooSoonError) as refused:
        await ask(office, ana, new_number())
    assert refused.value.reason == "too_many_codes"
    await let_pass(office, DAY)
    await ask(office, ana)


@pytest.mark.spec("P11")
async def test_who_gave_too_many_wrong_codes_waits_until_the_first_of_them_are_a_day_old(
    office: Company,
) -> None:
    [ana] = await newcomers(office)
    await ask(office, ana)  # and gives none
    await let_pass(office, timedelta(hours=2))
    for _ in range(TRIES_DAILY // MOST_TRIES):
        asked = await ask(office, ana)
        await post(office, asked.verification)
        for code in other_than(CODE, MOST_TRIES):
            await give(office, ana, code)
        await let_pass(office, timedelta(hours=2))

    with pytest.raises(TooSoonError) as refused:
        await ask(office, ana)

    end = DAY - timedelta(hours=6) + CODE_LASTS
    assert end - timedelta(minutes=2) < refused.value.wait <= end


@pytest.mark.spec("P11")
async def test_a_new_code_voids_the_former_before_it_is_sent_and_tries_stay_counted(office: Company) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await post(office, asked.verification, "111111")
    for code in other_than("111111", MOST_TRIES - 1):
        await give(office, ana, code)
    await let_pass(office, WAITS[0])
    await again(office, ana)
    await post(office, asked.verification, "222222")

    assert (await give(office, ana, "111111")).verdict is Verdict.LOCKED
    assert (await give(office, ana, "222222")).verdict is Verdict.LOCKED


async def test_giving_up_keeps_a_number_that_counts_and_removing_keeps_none(office: Company) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await post(office, asked.verification)
    await give(office, ana, CODE)
    await ask(office, ana, new_number())
    assert await states(office, ana) == {"self": "verified", "pending": "unverified"}

    await verifying.cancel(office.sending, office.id, ana.id)
    assert await states(office, ana) == {"self": "verified"}
    assert (await give(office, ana, CODE)).verdict is Verdict.NOTHING
    assert await pending(office, ana) is None

    await ask(office, ana, new_number())
    await verifying.remove(office.sending, office.id, ana.id)
    assert await states(office, ana) == {}


@pytest.mark.spec("P11")
@pytest.mark.parametrize("how", ["given up", "removed", "changed", "locked", "confirmed"])
async def test_once_a_request_is_over_no_code_of_it_is_sent_any_more(office: Company, how: str) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await post(office, asked.verification)
    assert await codes_to_send(office) == 1
    if how == "given up":
        await verifying.cancel(office.sending, office.id, ana.id)
    elif how in ("locked", "confirmed"):
        for code in [CODE] if how == "confirmed" else other_than(CODE, MOST_TRIES):
            await give(office, ana, code)
        assert await requests_of(office, ana.id) == [how]
    elif how == "removed":
        await verifying.remove(office.sending, office.id, ana.id)
    else:
        await ask(office, ana, new_number())

    assert await codes_to_send(office) == (how == "changed")


async def codes_to_send(office: Company) -> int:
    waiting = text("select count(*) from account_messages where done_at is null and until > now()")
    async with office.sending.database.app(office.id) as connection:
        return int((await connection.execute(waiting)).scalar_one())


async def test_a_number_that_went_away_meanwhile_is_not_confirmed(office: Company) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await post(office, asked.verification)
    async with office.sending.database.app(office.id) as connection:
        await identifiers.unbind(connection, office.id, ana.id, IdentifierKind.PHONE, "self")

    assert (await give(office, ana, CODE)).verdict is Verdict.NOTHING
    assert await requests_of(office, ana.id) == ["cancelled"]


@pytest.mark.spec("X15")
@pytest.mark.parametrize(("state", "told"), [("verified", ["number_removed"]), ("invalid", [])])
async def test_the_number_in_whose_place_another_is_confirmed_is_told_unless_it_is_none(
    office: Company, state: str, told: list[str]
) -> None:
    [ana] = await office.hire(1, source="self")
    async with office.sending.database.app(office.id) as connection:
        await connection.execute(
            text("update reachabilities set state = :state where kind = 'phone'"), {"state": state}
        )
    asked = await ask(office, ana, new_number())
    await post(office, asked.verification)
    await give(office, ana, CODE)

    notices = text("select what from account_messages where what <> 'code' order by what desc")
    async with office.sending.database.app(office.id) as connection:
        assert list((await connection.execute(notices)).scalars()) == [*told, "number_added"]


async def test_what_no_workflow_closed_the_housekeeping_does_and_old_codes_are_forgotten(
    office: Company,
) -> None:
    [ana] = await newcomers(office)
    await ask(office, ana)
    await let_pass(office, CODE_LASTS)
    await close_verifications(office.sending)
    assert await requests_of(office, ana.id) == ["open"], "its workflow has a minute for it"
    await let_pass(office, timedelta(minutes=2))
    await close_verifications(office.sending)
    assert await requests_of(office, ana.id) == ["expired"]

    await let_pass(office, 2 * DAY)
    await close_verifications(office.sending)
    async with office.sending.database.app(office.id) as connection:
        assert (await connection.execute(text("select count(*) from code_requests"))).scalar_one() == 0


@pytest.mark.spec("P11")
async def test_a_request_that_is_looked_at_before_its_end_stays_open(office: Company) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await let_pass(office, CODE_LASTS - timedelta(minutes=1))
    await expire_where_due(office.sending, office.id, asked.verification)
    assert await requests_of(office, ana.id) == ["open"]
    await let_pass(office, timedelta(minutes=1))
    await expire_where_due(office.sending, office.id, asked.verification)
    assert await requests_of(office, ana.id) == ["expired"]


async def tried(office: Company, who: Someone, code: str) -> tuple[Verdict, list[str]]:
    """What a try comes to, and every statement that it makes."""
    with statements(office) as made:
        answer = await give(office, who, code)
    return answer.verdict, made


@pytest.mark.spec("P11")
async def test_right_and_wrong_codes_make_the_same_statements(office: Company) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await post(office, asked.verification)

    wrong, after_wrong = await tried(office, ana, other_than(CODE)[0])
    right, after_right = await tried(office, ana, CODE)

    assert (wrong, right) == (Verdict.WRONG, Verdict.CONFIRMED)
    assert after_wrong == after_right
    assert len(after_right) > 5


@pytest.mark.spec("P11")
async def test_where_no_code_counts_every_try_makes_the_same_statements(office: Company) -> None:
    nobody, late, locked = await newcomers(office, 3)
    for one in (late, locked):
        asked = await ask(office, one)
        await post(office, asked.verification)
    for code in other_than(CODE, MOST_TRIES):
        await give(office, locked, code)
    async with office.sending.database.app(office.id) as connection:
        await connection.execute(
            text("update verifications set expires_at = now() where user_id = :user"), {"user": late.id}
        )

    found = [
        await tried(office, who, code)
        for who in (nobody, late, locked)
        for code in (CODE, other_than(CODE)[0])
    ]

    assert [verdict for verdict, _ in found] == [
        *[Verdict.NOTHING] * 2,
        *[Verdict.EXPIRED] * 2,
        *[Verdict.LOCKED] * 2,
    ]
    assert len({tuple(made) for _, made in found}) == 1


@pytest.mark.spec("P11")
async def test_the_code_is_kept_as_a_hash_for_its_request_alone(office: Company) -> None:
    ana, ben = await newcomers(office, 2)
    kept = []
    for one in (ana, ben):
        asked = await ask(office, one)
        await post(office, asked.verification)
        async with office.sending.database.app(office.id) as connection:
            row = await verifications.read_latest(connection, office.id, one.id)
        assert row is not None
        kept.append(row.code_hash)
    assert kept[0] != kept[1], "the same code, and nobody sees it"
