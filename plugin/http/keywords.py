"""Keywords: what replies are answered, and by which words that is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.answers import (
    BUILT_IN,
    MOST_CHARACTERS,
    MOST_SEGMENTS,
    NAME,
    Names,
    built_in,
    check_answer,
    check_words,
    fill,
    measure,
    words_for,
)
from homing.domain.errors import NotFoundError
from homing.domain.languages import LANGUAGES
from homing.domain.segments import Segmentation, segment
from homing.store import administration, keyword_replies
from homing.store.keyword_replies import KeywordReply
from homing.store.vault import Vault
from plugin.http.backend import Backend
from plugin.http.models import Line, Model
from plugin.http.overlong import answer_too_long, overlong_at
from plugin.http.security import Caller, Scope, needs

_MOST_WORDS: Final = 20
KeywordName = Annotated[str, Path(pattern=NAME)]
FurtherWord = Annotated[Line, Field(max_length=40, examples=["OPENING HOURS"])]
AnswerBody = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MOST_CHARACTERS,
        examples=["{product}: we answer {contact}. STOP to opt out, START to resume."],
    ),
]


class AnswerSaved(Model):
    """An answer to a keyword in a language. ``words`` ask for it besides those that are built in; ``body``
    may hold `{product}` and `{contact}`, and no other braces."""

    words: Annotated[list[FurtherWord], Field(max_length=_MOST_WORDS)] = Field(default_factory=list)
    body: AnswerBody


class AnswerShown(Model):
    """What is answered in a language. ``own``: in the organization's words, and not in the built-in ones;
    ``builtInWords`` ask for it, and so do ``words``; ``answer`` is ``body`` with the names filled in.
    ``segments`` counts the answer at its longest; ``dearer`` is the first character that the GSM alphabet
    lacks, and that so takes more than half of the room."""

    language: str
    own: bool
    built_in_words: list[str]
    words: list[str]
    body: str
    answer: str
    segments: int
    dearer: str | None


class KeywordShown(Model):
    """A keyword, and its answers by language."""

    keyword: str
    built_in: bool
    answers: list[AnswerShown]


def keyword_routes(backend: Backend) -> APIRouter:
    """``/v1/keywords``."""
    router = APIRouter(prefix="/v1/keywords", tags=["Organization"])
    database = backend.sending.database
    Admin = Annotated[Caller, needs(Scope.ADMIN)]  # noqa: N806  # a type

    @router.get("", summary="What replies are answered")
    async def keywords(caller: Admin) -> list[KeywordShown]:
        """The built-in keywords, and then the organization's own. `wrong_number` and `unclear` have no words:
        they are what a reply is understood as."""
        async with database.app(caller.org) as connection:
            names = await _names(connection, caller.org, backend.sending.vault)
            own = await keyword_replies.read_replies(connection, caller.org)
        return list(_shown(names, own))

    @router.put("/{keyword}/{language}", summary="Set what a keyword is answered in a language")
    async def save(caller: Admin, keyword: KeywordName, language: Line, body: AnswerSaved) -> AnswerShown:
        """A built-in keyword, or one of your own: lower-case letters, digits and dashes, with at least one
        word. A confirmation of STOP names `{product}`, says START, and carries no link and no contact; help
        and info name `{product}` and `{contact}`, and say STOP. At most 2 segments. A word that is understood
        as something else already, or asks for another keyword, is refused: 409."""
        if language not in LANGUAGES:
            raise NotFoundError("language")
        check_words(keyword, body.words)
        check_answer(keyword, body.body)
        new = KeywordReply(keyword, language, list(dict.fromkeys(body.words)), body.body)

        async def work(connection: AsyncConnection) -> Names:
            # The names that are read then are those that stay: whoever changes them waits for this.
            await keyword_replies.save_reply(connection, caller.org, new)
            names = await _names(connection, caller.org, backend.sending.vault)
            costs = measure(keyword, new.body, language, names)
            if costs.segments > MOST_SEGMENTS:
                raise answer_too_long([overlong_at("$.body", costs)])
            return names

        return _own(new, await database.repeat_app(caller.org, work))

    @router.delete("/{keyword}/{language}", status_code=204, summary="Take an answer of your own away")
    async def remove(caller: Admin, keyword: KeywordName, language: Line) -> Response:
        """A built-in keyword is then answered in the built-in words again."""
        await database.repeat_app(
            caller.org, lambda c: keyword_replies.remove_reply(c, caller.org, keyword, language)
        )
        return Response(status_code=204)

    return router


async def _names(connection: AsyncConnection, org: UUID, vault: Vault) -> Names:
    row = await administration.read_organization(connection, org, vault)
    return Names(row.product_name, row.support_contact)


def _shown(names: Names, own: Sequence[KeywordReply]) -> Iterator[KeywordShown]:
    there = {(one.keyword, one.language): one for one in own}
    for keyword in BUILT_IN:
        answers = [
            _own(there[keyword, language], names)
            if (keyword, language) in there
            else _built_in(keyword, language, names, there)
            for language in LANGUAGES
        ]
        yield KeywordShown(keyword=keyword, built_in=True, answers=answers)
    for keyword in sorted({one.keyword for one in own} - {*BUILT_IN}):
        answers = [_own(one, names) for one in own if one.keyword == keyword]
        yield KeywordShown(keyword=keyword, built_in=False, answers=answers)


def _own(reply: KeywordReply, names: Names) -> AnswerShown:
    costs = measure(reply.keyword, reply.body, reply.language, names)
    return _answer(reply, names, costs, own=True)


def _built_in(
    keyword: str, language: str, names: Names, own: Mapping[tuple[str, str], KeywordReply]
) -> AnswerShown:
    """INFO is answered as HELP is."""
    if keyword == "info" and ("help", language) in own:
        body = own["help", language].body
        costs = measure(keyword, body, language, names)
    else:
        body = built_in(keyword, language, names)
        costs = segment(fill(body, language, names))
    return _answer(KeywordReply(keyword, language, [], body), names, costs, own=False)


def _answer(reply: KeywordReply, names: Names, costs: Segmentation, *, own: bool) -> AnswerShown:
    return AnswerShown(
        language=reply.language,
        own=own,
        built_in_words=words_for(reply.keyword, reply.language),
        words=reply.words,
        body=reply.body,
        answer=fill(reply.body, reply.language, names),
        segments=costs.segments,
        dearer=costs.dearer,
    )
