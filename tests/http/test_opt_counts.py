"""Opt-outs and opt-ins by replies, counted: each that changed how a number stands, and no other."""

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from tests.dispatching.support import rows
from tests.http.conftest import Http, opened
from tests.http.handset import Office, open_office
from tests.http.test_deny_lists import INBOUND, put_on
from tests.http.test_statistics import counted


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings, carrier: Control) -> Office:
    assert await carrier.faults() == []
    return await open_office(http, sending, settings)


async def standing(desk: Http) -> tuple[int, int]:
    """How often numbers opted out and in by a reply: in all, as the days add up to."""
    found = await counted(desk, by="day")
    whole = (found["total"]["optedOut"], found["total"]["optedIn"])
    assert tuple(sum(one[name] for one in found["groups"]) for name in ("optedOut", "optedIn")) == whole
    return whole


@pytest.mark.spec("W16")
async def test_only_who_was_out_opts_in_and_only_who_was_not_opts_out(http: Http, office: Office) -> None:
    desk = await opened(http.client, office.company)
    seen = []
    for body in ("START", "STOP", "STOP", "START", "START", "STOP"):
        await office.write(body)
        seen.append(await standing(desk))

    assert seen == [(0, 0), (1, 0), (1, 0), (1, 1), (1, 1), (2, 1)]


@pytest.mark.spec("W16")
async def test_a_repeated_stop_on_another_day_is_no_other_opt_out(http: Http, office: Office) -> None:
    desk = await opened(http.client, office.company)
    await office.write("STOP")
    await rows(
        office.company.sending,
        "update inbound_messages set at = at - interval '2 days' where org_id = :org",
        org=office.company.id,
    )
    await office.write("STOP")

    found = await counted(desk, by="day")

    assert [(one["replies"], one["optedOut"]) for one in found["groups"]] == [
        ({"stop": 1}, 1),
        ({"stop": 1}, 0),
    ]


@pytest.mark.spec("W16")
async def test_a_start_lifts_what_was_recorded_by_hand_once_and_not_what_was_taken_back(
    http: Http, office: Office
) -> None:
    desk = await opened(http.client, office.company)
    number = {"number": office.person.number}
    await desk.post("/v1/opt-outs", number)
    await desk.post("/v1/opt-outs/undo", number)
    await office.write("START")
    taken_back = await standing(desk)
    await desk.post("/v1/opt-outs", number)
    await office.write("START")
    await office.write("START")

    assert (taken_back, await standing(desk)) == ((0, 0), (0, 1))


@pytest.mark.spec("W16")
async def test_an_opt_out_of_somebody_who_is_not_heard_counts_all_the_same(
    http: Http, office: Office
) -> None:
    desk = await opened(http.client, office.company)
    await put_on(desk, INBOUND, office.person.number)

    await office.write("STOP")

    found = (await counted(desk))["total"]
    assert (found["replies"], found["optedOut"]) == ({"denied": 1}, 1)


@pytest.mark.spec("W16")
async def test_who_was_opted_out_by_hand_alone_opts_out_by_a_stop_all_the_same(
    http: Http, office: Office
) -> None:
    desk = await opened(http.client, office.company)
    await desk.post("/v1/opt-outs", {"number": office.person.number})

    await office.write("STOP")

    assert await standing(desk) == (1, 0)


@pytest.mark.spec("W16")
async def test_a_start_that_lifts_what_others_recorded_opts_in_though_one_of_them_took_theirs_back(
    http: Http, office: Office, other: Http
) -> None:
    desk = await opened(http.client, office.company)
    number = {"number": office.person.number}
    for one in (desk, other):
        await one.post("/v1/opt-outs", number)
    await other.post("/v1/opt-outs/undo", number)

    for word in ("START", "START"):
        await office.write(word)

    assert await standing(desk) == (0, 1)
