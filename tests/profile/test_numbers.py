"""A number on a user's own page: added, confirmed, changed, removed; with what a handset shows."""

import re
from datetime import timedelta
from typing import Final

import httpx
import pytest

from homing.carrier.control import Control
from homing.domain.decide import IdentifierState
from homing.domain.traits import IdentifierKind
from homing.domain.verification import LOCKED_FOR, MOST_TRIES
from homing.store.identifiers import Binding, bind
from plugin.profile.words import WORDS
from tests.confirming import let_pass, other_than
from tests.http.conftest import Http
from tests.profile.handset import code_on
from tests.profile.sound import check_sound
from tests.profile.visiting import Page, Visitor, let_in
from tests.world import Someone, new_number

pytestmark = pytest.mark.usefixtures("engine")
EN: Final = WORDS["en"]
A_MINUTE: Final = timedelta(minutes=1)


def fault(page: Page, code: str, field: str | None = None) -> None:
    """The page tells what went wrong, in words, at the field that it is about."""
    assert EN.faults[code] in page.text
    assert page.status == 200
    assert any(said.get("role") == "alert" for _, said in page.elements)
    at = [said for _, said in page.elements if said.get("aria-invalid") == "true"]
    assert [said["id"] for said in at] == ([field] if field else [])
    if field:
        assert f"{field}-fault" in at[0]["aria-describedby"].split()
        assert f">{EN.error}: " in page.html.replace("<title", ">").replace(">>", ">")


@pytest.mark.spec("P10", "P11", "Q13")
async def test_a_number_is_added_confirmed_and_then_texted(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, number=False)
    visitor = await let_in(http, ana, client)
    assert EN.number.none in visitor.now.text
    check_sound(visitor.now)

    page = await visitor.fill("number", number=ana.number)
    assert EN.said["code_sent"] in page.text
    assert EN.code.sent.format(end=ana.number[-2:]) in page.text
    assert EN.code.tries_many.format(tries=MOST_TRIES) in page.text
    [field] = [said for _, said in page.elements if said.get("name") == "code"]
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    assert ana.number[-6:] not in page.html
    check_sound(page, http.company.sender)

    code = await code_on(carrier, ana.number)
    assert code not in page.html
    run = await http.company.campaign([ana])
    await run.send()
    assert await run.outcomes() == {"skipped:unverified": 1}

    page = await visitor.fill("confirm", code=f" {code[:3]} {code[3:]}")
    assert EN.said["confirmed"] in page.text
    assert EN.number.shown.format(end=ana.number[-2:]) in page.text
    assert EN.number.confirmed in page.text
    assert not page.has("confirm")
    check_sound(page)
    later = await http.company.campaign([ana])
    await later.send()
    assert await later.texted() == {"texted": 1}


@pytest.mark.spec("P10")
async def test_a_national_number_is_read_in_the_country_that_was_chosen(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, number=False)
    visitor = await let_in(http, ana, client)
    assert ">Spain (+34)<" in visitor.now.html

    page = await visitor.fill("number", number=ana.number.removeprefix("+34"), country="ES")
    assert EN.said["code_sent"] in page.text
    assert await code_on(carrier, ana.number)


BAD: Final = {
    "": "number_missing",
    "   ": "number_missing",
    "hello": "not_a_number",
    "+34": "not_a_number",
    "612": "too_short",
    "6" * 30: "too_long",
    "9" * 500: "not_a_number",
    "+34 912 345 678": "cannot_receive_texts",
    "+34 611 222 333 ext. 4": "extension",
    "+999 123 456 789": "invalid_country_code",
    "+44 7400 123456": "country_not_allowed",
    "<script>alert(1)</script>": "not_a_number",
    "\x00": "not_a_number",
}


@pytest.mark.parametrize("raw", BAD)
async def test_what_is_no_number_is_told_at_the_field(
    http: Http, client: httpx.AsyncClient, raw: str
) -> None:
    [ana] = await http.company.hire(1, number=False)
    visitor = await let_in(http, ana, client)

    page = await visitor.fill("number", number=raw, country="ES")

    fault(page, BAD[raw], "number")
    assert not page.has("confirm")
    assert "alert(1)" not in page.html
    assert "6" * 30 not in page.html
    check_sound(page)


