"""What each class of failure leads to, beyond the message that failed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.receipts import Report, take_receipts
from homing.dispatching.watching import watch_pumping
from homing.domain.receipts import ReceiptStatus
from homing.providers import twilio_codes
from homing.store import administration, organizations
from homing.store.organizations import NewSender
from tests.dispatching.support import attempts_of, rows
from tests.world import Company, Run

LATEST: Final = (date.max, "", "")
ALERTS: Final = {
    "configuration": "channel_stopped",
    "account_suspended": "channel_stopped",
    "country_refused": "country_closed",
    "account_limited": "account_limited",
    "content_refused": "content_refused",
    "filtered": "content_refused",
    "unregistered": "content_refused",
    "congested": "sender_congested",
}


async def sent(firm: Company, people: int = 1) -> tuple[Run, Sequence[Any]]:
    run = await firm.campaign(await firm.hire(people))
    await run.send()
    return run, await attempts_of(run)


async def fail(firm: Company, attempt: Any, code: int) -> None:
    """Report, as a provider does, that a message failed with a code."""
    reason = twilio_codes.failure(code).reason
    failed = Report(attempt.id, attempt.provider_id, ReceiptStatus.NOT_DELIVERED, code, reason)
    assert await take_receipts(firm.sending, [failed]) == [True]


async def is_off(firm: Company) -> bool:
    off = "select 1 from org_channels where org_id = :org and channel = 'sms' and not enabled"
    return bool(await rows(firm.sending, off, org=firm.id))


async def opt_outs(firm: Company) -> list[Any]:
    """Of the company's people: source and rule."""
    found = await rows(
        firm.sending,
        "select o.source, e.rule from opt_outs o join reachabilities r on r.hmac = o.hmac"
        " left join opt_events e on e.hmac = o.hmac where r.org_id = :org",
        org=firm.id,
    )
    return [tuple(row) for row in found]


@pytest.mark.spec("X17", "P29")
@pytest.mark.parametrize("code", twilio_codes.CODES)
async def test_every_code_leads_to_what_its_row_asks_for(firm: Company, carrier: Control, code: int) -> None:
    """As reported of an accepted message: under a messaging service every one of them may come so."""
    meaning = twilio_codes.CODES[code]
    run, [attempt] = await sent(firm)

    await fail(firm, attempt, code)
    await run.send()

    assert await run.outcomes() == {f"not_delivered:{meaning.reason}": 1}
    assert len(await carrier.texts(firm.staff[0].number)) == 1
    assert await is_off(firm) == meaning.stop_channel
    assert bool(await opt_outs(firm)) == meaning.record_opt_out
    blocked = await rows(firm.sending, "select 1 from country_blocks where org_id = :org", org=firm.id)
    assert bool(blocked) == meaning.country_off
    alert = ALERTS.get(meaning.reason)
    assert await firm.alerts() == ({} if alert is None else {alert: 1})
    assert alert is not None or not (meaning.alert or meaning.slow_sender)


@pytest.mark.spec("P15", "P14")
async def test_a_text_from_a_toll_free_number_that_is_blocked_is_an_opt_out_once(
    firm: Company, carrier: Control
) -> None:
    await rows(firm.sending, "update senders set kind = 'toll_free' where org_id = :org", org=firm.id)
    run, [attempt, _] = await sent(firm, 2)

    await fail(firm, attempt, 30004)
    await fail(firm, attempt, 30004)
    later = await firm.campaign(firm.staff)
    await later.send()

    assert await opt_outs(firm) == [("provider", "30004_toll_free")]
    assert await run.outcomes() == {"not_delivered:blocked": 1, "sent": 1}
    assert await later.outcomes() == {"skipped:opted_out": 1, "sent": 1}


async def test_a_block_of_any_other_number_opts_nobody_out(firm: Company, carrier: Control) -> None:
    _, [attempt] = await sent(firm)

    await fail(firm, attempt, 30004)

    assert await opt_outs(firm) == []


@pytest.mark.parametrize("code", [30001, 30017, 30022])
async def test_a_sender_above_what_it_can_carry_is_named_to_admins(
    firm: Company, carrier: Control, code: int
) -> None:
    _, attempts = await sent(firm, 2)
    for attempt in attempts:
        await fail(firm, attempt, code)

    async with firm.sending.database.app(firm.id) as connection:
        [alert] = await administration.list_alerts(connection, firm.id, LATEST, 9)
    assert (alert.kind, alert.count) == ("sender_congested", 2)
    assert alert.senders == [str(attempts[0].sender_id)]


async def texts_of(firm: Company, count: int, *, pumped: int, hours_ago: float) -> None:
    """Let so many texts have gone out so long ago, some of them held for pumped traffic."""
    await rows(
        firm.sending,
        "insert into dispatches (id, org_id, execution_id, step, occurrence, cohort, position, user_id,"
        " channel, state, reason, attempts, created_at, changed_at)"
        " select gen_random_uuid(), :org, :execution, 'remind', 1, 0, n, gen_random_uuid(), 'sms',"
        " case when n <= :pumped then 'not_delivered' else 'delivered' end,"
        " case when n <= :pumped then 'pumping' end, 1,"
        " now() - make_interval(secs => 3600 * cast(:hours as float8)),"
        " now() - make_interval(secs => 3600 * cast(:hours as float8)) from generate_series(1, :count) n",
        org=firm.id,
        execution=uuid4(),
        count=count,
        pumped=pumped,
        hours=hours_ago,
    )


@pytest.mark.parametrize(
    ("late", "before", "rises"),
    [
        ((100, 10), (1000, 10), True),
        ((100, 10), (1000, 90), False),
        ((1000, 10), (1000, 10), False),
        ((100, 4), (1000, 0), False),
        ((5, 5), (0, 0), True),
    ],
    ids=["ten times the share", "as ever", "in proportion", "by chance", "the first hour"],
)
async def test_a_rising_share_of_pumped_texts_is_told_and_nothing_else(
    firm: Company, late: tuple[int, int], before: tuple[int, int], *, rises: bool
) -> None:
    await texts_of(firm, late[0], pumped=late[1], hours_ago=0.5)
    await texts_of(firm, before[0], pumped=before[1], hours_ago=5)
    await texts_of(firm, 50, pumped=50, hours_ago=30)

    assert await watch_pumping(firm.sending) == rises
    assert await firm.alerts() == ({"pumping": 1} if rises else {})


async def test_a_number_of_another_kind_is_no_toll_free_one(firm: Company, carrier: Control) -> None:
    """The very sender that the text came from counts, and no other of the organization."""
    async with firm.sending.database.app(firm.id) as connection:
        other = NewSender(id=uuid4(), country="FR", number="+33800000001", kind="toll_free")
        await organizations.add_senders(connection, firm.id, [other])
    _, [attempt] = await sent(firm)

    await fail(firm, attempt, 30004)

    assert await opt_outs(firm) == []
