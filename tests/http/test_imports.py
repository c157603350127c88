"""Files of people and consents over HTTP: handed in, loaded in the background, reported on by line."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.store.consents import read_consents
from plugin.housekeeping import once
from plugin.import_turns import load_imports
from tests.http.conftest import Http, expect, problem
from tests.http.staff import CSV, called, create, external
from tests.world import new_number

OVER: Final = {"done", "refused", "broken_off", "cancelled"}
PATIENCE_SECONDS: Final = 120
CONSENT: Final = "consent,consent_class,consent_channel,consent_at,consent_text,consent_language"


async def hand_in(http: Http, content: str | bytes | AsyncIterator[bytes], **query: str) -> dict[str, Any]:
    data = content.encode() if isinstance(content, str) else content
    answer = await http.call(
        "POST", "/v1/imports", content=data, headers=CSV, params=query, timeout=PATIENCE_SECONDS
    )
    handed_in: dict[str, Any] = expect(answer, 202)
    assert answer.headers["Location"] == f"/v1/imports/{handed_in['id']}"
    return handed_in


async def loaded(http: Http, sending: Sending, import_id: str) -> dict[str, Any]:
    """What became of an import: by this process, or by a worker that happens to keep house."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            await once(sending, {"load_imports": load_imports}, "homing.housekeeping.load_imports")
            shown: dict[str, Any] = await http.get(f"/v1/imports/{import_id}")
            if shown["state"] in OVER:
                return shown
            await asyncio.sleep(0.05)


async def imported(http: Http, sending: Sending, content: str | bytes, **query: str) -> dict[str, Any]:
    return await loaded(http, sending, (await hand_in(http, content, **query))["id"])


async def report(http: Http, import_id: str) -> list[tuple[int, str, str, bool]]:
    """(line, column, reason, whether the rest of the row was loaded)."""
    answer = await http.call("GET", f"/v1/imports/{import_id}/report.csv", timeout=PATIENCE_SECONDS)
    assert answer.headers["Content-Type"].startswith("text/csv")
    header, *rows = csv.reader(io.StringIO(answer.text))
    assert header == ["line", "column", "reason", "loaded"]
    return [(int(line), column, reason, whole == "true") for line, column, reason, whole in rows]


