"""Texts from handsets: an opt-out is recorded before anything else is done with them, and each is answered
once, however often and however many at a time the provider repeats it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import consenting, health, withdraw
from homing.dispatching.answering import SILENT, Answer, Asked, find_answer
from homing.dispatching.context import Sending
from homing.domain.answers import waits_for_the_word
from homing.domain.keywords import Handling, Meaning, plain
from homing.domain.phone import E164
from homing.domain.replies import Reading, read
from homing.domain.search import words_of
from homing.domain.senders import SenderKind
from homing.store import denying, inbound, keyword_replies, optouts
from homing.store.inbound import Addressee, Answered, Exchange, NewInbound
from homing.store.keyword_replies import KeywordReply
from homing.store.optouts import Said

DENIED: Final = "denied"
"""The kind of a text whose writer is not heard."""
_KEYWORD: Final = "keyword"
_BY_PROVIDER: Final = "provider"
"""The rule where it was the provider that understood a text, by words that were configured there."""
_MEANINGS: Final[Mapping[str | None, Meaning]] = {
    "help": Meaning.HELP,
    "info": Meaning.HELP,
    "wrong_number": Meaning.WRONG_NUMBER,
}
"""Of the keywords for which an organization may have further words."""
_CONSENT: Final = Reading(Meaning.PLAIN, "consent")
"""Of what answers our question for consent, and asks for nothing itself."""
_RECORDED: Final = (Meaning.STOP, Meaning.START)
_REPEATED: Final = "repeated"


@dataclass(frozen=True, slots=True)
class Reply:
    """A text from a handset, as its provider hands it over. ``to``: the sender that it was written to, where
    that can be one; ``taken_as``: what the provider, by how it handles the sender's keywords, took it for and
    answered, None: it has left it to us."""

    provider: str
    provider_id: str
    number: E164
    to: str | None
    body: str = field(repr=False)
    taken_as: Callable[[Handling, SenderKind], Meaning | None]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A reply, to whom it was written, and what may be made of it. ``before``: it was taken in already."""

    reply: Reply
    hmac: bytes = field(repr=False)
    before: Answered | None
    addressee: Addressee | None
    own: list[KeywordReply]
    taken_as: Meaning | None
    reading: Reading
    key_id: str
    sealed: bytes = field(repr=False)

    @property
    def said(self) -> Said:
        """As the registry keeps it."""
        return Said(
            self.reading.word,
            self.reply.provider,
            self.reply.provider_id,
            rule=self.reading.rule,
            sender=self.reply.to,
            org=None if self.addressee is None else self.addressee.org_id,
            key_id=self.key_id,
            sealed=self.sealed,
        )


async def take_reply(sending: Sending, reply: Reply) -> str | None:
    """Take in a text and give its answer, None: nothing. After STOP no request to the number begins.

    Repeated, it is answered the same and changes nothing. Whoever is not heard by the organization, their
    STOP and their START hold all the same, and so does that the number is not whose it was taken for.
    """
    begun = time.monotonic()
    heard = await sending.database.repeat_system(lambda c: _hear(c, sending, reply))
    if heard.before is not None:
        return heard.before.answer
    if heard.reading.meaning is Meaning.STOP:
        await withdraw.stop(sending, reply.number, _KEYWORD, heard.said, begun=begun)
    elif heard.reading.meaning is Meaning.WRONG_NUMBER:
        org = None if heard.addressee is None else heard.addressee.org_id
        await health.wrong_number(sending, reply.number, org)
    elif heard.addressee and await consenting.take_answer(
        sending, heard.hmac, reply.body, heard.addressee.latest
    ):
        heard = replace(heard, reading=_CONSENT)
    meaning, answer = await sending.database.repeat_system(lambda c: _take_in(c, sending, heard))
    if answer.why != _REPEATED:
        sending.metrics.replied(meaning, answer.why)
    return answer.text


