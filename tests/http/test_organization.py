"""What an organization's admins set, and what it does to the next message."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.embedded.mail import MailSink
from tests.http.conftest import Http, expect, make_key, problem
from tests.http.handset import open_office
from tests.world import PLANTED_NAME, PLANTED_TITLE, Run, Someone


async def patch(http: Http, path: str, body: Any, status: int = 200) -> Any:
    return expect(await http.call("PATCH", path, json=body), status)


async def put(http: Http, path: str, body: Any, status: int = 200) -> Any:
    return expect(await http.call("PUT", path, json=body), status)


async def sent_to(http: Http, person: Someone) -> Run:
    run = await http.company.campaign([person])
    await run.send()
    return run


async def text_to(http: Http, carrier: Control, person: Someone) -> str:
    """What the next text to somebody says."""
    await sent_to(http, person)
    return (await carrier.texts(person.number))[-1].body


async def test_what_is_named_changes_and_nothing_else(http: Http) -> None:
    before = await http.get("/v1/settings")
    changes = {
        "region": "ES",
        "supportContact": "help@example.com",
        "quietFrom": "21:00:00",
        "quietUntil": "08:00:00",
        "defaultSenderId": (await http.get("/v1/senders"))["items"][0]["id"],
    }

    after = await patch(http, "/v1/settings", changes)
    cleared = await patch(http, "/v1/settings", dict.fromkeys(changes))

    assert after == {**before, **changes}
    assert cleared == before == await patch(http, "/v1/settings", {})


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"name": None}, "$.name"),
        ({"productName": ""}, "$.productName"),
        ({"productName": "a\nb"}, "$.productName"),
        ({"linkDomain": "https://example.com/x"}, "$.linkDomain"),
        ({"linkDomain": "localhost"}, "$.linkDomain"),
        ({"showTitle": None}, "$.showTitle"),
        ({"languages": [""]}, "$.languages[0]"),
        ({"region": "es"}, "$.region"),
        ({"quietFrom": "25:00"}, "$.quietFrom"),
        ({"quietFrom": "21:00+01:00"}, "$.quietFrom"),
        ({"currency": "EUR"}, "$.currency"),
        ({"suspended": True}, "$.suspended"),
    ],
)
async def test_a_setting_that_makes_no_sense_is_refused_by_its_path(
    http: Http, body: dict[str, Any], path: str
) -> None:
    before = await http.get("/v1/settings")

    answer = await http.call("PATCH", "/v1/settings", json={"region": "FR", **body})

    assert [error["path"] for error in problem(answer, 422, "invalid")["errors"]] == [path]
    assert await http.get("/v1/settings") == before


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"linkDomain": "bit.ly"}, 422, "link_shortener"),
        ({"timeZone": "Mars/Olympus"}, 422, "time_zone_unknown"),
        ({"quietFrom": "21:00"}, 422, "quiet_hours_incomplete"),
        ({"locale": "tlh"}, 422, "language_unknown"),
        ({"languages": ["es", "tlh"]}, 422, "language_unknown"),
        ({"defaultSenderId": str(uuid4())}, 404, "not_found"),
    ],
)
async def test_a_setting_that_nothing_can_be_done_with_is_refused(
    http: Http, body: dict[str, Any], status: int, code: str
) -> None:
    problem(await http.call("PATCH", "/v1/settings", json=body), status, code)


@pytest.mark.spec("P03")
async def test_the_next_text_has_the_organizations_own_words(http: Http, carrier: Control) -> None:
    [ana] = await http.company.hire(1)
    assert PLANTED_TITLE in await text_to(http, carrier, ana)

    await patch(
        http, "/v1/settings", {"showTitle": False, "productName": "Acme", "linkDomain": "go.acme.test"}
    )
    said = await text_to(http, carrier, ana)

    assert said.startswith(
        f"Hi {PLANTED_NAME}0 - you have a pending action in Acme.\nOpen: https://go.acme.test/c/"
    )
    assert PLANTED_TITLE not in said


async def test_texts_are_written_in_the_languages_that_the_organization_names(
    http: Http, carrier: Control
) -> None:
    [greta] = await http.company.hire(1, locale="de-AT")
    [diego] = await http.company.hire(1, locale="es")
    german = await text_to(http, carrier, greta)

    await patch(http, "/v1/settings", {"languages": ["fr", "es"], "locale": "fr"})
    others = [await text_to(http, carrier, one) for one in (greta, diego)]
    await patch(http, "/v1/settings", {"languages": []})

    assert german.startswith("Hallo")
    assert [said.split()[0] for said in others] == ["Bonjour", "Hola,"]
    assert (await text_to(http, carrier, greta)).startswith("Hallo")


@pytest.mark.spec("P16")
async def test_help_names_the_support_contact_that_was_set(
    http: Http, sending: Sending, settings: Settings
) -> None:
    office = await open_office(http, sending, settings)
    key = await make_key(office.company, "admin")

    answer = await http.call("PATCH", "/v1/settings", key=key, json={"supportContact": "help@acme.test"})

    assert answer.status_code == 200
    assert "Help: help@acme.test." in (await office.write("HELP") or "")


@pytest.mark.spec("P20")
async def test_a_channel_that_is_switched_off_is_skipped_by_the_next_send_and_the_step_falls_through(
    http: Http, carrier: Control, mail: MailSink
) -> None:
    [ana] = await http.company.hire(1)

    assert not (await put(http, "/v1/channels/sms", {"enabled": False}))["enabled"]
    run = await sent_to(http, ana)
    await run.send("email", earlier=("sms",))
    await put(http, "/v1/channels/sms", {"enabled": True})
    later = await sent_to(http, ana)

    assert await run.outcomes() == {"skipped:channel_disabled": 1}
    assert len(mail.inbox[ana.mail]) == 1
    assert await later.outcomes() == {"sent": 1}
    assert len(await carrier.texts(ana.number)) == 1


@pytest.mark.spec("P23", "P24", "P25")
async def test_beyond_the_cap_people_are_skipped_listed_and_told_of_once_a_day(
    http: Http, carrier: Control, mail: MailSink
) -> None:
    people = await http.company.hire(3)
    await put(http, "/v1/channels/sms", {"enabled": True, "dailyCapMicros": 0})
    runs = [await http.company.campaign(people[:n]) for n in (3, 2)]

    for run in runs:
        await run.send()
        await run.send("email", earlier=("sms",))

    assert [await run.outcomes() for run in runs] == [{"skipped:cap_exhausted": n} for n in (3, 2)]
    assert [await run.outcomes("email") for run in runs] == [{"sent": n} for n in (3, 2)]
    assert {len(mail.inbox[one.mail]) for one in people[:2]} == {2}
    [alert] = (await http.get("/v1/alerts"))["items"]
    assert (alert["kind"], alert["channel"], alert["count"]) == ("cap_exhausted", "sms", 5)
    path = f"/v1/executions/{runs[0].execution}/recipients?channel=sms&reason=cap_exhausted"
    skipped = {one["userId"] for one in (await http.get(path))["items"]}
    assert skipped == {str(one.id) for one in people}
    assert [await carrier.texts(one.number) for one in people] == [[], [], []]


async def test_a_cap_that_is_left_out_stays(http: Http) -> None:
    capped = await put(http, "/v1/channels/sms", {"enabled": True, "dailyCapMicros": 7_000_000})

    assert capped == {"channel": "sms", "enabled": True, "disabledReason": None, "dailyCapMicros": 7_000_000}
    assert (await put(http, "/v1/channels/sms", {"enabled": False}))["dailyCapMicros"] == 7_000_000
    listed = {one["channel"]: one for one in await http.get("/v1/channels")}
    assert listed["sms"] == {**capped, "enabled": False}


@pytest.mark.parametrize(
    ("channel", "body", "status", "code"),
    [
        ("pigeon", {"enabled": True}, 404, "not_found"),
        ("in_app", {"enabled": False}, 404, "not_found"),
        ("email", {"enabled": True, "dailyCapMicros": 1}, 422, "not_metered"),
        ("sms", {"enabled": True, "dailyCapMicros": -1}, 422, "invalid"),
        ("sms", {"dailyCapMicros": 1}, 422, "invalid"),
    ],
)
async def test_a_switch_that_there_is_none_of_is_refused(
    http: Http, channel: str, body: dict[str, Any], status: int, code: str
) -> None:
    problem(await http.call("PUT", f"/v1/channels/{channel}", json=body), status, code)


@pytest.mark.spec("P23")
async def test_spend_is_kept_by_the_days_of_the_organizations_time_zone(http: Http) -> None:
    """Kiritimati and Niue are 25 hours apart: never on the same day."""
    [ana] = await http.company.hire(1)
    for zone in ("Pacific/Niue", "Pacific/Kiritimati"):
        await patch(http, "/v1/settings", {"timeZone": zone})
        await sent_to(http, ana)

    first = await http.get("/v1/spend?limit=1")
    rest = await http.get(f"/v1/spend?limit=1&cursor={first['next']}")

    [later], [earlier] = first["items"], rest["items"]
    assert date.fromisoformat(later["day"]) > date.fromisoformat(earlier["day"])
    assert rest["next"] is None
    for day in (later, earlier):
        assert day["channel"] == "sms"
        assert 0 < day["reservedMicros"] + day["spentMicros"] <= day["capMicros"]


async def test_alerts_come_in_pages_the_latest_day_first(http: Http) -> None:
    [ana] = await http.company.hire(1)
    await put(http, "/v1/channels/sms", {"enabled": True, "dailyCapMicros": 0})
    for zone in ("Pacific/Niue", "Pacific/Kiritimati"):
        await patch(http, "/v1/settings", {"timeZone": zone})
        await sent_to(http, ana)

    first = await http.get("/v1/alerts?limit=1")
    rest = await http.get(f"/v1/alerts?limit=1&cursor={first['next']}")

    days = [one["day"] for one in (*first["items"], *rest["items"])]
    assert len(days) == 2
    assert days == sorted(days, reverse=True)
    assert rest["next"] is None


@pytest.mark.spec("A18")
async def test_opt_outs_and_opt_ins_come_in_pages_as_they_happened(
    http: Http, sending: Sending, settings: Settings
) -> None:
    office = await open_office(http, sending, settings)
    key = await make_key(office.company, "admin")
    for word in ("STOP", "START", "STOP"):
        await office.write(word)

    first = await http.get("/v1/opt-events?limit=2", key=key)
    rest = await http.get(f"/v1/opt-events?limit=2&cursor={first['next']}", key=key)
    others = await http.get("/v1/opt-events")

    events = [*first["items"], *rest["items"]]
    assert [(one["kind"], one["word"]) for one in events] == [
        ("opted_out", "STOP"),
        ("opted_in", "START"),
        ("opted_out", "STOP"),
    ]
    assert {user for one in events for user in one["userIds"]} == {str(office.person.id)}
    assert rest["next"] is None
    assert others["items"] == []
    assert office.person.number not in str(events)


@pytest.mark.parametrize("path", ["/v1/spend", "/v1/alerts", "/v1/opt-events", "/v1/senders"])
async def test_a_cursor_of_another_list_is_refused(http: Http, path: str) -> None:
    problem(await http.call("GET", f"{path}?cursor=WyJ4IiwgInkiLCAieiIsICJ6Il0"), 400, "invalid_cursor")
