"""Who is told about others at a step that knows them already: from another cohort, or as a recipient."""

import pytest

from homing.store import progress
from homing.store.ledger import StepKey
from homing.store.unreached import FallThrough
from tests.dispatching.notices import act, second_cohort, tell, user
from tests.world import Company, Someone

_IN_ORDER = FallThrough(not_delivered=False, unknown_seconds=None)


async def _entries(firm: Company, person: Someone) -> int:
    return len(await firm.inbox(person))


@pytest.mark.spec("Q05")
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_a_notice_about_two_cohorts_vanishes_whichever_acts_last(
    firm: Company, order: tuple[int, int]
) -> None:
    boss, *late = await firm.hire(3)
    run = await firm.campaign(late[:1])
    await second_cohort(run, late[1:], cohort=2)
    for about, cohort in ((0, 3), (2, 4)):
        await run.tell(user(boss), about=about, cohort=cohort)
        await tell(run, "in_app", cohort=cohort)

    left = [await _entries(firm, boss)]
    for n in order:
        await act(run, late[n])
        left.append(await _entries(firm, boss))

    assert left == [1, 1, 0]


@pytest.mark.spec("P02", "Q14")
async def test_who_is_told_after_having_acted_is_tried_on_the_next_channel_where_the_first_is_off(
    firm: Company,
) -> None:
    boss, late = await firm.hire(2)
    run = await firm.campaign([boss, late])
    await act(run, boss)
    await run.send("telegram", rule=_IN_ORDER)
    await run.send("sms", earlier=("telegram",), rule=_IN_ORDER)
    await run.tell(user(boss))
    await tell(run, "telegram", rule=_IN_ORDER)

    step = StepKey(firm.id, run.execution, "remind", 1)
    async with firm.sending.database.app(firm.id) as connection:
        due = await progress.read_due(connection, step, 1, ["telegram", "sms"], 200, _IN_ORDER)
    assert due == {"sms": [0]}
    await tell(run, "sms", earlier=("telegram",), rule=_IN_ORDER)

    assert (await run.dispatches())[boss.id].state == "sent"
    async with firm.sending.database.app(firm.id) as connection:
        assert not await progress.read_due(connection, step, 1, ["telegram", "sms"], 200, _IN_ORDER)
