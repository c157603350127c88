"""A handset that a company texts, and Twilio's place beside it: what was written there is handed over."""

import itertools
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4
from xml.etree import ElementTree as ET

import httpx
from sqlalchemy import text
from twilio.request_validator import RequestValidator

from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import keyword_replies, optouts
from homing.store.keyword_replies import KeywordReply
from homing.store.optouts import OptEventRow
from tests.conftest import TOKEN
from tests.http.conftest import Http
from tests.world import Company, Someone, found_company

SIGNATURE: Final = "X-Twilio-Signature"
STOPPED: Final = "Pidgr: You are opted out and will get no more texts. Reply START to resume."
STARTED: Final = "Pidgr: You will get texts again. Reply HELP for help or STOP to opt out."


_senders = itertools.count(uuid4().int % 900_000)


def new_sender() -> str:
    """A number that no other test's company sends from."""
    return f"+34622{next(_senders) % 1_000_000:06d}"


def new_sid() -> str:
    return f"SM{uuid4().hex}"


@dataclass(frozen=True, slots=True)
class Office:
    """A company with a sender of its own, somebody whom it texts, and Twilio's place beside it."""

    company: Company
    person: Someone
    url: str
    client: httpx.AsyncClient = field(repr=False)

    async def post(self, form: dict[str, str], signature: str | None = None) -> httpx.Response:
        """Post a webhook, rightly signed unless said otherwise."""
        signed = RequestValidator(TOKEN).compute_signature(self.url, form) if signature is None else signature
        return await self.client.post(self.url, data=form, headers={SIGNATURE: signed})

    def form(self, body: str, **more: str) -> dict[str, str]:
        written = {"From": self.person.number, "To": self.company.sender, "Body": body}
        return {"MessageSid": new_sid(), **written, **more}

    async def write(self, body: str, **more: str) -> str | None:
        """Write from the person's handset; the answer, None: there is none."""
        return answer_in(await self.post(self.form(body, **more)))

    async def is_texted(self, company: Company | None = None) -> bool:
        """Whether a new campaign of this company, or of another, texts the person."""
        sender = company or self.company
        run = await sender.campaign([one for one in sender.staff if one.number == self.person.number])
        await run.send()
        [row] = (await run.dispatches()).values()
        assert (row.state == "skipped", row.reason) in ((False, None), (True, "opted_out"))
        return row.state != "skipped"

    async def events(self, company: Company | None = None) -> list[OptEventRow]:
        org = (company or self.company).id
        async with self.company.sending.database.app(org) as connection:
            return await optouts.read_opt_events(connection, org)

    async def kept(self) -> list[Any]:
        """What is kept of what the person wrote."""
        query = text("select * from inbound_messages where hmac = :hmac order by at, provider_id")
        hmac = self.company.sending.vault.hash_identifier(self.person.number)
        async with self.company.sending.database.system() as connection:
            return list((await connection.execute(query, {"hmac": hmac})).all())

    async def is_out(self) -> bool:
        """Whether the registry has the person's number."""
        query = text("select exists (select 1 from opt_outs where hmac = :hmac)")
        hmac = self.company.sending.vault.hash_identifier(self.person.number)
        async with self.company.sending.database.system() as connection:
            return bool((await connection.execute(query, {"hmac": hmac})).scalar_one())

    async def words(self, keyword: str, language: str, body: str, *words: str) -> None:
        """Save an answer of the organization's own."""
        new = KeywordReply(keyword, language, list(words), body)
        async with self.company.sending.database.app(self.company.id) as connection:
            await keyword_replies.save_reply(connection, self.company.id, new)

    async def set(self, **values: object) -> None:
        """Change columns of the organization."""
        await change(self.company, "organizations", "id", values)

    async def handled(self, how: str) -> None:
        """Say who answers keywords of the sender."""
        await change(self.company, "senders", "org_id", {"provider_handles_keywords": how})


async def change(company: Company, table: str, key: str, values: dict[str, object]) -> None:
    columns = ", ".join(f"{name} = :{name}" for name in values)
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(
            text(f"update {table} set {columns} where {key} = :org"), {"org": company.id, **values}
        )


def answer_in(response: httpx.Response) -> str | None:
    """What a webhook's answer lets the provider send."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    document = ET.fromstring(response.text)
    assert document.tag == "Response"
    messages = document.findall("*")
    assert {one.tag for one in messages} <= {"Message"}
    assert len(messages) < 2
    return messages[0].text if messages else None


async def open_office(http: Http, sending: Sending, settings: Settings) -> Office:
    company = await found_company(sending, new_sender())
    [person] = await company.hire(1)
    return Office(company, person, settings.public("/twilio/inbound"), http.client)
