"""Adding and confirming a number of one's own, with a handset in hand."""

from datetime import timedelta

import pytest

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.domain.account_texts import CODE_LASTS
from homing.domain.phone import E164
from homing.domain.verification import LOCKED_FOR, MOST_TRIES
from tests.confirming import let_pass, other_than, requests_of, somebody
from tests.http.conftest import Http, expect, problem
from tests.invariants import until
from tests.journeys.test_over_http import http

__all__ = ["http"]
pytestmark = pytest.mark.usefixtures("engine")

HALF_A_MINUTE = timedelta(seconds=30)


@pytest.mark.spec("P10", "P11")
async def test_a_user_adds_a_number_confirms_it_and_is_reminded_there(http: Http, carrier: Control) -> None:
    ana = await somebody(http, carrier)

    pending = expect(await ana.add(), 202)
    assert (pending["state"], pending["shown"]) == ("open", f"…{ana.number[-2:]}")
    code = await ana.code()
    run = await http.company.campaign([ana.person])
    await run.send()
    assert await run.outcomes() == {"skipped:unverified": 1}, "it does not count before"

    expect(await ana.give(code), 204)

    assert (await ana.confirming(), await ana.state()) == (None, "verified")
    later = await http.company.campaign([ana.person])
    await later.send()
    assert await later.texted() == {"texted": 1}
    assert len(await carrier.texts(ana.number)) == 2


@pytest.mark.spec("P11")
async def test_a_code_is_read_with_spaces_and_in_any_digits(http: Http, carrier: Control) -> None:
    ana = await somebody(http, carrier)
    expect(await ana.add(), 202)
    code = await ana.code()
    full_width = "".join(chr(ord("０") + int(digit)) for digit in code)

    problem(await ana.give("12345"), 422, "not_a_code")
    expect(await ana.give(f" {full_width[:3]} - {full_width[3:]} "), 204)


@pytest.mark.spec("P11")
async def test_five_wrong_codes_lock_the_request_and_the_right_one_helps_no_more(
    http: Http, carrier: Control
) -> None:
    ana = await somebody(http, carrier)
    expect(await ana.add(), 202)
    code = await ana.code()

    wrong = other_than(code, MOST_TRIES)
    answers = [await ana.give(one) for one in wrong]
    for left, answer in enumerate(reversed(answers[:-1]), 1):
        assert problem(answer, 422, "wrong_code")["detail"] == f"Tries left: {left}."
    problem(answers[-1], 422, "code_locked")
    problem(await ana.give(code), 422, "code_locked")
    problem(await ana.add(), 429, "code_locked")
    problem(await ana.call("POST", "/code"), 429, "code_locked")
    assert await ana.state() == "unverified"

    await let_pass(http.company, LOCKED_FOR)
    expect(await ana.add(), 202)
    expect(await ana.give(await ana.code()), 204)
    assert await requests_of(http.company, ana.person.id) == ["locked", "confirmed"]


@pytest.mark.spec("P11")
async def test_a_code_confirms_once_and_only_in_time(http: Http, carrier: Control) -> None:
    ana = await somebody(http, carrier)
    expect(await ana.add(), 202)
    late = await ana.code()
    await let_pass(http.company, CODE_LASTS)
    problem(await ana.give(late), 422, "code_expired")

    expect(await ana.call("POST", "/code"), 202)
    code = await ana.code()
    problem(await ana.give(late), 422, "wrong_code")
    expect(await ana.give(code), 204)
    problem(await ana.give(code), 422, "code_expired")


@pytest.mark.spec("P11")
async def test_another_code_is_sent_after_a_growing_wait_and_voids_the_one_before(
    http: Http, carrier: Control
) -> None:
    ana = await somebody(http, carrier)
    expect(await ana.add(), 202)
    first = await ana.code()
    too_soon = await ana.call("POST", "/code")
    problem(too_soon, 429, "code_too_soon")
    assert 0 < int(too_soon.headers["Retry-After"]) <= 31

    await let_pass(http.company, HALF_A_MINUTE)
    expect(await ana.call("POST", "/code"), 202)
    second = await ana.code()
    await let_pass(http.company, HALF_A_MINUTE)
    problem(await ana.call("POST", "/code"), 429, "code_too_soon")
    if first != second:
        problem(await ana.give(first), 422, "wrong_code")
    expect(await ana.give(second), 204)


