"""Campaigns, their audiences and starts."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.http import create_app
from tests.http.conftest import Http, expect, problem
from tests.http.drafts import LONG, draft, drafted, is_at
from tests.invariants import until

pytestmark = pytest.mark.usefixtures("engine")


@pytest.mark.spec("Q11", "Q10")
async def test_a_campaign_is_started_once_and_says_where_it_is(http: Http) -> None:
    path = await drafted(http, await http.company.hire(3))

    first = await http.post(f"{path}/start")
    again = await http.post(f"{path}/start", {})
    await until(lambda: is_at(http, path, "w"))
    where = await http.get(path)

    assert (first["already"], again["already"]) == (False, True)
    assert where["state"] == "running"
    assert where["people"] == {"total": 3, "open": 3, "acted": 0, "missed": 0, "removed": 0}
    [position] = where["positions"]
    assert (position["step"], position["people"]) == ("w", 3)
    assert where["nextWake"] == position["wakeAt"]
    assert where["workflow"]["id"].endswith(where["id"])
    assert where["channels"] == {"in_app": {"sent": 3}}
    assert where["outcomes"] == {"notify": {"sent": 3}}


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
        (b"external_id\n" + b"x" * 65_536 + b"e-0\n", "text/csv", 422, "import_not_csv"),
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


async def test_of_an_import_the_first_bad_lines_are_named_all_are_counted_and_blank_ones_are_none(
    http: Http,
) -> None:
    path = f"/v1/executions/{(await draft(http))['executionId']}/audience/import"
    nobodies = "".join(f"e-{n}\n" for n in range(1_200))

    answers = [
        await http.call("POST", path, content=content, headers={"Content-Type": "text/csv"})
        for content in (f"external_id\n\n{nobodies}", "external_id\n" + "\n" * 5_000_000)
    ]

    many, blank = [expect(answer, 200) for answer in answers]
    assert (many["added"], many["badLines"]) == (0, 1_200)
    assert [one["line"] for one in many["bad"]] == list(range(3, 1_003))
    assert blank == {"added": 0, "badLines": 0, "bad": []}


@pytest.mark.parametrize("body", [{}, {"everybody": False}, {"role": "x", "everybody": True}, {"role": ""}])
async def test_an_audience_that_is_none_or_two_is_refused(http: Http, body: dict[str, Any]) -> None:
    made = await draft(http)

    answer = await http.call("POST", f"/v1/executions/{made['executionId']}/audience", json=body)

    problem(answer, 422, "invalid")


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


@pytest.mark.parametrize(
    ("allowed", "body"),
    [(False, {"timeScale": 1.5}), (False, {"timeScale": 60, "kind": "event"}), (True, {"kind": "event"})],
)
async def test_time_runs_as_it_does_unless_the_installation_is_for_trying_things_out(
    http: Http, settings: Settings, sending: Sending, body: dict[str, Any], *, allowed: bool
) -> None:
    """And where events start a campaign, there is nothing to scale."""
    made = await http.post("/v1/definitions", {"name": "x", "definition": LONG}, 201)
    own = settings.model_copy(update={"time_scales": allowed})
    app = create_app(own, sending, await Client.connect("127.0.0.1:9", lazy=True))
    whole = {"title": "x", "definitionId": made["id"], "timeScale": 2, **body}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as client:
        api = replace(http, client=client)

        refused = await api.call("POST", "/v1/campaigns", json=whole)
        real = await api.call("POST", "/v1/campaigns", json={**whole, "timeScale": 1})

    said = problem(refused, 422, "time_scale_refused")
    assert [one["path"] for one in said["errors"]] == ["$.timeScale"]
    assert real.status_code == 201


async def test_where_it_is_allowed_a_campaigns_time_is_scaled(http: Http, sending: Sending) -> None:
    made = await draft(http, timeScale=12.5)

    async with sending.database.app(http.company.id) as connection:
        asked = {"execution": UUID(made["executionId"])}
        found = await connection.execute(
            text("select time_scale from executions where id = :execution"), asked
        )

    assert found.scalar_one() == 12.5


async def test_html_and_sql_in_a_title_are_words_like_any_others(http: Http) -> None:
    title = "<b onclick=alert(1)>'; drop table users; --</b>"
    made = await draft(http, title=title)

    assert (await http.get(f"/v1/campaigns/{made['id']}"))["title"] == title


async def test_another_organizations_definition_makes_no_campaign(http: Http, other: Http) -> None:
    theirs = await other.post("/v1/definitions", {"name": "x", "definition": LONG}, 201)

    answer = await http.call("POST", "/v1/campaigns", json={"title": "x", "definitionId": theirs["id"]})

    problem(answer, 404, "not_found")
