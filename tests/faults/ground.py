"""Where scenes of interleavings are played."""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.store import caps, organizations
from homing.store.organizations import NewSender
from tests.dispatching.support import rows
from tests.world import Company, found_company

_LEFT: Final = """
    select (select count(*) from dispatches
             where org_id = any(:orgs) and state in ('reserved', 'posting', 'held'))
         + (select count(*) from account_messages m left join executions e on e.id = m.id
             where m.org_id = any(:orgs) and (m.done_at is null or e.state = 'running'))
"""
_ALLOWANCE: Final = 10_000_000_000
"""Micros, for texts about numbers: no limit."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where scenes are played, one after the other: two organizations with two senders each."""

    sending: Sending
    carrier: Control
    companies: tuple[Company, Company]

    async def count_left(self) -> int:
        """How many dispatches, and texts about numbers, have not come to an end."""
        [[left]] = await rows(self.sending, _LEFT, orgs=[company.id for company in self.companies])
        return int(left)


async def prepare(sending: Sending, carrier: Control) -> Ground:
    companies = []
    for _ in range(2):
        first, second = (f"+3460{uuid4().int % 10**7:07d}" for _ in range(2))
        company = await found_company(sending, first)
        async with sending.database.app(company.id) as connection:
            other = NewSender(id=uuid4(), country="ES", number=second)
            await organizations.add_senders(connection, company.id, [other])
            await caps.set_daily_cap(connection, company.id, "account_sms", _ALLOWANCE)
        companies.append(company)
    return Ground(sending, carrier, (companies[0], companies[1]))
