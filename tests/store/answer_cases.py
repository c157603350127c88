"""As ``tenants.CASES``, of texts from handsets and what they are answered."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import answering, inbound, keyword_replies
from homing.store.inbound import Addressee
from tests.store.tenants import Case, Tenant
from tests.store.worded import HOURS

NOT_BY_ID: Final = {
    "answering.read_price",  # prices are everybody's
    "inbound.find_addressee",  # a number may be that of several organizations' senders
    "inbound.of_those_there",  # likewise
    "inbound.read_exchange",  # the rows of numbers are nobody's
    "inbound.read_written_to",  # as of find_addressee
    "inbound.read_writer",  # says that it is nobody's
    "answering.read_lately",  # counts
}


async def of_those_there(connection: AsyncConnection, _: UUID, t: Tenant) -> Addressee | None:
    found = await inbound.find_addressee(connection, t.company.sender, t.number)
    return await inbound.of_those_there(connection, found)


ANSWER_CASES: Final[dict[str, Case]] = {
    "answering.adopt_allowance": lambda c, o, _: answering.adopt_allowance(c, o),
    "answering.lock_allowance": lambda c, o, _: answering.lock_allowance(c, o),
    "answering.read_lately": lambda c, o, t: answering.read_lately(c, t.number, t.reply.kind, o),
    "answering.read_price": lambda c, *_: answering.read_price(c, "ES", "USD"),
    "inbound.find_addressee": lambda c, _, t: inbound.find_addressee(c, t.company.sender, t.number),
    "inbound.of_those_there": of_those_there,
    "inbound.read_exchange": lambda c, _, t: inbound.read_exchange(c, t.number, t.company.sender, None),
    "inbound.read_writer": lambda c, o, t: inbound.read_writer(c, t.number, o),
    "inbound.read_known": lambda c, _, t: inbound.read_known(c, t.reply.provider, [t.reply.provider_id]),
    "inbound.read_written_to": lambda c, *_: inbound.read_written_to(c),
    "keyword_replies.read_replies": lambda c, o, _: keyword_replies.read_replies(c, o),
    "keyword_replies.remove_reply": lambda c, o, _: keyword_replies.remove_reply(
        c, o, HOURS.keyword, HOURS.language
    ),
    "keyword_replies.save_reply": lambda c, o, _: keyword_replies.save_reply(c, o, HOURS),
}
