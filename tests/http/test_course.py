"""What an author who steers a running campaign does to handsets."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from tests.definitions import define, notify, remind, wait
from tests.http.conftest import Http, problem
from tests.http.drafts import draft, drafted, is_at, is_in, started
from tests.invariants import until
from tests.world import Someone

pytestmark = pytest.mark.usefixtures("engine")

WAIT: Final = timedelta(seconds=5)
"""How long the campaigns here wait before their reminder."""
SCALE: Final = timedelta(hours=72) / WAIT
SECONDS: Final = 60
"""To wait at most for what takes a few seconds."""


async def outlast(http: Http, carrier: Control) -> None:
    """Let a campaign of the same course begin now and end: what had begun before it has fallen due."""
    [witness] = await http.company.hire(1)
    path = await started(http, [witness], timeScale=SCALE)
    await until(lambda: is_in(http, path, "completed"), seconds=SECONDS)
    assert len(await carrier.texts(witness.number)) == 1


async def waiting(http: Http, *people: Someone) -> str:
    """The path of an execution whose people wait, and get a text then."""
    path = await started(http, people, timeScale=SCALE)
    await until(lambda: is_at(http, path, "w"), seconds=SECONDS)
    return path


@pytest.mark.spec("Q15")
async def test_while_a_campaign_is_paused_nothing_is_sent_and_at_the_resume_what_fell_due(
    http: Http, carrier: Control
) -> None:
    [ana] = await http.company.hire(1)
    path = await waiting(http, ana)

    assert await http.post(f"{path}/pause") == {"state": "paused"}
    await outlast(http, carrier)
    while_paused = await http.get(path)
    assert await carrier.texts(ana.number) == []
    assert await http.post(f"{path}/resume") == {"state": "running"}
    await until(lambda: is_in(http, path, "completed"), seconds=SECONDS)

    assert while_paused["state"] == "paused"
    assert while_paused["channels"] == {"in_app": {"sent": 1}}
    assert len(await carrier.texts(ana.number)) == 1


async def test_a_campaign_that_has_not_begun_is_not_paused(http: Http) -> None:
    path = await drafted(http, await http.company.hire(1))

    problem(await http.call("POST", f"{path}/pause"), 409, "not_started")


@pytest.mark.spec("Q11")
async def test_a_campaign_is_cancelled_once_and_nothing_is_sent_afterwards(
    http: Http, carrier: Control
) -> None:
    [ana] = await http.company.hire(1)
    path = await waiting(http, ana)

    assert await http.post(f"{path}/cancel") == {"changed": True}
    assert await http.post(f"{path}/cancel") == {"changed": False}
    await outlast(http, carrier)

    where = await http.get(path)
    assert (where["state"], where["channels"]) == ("cancelled", {"in_app": {"sent": 1}})
    assert await carrier.texts(ana.number) == []
    problem(await http.call("POST", f"{path}/resume"), 409, "execution_over")


@pytest.mark.spec("Q16")
async def test_a_campaign_begins_by_itself_at_the_time_set_in_advance(http: Http) -> None:
    [ana] = await http.company.hire(1)
    path, own = await drafted(http, [ana]), await http.key_of(ana.id)
    at = datetime.now(UTC) + timedelta(seconds=1)

    await http.post(f"{path}/start", {"at": at.isoformat()})
    await until(lambda: is_at(http, path, "w"), seconds=SECONDS)

    where = await http.get(path)
    assert where["state"] == "running"
    assert datetime.fromisoformat(where["startedAt"]) >= at
    assert len((await http.get("/v1/me/inbox", key=own))["items"]) == 1


@pytest.mark.spec("Q16")
async def test_before_its_time_a_campaign_is_scheduled_and_sends_nothing(
    http: Http, carrier: Control
) -> None:
    [ana] = await http.company.hire(1)
    path = await drafted(http, [ana], timeScale=SCALE)

    done = await http.post(f"{path}/start", {"at": "2126-01-01T09:00:00+01:00"})
    await outlast(http, carrier)

    where = await http.get(path)
    assert done["state"] == where["state"] == "scheduled"
    assert where["startAt"] == "2126-01-01T08:00:00Z"
    assert where["channels"] == {}


@pytest.mark.spec("Q18")
async def test_whoever_is_taken_out_or_deactivated_gets_no_text_and_the_others_do(
    http: Http, carrier: Control
) -> None:
    ana, ben, cleo = await http.company.hire(3)
    path = await waiting(http, ana, ben, cleo)

    assert (await http.call("DELETE", f"{path}/recipients/{ana.id}")).status_code == 204
    await http.post(f"/v1/users/{cleo.id}/deactivate")
    await until(lambda: is_in(http, path, "completed"), seconds=SECONDS)

    assert [len(await carrier.texts(one.number)) for one in (ana, ben, cleo)] == [0, 1, 0]
    assert (await http.get(path))["people"]["removed"] == 1
    problem(await http.call("DELETE", f"{path}/recipients/{uuid4()}"), 404, "not_found")


@pytest.mark.spec("Q09")
async def test_a_running_campaign_keeps_the_version_it_started_with_and_the_next_takes_the_new_one(
    http: Http, carrier: Control
) -> None:
    """Paused over the edit, so that the steps which differ come after it."""
    ana, ben = await http.company.hire(2)
    made = await draft(http, define(notify(), wait("w", "72h"), remind("first", "sms")), timeScale=SCALE)
    definition = (await http.get(f"/v1/campaigns/{made['id']}"))["definitionId"]
    later = await http.post("/v1/campaigns", {"title": "x", "definitionId": definition}, 201)
    paths = [f"/v1/executions/{one['executionId']}" for one in (made, later)]
    for path, one in zip(paths, (ana, ben), strict=True):
        await http.post(f"{path}/audience", {"userIds": [str(one.id)]})
    await http.post(f"{paths[0]}/start")
    await until(lambda: is_at(http, paths[0], "w"), seconds=SECONDS)
    await http.post(f"{paths[0]}/pause")

    edited = define(notify(), wait("other", "72h"), remind("second", "sms"))
    await http.post(f"/v1/definitions/{definition}/versions", {"definition": edited}, 201)
    await http.post(f"{paths[1]}/start")
    await http.post(f"{paths[0]}/resume")
    await until(lambda: is_in(http, paths[0], "completed"), seconds=SECONDS)
    await until(lambda: is_at(http, paths[1], "other"), seconds=SECONDS)

    old, new = [await http.get(path) for path in paths]
    assert (old["version"], new["version"]) == (1, 2)
    assert set(old["outcomes"]) == {"notify", "w", "first"}
    assert set(new["outcomes"]) == {"notify"}
    assert len(await carrier.texts(ana.number)) == 1
