"""What an organization answers to keywords, by keyword and language, and by which words each is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.keywords import plain

MOST_KEYWORDS: Final = 50
"""Of one organization: all are read with each reply."""


@dataclass(frozen=True, slots=True)
class KeywordReply:
    """The answer to a keyword in a language; ``words`` ask for it besides those that are built in."""

    keyword: str
    language: str
    words: list[str]
    body: str


_READ: Final = text("""
    select keyword, language, words, body from keyword_replies where org_id = :org order by keyword, language
""")


async def read_replies(connection: AsyncConnection, org: UUID) -> list[KeywordReply]:
    """All of an organization's own, by keyword and language."""
    return [KeywordReply(*row) for row in await connection.execute(_READ, {"org": org})]


_LOCK: Final = text("select 1 from organizations where id = :org for update")
_SAVE: Final = text("""
    insert into keyword_replies (org_id, keyword, language, words, body)
    values (:org, :keyword, :language, :words, :body)
    on conflict (org_id, keyword, language)
    do update set words = excluded.words, body = excluded.body, changed_at = now()
""")


async def save_reply(connection: AsyncConnection, org: UUID, new: KeywordReply) -> None:
    """Save an answer, in place of the one that there was.

    Raises RefusedError ``keyword_word_taken`` where a word of it asks for another keyword already, and
    ``too_many_keywords``.
    """
    await connection.execute(_LOCK, {"org": org})
    there = await read_replies(connection, org)
    taken = {plain(word) for one in there if one.keyword != new.keyword for word in one.words}
    if not taken.isdisjoint(map(plain, new.words)):
        raise RefusedError("keyword_word_taken")
    if len({new.keyword, *(one.keyword for one in there)}) > MOST_KEYWORDS:
        raise RefusedError("too_many_keywords")
    values: dict[str, str | Sequence[str]] = {name: getattr(new, name) for name in new.__slots__}
    await connection.execute(_SAVE, {"org": org, **values})


_REMOVE: Final = text("""
    delete from keyword_replies where org_id = :org and keyword = :keyword and language = :language
    returning keyword
""")


async def remove_reply(connection: AsyncConnection, org: UUID, keyword: str, language: str) -> None:
    """Take an answer away. Raises NotFoundError where the organization has none of its own there."""
    key = {"org": org, "keyword": keyword, "language": language}
    if (await connection.execute(_REMOVE, key)).first() is None:
        raise NotFoundError("keyword")
