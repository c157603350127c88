"""From the directory to the handset, everything real."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.domain.decide import IdentifierState
from homing.domain.people import IdentifierSource
from homing.domain.traits import IdentifierKind
from homing.store import identifiers
from homing.store.identifiers import Binding
from tests.definitions import define, escalate, group, manager, remind, wait
from tests.engine import Engine
from tests.invariants import until
from tests.scim.conftest import ENTERPRISE, Directory, Json, id_of, mobile
from tests.world import PLANTED_NAME, Company, Run, Someone, new_number

DAY_A_SECOND = 86_400.0
PATIENCE = 60.0


def somebody(user: Json, number: str) -> Someone:
    return Someone(id_of(user), number, "")


async def add_own_number(company: Company, user: Json, number: str) -> None:
    """As their user, who has confirmed it."""
    async with company.sending.database.app(company.id) as connection:
        own = Binding(
            user_id=id_of(user),
            kind=IdentifierKind.PHONE,
            raw=number,
            source=IdentifierSource.SELF.value,
            state=IdentifierState.VERIFIED,
        )
        assert not await identifiers.bind(connection, company.id, company.sending.vault, [own])


@pytest.mark.spec("P09")
async def test_the_directorys_number_is_texted_and_not_the_one_that_was_added_and_confirmed(
    directory: Directory, company: Company, engine: Engine, carrier: Control
) -> None:
    own, directorys = new_number(), new_number()
    ana = await directory.add("ana", name={"givenName": PLANTED_NAME})
    await add_own_number(company, ana, own)
    before = await company.campaign([somebody(ana, own)])
    await engine.run(before, "sms")
    await directory.patch(
        f"/Users/{ana['id']}",
        {"op": "Add", "path": 'phoneNumbers[type eq "mobile"].value', "value": f"tel:{directorys}"},
    )
    after = await company.campaign([somebody(ana, directorys)])
    await engine.run(after, "sms")
    [first], [second] = await carrier.texts(own), await carrier.texts(directorys)
    assert PLANTED_NAME in first.body
    assert PLANTED_NAME in second.body
    sources = [
        (row.identifier_source, row.identifier_state)
        for run in (before, after)
        for row in (await run.dispatches()).values()
    ]
    assert sources == [("self", "verified"), ("directory", "verified")]
    await directory.patch(f"/Users/{ana['id']}", {"op": "remove", "path": "phoneNumbers"})
    again = await company.campaign([somebody(ana, own)])
    await engine.run(again, "sms")
    assert len(await carrier.texts(own)) == 2, "with the directory silent, the user's own counts again"


@pytest.mark.spec("Q18")
@pytest.mark.parametrize("how", ["patch", "put", "delete"])
async def test_who_is_deactivated_by_the_directory_gets_nothing_of_what_was_held(
    directory: Directory, company: Company, carrier: Control, how: str
) -> None:
    number, others = new_number(), new_number()
    ana = await directory.add("ana", phoneNumbers=mobile(number), active=True)
    ben = await directory.add("ben", phoneNumbers=mobile(others), active=True)
    run = await company.campaign([somebody(ana, number), somebody(ben, others)])
    now = datetime.now(UTC)
    await company.change(
        quiet_from=(now - timedelta(hours=2)).time(), quiet_until=(now + timedelta(hours=2)).time()
    )
    await run.send()
    assert await run.outcomes() == {"held:quiet_hours": 2}
    path = f"/Users/{ana['id']}"
    if how == "patch":
        await directory.patch(path, {"op": "Replace", "path": "active", "value": "False"})
    elif how == "put":
        await directory.replace(path, {**ana, "active": False})
    else:
        assert (await directory.call("DELETE", path)).status_code == 204
    await company.change(quiet_from=None, quiet_until=None)
    await _let_go(company, run)
    await run.send()
    assert (await run.texted()) == {"skipped:user_deactivated": 1, "texted": 1}
    assert await carrier.texts(number) == []
    assert len(await carrier.texts(others)) == 1


async def _let_go(company: Company, run: Run) -> None:
    """What is held is due."""
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(
            text("update dispatches set due_at = now() where execution_id = :id and state = 'held'"),
            {"id": run.execution},
        )


async def test_a_number_that_changes_between_two_reminders_counts_for_the_second(
    directory: Directory, company: Company, engine: Engine, carrier: Control
) -> None:
    former, later = new_number(), new_number()
    ana = await directory.add("ana", phoneNumbers=mobile(former))
    run = await company.campaign([somebody(ana, former)])
    story = define(remind("first", "sms"), wait("some-days", "240h"), remind("second", "sms"))
    handle = await engine.walk(run, story, scale=DAY_A_SECOND)

    async def told() -> bool:
        return bool(await carrier.texts(former))

    await until(told, seconds=PATIENCE)
    await directory.patch(
        f"/Users/{ana['id']}",
        {"op": "replace", "path": 'phoneNumbers[type eq "mobile"].value', "value": later},
    )
    await asyncio.wait_for(handle.result(), PATIENCE)
    reminders = [
        [one for one in await carrier.texts(number) if "/c/" in one.body] for number in (former, later)
    ]
    assert [len(one) for one in reminders] == [1, 1]


@pytest.mark.spec("P02")
async def test_manager_and_group_of_the_directory_are_told_who_is_late(
    directory: Directory, company: Company, engine: Engine, carrier: Control
) -> None:
    numbers = {name: new_number() for name in ("ana", "boss", "desk", "other")}
    ana = await directory.add("ana", **{ENTERPRISE: {"manager": {"value": "boss@corp.local"}}})
    await directory.add("boss@corp.local", phoneNumbers=mobile(numbers["boss"]))
    desk = await directory.add("desk", phoneNumbers=mobile(numbers["desk"]))
    other = await directory.add("other", phoneNumbers=mobile(numbers["other"]))
    helpdesk = await directory.add_group("Helpdesk", [other["id"]])
    await directory.patch(
        f"/Groups/{helpdesk['id']}",
        {"op": "Add", "path": "members", "value": [{"value": desk["id"]}]},
        {"op": "Remove", "path": "members", "value": [{"value": other["id"]}]},
    )
    run = await company.campaign([somebody(ana, numbers["ana"])])
    targets = [manager(), group(helpdesk["id"])]
    handle = await engine.walk(run, define(escalate("tell", "sms", targets=targets)), scale=DAY_A_SECOND)
    await asyncio.wait_for(handle.result(), PATIENCE)
    assert {name: len(await carrier.texts(number)) for name, number in numbers.items()} == {
        "ana": 0,
        "boss": 1,
        "desk": 1,
        "other": 0,
    }
