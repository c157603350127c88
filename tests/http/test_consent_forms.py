"""Forms on which users consent: made, worded anew, embedded, answered, and what they refuse."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import jwt
import pytest

from homing.carrier.control import Control
from homing.dispatching.form_links import LIFETIME, Opened, form_secret, form_token, read_form_token
from homing.domain.consent_wordings import FORM_WORDS
from homing.domain.errors import RefusedError
from homing.domain.languages import LANGUAGES
from homing.settings import Settings
from tests.http.conftest import Http, expect, problem
from tests.world import Someone

FORMS: Final = "/v1/consent-forms"
TEXTS: Final = {"en": "I agree to <news> by text.\nNo purchase.", "es": "Acepto novedades por SMS."}
FORM: Final = {"name": "News", "texts": TEXTS, "frames": ["https://app.example.com", "http://localhost:8080"]}
WORDS: Final = FORM_WORDS["en"]


async def make(http: Http, **changes: Any) -> Any:
    return await http.post(FORMS, {**FORM, **changes}, 201)


async def link(http: Http, form: Any, person: Someone) -> str:
    answer = await http.post(f"{FORMS}/{form['id']}/links", {"userId": str(person.id)})
    parts = urlsplit(answer["url"])
    return f"{parts.path}?{parts.query}"


async def show(http: Http, path: str, status: int = 200, language: str = "en") -> httpx.Response:
    answer = await http.client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return answer


def token_in(page: httpx.Response) -> str:
    [found] = re.findall(r'name="t" value="([^"]+)"', page.text)
    return html.unescape(found)


async def press(http: Http, page: httpx.Response, say: str = "agree", status: int = 200) -> httpx.Response:
    """Press a button, as a browser without scripts does."""
    assert f'value="{say}"' in page.text
    form = {"t": token_in(page), "say": say}
    answer = await http.client.post(page.request.url.copy_with(query=None), data=form)
    assert answer.status_code == status
    return answer


async def consents(http: Http, person: Someone) -> list[tuple[str, str, str, int]]:
    found = await http.get(f"/v1/users/{person.id}/consents")
    return [(one["state"], one["source"], one["textShown"], one["formVersion"]) for one in found]


@pytest.mark.spec("D25", "D26")
async def test_what_a_user_agrees_to_on_a_form_is_what_it_showed_and_can_be_withdrawn_there(
    http: Http,
) -> None:
    [ana] = await http.company.hire(1, locale="es-MX")
    form = await make(http)

    page = await show(http, await link(http, form, ana))
    assert '<html lang="es">' in page.text
    assert TEXTS["es"] in page.text
    done = await press(http, page)
    assert FORM_WORDS["es"].given in done.text
    assert await consents(http, ana) == [("given", "form", TEXTS["es"], 1)]
    again = await show(http, await link(http, form, ana))
    await press(http, again, "withdraw")
    assert await consents(http, ana) == [("withdrawn", "form", TEXTS["es"], 1)]

    facts = (await http.get(f"/v1/consent-events?userId={ana.id}"))["items"]
    assert [(one["kind"], one["formId"]) for one in facts] == [
        ("withdrawn", form["id"]),
        ("given", form["id"]),
    ]


@pytest.mark.spec("D26")
async def test_whoever_has_it_open_while_it_is_worded_anew_agrees_to_what_they_saw(http: Http) -> None:
    [ana] = await http.company.hire(1)
    form = await make(http)
    page = await show(http, await link(http, form, ana))

    changed = expect(
        await http.call("PATCH", f"{FORMS}/{form['id']}", json={"texts": {"en": "Other words."}}), 200
    )
    done = await press(http, page)

    assert (changed["version"], changed["texts"]) == (2, {"en": "Other words."})
    assert await consents(http, ana) == [("given", "form", TEXTS["en"], 1)]
    assert done.status_code == 200


async def test_the_same_words_are_no_new_version(http: Http) -> None:
    form = await make(http)
    body = {"texts": dict(TEXTS), "name": "Other", "frames": []}
    changed = expect(await http.call("PATCH", f"{FORMS}/{form['id']}", json=body), 200)
    assert (changed["version"], changed["name"], changed["frames"]) == (1, "Other", [])
    assert await http.get(f"{FORMS}/{form['id']}") == changed
    assert (await http.get(FORMS))["items"] == [changed]


async def test_a_form_may_be_framed_by_the_pages_it_names_alone_and_needs_no_script(http: Http) -> None:
    [ana] = await http.company.hire(1)
    framed, alone = await make(http), await make(http, frames=[])

    pages = [await show(http, await link(http, form, ana)) for form in (framed, alone)]

    policies = [page.headers["Content-Security-Policy"] for page in pages]
    assert "frame-ancestors https://app.example.com http://localhost:8080;" in policies[0]
    assert "frame-ancestors 'none';" in policies[1]
    assert all("default-src 'none'" in one and "script-src" not in one for one in policies)
    assert all("<script" not in page.text for page in pages)
    assert all(page.headers["Referrer-Policy"] == "no-referrer" for page in pages)
    assert "I agree to &lt;news&gt; by text.\nNo purchase." in pages[0].text


@pytest.mark.spec("P12")
async def test_a_form_asks_for_nobodys_number_and_without_a_link_for_nothing(http: Http) -> None:
    form = await make(http)
    page = await show(http, f"/forms/{form['id']}", language="es;q=1")
    assert TEXTS["es"] in page.text
    assert FORM_WORDS["es"].elsewhere in page.text
    assert "<form" not in page.text
    assert "<input" not in page.text


async def test_a_form_of_one_user_says_nothing_of_another(http: Http) -> None:
    ana, ben = await http.company.hire(2)
    form = await make(http)
    await press(http, await show(http, await link(http, form, ana)))
    page = await show(http, await link(http, form, ben))
    assert WORDS.agree in page.text
    assert WORDS.given not in page.text
    assert await consents(http, ben) == []


async def test_a_token_that_is_forged_altered_or_of_another_form_opens_nothing(
    http: Http, settings: Settings
) -> None:
    [ana] = await http.company.hire(1)
    form, second = await make(http), await make(http)
    good = (await link(http, form, ana)).partition("t=")[2]
    claims = jwt.decode(good, options={"verify_signature": False})
    forged = [
        good[:-3] + "abc",
        jwt.encode(claims, "x" * 32, "HS256"),
        jwt.encode(claims, "", "none"),
        good.rpartition(".")[0] + ".",
        "x",
        "",
    ]
    for token in forged:
        await show(http, f"/forms/{form['id']}?t={token}", 404)
    await show(http, f"/forms/{second['id']}?t={good}", 404)
    for token in (*forged, good):  # the last names the user, and no text that they were shown
        answer = await http.client.post(f"/forms/{form['id']}", data={"t": token, "say": "agree"})
        assert answer.status_code == 404
    assert await consents(http, ana) == []
    secret, then = form_secret(settings), datetime.now(UTC) - timedelta(minutes=31)
    late = form_token(secret, UUID(form["id"]), Opened(ana.id, then, 1, "en"), then)
    assert WORDS.late in (await show(http, f"/forms/{form['id']}?t={late}", 410)).text
    with pytest.raises(RefusedError, match="token_expired"):
        read_form_token(late, secret, UUID(form["id"]))


async def test_showing_a_form_again_and_again_makes_no_link_good_for_ever(
    http: Http, settings: Settings
) -> None:
    [ana] = await http.company.hire(1)
    form, secret = await make(http), form_secret(settings)
    now = datetime.now(UTC)
    for ago, good_for in ((timedelta(0), LIFETIME), (1.5 * LIFETIME, 0.5 * LIFETIME)):
        shown = form_token(secret, UUID(form["id"]), Opened(ana.id, now - ago, 1, "en"), now)
        page = await show(http, f"/forms/{form['id']}?t={shown}")
        given = jwt.decode(token_in(page), options={"verify_signature": False})
        left = datetime.fromtimestamp(given["exp"], UTC) - datetime.now(UTC)
        assert left <= good_for
        assert datetime.fromtimestamp(given["since"], UTC) <= now - ago


async def test_a_form_that_has_ended_or_never_was_is_not_shown(http: Http) -> None:
    [ana] = await http.company.hire(1)
    form = await make(http)
    path = await link(http, form, ana)
    page = await show(http, path)
    for _ in range(2):
        expect(await http.call("DELETE", f"{FORMS}/{form['id']}"), 204)

    for gone in (path, f"/forms/{uuid4()}", "/forms/x", f"/forms/{form['id']}"):
        await show(http, gone, 404)
    await press(http, page, status=404)
    problem(
        await http.call("POST", f"{FORMS}/{form['id']}/links", json={"userId": str(ana.id)}),
        409,
        "form_ended",
    )
    problem(await http.call("PATCH", f"{FORMS}/{form['id']}", json={"name": "x"}), 409, "form_ended")
    assert (await http.get(f"{FORMS}/{form['id']}"))["endedAt"] is not None
    assert await consents(http, ana) == []


async def test_what_a_page_could_not_send_is_nothing(http: Http) -> None:
    form = await make(http)
    for content in (b"", b"t=" + b"x" * 20_000, b"\xff\xfe", b"say=agree"):
        answer = await http.client.post(f"/forms/{form['id']}", content=content)
        assert answer.status_code == 404


async def test_what_neither_button_says_changes_nothing(http: Http) -> None:
    [ana] = await http.company.hire(1)
    form = await make(http)
    page = await press(http, await show(http, await link(http, form, ana)))
    for said in ({}, {"say": ""}, {"say": "AGREE"}, {"say": "x"}):
        answer = await http.client.post(page.request.url, data={"t": token_in(page), **said})
        assert answer.status_code == 404
    assert await consents(http, ana) == [("given", "form", TEXTS["en"], 1)]


async def test_forms_are_those_of_ones_own_organization(http: Http, other: Http) -> None:
    [stranger] = await other.company.hire(1)
    form = await make(http)
    path = f"{FORMS}/{form['id']}"
    for method, where, body in (
        ("GET", path, None),
        ("PATCH", path, {"name": "x"}),
        ("DELETE", path, None),
        ("POST", f"{path}/links", {"userId": str(stranger.id)}),
    ):
        problem(await other.call(method, where, json=body), 404, "not_found")
    problem(await http.call("POST", f"{path}/links", json={"userId": str(stranger.id)}), 404, "not_found")
    problem(await http.call("POST", FORMS, json=FORM, key=http.editor), 403, "scope_missing")
    assert (await other.get(FORMS))["items"] == []
    assert (await http.get(path))["name"] == "News"


@pytest.mark.parametrize(
    "change",
    [
        {"texts": {}},
        {"texts": {"tlh": "x"}},
        {"texts": {"en": ""}},
        {"texts": {"en": "x" * 2001}},
        {"frames": ["https://a.example.com; script-src *"]},
        {"frames": ["*"]},
        {"frames": ["javascript:alert(1)"]},
        {"frames": ["https://a.example.com/path"]},
        {"frames": ["https://a.example.com\nX: y"]},
        {"messageClass": "OTP"},
        {"name": ""},
    ],
)
async def test_a_form_that_can_not_be_shown_is_refused(http: Http, change: dict[str, Any]) -> None:
    problem(await http.call("POST", FORMS, json={**FORM, **change}), 422, "invalid")
    assert (await http.get(FORMS))["items"] == []


async def test_a_form_is_for_a_channel_that_may_be_refused(http: Http) -> None:
    for channel in ("in_app", "pigeon"):
        problem(await http.call("POST", FORMS, json={**FORM, "channel": channel}), 404, "not_found")


@pytest.mark.spec("D25")
async def test_where_handsets_are_asked_the_form_says_that_a_text_was_sent(
    http: Http, carrier: Control
) -> None:
    ana, mute = await http.company.hire(1) + await http.company.hire(1, number=False)
    expect(await http.call("PATCH", "/v1/settings", json={"doubleOptIn": True}), 200)
    form = await make(http)

    done = await press(http, await show(http, await link(http, form, ana)))
    none = await press(http, await show(http, await link(http, form, mute)))

    assert WORDS.pending in done.text
    assert WORDS.no_number in none.text
    assert len(await carrier.texts(ana.number)) == 1
    assert [state for state, *_ in await consents(http, ana)] == ["pending"]
    assert await consents(http, mute) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_is_in_each_language_that_texts_are_written_in(http: Http, language: str) -> None:
    [ana] = await http.company.hire(1, locale=language)
    form = await make(http, texts={language: "Words."})
    page = await show(http, await link(http, form, ana))
    assert f'<html lang="{language}">' in page.text
    assert html.escape(FORM_WORDS[language].agree) in page.text
