"""Where admins are told of opt-outs and opt-ins: set over HTTP, and refused where nothing may be sent to."""

from uuid import uuid4

import pytest

from tests.dispatching.support import rows
from tests.http.conftest import Http, expect, problem

HOOK = "https://hooks.example.com/opt-events"


@pytest.mark.spec("A18")
async def test_an_admin_names_and_takes_back_where_events_are_told(http: Http) -> None:
    people = ["ana@example.com", "bo@example.com"]
    shown = expect(
        await http.call("PATCH", "/v1/settings", json={"eventsUrl": HOOK, "eventsMail": people}), 200
    )
    assert (shown["eventsUrl"], shown["eventsMail"]) == (HOOK, people)
    ways = await rows(
        http.company.sending,
        "select way from event_cursors where org_id = :org order by way",
        org=http.company.id,
    )
    assert [row.way for row in ways] == ["mail", "mail", "webhook"]

    await http.call("PATCH", "/v1/settings", json={"eventsUrl": None, "eventsMail": []})
    shown = await http.get("/v1/settings")
    assert (shown["eventsUrl"], shown["eventsMail"]) == (None, [])


@pytest.mark.spec("A18", "Q06")
@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest",
        "https://localhost/",
        "https://ana:secret@example.com/",
        "ftp://example.com/",
        "x",
    ],
)
async def test_an_address_that_nothing_may_be_posted_to_is_refused_and_not_repeated(
    http: Http, url: str
) -> None:
    answer = await http.call("PATCH", "/v1/settings", json={"eventsUrl": url})

    document = problem(answer, 422, "invalid")
    assert document["errors"][0]["path"] == "$.eventsUrl"
    assert "secret" not in answer.text
    assert (await http.get("/v1/settings"))["eventsUrl"] is None


@pytest.mark.spec("A18")
@pytest.mark.parametrize(
    "addresses",
    [["no address"], ["a@b\r\nBcc: c@example.com"], ["x" * 300 + "@example.com"], ["a@example.com"] * 11],
)
async def test_what_is_no_mail_address_and_more_than_ten_are_refused(
    http: Http, addresses: list[str]
) -> None:
    answer = await http.call("PATCH", "/v1/settings", json={"eventsMail": addresses})
    problem(answer, 422, "invalid")


@pytest.mark.spec("X14")
async def test_differences_are_for_admins_and_begin_empty(http: Http) -> None:
    shown = await http.get("/v1/opt-outs/parity")
    assert (shown["items"], shown["next"]) == ([], None)
    for method, path in (("GET", "/v1/opt-outs/parity"), ("POST", "/v1/opt-outs/parity/compare")):
        problem(await http.call(method, path, key=http.editor), 403, "scope_missing")
    answer = await http.call("GET", f"/v1/opt-outs/parity?cursor={uuid4()}")
    problem(answer, 400, "invalid_cursor")
