"""As ``tenants.CASES``, of the repositories by which campaigns are loaded, started, walked and reported."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import ExecutionState
from homing.domain.definition import Target, TargetType
from homing.store import (
    audiences,
    cohorts,
    executions,
    groups,
    judging,
    notices,
    people,
    reports,
    targets,
    triggers,
    walks,
)
from homing.store.audiences import Source
from homing.store.cohorts import Place
from homing.store.groups import NewGroup
from homing.store.judging import Judgement
from tests.store.tenants import TOLD, Case, Tenant

NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
RUNNING: Final = ExecutionState.RUNNING
WAYS: Final = {"acted": None, "completed": "last", "sent": "last"}
JUDGEMENT: Final = Judgement(
    channels=["sms"],
    receipted=["sms"],
    ordered=False,
    until_delivered=False,
    receipt_seconds=None,
    unknown_seconds=0,
    unknown_failed=False,
    giving_up=True,
)
NOT_BY_ID: Final = {
    "cohorts.join_sets",  # a setting of the transaction
    "cohorts.next_number",  # a number
    "executions.read_silent",  # one's own
    "executions.read_untold",
    "executions.read_untold_acted",
    "judging.read_rest",  # counts, of nothing, and the time
}
"""What answers with something although the owner was asked for: what it says is searched for ids."""


def place(t: Tenant) -> Place:
    return Place(7, "remind", len(t.users), 1, NOW, NOW)


async def trigger(connection: AsyncConnection, org: UUID, t: Tenant) -> list[UUID]:
    """The executions that it tells of: of the users it only repeats what it was asked."""
    answers = await triggers.trigger(
        connection,
        org,
        t.run.campaign,
        "hired",
        t.users,
        execution=uuid4(),
        definition=uuid5(t.id, "definition"),
        version=1,
    )
    return [one.execution_id for one in answers if one.execution_id]


async def write_targets(connection: AsyncConnection, org: UUID, t: Tenant) -> int:
    told = [Target(TargetType.USER, str(user)) for user in t.users]
    return await targets.write_targets(connection, t.step(org), 0, 9, told, may_act=True)


CAMPAIGN_CASES: Final[dict[str, Case]] = {
    "audiences.admit": lambda c, o, t: audiences.admit(c, o, t.run.execution, t.users),
    "audiences.check_group": lambda c, o, t: audiences.check_group(c, o, t.group),
    "audiences.find_external": lambda c, o, t: audiences.find_external(c, o, t.vault, [f"e-{t.id}"]),
    "audiences.read_members": lambda c, o, t: audiences.read_members(c, o, Source.GROUP, t.group, most=9),
    "cohorts.enter": lambda c, o, t: cohorts.enter(c, o, t.run.execution, place(t)),
    "cohorts.leave": lambda c, o, t: cohorts.leave(c, o, t.run.execution, 0, "remind", {"outcomes": {}}),
    "cohorts.lock_people": lambda c, o, t: cohorts.lock_people(c, o, t.run.execution, 0),
    "cohorts.lock_visit": lambda c, o, t: cohorts.lock_visit(c, o, t.run.execution, 0, "remind"),
    "cohorts.mark_missed": lambda c, o, t: cohorts.mark_missed(c, o, t.run.execution, 0),
    "cohorts.move": lambda c, o, t: cohorts.move(c, o, t.run.execution, 0, "wait", 1, {"remind": 5}),
    "cohorts.join_sets": lambda c, _, __: cohorts.join_sets(c, 10_000),
    "cohorts.next_number": lambda c, _, t: cohorts.next_number(c, t.run.execution),
    "cohorts.read_groups": lambda c, o, t: cohorts.read_groups(c, o, t.run.execution, 0, "wait"),
    "cohorts.read_places": lambda c, o, t: cohorts.read_places(c, o, t.run.execution),
    "cohorts.stay": lambda c, o, t: cohorts.stay(c, o, t.run.execution, 0, "remind", wake=NOW),
    "executions.close_where_everybody_acted": lambda c, o, t: executions.close_where_everybody_acted(
        c, o, [t.run.execution]
    ),
    "executions.create_draft": lambda c, o, t: executions.create_draft(c, o, t.run.campaign, uuid4()),
    "executions.forget_told": lambda c, o, t: executions.forget_told(c, o, t.run.execution),
    "executions.freeze": lambda c, o, t: executions.freeze(c, o, t.run.execution),
    "executions.lock_execution": lambda c, o, t: executions.lock_execution(c, o, t.run.execution),
    "executions.read_execution": lambda c, o, t: executions.read_execution(c, o, t.run.execution),
    "executions.read_silent": lambda c, *_: executions.read_silent(
        c, late_seconds=0, seldom_seconds=0, most=99
    ),
    "executions.read_untold": lambda c, *_: executions.read_untold(c, -60, 99),
    "executions.read_untold_acted": lambda c, *_: executions.read_untold_acted(c, -60, 99),
    "executions.start": lambda c, o, t: executions.start(c, o, t.run.execution, 1, None),
    "executions.write_told": lambda c, o, t: executions.write_told(c, o, t.run.execution, RUNNING, "x"),
    "executions.write_told_acted": lambda c, o, t: executions.write_told_acted(c, o, t.run.execution),
    "executions.write_unsure": lambda c, o, t: executions.write_unsure(c, o, t.run.execution, RUNNING),
    "judging.close_leaving": lambda c, o, t: judging.close_leaving(c, t.step(o), 0),
    "judging.close_pointless": lambda c, o, t: judging.close_pointless(c, t.step(o), TOLD),
    "judging.judge_plain": lambda c, o, t: judging.judge_plain(c, t.step(o), 0, "completed", WAYS),
    "judging.judge_sent": lambda c, o, t: judging.judge_sent(c, t.step(o), 0, JUDGEMENT, WAYS),
    "judging.judge_told": lambda c, o, t: judging.judge_told(c, t.step(o), 0, JUDGEMENT, WAYS),
    "judging.read_rest": lambda c, o, t: judging.read_rest(c, t.step(o), 0, JUDGEMENT, 1),
    "notices.act_as_target": lambda c, o, t: notices.act_as_target(c, o, t.run.execution, t.users[0]),
    "notices.is_posting_about": lambda c, o, t: notices.is_posting_about(c, o, [t.run.execution], t.users[0]),
    "notices.withdraw_pointless": lambda c, o, t: notices.withdraw_pointless(
        c, o, [t.run.execution], t.users[0]
    ),
    "groups.delete_group": lambda c, o, t: groups.delete_group(c, o, t.group),
    "groups.ensure_groups": lambda c, o, _: groups.ensure_groups(c, o, ["x"]),
    "groups.join_groups": lambda c, o, t: groups.join_groups(c, o, [(t.group, t.users[0])]),
    "groups.leave_group": lambda c, o, t: groups.leave_group(c, o, t.group, t.users[0]),
    "groups.list_groups": lambda c, o, _: groups.list_groups(c, o, after=None, most=99),
    "groups.list_members": lambda c, o, t: groups.list_members(c, o, t.vault, t.group, after=None, most=99),
    "groups.list_roles": lambda c, o, _: groups.list_roles(c, o, after="", most=99),
    "groups.lock_group": lambda c, o, t: groups.lock_group(c, o, t.group),
    "groups.read_group": lambda c, o, t: groups.read_group(c, o, t.group),
    "groups.add_groups": lambda c, o, t: groups.add_groups(c, o, [NewGroup(id=t.group, name="Other")]),
    "people.set_managers": lambda c, o, t: people.set_managers(c, o, {t.users[0]: t.users[1]}),
    "groups.set_members": lambda c, o, t: groups.set_members(c, o, t.group, []),
    "groups.set_roles": lambda c, o, t: groups.set_roles(c, o, {t.users[0]: []}),
    "reports.read_budget": lambda c, o, _: reports.read_budget(c, o, "sms", date(2026, 1, 1)),
    "reports.read_person": lambda c, o, t: reports.read_person(c, o, t.run.execution, t.users[0]),
    "reports.read_progress": lambda c, o, t: reports.read_progress(c, o, t.run.execution),
    "targets.count_open": lambda c, o, t: targets.count_open(c, o, t.run.execution, 0),
    "targets.count_open_subjects": lambda c, o, t: targets.count_open_subjects(c, t.step(o), 0),
    "targets.find_former": lambda c, o, t: targets.find_former(c, t.step(o), 0),
    "targets.write_subjects": lambda c, o, t: targets.write_subjects(c, t.step(o), 0, whole=True),
    "targets.write_targets": write_targets,
    "triggers.read_definition_of": lambda c, o, t: triggers.read_definition_of(c, o, t.run.campaign),
    "triggers.trigger": trigger,
    "walks.begin": lambda c, o, t: walks.begin(c, o, t.run.execution),
    "walks.end": lambda c, o, t: walks.end(c, o, t.run.execution, cancelled=True),
    "walks.lock_walk": lambda c, o, t: walks.lock_walk(c, o, t.run.execution),
    "walks.read_walk": lambda c, o, t: walks.read_walk(c, o, t.run.execution),
}
