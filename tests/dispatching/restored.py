"""Putting a ledger back, and reconciling it with a carrier of one's own."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control, Text
from homing.dispatching.restore import Reconciled, reconcile
from tests.dispatching.support import rows
from tests.world import Company, Run, Someone

LONG_AGO: Final = timedelta(hours=1)
_LEDGER: Final = "dispatches, attempts, receipts, channel_events, cost_caps, admin_alerts, forgotten_messages"


async def forget(owner: AsyncEngine, *, more: str = "") -> None:
    """Put the ledger back to when nothing had been sent."""
    async with owner.begin() as connection:
        await connection.execute(text(f"truncate {_LEDGER}{more}"))


async def restore(company: Company) -> Reconciled:
    """Reconcile with what the carrier lists of the last hour."""
    return await reconcile(company.sending, datetime.now(UTC) - LONG_AGO)


async def sent_once(company: Company, count: int = 1) -> tuple[list[Someone], Run]:
    """People who got a first text."""
    people = await company.hire(count)
    run = await company.campaign(people)
    await run.send(step="first")
    return people, run


async def texts_of(handsets: Control, people: Sequence[Someone]) -> list[list[Text]]:
    """Each one's texts, once nothing is under way."""
    await handsets.idle()
    return [await handsets.texts(one.number) for one in people]


async def sms_of(company: Company) -> tuple[bool, str | None]:
    """Whether sms is on, and why it is not."""
    [row] = await rows(
        company.sending,
        "select enabled, disabled_reason from org_channels where channel = 'sms' and org_id = :org",
        org=company.id,
    )
    return row.enabled, row.disabled_reason
