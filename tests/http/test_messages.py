"""The history of messages: each with its state, reason, segments, cost, and where it came from."""

import csv
import io
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.prices import read_prices
from homing.domain.decide import IdentifierState
from homing.domain.definition import Target, TargetType
from homing.domain.traits import IdentifierKind
from homing.store.identifiers import Binding, bind
from tests.dispatching.support import rows, until
from tests.http.conftest import Http, expect, problem
from tests.world import Run, Someone, new_number

ESTIMATE: Final = 95_000
REAL: Final = 76_900
"""Micros of a dollar for one segment to Spain, as the product's price list has it and as the carrier has."""
DEAD: Final = 30003


@dataclass(frozen=True, slots=True)
class Sent:
    """A step by which Ana got a text, Ben's did not arrive, Cem has no number; and everybody an item."""

    run: Run
    ana: Someone
    ben: Someone
    cem: Someone


@pytest.fixture
async def sent(http: Http, carrier: Control) -> Sent:
    ana, ben = await http.company.hire(2)
    [cem] = await http.company.hire(1, number=False)
    await carrier.fault("fail", to=ben.number, code=DEAD)
    run = await http.company.campaign([ana, ben, cem])
    await run.send("in_app")
    await run.send("sms")

    async def reported() -> bool:
        return await run.outcomes() == {
            "delivered": 1,
            "not_delivered:unreachable": 1,
            "skipped:no_identifier": 1,
        }

    await until(reported)
    return Sent(run, ana, ben, cem)


async def listed(http: Http, **query: Any) -> list[dict[str, Any]]:
    """All pages."""
    items: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        params = {"limit": 2, **query, **({"cursor": cursor} if cursor else {})}
        page = await http.get("/v1/messages", params=params)
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


