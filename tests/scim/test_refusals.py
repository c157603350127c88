"""What is said of what was refused: never with a value that was handed in, in whichever way."""

from typing import Any, Final

import pytest

from tests.http.conftest import expect
from tests.scim.conftest import ENTERPRISE, MEDIA_TYPE, USER, Directory, Json, scim_error
from tests.scim.conftest import PATCH as PATCH_OP

_BULK: Final = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
_WORD: Final = "Quillonquist"
_OPERATIONS: Final[list[Json]] = [
    {"op": "replace", "path": "active", "value": _WORD},
    {"op": "replace", "path": _WORD, "value": _WORD},
    {"op": "replace", "path": "name", "value": _WORD},
    {"op": "replace", "path": "name.givenName", "value": {_WORD: _WORD}},
    {"op": "add", "path": "emails", "value": [{_WORD: _WORD}]},
    {"op": "add", "path": "photos", "value": [{"value": f"no address {_WORD}"}]},
    {"op": "add", "path": "profileUrl", "value": f"http://[{_WORD}"},
    {"op": "replace", "path": f"{ENTERPRISE}:manager", "value": [_WORD, _WORD]},
]
_USERS: Final[list[Json]] = [
    {"userName": {"x": _WORD}},
    {"userName": "b", _WORD: "x"},
    {"userName": "b", "emails": [{_WORD: "x"}]},
    {"userName": "b", "profileUrl": f"http://[{_WORD}"},
    {"userName": "b", "active": _WORD},
]


def operation(method: str, path: str, **rest: Any) -> Json:
    return {"method": method, "path": path, **rest}


@pytest.mark.parametrize("patch", _OPERATIONS)
async def test_a_refused_patch_is_told_without_values(directory: Directory, patch: Json) -> None:
    ana = await directory.add("ana")
    answer = await directory.try_patch(f"/Users/{ana['id']}", patch)
    assert answer.status_code == 400
    detail = scim_error(answer, 400, answer.json().get("scimType"))["detail"]
    assert _WORD not in answer.text
    assert "\n" not in detail
    assert "pydantic" not in detail


@pytest.mark.parametrize("user", _USERS)
async def test_a_refused_user_is_told_without_values(directory: Directory, user: Json) -> None:
    answer = await directory.call("POST", "/Users", {"schemas": [USER], **user})
    assert answer.status_code == 400
    assert _WORD not in answer.text


async def test_the_attribute_that_is_wrong_is_named(directory: Directory) -> None:
    ana = await directory.add("ana")
    wrong = {"op": "add", "path": "emails", "value": [{"primary": "perhaps"}]}
    patched = scim_error(await directory.try_patch(f"/Users/{ana['id']}", wrong), 400, "invalidValue")
    assert patched["detail"].startswith("Input should be a valid boolean")
    assert patched["detail"].endswith(": primary")
    sent = {"schemas": [USER], "userName": "b", "emails": [{"primary": "perhaps"}]}
    created = scim_error(await directory.call("POST", "/Users", sent), 400, "invalidValue")
    assert created["detail"].endswith(": emails[0].primary")


async def test_the_refusals_of_a_bulk_request_are_told_without_values(directory: Directory) -> None:
    ana = await directory.add("ana")
    sent = [
        *(
            operation("POST", "/Users", bulkId=f"u{n}", data={"schemas": [USER], **one})
            for n, one in enumerate(_USERS)
        ),
        *(
            operation("PATCH", f"/Users/{ana['id']}", data={"schemas": [PATCH_OP], "Operations": [one]})
            for one in _OPERATIONS
        ),
        operation("PUT", "/Users/x", data={"schemas": [USER], "userName": "x", "manager": f"bulkId:{_WORD}"}),
        operation("POST", f"/{_WORD}", bulkId="p", data={"schemas": [USER], "userName": "x"}),
    ]
    answer = await directory.call("POST", "/Bulk", {"schemas": [_BULK], "Operations": sent})
    told = expect(answer, 200)["Operations"]
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert {one["status"] for one in told} <= {"400", "404"}
    assert [one["response"]["detail"] for one in told if _WORD in one["response"]["detail"]] == []
    assert len(told) == len(sent)


async def test_a_bulk_request_may_patch_no_more_than_one_alone(directory: Directory) -> None:
    ana = await directory.add("ana")
    roles = [{"value": str(n)} for n in range(1_500)]
    removing = {"schemas": [PATCH_OP], "Operations": [{"op": "remove", "path": "roles", "value": roles}]}
    one = operation("PATCH", f"/Users/{ana['id']}", data=removing)
    expect(await directory.call("POST", "/Bulk", {"schemas": [_BULK], "Operations": [one]}), 200)
    twice = await directory.call("POST", "/Bulk", {"schemas": [_BULK], "Operations": [one, one]})
    scim_error(twice, 400, "invalidValue")
