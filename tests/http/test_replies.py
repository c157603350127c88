"""Replies over HTTP: listed by campaign, step and person, looked through by their words."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.domain.definition import Target, TargetType
from homing.domain.search import words_of
from homing.settings import Settings
from homing.store import inbound
from homing.store.inbound import NewInbound
from tests.dispatching.support import until
from tests.http.conftest import Http, opened, problem
from tests.http.handset import Office, open_office
from tests.world import PLANTED_NAME, Run, Someone


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings, carrier: Control) -> Office:
    assert await carrier.faults() == []
    return await open_office(http, sending, settings)


@pytest.fixture
async def desk(http: Http, office: Office) -> Http:
    """With keys of the office's own company."""
    return await opened(http.client, office.company)


async def text(office: Office, *people: Someone, step: str = "remind") -> Run:
    """A campaign that texts somebody."""
    run = await office.company.campaign(people or [office.person])
    await run.send(step=step)
    return run


async def listed(desk: Http, **query: Any) -> list[dict[str, Any]]:
    """All pages."""
    items: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        params = {"limit": 2, **query, **({"cursor": cursor} if cursor else {})}
        page = await desk.get("/v1/replies", params=params)
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


async def bodies(desk: Http, **query: Any) -> list[str]:
    return [one["body"] for one in await listed(desk, **query)]


@pytest.mark.spec("A04")
async def test_a_reply_is_listed_with_what_it_was_taken_for_and_the_step_that_it_replies_to(
    office: Office, desk: Http
) -> None:
    run = await text(office, step="second")
    await office.write("I will read it tomorrow.")
    answer = await office.write("STOP")

    stop, plain = await listed(desk)

    assert (plain["kind"], plain["body"], plain["answer"]) == ("reply", "I will read it tomorrow.", None)
    assert (stop["kind"], stop["body"], stop["keyword"], stop["answer"]) == ("stop", "STOP", "stop", answer)
    assert stop["answerSegments"] == 1
    assert stop["answerMicros"] > 0
    for one in (stop, plain):
        assert (one["campaignId"], one["executionId"]) == (str(run.campaign), str(run.execution))
        assert (one["step"], one["userId"]) == ("second", str(office.person.id))
        assert (one["sender"], one["lastDigits"]) == (office.company.sender, office.person.number[-4:])
    message = await desk.get(f"/v1/messages/{plain['messageId']}")
    assert (message["userId"], message["step"]) == (str(office.person.id), "second")
    assert office.person.number not in str([stop, plain])


@pytest.mark.spec("A04")
async def test_replies_are_listed_per_campaign_and_step_and_by_everything_else_that_is_named(
    office: Office, desk: Http
) -> None:
    first = await text(office, step="first")
    await office.write("To the first")
    second = await text(office, step="second")
    await office.write("To the second")
    await office.write("HELP")
    helped, later, earlier = await listed(desk)
    digits = office.person.number[-4:]
    wrong = f"{(int(digits) + 1) % 10_000:04}"

    assert await bodies(desk, campaign=str(first.campaign)) == ["To the first"]
    assert await bodies(desk, execution=str(second.execution)) == ["HELP", "To the second"]
    assert await bodies(desk, campaign=str(second.campaign), step="first") == []
    assert await bodies(desk, step="first") == ["To the first"]
    assert await bodies(desk, kind="help", user=str(office.person.id)) == ["HELP"]
    assert await bodies(desk, user=str(uuid4())) == []
    assert await bodies(desk, sender=earlier["senderId"], kind="reply") == ["To the second", "To the first"]
    assert await bodies(desk, to=later["at"]) == ["To the first"]
    assert await bodies(desk, **{"from": later["at"]}) == ["HELP", "To the second"]
    assert await bodies(desk, lastDigits=digits, kind="help") == [helped["body"]]
    assert await bodies(desk, lastDigits=wrong) == []


