"""What an execution and one person's part in it look like, with everything real."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.domain.decide import ExecutionState, IdentifierState
from homing.domain.errors import NotFoundError
from homing.domain.ids import campaign_workflow_id, step_workflow_id
from homing.store.campaigns import CampaignKind
from plugin.campaigns import Campaigns
from plugin.embedded.temporal import EmbeddedTemporal
from plugin.reports import Prospect
from tests.campaigns.support import REMIND, completed, define_steps, prepare, wait
from tests.dispatching.support import until
from tests.engine import Engine
from tests.world import PLANTED_TITLE, Company


@pytest.fixture
def desk(company: Company, engine: Engine, temporal: EmbeddedTemporal) -> Campaigns:
    """Where campaigns are asked for that a worker walks."""
    return Campaigns(
        company.sending,
        engine.client,
        engine.task_queue,
        ui_url=temporal.ui_url,
        patience=timedelta(minutes=1),
    )


@pytest.mark.spec("Q10")
async def test_an_execution_that_waits_says_where_its_people_are_and_until_when(
    company: Company, desk: Campaigns, temporal: EmbeddedTemporal
) -> None:
    done, late, gone = await company.hire(3)
    execution = await prepare(
        desk,
        company,
        [
            REMIND | {"transitions": {"acted": "long", "completed": "short"}},
            wait("long", "last"),
            wait("short", "last"),
            REMIND | {"id": "last"},
        ],
        [done, late, gone],
    )
    await desk.act(company.id, execution, done.id)
    await desk.remove(company.id, execution, gone.id)
    before = await desk.progress(company.id, execution)
    assert (before.progress.summary.state, before.progress.positions) == (ExecutionState.DRAFT, ())

    await desk.start(company.id, execution)

    async def waits() -> bool:
        found = (await desk.progress(company.id, execution)).progress
        return any(one.step == "short" for one in found.positions)

    await until(waits, seconds=120)
    report = await desk.progress(company.id, execution)
    progress, summary = report.progress, report.progress.summary
    [short] = [one for one in progress.positions if one.step == "short"]
    assert short.wake_at is not None
    assert progress.next_wake == min(one.wake_at for one in progress.positions if one.wake_at)
    assert short.wake_at - short.due_at == timedelta(hours=24)
    assert short.since <= datetime.now(UTC)
    assert (summary.people, summary.open, summary.acted, summary.removed) == (3, 1, 1, 1)
    assert summary.state is ExecutionState.RUNNING
    assert sum(progress.outcomes["remind"].values()) == 3
    texts = dict(progress.channels["sms"])
    assert (texts.pop("skipped:acted"), texts.pop("skipped:removed")) == (1, 1)
    assert list(texts.values()) == [1]
    workflow = campaign_workflow_id(company.id, execution)
    assert report.workflow.id == workflow
    assert report.workflow.url == (
        f"{temporal.ui_url}/namespaces/default/workflows/{quote(workflow, safe='')}"
    )
    assert await desk.cancel(company.id, execution)


@pytest.mark.spec("Q10")
async def test_why_somebody_got_no_text_is_told_with_the_workflow_that_decided(
    company: Company, desk: Campaigns, carrier: Control, temporal: EmbeddedTemporal
) -> None:
    [good] = await company.hire(1)
    [unverified] = await company.hire(1, state=IdentifierState.UNVERIFIED, source="self")
    execution = await prepare(desk, company, [REMIND], [good, unverified])
    await desk.start(company.id, execution)
    await until(lambda: completed(desk, company, execution), seconds=120)

    why = await desk.why(company.id, execution, unverified.id)
    found = {one.trace.channel: one for one in why.findings}
    assert (found["sms"].trace.state, found["sms"].trace.reason) == ("skipped", "unverified")
    assert found["in_app"].trace.state == "sent"
    step = step_workflow_id(company.id, execution, "remind", 1, found["sms"].trace.cohort)
    assert found["sms"].workflow.id == step
    assert found["sms"].workflow.url == (
        f"{temporal.ui_url}/namespaces/default/workflows/{quote(step, safe='')}"
    )
    assert [(one.step, one.outcome, one.went) for one in why.person.passed] == [("remind", "skipped", None)]
    assert why.prospects == ()
    assert len(await carrier.texts(good.number)) == 1
    with pytest.raises(NotFoundError):
        await desk.why(company.id, execution, uuid4())
    with pytest.raises(NotFoundError):
        await desk.progress(uuid4(), execution)


@pytest.mark.spec("Q10")
async def test_where_nothing_is_recorded_yet_it_is_told_what_would_be_decided_now(
    company: Company, desk: Campaigns
) -> None:
    [good] = await company.hire(1)
    [numberless] = await company.hire(1, number=False)
    steps = [wait("wait", "remind"), REMIND]
    execution = await prepare(desk, company, steps, [good, numberless])
    await desk.start(company.id, execution)

    async def at_rest() -> bool:
        return bool((await desk.progress(company.id, execution)).progress.positions)

    await until(at_rest, seconds=120)
    why = await desk.why(company.id, execution, numberless.id)
    assert why.person.standing is not None
    assert why.person.standing.step == "wait"
    assert why.prospects == (
        Prospect("remind", "in_app", "send", None),
        Prospect("remind", "sms", "skip", "no_identifier"),
    )
    assert {one.answer for one in (await desk.why(company.id, execution, good.id)).prospects} == {"send"}
    await company.set_cap(0)
    capped = (await desk.why(company.id, execution, good.id)).prospects[1]
    assert (capped.answer, capped.reason) == ("skip", "cap_exhausted")

    await desk.act(company.id, execution, good.id)
    after = (await desk.why(company.id, execution, good.id)).prospects
    assert {one.reason for one in after} == {"acted"}
    await desk.cancel(company.id, execution)
    assert (await desk.why(company.id, execution, good.id)).prospects == ()


@pytest.mark.spec("D29")
async def test_an_event_starts_its_campaign_for_one_user_who_is_texted_once(
    company: Company, desk: Campaigns, carrier: Control
) -> None:
    [person] = await company.hire(1)
    definition = await define_steps(company, [REMIND])
    created = await desk.create(company.id, PLANTED_TITLE, definition, kind=CampaignKind.EVENT)
    answers = [await desk.trigger(company.id, created.campaign, "hired", [person.id]) for _ in range(2)]
    execution = answers[0][0].execution_id
    assert execution is not None
    await until(lambda: completed(desk, company, execution), seconds=120)
    assert len(await carrier.texts(person.number)) == 1
