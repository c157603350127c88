"""A user's own page, apart from the number: switches, quiet hours, consent, and what was sent."""

from typing import Any, Final

import httpx
import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.domain.languages import LANGUAGES
from homing.domain.strategy import MessageClass
from homing.store import consents
from plugin.profile.words import WORDS
from tests.dispatching.support import rows
from tests.dispatching.test_taken_numbers import answers_after, posting_to
from tests.http.conftest import Http
from tests.profile.sound import check_sound
from tests.profile.visiting import Page, let_in
from tests.world import PLANTED_NAME, PLANTED_TITLE, Someone

EN: Final = WORDS["en"]


def boxes(page: Page) -> dict[str, bool]:
    """The switches as they stand, by their ids."""
    return {
        said["id"]: "checked" in said
        for tag, said in page.elements
        if tag == "input" and said.get("type") == "checkbox"
    }


async def outcome(http: Http, ana: Someone, **page: Any) -> dict[str, int]:
    run = await http.company.campaign([ana])
    await run.send(**page)
    return await run.texted()


@pytest.mark.spec("P17", "P18", "P13")
async def test_switching_texts_off_and_on_and_the_inbox_never(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)
    assert boxes(visitor.now) == {"sms": True, "transactional": True, "marketing": True, "in-app": True}
    [inbox] = [said for _, said in visitor.now.elements if said.get("id") == "in-app"]
    assert "disabled" in inbox
    assert "name" not in inbox

    page = await visitor.untick("switches", "sms")
    assert EN.said["saved"] in page.text
    assert boxes(page)["sms"] is False
    run = await http.company.campaign([ana])
    await run.send()
    await run.send("in_app")
    assert await run.outcomes() == {"skipped:switched_off": 1}
    assert await run.outcomes("in_app") == {"sent": 1}
    assert await carrier.texts(ana.number) == []

    page = await visitor.fill("switches", sms="on")
    assert boxes(page)["sms"] is True
    assert await outcome(http, ana) == {"texted": 1}


@pytest.mark.spec("P17")
@pytest.mark.parametrize(
    ("form", "filled", "seen"),
    [
        ("switches", {"transactional": ""}, "classes_off <> '{}'"),
        ("quiet", {"from": "22:00", "until": "07:00"}, "quiet_from is not null"),
    ],
)
async def test_what_is_wished_here_is_answered_once_no_text_begins_that_did_not_see_it(
    http: Http,
    client: httpx.AsyncClient,
    carrier: Control,
    form: str,
    filled: dict[str, str],
    seen: str,
) -> None:
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)
    run = await posting_to(http.company, carrier, ana)

    async def is_written() -> bool:
        found = await rows(http.company.sending, f"select 1 from users where id = :u and {seen}", u=ana.id)
        return bool(found)

    emptied = [name for name, value in filled.items() if not value]
    given = {name: value for name, value in filled.items() if value}
    await answers_after(run, visitor.untick(form, *emptied, **given), is_written)
    assert EN.said["saved"] in visitor.now.text


@pytest.mark.spec("P17")
async def test_each_class_of_messages_has_a_switch_of_its_own(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)

    page = await visitor.untick("switches", "transactional")
    assert boxes(page) == {"sms": True, "transactional": False, "marketing": True, "in-app": True}
    assert await outcome(http, ana) == {"skipped:switched_off": 1}

    page = await visitor.fill("switches", transactional="on")
    assert boxes(page)["transactional"] is True
    assert await outcome(http, ana) == {"texted": 1}


@pytest.mark.spec("P17")
async def test_switching_on_here_does_not_undo_a_stop(
    http: Http, client: httpx.AsyncClient, handsets: Control
) -> None:
    [ana] = await http.company.hire(1)
    await handsets.reply(ana.number, "STOP", http.company.sender)
    visitor = await let_in(http, ana, client)
    await visitor.untick("switches", "sms")
    await visitor.fill("switches", sms="on")
    assert await outcome(http, ana) == {"skipped:opted_out": 1}


async def test_quiet_hours_of_ones_own_are_kept_beside_the_organizations(
    http: Http, client: httpx.AsyncClient
) -> None:
    await http.call("PATCH", "/v1/settings", json={"quietFrom": "22:00", "quietUntil": "07:00"})
    [ana] = await http.company.hire(1, time_zone="Europe/Madrid")
    visitor = await let_in(http, ana, client)
    assert EN.switches.quiet_org.format(from_="22:00", until="07:00") in visitor.now.text
    assert "Europe/Madrid" in visitor.now.text

    page = await visitor.fill("quiet", **{"from": "12:30", "until": "14:00"})
    assert EN.said["saved"] in page.text
    assert page.form("quiet").fields.items() >= {"from": "12:30", "until": "14:00"}.items()
    check_sound(page)

    page = await visitor.fill("quiet", **{"from": "", "until": ""})
    assert page.form("quiet").fields.items() >= {"from": "", "until": ""}.items()


