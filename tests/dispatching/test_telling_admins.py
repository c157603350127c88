"""Admins are told of opt-outs and opt-ins: by calls that are signed, by mails, all of them and in order."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.dispatching.telling_admins import MOST_EVENTS, Telling
from homing.providers.webhooks import KEY_HEADER, SIGNATURE_HEADER, WebhookSender
from homing.store import event_cursors, optouts
from homing.store.event_cursors import Way
from plugin.housekeeping import keep_house, once
from tests.conftest import SENDER
from tests.dispatching.support import rows, until
from tests.dispatching.telling import AT_ONCE, NOW, Hook, alerts, hook, says, tell
from tests.providers.receivers import SIGNER, documented_check, sender
from tests.world import Company, found_company


@pytest.fixture
async def receiver() -> AsyncIterator[Hook]:
    async with hook() as opened:
        yield opened


@pytest.fixture
async def webhooks() -> AsyncIterator[WebhookSender]:
    async with sender(now=NOW) as opened:
        yield opened


@pytest.mark.spec("A18")
async def test_what_happens_since_a_webhook_was_named_is_posted_once_signed_and_in_order(
    firm: Company, receiver: Hook, webhooks: WebhookSender
) -> None:
    ana, bo = await firm.hire(2)
    await says(firm, ana, "STOP")
    await firm.change(events_url=receiver.url)
    await says(firm, bo, "STOP")
    await says(firm, ana, "START")

    for _ in range(2):
        await tell(firm, webhooks)

    assert receiver.kinds == [("opted_out", str(bo.id)), ("opted_in", str(ana.id))]
    [(headers, body)] = receiver.calls
    genuine = documented_check()
    assert genuine(SIGNER.signing_secret(firm.id), headers[SIGNATURE_HEADER], body, NOW)
    content = json.loads(body)
    assert (content["type"], content["organization"]) == ("opt_events", str(firm.id))
    assert headers[KEY_HEADER] == content["id"]
    assert set(content["events"][0]) == {"id", "userIds", "kind", "source", "word", "at"}
    assert [one["word"] for one in content["events"]] == ["STOP", "START"]
    assert not any(person.number[1:] in body.decode() for person in (ana, bo))


@pytest.mark.spec("A18")
async def test_what_a_receiver_refuses_is_told_again_with_the_same_key_and_then_what_came_after_it(
    firm: Company, receiver: Hook, webhooks: WebhookSender
) -> None:
    [person] = await firm.hire(1)
    await firm.change(events_url=receiver.url)
    await says(firm, person, "STOP")
    receiver.status = 500
    for failures in range(1, 5):
        assert await tell(firm, webhooks) == 0
        assert await alerts(firm) == ({"webhook": failures - 2} if failures > 2 else {})
    receiver.status = 200

    assert await tell(firm, webhooks) == 1
    await says(firm, person, "START")
    assert await tell(firm, webhooks) == 1

    assert len({headers[KEY_HEADER] for headers, _ in receiver.calls[:5]}) == 1
    assert [one["events"][0]["kind"] for one in receiver.bodies] == ["opted_out"] * 5 + ["opted_in"]


@pytest.mark.spec("A18")
async def test_after_a_failure_it_is_tried_again_later_and_at_once_where_the_address_was_changed(
    firm: Company, receiver: Hook, webhooks: WebhookSender
) -> None:
    [person] = await firm.hire(1)
    await firm.change(events_url="http://127.0.0.1:9/")
    await says(firm, person, "STOP")
    for _ in range(2):
        assert await tell(firm, webhooks, None) == 0
    query = """select failures, problem, next_at > now() + interval '5 s' as later
                 from event_cursors where org_id = :org"""
    [cursor] = await rows(firm.sending, query, org=firm.id)
    assert tuple(cursor) == (1, "webhook_unavailable", True)

    await firm.change(events_url=receiver.url)

    assert await tell(firm, webhooks, None) == 1
    assert receiver.kinds == [("opted_out", str(person.id))]


@pytest.mark.spec("A18")
async def test_a_receiver_that_hangs_keeps_no_other_organization_waiting_in_no_turn(
    firm: Company, apart: Sending, receiver: Hook, webhooks: WebhookSender
) -> None:
    other = await found_company(apart, SENDER)
    telling = Telling(webhooks, AT_ONCE)
    async with hook() as slow:
        slow.hung = asyncio.Event()
        [stuck], [person] = await firm.hire(1), await other.hire(1)
        await firm.change(events_url=slow.url)
        await other.change(events_url=receiver.url)
        await says(firm, stuck, "STOP")
        count = 0
        for turn, word in enumerate(("STOP", "START"), 1):
            await says(other, person, word)
            count += await telling(firm.sending)

            async def told(turn: int = turn) -> bool:
                return (len(receiver.calls), len(slow.calls)) == (turn, 1)

            await until(told, seconds=60)
        slow.hung.set()
        assert count + await telling.ended() == 3


@pytest.mark.spec("A18")
async def test_a_receiver_that_hangs_does_not_stop_the_housekeeping_of_all(
    firm: Company, webhooks: WebhookSender
) -> None:
    async with hook() as slow:
        slow.hung = asyncio.Event()
        [person] = await firm.hire(1)
        await firm.change(events_url=slow.url)
        await says(firm, person, "STOP")
        keeping = asyncio.create_task(keep_house(firm.sending, timedelta(seconds=0.1), None, webhooks))

        async def called() -> bool:
            return len(slow.calls) == 1

        async def has_its_turn() -> bool:
            return await once(firm.sending, {})

        try:
            await until(called, seconds=60)
            await until(has_its_turn, seconds=9)  # a call is given up after ten
            assert len(slow.calls) == 1
        finally:
            slow.hung.set()
            keeping.cancel()
            await asyncio.wait({keeping})


@pytest.mark.spec("A18")
async def test_whom_one_process_is_telling_no_other_tells_until_it_is_over(
    firm: Company, receiver: Hook, webhooks: WebhookSender
) -> None:
    [person] = await firm.hire(1)
    await firm.change(events_url=receiver.url)
    for number in range(MOST_EVENTS + 1):
        await says(firm, person, "START" if number % 2 else "STOP")
    first, receiver.hung = asyncio.Event(), asyncio.Event()
    first.set()
    receiver.holds = [first]
    telling = asyncio.create_task(tell(firm, webhooks))

    async def calls_twice() -> bool:
        return len(receiver.calls) == 2

    await until(calls_twice, seconds=60)

    assert await tell(firm, webhooks) == 0
    assert len(receiver.calls) == 2
    receiver.hung.set()
    assert await telling == MOST_EVENTS + 1


@pytest.mark.spec("A18")
async def test_whoever_has_much_to_be_told_has_a_share_of_each_turn(
    firm: Company, receiver: Hook, webhooks: WebhookSender
) -> None:
    [person] = await firm.hire(1)
    await firm.change(events_url=receiver.url)
    for number in range(MOST_EVENTS + 1):
        await says(firm, person, "START" if number % 2 else "STOP")
    brief = replace(AT_ONCE, share=timedelta(0))

    assert [await tell(firm, webhooks, brief) for _ in range(3)] == [MOST_EVENTS, 1, 0]


@pytest.mark.spec("A18")
async def test_what_is_said_while_somebody_reads_for_long_is_told_all_the_same(
    firm: Company, receiver: Hook, webhooks: WebhookSender
) -> None:
    [person] = await firm.hire(1)
    await firm.change(events_url=receiver.url)
    await says(firm, person, "STOP")
    async with firm.sending.database.system() as reading:
        await reading.execute(text("select count(*) from dispatches"))
        telling = asyncio.create_task(tell(firm, webhooks))

        async def told() -> bool:
            await reading.execute(text("select 1"))  # else the server would end what idles for long
            return telling.done()

        await until(told, seconds=60)

    assert await telling == 1


@pytest.mark.spec("A18")
async def test_an_opt_out_that_another_organization_or_the_provider_alone_heard_of_is_told_too(
    firm: Company, apart: Sending, receiver: Hook, webhooks: WebhookSender
) -> None:
    other = await found_company(apart, SENDER)
    [ana, bo] = await firm.hire(2)
    await firm.change(events_url=receiver.url)

    await says(other, ana, "STOP")
    assert await tell(firm, webhooks) == 1
    async with firm.sending.database.system() as connection:
        await optouts.record(connection, firm.sending.vault.hash_identifier(bo.number), "provider")
    assert await tell(firm, webhooks) == 1

    assert receiver.kinds == [("opted_out", str(ana.id)), ("opted_out", str(bo.id))]


@pytest.mark.spec("A18")
async def test_a_process_that_comes_late_moves_nobody_back(firm: Company, webhooks: WebhookSender) -> None:
    [person] = await firm.hire(1)
    await firm.change(events_url="http://127.0.0.1:9/")
    await says(firm, person, "STOP")
    async with firm.sending.database.system() as connection:
        latest = await event_cursors.read_latest(connection)
        taken = await event_cursors.take_due(connection, firm.sending.vault, latest, 99, timedelta(0))
        [due] = [one for one in taken if (one.org_id, one.way) == (firm.id, Way.WEBHOOK)]
        await event_cursors.write_told(connection, due, latest)

        await event_cursors.write_told(connection, due, due.last_id)
        assert await event_cursors.write_failed(connection, due, "x", timedelta(0), timedelta(0)) == 0

    query = "select last_id from event_cursors where org_id = :org"
    assert [row.last_id for row in await rows(firm.sending, query, org=firm.id)] == [latest]


@pytest.mark.spec("A18")
async def test_many_events_are_posted_a_hundred_at_a_time(
    firm: Company, receiver: Hook, webhooks: WebhookSender
) -> None:
    [person] = await firm.hire(1)
    await firm.change(events_url=receiver.url)
    for number in range(MOST_EVENTS + 1):
        await says(firm, person, "START" if number % 2 else "STOP")

    assert await tell(firm, webhooks) == MOST_EVENTS + 1

    assert [len(body["events"]) for body in receiver.bodies] == [MOST_EVENTS, 1]
    told = [one["id"] for body in receiver.bodies for one in body["events"]]
    assert told == sorted(told)


@pytest.mark.spec("A18")
async def test_an_event_that_is_committed_after_a_later_one_is_told_before_it(
    firm: Company, receiver: Hook, webhooks: WebhookSender
) -> None:
    slow, quick = await firm.hire(2)
    await firm.change(events_url=receiver.url)
    async with firm.sending.database.system() as connection:
        await optouts.record(connection, firm.sending.vault.hash_identifier(slow.number), "provider")
        await says(firm, quick, "STOP")
        telling = asyncio.create_task(tell(firm, webhooks))

        async def told() -> bool:
            await connection.execute(text("select 1"))  # else the server would end what idles for long
            return telling.done()

        # It waits for this transaction, and tells nothing meanwhile.
        with pytest.raises(TimeoutError):
            await until(told, seconds=0.5)
        assert receiver.calls == []

    assert await telling == 2
    assert receiver.kinds == [("opted_out", str(slow.id)), ("opted_out", str(quick.id))]


@pytest.mark.spec("A18")
async def test_an_organization_is_told_of_its_own_people_alone_and_nothing_while_no_way_is_named(
    firm: Company, apart: Sending, receiver: Hook, webhooks: WebhookSender
) -> None:
    other = await found_company(apart, SENDER)
    [stranger], [person] = await other.hire(1), await firm.hire(1)
    await firm.change(events_url=receiver.url)
    await says(other, stranger, "STOP")
    assert await tell(firm, webhooks) == 0
    await firm.change(events_url=None)
    await says(firm, person, "STOP")
    assert await tell(firm, webhooks) == 0
    await firm.change(events_url=receiver.url)
    await says(firm, person, "START")

    assert await tell(firm, webhooks) == 1
    assert receiver.kinds == [("opted_in", str(person.id))]
