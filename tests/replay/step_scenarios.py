"""The branches of a step's workflow, one history each."""

from typing import Final

from homing.dispatching.receipts import take_receipt
from homing.domain.decide import IdentifierState
from homing.domain.receipts import ReceiptStatus
from homing.domain.strategy import ChannelStrategy
from tests.definitions import define, escalate, manager
from tests.dispatching.support import attempts_of
from tests.replay.stage import (
    HOUR_A_SECOND,
    Handle,
    Stage,
    asleep,
    at_work,
    cancelled,
    ended,
    in_a_new_run,
    named,
    step_of,
)

IN_ORDER: Final = ChannelStrategy.FIRST_REACHED
UNTIL_DELIVERED: Final = ChannelStrategy.UNTIL_DELIVERED
BUSY: Final = 20429


async def step_on_all_channels(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(3))
    return await ended(await stage.engine.start(run, "sms", "email", page_size=2))


async def step_in_app_alone(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(2))
    return await ended(await stage.engine.start(run))


async def step_falls_through(stage: Stage) -> Handle:
    company = await stage.company()
    unverified = await company.hire(1, state=IdentifierState.UNVERIFIED, source="self")
    run = await company.campaign([*await company.hire(1), *unverified])
    return await ended(await stage.engine.start(run, "sms", "email", strategy=IN_ORDER))


async def step_until_delivered(stage: Stage) -> Handle:
    company = await stage.company()
    good, dead = await company.hire(2)
    await stage.carrier.fault("fail", to=dead.number, code=30003)
    run = await company.campaign([good, dead])
    return await ended(
        await stage.engine.start(run, "sms", "email", strategy=UNTIL_DELIVERED, receipt_seconds=5.0)
    )


async def step_awaits_a_receipt_that_never_comes(stage: Stage) -> Handle:
    company = await stage.company()
    [silent] = await company.hire(1)
    await stage.carrier.fault("silent", to=silent.number)
    run = await company.campaign([silent])
    return await ended(await stage.engine.start(run, "sms", receipt_seconds=2.0))


async def step_told_to_look_again(stage: Stage) -> Handle:
    company = await stage.company()
    [silent] = await company.hire(1)
    await stage.carrier.fault("silent", to=silent.number)
    run = await company.campaign([silent])
    handle = await stage.engine.start(run, "sms", receipt_seconds=3600.0)
    await asleep(handle)
    [attempt] = await attempts_of(run)
    await handle.signal("look_again")  # too early, as it may come: it looks, and sleeps on
    await take_receipt(company.sending, attempt.id, attempt.provider_id, ReceiptStatus.DELIVERED)
    return await ended(handle)


async def step_asks_after_an_unknown_outcome(stage: Stage) -> Handle:
    company = await stage.company()
    [lost] = await company.hire(1)
    await stage.carrier.fault("reset", to=lost.number, accepted=False)
    run = await company.campaign([lost])
    return await ended(await stage.engine.start(run, "sms"))


async def step_waits_for_who_is_held(stage: Stage) -> Handle:
    company = await stage.company()
    [held] = await company.hire(1)
    await stage.carrier.fault("error", to=held.number, code=BUSY)
    run = await company.campaign([held])
    handle = await stage.engine.start(run, "sms")
    await asleep(handle)
    await stage.carrier.clear_faults(held.number)
    return await ended(handle)


async def step_leaves_who_is_held(stage: Stage) -> Handle:
    company = await stage.company()
    prompt, held = await company.hire(2)
    await stage.carrier.fault("error", to=held.number, code=BUSY)
    run = await company.campaign([prompt, held])
    return await ended(await stage.engine.start(run, "sms", window_seconds=None, patience_seconds=0.5))


async def step_tries_again_who_was_left(stage: Stage) -> Handle:
    company = await stage.company()
    [held] = await company.hire(1)
    await stage.carrier.fault("error", to=held.number, code=BUSY)
    run = await company.campaign([held])
    await ended(await stage.engine.start(run, "sms", window_seconds=None, patience_seconds=0.5))
    await stage.carrier.clear_faults(held.number)
    return await ended(await stage.engine.start(run, "sms", window_seconds=None, cursor=None))


async def step_closes_at_its_windows_end(stage: Stage) -> Handle:
    company = await stage.company()
    [held] = await company.hire(1)
    await stage.carrier.fault("error", to=held.number, code=BUSY)
    run = await company.campaign([held])
    return await ended(await stage.engine.start(run, "sms", window_seconds=2.0))


async def step_closes_what_was_left(stage: Stage) -> Handle:
    company = await stage.company()
    [held] = await company.hire(1)
    await stage.carrier.fault("error", to=held.number, code=BUSY)
    run = await company.campaign([held])
    await ended(await stage.engine.start(run, "sms", window_seconds=None, patience_seconds=0.5))
    return await ended(await stage.engine.start(run, "sms", window_seconds=0.0, cursor=None))


async def step_tells_targets(stage: Stage) -> Handle:
    company = await stage.company()
    boss, *team = await company.hire(3)
    await company.put_under(boss, team)
    run = await company.campaign(team)
    story = define(escalate("escalate", "sms", targets=[manager()]))
    await ended(await stage.engine.walk(run, story, scale=HOUR_A_SECOND))
    return await ended(step_of(stage.engine, run, "escalate", cohort=1))


async def step_goes_on_at_a_cursor(stage: Stage) -> Handle:
    company = await stage.company()
    run = await company.campaign(await company.hire(4))
    return await ended(await stage.engine.start(run, "sms", "email", page_size=1, pages_at_once=2))


async def step_goes_on_at_rest(stage: Stage) -> Handle:
    company = await stage.company()
    [held] = await company.hire(1)
    await stage.carrier.fault("error", to=held.number, code=BUSY)
    run = await company.campaign([held])
    handle = await stage.engine.start(run, "sms", window_seconds=600.0)
    await in_a_new_run(handle)
    await stage.carrier.clear_faults(held.number)
    return await ended(handle)


async def step_cancelled_asleep(stage: Stage) -> Handle:
    company = await stage.company()
    [silent] = await company.hire(1)
    await stage.carrier.fault("silent", to=silent.number)
    run = await company.campaign([silent])
    handle = await stage.engine.start(run, "sms", receipt_seconds=3600.0)
    await asleep(handle)
    await handle.cancel()
    return await cancelled(handle)


async def step_cancelled_at_work(stage: Stage) -> Handle:
    company = await stage.company()
    people = await company.hire(2)
    await stage.carrier.fault("hang", to=people[0].number, accepted=False)
    run = await company.campaign(people)
    handle = await stage.engine.start(run, "sms", page_size=1, pages_at_once=1)
    await at_work(handle, "send_sms")
    await handle.cancel()
    return await cancelled(handle)


STEPS: Final = named(
    step_on_all_channels,
    step_in_app_alone,
    step_falls_through,
    step_until_delivered,
    step_awaits_a_receipt_that_never_comes,
    step_told_to_look_again,
    step_asks_after_an_unknown_outcome,
    step_waits_for_who_is_held,
    step_leaves_who_is_held,
    step_tries_again_who_was_left,
    step_closes_at_its_windows_end,
    step_closes_what_was_left,
    step_tells_targets,
    step_cancelled_asleep,
    step_cancelled_at_work,
)

LONG_STEPS: Final = named(step_goes_on_at_a_cursor, step_goes_on_at_rest)
"""On a server to which a short history is a long one."""
