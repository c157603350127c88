"""Groups that are named in files: found, or made once."""

import asyncio
from uuid import UUID, uuid4

import pytest

from homing.domain.errors import NotFoundError, RefusedError
from homing.store import groups, people
from homing.store.groups import NewGroup
from homing.store.people import NewUser
from tests.world import Company


async def ensure(company: Company, *words: str) -> dict[str, UUID]:
    return await company.sending.database.repeat_app(
        company.id, lambda c: groups.ensure_groups(c, company.id, words)
    )


async def test_a_group_is_found_by_its_external_id_before_its_name_and_made_where_it_is_missing(
    company: Company,
) -> None:
    named, called, misleading = uuid4(), uuid4(), uuid4()
    async with company.sending.database.app(company.id) as connection:
        news = [
            NewGroup(id=named, name="night"),
            NewGroup(id=called, name="x", external_id="g-1"),
            NewGroup(id=misleading, name="g-1"),
        ]
        await groups.add_groups(connection, company.id, news)
    found = await ensure(company, "night", "g-1", "new")
    assert (found["night"], found["g-1"]) == (named, called)
    assert await ensure(company, "new") == {"new": found["new"]}
    assert await ensure(company) == {}


async def test_groups_that_are_named_at_once_are_made_once(company: Company) -> None:
    words = [f"g-{n}" for n in range(30)]
    found = await asyncio.gather(*(ensure(company, *words[n:], *words[:n]) for n in range(6)))
    assert found[1:] == found[:-1]
    async with company.sending.database.app(company.id) as connection:
        listed = await groups.list_groups(connection, company.id, after=None, most=100)
    assert sorted(group.name for group in listed) == sorted(words)


async def test_an_external_id_is_one_groups_and_one_users(company: Company) -> None:
    async with company.sending.database.app(company.id) as connection:
        await groups.add_groups(connection, company.id, [NewGroup(id=uuid4(), name="x", external_id="1")])
        await people.add_users(
            connection, company.id, company.sending.vault, [NewUser(id=uuid4(), external_id="1")]
        )
    with pytest.raises(RefusedError, match="external_id_taken"):
        async with company.sending.database.app(company.id) as connection:
            await groups.add_groups(connection, company.id, [NewGroup(id=uuid4(), name="y", external_id="1")])
    with pytest.raises(RefusedError, match="external_id_taken"):
        async with company.sending.database.app(company.id) as connection:
            await people.add_users(
                connection, company.id, company.sending.vault, [NewUser(id=uuid4(), external_id="1")]
            )


async def test_a_group_that_is_none_has_no_members_and_cannot_be_left(company: Company) -> None:
    nobody = uuid4()
    async with company.sending.database.app(company.id) as connection:
        assert (
            await groups.list_members(
                connection, company.id, company.sending.vault, nobody, after=None, most=9
            )
            == []
        )
        for call in (groups.lock_group, groups.read_group, groups.delete_group):
            with pytest.raises(NotFoundError):
                await call(connection, company.id, nobody)
        with pytest.raises(NotFoundError):
            await groups.leave_group(connection, company.id, nobody, nobody)
