"""Opt-outs that admins record: as final as a STOP, seen by nobody else, and taken back by nobody else."""

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from homing.dispatching.context import Sending
from homing.settings import Settings
from tests.http.conftest import Http, expect, make_key, opened, problem
from tests.http.handset import Office, open_office
from tests.http.staff import CSV
from tests.world import Company, Someone, new_number


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


@pytest.fixture
async def own(http: Http, office: Office) -> Http:
    """The office's admins."""
    return await opened(http.client, office.company)


async def outcome(company: Company, person: Someone) -> str:
    """What becomes of a new campaign's text to somebody."""
    run = await company.campaign([person])
    await run.send()
    [told] = await run.outcomes()
    return "sent" if told in ("sent", "delivered") else told


async def record(http: Http, person: Someone, **more: Any) -> dict[str, Any]:
    return dict(await http.post("/v1/opt-outs", {"userId": str(person.id), **more}))


async def events(http: Http, **params: Any) -> list[dict[str, Any]]:
    return list((await http.get("/v1/opt-events", params=params))["items"])


@pytest.mark.spec("P15", "A18")
async def test_what_an_admin_records_forbids_every_text_from_anybody(http: Http, other: Http) -> None:
    number = new_number()
    [ana] = await http.company.hire(1, numbers=[number])
    [same] = await other.company.hire(1, numbers=[number])

    taken = await record(http, ana, note="by letter", saidAt="2026-11-20T09:30:00+01:00")

    assert taken == {"userIds": [str(ana.id)], "optedOut": True}
    assert await outcome(http.company, ana) == "skipped:opted_out"
    assert await outcome(other.company, same) == "skipped:opted_out"
    [event] = await events(http)
    assert (event["kind"], event["source"], event["userIds"]) == ("opted_out", "api", [str(ana.id)])
    assert event["actor"] in {one["id"] for one in (await http.get("/v1/keys"))["items"]}
    assert datetime.fromisoformat(event["saidAt"]) == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert datetime.fromisoformat(event["at"]) > datetime.fromisoformat(event["saidAt"])


@pytest.mark.spec("A18")
async def test_another_organization_sees_that_its_user_is_opted_out_and_nothing_of_by_whom_or_why(
    http: Http, other: Http
) -> None:
    number = new_number()
    [ana] = await http.company.hire(1, numbers=[number])
    [same] = await other.company.hire(1, numbers=[number])

    await record(http, ana, note="Quillonquist moved away")

    [seen] = await events(other)
    assert (seen["kind"], seen["userIds"], seen["actor"]) == ("opted_out", [str(same.id)], None)
    assert "moved" not in str(seen)
    problem(
        await other.call("POST", "/v1/opt-outs/undo", json={"userId": str(same.id)}), 409, "not_recorded_here"
    )
    assert await outcome(other.company, same) == "skipped:opted_out"


@pytest.mark.spec("A18")
async def test_recording_again_adds_no_fact(http: Http) -> None:
    [ana] = await http.company.hire(1)

    answers = await asyncio.gather(*(record(http, ana) for _ in range(5)))

    assert len({str(one) for one in answers}) == 1
    assert len(await events(http)) == 1


@pytest.mark.spec("A18")
async def test_to_the_persons_own_stop_nothing_is_added(office: Office, own: Http) -> None:
    await office.write("STOP")

    assert (await record(own, office.person))["optedOut"]

    assert [one["source"] for one in await events(own)] == ["keyword"]


@pytest.mark.spec("A11")
async def test_a_national_number_is_read_in_the_organizations_region(http: Http) -> None:
    [ana] = await http.company.hire(1)
    national = ana.number.removeprefix("+34")
    refused = problem(
        await http.call("POST", "/v1/opt-outs", json={"number": national}), 422, "region_missing"
    )
    expect(await http.call("PATCH", "/v1/settings", json={"region": "ES"}), 200)

    taken = await http.post("/v1/opt-outs", {"number": national})

    assert taken == {"userIds": [str(ana.id)], "optedOut": True}
    assert national not in str(refused)


async def test_the_answer_for_a_strangers_number_tells_nothing_of_it(
    http: Http, office: Office, other: Http
) -> None:
    """Whether it was known, opted out, or neither: before, after, and when it is taken back."""
    await office.write("STOP")
    known = {"number": office.person.number}
    unknown = {"number": new_number()}
    told = []
    for body in (known, unknown):
        before = problem(await other.call("POST", "/v1/opt-outs/undo", json=body), 409, "not_recorded_here")[
            "title"
        ]
        recorded = [await other.post("/v1/opt-outs", body) for _ in range(2)]
        seen = [
            {name: value for name, value in one.items() if name not in ("id", "at", "saidAt")}
            for one in await events(other)
        ]
        undone = await other.post("/v1/opt-outs/undo", body)
        after = problem(await other.call("POST", "/v1/opt-outs/undo", json=body), 409, "not_recorded_here")
        told.append((before, recorded, seen[-1], undone, after["title"]))

    assert told[0] == told[1]
    assert told[0][1] == [{"userIds": [], "optedOut": None}] * 2
    assert not await office.is_texted(), "the person's own word stands"


