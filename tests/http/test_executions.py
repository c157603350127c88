"""A campaign's course, as its author steers it."""

from typing import Any
from uuid import uuid4

import pytest

from tests.definitions import define, notify, remind, wait
from tests.http.conftest import Http, problem
from tests.invariants import until
from tests.world import Someone

pytestmark = pytest.mark.usefixtures("engine")
LONG = define(notify(), wait("w", "72h"), remind("r", "sms"))


async def draft(http: Http, definition: Any = LONG, **rest: Any) -> dict[str, Any]:
    made = await http.post("/v1/definitions", {"name": "x", "definition": definition}, 201, key=http.editor)
    body = {"title": "Zephyrwort Q3", "definitionId": made["id"], **rest}
    campaign: dict[str, Any] = await http.post("/v1/campaigns", body, 201, key=http.editor)
    return campaign


async def drafted(http: Http, people: list[Someone]) -> str:
    """The path of an execution with an audience."""
    path = f"/v1/executions/{(await draft(http))['executionId']}"
    added = await http.post(f"{path}/audience", {"userIds": [str(one.id) for one in people]})
    assert added["added"] == len(people)
    return path


@pytest.mark.spec("Q11", "Q10")
async def test_a_campaign_is_started_once_and_says_where_it_is(http: Http) -> None:
    path = await drafted(http, await http.company.hire(3))

    first = await http.post(f"{path}/start")
    again = await http.post(f"{path}/start", {})
    await until(lambda: at_step(http, path, "w"))
    where = await http.get(path)

    assert (first["already"], again["already"]) == (False, True)
    assert where["state"] == "running"
    assert where["people"] == {"total": 3, "open": 3, "acted": 0, "missed": 0, "removed": 0}
    [position] = where["positions"]
    assert (position["step"], position["people"]) == ("w", 3)
    assert where["nextWake"] == position["wakeAt"]
    assert where["workflow"]["id"].endswith(where["id"])
    assert where["channels"] == {"in_app": {"delivered": 3}} or where["channels"]["in_app"]


async def at_step(http: Http, path: str, step: str) -> bool:
    return [one["step"] for one in (await http.get(path))["positions"]] == [step]


@pytest.mark.spec("Q11")
async def test_the_audience_is_closed_at_the_start(http: Http) -> None:
    path = await drafted(http, await http.company.hire(1))
    await http.post(f"{path}/start")

    answer = await http.call("POST", f"{path}/audience", json={"everybody": True})

    problem(answer, 409, "audience_frozen")


@pytest.mark.spec("Q11")
async def test_an_empty_audience_is_not_started(http: Http) -> None:
    made = await draft(http)

    problem(await http.call("POST", f"/v1/executions/{made['executionId']}/start"), 409, "audience_empty")


@pytest.mark.spec("Q19")
async def test_an_audience_comes_from_ids_external_ids_groups_roles_everybody_and_files(http: Http) -> None:
    people = await http.company.hire(4)
    for n, one in enumerate(people):
        await http.call("PATCH", f"/v1/users/{one.id}", json={"externalId": f"e-{n}"})
    group = await http.post("/v1/groups", {"name": "staff"}, 201)
    await http.call("PUT", f"/v1/groups/{group['id']}/members", json={"userIds": [str(people[2].id)]})
    await http.call("PUT", f"/v1/users/{people[3].id}/roles", json={"roles": ["boss"]})
    path = f"/v1/executions/{(await draft(http))['executionId']}"
    nobody = str(uuid4())

    loaded = [
        await http.post(f"{path}/audience", body)
        for body in (
            {"userIds": [str(people[0].id), nobody]},
            {"externalIds": ["e-0", "e-1", "nobody"]},
            {"groupId": group["id"]},
            {"role": "boss"},
            {"everybody": True},
        )
    ]
    table = "\ufeffname;external_id\nx;e-0\ny;e-9\nz;\n"
    imported = await http.call(
        "POST", f"{path}/audience/import", content=table, headers={"Content-Type": "text/csv"}
    )

    assert [one["added"] for one in loaded] == [1, 1, 1, 1, 0]
    assert loaded[0]["unknownUserIds"] == [nobody]
    assert (loaded[1]["repeated"], loaded[1]["unknownExternalIds"]) == (1, ["nobody"])
    assert loaded[4]["repeated"] == 4
    assert imported.json()["bad"] == [
        {"line": 2, "reason": "repeated"},
        {"line": 3, "reason": "unknown"},
        {"line": 4, "reason": "empty"},
    ]


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"external_id\n\xff\xfe\n", "text/csv", 422, "import_encoding"),
        (b'external_id\n"x', "text/csv", 422, "import_not_csv"),
        (b"", "text/csv", 422, "import_header"),
        (b"external_id,user\nx,y\n", "text/csv", 422, "import_header"),
        (b'external_id\n"' + b"x" * 400_000, "text/csv", 422, "import_not_csv"),
        (b"external_id\nx\n", "application/json", 415, "media_type"),
    ],
)
async def test_a_file_that_is_no_table_is_refused(
    http: Http, content: bytes, kind: str, status: int, code: str
) -> None:
    path = f"/v1/executions/{(await draft(http))['executionId']}"

    answer = await http.call(
        "POST", f"{path}/audience/import", content=content, headers={"Content-Type": kind}
    )

    problem(answer, status, code)


