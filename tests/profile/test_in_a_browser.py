"""The page in Chromium: with scripts and without, narrow and wide, light and dark, by pointer and by key."""

import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.domain.decide import IdentifierState
from homing.domain.languages import LANGUAGES
from homing.domain.verification import MOST_TRIES
from homing.store import health
from homing.store.health import NumberKey
from plugin.profile.words import WORDS, Words
from tests.confirming import other_than
from tests.http.conftest import Http
from tests.profile.chromium import Chromium, Tab, chromium
from tests.profile.handset import code_on
from tests.profile.looked import check_look, walk_by_keyboard
from tests.profile.visiting import link_to
from tests.world import Someone, new_number

pytestmark = pytest.mark.usefixtures("engine")
EN: Final = WORDS["en"]
PHONE, DESK = (320, 640), (1280, 800)
SHOTS: Final = os.environ.get("HOMING_TESTS_SHOTS")
"""A folder for pictures of each state, for people to look at."""


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Chromium]:
    folder = Path(tempfile.mkdtemp(prefix="homing-chromium-"))
    async with chromium(folder) as opened:
        yield opened
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Look:
    """Looks at each state in a narrow and in a wide window, and keeps pictures where somebody wants them."""

    tab: Tab
    name: str

    async def at(self, state: str) -> None:
        for kind, (width, height) in (("narrow", PHONE), ("wide", DESK)):
            await self.tab.size(width, height)
            await check_look(self.tab)
            if SHOTS:
                await self.tab.shoot(Path(SHOTS) / f"{self.name}-{state}-{kind}.png")


async def enter(http: Http, tab: Tab, person: Someone) -> None:
    """As a host lets somebody in: by a link."""
    await tab.open(await link_to(http, person.id))
    assert await tab.ask("location.pathname + location.search") == "/profile"


def button(form: str) -> str:
    return f'form[action$="/{form}"] button'


@pytest.mark.spec("P10", "P11", "P17")
@pytest.mark.parametrize("kind", ["scripts", "plain"])
async def test_a_number_is_added_confirmed_and_switched_off(
    http: Http, browser: Chromium, carrier: Control, kind: str
) -> None:
    [ana] = await http.company.hire(1, number=False)
    async with await browser.tab() as tab:
        look = Look(tab, kind)
        await tab.scripts(on=kind == "scripts")
        await tab.speak("en")
        await enter(http, tab, ana)
        assert EN.number.none in await tab.text()
        await look.at("1-none")

        await tab.type("#number", "12")
        await tab.send(button("number"))
        assert EN.faults["too_short"] in await tab.text()
        assert await tab.ask("document.activeElement.id") == "number"
        assert (await tab.ask("document.title")).startswith(EN.error)
        await look.at("2-wrong-number")

        await tab.type("#number", ana.number)
        await tab.send(button("number"))
        assert EN.said["code_sent"] in await tab.text()
        await look.at("3-code")

        await tab.type("#code", "12345")
        await tab.send(button("confirm"))
        assert EN.faults["not_a_code"] in await tab.text()
        assert await tab.ask("document.activeElement.id") == "code"
        await look.at("4-wrong-code")

        await tab.type("#code", await code_on(carrier, ana.number))
        await tab.send(button("confirm"))
        assert EN.said["confirmed"] in await tab.text()
        await look.at("5-confirmed")

        await tab.click("#sms")
        await tab.send(button("switches"))
        assert EN.said["saved"] in await tab.text()
        assert await tab.ask("document.getElementById('sms').checked") is False
        run = await http.company.campaign([ana])
        await run.send()
        assert await run.outcomes() == {"skipped:switched_off": 1}

        await tab.ask("document.getElementById('lang').value = 'de'")
        await tab.send(button("language"))
        assert await tab.ask("document.documentElement.lang") == "de"
        assert WORDS["de"].number.confirmed in await tab.text()
        await look.at("6-german")

        await tab.send(button("leave"))
        assert WORDS["de"].left in await tab.text()
        await look.at("7-left")


@pytest.mark.spec("P10")
async def test_everything_is_reached_and_done_by_keyboard(
    http: Http, browser: Chromium, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, source="self")
    async with await browser.tab() as tab:
        await tab.size(*DESK)
        await tab.speak("en")
        await enter(http, tab, ana)
        reached = await walk_by_keyboard(tab)
        order = [EN.number.change, EN.number.remove, "sms", "transactional", "marketing", "quiet-from"]
        assert [one for one in reached if one in order] == order
        assert {"lang", EN.leave, EN.switches.consent_give} <= set(reached)

        await tab.ask("document.querySelectorAll('summary')[1].focus()")
        await tab.press("Enter")
        await tab.press("Tab")
        loaded = browser.event(tab.session, "Page.loadEventFired")
        await tab.press("Enter")
        await loaded
        assert EN.said["removed"] in await tab.text()
        assert await tab.ask("document.activeElement.id") == "said"


