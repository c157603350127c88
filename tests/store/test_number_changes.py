"""Which numbers are told of a change, and when."""

from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.store.whose import confirm, history, newcomers, said, say, take_back
from tests.world import Company, new_number

_NOTICES: Final = text("""
    select user_id, what, reachability_id from account_messages where org_id = :org
     order by created_at, what desc
""")


async def notices(company: Company) -> list[Any]:
    async with company.sending.database.app(company.id) as connection:
        return list(await connection.execute(_NOTICES, {"org": company.id}))


@pytest.mark.spec("X15")
async def test_the_old_number_and_the_new_one_are_told_of_a_change_and_of_no_first_number(
    company: Company,
) -> None:
    [ana] = await newcomers(company, 1)
    await say(company, said(ana.id, new_number(), "directory"))
    assert await notices(company) == []
    latter = new_number()
    for _ in range(2):
        await say(company, said(ana.id, latter, "directory"))

    old, new = await history(company, ana.id)
    assert await notices(company) == [(ana.id, "number_removed", old.id), (ana.id, "number_added", new.id)]


@pytest.mark.spec("X15", "P11")
async def test_a_number_that_a_user_adds_in_place_of_another_is_told_once_it_is_confirmed(
    company: Company,
) -> None:
    [ana] = await newcomers(company, 1)
    await say(company, said(ana.id, new_number(), "self"))
    [old] = await history(company, ana.id)
    await confirm(company, ana.id, old.id)
    assert await notices(company) == []

    await say(company, said(ana.id, new_number(), "self"))
    assert await notices(company) == [(ana.id, "number_removed", old.id)]
    _, new = await history(company, ana.id)
    for _ in range(2):
        await confirm(company, ana.id, new.id)

    assert (await notices(company))[1:] == [(ana.id, "number_added", new.id)]


@pytest.mark.spec("X15")
async def test_who_is_reached_by_another_source_from_now_on_is_told_at_both_numbers(company: Company) -> None:
    [ana] = await newcomers(company, 1)
    await say(company, said(ana.id, new_number(), "api"))
    await say(company, said(ana.id, new_number(), "directory"))
    bound, synced = await history(company, ana.id)
    await say(company, said(ana.id, new_number(), "import"))  # which is not used
    await take_back(company, ana.id, "directory")

    assert [(row.what, row.reachability_id) for row in await notices(company)] == [
        ("number_removed", bound.id),
        ("number_added", synced.id),
        ("number_removed", synced.id),
        ("number_added", bound.id),
    ]


@pytest.mark.spec("X15")
async def test_a_source_that_changes_its_mind_again_and_again_tells_each_number_the_same_once_a_day(
    company: Company,
) -> None:
    ana, ben = await newcomers(company, 2)
    first, second = new_number(), new_number()
    await say(company, said(ana.id, first, "directory"))
    await say(company, said(ben.id, new_number(), "directory"))

    async def flap() -> list[tuple[UUID, str]]:
        before = len(await notices(company))
        for number in (second, first) * 2:
            await say(company, said(ana.id, number, "directory"))
        return [(row.user_id, row.what) for row in (await notices(company))[before:]]

    once = [(ana.id, what) for what in ("number_removed", "number_added") * 2]
    assert await flap() == once
    assert await flap() == []
    await say(company, said(ben.id, new_number(), "directory"))
    assert [row.user_id for row in (await notices(company))[len(once) :]] == [ben.id] * 2, (
        "it is a user's own"
    )

    await age(company, "23 hours")
    assert await flap() == []
    await age(company, "2 hours")
    assert await flap() == once


@pytest.mark.spec("X15", "P11")
async def test_a_first_number_is_told_nothing_though_another_was_typed_before_it(company: Company) -> None:
    [ana] = await newcomers(company, 1)
    await say(company, said(ana.id, new_number(), "self"))
    await say(company, said(ana.id, new_number(), "self"))
    _, first = await history(company, ana.id)

    await confirm(company, ana.id, first.id)

    assert await notices(company) == []


@pytest.mark.spec("X15")
async def test_a_number_that_was_told_of_one_user_is_told_of_the_next(company: Company) -> None:
    number, (ana, ben) = new_number(), await newcomers(company, 2)
    await company.vouch()
    await say(company, said(ana.id, number, "directory"))
    await say(company, said(ana.id, new_number(), "directory"))
    await say(company, said(ben.id, number, "directory"))
    await say(company, said(ben.id, new_number(), "directory"))

    assert [(row.user_id, row.what) for row in await notices(company)] == [
        (one.id, what) for one in (ana, ben) for what in ("number_removed", "number_added")
    ]


@pytest.mark.spec("X15")
async def test_no_number_is_told_that_it_is_used_when_another_is_confirmed(company: Company) -> None:
    contested, (ana, ben) = new_number(), await newcomers(company, 2)
    await say(company, said(ana.id, contested), said(ben.id, new_number()))
    await say(company, said(ben.id, contested), said(ben.id, new_number(), "self"))
    [removed] = await notices(company)
    [own] = [one for one in await history(company, ben.id) if one.source == "self"]

    await confirm(company, ben.id, own.id)

    assert await notices(company) == [removed], "he is reached by neither"


async def age(company: Company, interval: str) -> None:
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(
            text("update account_messages set created_at = created_at - cast(:age as text)::interval"),
            {"age": interval},
        )


@pytest.mark.spec("X15")
async def test_a_former_number_that_is_none_is_told_nothing(company: Company) -> None:
    [ana] = await newcomers(company, 1)
    await say(company, said(ana.id, new_number(), "directory"))
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(text("update reachabilities set state = 'invalid'"))
    await say(company, said(ana.id, new_number(), "directory"))

    _, new = await history(company, ana.id)
    assert await notices(company) == [(ana.id, "number_added", new.id)]


async def test_saying_everything_again_changes_and_tells_nothing(company: Company) -> None:
    people = await newcomers(company, 3)
    words = [said(one.id, new_number(), source) for one in people for source in ("directory", "import")]
    await say(company, *words)
    before = [await history(company, one.id) for one in people]
    await say(company, *words)
    assert [await history(company, one.id) for one in people] == before
    assert await notices(company) == []