@pytest.mark.spec("P15", "A18")
async def test_what_an_organization_recorded_it_may_take_back(http: Http) -> None:
    [ana] = await http.company.hire(1)
    await record(http, ana, source="admin")

    undone = await http.post("/v1/opt-outs/undo", {"userId": str(ana.id)})

    assert undone == {"userIds": [str(ana.id)], "optedOut": False}
    assert await outcome(http.company, ana) == "sent"
    assert [(one["kind"], one["rule"]) for one in await events(http)] == [
        ("opted_out", None),
        ("opted_in", "taken_back"),
    ]


@pytest.mark.spec("P15", "P31")
async def test_the_persons_own_stop_is_undone_by_the_person_alone(office: Office, own: Http) -> None:
    for before in (True, False):
        if before:
            await record(own, office.person)
        await office.write("STOP")
        for body in ({"userId": str(office.person.id)}, {"number": office.person.number}):
            problem(await own.call("POST", "/v1/opt-outs/undo", json=body), 409, "opted_out_by_person")
        assert not await office.is_texted()

        await office.write("START")

        assert await office.is_texted()


@pytest.mark.spec("P14")
async def test_what_two_organizations_recorded_stands_until_both_have_taken_it_back(
    http: Http, other: Http
) -> None:
    number = new_number()
    [ana] = await http.company.hire(1, numbers=[number])
    [same] = await other.company.hire(1, numbers=[number])
    await record(http, ana)
    await record(other, same)

    first = await http.post("/v1/opt-outs/undo", {"userId": str(ana.id)})
    between = await outcome(http.company, ana)
    second = await other.post("/v1/opt-outs/undo", {"userId": str(same.id)})

    assert (first["optedOut"], between) == (True, "skipped:opted_out")
    assert not second["optedOut"]
    assert await outcome(http.company, ana) == "sent"


@pytest.mark.spec("P14")
async def test_of_a_user_all_numbers_are_meant(http: Http) -> None:
    await http.company.vouch()
    [ana] = await http.company.hire(1)
    body = {"number": new_number(), "source": "api"}
    expect(await http.call("PUT", f"/v1/users/{ana.id}/phone", json=body), 200)

    await record(http, ana)

    for one in (ana.number, body["number"]):
        [fresh] = await http.company.hire(1, numbers=[one])
        assert await outcome(http.company, fresh) == "skipped:opted_out"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "number_or_user"),
        ({"number": "+34612345678", "userId": str(UUID(int=1))}, 422, "number_or_user"),
        ({"userId": str(UUID(int=1))}, 404, "not_found"),
        ({"number": "+3461"}, 422, "too_short"),
        ({"number": "+34900123456"}, 422, "cannot_receive_texts"),
        ({"number": "+34612345678\0"}, 422, "invalid"),
        ({"number": "+34612345678", "note": "x" * 501}, 422, "invalid"),
        ({"number": "+34612345678", "note": "a\u0000b"}, 422, "invalid"),
        ({"number": "+34612345678", "source": "keyword"}, 422, "invalid"),
        ({"number": "+34612345678", "saidAt": "2026-11-20T09:30:00"}, 422, "invalid"),
        (
            {"number": "+34612345678", "saidAt": (datetime.now(UTC) + timedelta(days=1)).isoformat()},
            422,
            "in_the_future",
        ),
    ],
)
async def test_what_can_not_be_recorded_is_refused_with_its_reason(
    http: Http, body: dict[str, Any], status: int, code: str
) -> None:
    refused = problem(await http.call("POST", "/v1/opt-outs", json=body), status, code)

    assert "612345678" not in str(refused)
    assert await events(http) == []


async def test_a_user_without_a_number_has_none_to_opt_out(http: Http) -> None:
    [ana] = await http.company.hire(1, number=False)

    problem(await http.call("POST", "/v1/opt-outs", json={"userId": str(ana.id)}), 422, "no_identifier")


@pytest.mark.parametrize("path", ["/v1/opt-outs", "/v1/opt-outs/undo", "/v1/evidence"])
async def test_only_admins_may(http: Http, path: str) -> None:
    answer = await http.call("POST", path, key=http.editor, json={"number": new_number()})

    problem(answer, 403, "scope_missing")


@pytest.mark.spec("P15", "D24", "A18")
async def test_a_file_of_opt_outs_is_taken_line_by_line_and_its_bad_lines_are_told(http: Http) -> None:
    ana, ben = await http.company.hire(2)
    stranger = new_number()
    rows = [
        "number,said_at,note,name",
        f"{ana.number},2026-11-20T09:30:00Z,by letter,Ana",
        "612,,,",
        f"{ben.number},,,Ben",
        f"{stranger},2999-01-01T00:00:00Z,,",
        f"{stranger},,,",
        f"{ana.number},,again,Ana",
    ]

    answers = [
        expect(await http.call("POST", "/v1/opt-outs/import", content="\n".join(rows), headers=CSV), 200)
        for _ in range(2)
    ]

    assert answers[0] == answers[1]
    assert answers[0] == {
        "taken": 4,
        "badLines": 2,
        "bad": [
            {"line": 3, "column": "number", "reason": "region_missing"},
            {"line": 5, "column": "said_at", "reason": "not_a_time"},
        ],
    }
    assert [await outcome(http.company, one) for one in (ana, ben)] == ["skipped:opted_out"] * 2
    listed = await events(http)
    assert [(one["source"], one["userIds"]) for one in listed] == [
        ("import", [str(ana.id)]),
        ("import", [str(ben.id)]),
        ("import", []),
    ]


