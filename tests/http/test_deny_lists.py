"""Deny-lists over HTTP, and what they keep away."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from homing.carrier.control import Control
from homing.store.denying import is_denied_inbound
from tests.http.conftest import Http, expect, make_key, problem
from tests.world import Someone, new_number

OUTBOUND, INBOUND = "/v1/deny-lists/outbound", "/v1/deny-lists/inbound"


async def put_on(http: Http, path: str, *numbers: str, note: str | None = None) -> list[str | None]:
    """List numbers; the ids of their entries, None where there is none."""
    entries = [{"number": one, "note": note} for one in numbers]
    answer = await http.post(path, {"entries": entries})
    assert [one["index"] for one in answer["entries"]] == list(range(len(numbers)))
    return [one["id"] for one in answer["entries"]]


async def listed(http: Http, path: str = OUTBOUND) -> list[Any]:
    items: list[Any] = (await http.get(path))["items"]
    return items


async def outcomes(http: Http, *people: Someone) -> dict[str, int]:
    run = await http.company.campaign(people)
    await run.send()
    return await run.texted()


async def is_denied(http: Http, number: str) -> bool:
    """Whether a message from the number is rejected; asked as the reply's taking in does."""
    hmac = http.company.sending.vault.hash_identifier(number)
    async with http.company.sending.database.system() as connection:
        return await is_denied_inbound(connection, http.company.id, hmac)


@pytest.mark.spec("U13")
async def test_a_listed_number_is_not_texted_and_what_that_keeps_away_is_counted(
    http: Http, carrier: Control
) -> None:
    ana, ben = await http.company.hire(2)
    [entry] = await put_on(http, OUTBOUND, ana.number, note="Asked us by letter")

    for _ in range(2):
        assert await outcomes(http, ana, ben) == {"skipped:deny_listed": 1, "texted": 1}

    [shown] = await listed(http)
    assert shown == {
        "id": entry,
        "lastDigits": ana.number[-4:],
        "note": "Asked us by letter",
        "count": 2,
        "lastAt": shown["lastAt"],
        "since": shown["since"],
    }
    assert shown["lastAt"] > shown["since"]
    assert await carrier.texts(ana.number) == []
    assert len(await carrier.texts(ben.number)) == 2


@pytest.mark.spec("U13")
async def test_why_says_that_the_number_is_on_the_deny_list(http: Http) -> None:
    [ana] = await http.company.hire(1)
    await put_on(http, OUTBOUND, ana.number)
    run = await http.company.campaign([ana])
    await run.send()

    why = await http.get(f"/v1/executions/{run.execution}/recipients/{ana.id}")

    assert [(one["channel"], one["state"], one["reason"]) for one in why["findings"]] == [
        ("sms", "skipped", "deny_listed")
    ]


@pytest.mark.spec("U13", "P18")
async def test_the_step_falls_through_and_the_list_is_no_opt_out(http: Http) -> None:
    [ana] = await http.company.hire(1)
    await put_on(http, OUTBOUND, ana.number)
    run = await http.company.campaign([ana])

    await run.send()
    await run.send("email", earlier=("sms",))
    await run.send("in_app")

    assert await run.outcomes() == {"skipped:deny_listed": 1}
    assert await run.outcomes("email") == await run.outcomes("in_app") == {"sent": 1}
    assert (await http.get("/v1/opt-events"))["items"] == []


@pytest.mark.spec("U13")
async def test_a_number_that_is_taken_off_is_texted_again(http: Http) -> None:
    [ana] = await http.company.hire(1)
    [entry] = await put_on(http, OUTBOUND, ana.number)
    assert await outcomes(http, ana) == {"skipped:deny_listed": 1}

    expect(await http.call("DELETE", f"{OUTBOUND}/{entry}"), 204)

    assert await listed(http) == []
    assert await outcomes(http, ana) == {"texted": 1}
    problem(await http.call("DELETE", f"{OUTBOUND}/{entry}"), 404, "not_found")