async def keep_late(sending: Sending, reply: Reply, said_at: datetime) -> bool:
    """Keep a text that the webhook never brought, so that it is listed: nobody is answered, and what it asked
    for is for others to record, but that the number is not whose it was taken for. Whether it was news."""
    heard = await sending.database.repeat_system(lambda c: _hear(c, sending, reply, said_at))
    if heard.before is not None:
        return False
    org = None if heard.addressee is None else heard.addressee.org_id
    if heard.reading.meaning is Meaning.WRONG_NUMBER:
        await health.wrong_number(sending, reply.number, org)

    async def work(connection: AsyncConnection) -> None:
        await optouts.hold(connection, heard.hmac)
        late = replace(heard, addressee=await inbound.of_those_there(connection, heard.addressee))
        if org is not None and await denying.is_denied_inbound(connection, org, heard.hmac):
            kept = _kept_of_denied(sending, late)
        else:
            kept = _kept(sending, late, SILENT, await inbound.read_writer(connection, heard.hmac, org))
        await inbound.write_inbound(connection, replace(kept, at=said_at))

    await sending.database.repeat_system(work)
    return True


async def _hear(
    connection: AsyncConnection, sending: Sending, reply: Reply, at: datetime | None = None
) -> _Heard:
    hmac = sending.vault.hash_identifier(reply.number)
    before = await inbound.find_answered(connection, reply.provider, reply.provider_id)
    addressee, own = None, []
    if before is None and reply.to is not None:
        addressee = await inbound.find_addressee(connection, reply.to, hmac, at)
    if addressee is not None:
        own = await keyword_replies.read_replies(connection, addressee.org_id)
    handling = Handling.NONE if addressee is None else addressee.handling
    kind = SenderKind.LONG_CODE if addressee is None else addressee.kind
    taken_as = reply.taken_as(handling, kind)
    reading = _read(reply.body, own, taken_as)
    key_id, sealed = sending.vault.encrypt(reply.body)
    return _Heard(reply, hmac, before, addressee, own, taken_as, reading, key_id, sealed)


def _read(
    body: str, own: list[KeywordReply], taken_as: Meaning | None, *, yes_resumes: bool = False
) -> Reading:
    """What a reply asks for: an opt-out where either reading is one, else what the provider took it for.

    A YES that the provider took for a START is none to somebody whom it does not resume.
    """
    words = {plain(word): one.keyword for one in own for word in one.words}
    reading = read(body, own=words, yes_resumes=yes_resumes)
    if reading.meaning is Meaning.KEYWORD:
        languages = {one.language for one in own if plain(body) in map(plain, one.words)}
        meaning = _MEANINGS.get(reading.keyword, Meaning.KEYWORD)
        only = languages.pop() if len(languages) == 1 else reading.language
        reading = replace(reading, meaning=meaning, language=only)
    if taken_as is None or reading.meaning in (taken_as, Meaning.STOP) or _is_yes(body, reading):
        return reading
    return Reading(taken_as, _BY_PROVIDER, taken_as.name, None, taken_as.value)


def _is_yes(body: str, reading: Reading) -> bool:
    return (
        reading.meaning is not Meaning.START
        and read(body).meaning is not Meaning.START
        and read(body, yes_resumes=True).meaning is Meaning.START
    )


async def _take_in(connection: AsyncConnection, sending: Sending, heard: _Heard) -> tuple[str, Answer]:
    """Keep the text with its answer, which is found where it was kept before; an opt-in is recorded with
    both, whoever wrote it: like an opt-out it is of the number, and not of an organization."""
    reply, addressee = heard.reply, heard.addressee
    await optouts.hold(connection, heard.hmac)
    before = await inbound.find_answered(connection, reply.provider, reply.provider_id)
    if before is not None:
        return "", Answer(before.answer, _REPEATED)
    addressee = await inbound.of_those_there(connection, addressee)
    heard = replace(heard, addressee=addressee)
    exchange = await inbound.read_exchange(connection, heard.hmac, reply.to or "", addressee)
    heard, resumes = await _resume(connection, heard, exchange)
    if addressee and await denying.is_denied_inbound(connection, addressee.org_id, heard.hmac):
        await inbound.write_inbound(connection, _kept_of_denied(sending, heard))
        return DENIED, Answer(None, DENIED)
    meaning, org = heard.reading.meaning, None if addressee is None else addressee.org_id
    writer = await inbound.read_writer(connection, heard.hmac, org)
    asked = Asked(
        number=reply.number,
        hmac=heard.hmac,
        reading=heard.reading,
        taken_as=heard.taken_as,
        addressee=addressee,
        own=heard.own,
        locale=writer.locale,
        opted_out=exchange.opted_out and not resumes,
        changes=await _changes(connection, heard, exchange),
        resumes=resumes,
        deny_listed=exchange.deny_listed,
    )
    answer = await find_answer(connection, asked)
    await inbound.write_inbound(connection, _kept(sending, heard, answer, writer))
    if answer.text is not None and meaning in _RECORDED:
        await optouts.note_answer(connection, reply.provider, reply.provider_id, answer.text)
    return meaning.value, answer


