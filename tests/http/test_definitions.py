"""What an editor does: reads the catalogue, validates, registers, edits, lists."""

from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator

from homing.domain.definition import CHANNEL_NAMES
from plugin.http.definitions import EXAMPLE
from tests.definitions import define, notify, remind, wait, webhook
from tests.http.conftest import Http, problem

SMS = "CHANNEL_NAME_SMS"


async def register(http: Http, definition: Any, name: str = "reminders") -> dict[str, Any]:
    made: dict[str, Any] = await http.post("/v1/definitions", {"name": name, "definition": definition}, 201)
    return made


@pytest.mark.spec("P21")
async def test_the_catalogue_offers_what_the_organization_can_use_and_the_schema_takes_the_example(
    http: Http,
) -> None:
    offered = await http.get("/v1/catalogue", key=http.editor)

    usable = {one["name"] for one in offered["channels"] if one["usable"]}
    assert usable == {"sms", "email"}
    assert offered["definitionSchema"]["$defs"]["channels"]["items"]["enum"] == ["CHANNEL_NAME_EMAIL", SMS]
    Draft202012Validator(offered["definitionSchema"]).validate(EXAMPLE)


@pytest.mark.spec("P21")
async def test_a_channel_that_is_switched_off_is_offered_no_more(http: Http) -> None:
    await http.call("PUT", "/v1/channels/sms", json={"enabled": False})

    offered = await http.get("/v1/catalogue")
    every = await http.get("/v1/catalogue?all=true")

    assert SMS not in offered["definitionSchema"]["$defs"]["channels"]["items"]["enum"]
    assert len(every["definitionSchema"]["$defs"]["channels"]["items"]["enum"]) == len(CHANNEL_NAMES)


@pytest.mark.spec("Q01", "P21")
async def test_a_definition_is_registered_and_read_as_it_was_meant(http: Http) -> None:
    made = await register(http, EXAMPLE)

    shown = await http.get(f"/v1/definitions/{made['id']}?extras=true")

    assert made["version"] == shown["version"] == 1
    assert shown["name"] == "reminders"
    steps = {step["id"]: step for step in shown["definition"]["steps"]}
    assert steps["remind"]["homing"]["channelStrategy"] == "FIRST_REACHED"
    assert steps["remind"]["sendReminder"]["thirdPartyChannels"] == [SMS, "CHANNEL_NAME_EMAIL"]


@pytest.mark.spec("Q14")
async def test_an_editor_that_does_not_ask_reads_none_of_our_own_fields(http: Http) -> None:
    made = await register(http, EXAMPLE)

    shown = await http.get(f"/v1/definitions/{made['id']}")

    assert not any("homing" in step for step in shown["definition"]["steps"])


@pytest.mark.spec("Q01")
async def test_everything_that_is_wrong_is_told_at_once_with_its_path(http: Http) -> None:
    wrong = define(notify(), wait("w", "1s"), remind("r", "sms"))
    wrong["steps"][1]["deadlineCheck"]["snooze"] = True
    wrong["steps"][2]["transitions"] = {"completed": "nowhere"}

    for path, body in (
        ("/v1/definitions", {"name": "x", "definition": wrong}),
        ("/v1/definitions/validate", {"definition": wrong}),
    ):
        told = problem(await http.call("POST", path, json=body), 422, "definition_refused")

        assert {fault["path"] for fault in told["errors"]} == {
            "steps[1].deadlineCheck.delay",
            "steps[1].deadlineCheck.snooze",
            "steps[2].transitions.completed",
        }


async def test_validating_keeps_nothing(http: Http) -> None:
    await http.post("/v1/definitions/validate", {"definition": EXAMPLE})

    assert (await http.get("/v1/definitions"))["items"] == []


async def test_an_edit_is_a_new_version_and_the_old_one_stays(http: Http) -> None:
    made = await register(http, define(notify(), remind("first", "sms")))
    edited = {"definition": define(notify(), remind("second", "sms"))}

    version = await http.post(f"/v1/definitions/{made['id']}/versions", edited, 201)

    assert version == {"id": made["id"], "version": 2}
    old = await http.get(f"/v1/definitions/{made['id']}?version=1")
    new = await http.get(f"/v1/definitions/{made['id']}")
    assert [one["definition"]["steps"][1]["id"] for one in (old, new)] == ["first", "second"]
    listed = await http.get(f"/v1/definitions/{made['id']}/versions")
    assert [one["version"] for one in listed["items"]] == [2, 1]


@pytest.mark.spec("Q01")
async def test_the_headers_of_a_webhook_are_never_echoed(http: Http) -> None:
    secret = f"secret-{uuid4()}"
    step = webhook("call", "https://example.org/x", headers={"Authorization": secret})
    made = await register(http, define(notify(), step))

    answers = [
        await http.call("GET", f"/v1/definitions/{made['id']}?extras=true"),
        await http.call("POST", "/v1/definitions/validate", json={"definition": define(notify(), step)}),
        await http.call("GET", "/v1/definitions"),
    ]

    assert all(answer.status_code == 200 and secret not in answer.text for answer in answers)


@pytest.mark.spec("Q06")
async def test_a_webhook_to_a_private_address_is_refused_with_its_path(http: Http) -> None:
    wrong = define(notify(), webhook("call", "http://10.1.2.3/x"))

    answer = await http.call("POST", "/v1/definitions", json={"name": "x", "definition": wrong})

    told = problem(answer, 422, "definition_refused")
    assert [fault["path"] for fault in told["errors"]] == ["steps[1].callWebhook.url"]


async def test_definitions_are_listed_by_name_in_pages(http: Http) -> None:
    for name in ("b", "a", "c", "a"):
        await register(http, EXAMPLE, name)

    names, cursor = [], ""
    while True:
        page = await http.get(f"/v1/definitions?limit=2{cursor}")
        names += [one["name"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert names == ["a", "a", "b", "c"]


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "WyJhIiwieCJd", "%00", "W1sxXSwyXQ", "a" * 900])
async def test_a_cursor_that_is_none_is_refused(http: Http, cursor: str) -> None:
    for path in ("definitions", "campaigns", "keys", "spend", "alerts", "senders", "opt-events"):
        problem(await http.call("GET", f"/v1/{path}?cursor={cursor}"), 400, "invalid_cursor")


@pytest.mark.parametrize("path", [f"/v1/definitions/{uuid4()}", f"/v1/definitions/{uuid4()}/versions"])
async def test_a_definition_that_is_not_there_is_not_found(http: Http, path: str) -> None:
    problem(await http.call("GET", path), 404, "not_found")
