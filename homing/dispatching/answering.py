"""What a reply is answered, if anything: whether it is for us to answer, whether it still may be, in which
words, and at what price.

Each answer is counted against its number, so that two machines that answer each other fall silent, and booked
against what the organization allows a day for answers. Neither keeps an opt-out from being recorded, nor the
first confirmation of one in a day back, and the allowance nothing that tells of a change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.answers import START_WORD, Names, answer_to, language_for
from homing.domain.keywords import Meaning
from homing.domain.languages import language_of
from homing.domain.phone import E164, country_of
from homing.domain.replies import Reading
from homing.domain.segments import segment
from homing.store import answering, caps, denying
from homing.store.answering import Lately
from homing.store.inbound import Addressee
from homing.store.keyword_replies import KeywordReply

MOST_A_DAY: Final = 10
"""Answers of any kind to one number in 24 hours, and the first confirmation of a STOP besides."""
MOST_ALIKE_AN_HOUR: Final = 3
"""Answers of one kind to one number, where the reply changes nothing."""
_ASKED_ONCE: Final = frozenset({Meaning.UNCLEAR, Meaning.WRONG_NUMBER})
"""What one organization answers a number once in 24 hours."""
_TO_WHOEVER_ASKS: Final = frozenset({Meaning.STOP, Meaning.START, Meaning.HELP})
"""What is answered also to whoever has opted out, or is not to be texted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A reply that may be answered. ``changes``: it opted its number out or in, which was not so before and
    is so now; ``opted_out``: as the number stands now; ``resumes``: texts go on, if there is a START in it;
    ``deny_listed``: the organization does not text the number."""

    number: E164
    hmac: bytes = field(repr=False)
    reading: Reading
    taken_as: Meaning | None
    addressee: Addressee | None
    own: Sequence[KeywordReply]
    locale: str | None
    opted_out: bool
    changes: bool
    resumes: bool
    deny_listed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, None: nothing, and ``why``: ``answered``, or what keeps us silent. ``micros`` is what it
    is estimated to cost."""

    text: str | None = field(repr=False)
    why: str
    segments: int = 0
    micros: int = 0


SILENT: Final = Answer(None, "silent")
"""There is nothing to say."""


async def find_answer(connection: AsyncConnection, asked: Asked) -> Answer:
    """The answer, which is booked. The number is held. Needs the system role."""
    meaning = asked.reading.meaning
    if not _is_owed(asked):
        by_provider = asked.taken_as is not None and meaning is not Meaning.PLAIN
        return Answer(None, "by_provider") if by_provider else SILENT
    org = None if asked.addressee is None else asked.addressee.org_id
    if org is not None and asked.deny_listed and meaning not in _TO_WHOEVER_ASKS:
        await denying.count_outbound(connection, org, [asked.hmac])
        return Answer(None, "deny_listed")
    lately = await answering.read_lately(connection, asked.hmac, meaning.value, org)
    if meaning in _ASKED_ONCE and lately.asked:
        return SILENT
    if _is_too_much(asked, lately):
        return Answer(None, "limited")
    return await _book(connection, asked, _word(asked))


def _is_too_much(asked: Asked, lately: Lately) -> bool:
    """The first confirmation of a STOP in a day is owed, whatever else was answered before it."""
    if asked.changes and asked.reading.meaning is Meaning.STOP and not lately.confirmed:
        return False
    alike = not asked.changes and lately.alike_in_an_hour >= MOST_ALIKE_AN_HOUR
    return alike or lately.in_a_day >= MOST_A_DAY


def _is_owed(asked: Asked) -> bool:
    """Whether it is for us to answer: it asks for something, the provider has not answered it, and to
    somebody who has opted out nothing is said but about that, and help. A second STOP is none."""
    meaning = asked.reading.meaning
    if meaning is Meaning.PLAIN or asked.taken_as is not None:
        return False
    if meaning is Meaning.STOP:
        return asked.changes
    return not asked.opted_out or meaning in _TO_WHOEVER_ASKS


def _word(asked: Asked) -> str:
    reading, addressee = asked.reading, asked.addressee
    keyword = reading.keyword or reading.meaning.value
    if reading.meaning is Meaning.START and not asked.resumes:
        keyword = START_WORD
    if addressee is None:
        language = language_for((), reading.language, asked.locale, "en")
        return answer_to(keyword, language, Names(None, None), {}, opted_out=asked.opted_out)
    language = language_for(addressee.languages, reading.language, asked.locale, addressee.locale)
    return answer_to(
        keyword,
        language,
        Names(addressee.product_name, addressee.support_contact),
        {(one.keyword, one.language): one.body for one in asked.own},
        default=language_of(addressee.locale),
        opted_out=asked.opted_out,
    )


async def _book(connection: AsyncConnection, asked: Asked, words: str) -> Answer:
    """Book an answer at its estimate; one that tells of no change keeps within the allowance."""
    segments = segment(words).segments
    if asked.addressee is None:  # nobody's, so nobody pays
        return Answer(words, "answered", segments)
    org, currency = asked.addressee.org_id, asked.addressee.currency
    micros = segments * await answering.read_price(connection, country_of(asked.number), currency)
    period, left = await answering.lock_allowance(connection, org)
    if micros > left and not asked.changes:
        return Answer(None, "no_allowance")
    await caps.move(connection, org, answering.ALLOWANCE, period, spent=micros)
    return Answer(words, "answered", segments, micros)