@pytest.mark.spec("A04")
async def test_words_are_found_however_they_are_written_and_phrases_in_their_order(
    office: Office, desk: Http
) -> None:
    for body in ("Ask my MANAGER, please", "The manager is on my list", "Café at noon?", "my my manager"):
        await office.write(body)

    found = {
        query: await bodies(desk, q=query)
        for query in ("manager my", '"my manager"', "cafe", "CAFÉ noon", "cafe manager", "man", '"noon cafe"')
    }

    assert found == {
        "manager my": ["my my manager", "The manager is on my list", "Ask my MANAGER, please"],
        '"my manager"': ["my my manager", "Ask my MANAGER, please"],
        "cafe": ["Café at noon?"],
        "CAFÉ noon": ["Café at noon?"],
        "cafe manager": [],
        "man": [],
        '"noon cafe"': [],
    }
    assert await bodies(desk, q="manager", kind="stop") == []


@pytest.mark.spec("A04")
async def test_words_are_found_joined_apart_and_where_there_are_no_spaces(office: Office, desk: Http) -> None:
    for body in (
        "I don't know",
        "Dont re-send it",
        "Please resend, and re send",
        "我想退订短信谢谢",
        "Ok 👍",
    ):
        await office.write(body)

    assert await bodies(desk, q="dont") == ["Dont re-send it", "I don't know"]
    assert await bodies(desk, q="don't") == ["Dont re-send it", "I don't know"]
    assert await bodies(desk, q="resend") == ["Please resend, and re send", "Dont re-send it"]
    assert await bodies(desk, q="re-send") == ["Please resend, and re send", "Dont re-send it"]
    assert await bodies(desk, q="短信") == await bodies(desk, q="退订短信") == ["我想退订短信谢谢"]
    assert await bodies(desk, q="退订谢谢") == []
    assert await bodies(desk, q="👍") == ["Ok 👍"]


@pytest.mark.spec("A04")
async def test_who_is_told_about_others_replies_to_what_they_were_told(office: Office, desk: Http) -> None:
    [late] = await office.company.hire(1)
    run = await office.company.campaign([late])
    await run.tell(Target(TargetType.USER, str(office.person.id)))
    await run.send(told=True, cohort=1)

    await office.write("I will call them.")

    [shown] = await listed(desk)
    assert (shown["executionId"], shown["userId"]) == (str(run.execution), str(office.person.id))


async def write_many(office: Office, count: int, body: str) -> None:
    """So many replies, as they are kept."""
    vault = office.company.sending.vault
    async with office.company.sending.database.system() as connection:
        for _ in range(count):
            key_id, sealed = vault.encrypt(body)
            await inbound.write_inbound(
                connection,
                NewInbound(
                    provider="twilio",
                    provider_id=f"SM{uuid4().hex}",
                    org_id=office.company.id,
                    sender_id=None,
                    hmac=vault.hash_identifier(office.person.number),
                    kind="reply",
                    answer=None,
                    key_id=key_id,
                    sealed=sealed,
                    words=vault.hash_words(words_of(body)),
                ),
            )


async def test_a_phrase_is_found_behind_thousands_that_have_its_words_and_each_page_looks_at_some(
    office: Office, desk: Http
) -> None:
    await office.write("come home")
    await write_many(office, 2100, "home come")

    page = await desk.get("/v1/replies", params={"q": '"come home"', "limit": 10})
    rest = await desk.get("/v1/replies", params={"q": '"come home"', "limit": 10, "cursor": page["next"]})

    assert page["items"] == []
    assert [one["body"] for one in rest["items"]] == ["come home"]
    assert rest["next"] is None


async def test_pages_neither_repeat_nor_miss_a_reply_while_others_come(office: Office, desk: Http) -> None:
    for n in range(4):
        await office.write(f"Reply {n}")
    first = await desk.get("/v1/replies", params={"limit": 2})
    await office.write("Another")
    rest = await desk.get("/v1/replies", params={"limit": 2, "cursor": first["next"]})

    shown = [one["body"] for one in (*first["items"], *rest["items"])]
    assert shown == ["Reply 3", "Reply 2", "Reply 1", "Reply 0"]
    assert rest["next"] is None


