"""What was sent to a user, as their own page tells it: all of it, and nothing of a number that may be
somebody else's."""

import re
from datetime import timedelta
from typing import Final

import httpx
import pytest

from homing.carrier.control import Control
from homing.domain.account_texts import AccountText
from homing.domain.languages import LANGUAGES
from homing.domain.outcome import DispatchState
from homing.store import health
from homing.store.health import NumberKey
from homing.store.own_page import ASKED
from plugin.profile.facts import MOST_MESSAGES
from plugin.profile.words import WORDS
from tests.confirming import let_pass
from tests.http.conftest import Http
from tests.profile.handset import code_on
from tests.profile.sound import check_sound
from tests.profile.visiting import Page, Visitor, let_in
from tests.world import PLANTED_TITLE, Someone, new_number

pytestmark = pytest.mark.usefixtures("engine")
EN: Final = WORDS["en"].history
_LINE: Final = re.compile(
    r"<li><time[^>]*>[^<]*</time>\s*<strong>([^<]*)</strong>\s*<span[^>]*>([^<]*)</span>"
)
CODE: Final = EN.account[AccountText.CODE]


def history(page: Page) -> list[tuple[str, str]]:
    """What each message was, and what became of it; the latest first."""
    return _LINE.findall(page.html)


def asked() -> tuple[str, str]:
    return CODE, f"{EN.channels['account_sms']} · {EN.states[ASKED]}"


async def type_number(http: Http, visitor: Visitor, number: str) -> Page:
    await let_pass(http.company, timedelta(days=2))
    return await visitor.fill("number", number=number)


async def test_a_code_is_told_of_and_what_became_of_it_once_it_has_confirmed(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, number=False)
    visitor = await let_in(http, ana, client)
    page = await visitor.fill("number", number=ana.number)
    assert history(page) == [asked()]
    code = await code_on(carrier, ana.number)
    await carrier.idle()
    assert history(await visitor.look()) == [asked()]

    page = await visitor.fill("confirm", code=code)

    [(title, became)] = history(page)
    assert title == CODE
    assert became.endswith((EN.states["sent"], EN.states["delivered"]))
    check_sound(page)


async def test_whether_a_number_that_was_typed_has_opted_out_shows_in_no_message(
    http: Http, client: httpx.AsyncClient, handsets: Control
) -> None:
    ana, ben, cy = await http.company.hire(3, number=False)
    visitor = await let_in(http, ana, client)
    await handsets.reply(ben.number, "STOP", http.company.sender)
    await type_number(http, visitor, ben.number)
    run = await http.company.campaign([ana])
    await run.send()
    await visitor.look()
    await visitor.fill("cancel")
    await type_number(http, visitor, cy.number)
    other = await http.company.campaign([ana])
    await other.send()
    await handsets.idle()

    page = await visitor.look()
    text = f"{EN.channels['sms']} · {EN.states['skipped']}"
    # The former number is not theirs any more, and so no more is said of why; this one is not confirmed.
    assert history(page) == [
        (PLANTED_TITLE, f"{text} ({EN.reasons['unverified']})"),
        asked(),
        (PLANTED_TITLE, text),
        asked(),
    ]
    assert EN.reasons["opted_out"] not in page.text


async def test_how_texts_to_a_number_fared_that_was_only_typed_shows_nowhere(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ben] = await http.company.hire(1)
    ana, cy = await http.company.hire(2, number=False)
    vault = http.company.sending.vault
    async with http.company.sending.database.system() as connection:
        key = NumberKey(http.company.id, vault.hash_identifier(ben.number))
        await health.quarantine(connection, [key], "x")

    async def shown(person: Someone, number: str) -> list[tuple[str, str]]:
        visitor = await let_in(http, person, client)
        page = await type_number(http, visitor, number)
        run = await http.company.campaign([person])
        await run.send()
        assert WORDS["en"].number.failing not in page.text
        return history(await visitor.look())

    assert await shown(ana, ben.number) == await shown(cy, cy.number)


async def test_notices_of_a_changed_number_are_told_of(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, source="self")
    visitor = await let_in(http, ana, client)
    new = new_number()
    await visitor.fill("number", number=new)
    page = await visitor.fill("confirm", code=await code_on(carrier, new))
    told = {title for title, _ in history(page)}
    while len(told) < 3:  # the housekeeping sends the notices
        await carrier.wait(1, to=ana.number, seconds=60)
        told = {title for title, _ in history(await visitor.look())}
    assert told == {EN.account[one] for one in AccountText if one is not AccountText.CONSENT}


async def test_every_message_is_told_of_page_by_page(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    titles = [f"{PLANTED_TITLE} {number:02}" for number in range(2 * MOST_MESSAGES + 1)]
    for title in titles:
        run = await http.company.campaign([ana], title=title)
        await run.send("in_app")
    visitor = await let_in(http, ana, client)

    told, pages = history(visitor.now), 1
    while further := [said["href"] for _, said in visitor.now.elements if "before=" in said.get("href", "")]:
        told += history(await visitor.open(further[0]))
        check_sound(visitor.now)
        pages += 1

    assert [title for title, _ in told] == titles[::-1]
    assert pages == 3
    assert EN.latest in visitor.now.text
    for odd in ("x", "W10", "x" * 3000, "%00"):
        assert len(history(await visitor.open(f"/profile?before={odd}"))) == MOST_MESSAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_whatever_becomes_of_a_message(language: str) -> None:
    words = WORDS[language].history
    assert words.states.keys() >= {*DispatchState, ASKED}
    assert words.account.keys() == set(AccountText)