async def exported(http: Http, path: str, **query: Any) -> list[dict[str, str]]:
    answer = await http.call("GET", path, params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


@pytest.mark.spec("W12")
async def test_every_message_is_listed_with_its_state_reason_segments_cost_and_execution(
    http: Http, sent: Sent
) -> None:
    execution = str(sent.run.execution)
    found = await listed(http, execution=execution, channel="sms")

    by_user = {one["userId"]: one for one in found}
    assert set(by_user) == {str(one.id) for one in (sent.ana, sent.ben, sent.cem)}
    ana, ben, cem = (by_user[str(one.id)] for one in (sent.ana, sent.ben, sent.cem))
    assert (ana["state"], ana["reason"], ana["receipt"]) == ("delivered", None, "delivered")
    assert (ana["segments"], ana["country"], ana["sender"]) == (1, "ES", http.company.sender)
    assert (ana["identifierSource"], ana["lastDigits"]) == ("directory", sent.ana.number[-4:])
    assert ana["createdAt"] <= ana["sentAt"] <= ana["changedAt"]
    assert (ben["state"], ben["reason"], ben["errorCode"]) == ("not_delivered", "unreachable", DEAD)
    assert (cem["state"], cem["reason"], cem["contractReason"]) == (
        "skipped",
        "no_identifier",
        "NO_IDENTIFIER",
    )
    assert (cem["costMicros"], cem["costIs"], cem["sentAt"], cem["lastDigits"]) == (None,) * 4
    assert {one["campaignId"] for one in found} == {str(sent.run.campaign)}
    why = await http.get(f"{ana['links']['execution']}/recipients/{sent.ana.id}")
    assert ana["links"]["execution"] == f"/v1/executions/{execution}"
    assert ana["links"]["workflow"] in [one["workflow"] for one in why["findings"]]
    assert sent.ana.number not in str(found)


@pytest.mark.spec("W12", "P22")
async def test_a_cost_is_an_estimate_until_the_price_is_known(http: Http, sent: Sent) -> None:
    async def cost() -> tuple[int, str]:
        [one] = await listed(http, user=str(sent.ana.id), channel="sms")
        return one["costMicros"], one["costIs"]

    async def priced() -> bool:
        await read_prices(http.company.sending)
        return (await cost())[1] == "price"

    before = await cost()
    await until(priced)

    # Whether a price has been read by now is the house's business.
    assert before in ((ESTIMATE, "estimate"), (REAL, "price"))
    assert await cost() == (REAL, "price")


@pytest.mark.spec("W12")
async def test_each_filter_finds_what_it_names_and_filters_narrow_together(http: Http, sent: Sent) -> None:
    other = await http.company.campaign([sent.ana])
    await other.send("sms", step="again")
    everything = await listed(http)
    sender = next(one["senderId"] for one in everything if one["senderId"])
    middle = everything[2]["createdAt"]
    filters: dict[str, tuple[str, Any]] = {
        "campaign": ("campaignId", str(other.campaign)),
        "execution": ("executionId", str(sent.run.execution)),
        "step": ("step", "again"),
        "user": ("userId", str(sent.ana.id)),
        "channel": ("channel", "in_app"),
        "state": ("state", "skipped"),
        "reason": ("reason", "unreachable"),
        "country": ("country", "ES"),
        "sender": ("senderId", sender),
    }

    assert len(everything) == 7
    for name, (field, value) in filters.items():
        wanted = [one["id"] for one in everything if one[field] == value]
        assert 0 < len(wanted) < len(everything), name
        assert [one["id"] for one in await listed(http, **{name: value})] == wanted, name
    late = [one["id"] for one in everything if one["createdAt"] >= middle]
    early = [one["id"] for one in everything if one["createdAt"] < middle]
    assert [one["id"] for one in await listed(http, **{"from": middle})] == late
    assert [one["id"] for one in await listed(http, to=middle)] == early
    both = await listed(http, user=str(sent.ana.id), channel="sms", step="again")
    assert [one["executionId"] for one in both] == [str(other.execution)]
    assert await listed(http, user=str(sent.ana.id), reason="no_identifier") == []
    assert await listed(http, campaign=str(uuid4())) == []


@pytest.mark.spec("W12")
async def test_who_is_told_about_others_has_a_history_too(http: Http) -> None:
    late, boss = await http.company.hire(2)
    run = await http.company.campaign([late])
    await run.tell(Target(TargetType.USER, str(boss.id)))
    await run.send(told=True, cohort=1)

    [found] = await listed(http, user=str(boss.id))
    [ending] = await listed(http, lastDigits=boss.number[-4:], user=str(boss.id))

    assert (found["userId"], found["channel"]) == (str(boss.id), "sms")
    assert ending["id"] == found["id"]


@pytest.mark.spec("W12")
async def test_pages_neither_repeat_nor_miss_anything_while_messages_come_and_change(
    http: Http, sent: Sent
) -> None:
    before = [one["id"] for one in await listed(http)]
    first = await http.get("/v1/messages", params={"limit": 3})
    more = await http.company.campaign([sent.ana])
    await more.send()
    await rows(
        http.company.sending,
        "update dispatches set state = 'delivered', changed_at = now() where execution_id = :execution",
        execution=sent.run.execution,
    )

    rest = await http.get("/v1/messages", params={"limit": 200, "cursor": first["next"]})

    assert [one["id"] for one in (*first["items"], *rest["items"])] == before
    assert rest["next"] is None


@pytest.mark.spec("W12", "Q13")
async def test_last_digits_find_the_messages_of_the_numbers_that_end_so_while_they_are_known(
    http: Http, sent: Sent
) -> None:
    digits = sent.ana.number[-4:]
    mine = {"user": str(sent.ana.id), "lastDigits": digits}
    [before] = await listed(http, **mine)
    wrong = f"{(int(digits) + 1) % 10_000:04}"

    assert (before["channel"], before["lastDigits"]) == ("sms", digits)
    assert await listed(http, user=str(sent.ana.id), lastDigits=wrong) == []
    async with http.company.sending.database.app(http.company.id) as connection:
        changed = Binding(
            user_id=sent.ana.id,
            kind=IdentifierKind.PHONE,
            raw=new_number(),
            source="directory",
            state=IdentifierState.VERIFIED,
        )
        assert not await bind(connection, http.company.id, http.company.sending.vault, [changed])
    assert await listed(http, **mine) == []
    [after] = await listed(http, user=str(sent.ana.id), channel="sms")
    assert after["lastDigits"] is None


@pytest.mark.spec("Q13")
async def test_an_editor_sees_messages_and_no_digits(http: Http, sent: Sent) -> None:
    page = await http.get("/v1/messages", key=http.editor, params={"execution": str(sent.run.execution)})
    asked = await http.call("GET", "/v1/messages?lastDigits=0000", key=http.editor)
    file = await http.call("GET", "/v1/messages.csv?lastDigits=0000", key=http.editor)
    own = await http.call("GET", "/v1/messages", key=await http.key_of(sent.ana.id))

    assert len(page["items"]) == 6
    assert {one["lastDigits"] for one in page["items"]} == {None}
    for answer in (asked, file, own):
        problem(answer, 403, "scope_missing")


@pytest.mark.spec("W16", "W12")
async def test_a_message_tells_of_its_attempts_its_receipts_and_its_events_in_their_order(
    http: Http, sent: Sent
) -> None:
    [row] = await listed(http, user=str(sent.ben.id), channel="sms")

    story = await http.get(f"/v1/messages/{row['id']}", key=http.editor)

    [attempt] = story["attempts"]
    assert (attempt["provider"], attempt["state"], attempt["errorCode"]) == ("twilio", "sent", DEAD)
    assert attempt["providerId"].startswith("SM")
    assert attempt["postedAt"] <= attempt["settledAt"]
    assert story["receipts"][-1]["status"] == "not_delivered"
    assert {(one["attemptId"], one["providerId"]) for one in story["receipts"]} == {
        (attempt["id"], attempt["providerId"])
    }
    times = [one["at"] for one in story["receipts"]]
    assert times == sorted(times)
    assert [one["kind"] for one in story["events"]] == ["SENT", "BOUNCED"]
    assert story["lastDigits"] is None
    assert {name: story[name] for name in row if name != "lastDigits"} == {
        name: value for name, value in row.items() if name != "lastDigits"
    }


@pytest.mark.spec("W12")
async def test_the_file_holds_what_the_list_does_and_takes_nobody_for_a_formula(
    http: Http, sent: Sent
) -> None:
    name = '=1+1,"x"'
    expect(await http.call("PATCH", f"/v1/users/{sent.ana.id}", json={"externalId": name}), 200)
    everything = await listed(http, execution=str(sent.run.execution))

    lines = await exported(http, "/v1/messages.csv", execution=str(sent.run.execution))

    assert [one["id"] for one in lines] == [one["id"] for one in everything]
    assert {one["external_id"] for one in lines if one["user_id"] == str(sent.ana.id)} == {f"'{name}"}
    assert [one["reason"] for one in lines] == [one["reason"] or "" for one in everything]
    assert {one["sender"] for one in lines} == {"", f"'{http.company.sender}"}


@pytest.mark.spec("W12")
async def test_nobody_sees_the_messages_of_another_organization(http: Http, other: Http, sent: Sent) -> None:
    [row] = await listed(http, user=str(sent.ana.id), channel="sms")

    assert await listed(other) == []
    assert await listed(other, execution=str(sent.run.execution)) == []
    assert await listed(other, lastDigits=sent.ana.number[-4:]) == []
    assert await exported(other, "/v1/messages.csv") == []
    problem(await other.call("GET", f"/v1/messages/{row['id']}"), 404, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        "state=gone",
        "reason=gone",
        "channel=fax",
        "lastDigits=123",
        "lastDigits=12345",
        "lastDigits=12a4",
        "from=2026-11-21",
        "user=x",
    ],
)
async def test_a_filter_that_means_nothing_is_refused(http: Http, query: str) -> None:
    for path in ("/v1/messages", "/v1/messages.csv"):
        said = problem(await http.call("GET", f"{path}?{query}"), 422, "invalid")
        assert [one["path"] for one in said["errors"]] == [f"query.{query.partition('=')[0]}"]
    problem(await http.call("GET", "/v1/messages?cursor=WyJ4Il0"), 400, "invalid_cursor")