def counts(shown: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(shown[name] for name in ("state", "created", "updated", "refused", "faults"))


@pytest.mark.spec("D24")
async def test_a_file_loads_its_good_rows_in_the_background_and_reports_each_bad_one_by_line(
    http: Http, sending: Sending
) -> None:
    name, number = external(), new_number()
    rows = (
        f"{name}-1,Ana,ES,{number[3:]},ana@example.org,{name}-9,lead;safety,Night {name}\n"
        f"{name}-2,Ben,ES,612,ben,,,\n"
        f"{name}-3,Cleo,Spain,,,,,\n"
        f"{name}-1,Ana,,,,,,\n"
        f"{name}-4,Dan,,,,nobody-{name},,\n"
        f"{name}-9,Boss,,,,,,Night {name}\n"
    )
    header = "external_id,first_name,country,phone,email,manager,roles,groups\n"
    waiting = await hand_in(http, header + rows)
    assert (waiting["kind"], waiting["source"]) == ("people", "import")
    done = await loaded(http, sending, waiting["id"])
    assert counts(done) == ("done", 3, 0, 3, 5)
    assert (done["line"], done["bytes"]) == (7, len(header + rows))
    assert await report(http, done["id"]) == [
        (3, "phone", "too_short", False),
        (3, "email", "not_an_address", False),
        (4, "country", "country_unknown", False),
        (5, "external_id", "repeated", False),
        (6, "manager", "manager_unknown", True),
    ]
    ana, boss = await called(http, f"{name}-1"), await called(http, f"{name}-9")
    assert (ana["managerId"], ana["roles"]) == (boss["id"], ["lead", "safety"])
    assert (ana["phone"]["source"], ana["email"]["source"]) == ("import", "import")
    again = await imported(http, sending, header + rows)
    assert counts(again) == ("done", 0, 3, 3, 5)


@pytest.mark.spec("D24")
async def test_every_number_that_can_receive_no_text_is_told_with_its_line_and_reason(
    http: Http, sending: Sending
) -> None:
    numbers = {
        "+34911234567": "cannot_receive_texts",  # a landline
        "+34806123456": "cannot_receive_texts",  # premium rate
        "+34612345678;ext=9": "extension",
        "612 34 56 78": "region_missing",
        "000000000000000": "region_missing",
        "+000000000000000": "invalid_country_code",
        "+346123": "too_short",
        "call me": "not_a_number",
    }
    name, fine = external(), new_number()
    rows = [*((f"{name}-{n}", number) for n, number in enumerate(numbers)), (f"{name}-fine", fine)]
    body = "external_id;phone\n" + "".join(f'{who};"{number}"\n' for who, number in rows)
    done = await imported(http, sending, body)
    assert counts(done) == ("done", 1, 0, len(numbers), len(numbers))
    reasons = {
        line: reason for line, column, reason, _ in await report(http, done["id"]) if column == "phone"
    }
    assert reasons == dict(enumerate(numbers.values(), start=2))
    assert (await called(http, f"{name}-fine"))["phone"]["state"] == "verified"


@pytest.mark.spec("D24", "X15")
async def test_a_number_that_a_file_gives_to_two_people_is_the_first_ones_and_the_second_is_told(
    http: Http, sending: Sending
) -> None:
    name, number = external(), new_number()
    known = (await create(http, externalId=f"{name}-3"))["id"]
    first = await imported(http, sending, f"external_id,phone\n{name}-1,{number}\n{name}-2,{number}\n")
    assert counts(first) == ("done", 2, 0, 0, 1)
    assert await report(http, first["id"]) == [(3, "phone", "number_of_another_user", True)]
    later = await imported(http, sending, f"user,phone\n{known},{number}\n{uuid4()},{new_number()}\n")
    assert counts(later) == ("done", 0, 1, 1, 2)
    assert await report(http, later["id"]) == [
        (2, "phone", "number_of_another_user", True),
        (3, "user", "user_unknown", False),
    ]
    states = [(await called(http, f"{name}-{n}"))["phone"]["state"] for n in (1, 2, 3)]
    assert states == ["verified", "unverified", "unverified"]


@pytest.mark.spec("D24", "D26")
async def test_consents_come_with_their_people_or_in_a_file_of_their_own(
    http: Http, sending: Sending
) -> None:
    name, other = external(), external()
    given = "given,MARKETING,sms,2026-11-01T09:30:00+01:00,Offers by text,en"
    people = await imported(http, sending, f"external_id,{CONSENT}\n{name},{given}\n")
    assert counts(people) == ("done", 1, 0, 0, 0)
    user = UUID((await called(http, name))["id"])
    assert await standing(http, sending, user) == [("sms", "given", "import", "Offers by text", "en")]
    rows = (
        f",{user},withdrawn,MARKETING,sms,2026-11-02T09:30:00+01:00,,\n"
        f"{name},,given,MARKETING,email,2026-11-02T09:30:00+01:00,Offers by mail,es\n"
        f"{other},,given,MARKETING,sms,2026-11-02T09:30:00+01:00,Offers,\n"
        f"{other},{user},given,MARKETING,sms,2026-11-03T09:30:00+01:00,Offers,\n"
        f"{name},,given,MARKETING,sms,2026-11-03T09:30:00+01:00,,\n"
    )
    done = await imported(http, sending, f"external_id,user,{CONSENT}\n{rows}", kind="consents")
    assert counts(done) == ("done", 2, 0, 3, 3)
    assert await report(http, done["id"]) == [
        (4, "external_id", "user_unknown", False),
        (5, "external_id", "external_id_of_another", False),
        (6, "consent_text", "consent_text_missing", False),
    ]
    assert await standing(http, sending, user) == [
        ("email", "given", "import", "Offers by mail", "es"),
        ("sms", "withdrawn", "import", None, None),
    ]
    recorded = await http.get("/v1/consent-events", params={"userId": str(user)})
    assert [bool(one["actor"]) for one in recorded["items"]] == [True] * 3, "by which key"


async def standing(http: Http, sending: Sending, user: UUID) -> list[tuple[Any, ...]]:
    org = http.company.id
    async with sending.database.app(org) as connection:
        found = await read_consents(connection, org, sending.vault, user)
    return [(one.channel, one.state.value, one.source.value, one.shown, one.language) for one in found]


@pytest.mark.spec("D24")
async def test_a_report_has_every_bad_row_however_many_there_are(http: Http, sending: Sending) -> None:
    rows = 5_000
    body = "external_id,country\n" + "".join(f"e-{n},{'Spain' if n % 2 else 'ES'}\n" for n in range(rows))
    done = await imported(http, sending, body)
    assert counts(done) == ("done", rows // 2, 0, rows // 2, rows // 2)
    expected = [(n + 2, "country", "country_unknown", False) for n in range(rows) if n % 2]
    assert await report(http, done["id"]) == expected


@pytest.mark.spec("D24")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "header_missing"),
        (b"first_name\nAna\n", "header_missing"),
        (b"external_id,shoe_size\ne-1,42\n", "header_unknown"),
        (b"external_id,phone,phone\n", "header_repeated"),
        ("external_id\n".encode("utf-16"), "encoding"),
        (b"external_id" * 20_000, "too_long"),
    ],
)
async def test_a_file_without_a_header_of_ours_is_refused_at_once_and_nothing_of_it_kept(
    http: Http, sending: Sending, content: bytes, reason: str
) -> None:
    answer = await http.call("POST", "/v1/imports", content=content, headers=CSV)
    assert "shoe_size" not in str(problem(answer, 422, reason))
    (listed,) = (await http.get("/v1/imports"))["items"]
    assert (listed["state"], listed["problem"]) == ("refused", reason)
    async with sending.database.app(http.company.id) as connection:
        assert (await connection.execute(text("select count(*) from import_pieces"))).scalar_one() == 0


