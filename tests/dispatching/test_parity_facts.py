"""What the comparison makes of texts that went out around an opt-out, and whom it lets write."""

import asyncio
import re
from dataclasses import replace
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.dispatching import withdraw
from homing.dispatching.context import Point
from homing.dispatching.parity import compare
from homing.domain.parity import DifferenceKind
from homing.domain.phone import E164
from homing.providers.base import Answer, Outbound, Provider
from homing.providers.twilio_words import taken_as
from homing.store import parity, parity_facts
from homing.store.optouts import Said
from homing.store.parity import Found
from tests.dispatching.accounts import ask_for_code, hire_unconfirmed
from tests.dispatching.support import Around, attempts_of, rows
from tests.faults.withdrawals import at
from tests.invariants import waiting
from tests.world import Company, Someone

PEOPLE: Final = 3_000


def stopping(company: Company, person: Someone) -> "asyncio.Task[None]":
    """A STOP that is being taken in; it is answered when this is done."""
    said = Said("STOP", "twilio", f"SM{uuid4().hex}", sender=company.sender, org=company.id)
    return asyncio.create_task(withdraw.stop(company.sending, E164(person.number), "keyword", said))


async def differing(company: Company) -> list[str]:
    """Compare; in what the company's senders differ."""
    await compare(company.sending, taken_as, b"\0", None)
    found = await rows(
        company.sending, "select kind from parity_differences where org_id = :org order by 1", org=company.id
    )
    return [row.kind for row in found]


@pytest.mark.spec("X14")
async def test_a_text_that_a_stop_waited_for_is_no_difference(house: Company) -> None:
    [person] = await house.hire(1)
    run = await house.campaign([person])
    stops = []

    async def begin() -> None:
        stops.append(stopping(house, person))
        await waiting(house.sending.database)

    await run.send(sending=replace(house.sending, reached=at({Point.INSIDE_POSTING: begin})))
    await stops[0]

    assert await run.outcomes() == {"sent": 1}
    assert await differing(house) == []


class Frozen(Around):
    """A process that freezes when it has looked for the last time, until its lease is over and a STOP is
    answered."""

    def __init__(self, real: Provider, company: Company, person: Someone) -> None:
        super().__init__(real)
        self.company, self.person = company, person

    async def send(self, message: Outbound) -> Answer:
        await rows(self.company.sending, "update dispatches set due_at = now() where state = 'posting'")
        await stopping(self.company, self.person)
        answer = await self.real.send(replace(message, begin_by=None))
        assert message.begin_by is not None
        return replace(answer, first_byte_at=message.begin_by + 1)


@pytest.mark.spec("X14")
async def test_a_text_that_began_after_the_answer_to_a_stop_is_found(house: Company) -> None:
    [person] = await house.hire(1)
    run = await house.campaign([person])
    frozen = Frozen(house.sending.providers["twilio"], house, person)

    await run.send(sending=replace(house.sending, providers={"twilio": frozen}))

    assert [row.detail for row in await attempts_of(run)] == ["late"]
    assert DifferenceKind.TEXTED_AFTER_OPT_OUT in await differing(house)


@pytest.mark.spec("X14")
async def test_a_code_that_began_after_the_answer_to_a_stop_is_found_as_any_text_is(house: Company) -> None:
    asked = await ask_for_code(house, await hire_unconfirmed(house))
    frozen = Frozen(house.sending.providers["twilio"], house, asked.person)

    await asked.send(replace(house.sending, providers={"twilio": frozen}))

    assert [row.detail for row in await asked.attempts()] == ["late"]
    assert DifferenceKind.TEXTED_AFTER_OPT_OUT in await differing(house)


@pytest.mark.spec("X14")
async def test_a_page_of_numbers_reads_what_is_theirs_and_not_whole_tables(
    house: Company, owner: AsyncEngine
) -> None:
    [person] = await house.hire(1)
    await (await house.campaign([person])).send()
    async with owner.begin() as connection:
        for statement in _MANY.split(";"):
            await connection.execute(text(statement), {"org": house.id, "person": person.id})
    async with house.sending.database.system() as connection:
        some = text("select hmac from reachabilities where org_id = :org and kind = 'phone' limit 20")
        hashes = list((await connection.execute(some, {"org": house.id})).scalars())
        explain = text("explain " + parity_facts._TEXTED.text)
        plan = list((await connection.execute(explain, {"hashes": hashes, "delivered": 3})).scalars())
        texted = await parity_facts.read_texted(connection, hashes)

    large = r"Seq Scan on (reachabilities|recipients|dispatches|attempts)"
    assert [line for line in plan if re.search(large, line)] == []
    assert {one.hmac for one in texted} == set(hashes)


_MANY: Final = f"""
    create temporary table many on commit drop as
    select gen_random_uuid() as id, cast(n as int) as n from generate_series(1, {PEOPLE}) as n;
    insert into users
    select (jsonb_populate_record(u, jsonb_build_object('id', m.id, 'external_hash', null))).*
      from users u, many m where u.id = :person;
    insert into reachabilities
    select (jsonb_populate_record(h, jsonb_build_object('id', gen_random_uuid(), 'user_id', m.id,
                                  'hmac', '\\x' || md5(cast(m.id as text))))).*
      from reachabilities h, many m where h.user_id = :person and h.kind = 'phone';
    insert into recipients
    select (jsonb_populate_record(r, jsonb_build_object('user_id', m.id, 'position', m.n))).*
      from recipients r, many m where r.user_id = :person;
    insert into dispatches
    select (jsonb_populate_record(d, jsonb_build_object('id', m.id, 'user_id', m.id, 'position', m.n,
                                  'identifier_hmac', '\\x' || md5(cast(m.id as text))))).*
      from dispatches d, many m where d.user_id = :person and d.channel = 'sms';
    insert into attempts (id, org_id, dispatch_id, provider, sender_id, state, estimate, body_hash,
                          link_hash, posted_at)
    select gen_random_uuid(), a.org_id, m.id, a.provider, a.sender_id, a.state, a.estimate, a.body_hash,
           decode(md5(cast(m.id as text)), 'hex'), a.posted_at
      from attempts a, many m where a.org_id = :org;
    analyze users, reachabilities, recipients, dispatches, attempts, in_app_items
"""


@pytest.mark.spec("X14")
async def test_an_organization_reads_its_differences_and_writes_none(firm: Company) -> None:
    found = [Found(firm.id, b"x" * 32, firm.sender, DifferenceKind.KEYWORD_MISSED)]
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with firm.sending.database.app(firm.id) as connection:
            await parity.write_differences(connection, found)
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with firm.sending.database.app(firm.id) as connection:
            await connection.execute(text("update parity_differences set resolved_at = now()"))
