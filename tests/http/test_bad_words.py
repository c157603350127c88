"""Every text field of every body, and every id in every path, filled with what nobody sends by mistake."""

import json
from typing import Final
from uuid import uuid4

import httpx
import pytest

from tests.http.conftest import Http, problem
from tests.http.operations import RICH, Surface, names, surface

WORDS: Final = {
    "markup": "'; drop table users; --<script>alert(1)</script>%s{0}${jndi:x}",
    "zero": "zero\x00\x1b[2Jbyte",
    "half": "half\ud800surrogate",
    "unseen": "left\u202eright👩\u200d👩\u200d👧",
    "long": "x" * 10_000,
}
NO_IDS: Final = ("x", "0", "null", "%00", "%ff%fe", "'; drop table users; --", "x" * 5000)
LONGEST_REFUSAL: Final = 4_000
"""Bytes: whatever was handed in, what is said of it stays short."""
NEVER_THERE: Final = {("DELETE", "/v1/groups/{group}/members/{user}", "user")}
"""Answers that somebody is not there any more, whether or not they were."""
NAMES: Final = {"channel", "direction", "message_class"}
"""What is no id, but one of a few names."""
CHOSEN: Final = ("PUT", "/v1/keywords/{keyword}/{language}", "keyword")
"""A name that whoever asks may give to something new."""


@pytest.fixture
async def whole(http: Http) -> Surface:
    return await surface(http)


def fault_of(answer: httpx.Response, word: str) -> str | None:
    """What is wrong with an answer, which is a success, or a refusal that says why and repeats nothing."""
    if answer.is_success:
        return None
    if not 400 <= answer.status_code < 500:
        return f"is {answer.status_code}"
    said = problem(answer, answer.status_code, answer.json()["code"])
    return "repeats what it was asked" if word in str(said) else None


@pytest.mark.parametrize("kind", WORDS)
async def test_whatever_stands_in_a_text_field_is_taken_or_refused_and_not_repeated(
    whole: Surface, kind: str
) -> None:
    word, asked, faults = WORDS[kind], 0, []
    for operation in whole.operations:
        for filled in whole.texts(operation.body or {}):
            asked += 1
            fault = fault_of(await whole.ask(operation, filled(word)), word)
            if fault:
                faults.append((operation.method, operation.path, fault, filled("<here>")))

    assert asked > 100
    assert faults == []


@pytest.mark.parametrize("kind", WORDS)
async def test_a_definitions_field_by_any_name_is_refused_in_few_words(http: Http, kind: str) -> None:
    for filled in names(RICH):
        body = json.dumps({"definition": filled(WORDS[kind])})
        headers = {"Content-Type": "application/json"}
        answer = await http.call("POST", "/v1/definitions/validate", content=body, headers=headers)

        assert problem(answer, 422, "definition_refused")["errors"]
        assert len(answer.content) < LONGEST_REFUSAL


async def test_of_a_long_name_that_no_field_has_only_the_beginning_is_told(http: Http) -> None:
    answer = await http.call("PATCH", "/v1/settings", json={"x" * 10_000: 1})

    [error] = problem(answer, 422, "invalid")["errors"]
    assert error["path"] == "$." + "x" * 64


@pytest.mark.parametrize("word", [WORDS["markup"], WORDS["unseen"]])
async def test_what_is_taken_comes_back_as_it_was(http: Http, word: str) -> None:
    [ana] = await http.company.hire(1)

    await http.call("PATCH", f"/v1/users/{ana.id}", json={"firstName": word})

    assert (await http.get(f"/v1/users/{ana.id}"))["firstName"] == word


async def test_an_id_of_nothing_and_one_of_something_else_are_not_found(whole: Surface) -> None:
    refused = 0
    for operation in whole.operations:
        for name in operation.parameters:
            if name in NAMES or (operation.method, operation.path, name) in {*NEVER_THERE, CHOSEN}:
                continue
            others = {whole.places["item"], whole.places["definition"]} - {whole.places[name]}
            for stranger in (str(uuid4()), *others):
                answer = await whole.ask(operation, places={**whole.places, name: stranger})
                assert answer.status_code == 404, (operation, name, answer.text)
                problem(answer, 404, "not_found")
                refused += 1

    assert refused > 80


async def test_what_is_no_id_leads_nowhere_or_is_refused_by_its_place(whole: Surface) -> None:
    for operation in whole.operations:
        for name in operation.parameters:
            for text in NO_IDS:
                if (operation.method, operation.path, name) == CHOSEN:
                    continue
                answer = await whole.ask(operation, places={**whole.places, name: text})
                if answer.status_code == 404:
                    problem(answer, 404, "not_found")
                else:
                    said = problem(answer, 422, "invalid")
                    assert [error["path"] for error in said["errors"]] == [f"path.{name}"]
