"""Texts about numbers as admins see them: in the history, in the books, under a cap of their own, and in no
list of campaigns."""

import csv
import io

import pytest

from homing.carrier.control import Control
from homing.domain.account_texts import AccountText
from homing.domain.ids import account_campaign_id
from tests.dispatching.accounts import Asked, ask, ask_for_code, code_in, hire_unconfirmed
from tests.http.conftest import Http, expect, problem


@pytest.fixture
async def sent(http: Http, carrier: Control) -> Asked:
    """A code that was sent."""
    asked = await ask_for_code(http.company, await hire_unconfirmed(http.company))
    assert await asked.send() == "sent"
    return asked


@pytest.mark.spec("W12", "Q13")
async def test_a_code_is_in_the_history_with_its_cost_and_without_its_words_and_of_no_campaign(
    http: Http, sent: Asked, carrier: Control
) -> None:
    [message] = (await http.get("/v1/messages", params={"channel": "account_sms"}))["items"]

    assert (message["channel"], message["segments"], message["userId"]) == (
        "account_sms",
        1,
        str(sent.person.id),
    )
    assert message["costMicros"] > 0
    assert (message["campaignId"], message["executionId"], message["links"]) == (None, None, None)
    told = await http.get(f"/v1/messages/{message['id']}")
    assert told["events"][0]["kind"] == "SENT"
    [body] = await sent.texts(carrier)
    assert code_in(body) not in str(told)
    file = await http.call("GET", "/v1/messages.csv", params={"channel": "account_sms"})
    [row] = csv.DictReader(io.StringIO(file.text))
    assert (row["id"], row["campaign_id"], row["execution_id"]) == (message["id"], "", "")


async def test_no_list_of_campaigns_shows_what_codes_are_of(http: Http, sent: Asked) -> None:
    hidden = account_campaign_id(http.company.id)
    assert (await http.get("/v1/campaigns"))["items"] == []
    for path in (
        f"/v1/campaigns/{hidden}",
        f"/v1/campaigns/{hidden}/executions",
        f"/v1/campaigns/{hidden}/statistics",
        f"/v1/executions/{sent.id}",
        f"/v1/executions/{sent.id}/recipients",
        f"/v1/executions/{sent.id}/recipients/{sent.person.id}",
    ):
        problem(await http.call("GET", path), 404, "not_found")


@pytest.mark.spec("P22", "W16")
async def test_codes_are_a_line_of_their_own_in_the_books_and_of_no_campaign_in_the_statistics(
    http: Http, sent: Asked
) -> None:
    [line] = (await http.get("/v1/spend"))["items"]
    assert line["channel"] == "account_sms"
    assert line["capMicros"] == 20_000_000
    assert line["reservedMicros"] + line["spentMicros"] > 0
    by_campaign = await http.get("/v1/statistics", params={"by": "campaign"})
    assert [group["campaignId"] for group in by_campaign["groups"]] == [None]
    by_channel = await http.get("/v1/statistics", params={"by": "channel"})
    assert [group["channel"] for group in by_channel["groups"]] == ["account_sms"]


@pytest.mark.spec("P23", "P20")
async def test_the_allowance_is_set_as_any_cap_and_the_switch_is_that_of_texts(http: Http) -> None:
    path = "/v1/channels/account_sms"
    [shown] = [one for one in await http.get("/v1/channels") if one["channel"] == "account_sms"]
    assert (shown["enabled"], shown["dailyCapMicros"]) == (True, 20_000_000)

    capped = expect(await http.call("PUT", path, json={"dailyCapMicros": 5_000_000}), 200)
    problem(await http.call("PUT", path, json={"enabled": False}), 422, "no_switch")
    expect(await http.call("PUT", "/v1/channels/sms", json={"enabled": False}), 200)
    off = expect(await http.call("PUT", path, json={"dailyCapMicros": 0}), 200)

    assert (capped["enabled"], capped["dailyCapMicros"]) == (True, 5_000_000)
    assert (off["enabled"], off["dailyCapMicros"]) == (False, 0)


@pytest.mark.spec("P25")
async def test_who_got_no_code_because_of_the_allowance_is_listed_under_its_alert(http: Http) -> None:
    expect(await http.call("PUT", "/v1/channels/account_sms", json={"dailyCapMicros": 0}), 200)
    asked = await ask_for_code(http.company, await hire_unconfirmed(http.company))
    assert await asked.send() == "skipped:cap_exhausted"

    [alert] = (await http.get("/v1/alerts"))["items"]
    assert (alert["kind"], alert["channel"], alert["count"]) == ("cap_exhausted", "account_sms", 1)
    [skipped] = (await http.get("/v1/channels/account_sms/skipped"))["items"]
    assert skipped["userId"] == str(asked.person.id)


@pytest.mark.spec("Q04")
async def test_neither_an_author_nor_a_user_is_offered_the_channel_of_codes(http: Http) -> None:
    [person] = await http.company.hire(1)
    await ask(http.company, person, AccountText.NUMBER_ADDED)
    assert "account_sms" not in str(await http.get("/v1/catalogue"))
    key = await http.key_of(person.id)
    assert "account_sms" not in str(await http.get("/v1/me", key=key))
    problem(
        await http.call("PUT", "/v1/me/channels/account_sms", key=key, json={"on": False}), 404, "not_found"
    )
