"""A ledger that was put back: what the provider lists is recalled, and nobody is texted twice."""

import asyncio
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.prices import read_prices
from homing.dispatching.reconcile import ask
from homing.domain.definition import Target, TargetType
from homing.store import groups
from homing.store.groups import NewGroup
from tests.definitions import define, escalate, group, remind, role, user
from tests.dispatching.restored import forget, restore, sent_once, texts_of
from tests.dispatching.support import attempts_of, kinds, rows
from tests.engine import pin
from tests.invariants import check_books
from tests.world import Company, Run, found_company


@pytest.mark.spec("X01", "P29")
async def test_what_the_ledger_has_forgotten_is_not_sent_again_and_stands_as_the_provider_lists_it(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    people, run = await sent_once(house, 3)
    await run.send(step="second")
    before = await texts_of(handsets, people)
    assert [len(one) for one in before] == [2, 2, 2]
    await forget(owner)

    done = await restore(house)
    first = {texts[0].sid for texts in before}
    await rows(
        house.sending,
        "update forgotten_messages set created_at = created_at - interval '1 hour'"
        " where provider_id = any(:first)",
        first=list(first),
    )
    for step in ("first", "second", "third"):
        await run.send(step=step)

    assert (done.listed, done.forgotten, done.unmatched, done.strangers) == (6, 6, 0, 0)
    after = await texts_of(handsets, people)
    assert [len(one) for one in after] == [3, 3, 3], "the third step is new"
    made = await attempts_of(run)
    for one, texts in zip(people, after, strict=True):
        mine = [row for row in made if row.user_id == one.id]
        assert [row.provider_id for row in mine] == [sent.sid for sent in texts], "the oldest first"
        assert [row.state for row in mine] == ["sent"] * 3
    await check_books(house)


@pytest.mark.spec("X01")
async def test_an_adopted_message_has_the_listed_outcome_its_link_and_its_price(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    person, other = await house.hire(2)
    run = await house.campaign([person, other])
    await handsets.fault("fail", to=other.number, next=1, code=30003)
    await run.send()
    [[arrived], [_]] = await texts_of(handsets, [person, other])
    await forget(owner)

    await restore(house)
    await run.send()

    outcomes = {user: (row.state, row.reason) for user, row in (await run.dispatches()).items()}
    assert outcomes == {person.id: ("delivered", None), other.id: ("not_delivered", "unreachable")}
    assert await kinds(run) == {person.id: ["SENT", "DELIVERED"], other.id: ["SENT", "BOUNCED"]}
    attempts = {row.user_id: row for row in await attempts_of(run)}
    code = re.search(r"/c/(\w{11})", arrived.body)
    assert code
    assert attempts[person.id].link_hash == house.sending.vault.hash_link(code[1])
    assert attempts[person.id].posted_at <= datetime.now(UTC)
    assert await read_prices(house.sending) == 2
    await check_books(house)


@pytest.mark.spec("X01")
async def test_reconciling_again_finds_nothing_new_and_lets_everything_stand(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    people, run = await sent_once(house, 2)
    await texts_of(handsets, people)
    await forget(owner)

    first = await restore(house)
    again = await restore(house)
    await run.send(step="first")
    last = await restore(house)

    assert (first.forgotten, again.forgotten, last.forgotten) == (2, 0, 0)
    assert (again.strangers, last.strangers) == (0, 0)
    kept = await rows(house.sending, "select * from forgotten_messages where org_id = :org", org=house.id)
    assert len(kept) == 2
    assert all(row.adopted_by is not None for row in kept)
    assert [len(one) for one in await texts_of(handsets, people)] == [1, 1]


@pytest.mark.spec("X01", "P29")
async def test_what_was_begun_and_has_no_end_in_the_ledger_is_settled_as_the_very_message_that_is_listed(
    house: Company, handsets: Control
) -> None:
    people, run = await sent_once(house, 2)
    await texts_of(handsets, people)
    before = await attempts_of(run)
    for state in ("posting", "unknown"):
        which = before[state == "unknown"].id
        await rows(
            house.sending,
            "update attempts set state = :state, provider_id = null, settled_at = null where id = :id",
            id=which,
            state=state,
        )
        await rows(
            house.sending,
            "update dispatches set state = :state, due_at = now() - interval '1 minute'"
            " where attempt_id = :id",
            id=which,
            state=state,
        )

    done = await restore(house)

    assert (done.resolved, done.forgotten) == (2, 0)
    assert await run.outcomes() == {"delivered": 2}
    assert [row.provider_id for row in await attempts_of(run)] == [row.provider_id for row in before]
    await run.send(step="first")
    assert [len(one) for one in await texts_of(handsets, people)] == [1, 1]


@pytest.mark.spec("X01", "P29", "P02")
async def test_a_notice_whose_very_targets_are_forgotten_is_not_sent_again(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    boss, *staff = await house.hire(3)
    await house.put_under(boss, staff)
    run = await house.campaign(staff)
    await tell_managers(run)
    await run.send(told=True, cohort=1)
    [[notice]] = await texts_of(handsets, [boss])
    await forget(owner, more=", targets, subjects")

    done = await restore(house)
    await tell_managers(run)
    await run.send(told=True, cohort=1)
    await run.send()

    assert (done.forgotten, done.unmatched) == (1, 0)
    assert await texts_of(handsets, [boss]) == [[notice]]
    assert [len(one) for one in await texts_of(handsets, staff)] == [1, 1], "who were never texted"


@pytest.mark.spec("X01", "P29", "P02")
@pytest.mark.parametrize("kind", ["user", "group", "role", "notified"])
async def test_a_notice_to_somebody_whom_the_definition_names_is_recalled_by_the_definition(
    house: Company, handsets: Control, owner: AsyncEngine, kind: str
) -> None:
    staff, [named, other] = await house.hire(2), await house.hire(2)
    group_id = uuid4()
    async with house.sending.database.app(house.id) as connection:
        await groups.add_groups(connection, house.id, [NewGroup(id=group_id, name="a group")])
        await groups.join_groups(connection, house.id, [(group_id, named.id)])
        await groups.set_roles(connection, house.id, {named.id: ["chief"]})
    targets = {"user": user(named.id), "group": group(group_id), "role": role("chief")}
    told = [targets.get(kind, user(named.id))]
    step = remind("remind", targets=told) if kind == "notified" else escalate("remind", targets=told)
    run, bystander = [await house.campaign(staff) for _ in range(2)]
    for one, story in ((run, define(step)), (bystander, define(remind("remind", targets=[user(other.id)])))):
        await pin(one, story, 1.0)
    assert await run.tell(Target(TargetType.USER, str(named.id))) == 1
    await run.send(told=True, cohort=1)
    [[notice]] = await texts_of(handsets, [named])
    await forget(owner, more=", targets, subjects")

    done = await restore(house)
    assert await run.tell(Target(TargetType.USER, str(named.id))) == 1
    await run.send(told=True, cohort=1)

    assert (done.forgotten, done.unmatched) == (1, 0)
    assert await texts_of(handsets, [named]) == [[notice]]
    assert await run.outcomes() == {"delivered": 1}, "nobody else's campaign names them"


async def tell_managers(run: Run) -> None:
    assert await run.tell(Target(TargetType.MANAGER), cohort=1) == 1


# -- where nobody can tell whose it was


@pytest.mark.spec("X01", "P29")
async def test_a_text_whose_words_have_changed_since_counts_for_each_campaign_that_it_may_have_been_of(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    [person] = await house.hire(1)
    one, other = [await house.campaign([person]) for _ in range(2)]
    await one.send()
    await texts_of(handsets, [person])
    await forget(owner)
    await house.change(product_name="Other")

    done = await restore(house)
    for run in (one, other):
        await run.send()

    assert (done.forgotten, done.unmatched) == (1, 1)
    assert [len(texts) for texts in await texts_of(handsets, [person])] == [1]
    assert (await one.outcomes(), await other.outcomes()) == ({"unknown": 1}, {"unknown": 1})
    await one.send(step="later")
    assert [len(texts) for texts in await texts_of(handsets, [person])] == [2], "each counts once"


@pytest.mark.spec("X01", "P29")
async def test_of_two_campaigns_with_one_text_each_takes_the_message_for_its_own_and_one_is_told_that_it_is(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    [person] = await house.hire(1)
    twins = [await house.campaign([person]) for _ in range(2)]
    await twins[0].send()
    [[sent]] = await texts_of(handsets, [person])
    await forget(owner)

    done = await restore(house)
    await asyncio.gather(*(run.send() for run in twins))

    assert (done.forgotten, done.unmatched) == (1, 0)
    assert await texts_of(handsets, [person]) == [[sent]]
    assert [await run.outcomes() for run in twins] == [{"unknown": 1}] * 2
    assert await ask(house.sending)
    known = [row.provider_id for run in twins for row in await attempts_of(run)]
    assert sorted(known, key=str) == sorted([sent.sid, None], key=str)


@pytest.mark.spec("X01")
async def test_what_was_of_nobody_known_or_of_nothing_that_goes_on_is_counted_and_kept_for_nothing(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    people, run = await sent_once(house, 2)
    over = await house.campaign(people)
    await over.send()
    await withdraw.cancel(house.sending, house.id, over.execution)
    stranger = await found_company(house.sending, "+34600000077")
    elsewhere, _ = await sent_once(stranger)
    await texts_of(handsets, [*people, *elsewhere])
    await forget(owner)
    async with owner.begin() as connection:
        await connection.execute(text("delete from senders where org_id = :org"), {"org": stranger.id})

    done = await restore(house)

    assert (done.listed, done.forgotten, done.strangers) == (5, 4, 1), "two of which may be of either"
    await run.send(step="first")
    await run.send(step="second")
    assert [len(one) for one in await texts_of(handsets, people)] == [2, 2]