@pytest.mark.parametrize("body", [{}, {"everybody": False}, {"role": "x", "everybody": True}, {"role": ""}])
async def test_an_audience_that_is_none_or_two_is_refused(http: Http, body: dict[str, Any]) -> None:
    made = await draft(http)

    answer = await http.call("POST", f"/v1/executions/{made['executionId']}/audience", json=body)

    problem(answer, 422, "invalid")


@pytest.mark.spec("Q15")
async def test_a_campaign_is_paused_and_goes_on(http: Http) -> None:
    path = await drafted(http, await http.company.hire(1))
    problem(await http.call("POST", f"{path}/pause"), 409, "not_started")
    await http.post(f"{path}/start")

    assert await http.post(f"{path}/pause") == {"state": "paused"}
    assert (await http.get(path))["state"] == "paused"
    assert await http.post(f"{path}/resume") == {"state": "running"}
    assert (await http.get(path))["state"] == "running"


@pytest.mark.spec("Q11")
async def test_a_campaign_is_cancelled_once_and_then_over(http: Http) -> None:
    path = await drafted(http, await http.company.hire(1))
    await http.post(f"{path}/start")

    assert await http.post(f"{path}/cancel") == {"changed": True}
    assert await http.post(f"{path}/cancel") == {"changed": False}
    assert (await http.get(path))["state"] == "cancelled"
    problem(await http.call("POST", f"{path}/resume"), 409, "execution_over")


@pytest.mark.spec("Q16")
async def test_a_campaign_is_started_at_a_time_set_in_advance(http: Http) -> None:
    path = await drafted(http, await http.company.hire(1))

    started = await http.post(f"{path}/start", {"at": "2126-01-01T09:00:00+01:00"})

    assert started["state"] == "scheduled"
    assert (await http.get(path))["startAt"] == "2126-01-01T08:00:00Z"


@pytest.mark.parametrize("at", ["2126-01-01T09:00:00", "tomorrow", "0001-01-01T00:00:00+14:00", 1, None, ""])
async def test_a_time_without_its_zone_or_sense_is_refused(http: Http, at: object) -> None:
    path = await drafted(http, await http.company.hire(1))
    answer = await http.call("POST", f"{path}/start", json={"at": at, "version": 10**12})

    problem(answer, 422, "invalid")


async def test_a_version_that_there_is_none_of_is_not_started(http: Http) -> None:
    path = await drafted(http, await http.company.hire(1))

    problem(await http.call("POST", f"{path}/start", json={"version": 7}), 404, "not_found")


