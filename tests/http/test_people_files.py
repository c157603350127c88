"""Users over HTTP, from files."""

from collections.abc import AsyncIterator

import pytest

from tests.http.conftest import Http, expect, problem
from tests.http.staff import CSV, called, external, upload
from tests.world import new_number


@pytest.mark.spec("D24")
async def test_a_file_loads_its_good_rows_and_tells_each_bad_one_by_line_and_reason(http: Http) -> None:
    name, number = external(), new_number()
    good = f"{name}-1,Ana,ES,{number[3:]},ana@example.org,{name}-9,lead;safety,Night {name};Day {name}\n"
    bad = (
        f"{name}-2,Ben,ES,612,ben@example.org,,,\n"
        f"{name}-3,Cleo,Spain,,,,,\n"
        f"{name}-4,Dan,,,dan,,,\n"
        f'{name}-5,"Eve,,,,,,\n'
        f"{name}-1,Ana,,,,,,\n"
        f"{name}-6,Fay\n"
    )
    late = f"{name}-8,Gus,,,,nobody-{name},,\n{name}-9,Boss,,,,,,Night {name}\n"
    header = "external_id,first_name,country,phone,email,manager,roles,groups\n"
    content = (header + good + bad).encode() + "x,José,,,,,,\n".encode("latin-1") + late.encode()
    answer = await upload(http, content)
    assert answer == {
        "importId": answer["importId"],
        "created": 3,
        "updated": 0,
        "refused": 7,
        "faults": 8,
        "bad": [
            {"line": 3, "column": "phone", "reason": "too_short"},
            {"line": 4, "column": "country", "reason": "country_unknown"},
            {"line": 5, "column": "email", "reason": "not_an_address"},
            {"line": 6, "column": None, "reason": "quotes"},
            {"line": 7, "column": "external_id", "reason": "repeated"},
            {"line": 8, "column": None, "reason": "columns"},
            {"line": 9, "column": None, "reason": "encoding"},
            {"line": 10, "column": "manager", "reason": "manager_unknown"},
        ],
    }
    ana, boss = await called(http, f"{name}-1"), await called(http, f"{name}-9")
    assert (ana["managerId"], ana["roles"]) == (boss["id"], ["lead", "safety"])
    assert (ana["phone"]["source"], ana["email"]["source"]) == ("directory", "directory")
    groups = {one["name"]: one for one in (await http.get("/v1/groups"))["items"]}
    assert {group: groups[group]["members"] for group in groups} == {f"Night {name}": 2, f"Day {name}": 1}
    assert (await called(http, f"{name}-8"))["managerId"] is None


async def test_a_file_says_nothing_of_what_its_cells_leave_empty(http: Http) -> None:
    name, number = external(), new_number()
    header = "external_id,first_name,phone,manager,roles,groups\n"
    await upload(http, f"{header}{name}-9,Boss,,,,\n{name},Ana,{number},{name}-9,lead,Night\n")
    before = await called(http, name)
    answer = await upload(http, f"{header}{name},,,,,\n")
    assert (answer["updated"], answer["bad"]) == (1, [])
    assert await called(http, name) == before
    await upload(http, f"external_id,roles,groups\n{name},cook,Day\n")
    assert (await called(http, name))["roles"] == ["cook"]
    groups = (await http.get("/v1/groups"))["items"]
    assert sorted((one["name"], one["members"]) for one in groups) == [("Day", 1), ("Night", 1)]


async def test_groups_of_a_file_are_found_by_external_id_or_by_name(http: Http) -> None:
    name = external()
    by_id = (await http.post("/v1/groups", {"name": "Night", "externalId": "g-7"}, 201))["id"]
    by_name = (await http.post("/v1/groups", {"name": "g-8", "externalId": "other"}, 201))["id"]
    misleading = (await http.post("/v1/groups", {"name": "g-7"}, 201))["id"]
    await upload(http, f"external_id,groups\n{name},g-7;g-8;g-9\n")
    counts = {one["id"]: one["members"] for one in (await http.get("/v1/groups"))["items"]}
    assert (counts.pop(by_id), counts.pop(by_name), counts.pop(misleading)) == (1, 1, 0)
    assert list(counts.values()) == [1]


@pytest.mark.spec("D24")
async def test_a_file_arrives_in_pieces_and_many_chunks_and_its_faults_are_counted_beyond_the_list(
    http: Http,
) -> None:
    """Managers stand at the end, chunks later."""
    rows = 12_000

    async def pieces() -> AsyncIterator[bytes]:
        yield "\ufeffexternal_id;country;phone;manager\n".encode()
        for begin in range(0, rows, 100):
            lines = (
                f"e-{n};{'ES' if n % 8 else 'Spain'};6{n:08};{f'boss-{n % 3}'}\n"
                for n in range(begin, begin + 100)
            )
            yield "".join(lines).encode()
        yield b"boss-0;;;\nboss-1;;;\n"

    answer = expect(
        await http.call("POST", "/v1/users/import", content=pieces(), headers=CSV, timeout=300), 200
    )
    bad, good = rows // 8, rows - rows // 8
    lost = sum(1 for n in range(rows) if n % 8 and n % 3 == 2)
    assert (answer["created"], answer["refused"], answer["faults"]) == (good + 2, bad, bad + lost)
    assert len(answer["bad"]) == 1000
    assert answer["bad"][0] == {"line": 2, "column": "country", "reason": "country_unknown"}
    boss = await called(http, "boss-1")
    assert (await called(http, "e-1"))["managerId"] == boss["id"]
    assert (await called(http, "e-2"))["managerId"] is None
    assert [one["line"] for one in answer["bad"]] == sorted(one["line"] for one in answer["bad"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "header_missing"),
        (b"first_name\nAna\n", "header_missing"),
        (b"external_id,shoe_size\ne-1,42\n", "header_unknown"),
        (b"external_id,phone,phone\n", "header_repeated"),
        ("external_id,teléfono\n".encode("latin-1"), "encoding"),
        ("external_id\n".encode("utf-16"), "encoding"),
    ],
)
@pytest.mark.spec("D24")
async def test_a_file_without_a_header_of_ours_loads_nobody(http: Http, content: bytes, reason: str) -> None:
    answer = await http.call("POST", "/v1/users/import", content=content, headers=CSV)
    refused = problem(answer, 422, reason)
    assert "shoe_size" not in str(refused)
    assert (await http.get("/v1/users"))["items"] == []


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "text/csv; charset=iso-8859-1", ""])
async def test_only_csv_in_utf_8_is_imported(http: Http, media_type: str) -> None:
    headers = {"Content-Type": media_type}
    answer = await http.call("POST", "/v1/users/import", content=b"external_id\n", headers=headers)
    problem(answer, 415, "media_type")


async def test_the_charset_may_be_said(http: Http) -> None:
    assert (await upload(http, "external_id\ne-1\n", **{"Content-Type": 'Text/CSV; charset="UTF-8"'}))[
        "created"
    ] == 1
