"""Texts from handsets: an opt-out is recorded before anything else is done with them, and each is answered
once, however often and however many at a time the provider repeats it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.keywords import Handling, Keyword, Meaning, answer_to, understand
from homing.domain.languages import language_among, language_of
from homing.domain.phone import E164
from homing.store import inbound, optouts
from homing.store.inbound import Addressee, NewInbound
from homing.store.optouts import Said

_OTHER: Final = "other"
_ANSWERS_AN_HOUR: Final = 3
"""For one number: two machines that answer each other fall silent."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A text from a handset, as its provider hands it over. ``to``: the sender that it was written to, where
    that can be one; ``taken_as``: what the provider itself took it for, if it says so; ``is_answered``:
    whether the provider, by how it handles the sender's keywords, has answered it."""

    provider: str
    provider_id: str
    number: E164
    to: str | None
    body: str = field(repr=False)
    taken_as: Meaning | None
    is_answered: Callable[[Handling], bool]

    @property
    def keyword(self) -> Keyword | None:
        """What it asks for: an opt-out where either reading is one, else what the provider took it for."""
        own = understand(self.body)
        if self.taken_as is None or (own is not None and own.meaning in (self.taken_as, Meaning.STOP)):
            return own
        return Keyword(self.taken_as, self.taken_as.name)


async def take_reply(sending: Sending, reply: Reply) -> str | None:
    """Take in a text and give its answer, None: nothing. After STOP no request to the number begins.

    Repeated, it is answered the same and changes nothing.
    """
    keyword = reply.keyword
    if keyword is not None and keyword.meaning is not Meaning.HELP:
        said = Said(keyword.word, reply.provider, reply.provider_id)
        change = withdraw.stop if keyword.meaning is Meaning.STOP else withdraw.resume
        await change(sending, reply.number, "keyword", said)
    hmac = sending.vault.hash_identifier(reply.number)
    return await sending.database.repeat_system(lambda c: _answer(c, sending, reply, keyword, hmac))


async def _answer(
    connection: AsyncConnection, sending: Sending, reply: Reply, keyword: Keyword | None, hmac: bytes
) -> str | None:
    """Keep the text with its answer, which is found where it was kept before."""
    await optouts.hold(connection, hmac)
    before = await inbound.find_answered(connection, reply.provider, reply.provider_id)
    if before is not None:
        return before.answer
    addressee = None
    if reply.to is not None:
        addressee = await inbound.find_addressee(connection, reply.to, hmac)
    answer = None
    if keyword is not None and await _is_owed(connection, reply, keyword.meaning, addressee, hmac):
        answer = await _word(connection, keyword.meaning, addressee, hmac)
    key_id, sealed = sending.vault.encrypt(reply.body)
    kept = NewInbound(
        provider=reply.provider,
        provider_id=reply.provider_id,
        org_id=None if addressee is None else addressee.org_id,
        sender_id=None if addressee is None else addressee.sender_id,
        hmac=hmac,
        kind=_OTHER if keyword is None else keyword.meaning.value,
        answer=answer,
        key_id=key_id,
        sealed=sealed,
    )
    await inbound.write_inbound(connection, kept)
    return answer


async def _is_owed(
    connection: AsyncConnection, reply: Reply, meaning: Meaning, addressee: Addressee | None, hmac: bytes
) -> bool:
    """Whether it is answered from here. An opt-out that was one already is not; help, and a START that
    changes nothing, is so many times an hour."""
    if reply.is_answered(Handling.NONE if addressee is None else addressee.handling):
        return False
    if meaning is not Meaning.HELP and await optouts.is_news(
        connection, hmac, reply.provider, reply.provider_id
    ):
        return True
    if meaning is Meaning.STOP:
        return False
    return await inbound.count_answered(connection, hmac, meaning.value) < _ANSWERS_AN_HOUR


async def _word(
    connection: AsyncConnection, meaning: Meaning, addressee: Addressee | None, hmac: bytes
) -> str:
    """In the language of whose number it is; where that is not known, in the organization's."""
    if addressee is None:
        anywhere = await inbound.read_locale(connection, hmac, None)
        return answer_to(meaning, language_of(anywhere), None, None)
    locale = await inbound.read_locale(connection, hmac, addressee.org_id)
    language = language_among(addressee.languages, locale, addressee.locale)
    return answer_to(meaning, language, addressee.product_name, addressee.support_contact)
