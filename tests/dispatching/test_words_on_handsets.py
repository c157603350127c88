"""What handsets show, in each language, and what of a campaign never gets there."""

import re
from dataclasses import fields
from typing import Final

import pytest

from homing.carrier.control import Control
from homing.domain.text import ReminderText
from homing.store import people
from homing.store.people import NewUser
from plugin.embedded.mail import MailSink
from tests.dispatching.support import rows
from tests.world import PLANTED_TITLE, Company, Someone

CODE: Final = re.compile(r"(?<=/c/)[0-9A-Za-z]{11}(?=\n)")

GOLDEN: Final = {
    "en": """\
Hi Ana - you have a pending action in Pidgr: "Q3 Security Policy".
Open: https://links.pidgr.test/c/<code>
Reply STOP to opt out.""",
    "es": """\
Hola, Ana. Tienes una tarea pendiente en Pidgr: "Q3 Security Policy".
Abrir: https://links.pidgr.test/c/<code>
Responde STOP para darte de baja.""",
    "pt-BR": """\
Oi, Ana. Uma tarefa sua segue pendente em Pidgr: "Q3 Security Policy".
Abrir: https://links.pidgr.test/c/<code>
Responda STOP para deixar de receber.""",
    "fr": """\
Bonjour Ana, une action vous attend sur Pidgr : "Q3 Security Policy".
Ouvrir : https://links.pidgr.test/c/<code>
Répondez STOP pour vous désinscrire.""",
    "de": """\
Hallo Ana, in Pidgr ist noch eine Aufgabe offen: "Q3 Security Policy".
Öffnen: https://links.pidgr.test/c/<code>
Zum Abmelden mit STOP antworten.""",
}


async def rename(
    company: Company, person: Someone, first_name: str | None, locale: str | None = None
) -> None:
    async with company.sending.database.app(company.id) as connection:
        await people.add_users(
            connection,
            company.id,
            company.sending.vault,
            [NewUser(id=person.id, first_name=first_name, locale=locale)],
        )


async def shown(carrier: Control, person: Someone) -> str:
    """The one text on a handset, its link's code left out."""
    [text] = await carrier.wait(to=person.number)
    body, codes = CODE.subn("<code>", text.body)
    assert codes == 1
    return body


@pytest.mark.spec("P05", "P07", "D19")
async def test_each_language_has_its_golden_text_of_one_segment(firm: Company, carrier: Control) -> None:
    readers = dict(zip(GOLDEN, await firm.hire(len(GOLDEN)), strict=True))
    for locale, person in readers.items():
        await rename(firm, person, "Ana", locale)
    run = await firm.campaign(firm.staff, title="Q3 Security Policy")

    await run.send()

    assert {locale: await shown(carrier, person) for locale, person in readers.items()} == GOLDEN
    assert [row.segments for row in (await run.dispatches()).values()] == [1] * len(GOLDEN)
    assert [(await carrier.texts(one.number))[0].segments for one in firm.staff] == [1] * len(GOLDEN)


@pytest.mark.spec("P05")
async def test_who_has_no_language_reads_the_organizations_and_who_has_no_name_is_greeted_without(
    firm: Company, carrier: Control
) -> None:
    unnamed, nameless = await firm.hire(2)
    await rename(firm, unnamed, None)
    await rename(firm, nameless, " \u200b ", "es-MX")
    run = await firm.campaign(firm.staff, title="Q3 Security Policy")

    await run.send()

    english, spanish = await shown(carrier, unnamed), await shown(carrier, nameless)
    assert english.startswith('Hi - you have a pending action in Pidgr: "Q3 Security Policy".\n')
    assert spanish.startswith('Hola, tienes una tarea pendiente en Pidgr: "Q3 Security Policy".\n')


@pytest.mark.spec("P03", "A08")
async def test_an_organization_may_switch_the_title_off_everywhere(
    firm: Company, carrier: Control, mail: MailSink
) -> None:
    [person] = await firm.hire(1)
    await firm.change(product_name="Portal", link_domain="go.portal.test", show_title=False)
    run = await firm.campaign([person])
    await rename(firm, person, "Ana")

    for channel in ("sms", "email", "in_app"):
        await run.send(channel)

    assert await shown(carrier, person) == (
        "Hi Ana - you have a pending action in Portal.\n"
        "Open: https://go.portal.test/c/<code>\n"
        "Reply STOP to opt out."
    )
    [letter] = mail.inbox[person.mail]
    [item] = await firm.inbox(person)
    assert PLANTED_TITLE not in f"{letter['subject']} {letter.get_content()} {item}"


@pytest.mark.spec("P03")
def test_the_renderer_is_given_four_things_and_whom_they_are_about() -> None:
    assert [field.name for field in fields(ReminderText)] == [
        "first_name",
        "product_name",
        "title",
        "link",
        "about_others",
    ]


@pytest.mark.spec("P03")
async def test_of_a_campaign_nothing_but_its_title_reaches_a_recipient(
    firm: Company, carrier: Control, mail: MailSink
) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person], title="Q3 Security Policy")
    listed = await rows(
        firm.sending,
        "select column_name from information_schema.columns"
        " where table_name = 'campaigns' and data_type in ('text', 'jsonb')",
    )
    secret = sorted({row.column_name for row in listed} - {"title"})
    for column in secret:
        await rows(firm.sending, f"update campaigns set {column} = 'SECRET' where id = :id", id=run.campaign)

    for channel in ("sms", "email", "in_app"):
        await run.send(channel)

    [text] = await carrier.texts(person.number)
    [letter] = mail.inbox[person.mail]
    [item] = await firm.inbox(person)
    received = [text.body, f"{letter['subject']}\n{letter.get_content()}", item]
    assert "target_url" in secret
    for message in received:
        assert "Q3 Security Policy" in message
        assert "SECRET" not in message
        assert str(run.campaign) not in message
        assert str(run.execution) not in message