@pytest.mark.spec("P11")
async def test_wrong_codes_are_counted_down_and_then_nothing_confirms(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, number=False)
    visitor = await let_in(http, ana, client)
    await visitor.fill("number", number=ana.number)
    code = await code_on(carrier, ana.number)

    fault(await visitor.fill("confirm", code=""), "not_a_code", "code")
    fault(await visitor.fill("confirm", code="12345"), "not_a_code", "code")
    for left, wrong in zip(range(MOST_TRIES - 1, 0, -1), other_than(code, MOST_TRIES - 1), strict=True):
        page = await visitor.fill("confirm", code=wrong)
        fault(page, "wrong_code", "code")
        said = EN.code.tries_one if left == 1 else EN.code.tries_many.format(tries=left)
        assert said in page.text
        check_sound(page, http.company.sender)
    form = visitor.now.form("confirm")
    fault(await visitor.fill("confirm", code=other_than(code)[0]), "code_locked")
    fault(await visitor.send(form.action, form.fields | {"code": code}), "code_locked")
    assert EN.number.unconfirmed in visitor.now.text
    fault(await visitor.fill("resend"), "code_locked")

    await let_pass(http.company, LOCKED_FOR + A_MINUTE)
    await visitor.look()
    assert EN.said["code_sent"] in (await visitor.fill("resend")).text
    page = await visitor.fill("confirm", code=await code_on(carrier, ana.number, earlier=1))
    assert EN.said["confirmed"] in page.text


@pytest.mark.spec("P11")
async def test_another_code_is_sent_after_a_wait_that_is_told(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, number=False)
    visitor = await let_in(http, ana, client)
    await visitor.fill("number", number=ana.number)
    first = await code_on(carrier, ana.number)
    # However slow the machine is: the code was asked for in a minute from now.
    await let_pass(http.company, -A_MINUTE)
    page = await visitor.look()
    [hint] = [said for _, said in page.elements if "data-wait" in said]
    assert 0 < int(hint["data-wait"]) <= 90
    assert EN.code.resend_in.format(seconds=hint["data-wait"]) in page.text
    fault(await visitor.fill("resend"), "code_too_soon")
    await let_pass(http.company, -timedelta(minutes=5))
    await visitor.look()
    assert not [said for _, said in visitor.now.elements if "data-wait" in said]
    assert "another code at " in visitor.now.text

    await let_pass(http.company, timedelta(minutes=10))
    await visitor.look()
    assert not [said for _, said in visitor.now.elements if "data-wait" in said]
    await visitor.fill("resend")
    second = await code_on(carrier, ana.number, earlier=1)
    if first != second:
        fault(await visitor.fill("confirm", code=first), "wrong_code", "code")
    assert EN.said["confirmed"] in (await visitor.fill("confirm", code=second)).text


@pytest.mark.spec("P10", "P11")
async def test_a_number_in_its_place_counts_only_once_it_is_confirmed(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, source="self")
    visitor = await let_in(http, ana, client)
    new = new_number()
    page = await visitor.fill("number", number=new)
    assert EN.number.shown.format(end=ana.number[-2:]) in page.text
    assert EN.code.sent.format(end=new[-2:]) in page.text
    check_sound(page, http.company.sender)

    page = await visitor.fill("cancel")
    assert EN.said["cancelled"] in page.text
    assert EN.number.shown.format(end=ana.number[-2:]) in page.text
    assert not page.has("confirm")

    await let_pass(http.company, A_MINUTE)
    other = new_number()
    await visitor.fill("number", number=other)
    page = await visitor.fill("confirm", code=await code_on(carrier, other))
    assert EN.number.shown.format(end=other[-2:]) in page.text
    run = await http.company.campaign([ana])
    await run.send()
    assert await run.texted() == {"texted": 1}
    await carrier.wait(2, to=other, seconds=30)


@pytest.mark.spec("P10")
async def test_a_number_that_was_removed_is_texted_no_more(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1, source="self")
    visitor = await let_in(http, ana, client)

    page = await visitor.fill("remove")

    assert EN.said["removed"] in page.text
    assert EN.number.none in page.text
    run = await http.company.campaign([ana])
    await run.send()
    assert await run.outcomes() == {"skipped:no_identifier": 1}


@pytest.mark.spec("P10")
async def test_a_first_number_that_was_never_confirmed_goes_when_its_user_gives_up(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1, number=False)
    visitor = await let_in(http, ana, client)
    await visitor.fill("number", number=ana.number)

    page = await visitor.fill("cancel")

    assert EN.number.none in page.text
    assert page.has("number")


