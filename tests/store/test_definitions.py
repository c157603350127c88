"""Definitions at rest: versions that never change, and headers that nobody is shown."""

import asyncio
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from homing.domain.definition import Definition
from homing.domain.definition_json import read_definition
from homing.domain.errors import NotFoundError, RefusedError
from homing.store import definitions
from homing.store.definitions import DefinitionRow, ListedDefinition
from tests.domain.definitions import definition, escalate, remind, wait, webhook
from tests.world import Company, found_company

SECRET: Final = {"Authorization": "Bearer s3cret"}


async def save(
    company: Company, definition_id: UUID, *steps: dict[str, Any], name: str = "Onboarding"
) -> tuple[int, Definition]:
    """The version that it became, and what was read."""
    made, headers = read_definition(definition(*steps))
    async with company.sending.database.app(company.id) as connection:
        version = await definitions.save_definition(
            connection, company.id, definition_id, name, made, headers, company.sending.vault
        )
    return version, made


async def read(company: Company, definition_id: UUID, version: int | None = None) -> DefinitionRow:
    async with company.sending.database.app(company.id) as connection:
        return await definitions.read_definition_version(connection, company.id, definition_id, version)


async def headers(company: Company, definition_id: UUID, version: int, step: str = "hook") -> dict[str, str]:
    async with company.sending.database.app(company.id) as connection:
        return await definitions.read_headers(
            connection, company.id, company.sending.vault, definition_id, version, step
        )


async def listed(company: Company) -> list[ListedDefinition]:
    async with company.sending.database.app(company.id) as connection:
        return await definitions.list_definitions(connection, company.id)


@pytest.mark.spec("Q09")
async def test_each_save_is_a_version_and_earlier_ones_stay_as_they_were(company: Company) -> None:
    id_ = uuid4()
    saved = [
        await save(company, id_, remind("a")),
        await save(company, id_, wait("a", completed="b"), {**remind("b"), "homing": {"window": "1h"}}),
        await save(company, id_, escalate(), name="Renamed"),
    ]
    assert [version for version, _ in saved] == [1, 2, 3]
    for version, made in saved:
        assert await read(company, id_, version) == DefinitionRow(id_, version, made, "Renamed")
    assert (await read(company, id_)).version == 3


@pytest.mark.spec("Q09")
async def test_saves_at_the_same_time_are_numbered_without_gaps(company: Company) -> None:
    id_ = uuid4()
    saved = await asyncio.gather(*(save(company, id_, remind(f"s{n}")) for n in range(8)))
    assert sorted(version for version, _ in saved) == list(range(1, 9))
    for version, made in saved:
        assert (await read(company, id_, version)).definition == made


@pytest.mark.spec("Q09")
@pytest.mark.parametrize("change", ["update {} set body = '{{}}'", "delete from {}"])
async def test_a_version_can_be_neither_changed_nor_removed(company: Company, change: str) -> None:
    await save(company, uuid4(), remind("a"))
    for transaction in (company.sending.database.app(company.id), company.sending.database.system()):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with transaction as connection:
                await connection.execute(text(change.format("definition_versions")))


@pytest.mark.parametrize("version", [None, 0, 1, 2])
async def test_a_version_that_is_not_there_is_not_found(company: Company, version: int | None) -> None:
    known = uuid4()
    await save(company, known, remind("a"))
    with pytest.raises(NotFoundError):
        await read(company, uuid4(), version)
    if version in (0, 2):
        with pytest.raises(NotFoundError):
            await read(company, known, version)
        with pytest.raises(NotFoundError):
            await headers(company, known, version)


@pytest.mark.spec("Q06")
async def test_headers_are_encrypted_and_read_for_their_own_step_alone(company: Company) -> None:
    id_ = uuid4()
    first = {**webhook(headers=SECRET), "transitions": {"completed": "second"}}
    await save(company, id_, first, {**webhook(headers={"X-Other": "1"}), "id": "second"})
    assert await headers(company, id_, 1) == SECRET
    assert await headers(company, id_, 1, "second") == {"X-Other": "1"}
    assert await headers(company, id_, 1, "third") == {}
    async with company.sending.database.app(company.id) as connection:
        query = "select to_jsonb(v)::text || encode(sealed_headers, 'escape') from definition_versions v"
        [row] = (await connection.execute(text(query))).scalars()
    assert "s3cret" not in row
    assert "Authorization" not in row


@pytest.mark.spec("Q06")
async def test_an_editor_that_was_shown_no_headers_does_not_lose_them(company: Company) -> None:
    id_ = uuid4()
    await save(company, id_, webhook(headers=SECRET))
    await save(company, id_, webhook(name="Renamed"))
    assert await headers(company, id_, 2) == SECRET
    await save(company, id_, webhook(headers={"X-New": "1"}))
    assert await headers(company, id_, 3) == {"X-New": "1"}
    await save(company, id_, webhook(headers={}))
    assert await headers(company, id_, 4) == {}
    await save(company, id_, webhook())
    assert await headers(company, id_, 5) == {}
    assert await headers(company, id_, 1) == SECRET


@pytest.mark.spec("Q06")
@pytest.mark.parametrize(
    "step", [webhook(url="https://evil.example/"), {**webhook(), "id": "other"}], ids=["url", "id"]
)
async def test_headers_do_not_go_along_to_another_receiver(company: Company, step: dict[str, Any]) -> None:
    id_ = uuid4()
    await save(company, id_, webhook(headers=SECRET))
    await save(company, id_, step)
    assert await headers(company, id_, 2, step["id"]) == {}


@pytest.mark.parametrize("name", ["", "x" * 201, "a\nb", "\ud800"], ids=len)
async def test_a_definition_has_a_name_on_one_line(company: Company, name: str) -> None:
    id_ = uuid4()
    with pytest.raises(RefusedError, match="name_refused"):
        await save(company, id_, remind("a"), name=name)
    with pytest.raises(NotFoundError):
        await read(company, id_)


async def test_definitions_are_listed_by_name_with_their_latest_version(company: Company) -> None:
    ids = {name: uuid4() for name in ("b", "a", "c")}
    for name, id_ in ids.items():
        await save(company, id_, remind("a"), name=name)
    await save(company, ids["a"], wait("a"), name="a")
    found = await listed(company)
    assert [(one.name, one.id, one.version) for one in found] == [
        ("a", ids["a"], 2),
        ("b", ids["b"], 1),
        ("c", ids["c"], 1),
    ]
    assert found[0].changed_at > found[0].created_at
    assert [one.changed_at for one in found[1:]] == [one.created_at for one in found[1:]]


async def test_the_id_of_another_organization_is_not_found(company: Company) -> None:
    id_, other = uuid4(), await found_company(company.sending, company.sender)
    await save(other, id_, remind("a"))
    with pytest.raises(NotFoundError):
        await save(company, id_, wait("a"))
    assert (await read(other, id_)).version == 1
