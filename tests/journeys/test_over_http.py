"""A product in an afternoon: everything over HTTP, as an editor, an admin, a directory and a user do it, and
a handset that answers."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
import pytest

from homing.carrier.control import Control
from plugin.embedded.mail import MailSink
from tests.definitions import define, escalate, manager, missed, notify, remind, wait
from tests.http.conftest import Http, opened
from tests.invariants import until
from tests.world import PLANTED_MAIL, PLANTED_NAME, PLANTED_TITLE, Company, new_number

pytestmark = pytest.mark.usefixtures("engine")

DAY_A_SECOND: Final = 86_400.0
_STEPS: Final = 10
"""Of a campaign that goes on for seconds."""
STORY: Final = define(
    notify("first"),
    wait("three-days", "72h"),
    remind("remind", "sms", "email", channelStrategy="FIRST_REACHED"),
    wait("a-day", "24h"),
    escalate("escalate", "email", targets=[manager()]),
    missed(),
)


@pytest.fixture(autouse=True)
async def replies(api: str, carrier: Control) -> AsyncIterator[None]:
    """What handsets write reaches the product."""
    await carrier.tune(inbound_url=f"{api}/twilio/inbound")
    yield
    await carrier.tune(inbound_url=None)


@pytest.fixture
async def http(api: str, company: Company) -> AsyncIterator[Http]:
    async with httpx.AsyncClient(base_url=api, timeout=60) as client:
        yield await opened(client, company)


class Person:
    """Somebody of the directory's file."""

    def __init__(self, name: str, *, phone: bool = True, mail: bool = True, manager: str = "") -> None:
        self.external = f"{name}-{uuid4().hex[:8]}"
        self.phone = new_number() if phone else ""
        self.mail = f"{uuid4().hex}@{PLANTED_MAIL}" if mail else ""
        self.manager = manager


def table(people: Sequence[Person]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["external_id", "first_name", "country", "phone", "email", "manager"])
    for one in people:
        writer.writerow([one.external, PLANTED_NAME, "ES", one.phone, one.mail, one.manager])
    return text.getvalue()