@pytest.mark.spec("P09", "P10")
async def test_a_number_of_the_organizations_is_shown_and_cannot_be_changed_here(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)
    page = visitor.now
    assert EN.number.fixed in page.text
    assert EN.number.from_directory in page.text
    assert EN.number.shown.format(end=ana.number[-2:]) in page.text
    assert not any(page.has(form) for form in ("number", "remove", "confirm", "resend"))
    check_sound(page)

    token = page.form("switches").fields["form"]
    sent = await visitor.send("/profile/number", {"form": token, "number": new_number()})
    fault(sent, "number_from_organization")


@pytest.mark.spec("P10")
async def test_a_number_that_was_anothers_is_confirmed_without_typing_it(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, state=IdentifierState.UNVERIFIED, source="api")
    visitor = await let_in(http, ana, client)
    assert EN.number.unconfirmed_elsewhere in visitor.now.text
    check_sound(visitor.now)

    await visitor.fill("resend")
    page = await visitor.fill("confirm", code=await code_on(carrier, ana.number))

    assert EN.number.confirmed in page.text


def but_for(page: Page, person: Someone) -> str:
    """What a page says, but for what was sent, the last digits of a number and the seconds that are counted
    down."""
    said, _, _ = page.text.partition(EN.history.heading)
    return re.sub(r"in \d+ seconds", "", said).replace(f"ending in {person.number[-2:]}", "")


async def bind_own(http: Http, person: Someone, number: str) -> None:
    own = Binding(
        user_id=person.id,
        kind=IdentifierKind.PHONE,
        raw=number,
        source="self",
        state=IdentifierState.VERIFIED,
    )
    async with http.company.sending.database.app(http.company.id) as connection:
        await bind(connection, http.company.id, http.company.sending.vault, [own])


@pytest.mark.spec("P09")
async def test_a_number_of_ones_own_beside_the_organizations_is_shown_as_unused(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1)
    own = new_number()
    await bind_own(http, ana, own)
    visitor = await let_in(http, ana, client)
    assert EN.number.own_unused.format(end=own[-2:]) in visitor.now.text
    check_sound(visitor.now)

    page = await visitor.fill("remove")
    assert EN.number.own_unused.format(end=own[-2:]) not in page.text
    assert EN.number.shown.format(end=ana.number[-2:]) in page.text


@pytest.mark.spec("P14")
async def test_a_stopped_number_says_to_text_start(
    http: Http, client: httpx.AsyncClient, handsets: Control
) -> None:
    [ana] = await http.company.hire(1, source="self")
    run = await http.company.campaign([ana])
    await run.send()
    await handsets.wait(1, to=ana.number, seconds=30)
    await handsets.reply(ana.number, "STOP", http.company.sender)
    visitor = await let_in(http, ana, client)

    page = visitor.now
    assert EN.number.stopped_heading in page.text
    assert EN.number.start.format(sender=http.company.sender) in page.text
    assert EN.number.confirmed not in page.text
    check_sound(page, http.company.sender)

    await handsets.reply(ana.number, "START", http.company.sender)
    assert EN.number.confirmed in (await visitor.look()).text


@pytest.mark.spec("P14")
async def test_a_stopped_number_gets_no_code_and_who_types_it_learns_nothing(
    http: Http, client: httpx.AsyncClient, handsets: Control
) -> None:
    [ana, ben] = await http.company.hire(2, number=False)
    visitor = await let_in(http, ana, client)
    fresh = await visitor.fill("number", number=ana.number)
    await handsets.reply(ben.number, "STOP", http.company.sender)
    await let_pass(http.company, timedelta(days=2))
    await visitor.fill("cancel")

    stopped = await visitor.fill("number", number=ben.number)

    said = EN.code.if_stopped.format(sender=http.company.sender)
    assert said in stopped.text
    assert said in fresh.text
    assert but_for(fresh, ana) == but_for(stopped, ben)
    await handsets.idle()
    assert [one for one in await handsets.texts(ben.number) if one.direction == "outbound-api"] == []


async def test_what_another_user_does_shows_nowhere(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    """Whether a number is somebody's is nobody's business."""
    [ana] = await http.company.hire(1, source="self")
    [ben] = await http.company.hire(1, number=False)
    visitor: Visitor = await let_in(http, ben, client)

    taken = await visitor.fill("number", number=ana.number)
    assert await code_on(carrier, ana.number)
    await let_pass(http.company, timedelta(days=2))
    await visitor.fill("cancel")
    free = await visitor.fill("number", number=ben.number)

    assert but_for(taken, ana) == but_for(free, ben)
