"""What happens to an organization of the tenants' tests as its campaigns are walked."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import cohorts, groups, judging, triggers
from homing.store.cohorts import Place
from homing.store.groups import NewGroup
from homing.store.ledger import StepKey
from tests.world import Run


async def walk(connection: AsyncConnection, run: Run, definition: UUID) -> UUID:
    """A group, a role, an event, a visit and its outcomes. Returns the group."""
    org, group = run.company.id, uuid4()
    users = [one.id for one in run.company.staff]
    await groups.add_groups(connection, org, [NewGroup(id=group, name="x")])
    await groups.set_members(connection, org, group, users)
    await groups.set_roles(connection, org, {user: ["lead"] for user in users})
    await triggers.trigger(
        connection,
        org,
        run.campaign,
        "hired",
        users,
        execution=uuid4(),
        definition=definition,
        version=1,
    )
    now = datetime.now(UTC)
    await cohorts.enter(connection, org, run.execution, Place(0, "remind", len(users), 1, now, now))
    step = StepKey(org, run.execution, "wait", 1)
    await judging.judge_plain(connection, step, 0, "completed", {"completed": "remind"})
    return group