async def hire(http: Http, people: Sequence[Person]) -> dict[str, str]:
    """Import the directory's file; the users' ids by external id."""
    answer = await http.call(
        "POST", "/v1/users/import", content=table(people).encode(), headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["bad"] == []
    users = (await http.get("/v1/users?limit=200"))["items"]
    return {user["externalId"]: user["id"] for user in users}


async def launch(
    http: Http, definition: Any, people: Sequence[Person], *, scale: float = DAY_A_SECOND
) -> str:
    made = await http.post("/v1/definitions", {"name": "x", "definition": definition}, 201, key=http.editor)
    body = {
        "title": PLANTED_TITLE,
        "definitionId": made["id"],
        "timeScale": scale,
        "targetUrl": f"https://target.invalid/{PLANTED_TITLE}",
    }
    campaign = await http.post("/v1/campaigns", body, 201, key=http.editor)
    path = f"/v1/executions/{campaign['executionId']}"
    await http.post(f"{path}/audience", {"externalIds": [one.external for one in people]}, key=http.editor)
    await http.post(f"{path}/start", key=http.editor)
    return path


async def over(http: Http, path: str) -> bool:
    return bool((await http.get(path))["state"] == "completed")


async def state_of(http: Http, path: str, user: str) -> dict[str, tuple[str, str | None]]:
    """Channel -> what became of them at the reminder, and why."""
    told = await http.get(f"{path}/recipients/{user}")
    return {
        one["channel"]: (one["state"], one["reason"]) for one in told["findings"] if one["step"] == "remind"
    }


@pytest.mark.spec(
    "P01",
    "P08",
    "P18",
    "P20",
    "P28",
    "P29",
    "Q02",
    "Q03",
    "Q04",
    "Q05",
    "Q07",
    "Q10",
    "Q14",
    "W01",
    "W06",
    "W11",
)
async def test_a_campaign_from_the_directorys_file_to_the_last_person(
    http: Http, carrier: Control, mail: MailSink
) -> None:
    boss = Person("boss")
    late, mute, unproved, quick = (
        Person("late", manager=boss.external),
        Person("mute", phone=False, manager=boss.external),
        Person("unproved", phone=False, mail=False, manager=boss.external),
        Person("quick", manager=boss.external),
    )
    team = [late, mute, unproved, quick]
    ids = await hire(http, [*team, boss])
    unproved.phone = new_number()
    typed = {"number": unproved.phone, "source": "self"}
    assert (
        await http.call("PUT", f"/v1/users/{ids[unproved.external]}/phone", json=typed)
    ).status_code == 200

    # Whoever has several devices is texted on the one that the directory knows.
    private = {"number": new_number(), "source": "self"}
    answer = await http.call("PUT", f"/v1/users/{ids[late.external]}/phone", json=private)
    assert answer.status_code == 200

    path = await launch(http, STORY, team)
    inbox_key = await http.key_of(UUID(ids[quick.external]))
    await until(lambda: has_items(http, inbox_key, 1), seconds=60)
    [item] = (await http.get("/v1/me/inbox", key=inbox_key))["items"]
    acted = await http.call("POST", f"/v1/me/inbox/{item['id']}/act", key=inbox_key)
    assert acted.status_code == 204
    await until(lambda: over(http, path), seconds=90)

    assert [len(await carrier.texts(one.phone)) for one in (late, unproved, quick, boss)] == [1, 0, 0, 0]
    assert await carrier.texts(private["number"]) == []
    assert len(mail.inbox.get(mute.mail, [])) == 1
    assert late.mail not in mail.inbox
    assert len(mail.inbox.get(boss.mail, [])) == 1, "one notice about all who are late"
    whys = {one.external: await state_of(http, path, ids[one.external]) for one in team}
    assert whys[late.external]["sms"][0] in {"sent", "delivered"}
    assert "email" not in whys[late.external]
    assert whys[mute.external] | {"in_app": ("", None)} == {
        "sms": ("skipped", "no_identifier"),
        "email": ("sent", None),
        "in_app": ("", None),
    }
    assert whys[unproved.external]["sms"] == ("skipped", "unverified")
    assert whys[unproved.external]["email"] == ("skipped", "no_identifier")
    assert whys[unproved.external]["in_app"][0] == "sent"
    where = await http.get(path)
    assert where["people"]["acted"] == 1
    assert where["people"]["missed"] == 3
    skipped = await http.get(f"{path}/recipients?channel=sms&state=skipped&reason=no_identifier")
    assert [one["externalId"] for one in skipped["items"]] == [mute.external]


async def has_items(http: Http, key: str, count: int) -> bool:
    return len((await http.get("/v1/me/inbox", key=key))["items"]) >= count


@pytest.mark.spec("P14", "P17", "P31")
async def test_stop_and_the_users_own_switch_each_forbid_a_text_and_start_undoes_stop_alone(
    http: Http, carrier: Control
) -> None:
    ana = Person("ana")
    ids = await hire(http, [ana])
    story = define(remind("remind", "sms"))
    own = await http.key_of(UUID(ids[ana.external]))

    async def reminded() -> tuple[str, str | None]:
        path = await launch(http, story, [ana])
        await until(lambda: over(http, path), seconds=60)
        return (await state_of(http, path, ids[ana.external]))["sms"]

    async def texts() -> int:
        bodies = [text.body for text in await carrier.texts(ana.phone)]
        return sum(PLANTED_TITLE in body for body in bodies)

    assert (await reminded())[0] in {"sent", "delivered"}
    await carrier.reply(ana.phone, "Stop.")
    assert await reminded() == ("skipped", "opted_out")
    switches = await http.call("PUT", "/v1/me/channels/sms", json={"on": False}, key=own)
    assert {one["channel"]: one["on"] for one in switches.json()}["sms"] is False
    await carrier.reply(ana.phone, "START")
    assert await reminded() == ("skipped", "switched_off")
    await http.call("PUT", "/v1/me/channels/sms", json={"on": True}, key=own)
    assert (await reminded())[0] in {"sent", "delivered"}

    assert await texts() == 2
    events = (await http.get("/v1/opt-events"))["items"]
    assert [(one["kind"], one["userIds"]) for one in events] == [
        ("opted_out", [ids[ana.external]]),
        ("opted_in", [ids[ana.external]]),
    ]


@pytest.mark.spec("P14", "X05")
async def test_once_a_stop_is_answered_no_text_reaches_the_carrier_though_a_campaign_is_sending(
    http: Http, carrier: Control
) -> None:
    """By the carrier's clock: it takes the confirmation out of the answer."""
    ana = Person("ana")
    await hire(http, [ana])
    path = await launch(http, define(*(remind(f"remind-{n}", "sms") for n in range(_STEPS))), [ana])
    await carrier.wait(1, to=ana.phone, status="delivered", seconds=60)

    await carrier.reply(ana.phone, "Stop.")
    await until(lambda: over(http, path), seconds=120)

    texts = await carrier.texts(ana.phone)
    [answered] = [text.received_at for text in texts if text.direction == "outbound-reply"]
    sent = [text.received_at for text in texts if text.direction == "outbound-api"]
    assert 0 < len(sent) < _STEPS, "it came while the campaign was sending"
    assert max(sent) < answered
    assert (await http.get(path))["channels"]["sms"]["skipped:opted_out"] == _STEPS - len(sent)


@pytest.mark.spec("P06", "X07")
async def test_a_link_in_a_text_leads_to_the_target_and_its_tap_acknowledges_nothing(
    http: Http, carrier: Control
) -> None:
    ana = Person("ana")
    ids = await hire(http, [ana])
    path = await launch(http, define(remind("remind", "sms"), wait("w", "8760h")), [ana])
    [text] = await carrier.wait(1, to=ana.phone, seconds=60)
    code = text.body.split("/c/")[1].split()[0]

    taps = [await http.client.get(f"/c/{code}", follow_redirects=False) for _ in range(3)]

    assert {tap.status_code for tap in taps} <= {302, 303}
    assert all(tap.headers["Location"].startswith(f"https://target.invalid/{PLANTED_TITLE}") for tap in taps)
    assert (await http.get(path))["people"]["acted"] == 0
    events = (await http.get(f"{path}/events?limit=200"))["items"]
    assert [one["userId"] for one in events if one["kind"] == "CLICKED"] == [ids[ana.external]]
    token = httpx.URL(taps[0].headers["Location"]).params["homing"]
    claims = await http.post("/v1/links/verify", {"token": token}, key=http.editor)
    assert claims["subject"] == ana.external
    acted = await http.call("POST", f"{path}/recipients/{ids[ana.external]}/act", key=http.editor)
    assert acted.status_code == 204
    await until(lambda: over(http, path), seconds=60)


async def test_what_an_admin_sees_of_the_spend_is_what_the_texts_cost(http: Http, carrier: Control) -> None:
    people = [Person("a"), Person("b")]
    await hire(http, people)
    await http.call("PUT", "/v1/channels/sms", json={"enabled": True, "dailyCapMicros": 1_000_000})
    path = await launch(http, define(remind("remind", "sms")), people)
    await until(lambda: over(http, path), seconds=60)

    async def priced() -> bool:
        days = (await http.get("/v1/spend"))["items"]
        return bool(days) and days[0]["reservedMicros"] == 0 and days[0]["spentMicros"] > 0

    await until(priced, seconds=60)
    [day] = (await http.get("/v1/spend"))["items"]
    costs = [
        message["costMicros"]
        for one in (await http.get(f"{path}/recipients"))["items"]
        for message in one["messages"]
        if message["channel"] == "sms"
    ]
    assert day["spentMicros"] == sum(costs)
    assert day["capMicros"] == 1_000_000


@pytest.mark.spec("Q08", "Q10")
async def test_everything_that_happens_to_a_message_is_an_event_with_its_reason_and_cost(
    http: Http, carrier: Control
) -> None:
    arrives, dead, refused, mute = Person("a"), Person("b"), Person("c"), Person("d", phone=False)
    ids = await hire(http, [arrives, dead, refused, mute])
    await carrier.fault("fail", to=dead.phone, code=30003)
    await carrier.fault("error", to=refused.phone, code=21614)

    path = await launch(
        http, define(remind("remind", "sms"), wait("w", "8760h")), [arrives, dead, refused, mute]
    )
    [text] = await carrier.wait(1, to=arrives.phone, status="delivered", seconds=60)
    await http.client.get(f"/c/{text.body.split('/c/')[1].split()[0]}", follow_redirects=False)
    await http.get("/v1/me/inbox", key=await http.key_of(UUID(ids[arrives.external])))
    expected = {
        (arrives.external, "sms"): ["SENT", "DELIVERED", "CLICKED"],
        (arrives.external, "in_app"): ["SENT", "OPENED"],
        (dead.external, "sms"): ["SENT", "BOUNCED:unreachable"],
        (refused.external, "sms"): ["FAILED:number_refused:NO_IDENTIFIER"],
        (mute.external, "sms"): ["SKIPPED:no_identifier:NO_IDENTIFIER"],
    }
    names = {user: external for external, user in ids.items()}

    async def told() -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for one in (await http.get(f"{path}/events?limit=200"))["items"]:
            words = [one["kind"], one["reason"], one["contractReason"]]
            found.setdefault((names[one["userId"]], one["channel"]), []).append(":".join(filter(None, words)))
        return found

    await until(lambda: contains(told, expected), seconds=60)
    events = (await http.get(f"{path}/events?limit=200"))["items"]
    costs = {
        one["userId"]: one["costMicros"]
        for one in events
        if one["kind"] == "SENT" and one["channel"] == "sms"
    }
    assert set(costs) == {ids[arrives.external], ids[dead.external]}
    assert all(cost > 0 for cost in costs.values())
    first = await http.get(f"{path}/events?limit=3")
    rest = await http.get(f"{path}/events?limit=200&cursor={first['next']}")
    assert [one["id"] for one in (*first["items"], *rest["items"])] == [one["id"] for one in events]


async def contains(told: Any, expected: dict[tuple[str, str], list[str]]) -> bool:
    found = await told()
    return {key: sorted(found.get(key, [])) for key in expected} == {
        key: sorted(words) for key, words in expected.items()
    }
