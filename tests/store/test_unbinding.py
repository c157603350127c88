"""Taking a number back, while a text to it may be in the making."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching.context import Point, Sending
from homing.domain.errors import NotFoundError
from homing.domain.traits import IdentifierKind
from homing.store import facts, identifiers
from tests.world import Company

PHONE: Final = IdentifierKind.PHONE
DEADLINE: Final = 20.0
WAITING: Final = text("select count(*) from pg_locks where not granted")


async def unbind(company: Company, user: UUID, source: str = "directory") -> None:
    await company.sending.database.repeat_app(
        company.id, lambda c: identifiers.unbind(c, company.id, user, PHONE, source)
    )


async def sources(company: Company, user: UUID) -> list[tuple[str, str]]:
    async with company.sending.database.app(company.id) as connection:
        known = await identifiers.read_identifiers(connection, company.id, company.sending.vault, [user])
    return [(one.kind.value, one.source) for one in known.get(user, [])]


@pytest.mark.spec("W06")
async def test_a_source_takes_back_what_it_said_itself_and_may_do_so_again(company: Company) -> None:
    (someone,) = await company.hire(1)
    for source in ("api", "directory", "directory"):
        await unbind(company, someone.id, source)
    assert await sources(company, someone.id) == [("email", "directory")]
    with pytest.raises(NotFoundError):
        await unbind(company, uuid4())


@pytest.mark.spec("W06")
async def test_a_number_that_is_taken_back_between_the_claim_and_the_post_is_not_texted(
    company: Company, carrier: Control
) -> None:
    (someone,) = await company.hire(1)
    run = await company.campaign([someone])
    sending = stopping(company.sending, lambda: unbind(company, someone.id))
    await run.send(sending=sending)
    assert await run.outcomes() == {"skipped:no_identifier": 1}
    assert await carrier.handset(someone.number) == []


async def test_a_number_is_not_taken_back_while_it_is_decided_whether_it_is_texted(company: Company) -> None:
    (someone,) = await company.hire(1)
    run = await company.campaign([someone])
    hmac = company.sending.vault.hash_identifier(someone.number)
    async with company.sending.database.app(company.id) as connection:
        await facts.lock_people(connection, company.id, run.execution, [someone.id], [hmac])
        unbinding = asyncio.create_task(unbind(company, someone.id))
        async with asyncio.timeout(DEADLINE):
            while not (await connection.execute(WAITING)).scalar_one():
                assert not unbinding.done()
                await asyncio.sleep(0.01)
        assert not unbinding.done()
    await unbinding
    assert await sources(company, someone.id) == [("email", "directory")]


def stopping(sending: Sending, act: Callable[[], Awaitable[None]]) -> Sending:
    """The same, but for something that happens once, after the claim."""
    done = asyncio.Event()

    async def reached(point: Point) -> None:
        if point is Point.AFTER_CLAIM and not done.is_set():
            done.set()
            await act()

    return replace(sending, reached=reached)
