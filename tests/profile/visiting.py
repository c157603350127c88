"""A visitor of the page without a script: follows links and redirects, fills in forms, keeps a cookie."""

import re
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import httpx

from tests.http.conftest import Http
from tests.world import Someone

_VOID: Final = frozenset({"input", "meta", "link", "br", "hr"})


@dataclass(slots=True)
class Form:
    """A form as it stands on the page: where it goes, and what is in its fields."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.stack: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.language = ""
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.elements.append((tag, said))
        if tag not in _VOID:
            self.stack.append(tag)
        if tag == "html":
            self.language = said["lang"]
        if tag == "form":
            assert said["method"] == "post"
            self.forms.append(Form(said["action"]))
        if tag == "select":
            self._select = said["name"]
        if tag == "option" and self._select and ("selected" in said or self._select not in self._fields):
            self._fields[self._select] = said["value"]
        box = said.get("type") == "checkbox"
        if tag == "input" and "name" in said and (not box or "checked" in said):
            self._fields[said["name"]] = "on" if box else said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag, f"</{tag}> closes something else"
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if data.strip() and self.stack[-1] not in ("script", "style"):
            self.words.append(" ".join(data.split()))

    @property
    def _fields(self) -> dict[str, str]:
        return self.forms[-1].fields


@dataclass(slots=True)
class Page:
    """What is shown now."""

    status: int
    html: str
    text: str
    language: str
    forms: list[Form]
    elements: list[tuple[str, dict[str, str]]]
    headers: httpx.Headers
    path: str

    def form(self, name: str) -> Form:
        found = [one for one in self.forms if one.action.rpartition("/")[2] == name]
        assert len(found) == 1, f"{len(found)} forms called {name}"
        return found[0]

    def has(self, name: str) -> bool:
        return any(one.action.endswith(f"/{name}") for one in self.forms)


def read(answer: httpx.Response) -> Page:
    reader = _Reader()
    reader.feed(answer.text)
    reader.close()
    assert not reader.stack, f"never closed: {reader.stack}"
    return Page(
        answer.status_code,
        answer.text,
        " ".join(reader.words),
        reader.language,
        reader.forms,
        reader.elements,
        answer.headers,
        urlsplit(str(answer.url)).path,
    )


@dataclass(slots=True)
class Visitor:
    """Somebody's browser, which speaks as browsers do."""

    client: httpx.AsyncClient
    languages: str = "en"
    page: Page | None = None

    @property
    def now(self) -> Page:
        assert self.page is not None
        return self.page

    async def open(self, url: str, **headers: str) -> Page:
        answer = await self.client.get(url, headers={"Accept-Language": self.languages, **headers})
        self.page = read(answer)
        return self.page

    async def look(self) -> Page:
        return await self.open("/profile")

    async def fill(self, form: str, **fields: str) -> Page:
        """Fill a form in and send it; a field that is ``""`` is left empty."""
        found = self.now.form(form)
        return await self.send(found.action, found.fields | fields)

    async def untick(self, form: str, *boxes: str, **fields: str) -> Page:
        found = self.now.form(form)
        kept = {name: value for name, value in found.fields.items() if name not in boxes}
        return await self.send(found.action, kept | fields)

    async def send(self, action: str, fields: dict[str, Any], **headers: str) -> Page:
        own = {"Origin": str(self.client.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
        given = {"Accept-Language": self.languages, **own, **headers}
        self.page = read(await self.client.post(action, data=fields, headers=given))
        return self.page


def browser(http: Http) -> httpx.AsyncClient:
    """One that asks from an address of its own, since addresses that guess are kept waiting."""
    address = ".".join(str(byte) for byte in (10, *secrets.token_bytes(3)))
    return httpx.AsyncClient(
        base_url=http.client.base_url,
        timeout=30,
        follow_redirects=True,
        headers={"X-Forwarded-For": address},
        verify=False,  # no TLS: reading the certificates would take as long as the test
    )


async def link_to(http: Http, user: UUID, **body: Any) -> str:
    """The link that a host sends its user to."""
    made = await http.post(f"/v1/users/{user}/profile-link", body, 201)
    url: str = made["url"]
    return url


async def let_in(http: Http, person: Someone, client: httpx.AsyncClient, languages: str = "en") -> Visitor:
    """Somebody at their page."""
    visitor = Visitor(client, languages)
    page = await visitor.open(await link_to(http, person.id))
    assert (page.status, page.path) == (200, "/profile")
    return visitor


def digits_in(text: str) -> list[str]:
    """Every run of five digits or more, as a number would be."""
    return re.findall(r"\d{5,}", re.sub(r"(?<=\d)[ .-](?=\d)", "", text))
