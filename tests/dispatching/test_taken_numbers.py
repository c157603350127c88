"""What had begun for whoever had a number when it becomes another's: that is answered once it is over, and
nothing begins any more."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import text
from temporalio.client import Client

from homing.carrier.control import Control
from homing.domain.people import Given, IdentifierSource, PersonRow
from homing.domain.traits import IdentifierKind
from homing.domain.verification import Verdict
from plugin.people import People
from plugin.verification import Verifications
from tests.confirming import other_than
from tests.dispatching.verifying import CODE, ask, give, newcomers, post, states
from tests.world import Company, Run, Someone, new_number

_LEASE: Final = text("""
    update dispatches set state = 'posting', due_at = clock_timestamp() + make_interval(secs => :lease)
     where execution_id = :run
""")
_WATCHED_SECONDS: Final = 0.5
"""For which an answer is seen not to come; one that comes by mistake may come later, never the reverse."""

Effect = Callable[[], Awaitable[bool]]


async def lease(run: Run, seconds: int) -> None:
    """Let the texts of a campaign be on their way to the provider for so long."""
    async with run.company.sending.database.system() as connection:
        await connection.execute(_LEASE, {"run": run.execution, "lease": seconds})


async def posting_to(company: Company, carrier: Control, person: Someone) -> Run:
    run = await company.campaign([person])
    await run.send()
    await carrier.idle()  # of this text nothing is told any more
    await lease(run, 3600)
    return run


async def answers_after(run: Run, call: Awaitable[object], is_seen: Effect) -> object:
    """Check that something of which the effect is seen is answered once nothing is posting; the answer."""
    answer = asyncio.ensure_future(call)
    deadline = time.monotonic() + 60
    while not await is_seen():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
    await asyncio.wait({answer}, timeout=_WATCHED_SECONDS)
    assert not answer.done(), "a text is on its way"
    await lease(run, -1)
    return await answer


def has(company: Company, who: Someone, source: str) -> Effect:
    """Whether somebody's number from a source counts."""

    async def look() -> bool:
        return (await states(company, who)).get(source) == "verified"

    return look


@pytest.mark.spec("X15", "P11")
async def test_a_number_that_is_confirmed_is_texted_for_its_former_holder_no_more(
    firm: Company, carrier: Control
) -> None:
    [ben] = await firm.hire(1, source="api")
    [ana] = await newcomers(firm)
    asked = await ask(firm, ana, ben.number)
    await post(firm, asked.verification)
    run = await posting_to(firm, carrier, ben)

    async with asyncio.timeout(60):  # far less than what is posting lasts
        wrong = await give(firm, ana, other_than(CODE)[0])
    assert wrong.verdict is Verdict.WRONG, "nor does it tell by waiting that somebody is being texted"
    effect = has(firm, ana, "self")
    assert not await effect()
    tried = await answers_after(run, confirmed(firm, ana), effect)

    assert tried is Verdict.CONFIRMED
    assert await states(firm, ben) == {}


async def confirmed(firm: Company, who: Someone) -> Verdict:
    return (await give(firm, who, CODE)).verdict


@pytest.mark.spec("X15", "P11")
async def test_the_number_in_whose_place_another_is_confirmed_is_texted_no_more(
    firm: Company, carrier: Control
) -> None:
    [ana] = await firm.hire(1, source="self")
    asked = await ask(firm, ana, new_number())
    await post(firm, asked.verification)
    run = await posting_to(firm, carrier, ana)

    async def is_replaced() -> bool:
        return "pending" not in await states(firm, ana)

    assert await answers_after(run, confirmed(firm, ana), is_replaced) is Verdict.CONFIRMED


@pytest.mark.spec("P10")
async def test_a_number_that_its_user_removes_is_texted_no_more(firm: Company, carrier: Control) -> None:
    [ana] = await firm.hire(1, source="self")
    run = await posting_to(firm, carrier, ana)

    async def is_removed() -> bool:
        return not await states(firm, ana)

    nowhere = await Client.connect("127.0.0.1:9", lazy=True)  # no request ends that is to be told of
    own = Verifications(firm.sending, nowhere, "nobody-listens")
    await answers_after(run, own.remove(firm.id, ana.id), is_removed)


@pytest.mark.spec("X15")
@pytest.mark.parametrize("how", ["bound", "made with it"])
async def test_a_number_that_is_bound_to_another_is_texted_for_its_former_holder_no_more(
    firm: Company, carrier: Control, how: str
) -> None:
    await firm.vouch()
    [ben] = await firm.hire(1, source="api")
    [ana] = await newcomers(firm)
    run, people = await posting_to(firm, carrier, ben), People(firm.sending)
    given = Given(ben.number, IdentifierSource.DIRECTORY)
    if how == "bound":
        call = people.bind(firm.id, ana.id, IdentifierKind.PHONE, given)
    else:
        ana = Someone(uuid4(), ben.number, "")
        call = people.create(firm.id, ana.id, PersonRow(number=0, phone=given))

    await answers_after(run, call, has(firm, ana, "directory"))
    assert await states(firm, ben) == {}


@pytest.mark.spec("X15")
async def test_a_number_that_is_only_said_to_be_anothers_is_answered_at_once(
    firm: Company, carrier: Control
) -> None:
    [ben] = await firm.hire(1, source="api")
    [ana] = await newcomers(firm)
    run = await posting_to(firm, carrier, ben)
    async with asyncio.timeout(60):
        await People(firm.sending).bind(
            firm.id, ana.id, IdentifierKind.PHONE, Given(ben.number, IdentifierSource.API)
        )
    assert await states(firm, ana) == {"api": "unverified"}
    await lease(run, -1)