async def test_a_long_file_of_opt_outs_is_taken_whole(http: Http) -> None:
    [ana] = await http.company.hire(1)
    lines = [f"+3469{n:07d}" for n in range(2_500)]

    content = "\n".join(["number", *lines, ana.number])
    answer = expect(await http.call("POST", "/v1/opt-outs/import", content=content, headers=CSV), 200)

    assert (answer["taken"], answer["badLines"]) == (2_501, 0)
    assert await outcome(http.company, ana) == "skipped:opted_out"
    exported = await http.call("GET", "/v1/opt-events.csv")
    assert len(list(csv.DictReader(io.StringIO(exported.text)))) == 2_501


@pytest.mark.spec("D24")
@pytest.mark.parametrize(
    "long",
    ["x" * 65_536 + "{0}", "{0}," + "x" * 70_000, '{0},"' + "x" * 200_000, '"' + "x" * 65_535 + '",{0}'],
)
async def test_no_part_of_a_line_that_is_too_long_is_taken(http: Http, long: str) -> None:
    numbers = [new_number() for _ in range(2)]
    people = await http.company.hire(2, numbers=numbers)
    content = "\n".join(["number,note", long.format(numbers[0]), f"{numbers[1]},"])

    answer = expect(await http.call("POST", "/v1/opt-outs/import", content=content, headers=CSV), 200)

    assert answer == {"taken": 1, "badLines": 1, "bad": [{"line": 2, "column": None, "reason": "too_long"}]}
    assert [await outcome(http.company, one) for one in people] == ["sent", "skipped:opted_out"]


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        ("phone\n+34612345678\n", "text/csv", 422, "opt_out_header"),
        ("", "text/csv", 422, "opt_out_header"),
        (b"number\n\xff\n", "text/csv", 422, "import_encoding"),
        ("number\n", "application/json", 415, "media_type"),
    ],
)
async def test_a_file_that_is_none_is_refused(
    http: Http, content: str | bytes, kind: str, status: int, code: str
) -> None:
    headers = {"Content-Type": kind}

    problem(await http.call("POST", "/v1/opt-outs/import", content=content, headers=headers), status, code)


@pytest.mark.spec("A18")
async def test_the_list_is_narrowed_and_the_export_says_the_same(office: Office, own: Http) -> None:
    await office.write("STOP")
    middle = datetime.now(UTC)
    await office.write("START")
    await record(own, office.person)

    whole = await events(own)
    exported = await own.call("GET", "/v1/opt-events.csv")

    assert [one["kind"] for one in whole] == ["opted_out", "opted_in", "opted_out"]
    assert [one["sender"] for one in whole] == [office.company.sender, office.company.sender, None]
    assert [one["rule"] is None for one in whole] == [False, False, True]
    assert await events(own, kind="opted_in") == whole[1:2]
    assert await events(own, since=middle.isoformat()) == whole[1:]
    assert exported.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(exported.text)))
    assert [row["kind"] for row in rows] == [one["kind"] for one in whole]
    assert [row["user_ids"] for row in rows] == [str(office.person.id)] * 3
    assert rows[0]["sender"] == f"'{office.company.sender}", "nothing that a spreadsheet would compute"
    assert office.person.number not in exported.text
    problem(await own.call("GET", "/v1/opt-events?kind=both"), 422, "invalid")
    narrow = await own.call("GET", "/v1/opt-events.csv", params={"kind": "opted_in"})
    assert len(narrow.text.splitlines()) == 2


@pytest.mark.spec("A18")
async def test_another_organizations_export_is_empty(office: Office, own: Http, other: Http) -> None:
    await office.write("STOP")
    await own.post("/v1/opt-outs", {"number": new_number()})

    exported = await other.call("GET", "/v1/opt-events.csv")

    assert len(exported.text.splitlines()) == 1
    problem(await other.call("GET", "/v1/opt-events.csv", key=other.editor), 403, "scope_missing")


async def test_the_key_that_recorded_is_named_to_its_own_organization(http: Http) -> None:
    [ana] = await http.company.hire(1)
    name = f"desk {uuid4()}"
    made = await http.post("/v1/keys", {"name": name, "scopes": ["admin"]}, 201)
    key = await make_key(http.company, "admin")

    await http.post("/v1/opt-outs", {"userId": str(ana.id)}, key=made["key"])
    await http.post("/v1/opt-outs/undo", {"userId": str(ana.id)}, key=key)

    actors = [one["actor"] for one in await events(http)]
    assert actors[0] == made["id"]
    assert actors[1] not in (made["id"], None)
