"""Replies that no webhook brought: they are kept from the provider's list, and nobody is answered."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching.inbound import Reply, take_reply
from homing.dispatching.listening import hear
from homing.domain.phone import E164
from homing.providers.base import ListsReceived, Received
from tests.dispatching.listened import lost
from tests.dispatching.support import Around
from tests.world import Company, Someone

HOUR = timedelta(hours=1)


class AnHourLater(Around):
    """The provider, whose messages are all an hour old."""

    async def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]:
        async for one in cast(ListsReceived, self.real).received_since(since, until, recipient):
            yield replace(one, created_at=one.created_at - HOUR)


async def hear_late(company: Company) -> int:
    provider = AnHourLater(company.sending.providers["twilio"])
    return await hear(replace(company.sending, providers={"twilio": provider}))


async def replies_of(company: Company) -> list[dict[str, Any]]:
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(text("select * from inbound_messages order by at, id"))
        return [
            {**row, "body": company.sending.vault.decrypt(row["key_id"], row["sealed"])}
            for row in found.mappings()
        ]


@pytest.fixture
async def person(house: Company, handsets: Control, owner: AsyncEngine) -> Someone:
    """Somebody who was texted two hours ago."""
    [hired] = await house.hire(1)
    await (await house.campaign([hired])).send()
    await handsets.wait(to=hired.number, status="delivered")
    async with owner.begin() as connection:
        await connection.execute(text("update attempts set posted_at = posted_at - interval '2 hours'"))
    return hired


@pytest.mark.spec("A04")
async def test_a_reply_that_no_webhook_brought_is_kept_with_the_step_that_it_replies_to(
    house: Company, handsets: Control, person: Someone
) -> None:
    later = await house.campaign([person])
    await later.send()
    await lost(handsets, house, person, "I will do it tomorrow", "STOP")

    assert [await hear_late(house) for _ in range(2)] == [1, 0]

    kept = await replies_of(house)
    assert [(one["body"], one["kind"], one["answer"]) for one in kept] == [
        ("I will do it tomorrow", "reply", None),
        ("STOP", "stop", None),
    ]
    assert {one["user_id"] for one in kept} == {person.id}
    assert later.execution not in {one["execution_id"] for one in kept} != {None}


@pytest.mark.spec("D20", "P16")
async def test_a_text_whose_webhook_may_still_come_is_left_to_it(
    house: Company, handsets: Control, person: Someone
) -> None:
    [help_] = await lost(handsets, house, person, "HELP")
    await hear(house.sending)
    assert await replies_of(house) == []

    reply = Reply("twilio", help_, E164(person.number), house.sender, "HELP", lambda *_: None)
    assert await take_reply(house.sending, reply) is not None
    assert await hear_late(house) == 0
    assert [one["answer"] is None for one in await replies_of(house)] == [False]


@pytest.mark.spec("X15")
async def test_a_wrong_number_that_no_webhook_brought_quarantines_it(
    house: Company, handsets: Control, person: Someone
) -> None:
    await lost(handsets, house, person, "Wrong number")
    await hear_late(house)

    run = await house.campaign([person])
    await run.send()
    [row] = (await run.dispatches()).values()
    assert (row.state, row.reason) == ("skipped", "quarantined")
