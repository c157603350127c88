"""A conversation between a person and an organization, as the handset shows it."""

from dataclasses import dataclass, field
from typing import Final

from homing.carrier.control import Control
from homing.carrier.keywords import Mode
from homing.dispatching.context import Sending
from tests.http.handset import change, new_sender
from tests.world import Company, Someone, found_company

SENDER_OF: Final[dict[Mode, dict[str, object]]] = {
    "none": {"provider_handles_keywords": "none"},
    "default": {"provider_handles_keywords": "default"},
    "advanced": {"provider_handles_keywords": "advanced"},
    "toll_free": {"provider_handles_keywords": "default", "kind": "toll_free"},
}
"""How a sender is set where the carrier handles keywords so."""


@dataclass(slots=True)
class Talk:
    """A person and an organization with a sender of its own."""

    carrier: Control
    company: Company
    person: Someone
    shown: int = field(default=0)

    async def says(self, body: str, to: str | None = None) -> list[str]:
        """Write from the handset; what it then shows that is new, from whomever."""
        reply = await self.carrier.reply(self.person.number, body, to=to or self.company.sender)
        assert reply.webhook == 200
        return await self.new()

    async def new(self) -> list[str]:
        """What has reached the handset since it was last looked at."""
        await self.carrier.idle()
        texts = [text for text in await self.carrier.texts(self.person.number) if text.arrived_at is not None]
        fresh, self.shown = texts[self.shown :], len(texts)
        return [text.body for text in fresh]

    async def reminded(self, company: Company | None = None) -> list[str]:
        """What a new campaign of this organization, or of another, brings to the handset."""
        sender = company or self.company
        run = await sender.campaign([one for one in sender.staff if one.number == self.person.number])
        await run.send()
        return await self.new()


async def begin(carrier: Control, sending: Sending, mode: Mode = "none") -> Talk:
    """Somebody with a handset, in an organization whose provider handles keywords in that way."""
    company = await found_company(sending, new_sender())
    await change(company, "senders", "org_id", SENDER_OF[mode])
    known = (await carrier.tune())["keywords_by_number"]
    await carrier.tune(keywords_by_number={**known, company.sender: mode})
    [person] = await company.hire(1)
    return Talk(carrier, company, person)
