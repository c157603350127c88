"""Texts that the provider has to be asked for by their number, whoever has that by then."""

from collections.abc import Awaitable, Callable
from typing import Final

import pytest

from homing.carrier.control import Control
from homing.dispatching.prices import read_prices
from homing.dispatching.receipts import take_receipt
from homing.dispatching.reconcile import ask
from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.domain.traits import IdentifierKind
from homing.store import identifiers
from tests.dispatching.support import arrived, attempts_of, rows
from tests.faults.withdrawals import rebind
from tests.world import Company, Run, Someone, new_number

Move = Callable[[Company, Someone], Awaitable[None]]


async def unbound(company: Company, person: Someone) -> None:
    await company.sending.database.repeat_app(
        company.id,
        lambda c: identifiers.unbind(c, company.id, person.id, IdentifierKind.PHONE, "directory"),
    )


async def bound_again(company: Company, person: Someone) -> None:
    await unbound(company, person)
    await rebind(company, {person: person.number})


async def bound_to_another(company: Company, person: Someone) -> None:
    await rebind(company, {person: new_number()})


MOVES: Final = (unbound, bound_again, bound_to_another)
each_move: Final = pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)


async def keeps_recipient(run: Run) -> list[bool]:
    return [row.recipient_sealed is not None for row in await attempts_of(run)]


@pytest.mark.spec("X01", "P29")
@each_move
async def test_an_unknown_text_is_asked_for_though_its_number_is_the_persons_no_more(
    firm: Company, carrier: Control, move: Move
) -> None:
    [person] = await firm.hire(1)
    await carrier.fault("reset", to=person.number, next=1)
    await carrier.fault("drop_callbacks", to=person.number)
    run = await firm.campaign([person])
    await run.send()
    unknown = await run.outcomes()
    [listed] = await carrier.wait(1, to=person.number)
    await move(firm, person)

    found = await ask(firm.sending)

    assert (unknown, found) == ({"unknown": 1}, 1)
    [attempt] = await attempts_of(run)
    assert (attempt.state, attempt.provider_id) == ("sent", listed.sid)
    assert len(await carrier.texts(person.number)) == 1


@pytest.mark.spec("X02", "P22")
@each_move
async def test_a_text_that_never_left_has_its_price_though_its_number_is_the_persons_no_more(
    firm: Company, carrier: Control, move: Move
) -> None:
    [person] = await firm.hire(1)
    await carrier.fault("fail", to=person.number, code=30008, final="failed")
    run = await firm.campaign([person])
    await run.send()
    [message] = await arrived(carrier, person.number, status="failed")
    [attempt] = await attempts_of(run)
    failed, reason = ReceiptStatus.NOT_DELIVERED, FailureReason.CARRIER_UNKNOWN
    await take_receipt(firm.sending, attempt.id, message.sid, failed, error_code=30008, reason=reason)
    await move(firm, person)

    assert await read_prices(firm.sending) == 1
    assert [row.cost for row in (await run.dispatches()).values()] == [1_000]


@pytest.mark.spec("Q13")
async def test_the_number_of_a_text_is_kept_encrypted_and_only_until_it_has_a_price(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])
    await run.send()
    [kept] = await attempts_of(run)
    await arrived(carrier, person.number)

    await read_prices(firm.sending)

    assert firm.sending.vault.decrypt(kept.recipient_key_id, kept.recipient_sealed) == person.number
    assert person.number[1:].encode() not in kept.recipient_sealed
    assert await keeps_recipient(run) == [False]


@pytest.mark.spec("Q13")
async def test_of_what_was_never_taken_or_costs_nothing_no_recipient_is_kept(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])
    await carrier.fault("error", to=person.number, next=1, code=21211)

    await run.send()
    await run.send("email")

    assert await run.outcomes() == {"rejected:number_refused": 1}
    assert await run.outcomes("email") == {"sent": 1}
    assert await keeps_recipient(run) == [False, False]
    assert await rows(firm.sending, "select 1 from attempts where recipient_sealed is not null") == []
