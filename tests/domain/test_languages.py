"""Which language a locale means, and that no wording makes a text dearer."""

import dataclasses
from collections.abc import Iterator

import pytest

from homing.domain.languages import (
    LANGUAGES,
    LINK_PAGES,
    WORDINGS,
    Sentences,
    Wording,
    language_among,
    language_of,
    language_written,
)
from homing.domain.segments import segment


@pytest.mark.spec("P05")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_keeps_to_gsm(language: str) -> None:
    words = list(spoken(WORDINGS[language]))
    assert len(words) == len(("own", "others")) * len(dataclasses.fields(Sentences)) + 3
    for word in words:
        assert segment(word.replace("{", "").replace("}", "")).dearer is None


def spoken(wording: Wording | Sentences) -> Iterator[str]:
    """Every string of a wording."""
    for field in dataclasses.fields(wording):
        value = getattr(wording, field.name)
        yield from spoken(value) if isinstance(value, Sentences) else [value]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_told_about_others_reads_other_sentences_throughout(language: str) -> None:
    wording = WORDINGS[language]
    assert not set(spoken(wording.own)) & set(spoken(wording.others))
    for sentences in (wording.own, wording.others):
        assert all(words.count("{product}") == 1 for words in spoken(sentences))
        assert [words.count("{name}") for words in spoken(sentences)] == [1, 0, 0]


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("es-MX", "es"),
        ("es_419", "es"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("pt_BR.UTF-8", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("fr-CA", "fr"),
        ("de-Latn-CH-1996", "de"),
        (" de ", "de"),
        ("it", "en"),
        ("english", "en"),
        ("zh-Hant-de", "en"),
        ("C", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_locale_is_matched_by_its_primary_subtag(locale: str | None, language: str) -> None:
    assert language_of(locale) == language


def test_an_unknown_locale_falls_back_to_the_default_and_then_to_english() -> None:
    assert language_of("it", "pt_PT") == "pt-BR"
    assert language_of(None, "de") == "de"
    assert language_of("it", "nl") == "en"


def test_an_organization_that_lists_languages_writes_in_those_alone() -> None:
    assert language_among(["es", "de"], "de-AT", "es") == "de"
    assert language_among(["es", "de"], "fr", "es") == "es"
    assert language_among(["es"], None, "es") == "es"
    assert language_among([], "fr", "es") == "fr"
    assert language_among([], None, "es") == "es"


def test_a_language_that_an_organization_does_not_write_in_is_none() -> None:
    assert language_written(["es", "de"], "de-AT") == "de"
    assert language_written(["es", "de"], "fr") is None
    assert language_written([], "fr") == "fr"
    assert language_written([], "it") is None
    assert language_written([], None) is None


def test_pages_are_there_in_every_language_and_differ() -> None:
    assert tuple(LINK_PAGES) == LANGUAGES
    assert len(set(LINK_PAGES.values())) == len(LANGUAGES)
