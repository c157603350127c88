"""People who got a message, and the link in it."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from sqlalchemy import text

from homing.carrier.control import Control
from homing.domain.definition import Target, TargetType
from tests.http.conftest import Http
from tests.world import PLANTED_TITLE, Run, Someone

SAFE: Final = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}
"""Of every answer to a link."""
BUTTON: Final = '<form method="post"><button>'


@dataclass(frozen=True, slots=True)
class Opened:
    """A message that somebody got, with the code of its link."""

    run: Run
    person: Someone
    code: str
    client: httpx.AsyncClient = field(repr=False)

    @property
    def path(self) -> str:
        return f"/c/{self.code}"

    async def get(self) -> str:
        """The page."""
        answer = await self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def press(self) -> str:
        """The page after the button."""
        answer = await self.client.post(self.path)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def has_acted(self) -> bool:
        query = "select acted_at is not null from recipients where execution_id = :e and user_id = :u"
        return bool(await value(self.run, query, u=self.person.id))

    async def clicks(self) -> int:
        events = await self.run.events()
        return sum(one.kind == "CLICKED" and one.user_id == self.person.id for one in events)


async def value(run: Run, statement: str, **parameters: object) -> Any:
    """Run a statement on behalf of a run's organization; the first value that it gives."""
    company = run.company
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(text(statement), {"e": run.execution, **parameters})
        return found.scalar() if found.returns_rows else None


async def change(run: Run, statement: str, **parameters: object) -> None:
    await value(run, statement, **parameters)


async def aim(run: Run, target: str | None) -> None:
    """Say where a campaign's links lead."""
    await change(run, "update campaigns set target_url = :t where id = :c", t=target, c=run.campaign)


def code_in(body: str) -> str:
    [code] = re.findall(r"https://links\.pidgr\.test/c/([0-9A-Za-z]{11})\b", body)
    return str(code)


class Post:
    """Has messages sent, and reads the links in them."""

    def __init__(self, http: Http, carrier: Control) -> None:
        self.client, self.company, self._carrier = http.client, http.company, carrier

    async def reminded(self, target: str | None = None, *, title: str = PLANTED_TITLE, **who: Any) -> Opened:
        """Somebody who was reminded by a text, of a campaign that another has yet to act on as well."""
        [person] = await self.company.hire(1, **who)
        run = await self.company.campaign([person, *await self.company.hire(1)], title=title)
        await aim(run, target)
        await run.send()
        return await self.latest(run, person)

    async def told(self, *, may_act: bool) -> Opened:
        """Somebody who was told about others."""
        late, person = await self.company.hire(2)
        run = await self.company.campaign([late])
        await aim(run, None)
        await run.tell(Target(TargetType.USER, str(person.id)), may_act=may_act)
        await run.send(told=True, cohort=1)
        return await self.latest(run, person)

    async def latest(self, run: Run, person: Someone) -> Opened:
        return Opened(run, person, code_in((await self._carrier.texts(person.number))[-1].body), self.client)
