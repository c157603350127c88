"""A user's own pages: what they may see of themself, their inbox, and their switches."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.domain.definition import Target, TargetType
from homing.settings import Settings
from tests.http.conftest import Http, expect, problem
from tests.http.handset import open_office
from tests.world import PLANTED_NAME, PLANTED_TITLE, Run, Someone


async def inbox(http: Http, key: str, query: str = "") -> Any:
    return await http.get(f"/v1/me/inbox{query}", key=key)


async def notified(http: Http, *people: Someone, title: str = PLANTED_TITLE) -> Run:
    """A campaign that stands in people's inboxes."""
    run = await http.company.campaign(people, title=title)
    await run.send("in_app")
    return run


async def switch(http: Http, key: str, channel: str, *, on: bool) -> dict[str, bool]:
    answer = await http.call("PUT", f"/v1/me/channels/{channel}", key=key, json={"on": on})
    return {one["channel"]: one["on"] for one in expect(answer, 200)}


async def events(run: Run, kind: str) -> list[UUID]:
    """The people of a run's channel events of a kind."""
    found = await run.events()
    return [one.user_id for one in found if one.kind == kind]


@pytest.mark.spec("Q13")
async def test_i_see_who_i_am_and_of_my_number_no_more_than_its_end(http: Http) -> None:
    [ana] = await http.company.hire(1, locale="es", time_zone="Europe/Madrid")

    answer = await http.call("GET", "/v1/me", key=await http.key_of(ana.id))

    me = expect(answer, 200)
    assert (me["id"], me["firstName"], me["locale"]) == (str(ana.id), f"{PLANTED_NAME}0", "es")
    known = {one["kind"]: one for one in me["identifiers"]}
    assert known["phone"] == {
        "kind": "phone",
        "used": True,
        "shown": f"…{ana.number[-2:]}",
        "source": "directory",
        "state": "verified",
        "country": "ES",
    }
    assert ana.number[:-2] not in answer.text
    assert ana.mail not in answer.text
    assert {one["channel"] for one in me["channels"] if one["mandatory"]} == {"in_app"}


async def test_my_inbox_has_the_latest_first_and_goes_on_where_a_page_ended(http: Http) -> None:
    ana, ben = await http.company.hire(2)
    runs = [await notified(http, ana, ben) for _ in range(3)]
    key = await http.key_of(ana.id)

    first = await inbox(http, key, "?limit=2")
    await notified(http, ana, ben)  # what comes meanwhile stands before both
    rest = await inbox(http, key, f"?limit=2&cursor={first['next']}")

    items = [*first["items"], *rest["items"]]
    assert [one["executionId"] for one in items] == [str(run.execution) for run in reversed(runs)]
    assert rest["next"] is None
    assert all(PLANTED_TITLE in one["body"] and one["mayAct"] and one["actedAt"] is None for one in items)


@pytest.mark.spec("Q08")
async def test_what_i_have_been_shown_counts_as_opened_once(http: Http) -> None:
    ana, ben = await http.company.hire(2)
    run = await notified(http, ana, ben)
    key = await http.key_of(ana.id)

    for _ in range(3):
        await inbox(http, key)

    assert await events(run, "OPENED") == [ana.id]


@pytest.mark.spec("X07")
async def test_after_i_have_acted_i_am_not_reminded_and_twice_is_the_same_as_once(
    http: Http, carrier: Control
) -> None:
    ana, ben = await http.company.hire(2)
    run = await notified(http, ana, ben)
    key = await http.key_of(ana.id)
    [item] = (await inbox(http, key))["items"]

    for _ in range(2):
        answer = await http.call("POST", f"/v1/me/inbox/{item['id']}/act", key=key)
        assert answer.status_code == 204
    acted = [(await inbox(http, key))["items"][0]["actedAt"] for _ in range(2)]
    await http.call("POST", f"/v1/me/inbox/{item['id']}/act", key=key)
    await run.send()

    assert acted[0] is not None
    assert {acted[0], (await inbox(http, key))["items"][0]["actedAt"]} == {acted[1]}
    assert await run.outcomes() == {"skipped:acted": 1, "sent": 1}
    assert await carrier.texts(ana.number) == []


