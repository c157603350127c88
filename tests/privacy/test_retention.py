"""What is older than it is to be kept goes, once a day; everything else stays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import uuid4

import pytest
from sqlalchemy import text
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities import retention_activity
from homing.dispatching.context import Sending
from homing.domain.retention import DAYS, LONGEST, Kept, check_days, read_days
from homing.store import retention
from plugin.embedded.temporal import EmbeddedTemporal
from plugin.setup import RETENTION, schedule_retention
from plugin.temporal import _pass_through
from tests.privacy.conftest import Place
from tests.store.tenants import Tenant
from workflows import RetentionWorkflow
from workflows.retention_ports import RetentionInput, RetentionResult

AGED: dict[Kept, dict[str, str]] = {
    Kept.REPLIES: {"inbound_messages": "at"},
    Kept.INBOX: {"in_app_items": "created_at"},
    Kept.EVENTS: {"channel_events": "at", "receipts": "at", "number_events": "at"},
    Kept.RAW_INPUT: {"reachabilities": "created_at"},
    Kept.FORMER_NUMBERS: {"reachabilities": "ended_at"},
    Kept.VERIFICATIONS: {"verifications": "closed_at"},
    Kept.RECIPIENTS: {"attempts": "posted_at"},
    Kept.IMPORTS: {"imports": "done_at"},
}
"""By which time each kind is old."""
HELD: dict[Kept, str] = {
    Kept.REPLIES: "select id from inbound_messages where cleared_at is null and {0}",
    Kept.INBOX: "select dispatch_id from in_app_items where {0}",
    Kept.EVENTS: "select id from channel_events where {0}",
    Kept.RAW_INPUT: "select id from reachabilities where sealed_raw <> sealed and {0}",
    Kept.FORMER_NUMBERS: "select id from reachabilities where ended_at is not null and {0}",
    Kept.VERIFICATIONS: "select id from verifications where closed_at is not null and {0}",
    Kept.RECIPIENTS: "select id from attempts where recipient_sealed is not null and {0}",
    Kept.IMPORTS: "select id from imports where done_at is not null and {0}",
}
"""What is kept of each kind."""


async def age(house: Place, tenant: Tenant, kind: Kept, days: int) -> None:
    """Let everything of an organization be that old."""
    async with house.owner.begin() as connection:
        for table, column in AGED[kind].items():
            await connection.execute(
                text(
                    f"update {table} set {column} = now() - make_interval(days => :days, mins => 1)"
                    " where org_id = :org"
                ),
                {"days": days, "org": tenant.id},
            )
        if kind is Kept.INBOX:
            await connection.execute(
                text("update executions set ended_at = now() where org_id = :org"), {"org": tenant.id}
            )
        await connection.execute(text("delete from import_pieces"))
        await connection.execute(text("update imports set cleared_at = now()"))


async def held(sending: Sending, tenant: Tenant, kind: Kept) -> int:
    query = text(f"select count(*) from ({HELD[kind].format('org_id = :org')}) v")
    async with sending.database.system() as connection:
        return int((await connection.execute(query, {"org": tenant.id})).scalar_one())


async def let_go(sending: Sending, kind: Kept, days: int, most: int = 1_000) -> int:
    async with sending.database.system() as connection:
        return await retention.let_go(connection, sending.vault, kind, days, most)


@pytest.mark.parametrize("kind", Kept)
async def test_what_is_old_enough_goes_and_what_is_not_stays(
    house: Place, keeper: Sending, tenant: Tenant, kind: Kept
) -> None:
    await age(house, tenant, kind, 30)
    there = await held(keeper, tenant, kind)
    assert there, "nothing to let go proves nothing"

    assert await let_go(keeper, kind, 31) == 0
    assert await held(keeper, tenant, kind) == there
    assert await let_go(keeper, kind, 29, most=1) >= 1
    while await let_go(keeper, kind, 29):
        pass
    assert await held(keeper, tenant, kind) == 0


async def test_an_entry_stays_as_long_as_it_may_be_acted_on(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    await age(house, tenant, Kept.INBOX, 30)
    there = await held(keeper, tenant, Kept.INBOX)
    async with house.owner.begin() as connection:
        await connection.execute(text("update executions set ended_at = null"))
    assert await let_go(keeper, Kept.INBOX, 20) == 0
    assert await held(keeper, tenant, Kept.INBOX) == there > 0


@pytest.mark.parametrize(("days", "stays"), [(2, True), (4, False)])
async def test_a_number_stays_while_the_provider_is_asked_for_the_price_of_its_text(
    house: Place,
    keeper: Sending,
    tenant: Tenant,
    days: int,
    stays: bool,  # noqa: FBT001
) -> None:
    await age(house, tenant, Kept.RECIPIENTS, days)
    async with house.owner.begin() as connection:
        await connection.execute(text("update attempts set priced_at = null"))
    there = await held(keeper, tenant, Kept.RECIPIENTS)
    await let_go(keeper, Kept.RECIPIENTS, 1)
    assert await held(keeper, tenant, Kept.RECIPIENTS) == (there if stays else 0)
    assert there > 0


@pytest.mark.parametrize(("own", "gone"), [(10, True), (40, False)])
@pytest.mark.parametrize("kind", [Kept.INBOX, Kept.EVENTS])
async def test_an_organizations_own_choice_comes_before_the_installations(
    house: Place,
    keeper: Sending,
    tenant: Tenant,
    kind: Kept,
    own: int,
    gone: bool,  # noqa: FBT001
) -> None:
    await age(house, tenant, kind, 30)
    async with keeper.database.app(tenant.id) as connection:
        await retention.write_retention(connection, tenant.id, {kind: own})

    await let_go(keeper, kind, 20 if own == 40 else 60)

    assert (await held(keeper, tenant, kind) == 0) == gone


async def test_nothing_younger_than_a_day_goes_from_what_is_only_ever_added(
    keeper: Sending, tenant: Tenant
) -> None:
    there = await held(keeper, tenant, Kept.EVENTS)
    assert await let_go(keeper, Kept.EVENTS, 0) == 0
    assert await held(keeper, tenant, Kept.EVENTS) == there > 0


@pytest.fixture
async def client(temporal: EmbeddedTemporal, keeper: Sending) -> AsyncIterator[tuple[Client, str]]:
    opened, queue = await Client.connect(temporal.address), f"retention-{uuid4().hex}"
    worker = Worker(
        opened,
        task_queue=queue,
        workflows=[RetentionWorkflow],
        activities=[retention_activity(keeper, DAYS)],
        workflow_runner=_pass_through(SandboxedWorkflowRunner()),
    )
    async with worker:
        yield opened, queue


async def test_the_workflow_lets_go_of_every_kind_and_counts(
    house: Place, keeper: Sending, tenant: Tenant, client: tuple[Client, str]
) -> None:
    temporal, queue = client
    for kind in Kept:
        await age(house, tenant, kind, DAYS[kind])
    counts = {kind: await held(keeper, tenant, kind) for kind in Kept}

    async with asyncio.timeout(120):
        result: RetentionResult = await temporal.execute_workflow(
            RetentionWorkflow.run, RetentionInput(batch=2), id=f"retention/{uuid4()}", task_queue=queue
        )

    assert set(result.rows) == set(Kept)
    assert [kind for kind in Kept if result.rows[kind] < 1 or await held(keeper, tenant, kind)] == []
    assert result.rows[Kept.INBOX] == counts[Kept.INBOX]
    counted = {
        sample.labels["kind"]: sample.value
        for metric in keeper.metrics.registry.collect()
        for sample in metric.samples
        if sample.name == "homing_retention_rows_total"
    }
    assert counted == {kind.value: float(result.rows[kind]) for kind in Kept}


async def test_it_is_scheduled_once_and_again_is_the_same(client: tuple[Client, str]) -> None:
    temporal, queue = client
    with suppress(RPCError):  # another test's
        await temporal.get_schedule_handle(RETENTION).delete()
    try:
        assert await schedule_retention(temporal, queue)
        assert not await schedule_retention(temporal, queue)
    finally:
        await temporal.get_schedule_handle(RETENTION).delete()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("letters=3", "the kinds are"),
        ("inbox=0", "from 1 to 3650"),
        (f"inbox={LONGEST + 1}", "from 1 to 3650"),
        ("inbox", "from 1 to 3650"),
        ("inbox=-1", "from 1 to 3650"),
        ("inbox=²", "from 1 to 3650"),
    ],
)
def test_a_choice_that_is_none_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_days(written)


def test_what_is_not_chosen_stays_as_it_is() -> None:
    assert read_days(" inbox = 9 ,replies=1,") == {**DAYS, Kept.INBOX: 9, Kept.REPLIES: 1}
    assert check_days({"events": LONGEST}) == {Kept.EVENTS: LONGEST}
