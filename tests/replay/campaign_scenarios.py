"""The branches of a campaign's workflow, one history each."""

from functools import partial
from typing import Final

from homing.dispatching import switching
from homing.store import campaigns
from homing.store.organizations import set_channel
from tests.definitions import Json, define, escalate, manager, missed, notify, remind, user, wait, webhook
from tests.dispatching.support import rows
from tests.invariants import until
from tests.replay.stage import (
    HOUR_A_SECOND,
    PATIENCE,
    Handle,
    Stage,
    asleep,
    at_work,
    cancelled,
    ended,
    named,
    step_of,
)
from tests.workflows.support import all_quiet
from tests.world import Run

BUSY: Final = 20429
SHORT: Final = 30
"""Events: a run loads its plan with five, and takes a step with some twenty."""
MAIL: Final = define(remind("remind", "email"))


async def walk(stage: Stage, run: Run, story: Json, **changes: int) -> Handle:
    return await stage.engine.walk(run, story, scale=HOUR_A_SECOND, **changes)


async def campaign_straight(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(2))
    story = define(notify(), wait("wait", "1h"), remind("remind", "sms"), missed())
    return await ended(await walk(stage, run, story))


async def campaign_in_order(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign([*await company.hire(1), *await company.hire(1, number=False)])
    story = define(remind("remind", "sms", "email", channelStrategy="FIRST_REACHED"))
    return await ended(await walk(stage, run, story))


async def campaign_splits_and_joins(stage: Stage) -> Handle:
    company = await stage.company()
    good, dead, silent = await company.hire(3)
    await stage.carrier.fault("fail", to=dead.number, code=30003)
    await stage.carrier.fault("silent", to=silent.number)
    run = await company.campaign([good, dead, silent])
    ways = {"delivered": "end", "not_delivered": "mail", "no_receipt": "wait"}
    story = define(
        remind("text", "sms", deliveryWait="2h", ways=ways),
        remind("mail", "email", ways={"completed": "end"}),
        wait("wait", "1h", ways={"completed": "end"}),
        missed("end"),
    )
    return await ended(await walk(stage, run, story))


async def campaign_with_somebody_left(stage: Stage) -> Handle:
    company = await stage.company()
    prompt, held = await company.hire(2)
    await stage.carrier.fault("error", to=held.number, code=BUSY)
    run = await company.campaign([prompt, held])
    handle = await walk(stage, run, define(remind("remind", "sms"), missed()))
    await asleep(handle)
    await stage.carrier.clear_faults(held.number)
    return await ended(handle)


async def campaign_gives_up_who_is_left(stage: Stage) -> Handle:
    company = await stage.company()
    [held] = await company.hire(1)
    await stage.carrier.fault("error", to=held.number, code=BUSY)
    run = await company.campaign([held])
    story = define(remind("remind", "sms", window="2h", ways={"skipped": "missed"}), missed())
    return await ended(await walk(stage, run, story))


async def campaign_escalates_until_everybody_acted(stage: Stage) -> Handle:
    company = await stage.company()
    boss, late = await company.hire(2)
    await company.put_under(boss, [late])
    run = await company.campaign([late])
    story = define(escalate("escalate", "sms", targets=[manager()], repeats=5, minutes=120), missed())
    handle = await walk(stage, run, story)
    await stage.carrier.wait(2, to=boss.number, seconds=PATIENCE)
    await stage.engine.campaigns(run).act(company.id, run.execution, late.id)
    return await ended(handle)


async def campaign_escalates_as_often_as_it_may(stage: Stage) -> Handle:
    company = await stage.company()
    boss, late = await company.hire(2)
    run = await company.campaign([late])
    targets = [user(boss.id)]
    story = define(
        escalate("escalate", targets=targets, repeats=2, condition="IF_NOT_CLOSED", mode="DELIVER")
    )
    return await ended(await walk(stage, run, story))


async def campaign_escalates_to_nobody(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    return await ended(await walk(stage, run, define(escalate("escalate", targets=[manager()]))))


async def campaign_with_a_target_left(stage: Stage) -> Handle:
    company = await stage.company()
    boss, late = await company.hire(2)
    await stage.carrier.fault("error", to=boss.number, code=BUSY)
    run = await company.campaign([late])
    handle = await walk(stage, run, define(escalate("escalate", "sms", targets=[user(boss.id)])))
    await asleep(handle)
    await stage.carrier.clear_faults(boss.number)
    return await ended(handle)


async def campaign_reminds_and_tells_others(stage: Stage) -> Handle:
    company = await stage.company()
    late, colleague = await company.hire(2)
    run = await company.campaign([late])
    return await ended(await walk(stage, run, define(remind("remind", "sms", targets=[user(colleague.id)]))))


async def campaign_calls_a_webhook(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    story = define(webhook("call", f"{stage.hooks}/taken", ways={"sent": "missed"}), missed())
    return await ended(await walk(stage, run, story))


async def campaign_calls_a_webhook_in_vain(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    story = define(webhook("call", f"{stage.hooks}/gone", ways={"failed": "missed"}), missed())
    return await ended(await walk(stage, run, story))


async def campaign_scheduled(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    await schedule(run, "2 seconds")
    return await ended(await walk(stage, run, MAIL))


async def schedule(run: Run, after: str) -> None:
    await rows(
        run.company.sending,
        "update executions set state = 'scheduled', start_at = now() + cast(:after as text)::interval"
        " where id = :id",
        id=run.execution,
        after=after,
    )


async def campaign_paused_over_a_deadline(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    handle = await walk(stage, run, define(wait("wait", "2h"), remind("remind", "sms")))
    await asleep(handle)
    await stage.engine.campaigns(run).pause(company.id, run.execution)

    async def overdue() -> bool:
        found = await rows(
            company.sending,
            "select 1 from visits where execution_id = :id and wake_at < now() - interval '1 second'",
            id=run.execution,
        )
        return bool(found)

    await until(overdue, seconds=PATIENCE)
    await stage.engine.campaigns(run).resume(company.id, run.execution)
    return await ended(handle)


async def campaign_started_while_paused(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    async with company.sending.database.app(company.id) as connection:
        await campaigns.set_paused(connection, company.id, run.execution, paused=True)
    handle = await walk(stage, run, define(wait("wait", "1h"), remind("remind", "email")))
    await asleep(handle)
    await stage.engine.campaigns(run).resume(company.id, run.execution)
    return await ended(handle)


async def campaign_resumed_for_who_was_held(stage: Stage) -> Handle:
    company = await stage.company()
    people = await company.hire(2)
    await stage.carrier.fault("hang", to=people[0].number, accepted=True)
    run = await company.campaign(people)
    handle = await walk(stage, run, define(remind("remind", "sms")), page_size=1, pages_at_once=1)
    await at_work(step_of(stage.engine, run, "remind"), "send_sms")
    await stage.engine.campaigns(run).pause(company.id, run.execution)
    await until(partial(somebody_is_left, run), seconds=PATIENCE)
    await stage.engine.campaigns(run).resume(company.id, run.execution)
    return await ended(handle)


async def somebody_is_left(run: Run) -> bool:
    found = await rows(
        run.company.sending,
        "select 1 from visits where execution_id = :id and left_at is null and window_until is not null",
        id=run.execution,
    )
    return bool(found)


async def campaign_whose_channel_goes_off(stage: Stage) -> Handle:
    company = await stage.company()
    await all_quiet(company)
    run = await company.campaign(await company.hire(1))
    handle = await walk(stage, run, define(remind("remind", "sms"), missed()))
    await until(partial(somebody_is_left, run), seconds=PATIENCE)
    async with company.sending.database.app(company.id) as connection:
        await set_channel(connection, company.id, "sms", enabled=False)
    await switching.empty(company.sending, company.id, "sms")
    return await ended(handle)


async def campaign_everybody_acted(stage: Stage) -> Handle:
    company = await stage.company()
    [person] = await company.hire(1)
    run = await company.campaign([person])
    handle = await walk(stage, run, define(notify(), wait("wait", "8760h"), remind("remind", "sms")))
    await asleep(handle)
    await stage.engine.campaigns(run).act(company.id, run.execution, person.id)
    return await ended(handle)


async def campaign_of_those_who_acted_before(stage: Stage) -> Handle:
    company = await stage.company()
    [person] = await company.hire(1)
    run = await company.campaign([person])
    await stage.engine.campaigns(run).act(company.id, run.execution, person.id)
    return await ended(await walk(stage, run, define(wait("wait", "8760h"), remind("remind", "sms"))))


async def campaign_over_before_it_began(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    await rows(company.sending, "update executions set state = 'cancelled' where id = :id", id=run.execution)
    return await ended(await walk(stage, run, MAIL))


async def campaign_cancelled_before_its_start(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    await schedule(run, "1 day")
    handle = await walk(stage, run, MAIL)
    await asleep(handle)
    await stage.engine.campaigns(run).cancel(company.id, run.execution)
    return await cancelled(handle)


async def campaign_cancelled_at_a_wait(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    handle = await walk(stage, run, define(wait("wait", "8760h"), remind("remind", "sms")))
    await asleep(handle)
    await stage.engine.campaigns(run).cancel(company.id, run.execution)
    return await cancelled(handle)


async def campaign_cancelled_at_a_send(stage: Stage) -> Handle:
    company = await stage.company()
    people = await company.hire(2)
    await stage.carrier.fault("hang", to=people[0].number, accepted=True)
    run = await company.campaign(people)
    handle = await walk(stage, run, define(remind("remind", "sms")), page_size=1, pages_at_once=1)
    await at_work(step_of(stage.engine, run, "remind"), "send_sms")
    await stage.engine.campaigns(run).cancel(company.id, run.execution)
    return await cancelled(handle)


async def campaign_whose_step_was_ended_by_hand(stage: Stage) -> Handle:
    company = await stage.company()
    [silent] = await company.hire(1)
    await stage.carrier.fault("silent", to=silent.number)
    run = await company.campaign([silent])
    story = define(remind("remind", "sms", deliveryWait="4h", window="1m"), missed())
    handle = await walk(stage, run, story)
    step = step_of(stage.engine, run, "remind")
    await asleep(step)
    await step.terminate()
    return await ended(handle)


async def campaign_goes_on_at_rest(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(1))
    story = define(notify(), wait("one", "1h"), remind("remind", "email"), wait("two", "1h"), missed())
    return await ended(await stage.engine.walk(run, story, scale=HOUR_A_SECOND))


async def campaign_drains_before_it_goes_on(stage: Stage) -> Handle:
    company = await stage.company()
    prompt, silent = await company.hire(2)
    await stage.carrier.fault("silent", to=silent.number)
    run = await company.campaign([prompt, silent])
    ways = {"delivered": "mail", "no_receipt": "again"}
    story = define(
        remind("text", "sms", deliveryWait="1h", ways=ways),
        remind("mail", "email", ways={"completed": "wait"}),
        remind("again", "sms", deliveryWait="2h", ways={"completed": "wait"}),
        wait("wait", "1h"),
        missed(),
    )
    return await ended(await walk(stage, run, story, longest_history=SHORT))


CAMPAIGNS: Final = named(
    campaign_straight,
    campaign_in_order,
    campaign_splits_and_joins,
    campaign_with_somebody_left,
    campaign_gives_up_who_is_left,
    campaign_escalates_until_everybody_acted,
    campaign_escalates_as_often_as_it_may,
    campaign_escalates_to_nobody,
    campaign_with_a_target_left,
    campaign_reminds_and_tells_others,
    campaign_calls_a_webhook,
    campaign_calls_a_webhook_in_vain,
    campaign_scheduled,
    campaign_paused_over_a_deadline,
    campaign_started_while_paused,
    campaign_resumed_for_who_was_held,
    campaign_whose_channel_goes_off,
    campaign_everybody_acted,
    campaign_of_those_who_acted_before,
    campaign_over_before_it_began,
    campaign_cancelled_before_its_start,
    campaign_cancelled_at_a_wait,
    campaign_cancelled_at_a_send,
    campaign_whose_step_was_ended_by_hand,
    campaign_drains_before_it_goes_on,
)

LONG_CAMPAIGNS: Final = named(campaign_goes_on_at_rest)
"""On a server to which a short history is a long one."""
