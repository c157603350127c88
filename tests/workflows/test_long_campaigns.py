"""Campaigns whose histories grow long: they go on in new runs, only at rest, and lose nothing."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import text
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory

from homing.carrier.control import Control
from homing.domain.decide import IdentifierState
from homing.domain.definition_json import read_definition
from homing.settings import Settings
from homing.store.definitions import save_definition
from plugin.embedded.mail import MailSink
from plugin.embedded.temporal import embedded_temporal
from plugin.temporal import HomingPlugin
from tests.conftest import worker_on
from tests.definitions import define, escalate, missed, remind, user, wait
from tests.engine import Engine
from tests.workflows.support import PATIENCE, asleep, runs_of
from tests.world import Company, Run, Someone
from workflows.ports import ADVANCE

SUGGESTED_AFTER: Final = 20
"""Events of a history, after which the server of these tests suggests to continue as new."""
LONGEST: Final = 36
"""Events, from which on nothing new is begun where the server suggests nothing."""
HOUR_A_SECOND: Final = 3600.0

RENEWED: Final = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
BEGUN: Final = EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED
_OPENS: Final = {BEGUN, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED}
_CLOSES: Final = {
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
}


@pytest.fixture(scope="module")
async def brief(folder: Path, settings: Settings, api: str) -> AsyncIterator[Engine]:
    """A worker on a Temporal server to which a short history is a long one."""
    assert api
    limit = f"limit.historyCount.suggestContinueAsNew={SUGGESTED_AFTER}"
    async with embedded_temporal(folder / "brief-walks", extra=["--dynamic-config-value", limit]) as server:
        client = await Client.connect(server.address, plugins=[HomingPlugin(settings)])
        async with worker_on(client, "brief"):
            yield Engine(client, settings, "brief")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in the story: whose text is delivered, whose handset is dead, whose provider says nothing, who
    can't be texted, and who is told of those who stay silent."""

    good: Someone
    dead: Someone
    silent: Someone
    unverified: Someone
    boss: Someone
    run: Run


async def cast(company: Company, carrier: Control) -> Cast:
    good, dead, silent, boss = await company.hire(4)
    [unverified] = await company.hire(1, state=IdentifierState.UNVERIFIED, source="self")
    await carrier.fault("fail", to=dead.number, code=30003)
    await carrier.fault("silent", to=silent.number)
    run = await company.campaign([good, dead, silent, unverified])
    return Cast(good, dead, silent, unverified, boss, run)


def story(boss: Someone) -> dict[str, Any]:
    """Four branches side by side, of which three join again, each on its own."""
    ways = {"delivered": "thanks", "not_delivered": "mail", "no_receipt": "again", "skipped": "later"}
    return define(
        remind("text", "sms", deliveryWait="8h", ways=ways),
        remind("thanks", "email", ways={}),
        remind("mail", "email", ways={"completed": "later"}),
        remind("again", "sms", deliveryWait="2h", ways={"completed": "later"}),
        wait("later", "1h"),
        escalate("tell", "email", targets=[user(boss.id)], repeats=1, minutes=60),
        missed(),
    )


async def check_everybody(cast_: Cast, carrier: Control, mail: MailSink, outcomes: dict[str, Any]) -> None:
    """Everybody got what the story says, once."""
    texted = [cast_.good, cast_.dead, cast_.silent, cast_.unverified, cast_.boss]
    assert [len(await carrier.texts(one.number)) for one in texted] == [1, 1, 2, 0, 0]
    mailed = {one.id: len(mail.inbox.get(one.mail, [])) for one in (cast_.good, cast_.dead, cast_.boss)}
    assert mailed == {cast_.good.id: 1, cast_.dead.id: 1, cast_.boss.id: 2}
    assert outcomes["text"] == {"delivered": 1, "not_delivered": 1, "no_receipt": 1, "skipped": 1}
    assert outcomes["thanks"] == outcomes["mail"] == {"sent": 1}
    assert outcomes["again"] == {"no_receipt": 1}
    assert outcomes["later"] == outcomes["missed"] == {"completed": 3}
    assert sum(outcomes["tell"].values()) == 3
    assert await missed_by(cast_.run) == {cast_.dead.id, cast_.silent.id, cast_.unverified.id}


async def missed_by(run: Run) -> set[UUID]:
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.execute(
            text("select user_id from recipients where execution_id = :id and missed_at is not null"),
            {"id": run.execution},
        )
        return set(found.scalars())


def in_flight(events: Iterable[HistoryEvent]) -> int:
    """How many activities and children had begun and not ended."""
    kinds = [event.event_type for event in events]
    return sum(kind in _OPENS for kind in kinds) - sum(kind in _CLOSES for kind in kinds)


