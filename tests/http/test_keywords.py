"""Keywords and their answers, as admins set them."""

from typing import Any

import pytest

from homing.domain.answers import BUILT_IN
from homing.domain.languages import LANGUAGES
from tests.http.conftest import Http, expect, problem


async def put(http: Http, keyword: str, language: str, body: str, *words: str, key: str | None = None) -> Any:
    path = f"/v1/keywords/{keyword}/{language}"
    return await http.call("PUT", path, json={"body": body, "words": list(words)}, key=key)


async def saved(http: Http, keyword: str, language: str, body: str, *words: str) -> dict[str, Any]:
    shown: dict[str, Any] = expect(await put(http, keyword, language, body, *words), 200)
    return shown


async def shown(http: Http) -> dict[tuple[str, str], dict[str, Any]]:
    """Every answer by keyword and language."""
    listed = await http.get("/v1/keywords")
    return {(one["keyword"], each["language"]): each for one in listed for each in one["answers"]}


@pytest.mark.spec("D21", "D22")
async def test_at_first_every_keyword_is_answered_in_the_built_in_words(http: Http) -> None:
    listed = await http.get("/v1/keywords")

    assert [one["keyword"] for one in listed] == list(BUILT_IN)
    for one in listed:
        assert one["builtIn"]
        assert [each["language"] for each in one["answers"]] == list(LANGUAGES)
        assert {(each["own"], each["segments"], each["dearer"]) for each in one["answers"]} == {
            (False, 1, None)
        }
    english = await shown(http)
    assert english["stop", "en"] == {
        "language": "en",
        "own": False,
        "builtInWords": english["stop", "en"]["builtInWords"],
        "words": [],
        "body": "{product}: You are opted out and will get no more texts. Reply START to resume.",
        "answer": "Pidgr: You are opted out and will get no more texts. Reply START to resume.",
        "segments": 1,
        "dearer": None,
    }
    assert {"STOP", "STOPALL", "OPT OUT"} <= set(english["stop", "en"]["builtInWords"])
    assert "{contact}" not in english["help", "en"]["body"]
    await http.call("PATCH", "/v1/settings", json={"supportContact": "help@pidgr.com"})
    assert "{contact}" in (await shown(http))["help", "en"]["body"]


@pytest.mark.spec("D21")
async def test_an_answer_is_set_for_one_language_and_taken_away_again(http: Http) -> None:
    body = "{product}: atendemos en {contact}. STOP para darte de baja."
    answer = await saved(http, "help", "es", body, "socorro", "socorro")

    assert (answer["own"], answer["words"], answer["body"]) == (True, ["socorro"], body)
    assert answer["answer"] == "Pidgr: atendemos en tu administrador. STOP para darte de baja."
    there = await shown(http)
    assert there["help", "es"] == answer
    assert there["info", "es"]["body"] == body
    assert not there["info", "es"]["own"]
    assert not there["help", "de"]["own"]

    assert (await http.call("DELETE", "/v1/keywords/help/es")).status_code == 204
    assert not (await shown(http))["help", "es"]["own"]
    problem(await http.call("DELETE", "/v1/keywords/help/es"), 404, "not_found")


@pytest.mark.spec("D22")
async def test_a_keyword_of_ones_own_comes_and_goes_with_its_last_answer(http: Http) -> None:
    await saved(http, "opening-hours", "en", "Nine to five.", "HOURS")
    await saved(http, "opening-hours", "de", "Neun bis fünf.", "ZEITEN")
    await saved(http, "opening-hours", "de", "Neun bis sechs.", "ZEITEN")

    [own] = [one for one in await http.get("/v1/keywords") if not one["builtIn"]]
    assert own["keyword"] == "opening-hours"
    assert [(each["language"], each["body"]) for each in own["answers"]] == [
        ("de", "Neun bis sechs."),
        ("en", "Nine to five."),
    ]
    for language in ("de", "en"):
        await http.call("DELETE", f"/v1/keywords/opening-hours/{language}")
    assert all(one["builtIn"] for one in await http.get("/v1/keywords"))


