"""What is counted and measured: exactly what happened, once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from temporalio.testing import ActivityEnvironment

from activities import collect_activity, send_activities, walk_activities
from homing.carrier.control import Control
from homing.channels import CHANNELS
from homing.dispatching.context import Point, Sending
from homing.dispatching.lateness import Waited
from homing.dispatching.receipts import take_receipt
from homing.dispatching.reconcile import expire
from homing.dispatching.sweep import end_held, release_stale
from homing.domain.decide import IdentifierState
from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.observing import Metrics
from homing.providers.base import Accepted, Ambiguous, NotProcessed, Rejected, Result
from tests.dispatching.support import ProcessGoneError, attempts_of, gone_at, rows
from tests.measuring import Values, answering, enter, measured_company, values
from tests.world import Company, Run
from workflows.ports import Advance, Branch, Collect, Manner, Page, PlanStep, StepKind, StepRef


def dispatched(sending: Sending) -> Values:
    return values(sending, "homing_dispatches_total", "channel", "outcome", "reason")


def held(sending: Sending) -> Values:
    return values(sending, "homing_holds_total", "channel", "reason")


@pytest.fixture
async def firm(apart: Sending) -> Company:
    return await measured_company(apart)


@pytest.mark.spec("Q08")
async def test_a_page_counts_exactly_what_became_of_each_of_its_people(
    firm: Company, carrier: Control
) -> None:
    sent = await firm.hire(3)
    [refused, lost] = await firm.hire(2)
    unverified = await firm.hire(2, state=IdentifierState.UNVERIFIED)
    without = await firm.hire(1, number=False)
    run = await firm.campaign([*sent, refused, lost, *unverified, *without])
    answers: dict[str, Result] = {
        refused.number: Rejected(FailureReason.NUMBER_REFUSED, 21211),
        lost.number: Ambiguous("reset"),
    }

    await run.send(sending=answering(firm.sending, answers))

    assert dispatched(firm.sending) == {
        ("sms", "sent", ""): 3,
        ("sms", "rejected", "number_refused"): 1,
        ("sms", "unknown", ""): 1,
        ("sms", "skipped", "unverified"): 2,
        ("sms", "skipped", "no_identifier"): 1,
    }
    assert held(firm.sending) == {}
    requests = values(firm.sending, "homing_provider_request_seconds_count", "provider", "result")
    assert requests == {("twilio", "accepted"): 3, ("twilio", "rejected"): 1, ("twilio", "ambiguous"): 1}
    assert values(firm.sending, "homing_dispatch_latency_seconds_count", "channel") == {("sms",): 3}


async def test_a_page_that_is_run_again_counts_nobody_again(firm: Company, carrier: Control) -> None:
    run = await firm.campaign([*await firm.hire(2), *await firm.hire(1, number=False)])
    await run.send()
    before = dispatched(firm.sending)
    await run.send()
    assert (
        dispatched(firm.sending)
        == before
        == {
            ("sms", "sent", ""): 2,
            ("sms", "skipped", "no_identifier"): 1,
        }
    )


async def test_messages_that_are_rows_of_ours_count_as_sent_and_have_no_latency(firm: Company) -> None:
    run = await firm.campaign(await firm.hire(2))
    await run.send("in_app")
    assert dispatched(firm.sending) == {("in_app", "sent", ""): 2}
    assert values(firm.sending, "homing_dispatch_latency_seconds_count", "channel") == {}


async def test_what_the_second_look_finds_is_counted_where_it_is_found(
    firm: Company, carrier: Control
) -> None:
    """Between the claim and the post one acts and the campaign is paused."""
    [acting, other] = await firm.hire(2)
    run = await firm.campaign([acting, other])

    async def meanwhile(point: Point) -> None:
        if point is Point.AFTER_CLAIM:
            await rows(
                firm.sending, "update recipients set acted_at = now() where user_id = :user", user=acting.id
            )
            await rows(
                firm.sending, "update executions set state = 'paused' where id = :id", id=run.execution
            )

    await run.send(sending=replace(firm.sending, reached=meanwhile))

    assert dispatched(firm.sending) == {("sms", "skipped", "acted"): 1}
    assert held(firm.sending) == {("sms", "paused"): 1}


async def test_a_busy_provider_shows_as_requests_and_one_hold(firm: Company, carrier: Control) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])
    busy = answering(firm.sending, {person.number: NotProcessed("20429")})
    impatient = replace(busy, limits=replace(busy.limits, busy_backoff=timedelta(0)))

    await run.send(sending=impatient)

    assert held(firm.sending) == {("sms", "provider_busy"): 1}
    assert dispatched(firm.sending) == {}
    requests = values(firm.sending, "homing_provider_request_seconds_count", "provider", "result")
    assert requests == {("twilio", "not_processed"): 1}


class BrokenVault:
    """Fails for everybody."""

    def hash_body(self, body: str) -> bytes:
        raise ValueError(body)


async def test_a_bug_counts_as_rejected_by_an_internal_error(firm: Company) -> None:
    run = await firm.campaign(await firm.hire(2))
    await run.send(sending=replace(firm.sending, vault=BrokenVault()))  # type: ignore[arg-type]  # what breaks
    assert dispatched(firm.sending) == {("sms", "rejected", "internal_error"): 2}


def page_of(run: Run) -> Page:
    return Page(ref=ref_of(run), manner=MANNER, first=0, past=run.people, channel="sms", earlier=[], ledger=0)


def ref_of(run: Run) -> StepRef:
    return StepRef(org=str(run.company.id), execution=str(run.execution), step="remind", people=run.people)


MANNER: Final = Manner(channels=["sms"])
SMS: Final = [channel.traits.name for channel in CHANNELS].index("sms")


async def test_a_page_that_fails_as_a_whole_counts_everybody_on_it(firm: Company) -> None:
    async def bug(point: Point) -> None:
        if point is Point.AFTER_CLAIM:
            raise ValueError

    run = await firm.campaign(await firm.hire(2))
    send = send_activities(replace(firm.sending, reached=bug))[SMS]
    await ActivityEnvironment().run(send, page_of(run))
    assert await run.outcomes() == {"rejected:internal_error": 2}
    assert dispatched(firm.sending) == {("sms", "rejected", "internal_error"): 2}


async def test_the_end_of_a_window_counts_who_was_still_held(firm: Company) -> None:
    run = await firm.campaign(await firm.hire(2))
    await rows(firm.sending, "update executions set state = 'paused' where id = :id", id=run.execution)
    await run.send()
    collect = collect_activity(firm.sending)
    asked = Collect(ref=ref_of(run), manner=MANNER, page_size=200, closing=True)
    await ActivityEnvironment().run(collect, asked)
    await ActivityEnvironment().run(collect, asked)
    assert held(firm.sending) == {("sms", "paused"): 2}
    assert dispatched(firm.sending) == {("sms", "skipped", "paused"): 2}


async def test_what_a_lost_process_leaves_is_counted_by_who_finds_it(firm: Company) -> None:
    others = replace(firm.sending, metrics=Metrics())
    for sweep in (expire, release_stale, end_held):
        await sweep(others)  # what earlier tests left
    posting, reserved = [await firm.campaign(await firm.hire(2)) for _ in range(2)]
    for run, last in ((posting, Point.AFTER_POSTING), (reserved, Point.AFTER_CLAIM)):
        with pytest.raises(ProcessGoneError):
            await run.send(sending=replace(firm.sending, reached=gone_at(last)))
        await rows(
            firm.sending,
            "update dispatches set changed_at = now() - interval '1 hour', due_at = now() - interval '1 hour'"
            " where execution_id = :id",
            id=run.execution,
        )
    assert dispatched(firm.sending) == {}

    await expire(firm.sending)
    await release_stale(firm.sending)
    assert dispatched(firm.sending) == {("sms", "unknown", ""): 2}
    assert held(firm.sending) == {("sms", "interrupted"): 2}

    await rows(
        firm.sending, "update executions set state = 'cancelled' where id = :id", id=reserved.execution
    )
    await end_held(firm.sending)
    assert dispatched(firm.sending)["sms", "skipped", "execution_over"] == 2


async def test_a_leaving_cohort_counts_what_is_closed_for_it_once(firm: Company) -> None:
    """Of two who are held one acts, and is through with the step."""
    [acting, other] = await firm.hire(2)
    run = await firm.campaign([acting, other])
    await rows(firm.sending, "update executions set state = 'paused' where id = :id", id=run.execution)
    await run.send()
    await rows(firm.sending, "update recipients set acted_at = now() where user_id = :user", user=acting.id)
    await enter(run, due="0 seconds")
    advance = next(one for one in walk_activities(firm.sending) if one.__name__ == "advance")
    asked = advance_of(run)
    await ActivityEnvironment().run(advance, asked)
    await ActivityEnvironment().run(advance, asked)
    assert dispatched(firm.sending) == {("sms", "skipped", "acted"): 1}


async def test_news_of_a_message_counts_once_and_the_first_of_a_lost_one_as_sent(
    firm: Company, carrier: Control
) -> None:
    [gone, came] = await firm.hire(2)
    run = await firm.campaign([gone, came])
    await run.send(sending=answering(firm.sending, {came.number: Ambiguous("timeout")}))
    attempts = {row.user_id: row for row in await attempts_of(run)}

    async def report(user: Any, status: ReceiptStatus, reason: FailureReason | None = None) -> None:
        attempt = attempts[user]
        sid = attempt.provider_id or f"SM{attempt.id.hex}"
        assert await take_receipt(firm.sending, attempt.id, sid, status, reason=reason)

    for _ in range(2):
        await report(gone.id, ReceiptStatus.NOT_DELIVERED, FailureReason.UNREACHABLE)
        await report(came.id, ReceiptStatus.DELIVERED)

    assert values(firm.sending, "homing_receipts_total", "channel", "status", "reason") == {
        ("sms", "not_delivered", "unreachable"): 1,
        ("sms", "delivered", ""): 1,
    }
    assert dispatched(firm.sending) == {("sms", "sent", ""): 2, ("sms", "unknown", ""): 1}


def advance_of(run: Run) -> Advance:
    now = "2026-11-21T12:00:00+00:00"
    branch = Branch(step="remind", cohort=0, people=run.people, open=1, due=now, wake=now)
    return Advance(
        org=str(run.company.id),
        execution=str(run.execution),
        step=PlanStep(id="remind", kind=StepKind.SEND, manner=MANNER),
        branch=branch,
        due=now,
        window_until="2036-11-21T12:00:00+00:00",
        waits={},
    )


def slower_than(sending: Sending, seconds: float) -> float:
    """How many texts left later than so after they were due."""
    buckets = values(sending, "homing_dispatch_latency_seconds_bucket", "channel", "le")
    return buckets["sms", "+Inf"] - buckets.get(("sms", str(float(seconds))), 0)


async def test_latency_counts_from_when_a_step_was_due(firm: Company, carrier: Control) -> None:
    run = await firm.campaign(await firm.hire(2))
    await enter(run, due="1800 seconds")
    await run.send()
    assert (slower_than(firm.sending, 900), slower_than(firm.sending, 3600)) == (2, 0)


async def test_latency_of_what_was_held_counts_from_the_end_of_its_hold(
    firm: Company, carrier: Control
) -> None:
    run = await firm.campaign(await firm.hire(1))
    await enter(run, due="2 days")
    await rows(firm.sending, "update executions set state = 'paused' where id = :id", id=run.execution)
    await run.send()
    await rows(firm.sending, "update executions set state = 'running' where id = :id", id=run.execution)
    await rows(
        firm.sending,
        "update dispatches set due_at = now() - interval '30 minutes' where execution_id = :id",
        id=run.execution,
    )
    await run.send()
    assert (slower_than(firm.sending, 900), slower_than(firm.sending, 3600)) == (1, 0)


async def test_the_wait_for_an_earlier_channel_is_no_latency(firm: Company) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])
    await enter(run, due="2 days")
    refuse = {person.number: Rejected(FailureReason.NUMBER_REFUSED)}
    await run.send(sending=answering(firm.sending, refuse))
    await run.send("email", earlier=("sms",))
    counts = values(firm.sending, "homing_dispatch_latency_seconds_bucket", "channel", "le")
    assert counts["email", "3600.0"] == 1


def test_a_message_that_was_due_by_another_clock_only_later_has_waited_for_no_time() -> None:
    assert Waited(page=-3600.0).until_now(uuid4()) == 0.0


@pytest.mark.parametrize(
    "result", [Accepted("SM1"), NotProcessed("x"), Rejected(FailureReason.BLOCKED), Ambiguous("x")]
)
async def test_every_result_of_a_request_has_a_name(firm: Company, result: Result) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])
    told = answering(firm.sending, {person.number: result})
    await run.send(sending=replace(told, limits=replace(told.limits, busy_backoff=timedelta(0))))
    assert sum(values(firm.sending, "homing_provider_request_seconds_count", "result").values()) == 1
