"""Binding numbers as a host's backend does: again and again, to whoever has them now, and what is none."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.http.conftest import Http, expect, problem
from tests.world import Someone, new_number


async def bind(http: Http, person: Someone, number: str, source: str = "api") -> Any:
    body = {"number": number, "source": source}
    return expect(await http.call("PUT", f"/v1/users/{person.id}/phone", json=body), 200)


async def unbind(http: Http, person: Someone, source: str = "api") -> None:
    expect(await http.call("DELETE", f"/v1/users/{person.id}/phone?source={source}"), 204)


async def numbers(http: Http, person: Someone) -> list[Any]:
    """All that a person has and had, the latest first."""
    listed = await http.get(f"/v1/users/{person.id}/identifiers")
    assert listed["next"] is None
    return [one for one in listed["items"] if one["kind"] == "phone"]


@pytest.mark.spec("W06")
async def test_binding_a_number_again_changes_nothing_and_answers_the_same(http: Http) -> None:
    [ana] = await http.company.hire(1, number=False)
    number = new_number()

    written = (number, f"{number[:3]} {number[3:6]}-{number[6:]}", number)
    answers = [await bind(http, ana, one) for one in written]

    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["phone"] == {
        "kind": "phone",
        "shown": f"…{number[-2:]}",
        "source": "api",
        "state": "verified",
        "reason": None,
        "country": "ES",
        "used": True,
    }
    [bound] = await numbers(http, ana)
    assert (bound["state"], bound["endedAt"]) == ("verified", None)


@pytest.mark.spec("W06", "X15")
async def test_the_answer_tells_that_a_number_is_another_users_and_not_whose(http: Http) -> None:
    [ana] = await http.company.hire(1)
    [ben] = await http.company.hire(1, number=False)

    answer = await bind(http, ben, ana.number)

    assert (answer["phone"]["state"], answer["phone"]["reason"]) == ("unverified", "number_of_another_user")
    assert str(ana.id) not in str(answer)
    mine = await http.call("GET", "/v1/me", key=await http.key_of(ben.id))
    assert "another" not in mine.text, "nor does the user learn that somebody has it"
    hers = await http.get(f"/v1/users/{ana.id}")
    assert hers["phone"]["state"] == "verified"


@pytest.mark.spec("W06", "X15")
async def test_a_number_that_was_taken_back_is_its_former_users_and_nobody_elses_at_once(http: Http) -> None:
    ana, ben = await http.company.hire(2, number=False)
    number = new_number()
    await bind(http, ana, number)
    for _ in range(2):
        await unbind(http, ana)

    assert (await bind(http, ben, number))["phone"]["reason"] == "number_of_another_user"
    assert (await bind(http, ana, number))["phone"]["state"] == "verified"


@pytest.mark.spec("X15")
async def test_the_directory_moves_a_number_at_once_where_the_organization_lets_it_vouch(http: Http) -> None:
    [ana] = await http.company.hire(1, source="api")
    [ben] = await http.company.hire(1, number=False)
    assert (await http.get("/v1/settings"))["directoryVouches"] is False
    contested = await bind(http, ben, ana.number, "directory")
    expect(await http.call("PATCH", "/v1/settings", json={"directoryVouches": True}), 200)

    vouched = await bind(http, ben, ana.number, "directory")

    assert [one["phone"]["state"] for one in (contested, vouched)] == ["unverified", "verified"]
    assert (await http.get(f"/v1/users/{ana.id}"))["phone"] is None
    assert [one["state"] for one in await numbers(http, ana)] == ["superseded"]


@pytest.mark.spec("W06", "Q13")
async def test_admins_see_which_numbers_a_user_had_by_whom_and_until_when(http: Http) -> None:
    [ana] = await http.company.hire(1, number=False)
    given = [new_number() for _ in range(3)]
    for number in given:
        await bind(http, ana, number)
    await bind(http, ana, new_number(), "self")
    await unbind(http, ana)

    own, third, second, first = await numbers(http, ana)

    assert [one["state"] for one in (own, third, second, first)] == [
        "unverified",
        "removed",
        "superseded",
        "superseded",
    ]
    assert (own["reason"], own["verifiedAt"], own["endedAt"]) == ("unconfirmed", None, None)
    assert [one["shown"] for one in (first, second, third)] == [f"…{number[-2:]}" for number in given]
    assert first["boundAt"] <= first["verifiedAt"] <= first["endedAt"]
    assert {one["confirmedAt"] for one in (own, first)} == {None}


@pytest.mark.spec("W06")
async def test_former_numbers_are_listed_page_by_page(http: Http) -> None:
    [ana] = await http.company.hire(1)
    for _ in range(4):
        await bind(http, ana, new_number())
    listed, cursor = [], ""
    while True:
        page = await http.get(f"/v1/users/{ana.id}/identifiers?limit=2{cursor}")
        listed += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    whole = await http.get(f"/v1/users/{ana.id}/identifiers")
    assert listed == [one["id"] for one in whole["items"]]
    assert len(set(listed)) == 6, "with the directory's number and address"


async def test_who_may_not_write_identifiers_sees_no_former_ones_either(http: Http, other: Http) -> None:
    [ana] = await http.company.hire(1)
    path = f"/v1/users/{ana.id}/identifiers"
    for key in (http.editor, await http.key_of(ana.id)):
        problem(await http.call("GET", path, key=key), 403, "scope_missing")
    problem(await http.call("GET", path, key=other.admin), 404, "not_found")
    problem(await http.call("GET", f"/v1/users/{uuid4()}/identifiers"), 404, "not_found")
    problem(await http.call("GET", f"{path}?cursor=x"), 400, "invalid_cursor")


@pytest.mark.spec("W06", "A11")
@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+34912345678", "cannot_receive_texts"),  # a landline
        ("+34803123456", "cannot_receive_texts"),  # premium rate
        ("+34900123456", "cannot_receive_texts"),  # free of charge
        ("+34901123456", "cannot_receive_texts"),  # of shared cost
        ("+447640123456", "cannot_receive_texts"),  # a pager
        ("+12125550123 ext. 7", "extension"),
        ("+34612345678;ext=7", "extension"),
        ("612 34 56 78", "region_missing"),
        ("000000000000000", "region_missing"),
        ("+000000000000000", "invalid_country_code"),
        ("+34000000000", "invalid"),
        ("+34000000000000000", "too_long"),
        ("+346", "too_short"),
        ("+34 BUY NOW 123", "not_a_number"),
    ],
)
async def test_what_cannot_be_texted_or_is_no_number_is_refused_with_the_reason_and_binds_nothing(
    http: Http, number: str, code: str
) -> None:
    [ana] = await http.company.hire(1, number=False)
    answer = await http.call("PUT", f"/v1/users/{ana.id}/phone", json={"number": number})
    problem(answer, 422, code)
    assert number not in answer.text
    assert await numbers(http, ana) == []


@pytest.mark.spec("W06")
async def test_nobodys_number_is_bound_or_taken_back(http: Http) -> None:
    nobody = Someone(UUID(int=1), "", "")
    body = {"number": new_number()}
    problem(await http.call("PUT", f"/v1/users/{nobody.id}/phone", json=body), 404, "not_found")
    problem(await http.call("DELETE", f"/v1/users/{nobody.id}/phone?source=api"), 404, "not_found")
