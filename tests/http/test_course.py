"""What an author who steers a running campaign does to handsets."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from uuid import uuid4

import pytest
from httpx import Response

from homing.carrier.control import Control
from tests.definitions import define, notify, remind, wait
from tests.http.conftest import Http, expect, problem
from tests.http.drafts import drafted, is_at, is_in, started
from tests.invariants import until
from tests.world import Someone

pytestmark = pytest.mark.usefixtures("engine")

WAITS: Final = (5.0, 20.0, 80.0)
"""Seconds that a campaign here waits before its reminder; the next where the machine was too slow for one."""
SECONDS: Final = 120.0
"""To wait at most for what takes a few seconds."""

Calls = Callable[[str, Sequence[Someone]], Sequence[tuple[str, str]]]
"""Methods and paths of requests, by the path of an execution and its people."""


def scale(seconds: float) -> float:
    """By which 72 hours pass in so many seconds."""
    return timedelta(hours=72).total_seconds() / seconds


@dataclass(frozen=True, slots=True)
class Steered:
    """A campaign to which something was done before its text fell due, ``seconds`` after its start."""

    path: str
    people: list[Someone]
    seconds: float
    answers: list[Response]


async def steered(http: Http, people: int, calls: Calls) -> Steered:
    """Start a campaign, and make requests while its people wait for their text.

    Where the text may have been due by then, its being sent shows nothing: another one waits longer.
    """
    for seconds in WAITS:
        hired = await http.company.hire(people)
        due = time.monotonic() + seconds
        path = await started(http, hired, timeScale=scale(seconds))
        await until(partial(_is_waiting_or_late, http, path, due), seconds=SECONDS + seconds)
        answers = [await http.call(method, url) for method, url in calls(path, hired)]
        if time.monotonic() < due:
            return Steered(path, hired, seconds, answers)
    pytest.fail(f"the machine takes more than {WAITS[-1]} seconds for a few requests")


async def _is_waiting_or_late(http: Http, path: str, due: float) -> bool:
    return await is_at(http, path, "w") or time.monotonic() >= due


async def outlast(http: Http, carrier: Control, seconds: float = WAITS[0]) -> None:
    """Let a campaign of the same course begin now and end: what had begun before it has fallen due."""
    [witness] = await http.company.hire(1)
    path = await started(http, [witness], timeScale=scale(seconds))
    await until(lambda: is_in(http, path, "completed"), seconds=SECONDS + seconds)
    assert len(await carrier.texts(witness.number)) == 1


@pytest.mark.spec("Q15")
async def test_while_a_campaign_is_paused_nothing_is_sent_and_at_the_resume_what_fell_due(
    http: Http, carrier: Control
) -> None:
    course = await steered(http, 1, lambda path, _: [("POST", f"{path}/pause")])
    path, [ana] = course.path, course.people
    await outlast(http, carrier, course.seconds)
    while_paused = await http.get(path)
    assert await carrier.texts(ana.number) == []
    assert await http.post(f"{path}/resume") == {"state": "running"}
    await until(lambda: is_in(http, path, "completed"), seconds=SECONDS)

    assert [expect(one, 200) for one in course.answers] == [{"state": "paused"}]
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
    course = await steered(http, 1, lambda path, _: [("POST", f"{path}/cancel")] * 2)
    path, [ana] = course.path, course.people
    await outlast(http, carrier, course.seconds)

    assert [expect(one, 200) for one in course.answers] == [{"changed": True}, {"changed": False}]
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
    path = await drafted(http, [ana], timeScale=scale(WAITS[0]))

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
    def calls(path: str, people: Sequence[Someone]) -> list[tuple[str, str]]:
        out, _, gone = people
        return [("DELETE", f"{path}/recipients/{out.id}"), ("POST", f"/v1/users/{gone.id}/deactivate")]

    course = await steered(http, 3, calls)
    path, [ana, ben, cleo] = course.path, course.people
    await until(lambda: is_in(http, path, "completed"), seconds=SECONDS + course.seconds)

    assert course.answers[0].status_code == 204
    expect(course.answers[1], 200)
    assert [len(await carrier.texts(one.number)) for one in (ana, ben, cleo)] == [0, 1, 0]
    assert (await http.get(path))["people"]["removed"] == 1
    problem(await http.call("DELETE", f"{path}/recipients/{uuid4()}"), 404, "not_found")


@pytest.mark.spec("Q09")
async def test_a_running_campaign_keeps_the_version_it_started_with_and_the_next_takes_the_new_one(
    http: Http, carrier: Control
) -> None:
    """Paused over the edit, so that the steps which differ come after it."""
    course = await steered(http, 1, lambda path, _: [("POST", f"{path}/pause")])
    campaign = (await http.get(course.path))["campaignId"]
    definition = (await http.get(f"/v1/campaigns/{campaign}"))["definitionId"]
    later = await http.post("/v1/campaigns", {"title": "x", "definitionId": definition}, 201)
    paths = [course.path, f"/v1/executions/{later['executionId']}"]
    [ben] = await http.company.hire(1)
    await http.post(f"{paths[1]}/audience", {"userIds": [str(ben.id)]})

    edited = define(notify(), wait("other", "72h"), remind("second", "sms"))
    await http.post(f"/v1/definitions/{definition}/versions", {"definition": edited}, 201)
    await http.post(f"{paths[1]}/start")
    await http.post(f"{paths[0]}/resume")
    await until(lambda: is_in(http, paths[0], "completed"), seconds=SECONDS + course.seconds)
    await until(lambda: is_at(http, paths[1], "other"), seconds=SECONDS)

    old, new = [await http.get(path) for path in paths]
    assert (old["version"], new["version"]) == (1, 2)
    assert set(old["outcomes"]) == {"notify", "w", "r"}
    assert set(new["outcomes"]) == {"notify"}
    assert len(await carrier.texts(course.people[0].number)) == 1
