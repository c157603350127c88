"""Who may call the directory's interface, and what is said to who may not."""

import json

import pytest

from homing.dispatching.context import Sending
from homing.observing import Metrics
from tests.http.conftest import make_key
from tests.scim.conftest import MEDIA_TYPE, USER, Directory, scim_error
from tests.world import found_company, new_number


@pytest.mark.parametrize("path", ["/Users", "/Groups/x", "/ServiceProviderConfig", "", "/nowhere"])
async def test_nothing_is_answered_without_a_key_that_opens_it(directory: Directory, path: str) -> None:
    refused = await directory.call("GET", path, key="hk_wrong")
    scim_error(refused, 401)
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    missing = await directory.client.get(f"/scim/v2{path}")
    scim_error(missing, 401)


async def test_a_key_needs_the_scope_of_a_directory_or_of_an_admin(directory: Directory) -> None:
    editor = await make_key(directory.company, "editor")
    scim_error(await directory.call("GET", "/Users", key=editor), 403)
    admin = await make_key(directory.company, "admin")
    assert (await directory.call("GET", "/Users", key=admin)).status_code == 200


async def test_another_organizations_resources_are_not_there(directory: Directory, sending: Sending) -> None:
    ana = await directory.add("ana")
    group = await directory.add_group("Night shift", [ana["id"]])
    stranger = await make_key(await found_company(sending, "+34600000001"), "scim")
    for path in (f"/Users/{ana['id']}", f"/Groups/{group['id']}"):
        scim_error(await directory.call("GET", path, key=stranger), 404)
        scim_error(await directory.call("DELETE", path, key=stranger), 404)
    found = await directory.call("GET", "/", key=stranger)
    assert found.json()["totalResults"] == 0
    mine = await directory.call("POST", "/Users", {"schemas": [USER], "userName": "ana"}, key=stranger)
    assert mine.status_code == 201, "a user name is taken in one organization alone"


async def test_a_body_that_is_too_large_is_refused_in_the_protocols_form(directory: Directory) -> None:
    huge = b'{"schemas":[],"userName":"' + b"x" * 2_000_000 + b'"}'
    scim_error(await directory.call("POST", "/Users", content=huge), 413)


async def test_an_unknown_method_is_refused_in_the_protocols_form(directory: Directory) -> None:
    refused = await directory.call("OPTIONS", "/Users")
    scim_error(refused, 405)
    assert "POST" in refused.headers["Allow"]
    scim_error(await directory.call("DELETE", "/Schemas"), 405)


async def test_requests_are_counted_and_logged_by_route_and_never_by_what_they_look_for(
    directory: Directory, sending: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    number = new_number()
    await directory.add("Quillonquist.secret", externalId="e-secret-1")
    ana = await directory.add("ana")
    await directory.get(f"/Users/{ana['id']}")
    await directory.find("/Users", f'phoneNumbers.value eq "{number}" or userName eq "Quillonquist.secret"')
    shown = scraped(sending.metrics)
    assert "/scim/v2/Users/{resource}" in shown
    assert ana["id"] not in shown
    ours = [one for one in caplog.records if one.name.startswith("plugin")]
    logged = "\n".join(f"{one.msg} {one.args}" for one in ours)
    assert "/scim/v2/Users/{resource}" in logged
    for secret in (number, "Quillonquist.secret", "e-secret-1", ana["id"]):
        assert secret not in logged


def scraped(metrics: Metrics) -> str:
    from prometheus_client import generate_latest  # noqa: PLC0415

    return generate_latest(metrics.registry).decode()


async def test_an_error_never_repeats_a_value_that_was_sent(directory: Directory) -> None:
    number = new_number()
    bodies = [
        ("POST", "/Users", {"schemas": [USER], "userName": {"x": number}}),
        ("POST", "/Users", {"schemas": [USER], "userName": "a", number: "x"}),
        ("POST", "/Users", {"schemas": [USER], "userName": "a", "emails": [{"primary": number}]}),
        ("POST", "/Users", {"schemas": [number], "userName": "a"}),
        ("GET", f'/Users?filter=userName foo "{number}"', None),
        ("GET", f'/Users?filter=x{number[1:]} eq "a"', None),
        ("GET", f"/Users?sortBy=x{number[1:]}", None),
        ("GET", f"/Users/{number}", None),
        ("GET", f"/{number}", None),
    ]
    for method, path, body in bodies:
        answer = await directory.call(method, path, body)
        assert answer.status_code in (400, 404), (path, answer.text)
        assert answer.headers["Content-Type"] == MEDIA_TYPE
        assert number not in answer.text
        assert number[1:] not in answer.text, json.dumps(answer.json())
