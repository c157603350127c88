"""Who joins an audience, who is left out and why, and that positions stay dense."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.domain.audience import Admission
from homing.domain.errors import NotFoundError, RefusedError
from homing.store import campaigns, executions, groups, people
from homing.store.groups import NewGroup
from homing.store.people import NewUser
from plugin.audiences import MOST_TOLD, Audiences, BadLine, Imported, Loaded
from tests.conftest import SENDER
from tests.dispatching.support import until
from tests.world import PLANTED_TITLE, Company, found_company


@dataclass(frozen=True)
class Draft:
    """An execution whose audience is open, of a company with people in it."""

    company: Company
    id: UUID
    staff: list[UUID]
    loading: Audiences

    @property
    def org(self) -> UUID:
        return self.company.id

    async def audience(self) -> list[UUID]:
        """By position. Positions are dense, or else it fails."""
        query = text("select position, user_id from recipients where execution_id = :id order by position")
        async with self.company.sending.database.app(self.org) as connection:
            found = (await connection.execute(query, {"id": self.id})).all()
        assert [row.position for row in found] == list(range(len(found)))
        return [row.user_id for row in found]


async def hire(company: Company, count: int) -> list[UUID]:
    """People with external ids ``e0``, ``e1``, ... and nothing else."""
    users = [NewUser(id=uuid4(), external_id=f"e{n}") for n in range(count)]
    async with company.sending.database.app(company.id) as connection:
        await people.add_users(connection, company.id, company.sending.vault, users)
    return [user.id for user in users]


async def dismiss(company: Company, users: Sequence[UUID]) -> None:
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(text("update users set active = false where id = any(:ids)"), {"ids": users})


async def somebody_in(draft: Draft) -> bool:
    return bool(await draft.audience())


@pytest.fixture
async def draft(apart: Sending) -> Draft:
    company = await found_company(apart, SENDER)
    campaign, execution = uuid4(), uuid4()
    async with apart.database.app(company.id) as connection:
        await campaigns.create_campaign(connection, company.id, campaign, PLANTED_TITLE)
        await executions.create_draft(connection, company.id, campaign, execution)
    return Draft(company, execution, await hire(company, 7), Audiences(apart.database, apart.vault, chunk=3))


@pytest.mark.spec("Q19")
async def test_named_users_join_in_their_order_and_the_others_are_accounted_for(draft: Draft) -> None:
    stranger, (first, second, gone) = uuid4(), draft.staff[:3]
    await dismiss(draft.company, [gone])

    loaded = await draft.loading.add_users(draft.org, draft.id, [second, stranger, first, second, gone])
    again = await draft.loading.add_users(draft.org, draft.id, [first, second])

    assert loaded == Loaded(added=2, repeated=1, inactive=1, unknown=(stranger,))
    assert again == Loaded(repeated=2)
    assert await draft.audience() == [second, first]


@pytest.mark.spec("Q19")
async def test_a_group_a_role_and_everybody_are_loaded_in_chunks_and_nobody_twice(draft: Draft) -> None:
    group, alone = uuid4(), draft.staff[6]
    async with draft.company.sending.database.app(draft.org) as connection:
        await groups.add_groups(connection, draft.org, [NewGroup(id=group, name="Night shift")])
        await groups.set_members(connection, draft.org, group, draft.staff[:4])
        await groups.set_roles(connection, draft.org, {user: ["lead"] for user in draft.staff[3:6]})
    await dismiss(draft.company, [alone])

    assert await draft.loading.add_group(draft.org, draft.id, group) == Loaded(added=4)
    assert await draft.loading.add_role(draft.org, draft.id, "lead") == Loaded(added=2, repeated=1)
    assert await draft.loading.add_role(draft.org, draft.id, "cook") == Loaded()
    assert await draft.loading.add_everybody(draft.org, draft.id) == Loaded(repeated=6)
    assert await draft.audience() == [*sorted(draft.staff[:4]), *sorted(draft.staff[4:6])]


async def test_who_left_a_group_or_lost_a_role_is_not_loaded_with_it(draft: Draft) -> None:
    group, (first, second) = uuid4(), draft.staff[:2]
    async with draft.company.sending.database.app(draft.org) as connection:
        await groups.add_groups(connection, draft.org, [NewGroup(id=group, name="Night shift")])
        for members in ([first, second], [second, uuid4()]):
            await groups.set_members(connection, draft.org, group, members)
        await groups.set_roles(connection, draft.org, {first: ["lead", "cook"], second: ["lead"]})
        await groups.set_roles(connection, draft.org, {first: ["cook"]})

    assert await draft.loading.add_group(draft.org, draft.id, group) == Loaded(added=1)
    assert await draft.loading.add_role(draft.org, draft.id, "lead") == Loaded(repeated=1)
    assert await draft.audience() == [second]


async def test_a_manager_who_is_unknown_or_oneself_is_none(draft: Draft) -> None:
    boss, clerk, loner, lost = draft.staff[:4]
    async with draft.company.sending.database.app(draft.org) as connection:
        await people.set_managers(connection, draft.org, {clerk: boss, loner: boss, lost: boss})
        await people.set_managers(connection, draft.org, {loner: loner, lost: uuid4()})
        found = await connection.execute(text("select id, manager_id from users"))
        managers = {row.id: row.manager_id for row in found}
    assert {user: boss for user, manager in managers.items() if manager} == {clerk: boss}


@pytest.mark.spec("Q19")
async def test_every_bad_line_of_an_import_is_named_with_its_reason(draft: Draft) -> None:
    await dismiss(draft.company, draft.staff[4:5])
    content = "\ufeffname,External_ID\nAnn,e0\nBob,\nCid,e9\nDan, e1 \nEve,e0\nFay\n\nGus,e4\nHal,\0\n"

    imported = await draft.loading.import_users(draft.org, draft.id, content.splitlines(keepends=True))
    again = await draft.loading.import_users(draft.org, draft.id, ["user\n", "e1\n", "e2"])

    assert imported.added == 2
    assert [(bad.line, bad.reason) for bad in imported.bad] == [
        (3, Admission.EMPTY),
        (4, Admission.UNKNOWN),
        (6, Admission.REPEATED),
        (7, Admission.EMPTY),
        (9, Admission.INACTIVE),
        (10, Admission.UNKNOWN),
    ]
    assert imported.bad_lines == 6
    assert again == Imported(1, 1, (BadLine(2, Admission.REPEATED),))
    assert await draft.audience() == draft.staff[:3]


async def test_of_many_bad_lines_the_first_are_named_and_all_are_counted(draft: Draft) -> None:
    content = ["user\n", *(f"nobody-{n}\n" for n in range(2_500)), "\n", "e0\n"]
    loading = Audiences(draft.company.sending.database, draft.company.sending.vault, chunk=400)

    imported = await loading.import_users(draft.org, draft.id, content)

    assert (imported.added, imported.bad_lines) == (1, 2_500)
    assert [bad.line for bad in imported.bad] == list(range(2, MOST_TOLD + 2))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "import_header"),
        ("name\nAnn", "import_header"),
        ("user,external_id\na,b", "import_header"),
        ('user\n"e0', "import_not_csv"),
        ("user\n" + "x" * 200_000, "import_not_csv"),
    ],
)
async def test_what_is_no_list_of_external_ids_is_refused(draft: Draft, content: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        await draft.loading.import_users(draft.org, draft.id, content.splitlines(keepends=True))
    assert await draft.audience() == []


@pytest.mark.spec("Q19")
async def test_chunks_loaded_at_once_leave_positions_dense(draft: Draft) -> None:
    halves = [draft.staff[:5], draft.staff[2:], draft.staff[::-1], draft.staff]
    loaded = await asyncio.gather(*(draft.loading.add_users(draft.org, draft.id, half) for half in halves))

    assert sum(one.added for one in loaded) == len(draft.staff)
    assert sorted(await draft.audience()) == sorted(draft.staff)


@pytest.mark.spec("Q19")
async def test_loading_goes_on_after_it_was_broken_off(draft: Draft) -> None:
    whole = asyncio.create_task(draft.loading.add_everybody(draft.org, draft.id))
    await until(lambda: somebody_in(draft), seconds=30)
    whole.cancel()
    await asyncio.gather(whole, return_exceptions=True)
    before = len(await draft.audience())

    loaded = await draft.loading.add_everybody(draft.org, draft.id)

    assert (loaded.added, loaded.repeated) == (len(draft.staff) - before, before)
    assert await draft.audience() == sorted(draft.staff)


@pytest.mark.spec("Q11", "Q19")
async def test_nobody_joins_an_audience_that_is_frozen(draft: Draft) -> None:
    await draft.loading.add_users(draft.org, draft.id, draft.staff[:1])
    async with draft.company.sending.database.app(draft.org) as connection:
        await executions.freeze(connection, draft.org, draft.id)

    with pytest.raises(RefusedError, match="audience_frozen"):
        await draft.loading.add_everybody(draft.org, draft.id)
    assert await draft.audience() == draft.staff[:1]


async def test_an_audience_of_nobody_cannot_be_frozen(draft: Draft) -> None:
    with pytest.raises(RefusedError, match="audience_empty"):
        async with draft.company.sending.database.app(draft.org) as connection:
            await executions.freeze(connection, draft.org, draft.id)


async def test_what_is_asked_for_must_be_there_and_of_a_size(draft: Draft) -> None:
    with pytest.raises(NotFoundError):
        await draft.loading.add_users(draft.org, uuid4(), draft.staff)
    with pytest.raises(NotFoundError):
        await draft.loading.import_users(draft.org, uuid4(), ["user\n"])
    with pytest.raises(NotFoundError):
        await draft.loading.add_group(draft.org, draft.id, uuid4())
    with pytest.raises(RefusedError, match="too_many_users"):
        await draft.loading.add_users(draft.org, draft.id, [uuid4()] * 10_001)
