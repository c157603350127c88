"""What became of messages and what came back, counted; the share of receipts by country and sender."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.dispatching.prices import read_prices
from homing.settings import Settings
from homing.store import organizations
from homing.store.organizations import NewSender
from tests.definitions import define, remind
from tests.dispatching.support import rows, until
from tests.engine import pin
from tests.http.conftest import Http, opened, problem
from tests.http.handset import new_sender, open_office
from tests.world import Run, new_number

DEAD: Final = 30003
MINUTE: Final = 60.0
FRANCE: Final = "+3361200"
"""The start of French mobile numbers."""


async def counted(http: Http, path: str = "/v1/statistics", **query: Any) -> dict[str, Any]:
    answer: dict[str, Any] = await http.get(path, params=query)
    return answer


def receipts(group: dict[str, Any]) -> list[Any]:
    return [group["receipts"][name] for name in ("accepted", "delivered", "notDelivered", "noReceipt")]


async def ended(run: Run, **outcomes: int) -> None:
    """Wait until so many stand there."""

    async def there() -> bool:
        counts = await run.outcomes()
        return all(counts.get(state) == count for state, count in outcomes.items())

    await until(there)


async def left_waiting(http: Http, run: Run, count: int) -> None:
    """Wait until of so many the provider has said all that it ever will: that they left."""

    async def there() -> bool:
        page = await http.get("/v1/messages", params={"execution": str(run.execution), "state": "sent"})
        return [one["receipt"] for one in page["items"]] == ["sent"] * count

    await until(there)


async def let_pass(run: Run, seconds: float) -> None:
    """Make what stands now have stood for so long."""
    await rows(
        run.company.sending,
        "update dispatches set changed_at = changed_at - make_interval(secs => :seconds)"
        " where execution_id = :execution",
        seconds=seconds,
        execution=run.execution,
    )


@pytest.mark.spec("W13", "W16")
async def test_a_country_and_a_sender_without_receipts_show_in_the_share_of_receipts(
    http: Http, carrier: Control
) -> None:
    """In one country the networks report nothing: what arrived there is not known to have arrived."""
    company, abroad = http.company, new_sender()
    async with company.sending.database.app(company.id) as connection:
        sender = NewSender(id=uuid4(), country="FR", number=abroad)
        await organizations.add_senders(connection, company.id, [sender])
    spanish = await company.hire(2)
    french = await company.hire(2, numbers=[f"{FRANCE}{new_number()[-4:-1]}{n}" for n in range(2)])
    await carrier.fault("fail", to=spanish[1].number, code=DEAD)
    for one in french:
        await carrier.fault("silent", to=one.number)
    run = await company.campaign([*spanish, *french])
    await run.send()
    await ended(run, delivered=1, sent=2, **{"not_delivered:unreachable": 1})
    await left_waiting(http, run, 2)

    fresh = await counted(http, by="country")
    await let_pass(run, 11 * MINUTE)
    by_country = await counted(http, by="country")
    by_sender = await counted(http, f"/v1/campaigns/{run.campaign}/statistics", by="sender")

    assert {one["country"]: receipts(one) for one in fresh["groups"]} == {
        "ES": [2, 1, 1, 0],
        "FR": [2, 0, 0, 0],
    }
    assert {one["country"]: one["receipts"]["awaited"] for one in fresh["groups"]} == {"ES": 0, "FR": 2}
    for groups, name, home, away in (
        (by_country["groups"], "country", "ES", "FR"),
        (by_sender["groups"], "sender", company.sender, abroad),
    ):
        found = {one[name]: one for one in groups}
        assert set(found) == {home, away}
        assert receipts(found[home]) == [2, 1, 1, 0]
        assert receipts(found[away]) == [2, 0, 0, 2]
        assert (found[home]["receipts"]["coverage"], found[away]["receipts"]["coverage"]) == (1.0, 0.0)
    assert by_country["total"]["receipts"]["coverage"] == 0.5
    both = await counted(http, by=["country", "sender"])
    assert {(one["country"], one["sender"]) for one in both["groups"]} == {
        ("ES", company.sender),
        ("FR", abroad),
    }


@pytest.mark.spec("W13")
async def test_a_receipt_is_missing_once_its_step_has_awaited_it_for_as_long_as_it_says(
    http: Http, carrier: Control
) -> None:
    [ana] = await http.company.hire(1)
    await carrier.fault("silent", to=ana.number)
    run = await http.company.campaign([ana])
    await pin(run, define(remind("remind", "sms", deliveryWait="1h30m")), 1.0)
    await run.send()
    await left_waiting(http, run, 1)

    silent = []
    for minutes in (0, 89, 2):
        await let_pass(run, minutes * MINUTE)
        silent.append((await counted(http))["total"]["receipts"]["noReceipt"])

    assert silent == [0, 0, 1]


@pytest.mark.spec("W13")
async def test_a_receipt_is_awaited_as_fast_as_the_time_of_its_execution_passes(
    http: Http, carrier: Control
) -> None:
    """An hour of a time that is sixty times as fast is a minute."""
    [ana] = await http.company.hire(1)
    await carrier.fault("silent", to=ana.number)
    run = await http.company.campaign([ana])
    await pin(run, define(remind("remind", "sms", deliveryWait="24h")), 60.0)
    await run.send()
    await left_waiting(http, run, 1)

    silent = []
    for minutes in (0, 25):
        await let_pass(run, minutes * MINUTE)
        silent.append((await counted(http))["total"]["receipts"]["noReceipt"])

    assert silent == [0, 1]


@pytest.mark.spec("W16")
async def test_messages_are_counted_by_state_and_reason_with_segments_and_cost(
    http: Http, carrier: Control
) -> None:
    ana, ben = await http.company.hire(2)
    [cem] = await http.company.hire(1, number=False)
    await carrier.fault("fail", to=ben.number, code=DEAD)
    run = await http.company.campaign([ana, ben, cem])
    await run.send("in_app")
    await run.send("sms")
    await ended(run, delivered=1)
    await ended(run, **{"not_delivered:unreachable": 1})
    path = f"/v1/campaigns/{run.campaign}/statistics"
    before = (await counted(http, path))["total"]

    async def priced() -> bool:
        await read_prices(http.company.sending)
        return bool((await counted(http, path))["total"]["estimatedMicros"] == 0)

    await until(priced)
    found = await counted(http, path)
    by_channel = await counted(http, by="channel")
    [group] = found["groups"]
    channels = {one["channel"]: one for one in by_channel["groups"]}
    spend = await http.company.spend()

    assert (group["campaignId"], group["step"]) == (str(run.campaign), "remind")
    assert group["states"] == {"sent": 3, "delivered": 1, "not_delivered": 1, "skipped": 1}
    assert group["reasons"] == {"not_delivered:unreachable": 1, "skipped:no_identifier": 1}
    assert (group["messages"], group["segments"]) == (6, 2)
    assert 0 <= before["estimatedMicros"] <= before["costMicros"]
    assert group["costMicros"] == spend.spent > 0
    assert spend.reserved == 0
    assert receipts(channels["sms"]) == [2, 1, 1, 0]
    # Nobody reports of an inbox: there is nothing that a share could be of.
    assert receipts(channels["in_app"]) == [0, 0, 0, 0]
    assert channels["in_app"]["receipts"]["coverage"] is None
    assert found["total"]["states"] == group["states"]
    assert (found["firstDay"], found["lastDay"]) == (None, None)
    sms = await counted(http, by="channel", channel="sms")
    assert [one["channel"] for one in sms["groups"]] == ["sms"]


@pytest.mark.spec("A04", "W16")
async def test_replies_and_opt_outs_are_counted_under_the_step_that_they_reply_to(
    http: Http, sending: Sending, settings: Settings, carrier: Control
) -> None:
    assert await carrier.faults() == []
    office = await open_office(http, sending, settings)
    desk = await opened(http.client, office.company)
    runs = [await office.company.campaign([office.person]) for _ in range(2)]
    await runs[0].send(step="first")
    await office.write("I will read it tomorrow.")
    await runs[1].send(step="second")
    for body in ("I have read half of it.", "STOP", "STOP"):
        await office.write(body)

    found = await counted(desk, by="step")
    days = await counted(desk, by="day")
    senders = await counted(desk, by="sender")
    own = await counted(desk, f"/v1/campaigns/{runs[1].campaign}/statistics")

    groups = {(one["campaignId"], one["step"]): one for one in found["groups"]}
    first, second = groups[str(runs[0].campaign), "first"], groups[str(runs[1].campaign), "second"]
    assert (first["replies"], first["optedOut"]) == ({"reply": 1}, 0)
    assert (second["replies"], second["optedOut"], second["optedIn"]) == ({"reply": 1, "stop": 2}, 1, 0)
    [alone] = own["groups"]
    assert (alone["step"], alone["replies"], alone["optedOut"]) == ("second", second["replies"], 1)
    assert found["total"]["replies"] == {"reply": 2, "stop": 2}
    assert found["total"]["optedOut"] == 1
    [sender] = senders["groups"]
    assert (sender["sender"], sender["replies"]) == (office.company.sender, {"reply": 2, "stop": 2})
    assert sum(one["optedOut"] for one in days["groups"]) == 1


@pytest.mark.spec("W16")
async def test_days_are_the_organizations_own(http: Http) -> None:
    """Kiritimati and Niue are 25 hours apart: never on the same day."""
    [ana] = await http.company.hire(1)
    run = await http.company.campaign([ana])
    await run.send("in_app")
    days = []
    for zone in ("Pacific/Niue", "Pacific/Kiritimati"):
        await http.company.change(time_zone=zone)
        found = await counted(http, by="day")
        days += [date.fromisoformat(one["day"]) for one in found["groups"]]
        named = await counted(http, by="day", **{"from": str(days[-1]), "to": str(days[-1])})
        assert [one["messages"] for one in named["groups"]] == [1]
        before = str(days[-1] - timedelta(days=1))
        assert (await counted(http, **{"from": before, "to": before}))["groups"] == []
        assert (found["timeZone"], found["currency"]) == (zone, "USD")
        assert date.fromisoformat(found["lastDay"]) - date.fromisoformat(found["firstDay"]) == timedelta(
            days=29
        )

    assert timedelta(days=1) <= days[1] - days[0] <= timedelta(days=2)


async def test_what_is_older_than_thirty_days_counts_where_it_is_asked_for(http: Http) -> None:
    [ana] = await http.company.hire(1)
    run = await http.company.campaign([ana])
    await run.send("in_app")
    await rows(
        http.company.sending,
        "update dispatches set created_at = created_at - interval '40 days' where execution_id = :execution",
        execution=run.execution,
    )

    lately = await counted(http)
    long_ago = date.fromisoformat(lately["lastDay"]) - timedelta(days=60)
    named = await counted(http, **{"from": str(long_ago)})
    campaign = await counted(http, f"/v1/campaigns/{run.campaign}/statistics")

    assert [one["total"]["messages"] for one in (lately, named, campaign)] == [0, 1, 1]


async def test_nobody_counts_what_is_anothers(http: Http, other: Http) -> None:
    [ana] = await http.company.hire(1)
    run = await http.company.campaign([ana])
    await run.send("in_app")

    assert (await counted(other))["total"]["messages"] == 0
    for campaign in (run.campaign, UUID(int=0)):
        problem(await other.call("GET", f"/v1/campaigns/{campaign}/statistics"), 404, "not_found")
    assert (await counted(http, key=http.editor))["total"]["messages"] == 1
    own = await http.call("GET", "/v1/statistics", key=await http.key_of(ana.id))
    problem(own, 403, "scope_missing")


@pytest.mark.parametrize(
    "query",
    [
        "by=colour",
        "channel=fax",
        "by=day&by=step&by=country&by=sender",
        "from=2026-02-30",
        "from=1999-12-31",
        "to=2201-01-01",
        "from=2026-01-02&to=2026-01-01",
        "from=2025-01-01&to=2026-01-02",
    ],
)
async def test_days_and_groups_that_mean_nothing_or_too_much_are_refused(http: Http, query: str) -> None:
    problem(await http.call("GET", f"/v1/statistics?{query}"), 422, "invalid")


@pytest.mark.spec("W13")
async def test_a_receipt_is_awaited_as_long_as_its_own_step_says_and_of_a_mail_never(
    http: Http, carrier: Control
) -> None:
    [ana] = await http.company.hire(1)
    await carrier.fault("silent", to=ana.number)
    run = await http.company.campaign([ana])
    await pin(run, define(remind("first", "sms", deliveryWait="24h"), remind("remind", "sms")), 1.0)
    await run.send()
    await run.send("email")
    await let_pass(run, 11 * MINUTE)

    found = await counted(http, by="channel")

    channels = {one["channel"]: one for one in found["groups"]}
    assert {name: (one["messages"], *receipts(one)) for name, one in channels.items()} == {
        "sms": (1, 1, 0, 0, 1),
        "email": (1, 0, 0, 0, 0),
    }
    assert found["total"]["receipts"]["noReceipt"] == 1
