"""People who add a number and confirm it with what their handset shows."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import httpx
from sqlalchemy import text

from homing.carrier.control import Control, Text
from tests.http.conftest import Http
from tests.world import Company, Someone

_CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")
_AGE: Final = text("""
    update verifications
       set created_at = created_at - cast(:by as interval), code_at = code_at - cast(:by as interval),
           expires_at = expires_at - cast(:by as interval), closed_at = closed_at - cast(:by as interval)
     where org_id = :org
""")
_TAKE: Final = text("delete from code_requests where org_id = :org returning key, at - cast(:by as interval)")
_PUT: Final = text("insert into code_requests (org_id, key, at) values (:org, :key, :at)")


async def let_pass(company: Company, time: timedelta) -> None:
    """Let everything that was asked for in an organization be so much older."""
    which = {"org": company.id, "by": time}
    # The application changes no code that was counted: each is taken away and counted anew.
    async with company.sending.database.system() as connection:
        await connection.execute(_AGE, which)
        counted = [
            {"org": company.id, "key": key, "at": at} for key, at in await connection.execute(_TAKE, which)
        ]
    if counted:
        async with company.sending.database.app(company.id) as connection:
            await connection.execute(_PUT, counted)


def code_of(text_: Text) -> str:
    """The code that a text tells."""
    [found] = _CODE.findall(text_.body)
    return str(found)


@dataclass(slots=True)
class Confirming:
    """Somebody with a key of their own, and a handset."""

    http: Http
    carrier: Control
    person: Someone
    key: str
    seen: int = 0

    @property
    def number(self) -> str:
        return self.person.number

    async def call(self, method: str, path: str = "", json: Any = None) -> httpx.Response:
        return await self.http.call(method, f"/v1/me/phone{path}", key=self.key, json=json)

    async def add(self, number: str | None = None, **more: str) -> httpx.Response:
        return await self.call("POST", json={"number": number or self.number, **more})

    async def give(self, code: str) -> httpx.Response:
        return await self.call("POST", "/confirm", {"code": code})

    async def code(self, number: str | None = None) -> str:
        """The next code that reaches the handset."""
        await self.carrier.wait(self.seen + 1, to=number or self.number, seconds=60)
        texts = await self.carrier.texts(number or self.number)
        self.seen += 1
        return code_of(texts[self.seen - 1])

    async def confirming(self) -> dict[str, Any] | None:
        """What the user sees of it."""
        shown: dict[str, Any] | None = (await self.me())["confirming"]
        return shown

    async def me(self) -> dict[str, Any]:
        me: dict[str, Any] = await self.http.get("/v1/me", key=self.key)
        return me

    async def state(self, source: str = "self") -> str | None:
        """Of the number that a source gave; None where it gave none."""
        known = {
            one["source"]: one["state"] for one in (await self.me())["identifiers"] if one["kind"] == "phone"
        }
        return known.get(source)


async def somebody(http: Http, carrier: Control, **hired: Any) -> Confirming:
    """Somebody without a number, unless said otherwise."""
    [person] = await http.company.hire(1, **{"number": False, **hired})
    return Confirming(http, carrier, person, await http.key_of(person.id))


def other_than(code: str, count: int = 1) -> list[str]:
    """So many codes that this one is not."""
    return [f"{(int(code) + 1 + n) % 1_000_000:06}" for n in range(count)]


async def requests_of(company: Company, user: UUID) -> list[str]:
    """How a user's requests stand, the first one first."""
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(
            text("select state from verifications where user_id = :user order by created_at"), {"user": user}
        )
        return list(found.scalars())