@pytest.mark.spec("U13")
async def test_a_list_is_one_organizations_own(http: Http, other: Http) -> None:
    [ana] = await http.company.hire(1)
    [same] = await other.company.hire(1, numbers=[ana.number])
    [entry] = await put_on(http, OUTBOUND, ana.number)

    assert await listed(other) == []
    problem(await other.call("DELETE", f"{OUTBOUND}/{entry}"), 404, "not_found")
    assert await outcomes(other, same) == {"texted": 1}
    assert await outcomes(http, ana) == {"skipped:deny_listed": 1}


@pytest.mark.spec("U13")
async def test_many_are_listed_at_once_and_what_is_wrong_with_one_keeps_no_other_out(http: Http) -> None:
    people = await http.company.hire(3)
    numbers = [people[0].number, "612", "nobody", people[1].number, "612 34 56 78", people[0].number]

    answer = await http.post(OUTBOUND, {"entries": [{"number": one} for one in numbers]})

    assert (answer["listed"], answer["refused"]) == (3, 3)
    reasons = [one["reason"] for one in answer["entries"]]
    assert reasons == [None, "region_missing", "not_a_number", None, "region_missing", None]
    assert answer["entries"][0]["id"] == answer["entries"][5]["id"]
    assert len(await listed(http)) == 2
    assert await outcomes(http, *people) == {"skipped:deny_listed": 2, "texted": 1}


@pytest.mark.spec("U13", "Q13")
async def test_a_thousand_are_listed_at_once_and_no_more(http: Http) -> None:
    numbers = [new_number() for _ in range(1001)]

    answer = await http.call("POST", OUTBOUND, json={"entries": [{"number": one} for one in numbers[:1000]]})

    assert expect(answer, 200)["listed"] == 1000
    assert not any(one in answer.text for one in numbers)
    first = await http.get(f"{OUTBOUND}?limit=200")
    seen = {one["id"] for one in first["items"]}
    following = first["next"]
    while following:
        page = await http.get(f"{OUTBOUND}?limit=200&cursor={following}")
        seen |= {one["id"] for one in page["items"]}
        following = page["next"]
    assert seen == {one["id"] for one in answer.json()["entries"]}
    too_many = {"entries": [{"number": one} for one in numbers]}
    problem(await http.call("POST", OUTBOUND, json=too_many), 422, "invalid")


@pytest.mark.spec("U13")
async def test_listing_a_number_again_keeps_its_entry_and_takes_the_new_note(http: Http) -> None:
    [ana] = await http.company.hire(1)
    [entry] = await put_on(http, OUTBOUND, ana.number, note="first")
    await outcomes(http, ana)

    again = [await put_on(http, OUTBOUND, ana.number, note=note) for note in (None, "second", None)]

    assert again == [[entry]] * 3
    [shown] = await listed(http)
    assert (shown["count"], shown["note"]) == (1, "second")


@pytest.mark.spec("U12", "U13", "Q13")
async def test_an_entry_is_found_by_its_number_on_its_own_list_alone(http: Http, other: Http) -> None:
    number = new_number()
    await put_on(http, OUTBOUND, new_number(), number, note="Asked us by letter")
    [inbound] = await put_on(http, INBOUND, "+34911234567")
    entries = {one["lastDigits"]: one for one in await listed(http)}

    answer = await http.call("POST", f"{OUTBOUND}/find", json={"number": number})

    assert expect(answer, 200) == entries[number[-4:]]
    assert number not in answer.text
    national = {"number": "911 23 45 67"}
    problem(await http.call("POST", f"{INBOUND}/find", json=national), 422, "region_missing")
    expect(await http.call("PATCH", "/v1/settings", json={"region": "ES"}), 200)
    assert (await http.post(f"{INBOUND}/find", national))["id"] == inbound
    for desk, path in ((http, INBOUND), (other, OUTBOUND)):
        problem(await desk.call("POST", f"{path}/find", json={"number": number}), 404, "not_found")


