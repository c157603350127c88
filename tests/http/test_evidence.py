"""Evidence over HTTP: all that an organization may know of a number's opt-outs, signed, and no more."""

from datetime import UTC, datetime
from typing import Any

import pytest

from homing.dispatching.context import Sending
from homing.domain.errors import RefusedError
from homing.domain.evidence import canonical, read_document, signed_part
from homing.settings import Settings
from homing.store.evidence_key import EvidenceKey, is_signed
from tests.faults.withdrawals import rebind
from tests.http.conftest import Http, expect, opened, problem
from tests.http.handset import Office, new_sid, open_office
from tests.world import Someone, new_number


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


@pytest.fixture
async def own(http: Http, office: Office) -> Http:
    """The office's admins."""
    return await opened(http.client, office.company)


async def evidence(http: Http, person: Someone) -> dict[str, Any]:
    """Of somebody, as it was signed."""
    answer = await http.call("POST", "/v1/evidence", json={"userId": str(person.id)})
    expect(answer, 200)
    document = read_document(answer.content)
    key = (await http.get("/v1/evidence-key"))["publicKey"]
    assert document["publicKey"] == key
    assert is_signed(signed_part(document), document["signature"], key)
    assert answer.content == canonical(document)
    return document


@pytest.mark.spec("X16")
async def test_everything_that_was_said_stands_in_it_in_order_with_words_times_sender_and_answer(
    office: Office, own: Http, settings: Settings
) -> None:
    sid, before = new_sid(), datetime.now(UTC)
    answered = await office.write("  Stop!!! 🛑", MessageSid=sid)
    resumed = await office.write("start")
    body = {"userId": str(office.person.id), "note": "by letter", "saidAt": "2026-11-20T09:30:00+01:00"}
    await own.post("/v1/opt-outs", body)

    document = await evidence(own, office.person)

    assert answered is not None
    assert resumed is not None
    stop, start, letter = document["facts"]
    assert (stop["kind"], stop["source"]) == ("opted_out", "keyword")
    assert stop["words"] == "  Stop!!! 🛑"
    assert stop["rule"]
    assert (stop["sender"], stop["answer"], stop["messageId"]) == (office.company.sender, answered, sid)
    assert before <= datetime.fromisoformat(stop["recordedAt"]) <= datetime.now(UTC)
    assert (start["kind"], start["words"], start["answer"]) == ("opted_in", "start", resumed)
    assert (letter["kind"], letter["source"], letter["words"]) == ("opted_out", "api", "by letter")
    assert letter["saidAt"] == "2026-11-20T08:30:00.000000+00:00"
    assert letter["recordedBy"] is not None
    assert document["standing"] == {"optedOut": True, "source": "api", "since": letter["recordedAt"]}
    assert document["consents"] == []
    assert document["version"] == "homing-evidence/1"
    assert document["installation"] == str(settings.public_url)
    assert document["organizationId"] == str(office.company.id)
    assert document["userIds"] == [str(office.person.id)]


@pytest.mark.spec("X16", "Q13")
async def test_the_number_is_known_by_its_last_digits_and_a_fingerprint(
    office: Office, own: Http, settings: Settings
) -> None:
    number = office.person.number

    document = await evidence(own, office.person)

    fingerprint = EvidenceKey(settings.hmac_secret).fingerprint(number)
    assert document["number"] == {"lastDigits": number[-2:], "fingerprint": fingerprint}
    assert number not in canonical(document).decode()
    assert own.company.sending.vault.hash_identifier(number).hex() != fingerprint


@pytest.mark.spec("X16")
async def test_a_number_about_which_nothing_was_said_has_evidence_of_that(http: Http) -> None:
    [ana] = await http.company.hire(1)

    document = await evidence(http, ana)

    assert (document["facts"], document["standing"]["optedOut"]) == ([], False)


@pytest.mark.spec("X16", "Q13")
async def test_another_organization_gets_neither_words_nor_answers_nor_what_was_before_its_time(
    office: Office, own: Http, other: Http
) -> None:
    await office.write("...Stop!!! 🛑")
    await office.write("START")
    made = await other.post("/v1/users", {"phone": {"number": office.person.number}}, 201)
    await office.write("STOP !! 🤬")
    await own.post("/v1/opt-outs", {"number": new_number(), "note": "elsewhere"})

    answer = await other.call("POST", "/v1/evidence", json={"userId": made["id"]})
    document = read_document(answer.content)

    [stop] = document["facts"]
    assert (stop["kind"], stop["source"]) == ("opted_out", "keyword")
    for withheld in ("words", "sender", "answer", "messageId", "recordedBy"):
        assert stop[withheld] is None
    assert document["standing"]["since"] == stop["recordedAt"]
    for told in ("🛑", "🤬", office.company.sender, str(office.company.id)):
        assert told not in answer.text


