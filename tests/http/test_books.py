"""An organization's books, day by day: spend, whom the cap left out, alerts, who opted out and in again."""

from datetime import date

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.embedded.mail import MailSink
from tests.http.conftest import Http, expect, make_key, problem
from tests.http.handset import open_office
from tests.world import Someone


async def cap(http: Http, micros: int) -> None:
    body = {"enabled": True, "dailyCapMicros": micros}
    expect(await http.call("PUT", "/v1/channels/sms", json=body), 200)


async def live_in(http: Http, zone: str) -> None:
    """Let the organization's days be those of a time zone."""
    expect(await http.call("PATCH", "/v1/settings", json={"timeZone": zone}), 200)


async def send_to(http: Http, person: Someone) -> None:
    await (await http.company.campaign([person])).send()


@pytest.mark.spec("P23", "P24", "P25")
async def test_beyond_the_cap_people_are_skipped_listed_and_told_of_once_a_day(
    http: Http, carrier: Control, mail: MailSink
) -> None:
    people = await http.company.hire(3)
    await cap(http, 0)
    runs = [await http.company.campaign(people[:n]) for n in (3, 2)]

    for run in runs:
        await run.send()
        await run.send("email", earlier=("sms",))

    assert [await run.outcomes() for run in runs] == [{"skipped:cap_exhausted": n} for n in (3, 2)]
    assert [await run.outcomes("email") for run in runs] == [{"sent": n} for n in (3, 2)]
    assert {len(mail.inbox[one.mail]) for one in people[:2]} == {2}
    [alert] = (await http.get("/v1/alerts"))["items"]
    assert (alert["kind"], alert["channel"], alert["count"]) == ("cap_exhausted", "sms", 5)
    skipped = (await http.get(f"/v1/channels/sms/skipped?day={alert['day']}"))["items"]
    assert sorted((one["executionId"], one["userId"]) for one in skipped) == sorted(
        (str(run.execution), str(one.id)) for run, n in zip(runs, (3, 2), strict=True) for one in people[:n]
    )
    assert {(one["step"], one["occurrence"], one["day"]) for one in skipped} == {("remind", 1, alert["day"])}
    assert [await carrier.texts(one.number) for one in people] == [[], [], []]


@pytest.mark.spec("P25")
async def test_the_list_of_a_days_skipped_comes_in_pages_and_holds_nobody_of_another_day(http: Http) -> None:
    """Kiritimati and Niue are 25 hours apart: never on the same day."""
    people = await http.company.hire(3)
    await cap(http, 0)
    await live_in(http, "Pacific/Niue")
    await send_to(http, people[0])
    await http.call("PATCH", f"/v1/users/{people[1].id}", json={"externalId": "e-1"})
    await live_in(http, "Pacific/Kiritimati")
    for one in people:
        await send_to(http, one)

    path = "/v1/channels/sms/skipped"
    first = await http.get(f"{path}?limit=2")
    rest = await http.get(f"{path}?limit=2&cursor={first['next']}")
    yesterday, today = sorted({one["day"] for one in (await http.get("/v1/alerts"))["items"]})
    before = await http.get(f"{path}?day={yesterday}")

    assert [one["userId"] for one in (*first["items"], *rest["items"])] == [str(one.id) for one in people]
    assert [one["externalId"] for one in first["items"]] == [None, "e-1"]
    assert {one["day"] for one in (*first["items"], *rest["items"])} == {today}
    assert [(one["userId"], one["day"]) for one in before["items"]] == [(str(people[0].id), yesterday)]
    assert rest["next"] is before["next"] is None


async def test_nobody_is_listed_as_skipped_of_another_organization_or_an_unknown_channel(
    http: Http, other: Http
) -> None:
    await cap(http, 0)
    await send_to(http, *await http.company.hire(1))

    assert len((await http.get("/v1/channels/sms/skipped"))["items"]) == 1
    assert (await other.get("/v1/channels/sms/skipped"))["items"] == []
    problem(await http.call("GET", "/v1/channels/pigeon/skipped"), 404, "not_found")
    problem(await http.call("GET", "/v1/channels/sms/skipped?day=today"), 422, "invalid")


@pytest.mark.spec("P23")
async def test_spend_is_kept_by_the_days_of_the_organizations_time_zone(http: Http) -> None:
    """Kiritimati and Niue are 25 hours apart: never on the same day."""
    [ana] = await http.company.hire(1)
    for zone in ("Pacific/Niue", "Pacific/Kiritimati"):
        await live_in(http, zone)
        await send_to(http, ana)

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
    await cap(http, 0)
    for zone in ("Pacific/Niue", "Pacific/Kiritimati"):
        await live_in(http, zone)
        await send_to(http, ana)

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


@pytest.mark.parametrize(
    "path", ["/v1/spend", "/v1/alerts", "/v1/opt-events", "/v1/senders", "/v1/channels/sms/skipped"]
)
async def test_a_cursor_of_another_list_is_refused(http: Http, path: str) -> None:
    problem(await http.call("GET", f"{path}?cursor=WyJ4IiwgInkiLCAieiIsICJ6Il0"), 400, "invalid_cursor")