@pytest.mark.spec("D29", "W15")
async def test_an_event_starts_a_campaign_once_for_each_user_and_answers_for_each(http: Http) -> None:
    ana, ben, gone = await http.company.hire(3)
    await http.post(f"/v1/users/{gone.id}/deactivate")
    made = await draft(http, kind="event")
    assert made["executionId"] is None
    path, nobody = f"/v1/campaigns/{made['id']}/events", str(uuid4())

    one = await http.post(path, {"event": "signed:1", "userIds": [str(ana.id)]})
    many = await http.post(
        path,
        {
            "event": "signed:1",
            "userIds": [str(ana.id), str(ben.id), str(gone.id), nobody],
            "externalIds": ["?"],
        },
    )
    executions = await http.get(f"/v1/campaigns/{made['id']}/executions")

    assert [answer["answer"] for answer in one["answers"]] == ["started"]
    assert [answer["answer"] for answer in many["answers"]] == [
        "already_started",
        "started",
        "inactive",
        "unknown",
        "unknown",
    ]
    assert many["answers"][0]["executionId"] == one["answers"][0]["executionId"]
    assert len(executions["items"]) == 2


async def test_an_event_starts_no_campaign_that_is_started_by_hand(http: Http) -> None:
    made = await draft(http)

    answer = await http.call("POST", f"/v1/campaigns/{made['id']}/events", json={"event": "x"})

    problem(answer, 409, "not_started_by_events")


@pytest.mark.spec("Q18")
async def test_a_person_who_is_taken_out_is_not_open_any_more(http: Http) -> None:
    ana, ben = await http.company.hire(2)
    path = await drafted(http, [ana, ben])
    await http.post(f"{path}/start")

    assert (await http.call("DELETE", f"{path}/recipients/{ana.id}")).status_code == 204

    assert (await http.get(path))["people"]["removed"] == 1
    problem(await http.call("DELETE", f"{path}/recipients/{uuid4()}"), 404, "not_found")


@pytest.mark.spec("P12", "Q13")
async def test_there_is_no_way_to_name_a_number(http: Http) -> None:
    """Audiences and events take ids: what looks like a number is nobody."""
    made = await draft(http)
    path = f"/v1/executions/{made['executionId']}"
    [ana] = await http.company.hire(1)

    by_number = await http.post(f"{path}/audience", {"externalIds": [ana.number]})
    as_field = await http.call("POST", f"{path}/audience", json={"numbers": [ana.number]})

    assert by_number["added"] == 0
    refused = problem(as_field, 422, "invalid")
    assert ana.number not in str(refused)


async def test_campaigns_are_listed_the_latest_first(http: Http) -> None:
    made = [await draft(http) for _ in range(3)]

    first = await http.get("/v1/campaigns?limit=2")
    rest = await http.get(f"/v1/campaigns?limit=2&cursor={first['next']}")

    ids = [one["id"] for one in (*first["items"], *rest["items"])]
    assert ids == [one["id"] for one in reversed(made)]
    assert rest["next"] is None
    shown = await http.get(f"/v1/campaigns/{made[0]['id']}")
    assert shown["executionId"] == made[0]["executionId"]


@pytest.mark.parametrize(
    "body",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"title": "a\x00b"},
        {"title": "a\nb"},
        {"targetUrl": "javascript:alert(1)"},
        {"targetUrl": "ftp://example.org"},
        {"targetUrl": "https://u:p@example.org"},
        {"targetUrl": "https://example.org/" + "x" * 3000},
        {"timeScale": 0},
        {"timeScale": 1e300},
        {"kind": "never"},
        {"definitionId": "'; drop table users; --"},
        {"surprise": 1},
    ],
)
async def test_a_campaign_that_makes_no_sense_is_refused(http: Http, body: dict[str, Any]) -> None:
    whole = {"title": "x", "definitionId": str(uuid4()), **body}

    problem(await http.call("POST", "/v1/campaigns", json=whole), 422, "invalid")


async def test_html_and_sql_in_a_title_are_words_like_any_others(http: Http) -> None:
    title = "<b onclick=alert(1)>'; drop table users; --</b>"
    made = await draft(http, title=title)

    assert (await http.get(f"/v1/campaigns/{made['id']}"))["title"] == title


async def test_another_organizations_definition_makes_no_campaign(http: Http, other: Http) -> None:
    theirs = await other.post("/v1/definitions", {"name": "x", "definition": LONG}, 201)

    answer = await http.call("POST", "/v1/campaigns", json={"title": "x", "definitionId": theirs["id"]})

    problem(answer, 404, "not_found")