@pytest.mark.spec("A04")
async def test_the_file_of_replies_holds_what_the_list_does_and_no_formula(
    office: Office, desk: Http
) -> None:
    await write_many(office, 1001, "again")
    await office.write('=SUM(A1), "quoted"\nin two lines')

    answer = await desk.call("GET", "/v1/replies.csv")
    lines = list(csv.DictReader(io.StringIO(answer.text, newline="")))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[0]["body"] == '\'=SUM(A1), "quoted"\nin two lines'
    assert lines[0]["last_digits"].removeprefix("'") == office.person.number[-4:]
    assert [one["body"] for one in lines[1:]] == ["again"] * 1001
    assert len({one["id"] for one in lines}) == 1002
    found = await desk.call("GET", "/v1/replies.csv?q=quoted")
    assert found.text.count("SUM") == 1


@pytest.mark.spec("Q13")
async def test_an_editor_reads_replies_without_digits(office: Office, desk: Http) -> None:
    await office.write("Something")

    [shown] = (await desk.get("/v1/replies", key=desk.editor))["items"]

    assert (shown["body"], shown["lastDigits"]) == ("Something", None)
    asked = await desk.call("GET", "/v1/replies?lastDigits=0000", key=desk.editor)
    problem(asked, 403, "scope_missing")


async def test_an_organization_reads_only_what_was_written_to_its_own_senders(
    office: Office, desk: Http, other: Http
) -> None:
    await other.company.hire(1, numbers=[office.person.number])
    await office.write("Not for everybody")

    assert await bodies(desk, q="everybody") == ["Not for everybody"]
    assert await bodies(other) == []
    assert await bodies(other, q="everybody") == []
    assert await bodies(other, q='"for everybody"', lastDigits=office.person.number[-4:]) == []
    assert (await other.call("GET", "/v1/replies.csv?q=everybody")).text.count("\n") == 1


@pytest.mark.parametrize(
    "query", ["+34 611 22 33 44", "611-22-33", "6112233", "!?", '""', "x" * 201, "", "a\x00b" + "1234567"]
)
async def test_words_that_are_none_and_phone_numbers_are_refused(http: Http, query: str) -> None:
    for path in ("/v1/replies", "/v1/replies.csv"):
        answer = await http.call("GET", path, params={"q": query})
        problem(answer, 422, "invalid")
        assert "6112233" not in answer.text


async def test_a_kind_that_no_reply_is_of_is_refused(http: Http) -> None:
    for path in ("/v1/replies", "/v1/replies.csv"):
        said = problem(await http.call("GET", path, params={"kind": "stopp"}), 422, "invalid")
        assert [one["path"] for one in said["errors"]] == ["query.kind"]
        for kind in ("stop", "wrong_number", "denied"):
            assert (await http.call("GET", path, params={"kind": kind})).status_code == 200


async def test_what_is_looked_for_stands_in_no_log(http: Http, caplog: pytest.LogCaptureFixture) -> None:
    request = f"sought-{uuid4().hex}"
    headers = {"X-Request-Id": request}
    answer = await http.call("GET", "/v1/replies", params={"q": PLANTED_NAME}, headers=headers)

    async def logged() -> bool:
        return request in caplog.text

    assert answer.status_code == 200
    await until(logged)
    assert "/v1/replies" in caplog.text
    assert PLANTED_NAME not in caplog.text


@pytest.mark.spec("A04")
async def test_what_others_texted_last_from_their_sender_is_nothing_that_is_replied_to(
    desk: Http, office: Office, other: Http
) -> None:
    mine = await text(office)
    [same] = await other.company.hire(1, numbers=[office.person.number])
    theirs = await other.company.campaign([same])
    await theirs.send()

    await office.write("Thanks")

    [reply] = await listed(desk)
    assert (reply["executionId"], reply["userId"]) == (str(mine.execution), str(office.person.id))
    assert await listed(other) == []


@pytest.mark.spec("A04")
async def test_a_campaign_and_an_execution_of_another_one_narrow_the_list_to_nothing(
    desk: Http, office: Office
) -> None:
    first, second = await text(office, step="first"), await text(office, step="second")
    await office.write("Thanks")

    own = {"campaign": str(second.campaign), "execution": str(second.execution)}
    assert await bodies(desk, **own) == ["Thanks"]
    assert await bodies(desk, **{**own, "execution": str(first.execution)}) == []
    assert await bodies(desk, **{**own, "campaign": str(first.campaign)}) == []
