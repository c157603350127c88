"""Users over HTTP, one by one."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.dispatching import withdraw
from homing.domain.phone import E164
from homing.store import facts
from tests.http.conftest import Http, expect, problem
from tests.http.staff import SMS, called, create, external, faults, load, upload
from tests.world import Someone, new_number


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
        "reason": None,
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
