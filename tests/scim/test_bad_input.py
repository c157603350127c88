"""What no directory should send, and some do."""

import asyncio
import time
from typing import Any

import pytest

from tests.scim.conftest import GROUP, PATCH, USER, Directory, Json, scim_error

_TWO = [{"value": "a@x.example", "primary": True}, {"value": "b@x.example", "primary": True}]


@pytest.mark.parametrize(
    ("content", "scim_type"),
    [
        (b"{", "invalidSyntax"),
        (b"[]", "invalidSyntax"),
        (b"", "invalidSyntax"),
        (b"\xff\xfe", "invalidSyntax"),
        (b"[" * 100_000, "invalidSyntax"),
        (b'{"a":' * 50_000, "invalidSyntax"),
    ],
)
async def test_what_is_no_json_is_refused(directory: Directory, content: bytes, scim_type: str) -> None:
    headers = {"Content-Type": "application/scim+json"}
    answer = await directory.call("POST", "/Users", content=content, headers=headers)
    scim_error(answer, 400, scim_type)


async def test_what_does_not_say_that_it_is_json_is_refused(directory: Directory) -> None:
    answer = await directory.call("POST", "/Users", content=b"{}", headers={"Content-Type": "text/csv"})
    scim_error(answer, 415)


@pytest.mark.parametrize(
    ("document", "scim_type"),
    [
        ({"schemas": ["urn:example:unknown"], "userName": "a"}, "invalidSyntax"),
        ({"schemas": [USER], "userName": "a", "urn:example:unknown": {"x": 1}}, "invalidSyntax"),
        ({"schemas": [USER], "userName": "a", "shoeSize": 44}, "invalidSyntax"),
        ({"schemas": [USER]}, "invalidValue"),
        ({"schemas": [USER], "userName": ""}, "invalidValue"),
        ({"schemas": [USER], "userName": "   "}, "invalidValue"),
        ({"schemas": [USER], "userName": 7}, "invalidValue"),
        ({"schemas": [USER], "userName": "a\x00b"}, "invalidValue"),
        ({"schemas": [USER], "userName": "a" * 201}, "invalidValue"),
        ({"schemas": [USER], "userName": "a", "externalId": "b" * 201}, "invalidValue"),
        ({"schemas": [USER], "userName": "a", "active": "perhaps"}, "invalidValue"),
        ({"schemas": [USER], "userName": "a", "emails": _TWO}, "invalidValue"),
        (
            {"schemas": [USER], "userName": "a", "roles": [{"value": str(n)} for n in range(201)]},
            "invalidValue",
        ),
        ({"schemas": [USER], "userName": "a", "roles": [{"value": "x"}] * 3_000}, "invalidValue"),
    ],
)
async def test_a_user_that_is_none_is_refused(directory: Directory, document: Json, scim_type: str) -> None:
    scim_error(await directory.call("POST", "/Users", document), 400, scim_type)
    assert (await directory.get("/Users"))["totalResults"] == 0


async def test_attributes_that_can_not_be_used_are_left_out_and_told(directory: Directory) -> None:
    odd = {
        "name": {"givenName": "A\x00B"},
        "preferredLanguage": "klingon, fluently",
        "timezone": "Mars/Olympus",
        "addresses": [{"country": "Narnia"}, {"country": "XX"}],
        "roles": [{"value": "x" * 201}],
        "emails": [{"value": "at home"}],
    }
    ana = await directory.add("ana", **odd)
    assert (await directory.get(f"/Users/{ana['id']}"))["name"] == odd["name"]
    assert await directory.company.alerts() == {}, "an address is no matter of sms"


@pytest.mark.parametrize(
    "filter_",
    [
        "userName",
        'userName eq "a',
        'userName like "a"',
        'shoeSize eq "a"',
        "active gt true",
        "not (" * 40 + "title pr" + ")" * 40,
        " or ".join(['title eq "a"'] * 51),
        'title eq "' + "a" * 2_000 + '"',
        " and ".join(["title pr"] * 50_000),
    ],
)
async def test_a_filter_that_is_none_or_a_bomb_is_refused(directory: Directory, filter_: str) -> None:
    await directory.add("ana")
    if len(filter_) < 50_000:
        answer = await directory.call("GET", "/Users", params={"filter": filter_})
        scim_error(answer, 400, "invalidFilter")
    search = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": filter_}
    scim_error(await directory.call("POST", "/Users/.search", search), 400, "invalidFilter")