async def test_another_code_can_be_asked_for_once_the_wait_is_over(
    http: Http, browser: Chromium, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, number=False)
    async with await browser.tab() as tab:
        await tab.size(*DESK)
        await tab.speak("en")
        await enter(http, tab, ana)
        await tab.type("#number", ana.number)
        await tab.send(button("number"))
        waiting = "document.getElementById('wait-hint')"
        assert await tab.ask(f"!{waiting} || document.querySelector({button('resend')!r}).disabled")
        ended = (
            "new Promise((done) => { const look = () =>"
            f" {waiting} ? requestAnimationFrame(look) : done(true); look(); }})"
        )
        assert await tab.ask(ended) is True
        assert await tab.ask(f"document.querySelector({button('resend')!r}).disabled") is False


async def test_after_too_many_wrong_codes_the_time_of_the_next_stays_on_the_page(
    http: Http, browser: Chromium, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, number=False)
    async with await browser.tab() as tab:
        await tab.size(*DESK)
        await tab.speak("en")
        await enter(http, tab, ana)
        await tab.type("#number", ana.number)
        await tab.send(button("number"))
        for wrong in other_than(await code_on(carrier, ana.number), MOST_TRIES):
            await tab.type("#code", wrong)
            await tab.send(button("confirm"))
        assert EN.faults["code_locked"] in await tab.text()
        assert re.search(r"another code at .*\d\d:\d\d", await tab.text())
        await Look(tab, "scripts").at("8-locked")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_fits_a_small_window_and_large_letters(
    http: Http, browser: Chromium, language: str
) -> None:
    words: Words = WORDS[language]
    [ana] = await http.company.hire(1, number=False, locale=language)
    async with await browser.tab() as tab:
        await enter(http, tab, ana)
        assert words.number.none in await tab.text()
        for scheme in ("light", "dark"):
            await tab.colors(scheme)
            await tab.size(*PHONE)
            await check_look(tab)
            await tab.size(640, 800, zoom=2)
            await check_look(tab)
            if SHOTS:
                await tab.size(*PHONE)
                await tab.shoot(Path(SHOTS) / f"language-{language}-{scheme}.png")


async def quarantine(http: Http, number: str) -> None:
    hmac = http.company.sending.vault.hash_identifier(number)
    async with http.company.sending.database.system() as connection:
        await health.quarantine(connection, [NumberKey(http.company.id, hmac)], "x")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_state_of_a_number_looks_well(
    http: Http, browser: Chromium, handsets: Control, scheme: str
) -> None:
    await http.call("PATCH", "/v1/settings", json={"quietFrom": "22:00", "quietUntil": "07:00"})
    directory, stopped, failing, changing = await http.company.hire(4, source="self")
    [unconfirmed] = await http.company.hire(1, state=IdentifierState.UNVERIFIED, source="api")
    async with http.company.sending.database.app(http.company.id) as connection:
        await connection.execute(
            text("update reachabilities set source = 'directory' where user_id = :u and kind = 'phone'"),
            {"u": directory.id},
        )
    await handsets.reply(stopped.number, "STOP", http.company.sender)
    await quarantine(http, failing.number)
    run = await http.company.campaign([directory])
    for channel in ("sms", "in_app", "email"):
        await run.send(channel)
    shown = {
        "directory": (directory, EN.number.fixed),
        "stopped": (stopped, EN.number.stopped_heading),
        "failing": (failing, EN.number.failing),
        "unconfirmed": (unconfirmed, EN.number.unconfirmed_elsewhere),
        "changing": (changing, EN.number.change),
    }
    for name, (person, sentence) in shown.items():
        async with await browser.tab() as tab:
            await tab.colors(scheme)
            await tab.speak("en")
            await enter(http, tab, person)
            assert sentence in await tab.text()
            if name == "changing":
                await tab.click("summary")
                await tab.type("#number", new_number())
                await tab.send(button("number"))
            await Look(tab, f"state-{scheme}").at(name)


async def test_a_link_that_is_used_up_leads_to_a_page_that_says_so(http: Http, browser: Chromium) -> None:
    [ana] = await http.company.hire(1)
    url = await link_to(http, ana.id)
    async with await browser.tab() as tab:
        await tab.open(url)
    async with await browser.tab() as tab:
        await tab.speak("en")
        await tab.open(url)
        assert EN.closed_heading in await tab.text()
        # What browsers say of any answer like it is no fault of the page's.
        browser.said.pop(tab.session, None)
        await Look(tab, "closed").at("closed")