def passages(runs: Iterable[WorkflowHistory]) -> Counter[tuple[Any, ...]]:
    """How often a cohort was led out of a step for the first time, over all runs."""
    found: Counter[tuple[Any, ...]] = Counter()
    for event in (event for run in runs for event in run.events):
        asked = event.activity_task_scheduled_event_attributes
        if asked.activity_type.name == ADVANCE:
            branch = json.loads(asked.input.payloads[0].data)["branch"]
            found[branch["step"], branch["cohort"], branch["occurrence"], branch["wake"]] += 1
    return found


def check_runs(runs: list[WorkflowHistory]) -> None:
    """Each new run was begun at rest, and nothing was done in two of them."""
    assert len(runs) > 1
    assert [run.events[-1].event_type for run in runs[:-1]] == [RENEWED] * (len(runs) - 1)
    assert [in_flight(run.events) for run in runs] == [0] * len(runs)
    assert set(passages(runs).values()) == {1}


@pytest.mark.spec("Q12", "P29")
async def test_a_campaign_whose_history_grows_long_goes_on_in_a_new_run_when_nothing_is_in_flight(
    company: Company, brief: Engine, carrier: Control, mail: MailSink
) -> None:
    who = await cast(company, carrier)

    handle = await brief.walk(who.run, story(who.boss), scale=HOUR_A_SECOND)
    result = await asyncio.wait_for(handle.result(), PATIENCE)
    runs = await runs_of(brief.client, handle)

    check_runs(runs)
    assert any(suggested_in_flight(run) for run in runs), "it had to wait for rest"
    await check_everybody(who, carrier, mail, result.outcomes)


def suggested_in_flight(run: WorkflowHistory) -> bool:
    """Whether a new run was suggested while something was in flight."""
    return any(
        event.workflow_task_started_event_attributes.suggest_continue_as_new and in_flight(run.events[:n])
        for n, event in enumerate(run.events)
    )


@pytest.mark.spec("Q12", "P29")
async def test_a_campaign_that_finds_no_rest_begins_nothing_more_until_it_goes_on_in_a_new_run(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    who = await cast(company, carrier)

    handle = await engine.walk(who.run, story(who.boss), scale=HOUR_A_SECOND, longest_history=LONGEST)
    result = await asyncio.wait_for(handle.result(), PATIENCE)
    runs = await runs_of(engine.client, handle)

    check_runs(runs)
    assert not any(suggested_in_flight(run) for run in runs)
    assert any(in_flight(run.events[:LONGEST]) for run in runs[:-1]), "it had to be brought to rest"
    assert [late for run in runs for late in begun_late(run)] == []
    await check_everybody(who, carrier, mail, result.outcomes)


def begun_late(run: WorkflowHistory) -> list[int]:
    """The steps that were begun by a task whose history was too long already. Who is told of others belongs
    to an escalation that was in flight."""
    children = [
        event.start_child_workflow_execution_initiated_event_attributes
        for event in run.events
        if event.event_type == BEGUN
    ]
    tasks = [one.workflow_task_completed_event_id for one in children if "/tell/" not in one.workflow_id]
    # A task sees the history up to its own beginning, which is the event before its completion.
    return [task for task in tasks if task - 1 >= LONGEST]


@pytest.mark.spec("Q09")
async def test_a_campaign_keeps_its_definition_through_edits_and_new_runs(
    company: Company, brief: Engine, carrier: Control, mail: MailSink
) -> None:
    [person] = await company.hire(1)
    run = await company.campaign([person])
    written = define(wait("wait", "3h"), remind("first", "sms"), wait("again", "1h"), remind("second", "sms"))

    handle = await brief.walk(run, written, scale=HOUR_A_SECOND)
    await asleep(handle)
    await edit(run, define(wait("wait", "1h"), remind("first", "email"), remind("other", "email")))
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert len(await runs_of(brief.client, handle)) > 1
    assert set(result.outcomes) == {"wait", "first", "again", "second"}
    assert (len(await carrier.texts(person.number)), mail.inbox.get(person.mail, [])) == (2, [])


async def edit(run: Run, definition: dict[str, Any]) -> None:
    """Save another version of the definition that a run was started with."""
    company = run.company
    changed, headers = read_definition(definition)
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(
            text("select definition_id from executions where id = :id"), {"id": run.execution}
        )
        version = await save_definition(
            connection, company.id, found.scalar_one(), "edited", changed, headers, company.sending.vault
        )
    assert version == 2
