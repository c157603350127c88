"""What an organization's admins set, and what it does to the next message."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching.consequences import stop_channel
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import height, organizations
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
        ({"region": "ZZ"}, "$.region"),
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
        ({"productName": " "}, 422, "product_name_empty"),
        ({"productName": "\u3164"}, 422, "product_name_empty"),
        ({"productName": "!!!"}, 422, "product_name_empty"),
        ({"languages": ["es", "tlh"]}, 422, "language_unknown"),
        ({"defaultSenderId": str(uuid4())}, 404, "not_found"),
    ],
)
async def test_a_setting_that_nothing_can_be_done_with_is_refused(
    http: Http, body: dict[str, Any], status: int, code: str
) -> None:
    problem(await http.call("PATCH", "/v1/settings", json=body), status, code)


@pytest.mark.spec("D20", "A07", "A15")
async def test_a_name_that_makes_an_answer_too_long_is_refused_by_the_answers_keyword(http: Http) -> None:
    own = {"words": ["HOURS"], "body": "{product} and {contact}: " + "x" * 250}
    await http.call("PUT", "/v1/keywords/hours/fr", json=own)
    await patch(http, "/v1/settings", {"languages": ["en"]})
    before = await http.get("/v1/settings")

    async def faults(changes: dict[str, Any]) -> list[tuple[str, str]]:
        answer = await http.call("PATCH", "/v1/settings", json={"region": "FR", **changes})
        errors = problem(answer, 422, "answer_too_long")["errors"]
        assert await http.get("/v1/settings") == before
        return [(error["path"], error["message"]) for error in errors]

    found = await faults({"productName": "Ж" * 150})
    assert {path for path, _ in found} == {"$.productName"}
    expected = (
        "the answer to stop in en then takes 4 segments with the names filled in; 2 are allowed; "
        "“Ж” is not of GSM, and makes it dearer"
    )
    assert ("$.productName", expected) in found
    [(path, message)] = await faults({"supportContact": "c" * 80})
    assert (path, message.split(" then ")[0]) == ("$.supportContact", "the answer to hours in fr")
    await http.call("DELETE", "/v1/keywords/hours/fr")
    assert (await patch(http, "/v1/settings", {"supportContact": "c" * 80}))["supportContact"] == "c" * 80


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


async def test_a_cap_that_is_left_out_stays(http: Http) -> None:
    capped = await put(http, "/v1/channels/sms", {"enabled": True, "dailyCapMicros": 7_000_000})

    assert capped == {"channel": "sms", "enabled": True, "disabledReason": None, "dailyCapMicros": 7_000_000}
    assert (await put(http, "/v1/channels/sms", {"enabled": False}))["dailyCapMicros"] == 7_000_000
    listed = {one["channel"]: one for one in await http.get("/v1/channels")}
    assert listed["sms"] == {**capped, "enabled": False}


async def test_a_cap_alone_switches_nothing(http: Http) -> None:
    for enabled in (True, False):
        await put(http, "/v1/channels/sms", {"enabled": enabled})

        capped = await put(http, "/v1/channels/sms", {"dailyCapMicros": 3_000_000 + enabled})

        assert capped["enabled"] is enabled
        assert capped["dailyCapMicros"] == 3_000_000 + enabled
        assert await put(http, "/v1/channels/sms", {}) == capped


async def test_a_channel_that_was_never_set_up_is_off(http: Http) -> None:
    shown = await put(http, "/v1/channels/slack", {})

    assert shown == {"channel": "slack", "enabled": False, "disabledReason": None, "dailyCapMicros": 0}


# -- a database that was put back


async def fall_behind(http: Http) -> None:
    """As a page does it that knows more than the ledger."""
    org = http.company.id
    async with http.company.sending.database.app(org) as connection:
        assert await height.report(connection, org, "sms", 10**15)
        await stop_channel(connection, org, "sms", "ledger_behind")


async def sms(http: Http) -> dict[str, Any]:
    [shown] = [one for one in await http.get("/v1/channels") if one["channel"] == "sms"]
    return dict(shown)


@pytest.mark.spec("P29")
async def test_no_admin_switches_on_what_is_off_since_the_ledger_is_behind(http: Http) -> None:
    await fall_behind(http)
    before = await sms(http)
    assert (before["enabled"], before["disabledReason"]) == (False, "ledger_behind")

    for body in ({"enabled": True}, {"enabled": True, "dailyCapMicros": 1}):
        problem(await http.call("PUT", "/v1/channels/sms", json=body), 409, "ledger_behind")
        assert await sms(http) == before

    capped = await put(http, "/v1/channels/sms", {"dailyCapMicros": 5_000_000})
    assert capped == {**before, "dailyCapMicros": 5_000_000}


@pytest.mark.spec("P29", "U03")
async def test_an_admin_who_lets_campaigns_go_on_without_sms_switches_it_on_again_no_sooner(
    http: Http,
) -> None:
    await fall_behind(http)

    off = await put(http, "/v1/channels/sms", {"enabled": False})
    again = await http.call("PUT", "/v1/channels/sms", json={"enabled": True})

    assert (off["enabled"], off["disabledReason"]) == (False, None)
    problem(again, 409, "ledger_behind")
    assert await sms(http) == off


async def test_what_an_operator_has_settled_an_admin_may_switch_as_before(http: Http) -> None:
    await fall_behind(http)
    async with http.company.sending.database.app(http.company.id) as connection:
        await organizations.set_channel(connection, http.company.id, "sms", enabled=True)

    for enabled in (False, True):
        assert (await put(http, "/v1/channels/sms", {"enabled": enabled}))["enabled"] is enabled


@pytest.mark.spec("P29")
async def test_no_admin_switches_a_metered_channel_on_while_a_ledger_is_reconciled(http: Http) -> None:
    await put(http, "/v1/channels/sms", {"enabled": False})
    async with http.company.sending.database.engine.connect() as connection:
        await connection.execute(text("select pg_advisory_lock(hashtext('homing.reconcile'))"))
        await connection.commit()
        meanwhile = await http.call("PUT", "/v1/channels/sms", json={"enabled": True})
        mail = await put(http, "/v1/channels/email", {"enabled": True})
        await connection.execute(text("select pg_advisory_unlock(hashtext('homing.reconcile'))"))
        await connection.commit()

    problem(meanwhile, 409, "ledger_behind")
    assert mail["enabled"]
    assert (await put(http, "/v1/channels/sms", {"enabled": True}))["enabled"]


@pytest.mark.parametrize(
    ("channel", "body", "status", "code"),
    [
        ("pigeon", {"enabled": True}, 404, "not_found"),
        ("in_app", {"enabled": False}, 404, "not_found"),
        ("email", {"enabled": True, "dailyCapMicros": 1}, 422, "not_metered"),
        ("sms", {"enabled": True, "dailyCapMicros": -1}, 422, "invalid"),
        ("sms", {"enabled": "perhaps"}, 422, "invalid"),
    ],
)
async def test_a_switch_that_there_is_none_of_is_refused(
    http: Http, channel: str, body: dict[str, Any], status: int, code: str
) -> None:
    problem(await http.call("PUT", f"/v1/channels/{channel}", json=body), status, code)