async def test_only_csv_in_utf_8_is_taken(http: Http) -> None:
    answer = await http.call(
        "POST", "/v1/imports", content=b"external_id\n", headers={"Content-Type": "application/json"}
    )
    problem(answer, 415, "media_type")


async def test_a_cancelled_import_loads_nothing_more_and_one_that_is_done_is_not_cancelled(
    http: Http, sending: Sending
) -> None:
    name = external()
    file = await hand_in(http, f"external_id\n{name}\n")
    answer = await http.call("POST", f"/v1/imports/{file['id']}/cancel")
    if answer.status_code == 409:  # a worker that keeps house was faster
        problem(answer, 409, "import_over")
    else:
        assert answer.json()["state"] == "cancelled"
        assert (await loaded(http, sending, file["id"]))["created"] == 0
        assert (await http.get("/v1/users", params={"externalId": name}))["items"] == []
    done = await imported(http, sending, f"external_id\n{name}\n")
    problem(await http.call("POST", f"/v1/imports/{done['id']}/cancel"), 409, "import_over")


async def test_imports_are_listed_by_the_page_and_another_organizations_are_not_there(
    http: Http, other: Http, sending: Sending
) -> None:
    ids = [(await imported(http, sending, f"external_id\ne-{n}\n"))["id"] for n in range(3)]
    first = await http.get("/v1/imports", params={"limit": 2})
    rest = await http.get("/v1/imports", params={"limit": 2, "cursor": first["next"]})
    assert [one["id"] for one in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None
    assert (await other.get("/v1/imports"))["items"] == []
    for path in (f"/v1/imports/{ids[0]}", f"/v1/imports/{ids[0]}/report.csv"):
        problem(await other.call("GET", path), 404, "not_found")
    problem(await other.call("POST", f"/v1/imports/{ids[0]}/cancel"), 404, "not_found")


@pytest.mark.spec("D24")
async def test_a_file_that_is_loaded_at_once_has_a_report_too(http: Http) -> None:
    answer = await http.call(
        "POST", "/v1/users/import", content=b"external_id,country\ne-1,ES\ne-2,Spain\n", headers=CSV
    )
    done = expect(answer, 200)
    assert (done["created"], done["refused"]) == (1, 1)
    assert await report(http, done["importId"]) == [(3, "country", "country_unknown", False)]
    shown = await http.get(f"/v1/imports/{done['importId']}")
    assert (*counts(shown), shown["source"]) == ("done", 1, 0, 1, 1, "directory")
