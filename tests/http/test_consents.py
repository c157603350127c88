"""Consents over HTTP: recorded, withdrawn, listed, exported, and part of the evidence of a number."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import pytest

from homing.carrier.control import Control
from homing.domain.strategy import MessageClass
from homing.settings import Settings
from tests.cli.support import homing
from tests.http.conftest import Http, expect, make_key, problem
from tests.world import Someone

SHOWN: Final = "I agree to get news from Pidgr by text message."
GIVEN: Final = {"given": True, "textShown": SHOWN, "language": "en"}
MINE: Final = "/v1/me/consents"


def at(person: Someone | UUID, channel: str = "sms", message_class: str = "MARKETING") -> str:
    user = person.id if isinstance(person, Someone) else person
    return f"/v1/users/{user}/consents/{channel}/{message_class}"


async def put(http: Http, path: str, body: Any, status: int = 200, **rest: Any) -> Any:
    return expect(await http.call("PUT", path, json=body, **rest), status)


@pytest.mark.spec("D25", "D26")
async def test_a_consent_that_is_recorded_keeps_its_source_time_language_and_text(http: Http) -> None:
    [ana] = await http.company.hire(1)
    key = await make_key(http.company, "scim")

    answer = await put(http, at(ana), {**GIVEN, "saidAt": "2026-03-01T10:00:00+01:00"}, key=key)

    assert answer == {
        **answer,
        "messageClass": "MARKETING",
        "channel": "sms",
        "state": "given",
        "source": "api",
        "saidAt": "2026-03-01T09:00:00Z",
        "language": "en",
        "textShown": SHOWN,
        "formId": None,
        "until": None,
    }
    assert await http.get(f"/v1/users/{ana.id}/consents") == [answer]
    assert datetime.fromisoformat(answer["recordedAt"]) > datetime.now(UTC) - timedelta(minutes=5)


@pytest.mark.spec("D25", "W02")
async def test_what_a_user_says_themself_holds_at_once(http: Http, carrier: Control) -> None:
    [ana] = await http.company.hire(1)
    key = await http.key_of(ana.id)
    assert await http.get(MINE, key=key) == []

    outcomes = []
    for given in (True, False):
        said = GIVEN if given else {"given": False}
        shown = await put(http, f"{MINE}/sms/MARKETING", said, key=key)
        assert (shown["source"], shown["state"]) == ("self", "given" if given else "withdrawn")
        run = await http.company.campaign([ana])
        await run.send(message_class=MessageClass.MARKETING)
        outcomes.append(set(await run.texted()))

    assert outcomes == [{"texted"}, {"skipped:no_consent"}]
    assert len(await carrier.texts(ana.number)) == 1
    assert [one["state"] for one in await http.get(MINE, key=key)] == ["withdrawn"]


async def test_what_was_said_before_a_withdrawal_does_not_undo_it_when_it_is_recorded_later(
    http: Http,
) -> None:
    [ana] = await http.company.hire(1)
    await put(http, at(ana), {"given": False})
    answer = await put(http, at(ana), {**GIVEN, "saidAt": "2026-01-01T00:00:00Z"})
    assert answer["state"] == "withdrawn"


@pytest.mark.spec("D26")
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"given": True}, "consent_text_missing"),
        ({"given": True, "textShown": ""}, "invalid"),
        ({"given": True, "textShown": " \n "}, "invalid"),
        ({"given": True, "textShown": "x" * 2001}, "invalid"),
        ({"given": True, "textShown": "a\x00b"}, "invalid"),
        ({"given": True, "textShown": SHOWN, "language": "klingonian"}, "invalid"),
        ({**GIVEN, "saidAt": "2026-03-01T10:00:00"}, "invalid"),
        ({**GIVEN, "saidAt": "2199-03-01T10:00:00Z"}, "in_the_future"),
        ({}, "invalid"),
    ],
)
async def test_a_consent_that_nobody_can_have_given_is_refused(
    http: Http, body: dict[str, Any], code: str
) -> None:
    [ana] = await http.company.hire(1)
    problem(await http.call("PUT", at(ana), json=body), 422, code)
    assert await http.get(f"/v1/users/{ana.id}/consents") == []


@pytest.mark.parametrize("channel", ["in_app", "pigeon", "account_sms"])
async def test_there_is_no_consent_to_what_nobody_can_refuse(http: Http, channel: str) -> None:
    [ana] = await http.company.hire(1)
    problem(await http.call("PUT", at(ana, channel), json=GIVEN), 404, "not_found")
    problem(await http.call("PUT", at(ana, "sms", "OTP"), json=GIVEN), 422, "invalid")


async def test_consents_are_those_of_ones_own_people(http: Http, other: Http) -> None:
    [ana] = await http.company.hire(1)
    await put(http, at(ana), GIVEN)

    for whose in (ana.id, uuid4()):
        problem(await other.call("GET", f"/v1/users/{whose}/consents"), 404, "not_found")
        problem(await other.call("PUT", at(whose), json={"given": False}), 404, "not_found")
    problem(await http.call("PUT", at(ana), json=GIVEN, key=http.editor), 403, "scope_missing")
    assert (await other.get("/v1/consent-events"))["items"] == []
    assert (await http.get(f"/v1/users/{ana.id}/consents"))[0]["state"] == "given"


@pytest.mark.spec("D26")
async def test_what_was_recorded_is_listed_the_latest_first_and_exported(http: Http) -> None:
    ana, ben = await http.company.hire(2)
    await put(http, at(ana), {**GIVEN, "textShown": "=I agree,\nreally"})
    await put(http, at(ben), GIVEN)
    await put(http, at(ana), {"given": False})

    first = await http.get("/v1/consent-events?limit=2")
    rest = await http.get(f"/v1/consent-events?limit=2&cursor={first['next']}")
    anas = await http.get(f"/v1/consent-events?userId={ana.id}")
    file = await http.call("GET", "/v1/consent-events.csv")

    listed = [*first["items"], *rest["items"]]
    assert [(one["userId"], one["kind"]) for one in listed] == [
        (str(ana.id), "withdrawn"),
        (str(ben.id), "given"),
        (str(ana.id), "given"),
    ]
    assert rest["next"] is None
    assert [one["id"] for one in anas["items"]] == [listed[0]["id"], listed[2]["id"]]
    assert listed[2]["textShown"] == "=I agree,\nreally"
    assert str(UUID(listed[2]["actor"])) == listed[2]["actor"]
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert [row["id"] for row in rows] == [str(one["id"]) for one in listed]
    assert [row["text_shown"] for row in rows] == ["", SHOWN, "'=I agree,\nreally"]


@pytest.mark.spec("X16")
async def test_evidence_of_a_number_holds_what_was_said_while_it_was_the_users(
    http: Http, settings: Settings, tmp_path: Path
) -> None:
    ana, ben = await http.company.hire(2)
    await put(http, at(ana), GIVEN)
    await put(http, at(ben), GIVEN)
    await put(http, at(ana), {"given": False})

    answer = await http.call("POST", "/v1/evidence", json={"userId": str(ana.id)})

    said = expect(answer, 200)["consents"]
    assert [(one["userId"], one["kind"], one["textShown"]) for one in said] == [
        (str(ana.id), "given", SHOWN),
        (str(ana.id), "withdrawn", None),
    ]
    file = tmp_path / "evidence.json"
    file.write_bytes(answer.content)
    verified = await homing("evidence", "verify", str(file), settings=settings)
    file.write_bytes(answer.content.replace(b"I agree", b"I Agree"))
    altered = await homing("evidence", "verify", str(file), settings=settings)
    assert (verified.code, altered.code) == (0, 1)
    assert SHOWN in verified.out