@pytest.mark.spec("D21", "A07")
async def test_an_answer_above_two_segments_is_refused_with_the_character_that_makes_it_dearer(
    http: Http,
) -> None:
    assert (await saved(http, "hours", "en", "x" * 306, "HOURS"))["segments"] == 2
    dear = await saved(http, "hours", "en", "x" * 60 + "í" + "x" * 60, "HOURS")
    assert (dear["segments"], dear["dearer"]) == (2, "í")

    for body, blamed in (("x" * 307, False), ("x" * 134 + "í", True)):
        refused = problem(await put(http, "hours", "en", body, "HOURS"), 422, "answer_too_long")
        [error] = refused["errors"]
        assert error["path"] == "$.body"
        assert error["message"].startswith("takes 3 segments")
        assert ("“í”" in error["message"]) is blamed
    long = {"productName": "P" * 150}
    expect(await http.call("PATCH", "/v1/settings", json=long), 200)
    problem(await put(http, "hours", "en", "{product} is not {product}", "HOURS"), 422, "answer_too_long")


@pytest.mark.spec("D21", "A08", "A15", "P16")
@pytest.mark.parametrize(
    ("keyword", "body", "reason"),
    [
        ("stop", "{product}: bye.", "answer_without_start"),
        ("stop", "Bye. START to resume.", "answer_without_sender"),
        ("stop", "{product}: START, pidgr.com/offers", "answer_with_link"),
        ("help", "{product} helps.", "answer_without_stop"),
        ("help", "Win a prize! STOP", "answer_without_sender"),
        ("info", "{product} helps. STOP", "answer_without_contact"),
        ("contact", "see bit.ly/x", "link_shortener"),
        ("contact", "{first_name}", "placeholder_unknown"),
        ("contact", "two\nlines", "answer_not_one_line"),
    ],
)
async def test_an_answer_must_say_what_it_owes_and_nothing_that_carriers_filter(
    http: Http, keyword: str, body: str, reason: str
) -> None:
    problem(await put(http, keyword, "en", body), 422, reason)
    assert not (await shown(http))[keyword, "en"]["own"]


@pytest.mark.spec("D22")
@pytest.mark.parametrize(
    ("keyword", "words", "status", "reason"),
    [
        ("hours", [], 422, "keyword_without_words"),
        ("hours", ["???"], 422, "keyword_word_empty"),
        ("hours", ["Stop!"], 409, "keyword_word_taken"),
        ("hours", ["please stop texting me"], 409, "keyword_word_taken"),
        ("hours", ["start"], 409, "keyword_word_taken"),
        ("hours", ["help"], 409, "keyword_word_taken"),
        ("hours", ["ÖFFNUNGSZEITEN!"], 409, "keyword_word_taken"),
        ("stop", ["ENOUGH"], 422, "keyword_words_fixed"),
    ],
)
async def test_a_word_asks_for_one_thing(
    http: Http, keyword: str, words: list[str], status: int, reason: str
) -> None:
    await saved(http, "times", "de", "Neun bis fünf.", "Öffnungszeiten")

    problem(await put(http, keyword, "en", "{product}: START STOP", *words), status, reason)


async def test_the_same_word_may_ask_for_one_keyword_in_two_languages(http: Http) -> None:
    for language in ("es", "pt-BR"):
        await saved(http, "hours", language, "9-17", "HORARIO")


@pytest.mark.parametrize("name", ["Hours", "a_b", "-a", "a-", "ä", "a" * 41, "wrong-number "])
async def test_a_keyword_has_a_plain_name(http: Http, name: str) -> None:
    problem(await put(http, name, "en", "x", "HOURS"), 422, "invalid")


async def test_a_language_that_nothing_is_written_in_is_not_there(http: Http) -> None:
    problem(await put(http, "hours", "it", "x", "HOURS"), 404, "not_found")


async def test_an_organization_has_at_most_fifty(http: Http) -> None:
    for number in range(50):
        await saved(http, f"k{number}", "en", "x", f"word {number}")

    problem(await put(http, "k50", "en", "x", "word 50"), 422, "too_many_keywords")
    await saved(http, "k49", "en", "y", "word 49")


async def test_only_admins_set_answers_and_only_their_own_organizations(http: Http, other: Http) -> None:
    await saved(http, "hours", "en", "Nine to five.", "HOURS")

    assert ("hours", "en") not in await shown(other)
    problem(await other.call("DELETE", "/v1/keywords/hours/en"), 404, "not_found")
    assert (await put(http, "help", "en", "STOP", key=http.editor)).status_code == 403
    await saved(other, "times", "en", "Never.", "HOURS")