BAD_HOURS: Final = {
    "half": ("12:30", "", "quiet_hours_incomplete"),
    "the other half": ("", "12:30", "quiet_hours_incomplete"),
    "no time": ("25:00", "x", "quiet_hours_wrong"),
    "a zone": ("12:00+02:00", "13:00", "quiet_hours_wrong"),
    "all day with the organization's": ("07:00", "22:00", "quiet_hours_all_day"),
}


@pytest.mark.parametrize("kind", BAD_HOURS)
async def test_quiet_hours_that_are_none_are_told_at_the_field(
    http: Http, client: httpx.AsyncClient, kind: str
) -> None:
    await http.call("PATCH", "/v1/settings", json={"quietFrom": "22:00", "quietUntil": "07:00"})
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)
    start, until, code = BAD_HOURS[kind]

    page = await visitor.fill("quiet", **{"from": start, "until": until})

    assert EN.faults[code] in page.text
    [wrong] = [said["id"] for _, said in page.elements if said.get("aria-invalid") == "true"]
    assert wrong == "quiet-from"
    assert page.form("quiet").fields.items() >= {"from": "", "until": ""}.items()
    check_sound(page)


@pytest.mark.spec("D26", "W02")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_consent_is_kept_with_the_text_that_was_shown(
    http: Http, client: httpx.AsyncClient, language: str
) -> None:
    [ana] = await http.company.hire(1, locale=language)
    visitor = await let_in(http, ana, client)
    words = WORDS[language].switches
    shown = words.consent_text.format(product="Pidgr")
    assert shown in visitor.now.text
    marketing = {"message_class": MessageClass.MARKETING}
    assert await outcome(http, ana, **marketing) == {"skipped:no_consent": 1}

    page = await visitor.fill("consent")
    assert WORDS[language].said["consent_given"] in page.text
    assert page.has("withdraw")
    assert not page.has("consent")
    check_sound(page)
    sending = http.company.sending
    async with sending.database.app(http.company.id) as connection:
        [kept] = await consents.read_consents(connection, http.company.id, sending.vault, ana.id)
    assert (kept.shown, kept.language, kept.source) == (shown, language, "self")
    assert await outcome(http, ana, **marketing) == {"texted": 1}

    page = await visitor.fill("withdraw")
    assert words.consent_none in page.text
    assert await outcome(http, ana, **marketing) == {"skipped:no_consent": 1}


@pytest.mark.spec("D26")
async def test_the_text_kept_is_the_one_that_was_shown_though_the_language_has_changed(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1, locale="en")
    visitor = await let_in(http, ana, client)
    form = visitor.now.form("consent")
    await visitor.fill("language", language="de")

    await visitor.send(form.action, form.fields)

    sending = http.company.sending
    async with sending.database.app(http.company.id) as connection:
        [kept] = await consents.read_consents(connection, http.company.id, sending.vault, ana.id)
    assert (kept.shown, kept.language) == (EN.switches.consent_text.format(product="Pidgr"), "en")


@pytest.mark.usefixtures("engine")
async def test_where_consent_is_confirmed_by_text_the_page_says_so(
    http: Http, client: httpx.AsyncClient, handsets: Control
) -> None:
    async with http.company.sending.database.app(http.company.id) as connection:
        await connection.execute(
            text("update organizations set double_opt_in = true where id = :o"), {"o": http.company.id}
        )
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)

    page = await visitor.fill("consent")
    assert EN.said["consent_asked"] in page.text
    assert EN.switches.consent_pending in page.text
    check_sound(page)
    await handsets.wait(1, to=ana.number, seconds=60)
    await handsets.reply(ana.number, "YES", http.company.sender)
    assert (await visitor.look()).has("withdraw")
    assert EN.switches.consent_pending not in visitor.now.text


async def test_what_was_sent_is_told_without_its_words(
    http: Http, client: httpx.AsyncClient, carrier: Control
) -> None:
    [ana, ben] = await http.company.hire(2)
    mine = await http.company.campaign([ana], title=f"{PLANTED_TITLE} mine")
    theirs = await http.company.campaign([ben], title=f"{PLANTED_TITLE} theirs")
    for run in (mine, theirs):
        await run.send()
        await run.send("in_app")
    [sent] = await carrier.texts(ana.number)
    visitor = await let_in(http, ana, client)

    page = visitor.now
    assert f"{PLANTED_TITLE} mine" in page.text
    assert f"{PLANTED_TITLE} theirs" not in page.text
    assert EN.history.channels["in_app"] in page.text
    assert sent.body.splitlines()[0] not in page.text
    assert "pending action" not in page.text
    assert page.html.count("<time ") == 2
    check_sound(page)

    async with http.company.sending.database.app(http.company.id) as connection:
        await connection.execute(
            text("update organizations set show_title = false where id = :o"), {"o": http.company.id}
        )
    page = await visitor.look()
    assert PLANTED_TITLE not in page.text
    assert EN.history.untitled in page.text
    assert PLANTED_NAME in page.text