@pytest.mark.spec("U13")
async def test_a_note_is_changed_and_taken_away_and_the_entry_stays(http: Http, other: Http) -> None:
    [ana] = await http.company.hire(1)
    [entry] = await put_on(http, OUTBOUND, ana.number, note="Asked us by letter")
    await outcomes(http, ana)
    [before] = await listed(http)
    path = f"{OUTBOUND}/{entry}"

    for note in ("By phone", None):
        changed = expect(await http.call("PATCH", path, json={"note": note}), 200)
        assert changed == {**before, "note": note}
        assert await listed(http) == [changed]

    problem(await http.call("PATCH", path, json={}), 422, "invalid")
    for desk, elsewhere in ((other, path), (http, f"{INBOUND}/{entry}")):
        problem(await desk.call("PATCH", elsewhere, json={"note": "theirs"}), 404, "not_found")
    assert [one["note"] for one in await listed(http)] == [None]
    assert await outcomes(http, ana) == {"skipped:deny_listed": 1}


@pytest.mark.spec("U12")
async def test_messages_from_a_listed_number_are_rejected_and_counted_where_it_is_listed(
    http: Http, other: Http
) -> None:
    number, heard = new_number(), new_number()
    await put_on(http, INBOUND, number)

    assert [await is_denied(http, one) for one in (number, heard, number)] == [True, False, True]
    assert not await is_denied(other, number)

    [shown] = await listed(http, INBOUND)
    assert shown["count"] == 2


@pytest.mark.spec("U12", "U13")
async def test_the_two_lists_are_apart(http: Http) -> None:
    mute, deaf = await http.company.hire(2)
    [inbound] = await put_on(http, INBOUND, mute.number)
    await put_on(http, OUTBOUND, deaf.number)

    assert await outcomes(http, mute, deaf) == {"texted": 1, "skipped:deny_listed": 1}
    assert [await is_denied(http, one.number) for one in (mute, deaf)] == [True, False]
    problem(await http.call("DELETE", f"{OUTBOUND}/{inbound}"), 404, "not_found")
    assert len(await listed(http, INBOUND)) == len(await listed(http)) == 1


@pytest.mark.spec("U12")
async def test_also_a_landline_and_a_toll_free_number_may_be_unwelcome(http: Http) -> None:
    assert None not in await put_on(http, INBOUND, "+34911234567", "+18005550100")


async def test_there_are_two_directions(http: Http) -> None:
    for method, path in (("GET", ""), ("POST", ""), ("DELETE", f"/{uuid4()}")):
        body = {"entries": [{"number": new_number()}]} if method == "POST" else None
        problem(await http.call(method, f"/v1/deny-lists/sideways{path}", json=body), 422, "invalid")


@pytest.mark.parametrize(
    "entries", [[], [{}], [{"number": ""}], [{"number": "+34", "more": 1}], [{"number": "1", "note": "a\nb"}]]
)
async def test_what_is_no_list_of_numbers_is_refused(http: Http, entries: Any) -> None:
    problem(await http.call("POST", OUTBOUND, json={"entries": entries}), 422, "invalid")


async def test_deny_lists_are_for_admins_alone(http: Http) -> None:
    entry = UUID(int=1)
    for key in (http.editor, await make_key(http.company, "scim")):
        for method, path, body in (
            ("GET", OUTBOUND, None),
            ("POST", INBOUND, {"entries": [{"number": new_number()}]}),
            ("POST", f"{INBOUND}/find", {"number": new_number()}),
            ("PATCH", f"{OUTBOUND}/{entry}", {"note": None}),
            ("DELETE", f"{OUTBOUND}/{entry}", None),
        ):
            problem(await http.call(method, path, key=key, json=body), 403, "scope_missing")


@pytest.mark.spec("U12", "U13")
async def test_each_list_counts_what_it_keeps_away_itself_and_each_text_to_a_number_that_two_share(
    http: Http,
) -> None:
    [ana] = await http.company.hire(1)
    await http.company.vouch()
    [ben] = await http.company.hire(1, numbers=[ana.number])
    for path in (OUTBOUND, INBOUND):
        await put_on(http, path, ana.number)

    assert await is_denied(http, ana.number)
    heard = [(await listed(http, path))[0]["count"] for path in (OUTBOUND, INBOUND)]
    assert await outcomes(http, ana, ben) == {"skipped:deny_listed": 2}

    assert heard == [0, 1]
    assert [(await listed(http, path))[0]["count"] for path in (OUTBOUND, INBOUND)] == [2, 1]
