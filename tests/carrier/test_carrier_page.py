"""The handsets' page: what a browser is given, and that it fits the carrier that serves it.

No browser runs here. What would break in one is held by other means: names that the scripts use and the
document lacks, requests that the carrier doesn't know, texts that become markup.
"""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import phonenumbers
import pytest

import homing.carrier
from tests.carrier.support import OTHER_PHONE, PHONE, SENDER, Customer

PAGE: Final = Path(homing.carrier.__file__).parent / "page"
FILES: Final = {path.name: path.read_text() for path in sorted(PAGE.iterdir())}
SCRIPTS: Final = {name: text for name, text in FILES.items() if name.endswith(".js")}
TYPES: Final = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
VOID: Final = {"br", "hr", "img", "input", "link", "meta"}

pytestmark = pytest.mark.spec("X10")


@dataclass(frozen=True)
class Element:
    tag: str
    attributes: dict[str, str]
    ancestors: tuple["Element", ...]
    words: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What a screen reader calls it, as far as its own attributes and words say."""
        return self.attributes.get("aria-label") or "".join(self.words).strip()


class Document(HTMLParser):
    """The elements of a document in which every tag must be closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop().tag == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words.append(data)

    def having(self, attribute: str) -> list[str]:
        return [element.attributes[attribute] for element in self.elements if attribute in element.attributes]


DOCUMENT: Final = Document(FILES["index.html"])
FAULTS: Final = [json.loads(fault) for fault in DOCUMENT.having("data-fault")]


async def test_the_page_is_served_at_the_root_and_may_load_nothing_from_elsewhere(customer: Customer) -> None:
    async with customer.session.get(customer.url) as answer:
        assert (answer.status, answer.content_type, answer.charset) == (200, "text/html", "utf-8")
        assert await answer.text() == FILES["index.html"]
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", FILES)
async def test_each_of_its_files_is_served_as_what_it_is(customer: Customer, name: str) -> None:
    async with customer.session.get(f"{customer.url}/_carrier/page/{name}") as answer:
        assert (answer.status, answer.content_type) == (200, TYPES[Path(name).suffix])
        assert await answer.text() == FILES[name]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_all_that_the_document_loads_is_there(customer: Customer) -> None:
    loaded = [address for address in DOCUMENT.having("src") + DOCUMENT.having("href") if address[0] != "#"]
    assert {address.split("/")[-1] for address in loaded} >= {name for name in FILES if name.endswith(".css")}
    for address in loaded:
        async with customer.session.get(customer.url + address) as answer:
            assert answer.status == 200, address


@pytest.mark.parametrize("name", FILES)
def test_no_file_names_an_address_outside_the_carrier(name: str) -> None:
    text = FILES[name].replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert re.findall(r"(?:https?:|[\"'(])//\w[^\s\"']*|@import|\burl\(", text) == []


def test_the_document_has_no_script_and_no_style_within_which_the_policy_would_stop() -> None:
    assert [element for element in DOCUMENT.elements if element.tag == "style"] == []
    scripts = [element.attributes for element in DOCUMENT.elements if element.tag == "script"]
    assert scripts == [{"type": "module", "src": "/_carrier/page/app.js"}]
    names = {name for element in DOCUMENT.elements for name in element.attributes}
    assert {name for name in names if name == "style" or name.startswith("on")} == set()


def test_no_id_is_there_twice_and_all_that_is_pointed_at_exists() -> None:
    ids = DOCUMENT.having("id")
    assert sorted(set(ids)) == sorted(ids)
    pointed = [*DOCUMENT.having("for"), *DOCUMENT.having("aria-labelledby")]
    pointed += [address[1:] for address in DOCUMENT.having("href") if re.match(r"#\w", address)]
    assert len(pointed) > 10
    assert set(pointed) - set(ids) == set()


def test_every_control_has_a_name() -> None:
    labelled = set(DOCUMENT.having("for"))
    nameless = [
        element.attributes
        for element in DOCUMENT.elements
        if element.tag in {"button", "input", "select", "textarea"}
        and not element.name
        and element.attributes.get("id") not in labelled
        and not any(above.tag == "label" and above.name for above in element.ancestors)
    ]
    # Its words are set when there is news to tell.
    assert [attributes["id"] for attributes in nameless] == ["newer"]


def test_what_the_scripts_look_up_is_in_the_document() -> None:
    text = "".join(SCRIPTS.values())
    ids = set(re.findall(r'(?:byId|copyOf)\("([\w-]+)"\)', text))
    icons = {f"icon-{kind}" for kind in re.findall(r'kind: "(\w+)"', SCRIPTS["words.js"])}
    assert len(ids) > 30
    assert icons == {f"icon-{kind}" for kind in ("delivered", "lost", "reply", "sent", "waiting")}
    assert (ids | icons) - set(DOCUMENT.having("id")) == set()
    classes = set(re.findall(r'querySelector(?:All)?\("\.([\w-]+)', text))
    assert len(classes) > 5
    assert classes - {name for names in DOCUMENT.having("class") for name in names.split()} == set()


def test_what_a_script_imports_is_exported() -> None:
    imports = [
        (file, name.strip())
        for text in SCRIPTS.values()
        for names, file in re.findall(r'import \{([^}]+)\} from "\./([\w.]+)"', text)
        for name in names.split(",")
    ]
    whole = [
        (file, used)
        for text in SCRIPTS.values()
        for alias, file in re.findall(r'import \* as (\w+) from "\./([\w.]+)"', text)
        for used in re.findall(rf"\b{alias}\.(?!js\b)(\w+)", text)
    ]
    exports = {
        file: set(re.findall(r"export (?:async )?(?:const|function|class) (\w+)", text))
        for file, text in SCRIPTS.items()
    }
    assert len(imports) > 20
    assert len(whole) > 10
    assert [(file, name) for file, name in imports + whole if name not in exports[file]] == []


