"""What an organization learns of opt-outs: those of its own people, since they have been that."""

from typing import Any
from urllib.parse import quote

import pytest

from homing.dispatching.context import Sending
from homing.settings import Settings
from tests.faults.withdrawals import rebind
from tests.http.conftest import Http, expect, opened
from tests.http.handset import Office, open_office
from tests.world import Someone


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


async def heard(http: Http) -> list[tuple[str, list[str]]]:
    """What happened, and to whom."""
    page = await http.get("/v1/opt-events")
    assert page["next"] is None
    return [(one["kind"], one["userIds"]) for one in page["items"]]


async def bind(http: Http, person: Someone, number: str, source: str = "directory") -> Any:
    body = {"number": number, "source": source}
    return expect(await http.call("PUT", f"/v1/users/{person.id}/phone", json=body), 200)


@pytest.mark.spec("P31", "Q13")
async def test_whoever_comes_to_know_a_number_does_not_learn_what_was_before(
    office: Office, other: Http
) -> None:
    for word in ("STOP", "START", "STOP"):
        await office.write(word)
    made = await other.post("/v1/users", {"phone": {"number": office.person.number}}, 201)

    before = await heard(other)
    await office.write("START")

    assert before == []
    assert await heard(other) == [("opted_in", [made["id"]])]
    assert len(await office.events()) == 4


@pytest.mark.spec("P31")
async def test_a_number_that_is_bound_again_has_the_history_that_it_had(office: Office, other: Http) -> None:
    [person] = await other.company.hire(1, numbers=[office.person.number])
    await office.write("STOP")
    for source in ("directory", "directory", "api"):
        await bind(other, person, office.person.number, source)

    assert await heard(other) == [("opted_out", [str(person.id)])]


@pytest.mark.spec("P31")
async def test_what_was_written_to_the_organization_itself_stays_known_to_it_when_the_number_is_bound_anew(
    http: Http, office: Office, other: Http
) -> None:
    """Taken back by one source and said again by another, between which nobody has it."""
    own, person = await opened(http.client, office.company), office.person
    stranger = await other.post("/v1/users", {"phone": {"number": person.number, "source": "api"}}, 201)
    await office.write("STOP")
    for client, user, before, after in (
        (own, str(person.id), "directory", "api"),
        (other, stranger["id"], "api", "directory"),
    ):
        expect(await client.call("DELETE", f"/v1/users/{user}/phone?source={before}"), 204)
        body = {"number": person.number, "source": after}
        expect(await client.call("PUT", f"/v1/users/{user}/phone", json=body), 200)

    assert await heard(own) == [("opted_out", [str(person.id)])]
    assert await heard(other) == []


@pytest.mark.spec("P31", "Q13")
async def test_another_number_brings_no_history_of_its_own_and_keeps_none_of_the_former(
    office: Office, other: Http
) -> None:
    [person] = await other.company.hire(1)
    await office.write("STOP")
    await bind(other, person, office.person.number)
    assert await heard(other) == []
    await office.write("START")
    assert await heard(other) == [("opted_in", [str(person.id)])]

    await rebind(other.company, {person: person.number})

    assert await heard(other) == []


@pytest.mark.spec("P31")
async def test_of_two_people_with_one_number_each_has_the_history_of_their_own_time(
    office: Office, other: Http
) -> None:
    [first] = await other.company.hire(1, numbers=[office.person.number])
    await office.write("STOP")
    [second] = await other.company.hire(1, numbers=[office.person.number])
    await office.write("START")

    assert await heard(other) == [
        ("opted_out", [str(first.id)]),
        ("opted_in", sorted([str(first.id), str(second.id)])),
    ]


@pytest.mark.spec("A18", "P31")
async def test_which_sender_was_written_to_is_told_to_whom_it_belongs_and_to_nobody_else(
    http: Http, office: Office, other: Http
) -> None:
    own = await opened(http.client, office.company)
    await other.company.hire(1, numbers=[office.person.number])

    await office.write("STOP")

    told = [(await one.get("/v1/opt-events"))["items"] for one in (own, other)]
    assert [[event["sender"] for event in events] for events in told] == [[office.company.sender], [None]]


@pytest.mark.spec("A18")
async def test_what_was_recorded_at_the_very_moment_that_is_asked_from_is_listed(
    http: Http, office: Office
) -> None:
    own = await opened(http.client, office.company)
    for word in ("STOP", "START", "STOP"):
        await office.write(word)
    items = (await own.get("/v1/opt-events"))["items"]

    since = quote(items[1]["at"])
    assert (await own.get(f"/v1/opt-events?since={since}"))["items"] == items[1:]
