"""Links in messages, opened by people and by scanners."""

import base64
import hashlib
import re

import pytest

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.domain.languages import LANGUAGES, LINK_PAGES
from plugin.embedded.mail import MailSink
from tests.http.conftest import Http
from tests.http.opened import BUTTON, SAFE, Opened, Post, aim, change, code_in, value
from tests.world import PLANTED_NAME, PLANTED_TITLE


@pytest.fixture
def post(http: Http, carrier: Control) -> Post:
    return Post(http, carrier)


@pytest.mark.spec("P06")
async def test_without_a_target_there_is_a_page_that_works_without_scripts(post: Post) -> None:
    opened = await post.reminded()

    answer = await opened.client.get(opened.path)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert SAFE.items() <= answer.headers.items()
    page = answer.text
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert answer.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none';"
        " base-uri 'none'"
    )
    assert "<script" not in page
    assert re.findall(r"\b(?:src|href|style|on\w+)=", page) == []
    assert page.count(BUTTON) == 1


@pytest.mark.spec("P06", "Q13")
async def test_the_page_shows_what_the_text_said_and_nothing_else(post: Post) -> None:
    opened = await post.reminded(locale="en")
    page = await opened.get()

    assert f"<header>Pidgr</header>\n<h1>{PLANTED_TITLE}</h1>" in page
    assert f"<p>Hi {PLANTED_NAME}0 - you have a pending action in Pidgr.</p>" in page
    hidden = [post.company.id, opened.run.execution, opened.run.campaign, opened.person.id, opened.code]
    hidden += [opened.person.number[-4:], opened.person.mail, "remind"]
    for unseen in hidden:
        assert str(unseen) not in page


async def test_a_title_that_is_switched_off_is_not_shown(post: Post) -> None:
    opened = await post.reminded()
    await change(opened.run, "update organizations set show_title = false where id = :o", o=post.company.id)

    assert PLANTED_TITLE not in await opened.get()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_is_in_the_language_of_its_reader(post: Post, language: str) -> None:
    opened = await post.reminded(locale=language)
    page = await opened.get()

    assert f'<html lang="{language}">' in page
    assert f"{BUTTON}{LINK_PAGES[language].act}</button>" in page
    assert LINK_PAGES[language].done.replace("'", "&#x27;") in await opened.press()


async def test_the_page_keeps_to_the_organizations_languages(post: Post) -> None:
    opened = await post.reminded(locale="fr")
    kept = "update organizations set locale = 'de', languages = array['de', 'es'] where id = :o"
    await change(opened.run, kept, o=post.company.id)

    assert '<html lang="de">' in await opened.get()


async def test_names_are_escaped_on_the_page(post: Post) -> None:
    opened = await post.reminded(title=f'{PLANTED_TITLE} <script>alert(1)</script> & "co"')
    await post.company.know(opened.person, first_name="<b>x</b>")
    named = "update organizations set product_name = :n where id = :o"
    await change(opened.run, named, n="</title><img src=x>{name}$style", o=post.company.id)

    page = await opened.get()

    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;</h1>" in page
    assert "Hi &lt;b&gt;x&lt;/b&gt; - you have a pending action in &lt;/title&gt;" in page
    assert "{name}$style</header>" in page


@pytest.mark.spec("P06", "Q08")
async def test_opening_a_link_acknowledges_nothing_and_counts_as_one_click(post: Post) -> None:
    opened = await post.reminded()

    head = await opened.client.head(opened.path)
    assert (head.status_code, head.content) == (200, b"")
    assert await opened.clicks() == 0

    for _ in range(3):
        assert BUTTON in await opened.get()

    assert await opened.clicks() == 1
    assert not await opened.has_acted()


@pytest.mark.spec("P06")
async def test_the_button_acts_once_and_says_so(post: Post, carrier: Control) -> None:
    opened = await post.reminded()

    first, second = await opened.press(), await opened.press()

    assert LINK_PAGES["en"].done in first
    assert LINK_PAGES["en"].already in second
    assert LINK_PAGES["en"].already in await opened.get()
    assert not any(BUTTON in page for page in (first, second, await opened.get()))
    assert await opened.has_acted()
    await opened.run.send(step="again")
    assert len(await carrier.texts(opened.person.number)) == 1


async def test_the_button_of_a_link_that_leads_elsewhere_leads_there_too(post: Post) -> None:
    opened = await post.reminded("https://target.invalid/")

    answer = await opened.client.post(opened.path)

    assert answer.status_code == 303
    assert not await opened.has_acted()
    head = await opened.client.head(opened.path)
    assert head.status_code == 303
    assert await opened.clicks() == 0


async def test_a_link_in_a_mail_is_as_good(post: Post, mail: MailSink) -> None:
    [person] = await post.company.hire(1)
    run = await post.company.campaign([person, *await post.company.hire(1)])
    await aim(run, None)
    await run.send("email")
    [message] = mail.inbox[person.mail]

    opened = Opened(run, person, code_in(message.get_content()), post.client)

    assert BUTTON in await opened.get()
    assert LINK_PAGES["en"].done in await opened.press()
    assert await opened.has_acted()
    assert await opened.clicks() == 1


async def test_an_execution_that_is_over_says_so_and_takes_no_act(post: Post) -> None:
    opened = await post.reminded()
    company = post.company
    await withdraw.cancel(company.sending, company.id, opened.run.execution)

    for page in (await opened.get(), await opened.press()):
        assert LINK_PAGES["en"].over in page
        assert BUTTON not in page
    assert not await opened.has_acted()


async def test_who_was_taken_out_of_a_campaign_has_nothing_to_do(post: Post) -> None:
    opened = await post.reminded()
    company = post.company
    await withdraw.remove(company.sending, company.id, opened.run.execution, opened.person.id)

    assert LINK_PAGES["en"].over in await opened.get()
    assert LINK_PAGES["en"].over in await opened.press()
    assert not await opened.has_acted()


async def test_who_was_told_about_others_and_may_not_act_has_no_button(post: Post) -> None:
    opened = await post.told(may_act=False)

    for page in (await opened.get(), await opened.press()):
        assert "not everyone has acted in Pidgr yet.</p>" in page
        assert BUTTON not in page
    assert await value(opened.run, "select count(*) from targets where acted_at is not null") == 0


async def test_who_was_told_about_others_and_may_act_acts(post: Post) -> None:
    opened = await post.told(may_act=True)

    assert BUTTON in await opened.get()
    assert LINK_PAGES["en"].done in await opened.press()
    assert LINK_PAGES["en"].already in await opened.press()
    acted = "select user_id from targets where execution_id = :e and acted_at is not null"
    assert await value(opened.run, acted) == opened.person.id
