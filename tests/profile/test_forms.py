"""The forms of a user's own page are its own: nobody else's page, and no other session, can send them. And
every language says all of it."""

from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from homing.domain.languages import LANGUAGES
from homing.settings import Settings
from plugin.profile.page import LANGUAGE_NAMES, country_name, field_of
from plugin.profile.words import WORDS
from tests.http.conftest import Http
from tests.profile.apart import app_with
from tests.profile.sound import check_sound
from tests.profile.visiting import Visitor, browser, let_in
from tests.world import Someone

FORMS: Final = (
    "number", "resend", "confirm", "cancel", "remove", "switches", "quiet", "consent", "withdraw",
    "language", "leave",
)  # fmt: skip


async def stands(http: Http, ana: Someone) -> Any:
    """Everything that a form could have changed."""
    known = await http.get(f"/v1/users/{ana.id}")
    me = await http.get("/v1/me", key=await http.key_of(ana.id))
    return known, me


@pytest.mark.parametrize("form", FORMS)
async def test_a_form_that_another_page_sends_does_nothing(
    http: Http, client: httpx.AsyncClient, form: str
) -> None:
    [ana, ben] = await http.company.hire(2, source="self")
    visitor = await let_in(http, ana, client)
    token = visitor.now.form("switches").fields["form"]
    async with browser(http) as elsewhere:
        theirs = (await let_in(http, ben, elsewhere)).now.form("switches").fields["form"]
    before = await stands(http, ana)
    fields = {"number": "+34611000000", "language": "de", "shown_in": "en", "from": "10:00", "until": "11:00"}
    evil = {"Origin": "https://evil.example"}
    attempts: list[tuple[dict[str, str], dict[str, str]]] = [
        (fields, {}),
        (fields | {"form": ""}, {}),
        (fields | {"form": "ä"}, {}),
        (fields | {"form": theirs}, {}),
        (fields | {"form": token}, evil),
        (fields | {"form": token}, {"Origin": "null"}),
        (fields | {"form": token}, {"Sec-Fetch-Site": "cross-site"}),
        (fields | {"form": token}, {"Sec-Fetch-Site": "same-site"}),
        (fields | {"form": token}, {"Content-Type": "text/plain"}),
    ]
    for given, headers in attempts:
        page = await visitor.send(f"/profile/{form}", given, **headers)
        assert page.status == 200
        assert WORDS["en"].faults["form_old"] in page.text
    assert await stands(http, ana) == before
    assert (await visitor.look()).language == "en"


@pytest.mark.parametrize("form", FORMS)
async def test_without_a_session_a_form_does_nothing(
    http: Http, client: httpx.AsyncClient, form: str
) -> None:
    [ana] = await http.company.hire(1, source="self")
    visitor = await let_in(http, ana, client)
    token = visitor.now.form("switches").fields["form"]
    before = await stands(http, ana)
    client.cookies.clear()

    page = await visitor.send(f"/profile/{form}", {"form": token})

    assert page.status == 401
    assert await stands(http, ana) == before


ODD: Final = (
    "",
    "x",
    "\x00",
    "\ud7ff",
    "<b>",
    "{}",
    "{0.__class__}",
    "'",
    "\u202e",
    "ä" * 1000,
    "on\r\nX: y",
)


@pytest.mark.parametrize("form", [one for one in FORMS if one != "leave"])
async def test_whatever_is_written_into_a_field_the_page_comes_back(
    http: Http, client: httpx.AsyncClient, form: str
) -> None:
    [ana] = await http.company.hire(1, number=False)
    visitor = await let_in(http, ana, client)
    token = visitor.now.form("switches").fields["form"]
    for odd in ODD:
        names = ("number", "country", "code", "from", "until", "sms", "shown_in", "language", odd or "y")
        page = await visitor.send(f"/profile/{form}", dict.fromkeys(names, odd) | {"form": token})
        assert page.status == 200
        assert "<b>" not in page.html
        assert {"X-Content-Type-Options", "Content-Security-Policy"} <= {
            name.title().replace("X-Content-type", "X-Content-Type") for name in page.headers
        }