@pytest.mark.parametrize(
    ("operations", "scim_type"),
    [
        ([], "invalidValue"),
        ([{"op": "explode", "path": "title"}], "invalidValue"),
        ([{"op": "remove"}], "noTarget"),
        ([{"op": "add", "path": "title"}], "invalidValue"),
        ([{"op": "add", "path": "emails[", "value": "x"}], "invalidPath"),
        ([{"op": "add", "path": "x" * 2_001, "value": "x"}], "invalidPath"),
        ([{"op": "replace", "path": "active", "value": "perhaps"}], "invalidValue"),
        ([{"op": "replace", "path": "id", "value": "x"}], "mutability"),
        ([{"op": "remove", "path": "userName"}], "mutability"),
        ([{"op": "add", "path": "emails", "value": _TWO}], "invalidValue"),
        ([{"op": "add", "path": "title", "value": "x"}] * 1_001, "invalidValue"),
        ([{"op": "replace", "path": "userName", "value": "a\x00"}], "invalidValue"),
    ],
)
async def test_a_patch_that_is_none_is_refused_and_changes_nothing(
    directory: Directory, operations: list[Json], scim_type: str
) -> None:
    ana = await directory.add("ana")
    scim_error(await directory.try_patch(f"/Users/{ana['id']}", *operations), 400, scim_type)
    assert await directory.get(f"/Users/{ana['id']}") == ana


@pytest.mark.parametrize(
    ("operation", "scim_type"),
    [
        ({"op": "replace", "path": "members.value", "value": "x"}, "invalidPath"),
        ({"op": "replace", "path": 'members[value eq "x"].type', "value": "User"}, "invalidPath"),
        ({"op": "remove", "path": 'members[type eq "User"]'}, "invalidFilter"),
        ({"op": "remove", "path": "displayName"}, "mutability"),
        ({"op": "replace", "path": "displayName", "value": ""}, "invalidValue"),
    ],
)
async def test_a_patch_of_a_group_that_is_none_is_refused(
    directory: Directory, operation: Json, scim_type: str
) -> None:
    ana = await directory.add("ana")
    group = await directory.add_group("Night shift", [ana["id"]])
    scim_error(await directory.try_patch(f"/Groups/{group['id']}", operation), 400, scim_type)
    assert await directory.get(f"/Groups/{group['id']}") == group


async def test_ids_that_are_none_name_nothing(directory: Directory) -> None:
    for path in ("/Users/x", "/Groups/x", "/Users/%00", "/Users/00000000-0000-0000-0000-000000000000"):
        scim_error(await directory.call("GET", path), 404)
    document = {"schemas": [USER], "userName": "a"}
    scim_error(await directory.call("PUT", "/Users/nobody", document), 404)
    group = {"schemas": [GROUP], "displayName": "a"}
    scim_error(await directory.call("PUT", "/Groups/nothing", group), 404)
    scim_error(
        await directory.call("PATCH", "/Users/nobody", {"schemas": [PATCH], "Operations": []}),
        400,
        "invalidValue",
    )


async def test_a_body_that_takes_long_keeps_nobody_else_waiting(directory: Directory) -> None:
    """While the library chews, others are answered: it works in threads of its own."""
    ana = await directory.add("ana", roles=[{"value": str(n)} for n in range(100)])
    chewing = [
        asyncio.create_task(
            directory.try_patch(
                f"/Users/{ana['id']}",
                *[
                    {"op": "remove", "path": "roles", "value": [{"value": f"x{n}"} for n in range(150)]}
                    for _ in range(10)
                ],
            )
        )
        for _ in range(2)
    ]
    answered: list[Any] = []
    while not all(task.done() for task in chewing):
        begun = time.monotonic()
        assert (await directory.client.get("/healthz")).status_code == 200
        answered.append(time.monotonic() - begun)
    assert [(await task).status_code for task in chewing] == [204, 204]
    assert answered
    assert max(answered) < 10
