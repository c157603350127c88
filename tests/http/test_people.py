"""Users over HTTP: one, by the page, in bulk, from a file, and how they are reached."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.channels import BY_NAME
from homing.dispatching import withdraw
from homing.domain.phone import E164
from homing.store import facts
from tests.http.conftest import Http, expect, make_key, problem
from tests.world import PLANTED_NAME, Someone, new_number

SMS: Final = BY_NAME["sms"].traits
CSV: Final = {"Content-Type": "text/csv"}


def external() -> str:
    """An external id that no other test has."""
    return f"e-{uuid4().hex}"


async def create(http: Http, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = await http.post("/v1/users", fields, 201)
    return made


async def load(http: Http, *rows: Any) -> dict[str, Any]:
    answer: dict[str, Any] = await http.post("/v1/users/bulk", {"users": list(rows)})
    return answer


async def upload(http: Http, content: str | bytes, **headers: str) -> dict[str, Any]:
    data = content.encode() if isinstance(content, str) else content
    answer: dict[str, Any] = await http.post("/v1/users/import", content=data, headers={**CSV, **headers})
    return answer


async def called(http: Http, name: str) -> dict[str, Any]:
    """The user whose external id this is."""
    (user,) = (await http.get("/v1/users", params={"externalId": name}))["items"]
    return dict(user)


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """(path, reason) of everything that was wrong with a single user."""
    return [(one["path"], one["message"].partition(":")[0]) for one in answer["errors"]]


async def test_a_user_is_created_read_changed_and_cleared_by_field(http: Http) -> None:
    name = external()
    boss = await create(http, firstName="Boss", externalId=f"{name}-boss")
    made = await create(
        http,
        externalId=name,
        firstName="Ana",
        locale="es",
        country="es",
        timeZone="Europe/Madrid",
        managerExternalId=f"{name}-boss",
        roles=["lead", "safety"],
    )
    assert made == await http.get(f"/v1/users/{made['id']}")
    assert {key: made[key] for key in made if key not in ("id", "identifiers")} == {
        "externalId": name,
        "firstName": "Ana",
        "locale": "es",
        "country": "ES",
        "timeZone": "Europe/Madrid",
        "active": True,
        "managerId": boss["id"],
        "managerExternalId": f"{name}-boss",
        "roles": ["lead", "safety"],
        "phone": None,
        "email": None,
    }
    patch = {"firstName": "Anna", "locale": None, "managerId": None, "roles": ["cook"]}
    changed = expect(await http.call("PATCH", f"/v1/users/{made['id']}", json=patch), 200)
    assert changed == {
        **made,
        "firstName": "Anna",
        "locale": None,
        "managerId": None,
        "managerExternalId": None,
        "roles": ["cook"],
    }
    assert expect(await http.call("PATCH", f"/v1/users/{made['id']}", json={}), 200) == changed
    roles = expect(await http.call("PUT", f"/v1/users/{made['id']}/roles", json={"roles": []}), 200)
    assert roles == {**changed, "roles": []}


async def test_creating_again_with_the_same_key_makes_nobody_else(http: Http) -> None:
    body, headers = {"externalId": external(), "firstName": "Ana"}, {"Idempotency-Key": uuid4().hex}
    first, second = [await http.post("/v1/users", body, 201, headers=headers) for _ in range(2)]
    assert first == second
    assert (await called(http, body["externalId"]))["id"] == first["id"]


async def test_an_external_id_is_one_users(http: Http) -> None:
    taken, other = external(), external()
    await create(http, externalId=taken)
    user = (await create(http, externalId=other))["id"]
    problem(await http.call("POST", "/v1/users", json={"externalId": taken}), 409, "external_id_taken")
    answer = await http.call("PATCH", f"/v1/users/{user}", json={"externalId": taken})
    problem(answer, 409, "external_id_taken")
    assert (await http.get(f"/v1/users/{user}"))["externalId"] == other


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"country": "Spain"}, [("$.country", "country_unknown")]),
        (
            {"locale": "?", "timeZone": "CET/Now"},
            [("$.locale", "locale_unknown"), ("$.timeZone", "time_zone_unknown")],
        ),
        ({"firstName": "A\0na"}, [("$.firstName", "control_character")]),
        ({"firstName": "A\x1bna"}, [("$.firstName", "control_character")]),
        ({"firstName": ""}, [("$.firstName", "empty")]),
        ({"externalId": "x" * 201}, [("$.externalId", "too_long")]),
        ({"roles": ["a", "b\0"]}, [("$.roles", "control_character")]),
        ({"managerExternalId": "nobody"}, [("$.managerExternalId", "manager_unknown")]),
        ({"managerId": "00000000-0000-4000-8000-000000000000"}, [("$.managerId", "manager_unknown")]),
    ],
)
async def test_what_is_wrong_with_a_user_is_told_by_path_and_nothing_is_made_or_changed(
    http: Http, body: dict[str, Any], wrong: list[tuple[str, str]]
) -> None:
    refused = problem(await http.call("POST", "/v1/users", json=body), 422, "user_refused")
    assert faults(refused) == wrong
    assert (await http.get("/v1/users"))["items"] == []
    user = await create(http, externalId=external())
    answer = await http.call("PATCH", f"/v1/users/{user['id']}", json=body)
    assert faults(problem(answer, 422, "user_refused")) == wrong
    assert await http.get(f"/v1/users/{user['id']}") == user


async def test_shapes_that_are_no_users_are_refused(http: Http) -> None:
    shapes: list[Any] = [
        {"nickname": "x"},
        {"firstName": 7},
        {"managerId": "x"},
        {"phone": "+34612345678"},
        [],
    ]
    for body in shapes:
        problem(await http.call("POST", "/v1/users", json=body), 422, "invalid")
    user = (await create(http))["id"]
    problem(await http.call("PATCH", f"/v1/users/{user}", json={"phone": None}), 422, "invalid")
    yourself = await http.call("PATCH", f"/v1/users/{user}", json={"managerId": user})
    assert faults(problem(yourself, 422, "user_refused")) == [("$.managerId", "manager_is_self")]


@pytest.mark.parametrize(
    "word", ["<script>alert(1)</script>", "'; drop table users; --", "=1+1", "Zoë 👩‍🚀\u00a0x"]
)
async def test_html_sql_and_the_like_are_words_and_come_back_as_they_were(http: Http, word: str) -> None:
    made = await create(http, firstName=word, externalId=word, roles=[word])
    assert (made["firstName"], made["externalId"], made["roles"]) == (word, word, [word])
    assert [one["id"] for one in (await http.get("/v1/users", params={"role": word}))["items"]] == [
        made["id"]
    ]
    assert (await called(http, word))["id"] == made["id"]


async def test_users_are_listed_page_by_page_and_by_what_they_have(http: Http) -> None:
    names = sorted(external() for _ in range(5))
    answer = await load(
        http, *({"externalId": name, "roles": ["lead"] if n else []} for n, name in enumerate(names))
    )
    ids = sorted(one["id"] for one in answer["users"])
    seen, cursor = [], None
    for size in (2, 2, 1):
        page = await http.get("/v1/users", params={"limit": 2, **({"cursor": cursor} if cursor else {})})
        assert len(page["items"]) == size
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert (seen, cursor) == (ids, None)
    group = (await http.post("/v1/groups", {"name": "x"}, 201))["id"]
    await http.post(f"/v1/groups/{group}/members", {"externalIds": names[:2]})
    await http.post(f"/v1/users/{(await called(http, names[4]))['id']}/deactivate")

    async def found(**which: Any) -> list[str]:
        return sorted(one["externalId"] for one in (await http.get("/v1/users", params=which))["items"])

    assert await found(group=group) == names[:2]
    assert await found(role="lead") == names[1:]
    assert await found(group=group, role="lead") == names[1:2]
    assert await found(active="false") == names[4:]
    assert await found(active="true", role="lead") == names[1:4]
    assert await found(externalId=names[3]) == names[3:4]
    assert await found(externalId="nobody") == await found(group=str(uuid4())) == []


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"cursor": "x"}, 400, "invalid_cursor"),
        ({"cursor": "WyJ4Il0"}, 400, "invalid_cursor"),
        ({"limit": "0"}, 422, "invalid"),
        ({"limit": "201"}, 422, "invalid"),
        ({"group": "x"}, 422, "invalid"),
        ({"externalId": "a\0"}, 422, "invalid"),
        ({"role": "a\x07"}, 422, "invalid"),
        ({"active": "perhaps"}, 422, "invalid"),
    ],
)
async def test_queries_that_mean_nothing_are_refused(
    http: Http, query: dict[str, str], status: int, code: str
) -> None:
    problem(await http.call("GET", "/v1/users", params=query), status, code)


@pytest.mark.spec("W06", "Q13")
async def test_a_number_is_bound_replaced_and_unbound_by_its_source_and_shown_masked(http: Http) -> None:
    user, first, second = await create(http, country="ES"), new_number(), new_number()
    path = f"/v1/users/{user['id']}"

    async def put(number: str, source: str) -> dict[str, Any]:
        answer = await http.call("PUT", f"{path}/phone", json={"number": number, "source": source})
        shown: dict[str, Any] = expect(answer, 200)
        assert number[-9:] not in answer.text
        return shown

    national = f"{first[3:6]} {first[6:8]} {first[8:10]} {first[10:]}"
    bound = await put(national, "api")
    assert bound["phone"] == {
        "kind": "phone",
        "shown": f"…{first[-2:]}",
        "source": "api",
        "state": "verified",
        "country": "ES",
        "used": True,
    }
    assert await put(first, "api") == bound
    assert (await put(second, "api"))["phone"]["shown"] == f"…{second[-2:]}"
    both = await put(first, "self")
    assert [(one["source"], one["state"], one["used"]) for one in both["identifiers"]] == [
        ("api", "verified", True),
        ("self", "unverified", False),
    ]
    for _ in range(2):
        expect(await http.call("DELETE", f"{path}/phone", params={"source": "api"}), 204)
    left = await http.get(path)
    assert (left["phone"]["source"], left["phone"]["state"]) == ("self", "unverified")
    expect(await http.call("DELETE", f"{path}/phone", params={"source": "self"}), 204)
    assert await http.get(path) == user


@pytest.mark.spec("W06", "Q13")
async def test_a_mail_address_is_bound_and_unbound_likewise(http: Http) -> None:
    user = await create(http, email={"address": "ana@example.org", "source": "directory"})
    path = f"/v1/users/{user['id']}"
    assert (user["email"]["shown"], user["email"]["source"]) == ("a…@…", "directory")
    answer = await http.call("PUT", f"{path}/email", json={"address": "bob@example.org"})
    assert [one["source"] for one in expect(answer, 200)["identifiers"]] == ["api", "directory"]
    assert "example.org" not in answer.text
    expect(await http.call("DELETE", f"{path}/email", params={"source": "directory"}), 204)
    left = await http.get(path)
    assert (left["email"]["source"], left["email"]["used"]) == ("api", True)
    answer = await http.call("PUT", f"{path}/email", json={"address": "not an address"})
    problem(answer, 422, "not_an_address")


@pytest.mark.spec("A11")
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("612 34 56 78", "region_missing"),
        ("+34 612", "too_short"),
        ("+34 800 123 456", "cannot_receive_texts"),
        ("call me", "not_a_number"),
    ],
)
async def test_a_number_that_cannot_be_texted_is_refused_with_the_reason(
    http: Http, number: str, reason: str
) -> None:
    user = await create(http)
    answer = await http.call("PUT", f"/v1/users/{user['id']}/phone", json={"number": number})
    refused = problem(answer, 422, reason)
    assert number not in str(refused)
    created = await http.call("POST", "/v1/users", json={"phone": {"number": number}})
    assert faults(problem(created, 422, "user_refused")) == [("$.phone.number", reason)]
    assert (await http.get(f"/v1/users/{user['id']}"))["identifiers"] == []


@pytest.mark.spec("A11")
async def test_a_national_number_is_read_in_the_users_country_or_else_in_the_organizations_region(
    http: Http,
) -> None:
    async with http.company.sending.database.app(http.company.id) as connection:
        await connection.execute(
            text("update organizations set region = 'GB' where id = :org"), {"org": http.company.id}
        )
    briton = await create(http, phone={"number": "07400 123456"})
    spaniard = await create(http, country="ES", phone={"number": "612 34 56 78"})
    assert (briton["phone"]["country"], spaniard["phone"]["country"]) == ("GB", "ES")
    name = external()
    answer = await upload(http, f"external_id,country,phone\n{name}-1,,07400 123457\n{name}-2,ES,612345679\n")
    assert (answer["created"], answer["refused"]) == (2, 0)
    assert (await called(http, f"{name}-1"))["phone"]["country"] == "GB"
    again = await upload(http, f"external_id,phone\n{name}-2,612 34 56 70\n")
    assert (again["updated"], again["bad"]) == (1, [])


@pytest.mark.spec("P09")
async def test_the_identifier_that_is_shown_as_used_is_the_one_that_sending_takes(http: Http) -> None:
    sources = ["self", "import", "api", "directory"]
    for count in range(1, len(sources) + 1):
        user = await create(http)
        for source in sources[:count]:
            body = {"number": new_number(), "source": source}
            expect(await http.call("PUT", f"/v1/users/{user['id']}/phone", json=body), 200)
        shown = await http.get(f"/v1/users/{user['id']}")
        run = await http.company.campaign([Someone(shown["id"], "", "")])
        async with http.company.sending.database.app(http.company.id) as connection:
            (person,) = await facts.read_people(
                connection, http.company.id, run.execution, [shown["id"]], SMS
            )
        assert shown["phone"]["source"] == person.source == sources[count - 1]


@pytest.mark.spec("W06")
async def test_a_number_that_is_confirmed_stays_so_when_it_is_bound_again(http: Http) -> None:
    user, number = await create(http), new_number()
    body = {"number": number, "source": "self"}
    expect(await http.call("PUT", f"/v1/users/{user['id']}/phone", json=body), 200)
    async with http.company.sending.database.app(http.company.id) as connection:
        await connection.execute(
            text("update reachabilities set state = 'verified' where user_id = :user"), {"user": user["id"]}
        )
    again = expect(await http.call("PUT", f"/v1/users/{user['id']}/phone", json=body), 200)
    assert again["phone"]["state"] == "verified"
    other = {"number": new_number(), "source": "self"}
    changed = expect(await http.call("PUT", f"/v1/users/{user['id']}/phone", json=other), 200)
    assert changed["phone"]["state"] == "unverified"


@pytest.mark.spec("Q18")
async def test_deactivating_ends_what_runs_and_reactivating_brings_back_no_more_than_the_user(
    http: Http,
) -> None:
    (someone,) = await http.company.hire(1)
    run = await http.company.campaign([someone])
    path = f"/v1/users/{someone.id}"
    off = await http.post(f"{path}/deactivate")
    assert (off["active"], (await http.post(f"{path}/deactivate"))["active"]) == (False, False)
    await run.send()
    assert await run.outcomes() == {"skipped:user_deactivated": 1}
    await withdraw.stop(http.company.sending, E164(someone.number))
    on = await http.post(f"{path}/reactivate")
    assert on == {**off, "active": True}
    again = await http.company.campaign([someone])
    await again.send()
    assert await again.outcomes() == {"skipped:opted_out": 1}


async def test_editors_may_look_at_users_but_not_at_how_they_are_reached_and_change_none(http: Http) -> None:
    (someone,) = await http.company.hire(1)
    path = f"/v1/users/{someone.id}"
    for answer in (
        await http.get(path, key=http.editor),
        (await http.get("/v1/users", key=http.editor))["items"][0],
    ):
        assert answer["firstName"].startswith(PLANTED_NAME)
        assert [answer[name] for name in ("phone", "email", "identifiers")] == [None, None, None]
    for method, where, body in (
        ("POST", "/v1/users", {}),
        ("PATCH", path, {}),
        ("PUT", f"{path}/roles", {"roles": []}),
        ("PUT", f"{path}/phone", {"number": "+34612345678"}),
        ("DELETE", f"{path}/phone?source=api", None),
        ("POST", f"{path}/deactivate", None),
        ("POST", f"{path}/reactivate", None),
        ("POST", "/v1/users/bulk", {"users": [{}]}),
    ):
        problem(await http.call(method, where, json=body, key=http.editor), 403, "scope_missing")
    answer = await http.call(
        "POST", "/v1/users/import", key=http.editor, content=b"external_id\n", headers=CSV
    )
    problem(answer, 403, "scope_missing")


@pytest.mark.parametrize("stranger", [str(uuid4())])
async def test_users_of_nobody_are_not_found(http: Http, stranger: str) -> None:
    path = f"/v1/users/{stranger}"
    for method, where, body in (
        ("GET", path, None),
        ("PATCH", path, {"firstName": "x"}),
        ("PUT", f"{path}/roles", {"roles": ["x"]}),
        ("PUT", f"{path}/phone", {"number": "+34612345678"}),
        ("PUT", f"{path}/email", {"address": "a@example.org"}),
        ("DELETE", f"{path}/phone?source=api", None),
        ("DELETE", f"{path}/email?source=api", None),
        ("POST", f"{path}/deactivate", None),
        ("POST", f"{path}/reactivate", None),
    ):
        problem(await http.call(method, where, json=body), 404, "not_found")


async def test_lists_and_files_are_no_users(http: Http) -> None:
    for path in ("/v1/users/bulk", "/v1/users/import"):
        for method in ("GET", "PATCH"):
            problem(await http.call(method, path), 405, "method_not_allowed")
    problem(await http.call("GET", "/v1/users/nobody"), 404, "not_found")


@pytest.mark.spec("D24")
async def test_a_list_loads_its_good_users_and_says_of_each_bad_one_what_is_wrong(http: Http) -> None:
    name = external()
    known = await create(http, externalId=f"{name}-0", firstName="Ana", locale="es")
    rows: list[Any] = [
        {"externalId": f"{name}-0", "firstName": "Anna"},
        {"externalId": f"{name}-1", "phone": {"number": new_number()}, "managerExternalId": f"{name}-0"},
        {"externalId": f"{name}-2", "phone": {"number": "+34 612"}, "email": {"address": "xyz"}},
        {"externalId": f"{name}-1"},
        {"id": known["id"]},
        {"id": str(uuid4()), "externalId": f"{name}-3"},
        {"firstName": "Nameless"},
        {"externalId": f"{name}-4", "country": "Spain", "nickname": "x"},
        {"externalId": f"{name}-5", "country": "Spain"},
        "no user",
        {"externalId": f"{name}-6", "managerExternalId": f"{name}-7"},
        {"externalId": f"{name}-7", "managerExternalId": f"{name}-2"},
        {"externalId": f"{name}-8", "managerExternalId": f"{name}-9"},
        {"externalId": f"{name}-9"},
    ]
    answer = await load(http, *rows)
    assert (answer["created"], answer["updated"], answer["refused"]) == (3, 1, 10)
    assert [one["index"] for one in answer["users"]] == list(range(len(rows)))
    assert {
        one["index"]: [(e["path"], e["reason"]) for e in one["errors"]]
        for one in answer["users"]
        if one["errors"]
    } == {
        2: [("phone.number", "too_short"), ("email.address", "not_an_address")],
        3: [("externalId", "repeated")],
        4: [("id", "repeated")],
        5: [("id", "user_unknown")],
        6: [("externalId", "external_id_missing")],
        7: [("nickname", "field_unknown")],
        8: [("country", "country_unknown")],
        9: [("", "invalid")],
        10: [("managerExternalId", "manager_unknown")],
        11: [("managerExternalId", "manager_unknown")],
    }
    assert answer["users"][0] == {
        "index": 0,
        "result": "updated",
        "id": known["id"],
        "externalId": f"{name}-0",
        "errors": [],
    }
    assert await called(http, f"{name}-0") == {**known, "firstName": "Anna"}
    assert (await called(http, f"{name}-1"))["managerId"] == known["id"]
    assert (await called(http, f"{name}-8"))["managerExternalId"] == f"{name}-9"


async def test_loading_a_list_again_changes_nobody(http: Http) -> None:
    name = external()
    rows = [
        {
            "externalId": f"{name}-{n}",
            "firstName": f"N{n}",
            "phone": {"number": new_number()},
            "roles": ["a", "b"],
        }
        for n in range(20)
    ]
    first = await load(http, *rows)
    before = (await http.get("/v1/users", params={"role": "a"}))["items"]
    second = await load(http, *rows)
    assert (first["created"], second["updated"]) == (20, 20)
    assert (await http.get("/v1/users", params={"role": "a"}))["items"] == before
    assert len(before) == 20


async def test_lists_that_arrive_at_once_make_each_user_once(http: Http) -> None:
    names = [external() for _ in range(60)]
    rows = [{"externalId": name, "firstName": name[-5:]} for name in names]
    answers = await asyncio.gather(load(http, *rows), load(http, *reversed(rows)), load(http, *rows[20:]))
    assert [one["refused"] for one in answers] == [0, 0, 0]
    assert sum(one["created"] for one in answers) == len(names)
    page = await http.get("/v1/users", params={"limit": 200})
    assert sorted(one["externalId"] for one in page["items"]) == sorted(names)


async def test_lists_have_a_length(http: Http) -> None:
    problem(await http.call("POST", "/v1/users/bulk", json={"users": []}), 422, "invalid")
    problem(await http.call("POST", "/v1/users/bulk", json={"users": [{}] * 10_001}), 422, "invalid")


async def test_ten_thousand_people_are_loaded_by_one_request(http: Http) -> None:
    rows = [
        {
            "externalId": f"e-{n}",
            "firstName": f"{PLANTED_NAME}{n}",
            "phone": {"number": f"+34699{n:06}"},
            "roles": ["all"],
        }
        for n in range(10_000)
    ]
    answer = await load(http, *rows)
    assert (answer["created"], answer["refused"]) == (10_000, 0)
    assert (await http.get("/v1/roles"))["items"] == [{"role": "all", "users": 10_000}]


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


# -- a directory's sync


async def test_a_directorys_key_writes_users_and_reads_what_it_wrote_with_numbers_masked(http: Http) -> None:
    sync, name, number = await make_key(http.company, "scim"), external(), new_number()

    made = await http.post("/v1/users", {"externalId": name, "firstName": "Ana"}, 201, key=sync)
    path = f"/v1/users/{made['id']}"
    bound = {"number": number, "source": "directory"}
    bulk = {"users": [{"externalId": name, "firstName": "Bea"}]}
    for method, where, body in (
        ("PATCH", path, {"locale": "es"}),
        ("PUT", f"{path}/roles", {"roles": ["lead"]}),
        ("PUT", f"{path}/phone", bound),
        ("PUT", f"{path}/email", {"address": "ana@example.org", "source": "directory"}),
        ("POST", "/v1/users/bulk", bulk),
        ("POST", f"{path}/deactivate", None),
        ("POST", f"{path}/reactivate", None),
    ):
        expect(await http.call(method, where, json=body, key=sync), 200)
    shown = await http.get(path, key=sync)
    listed = await http.get("/v1/users", key=sync, params={"externalId": name})

    assert shown == await http.get(path)
    assert listed["items"] == [shown]
    assert (shown["firstName"], shown["locale"], shown["roles"]) == ("Bea", "es", ["lead"])
    assert sorted(one["kind"] for one in shown["identifiers"]) == ["email", "phone"]
    assert number not in str(shown)


async def test_a_directorys_key_opens_nothing_but_users_and_groups(http: Http) -> None:
    sync = await make_key(http.company, "scim")
    for path in ("settings", "channels", "senders", "keys", "secrets", "spend", "campaigns", "definitions"):
        problem(await http.call("GET", f"/v1/{path}", key=sync), 403, "scope_missing")


async def test_an_editors_key_reads_users_without_their_numbers_and_writes_none(http: Http) -> None:
    user = await create(http, externalId=external(), phone={"number": new_number(), "source": "directory"})
    path = f"/v1/users/{user['id']}"

    shown = await http.get(path, key=http.editor)

    assert user["phone"] is not None
    assert (shown["phone"], shown["identifiers"]) == (None, None)
    for method, where in (("PATCH", path), ("POST", "/v1/users"), ("POST", f"{path}/deactivate")):
        answer = await http.call(method, where, json={"firstName": "x"}, key=http.editor)
        problem(answer, 403, "scope_missing")