async def test_large_and_broken_bodies_do_nothing(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)
    token = visitor.now.form("switches").fields["form"]
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (
        b"form=" + token.encode() + b"&x=" + b"x" * 20_000,
        b"&".join(b"a=b" for _ in range(50)) + b"&form=" + token.encode(),
        b"form=\xff",
        b"%",
        b"",
    ):
        answer = await client.post("/profile/switches", content=body, headers=kind, follow_redirects=False)
        said = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert said == {"fault": ["form_old"]}


async def test_an_unknown_form_is_not_found(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    await let_in(http, ana, client)
    assert (await client.post("/profile/erase")).status_code == 404
    assert (await client.get("/profile/number")).status_code == 405


async def test_what_is_refused_is_told_on_a_page(
    http: Http, client: httpx.AsyncClient, settings: Settings
) -> None:
    """Whoever is refused something here sits before a browser."""
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client, "fr")
    for path in ("/profile/enter/x", "/profile/static/x"):
        page = await visitor.open(path)
        assert (page.status, page.language) == (404, "fr")
    page = await visitor.send("/profile/erase", {"form": "x"})
    assert (page.status, WORDS["fr"].closed_heading in page.text) == (404, True)

    slow = settings.model_copy(update={"api_rate": 1})
    transport = httpx.ASGITransport(await app_with(slow, http.company.sending))
    async with httpx.AsyncClient(
        transport=transport, base_url=client.base_url, cookies=client.cookies
    ) as eager:
        statuses: list[int] = []
        while 429 not in statuses and len(statuses) < 1000:
            statuses.append((page := await Visitor(eager, "de").look()).status)
        assert (statuses[0], page.language) == (200, "de")
        assert WORDS["de"].faults["not_now"] in page.text
        assert int(page.headers["Retry-After"]) >= 1
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_what_an_address_says_that_is_no_code_of_ours_is_not_shown(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1)
    visitor = await let_in(http, ana, client)
    plain = visitor.now.text
    for odd in ("?said=<script>", "?fault=x", "?said=__class__&fault=", "?said=" + "x" * 5000):
        assert (await visitor.open(f"/profile{odd}")).text == plain


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_says_all_of_it(http: Http, client: httpx.AsyncClient, language: str) -> None:
    [ana] = await http.company.hire(1, number=False, locale=language)
    visitor = await let_in(http, ana, client, languages="en")
    words, english = WORDS[language], WORDS["en"]
    assert visitor.now.language == language
    assert words.number.none in visitor.now.text
    check_sound(visitor.now)
    for kind in ("said", "faults"):
        assert getattr(words, kind).keys() == getattr(english, kind).keys()
    for kind in ("channels", "states", "reasons"):
        assert getattr(words.history, kind).keys() == getattr(english.history, kind).keys()
    for code in words.faults:
        page = await visitor.open(f"/profile?fault={code}")
        assert words.faults[code] in page.text
        assert words.error in page.text
        field = field_of(code)
        there = any(said.get("id") == field for _, said in page.elements)
        if field and there:
            check_sound(page)


async def test_the_language_is_the_users_else_the_browsers_else_the_organizations(http: Http) -> None:
    [german] = await http.company.hire(1, locale="de-AT")
    [nowhere] = await http.company.hire(1)
    expected = [
        (german, "fr", "de"),
        (nowhere, "fr-CA,fr;q=0.9,en;q=0.1", "fr"),
        (nowhere, "sw, pt;q=0.9", "pt-BR"),
        (nowhere, "sw", "en"),
        (nowhere, "", "en"),
        (nowhere, ";;,," * 2000, "en"),
    ]
    for person, accepted, language in expected:
        async with browser(http) as client:
            assert (await let_in(http, person, client, accepted)).now.language == language


async def test_a_language_that_is_chosen_stays(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1, locale="en")
    visitor = await let_in(http, ana, client)
    for language, name in LANGUAGE_NAMES:
        page = await visitor.fill("language", language=language)
        assert page.language == language
        assert name in page.text
        assert (await visitor.look()).language == language


def test_countries_have_names_in_every_language() -> None:
    assert [country_name("ES", language) for language in LANGUAGES] == [
        "Spain", "España", "Espanha", "Espagne", "Spanien",
    ]  # fmt: skip
    assert country_name("XX", "en") == "XX"
