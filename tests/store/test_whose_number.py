"""Whose number it is: former holders, several sources, a directory that vouches, and two who ask at once."""

import asyncio
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.domain.errors import NotFoundError
from homing.store import identifiers
from homing.store.identifiers import seal
from tests.store.whose import confirm, history, newcomers, said, say, states, take_back
from tests.world import Company, found_company, new_number

SENDER: Final = "+34600000001"
DEADLINE: Final = 20.0
WAITING: Final = text("select count(*) from pg_locks where not granted")


@pytest.mark.spec("X15")
@pytest.mark.parametrize("source", ["directory", "api", "import"])
@pytest.mark.parametrize("former", ["kept", "removed", "replaced"])
async def test_a_number_that_another_has_or_had_is_bound_unverified(
    company: Company, source: str, former: str
) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    await say(company, said(ana.id, number))
    if former == "removed":
        await take_back(company, ana.id, "api")
    if former == "replaced":
        await say(company, said(ana.id, new_number()))

    written = await say(company, said(ben.id, number, source))

    assert written.contested == {ben.id}
    assert await states(company, ben.id) == {source: "unverified"}
    [bound] = await history(company, ben.id)
    assert (bound.reason, bound.verified_at, bound.confirmed_at) == ("number_of_another_user", None, None)
    assert await states(company, ana.id) == ({} if former == "removed" else {"api": "verified"})


@pytest.mark.spec("X15")
async def test_whoever_confirms_a_number_has_it_and_nobody_else_does_any_more(company: Company) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    await say(company, said(ana.id, number), said(ana.id, number, "directory"), said(ben.id, number))
    [bound] = await history(company, ben.id)

    await confirm(company, ben.id, bound.id)

    [bound] = await history(company, ben.id)
    assert (bound.state, bound.reason) == ("verified", None)
    assert bound.confirmed_at is not None
    assert {(one.source, one.state) for one in await history(company, ana.id)} == {
        ("api", "superseded"),
        ("directory", "superseded"),
    }
    # What is said of her again is to be confirmed by her, since it was his meanwhile.
    assert (await say(company, said(ana.id, number, "directory"))).contested == {ana.id}


@pytest.mark.spec("X15", "P09")
async def test_what_was_contested_counts_once_its_user_has_added_and_confirmed_the_same_number(
    company: Company,
) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    await say(company, said(ana.id, number), said(ben.id, number, "directory"), said(ben.id, number, "self"))
    [own] = [one for one in await history(company, ben.id) if one.source == "self"]

    await confirm(company, ben.id, own.id)

    assert await states(company, ben.id) == {"directory": "verified", "self": "verified"}


@pytest.mark.spec("X15")
async def test_a_number_of_ones_own_that_is_taken_up_again_counts(company: Company) -> None:
    number, [ana] = new_number(), await newcomers(company, 1)
    await say(company, said(ana.id, number))
    await take_back(company, ana.id, "api")
    assert (await say(company, said(ana.id, number, "import"))).contested == set()
    assert await states(company, ana.id) == {"import": "verified"}


@pytest.mark.spec("X15")
async def test_what_somebody_adds_and_never_confirms_takes_a_number_from_nobody(company: Company) -> None:
    """Else whoever knows a colleague's number could keep it from them."""
    number, (mallory, ana) = new_number(), await newcomers(company, 2)
    await say(company, said(mallory.id, number, "self"))

    assert (await say(company, said(ana.id, number, "directory"))).contested == set()

    assert await states(company, ana.id) == {"directory": "verified"}
    assert await states(company, mallory.id) == {"self": "unverified"}


@pytest.mark.spec("X15")
async def test_a_directory_that_may_vouch_moves_a_number_at_once(company: Company) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    await company.vouch()
    await say(company, said(ana.id, number), said(ana.id, number, "import"))
    await say(company, said(ben.id, number, "directory"), said(ben.id, number, "api"))

    assert await states(company, ben.id) == {"directory": "verified", "api": "verified"}
    assert {one.state for one in await history(company, ana.id)} == {"superseded"}


@pytest.mark.spec("X15")
async def test_people_who_share_a_number_have_it_where_the_directory_vouches_for_both(
    company: Company,
) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    await company.vouch()
    await say(company, said(ana.id, number, "directory"), said(ben.id, number, "directory"))

    assert [await states(company, one.id) for one in (ana, ben)] == [{"directory": "verified"}] * 2


@pytest.mark.spec("X15")
async def test_what_was_contested_counts_once_the_directory_may_vouch_and_says_so_again(
    company: Company,
) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    await say(company, said(ana.id, number), said(ben.id, number, "directory"))
    for _ in range(2):
        assert (await say(company, said(ben.id, number, "directory"))).contested == {ben.id}
    await company.vouch()
    await say(company, said(ben.id, number, "directory"))

    assert (await states(company, ben.id), await states(company, ana.id)) == ({"directory": "verified"}, {})
    assert (await say(company, said(ana.id, number))).contested == {ana.id}, "it counted as his last"


