"""A second sender, a second try, a second look: whom a text goes out from when the first choice is gone or
refused, and for how long a busy provider is asked again."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Point, Sending
from homing.domain.errors import RefusedError
from homing.store import organizations
from homing.store.organizations import NewSender
from tests.conftest import SENDER
from tests.dispatching.support import ProcessGoneError, attempts_of, gone_at, rows
from tests.invariants import check_books
from tests.world import Company, Run, found_company

ESTIMATE: Final = 95_000
SENDER_REFUSED: Final = 21606


async def add_sender(company: Company, number: str, *capabilities: str) -> UUID:
    """A Spanish number of the company's."""
    sender = NewSender(id=uuid4(), country="ES", number=number, capabilities=capabilities or ("sms",))
    async with company.sending.database.app(company.id) as connection:
        await organizations.add_senders(connection, company.id, [sender])
    return sender.id


async def retire_senders(company: Company) -> None:
    await rows(company.sending, "update senders set active = false where org_id = :org", org=company.id)


async def send_till(last: Point, run: Run) -> None:
    """Send in a process that ends at a point."""
    with pytest.raises(ProcessGoneError):
        await run.send(sending=replace(run.company.sending, reached=gone_at(last)))


async def attempt_states(run: Run) -> list[str]:
    return [one.state for one in await attempts_of(run)]


@pytest.mark.spec("P26", "P29", "X02")
async def test_what_was_reserved_from_a_sender_that_went_away_goes_out_once_from_another(
    firm: Company, carrier: Control
) -> None:
    people = await firm.hire(2)
    run = await firm.campaign(people)
    await send_till(Point.AFTER_CLAIM, run)
    await retire_senders(firm)
    await add_sender(firm, "+34600000003")

    await run.send()
    looked_again, freed = await run.outcomes(), (await firm.spend()).reserved
    await run.send()
    await run.send()

    assert (looked_again, freed) == ({"held:facts_changed": 2}, 0)
    assert await run.outcomes() == {"sent": 2}
    for one in people:
        assert [message.sender for message in await carrier.texts(one.number)] == ["+34600000003"]
    assert (await firm.spend()).reserved == 2 * ESTIMATE


@pytest.mark.spec("P26")
async def test_what_was_reserved_from_the_only_sender_is_skipped_when_that_goes_away(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])
    await send_till(Point.AFTER_CLAIM, run)
    await retire_senders(firm)

    await run.send()

    assert await run.outcomes() == {"skipped:no_sender_for_country": 1}
    assert await carrier.texts(person.number) == []


@pytest.mark.spec("P27")
async def test_a_number_that_cannot_text_is_nobodys_sender(firm: Company, carrier: Control) -> None:
    [person] = await firm.hire(1)
    await retire_senders(firm)
    await add_sender(firm, "+34600000004", "voice", "fax")
    before, after = await firm.campaign([person]), await firm.campaign([person])

    await before.send()
    await add_sender(firm, "+34600000005", "voice", "sms")
    await after.send()

    assert await before.outcomes() == {"skipped:no_sender_for_country": 1}
    assert await after.outcomes() == {"sent": 1}
    assert [message.sender for message in await carrier.texts(person.number)] == ["+34600000005"]


@pytest.mark.spec("P27", "P29")
async def test_a_busy_answer_before_a_senders_refusal_leaves_the_second_sender_its_one_try(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    await add_sender(firm, "+34600000006")
    await carrier.fault("error", to=person.number, next=1, code=20429)
    await carrier.fault("error", to=person.number, next=1, code=SENDER_REFUSED)
    run = await firm.campaign([person])

    await run.send()

    busy, refused, accepted = await attempts_of(run)
    assert [busy.state, refused.state, accepted.state] == ["not_processed", "rejected", "sent"]
    assert busy.sender_id == refused.sender_id != accepted.sender_id
    assert await run.outcomes() == {"sent": 1}
    assert len(await carrier.texts(person.number)) == 1


@pytest.mark.spec("P27", "P29")
async def test_a_busy_answer_to_the_second_sender_does_not_win_it_another_refusal(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    await add_sender(firm, "+34600000007")
    await add_sender(firm, "+34600000008")
    for code in (SENDER_REFUSED, 20429, SENDER_REFUSED):
        await carrier.fault("error", to=person.number, next=1, code=code)
    run = await firm.campaign([person])

    await run.send()
    await run.send()

    assert await attempt_states(run) == ["rejected", "not_processed", "rejected"]
    assert await run.outcomes() == {"rejected:sender_refused": 1}
    assert await carrier.texts(person.number) == []


@pytest.mark.spec("P27", "P29", "X02")
async def test_after_refusals_of_two_senders_no_third_is_tried_though_others_stand_there_now(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    await add_sender(firm, "+34600000009")
    await carrier.fault("error", to=person.number, code=SENDER_REFUSED)
    run = await firm.campaign([person])
    await send_till(Point.BETWEEN_GROUPS, run)
    once = await attempt_states(run)
    await retire_senders(firm)
    fresh = {await add_sender(firm, number) for number in ("+34600000010", "+34600000011")}

    for _ in range(3):
        await run.send()

    first, second = await attempts_of(run)
    assert (once, [first.state, second.state]) == (["rejected"], ["rejected", "rejected"])
    assert first.sender_id not in fresh
    assert second.sender_id in fresh
    assert await run.outcomes() == {"rejected:sender_refused": 1}
    assert (await firm.spend()).reserved == 0
    await check_books(firm)


@pytest.mark.spec("P29")
async def test_patience_with_a_busy_provider_counts_from_its_first_busy_answer(
    firm: Company, carrier: Control
) -> None:
    slow, busy = await firm.hire(2)
    await carrier.fault("delay", to=slow.number, next=1, seconds=0.8)
    await carrier.fault("error", to=busy.number, next=1, code=20429)
    run = await firm.campaign([slow, busy])
    limits = replace(firm.sending.limits, group_size=1, busy_backoff=timedelta(seconds=0.6))

    await run.send(sending=replace(firm.sending, limits=limits))

    assert await run.outcomes() == {"sent": 2}
    assert sorted(await attempt_states(run)) == ["not_processed", "sent", "sent"]


@pytest.mark.parametrize("time_zone", ["Europe/Madird", "", "+01:00"])
async def test_an_organization_in_a_time_zone_that_does_not_exist_is_refused(
    apart: Sending, time_zone: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        await found_company(apart, SENDER, time_zone=time_zone)

    assert refused.value.reason == "time_zone_unknown"