@pytest.mark.spec("X16", "Q13")
async def test_another_organization_gets_nothing_of_after_its_time_nor_who_recorded_what(
    office: Office, own: Http, other: Http
) -> None:
    number = office.person.number
    made = await other.post("/v1/users", {"phone": {"number": number}}, 201)
    await own.post("/v1/opt-outs", {"userId": str(office.person.id), "note": "by letter"})
    changed = {"number": new_number(), "source": made["phone"]["source"]}
    expect(await other.call("PUT", f"/v1/users/{made['id']}/phone", json=changed), 200)
    await office.write("START")

    document = read_document((await other.call("POST", "/v1/evidence", json={"number": number})).content)

    [letter] = document["facts"]
    assert (letter["kind"], letter["source"]) == ("opted_out", "api")
    assert (letter["words"], letter["recordedBy"]) == (None, None)
    assert document["standing"]["optedOut"] is False


@pytest.mark.spec("X16")
async def test_that_a_number_may_not_be_texted_is_told_and_since_when_only_where_that_may_be_known(
    office: Office, other: Http
) -> None:
    await office.write("STOP")
    [person] = await other.company.hire(1, numbers=[office.person.number])

    document = await evidence(other, person)

    assert document["facts"] == []
    assert document["standing"] == {"optedOut": True, "source": None, "since": None}


@pytest.mark.spec("X16", "Q13")
async def test_a_strangers_number_has_no_evidence_here_whether_or_not_it_is_known(
    office: Office, other: Http
) -> None:
    await office.write("STOP")
    numbers = [office.person.number, new_number()]
    await other.post("/v1/opt-outs", {"number": numbers[0]})

    answers = [await other.call("POST", "/v1/evidence", json={"number": number}) for number in numbers]

    told = [problem(answer, 404, "not_found")["title"] for answer in answers]
    assert told == ["There is no such number here"] * 2
    who = {"userId": str(office.person.id)}
    problem(await other.call("POST", "/v1/evidence", json=who), 404, "not_found")


@pytest.mark.spec("X16")
async def test_whoever_wrote_to_the_organization_has_evidence_after_the_number_is_nobodys_any_more(
    office: Office, own: Http
) -> None:
    number = office.person.number
    await office.write("STOP")
    await rebind(office.company, {office.person: new_number()})

    answer = await own.call("POST", "/v1/evidence", json={"number": number})

    document = read_document(answer.content)
    assert document["userIds"] == []
    assert [fact["words"] for fact in document["facts"]] == ["STOP"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "number_or_user"),
        ({"number": "612 34 56 78"}, 422, "region_missing"),
        ({"number": "+3461"}, 422, "too_short"),
    ],
)
async def test_what_is_asked_for_wrongly_is_refused(
    http: Http, body: dict[str, Any], status: int, code: str
) -> None:
    problem(await http.call("POST", "/v1/evidence", json=body), status, code)


async def test_a_user_without_a_number_has_none(http: Http) -> None:
    [ana] = await http.company.hire(1, number=False)

    problem(await http.call("POST", "/v1/evidence", json={"userId": str(ana.id)}), 404, "not_found")


@pytest.mark.spec("X16")
async def test_every_key_may_see_the_public_key_and_it_is_the_installations(
    http: Http, other: Http, settings: Settings
) -> None:
    [ana] = await http.company.hire(1)
    keys = (http.admin, http.editor, await http.key_of(ana.id), other.admin)

    told = [await http.get("/v1/evidence-key", key=key) for key in keys]

    public = EvidenceKey(settings.hmac_secret).public
    assert told == [{"algorithm": "Ed25519", "publicKey": public}] * 4
    problem(await http.call("GET", "/v1/evidence-key", key=""), 401, "key_missing")


@pytest.mark.spec("X16")
async def test_what_a_caller_changes_in_it_no_longer_verifies(office: Office, own: Http) -> None:
    await office.write("STOP")
    document = await evidence(own, office.person)
    document["facts"][0]["words"] = "START"

    assert not is_signed(signed_part(document), document["signature"], document["publicKey"])
    with pytest.raises(RefusedError):
        read_document(b"")