async def test_i_cannot_act_on_what_only_tells_me_about_others(http: Http) -> None:
    late, boss = await http.company.hire(2)
    run = await http.company.campaign([late])
    await run.tell(Target(TargetType.USER, str(boss.id)), may_act=False)
    await run.send("in_app", told=True, cohort=1)
    key = await http.key_of(boss.id)
    [item] = (await inbox(http, key))["items"]

    answer = await http.call("POST", f"/v1/me/inbox/{item['id']}/act", key=key)

    assert not item["mayAct"]
    assert problem(answer, 422, "nothing_to_do")["title"] == "The entry asks for nothing"
    assert (await inbox(http, key))["items"][0]["actedAt"] is None


async def test_somebody_elses_entry_is_not_there(http: Http) -> None:
    ana, ben = await http.company.hire(2)
    await notified(http, ana)
    [item] = (await inbox(http, await http.key_of(ana.id)))["items"]
    bens = await http.key_of(ben.id)

    for entry in (item["id"], str(uuid4())):
        problem(await http.call("POST", f"/v1/me/inbox/{entry}/act", key=bens), 404, "not_found")
    assert (await inbox(http, bens))["items"] == []


@pytest.mark.spec("P17")
async def test_my_switch_forbids_texts_until_i_turn_it_on_again(http: Http, carrier: Control) -> None:
    [ana] = await http.company.hire(1)
    key = await http.key_of(ana.id)
    outcomes = []
    for on in (False, True):
        assert (await switch(http, key, "sms", on=on))["sms"] is on
        run = await http.company.campaign([ana])
        await run.send()
        outcomes.append(await run.outcomes())

    assert outcomes == [{"skipped:switched_off": 1}, {"sent": 1}]
    assert len(await carrier.texts(ana.number)) == 1


@pytest.mark.spec("P17")
async def test_switching_on_does_not_undo_a_stop_nor_start_my_switch(
    http: Http, sending: Sending, settings: Settings
) -> None:
    """Either one forbids a text."""
    office = await open_office(http, sending, settings)
    theirs = Http(http.client, office.company, "", "")
    key = await theirs.key_of(office.person.id)
    await office.write("STOP")

    await switch(theirs, key, "sms", on=False)
    await switch(theirs, key, "sms", on=True)
    stopped = await office.is_texted()
    await switch(theirs, key, "sms", on=False)
    await office.write("START")
    run = await office.company.campaign([office.person])
    await run.send()

    assert not stopped
    assert await run.outcomes() == {"skipped:switched_off": 1}


@pytest.mark.spec("P18")
async def test_neither_stop_nor_my_switch_touches_my_inbox(
    http: Http, sending: Sending, settings: Settings
) -> None:
    office = await open_office(http, sending, settings)
    theirs = Http(http.client, office.company, "", "")
    key = await theirs.key_of(office.person.id)
    await office.write("STOP")
    await switch(theirs, key, "sms", on=False)

    run = await notified(theirs, office.person)
    await run.send()

    assert [one["executionId"] for one in (await inbox(theirs, key))["items"]] == [str(run.execution)]
    assert await run.outcomes() == {"skipped:switched_off": 1}


@pytest.mark.parametrize("channel", ["in_app", "pigeon", "push"])
async def test_what_is_mandatory_or_unknown_has_no_switch(http: Http, channel: str) -> None:
    [ana] = await http.company.hire(1)
    key = await http.key_of(ana.id)

    answer = await http.call("PUT", f"/v1/me/channels/{channel}", key=key, json={"on": False})

    problem(answer, 404, "not_found")
    assert all(one["on"] for one in (await http.get("/v1/me", key=key))["channels"])
