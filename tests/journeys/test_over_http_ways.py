"""Whom else a campaign tells, and which way its people go, as an author has it over HTTP."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from homing.carrier.control import Control
from tests.definitions import define, escalate, group, manager, remind, role, user
from tests.http.conftest import Http, opened
from tests.invariants import until
from tests.journeys.test_over_http import Person, hire, launch, over, state_of
from tests.world import PLANTED_TITLE, Company

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
async def http(api: str, company: Company) -> AsyncIterator[Http]:
    async with httpx.AsyncClient(base_url=api, timeout=60) as client:
        yield await opened(client, company)


@pytest.mark.spec("P02", "Q05")
async def test_an_escalation_texts_a_user_a_groups_members_the_manager_and_everyone_with_a_role(
    http: Http, carrier: Control
) -> None:
    boss, named, member, holder, nobody = (
        Person(name) for name in ("boss", "user", "group", "role", "other")
    )
    late = [Person("late", manager=boss.external), Person("later", manager=boss.external)]
    ids = await hire(http, [*late, boss, named, member, holder, nobody])
    team = await http.post("/v1/groups", {"name": "on call"}, 201)
    joined = {"userIds": [ids[member.external]]}
    await http.call("PUT", f"/v1/groups/{team['id']}/members", json=joined)
    await http.call("PUT", f"/v1/users/{ids[holder.external]}/roles", json={"roles": ["safety"]})
    targets = [user(ids[named.external]), group(team["id"]), manager(), role("safety")]

    path = await launch(http, define(escalate("escalate", "sms", targets=targets)), late)
    await until(lambda: over(http, path), seconds=90)

    told = {one.external: len(await carrier.texts(one.phone)) for one in (boss, named, member, holder)}
    assert told == dict.fromkeys(told, 1), "one each, however many they are told about"
    assert [len(await carrier.texts(one.phone)) for one in (*late, nobody)] == [0, 0, 0]


@pytest.mark.spec("W10", "D01", "Q14")
@pytest.mark.parametrize("batch", [1, 3])
async def test_people_part_by_what_became_of_their_text(http: Http, carrier: Control, batch: int) -> None:
    """Whom the text did not reach is mailed; whom it reached goes another way."""
    reached = [Person(f"reached-{n}") for n in range(batch)]
    dead = [Person(f"dead-{n}") for n in range(batch)]
    ids = await hire(http, [*reached, *dead])
    for one in dead:
        await carrier.fault("fail", to=one.phone, code=30003)
    ways = {"delivered": "again", "not_delivered": "mail"}
    story = define(
        remind("remind", "sms", ways=ways, deliveryWait="1m"),
        remind("again", "sms", ways={}),
        remind("mail", "email", ways={}),
    )

    path = await launch(http, story, [*reached, *dead], scale=1)
    await until(lambda: over(http, path), seconds=90)

    for people, states, texts in ((reached, "delivered", 2), (dead, "not_delivered", 1)):
        for one in people:
            assert (await state_of(http, path, ids[one.external]))["sms"][0] == states
            bodies = [text.body for text in await carrier.texts(one.phone)]
            assert sum(PLANTED_TITLE in body for body in bodies) == texts
    outcomes = (await http.get(path))["outcomes"]
    assert outcomes["remind"] == {"delivered": batch, "not_delivered": batch}
    mailed = await http.get(f"{path}/recipients?channel=email")
    assert {UUID(one["userId"]) for one in mailed["items"]} == {UUID(ids[one.external]) for one in dead}
