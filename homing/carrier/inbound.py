"""Texts from handsets: taken in, posted to the customer, and answered."""

import asyncio
from dataclasses import dataclass
from typing import Final

from homing.carrier import keywords, twiml
from homing.carrier.carrier import Carrier
from homing.carrier.config import API_VERSION
from homing.carrier.errors import Refused
from homing.carrier.faults import Aspect, Fault
from homing.carrier.keywords import Word
from homing.carrier.messages import Message
from homing.carrier.validation import Order, can_receive, region
from homing.carrier.webhooks import Answer, Post, tally

RECEIVED: Final = "received"
_WELL: Final = range(200, 300)  # HTTP statuses


class NobodyToAnswerError(Exception):
    """The handset was sent nothing that it could answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Received:
    """A text that came in: how the webhook answered (an HTTP status, ``unreachable``, ``timeout``,
    ``dropped``, ``none`` where nothing was posted), and the ids of the texts that came back.
    """

    sid: str
    webhook: int | str
    replies: list[str]


class Inbound:
    """Takes what handsets write."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    def correspondent(self, handset: str) -> str:
        """Who sent the last text that reached a handset. Raises NobodyToAnswerError."""
        arrived = [text for text in self._carrier.messages.to(handset) if text.arrived_at is not None]
        if not arrived:
            raise NobodyToAnswerError("no text has arrived there yet, so say `to` whom it writes")
        sender = max(arrived, key=lambda text: (text.arrived_at or 0.0, text.number)).sender
        if sender is None or not can_receive(sender):
            raise NobodyToAnswerError("the last text there came from a sender that takes no replies")
        return sender

    async def receive(self, handset: str, number: str, body: str) -> Received:
        """Take a text from a handset to one of the account's numbers; wait till the webhook has answered."""
        carrier = self._carrier
        message = carrier.receive(handset, number, body)
        word, own = self._keyword(message)
        url = carrier.tuning.inbound_url
        if url is None:
            return Received(message.sid, "none", own)
        marked = word if carrier.tuning.keywords_of(number) == "advanced" else None
        post = Post.of(url, _form(message, carrier.account.sid, marked))
        lost, pace, repeated = (
            self._fault(aspect, handset)
            for aspect in (Aspect.CALLBACKS_LOST, Aspect.CALLBACKS_PACE, Aspect.CALLBACKS_REPEATED)
        )
        if lost is not None:
            tally(carrier.inbound, "dropped", repeated=False)
            return Received(message.sid, "dropped", own)
        times = 1 if repeated is None else repeated.times
        work = carrier.poster.start(self._post(message, post, pace, times))
        await asyncio.wait({work})
        if work.cancelled():  # the carrier was reset meanwhile
            return Received(message.sid, "none", own)
        status, replies = work.result()
        return Received(message.sid, status, own + replies)

    def _keyword(self, message: Message) -> tuple[Word | None, list[str]]:
        """Do what the provider does about a keyword; returns it, and the ids of the provider's replies."""
        blocks, mode = self._carrier.blocks, self._carrier.tuning.keywords_of(message.to)
        word = keywords.understand(message.body, mode)
        if word is None:
            return None, []
        said = keywords.answer(word, mode, blocked=blocks.has(message.handset, message.to))
        if word is Word.START:
            blocks.lift(message.handset, message.to)
        replies = [] if said is None else self._reply(message, [said])
        if word is Word.STOP:  # after the goodbye, which it would stop
            blocks.add(message.handset, message.to, message.service, mode)
        return word, replies

    def _fault(self, aspect: Aspect, handset: str) -> Fault | None:
        fault = self._carrier.faults.find(aspect, handset)
        if fault is None or not fault.concerns(RECEIVED):
            return None
        return self._carrier.faults.take(aspect, handset)

    async def _post(
        self, message: Message, post: Post, pace: Fault | None, times: int
    ) -> tuple[int | str, list[str]]:
        """Post once or on demand several times, and send what each answer asks for."""

        def record(status: int | str, again: bool) -> None:  # noqa: FBT001 - as Poster.deliver calls it
            tally(self._carrier.inbound, status, repeated=again)

        if pace is not None:
            await asyncio.sleep(pace.seconds or 0)
        status: int | str = "none"
        replies: list[str] = []
        for time in range(times):
            answer = await self._carrier.poster.deliver(post, record, repeated=time > 0)
            status = answer.status
            replies += self._obey(message, answer)
        return status, replies

    def _obey(self, message: Message, answer: Answer) -> list[str]:
        """Send the texts that an answer asks for; returns their ids. What is wrong with it is counted."""
        if answer.status not in _WELL:
            return []
        try:
            bodies = twiml.bodies(answer)
            if bodies:
                self._carrier.admit(message.handset, message.to, None)
        except (twiml.TwimlError, Refused) as error:
            self._carrier.inbound[str(error.code)] += 1
            return []
        return self._reply(message, bodies)

    def _reply(self, message: Message, bodies: list[str]) -> list[str]:
        """Write back from the number that was written to; returns the ids. A full queue takes nothing."""
        orders = [Order(message.handset, message.to, None, body, 0, None) for body in bodies]
        now = self._carrier.clock.now()
        try:
            return [self._carrier.accept(order, now, direction="outbound-reply").sid for order in orders]
        except Refused as error:
            self._carrier.inbound[str(error.code)] += 1
            return []


def _form(message: Message, account_sid: str, marked: Word | None) -> dict[str, str]:
    """What the provider posts about a text that came in (Twilio, "Request parameters")."""
    form = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "Body": message.body,
        "From": message.handset,
        "MessageSid": message.sid,
        "NumMedia": "0",
        "NumSegments": str(message.segments),
        "SmsMessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsStatus": RECEIVED,
        "To": message.to,
    }
    known = {
        "FromCountry": region(message.handset),
        "MessagingServiceSid": message.service,
        "OptOutType": marked,
        "ToCountry": region(message.to),
    }
    return form | {name: value for name, value in known.items() if value is not None}