@pytest.mark.spec("P11", "X15")
async def test_who_confirms_a_number_confirms_neither_another_of_theirs_nor_a_former_one(
    company: Company,
) -> None:
    anas, own, (ana, ben) = new_number(), new_number(), await newcomers(company, 2)
    await say(company, said(ana.id, anas), said(ben.id, anas, "directory"), said(ben.id, own, "self"))
    await take_back(company, ben.id, "self")
    await say(company, said(ben.id, own, "self"))
    former, bound = [one for one in await history(company, ben.id) if one.source == "self"]

    await confirm(company, ben.id, bound.id)

    assert await states(company, ben.id) == {"directory": "unverified", "self": "verified"}
    assert await states(company, ana.id) == {"api": "verified"}
    assert former in await history(company, ben.id), "what was stays as it was"


@pytest.mark.spec("P11", "X15")
async def test_who_has_yet_to_confirm_a_number_does_not_see_that_another_has(company: Company) -> None:
    number, (ana, ben, carol) = new_number(), await newcomers(company, 3)
    await say(company, said(carol.id, number, "self"), said(ana.id, number, "self"))
    [bound] = await history(company, ana.id)
    await confirm(company, ana.id, bound.id)
    assert await states(company, carol.id) == {"self": "unverified"}

    await company.vouch()
    await say(company, said(ben.id, number, "directory"))
    assert (await states(company, carol.id), await states(company, ana.id)) == ({"self": "unverified"}, {})


@pytest.mark.spec("X15")
async def test_of_two_in_one_set_the_first_as_given_has_the_number(company: Company) -> None:
    number, people = new_number(), await newcomers(company, 5)
    last, *others = sorted((one.id for one in people), reverse=True)

    written = await say(company, *(said(user, number) for user in (last, *others)))

    assert written.contested == set(others)
    assert await states(company, last) == {"api": "verified"}


@pytest.mark.spec("X15", "Q13")
async def test_nothing_of_another_organizations_people_shows(company: Company, sending: Sending) -> None:
    number, [ana] = new_number(), await newcomers(company, 1)
    await say(company, said(ana.id, number))
    elsewhere = await found_company(sending, SENDER)
    [ben] = await newcomers(elsewhere, 1)

    assert (await say(elsewhere, said(ben.id, number))).contested == set()
    assert await states(elsewhere, ben.id) == {"api": "verified"}
    [bound] = await history(elsewhere, ben.id)
    await confirm(elsewhere, ben.id, bound.id)
    assert await states(company, ana.id) == {"api": "verified"}


@pytest.mark.spec("X15")
async def test_of_two_who_are_given_a_number_at_once_the_second_sees_the_first(company: Company) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    sealed = seal(company.sending.vault, said(ana.id, number))
    async with company.sending.database.app(company.id) as connection:
        assert (await identifiers.write(connection, company.id, [sealed])).contested == set()
        second = asyncio.create_task(say(company, said(ben.id, number)))
        async with asyncio.timeout(DEADLINE):
            while not (await connection.execute(WAITING)).scalar_one():
                assert not second.done()
                await asyncio.sleep(0.01)
    assert (await second).contested == {ben.id}


@pytest.mark.spec("X15")
async def test_who_confirms_a_number_takes_it_from_whom_it_is_given_to_meanwhile(company: Company) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    await say(company, said(ana.id, number, "self"))
    [bound] = await history(company, ana.id)
    sealed = seal(company.sending.vault, said(ben.id, number))
    async with company.sending.database.app(company.id) as connection:
        assert (await identifiers.write(connection, company.id, [sealed])).contested == set()
        confirming = asyncio.create_task(confirm(company, ana.id, bound.id))
        async with asyncio.timeout(DEADLINE):
            while not (await connection.execute(WAITING)).scalar_one():
                assert not confirming.done()
                await asyncio.sleep(0.01)
    await confirming

    assert (await states(company, ana.id), await states(company, ben.id)) == ({"self": "verified"}, {})


@pytest.mark.spec("X15")
async def test_many_who_are_given_one_number_at_once_leave_it_to_one_of_them(company: Company) -> None:
    number, people = new_number(), await newcomers(company, 8)
    async with asyncio.timeout(DEADLINE):
        written = await asyncio.gather(*(say(company, said(one.id, number)) for one in people))

    assert sum(len(one.contested) for one in written) == 7
    assert sorted([(await states(company, one.id))["api"] for one in people])[-2:] == [
        "unverified",
        "verified",
    ]


@pytest.mark.spec("X15")
async def test_people_who_swap_numbers_at_once_in_opposite_order_get_through(company: Company) -> None:
    numbers, (ana, ben) = [new_number(), new_number()], await newcomers(company, 2)
    await say(company, said(ana.id, numbers[0]), said(ben.id, numbers[1]))
    async with asyncio.timeout(DEADLINE):
        await asyncio.gather(
            say(company, said(ana.id, numbers[1]), said(ben.id, numbers[0])),
            say(company, said(ben.id, numbers[0], "import"), said(ana.id, numbers[1], "import")),
        )
    assert set((await states(company, ana.id)).values()) == {"unverified"}


@pytest.mark.spec("X15")
async def test_only_a_number_that_somebody_has_now_can_be_confirmed_and_only_by_them(
    company: Company,
) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    await say(company, said(ana.id, number, "self"))
    [bound] = await history(company, ana.id)
    with pytest.raises(NotFoundError):
        await confirm(company, ben.id, bound.id)
    await say(company, said(ana.id, new_number(), "self"))
    with pytest.raises(NotFoundError):
        await confirm(company, ana.id, bound.id)
    with pytest.raises(NotFoundError):
        await confirm(company, ana.id, uuid4())
    assert [one.state for one in await history(company, ana.id)] == ["superseded", "unverified"]