async def _changes(connection: AsyncConnection, heard: _Heard, exchange: Exchange) -> bool:
    """Whether what was recorded opted the number out or in, and stands. A STOP may be overtaken: what was
    posting is waited for, and a START comes; or nobody was there to answer, and it comes again."""
    meaning, reply = heard.reading.meaning, heard.reply
    if meaning not in _RECORDED or (meaning is Meaning.STOP and not exchange.opted_out):
        return False
    return await optouts.is_news(connection, heard.hmac, reply.provider, reply.provider_id)


async def _resume(connection: AsyncConnection, heard: _Heard, exchange: Exchange) -> tuple[_Heard, bool]:
    """Record a START, and a YES where it is one; what was heard then, and whether texts go on."""
    if _is_yes(heard.reply.body, heard.reading) and _yes_is_safe(heard, exchange):
        reading = _read(heard.reply.body, heard.own, heard.taken_as, yes_resumes=True)
        heard = replace(heard, reading=reading)
    if heard.reading.meaning is not Meaning.START or _waits(heard, exchange):
        return heard, False
    await optouts.clear(connection, heard.hmac, _KEYWORD, heard.said)
    return heard, True


def _yes_is_safe(heard: _Heard, exchange: Exchange) -> bool:
    """Whether a YES may resume: people say it to other questions too.

    It does where the number is opted out and either the provider itself, which has blocked it, takes it for a
    START, or the last thing that the sender wrote is our own confirmation of the STOP, so that it can only
    answer that. Never what an organization has recorded since, and never at a toll-free number, where the
    network goes on blocking: only START and UNSTOP undo it.
    """
    if not exchange.opted_out or exchange.by_hand:
        return False
    if heard.addressee is None or heard.addressee.kind is SenderKind.TOLL_FREE:
        return False
    return exchange.confirmed or (exchange.blocked and heard.taken_as is Meaning.START)


def _waits(heard: _Heard, exchange: Exchange) -> bool:
    return heard.taken_as is not Meaning.START and waits_for_the_word(
        heard.reading, heard.reply.body, opted_out=exchange.opted_out, blocked=exchange.blocked
    )


def _kept(sending: Sending, heard: _Heard, answer: Answer, writer: inbound.Writer) -> NewInbound:
    reply, reading, addressee = heard.reply, heard.reading, heard.addressee
    latest = None if addressee is None else addressee.latest
    _, digits = sending.vault.encrypt(reply.number[-4:])
    return NewInbound(
        provider=reply.provider,
        provider_id=reply.provider_id,
        org_id=None if addressee is None else addressee.org_id,
        sender_id=None if addressee is None else addressee.sender_id,
        hmac=heard.hmac,
        kind=reading.meaning.value,
        rule=reading.rule,
        keyword=reading.keyword,
        taken_as=None if heard.taken_as is None else heard.taken_as.value,
        language=reading.language,
        user_id=writer.user_id if latest is None else latest.user_id,
        execution_id=None if latest is None else latest.execution_id,
        step=None if latest is None else latest.step,
        dispatch_id=None if latest is None else latest.dispatch_id,
        answer=answer.text,
        answer_segments=answer.segments,
        answer_micros=answer.micros,
        key_id=heard.key_id,
        sealed=heard.sealed,
        sealed_digits=digits,
        tail=sending.vault.hash_tail(reply.number),
        words=sending.vault.hash_words(words_of(reply.body)),
    )


def _kept_of_denied(sending: Sending, heard: _Heard) -> NewInbound:
    """That something was written, and nothing of what: the words that opted out or in are in the registry
    alone, as evidence."""
    key_id, nothing = sending.vault.encrypt("")
    whole = _kept(sending, heard, SILENT, inbound.Writer(None, None))
    return replace(
        whole, kind=DENIED, rule=DENIED, keyword=None, language=None, key_id=key_id, sealed=nothing, words=()
    )