@pytest.mark.spec("P11")
async def test_one_users_code_confirms_nothing_for_another(http: Http, carrier: Control) -> None:
    ana, ben = await somebody(http, carrier), await somebody(http, carrier)
    expect(await ana.add(), 202)
    expect(await ben.add(), 202)
    code, _ = await ana.code(), await ben.code()

    problem(await ben.give(code), 422, "wrong_code")
    assert (await ana.state(), await ben.state()) == ("unverified", "unverified")
    problem(await (await somebody(http, carrier)).give(code), 422, "nothing_to_confirm")


@pytest.mark.spec("P11")
async def test_a_change_of_number_starts_over_and_the_old_one_is_texted_until_the_new_one_is_confirmed(
    http: Http, carrier: Control
) -> None:
    ana, other = await somebody(http, carrier), await somebody(http, carrier)
    expect(await ana.add(), 202)
    expect(await ana.give(await ana.code()), 204)
    problem(await ana.add(), 409, "already_confirmed")

    ana.seen = 0
    expect(await ana.add(other.number), 202)
    code = await ana.code(other.number)
    assert (await ana.state(), await ana.state("pending")) == ("verified", "unverified")
    run = await http.company.campaign([ana.person])
    await run.send()
    assert [text.to for text in await carrier.texts(ana.number)][1:] == [ana.number]

    expect(await ana.give(code), 204)
    assert (await ana.state(), await ana.state("pending")) == ("verified", None)
    later = await http.company.campaign([ana.person])
    before = len(await carrier.texts(other.number))
    await later.send()
    assert len(await carrier.texts(other.number)) > before


@pytest.mark.spec("P11", "X15")
async def test_the_old_and_the_new_number_are_told_of_a_change(http: Http, carrier: Control) -> None:
    ana, other = await somebody(http, carrier), await somebody(http, carrier)
    expect(await ana.add(), 202)
    expect(await ana.give(await ana.code()), 204)
    ana.seen = 0
    expect(await ana.add(other.number), 202)

    expect(await ana.give(await ana.code(other.number)), 204)

    await carrier.wait(2, to=ana.number, seconds=60)
    await carrier.wait(2, to=other.number, seconds=60)
    [_, told] = await carrier.texts(ana.number)
    assert "removed" in told.body
    [_, told] = await carrier.texts(other.number)
    assert "added" in told.body


@pytest.mark.spec("P11")
async def test_a_request_that_nobody_answers_is_closed_by_its_workflow(http: Http, carrier: Control) -> None:
    ana = await somebody(http, carrier)
    expect(await ana.add(), 202)
    await ana.code()
    await let_pass(http.company, CODE_LASTS)
    problem(await ana.give("000000"), 422, "code_expired")
    await until(lambda: _closed(http, ana.person.id))


async def _closed(http: Http, user: object) -> bool:
    return await requests_of(http.company, user) == ["expired"]  # type: ignore[arg-type]


@pytest.mark.spec("P14")
async def test_a_stopped_number_gets_no_code_and_the_answer_is_the_same(http: Http, carrier: Control) -> None:
    [gone] = await http.company.hire(1)
    await withdraw.stop(http.company.sending, E164(gone.number))
    ana, ben = await somebody(http, carrier), await somebody(http, carrier)

    stopped, fresh = expect(await ana.add(gone.number), 202), expect(await ben.add(), 202)
    await ben.code()

    same = {name for name in stopped if name not in ("shown", "expiresAt", "againAt")}
    assert {name: stopped[name] for name in same} == {name: fresh[name] for name in same}
    assert stopped["startTo"] == http.company.sender, "whom to text START is said always"
    assert await carrier.texts(gone.number) == []