def test_no_script_can_turn_a_text_into_markup_or_code() -> None:
    makers = r"innerHTML|outerHTML|insertAdjacentHTML|setHTML|srcdoc|createContextualFragment|document\.write"
    makers += r"|DOMParser|\beval\b|new Function|javascript:"
    assert [name for name, text in SCRIPTS.items() if re.search(makers, text)] == []


async def test_every_request_of_the_page_is_one_that_the_carrier_knows(customer: Customer) -> None:
    await customer.send()
    await customer.control.wait(status="delivered")
    asked = re.findall(r"ask\([\"`]([^\"`]+)[\"`](?:, \{ method: \"(\w+)\")?", SCRIPTS["api.js"])
    number = PHONE.replace("+", "%2B")
    answers = {}
    for template, method in asked:
        path = template.replace("${at(number)}", f"handsets/{number}").replace("${query}", "limit=1")
        path = path.replace("${id}", "1")
        assert "$" not in path
        body = {"body": "Hi", "to": SENDER} if path.endswith("/messages") else {"kind": "silent"}
        async with customer.session.request(
            method or "GET", f"{customer.url}/_carrier/{path}", json=body if method == "POST" else None
        ) as answer:
            answers[f"{method or 'GET'} {path}"] = answer.status
    assert answers == {
        "GET state": 200,
        "GET counts?at_least=1000000000": 200,
        "GET handsets?limit=1": 200,
        f"GET handsets/{number}/conversation": 200,
        f"POST handsets/{number}/messages": 201,
        "GET faults": 200,
        "POST faults": 201,
        "DELETE faults/1": 204,
        "DELETE faults": 204,
    }


@pytest.mark.parametrize("fault", FAULTS, ids=json.dumps)
@pytest.mark.parametrize("to", [None, PHONE])
async def test_each_switch_of_the_page_puts_a_fault_in_force_that_it_knows_again(
    customer: Customer, fault: dict[str, object], to: str | None
) -> None:
    faults = f"{customer.url}/_carrier/faults"
    async with customer.session.post(faults, json=fault | ({} if to is None else {"to": to})) as answer:
        assert answer.status == 201
    async with customer.session.get(faults) as answer:
        (found,) = (await answer.json())["faults"]
    assert found | fault == found
    assert (found["to"], found["statuses"], found["next"]) == (to, None, None)
    async with customer.session.delete(f"{faults}/{found['id']}") as answer:
        assert answer.status == 204
    assert await customer.control.faults() == []


def test_the_page_has_a_switch_for_each_way_in_which_a_send_can_go_wrong() -> None:
    assert [(fault["kind"], fault.get("code")) for fault in FAULTS] == [
        ("fail", 30003),
        ("silent", None),
        ("hang", None),
        ("error", 20500),
        ("error", 21610),
        ("error", 20429),
        ("drop_callbacks", None),
        ("duplicate_callbacks", None),
        ("delay_callbacks", None),
    ]


async def test_handsets_and_texts_have_every_field_that_the_page_reads(customer: Customer) -> None:
    await customer.send("<b>Hi</b>")
    await customer.send(to=OTHER_PHONE)
    await customer.control.wait(texts=2, status="delivered")
    async with customer.session.get(f"{customer.url}/_carrier/handsets?limit=1") as answer:
        page = await answer.json()
    assert (page["total"], page["next"] is None) == (2, False)
    (handset,) = page["handsets"]
    assert (handset["number"], handset["texts"]) == (OTHER_PHONE, 1)
    assert handset["last"].keys() >= {"sid", "direction", "body", "at", "status", "error_code"}
    async with customer.session.get(
        f"{customer.url}/_carrier/handsets/%2B{PHONE[1:]}/conversation"
    ) as answer:
        (text,) = (await answer.json())["messages"]
    assert (text["direction"], text["peer"], text["body"]) == ("to_handset", SENDER, "<b>Hi</b>")
    assert text.keys() >= {"sid", "at", "status", "error_code", "segments"}


def test_the_page_knows_every_country_by_its_calling_code() -> None:
    table, areas = re.split(r"const AREA_CODES", SCRIPTS["words.js"])
    known = dict(re.findall(r"\b(\d{1,3})([A-Z]{2})\b", table))
    assert known.pop("77") == "KZ"  # the part of +7 that isn't Russia's
    expected = {
        str(code): regions[0]
        for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()
        if code != 1 and regions[0] != "001"
    }
    assert known == expected
    wrong = [
        (code, country)
        for country, codes in re.findall(r'\b([A-Z]{2}): ["`]([\d\s]+)["`]', areas)
        for code in codes.split()
        if phonenumbers.region_code_for_number(phonenumbers.parse(f"+1{code}2345678")) not in {country, None}
    ]
    assert wrong == []


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours from 1 to 21 (WCAG 2.2, "contrast ratio")."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(theme: str) -> None:
    light, dark = FILES["style.css"].split("prefers-color-scheme: dark")
    named = colours(light) | (colours(dark) if theme == "dark" else {})
    words = {
        "ground": ("ink", "quiet"),
        "surface": ("ink", "quiet", "delivered", "sent", "waiting", "lost"),
        "sunken": ("ink", "quiet"),
        "screen": ("ink", "quiet", "delivered", "sent", "waiting", "lost"),
        "incoming": ("ink",),
        "accent": ("on-accent",),
        "waiting": ("surface",),
        "lost-ground": ("lost",),
    }
    faint = {
        (word, ground): round(contrast(named[word], named[ground]), 2)
        for ground, on_it in words.items()
        for word in on_it
        if contrast(named[word], named[ground]) < 4.5
    }
    assert faint == {}
