"""Notices: what others are told about a recipient. One vanishes when nobody it is about has yet to act."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.cohorts import OPEN

_TELLS_ABOUT: Final = """
    t.execution_id = s.execution_id and t.step = s.step and t.occurrence = s.occurrence
    and t.user_id <> s.user_id and (t.user_id = s.manager_id or t.everyone and t.about = s.cohort)
"""
"""Whether the target ``t`` is told about the subject ``s``."""

_POSTING: Final = text(f"""
    select exists (
        select 1 from dispatches d
         where d.org_id = :org and d.state = 'posting' and d.due_at > clock_timestamp()
           and d.execution_id = any(cast(:executions as uuid[]))
           and (d.user_id = :user or exists (
                select 1 from subjects s join targets t on {_TELLS_ABOUT}
                 where s.execution_id = d.execution_id and s.user_id = :user and s.step = d.step
                   and s.occurrence = d.occurrence and t.user_id = d.user_id)))
""")  # noqa: S608  # constants


async def is_posting_about(
    connection: AsyncConnection, org: UUID, executions: Sequence[UUID], user: UUID
) -> bool:
    """Whether a message to a user, or a notice about them, is being posted in one of these executions."""
    key = {"org": org, "executions": list(executions), "user": user}
    return bool((await connection.execute(_POSTING, key)).scalar_one())


# Somebody may be told by several cohorts of targets, and still has one item: it stays while any subject of
# any of them is open.
_VANISH: Final = text(f"""
    with pointless as (
        select i.dispatch_id
          from subjects s
          join targets t on {_TELLS_ABOUT}
          join targets n on n.execution_id = t.execution_id and n.step = t.step
           and n.occurrence = t.occurrence and n.user_id = t.user_id
          join dispatches d on d.execution_id = n.execution_id and d.step = n.step
           and d.occurrence = n.occurrence and d.cohort = n.cohort and d.user_id = n.user_id
          join in_app_items i on i.dispatch_id = d.id and i.withdrawn_at is null
         where s.org_id = :org and s.user_id = :user and s.execution_id = any(cast(:executions as uuid[]))
           and (select 1 from subjects o
                 join recipients r on r.execution_id = o.execution_id and r.user_id = o.user_id
                 join users u on u.org_id = r.org_id and u.id = r.user_id
                 join targets a on a.execution_id = o.execution_id and a.step = o.step
                  and a.occurrence = o.occurrence and a.user_id = t.user_id
                  and (o.manager_id = a.user_id or a.everyone and a.about = o.cohort)
                where o.execution_id = t.execution_id and o.step = t.step and o.occurrence = t.occurrence
                  and o.user_id <> t.user_id and {OPEN} limit 1) is null
         order by i.dispatch_id for update of i)
    update in_app_items i set withdrawn_at = now() from pointless p where i.dispatch_id = p.dispatch_id
    returning i.user_id
""")  # noqa: S608  # constants


async def withdraw_pointless(
    connection: AsyncConnection, org: UUID, executions: Sequence[UUID], user: UUID
) -> int:
    """Take back the items about a user that are about nobody who has yet to act. Returns how many.

    After the commit of what closed the user, in a transaction of its own: of two at once one must see the
    other.
    """
    key = {"org": org, "executions": list(executions), "user": user}
    return len((await connection.execute(_VANISH, key)).all())


_LOCK_TARGET: Final = text("""
    select may_act from targets
     where org_id = :org and execution_id = :execution and user_id = :user
     order by cohort, position for update
""")
_ACT: Final = text("""
    update targets set acted_at = coalesce(acted_at, now())
     where org_id = :org and execution_id = :execution and user_id = :user and may_act
""")
_DONE: Final = text("""
    update in_app_items i set withdrawn_at = now()
      from dispatches d join targets t
        on t.execution_id = d.execution_id and t.step = d.step and t.occurrence = d.occurrence
       and t.cohort = d.cohort and t.user_id = d.user_id
     where d.org_id = :org and d.execution_id = :execution and d.user_id = :user and t.may_act
       and i.dispatch_id = d.id and i.withdrawn_at is null
""")


async def act_as_target(connection: AsyncConnection, org: UUID, execution: UUID, user: UUID) -> bool:
    """Note that a user acted on what was delivered to them as somebody to tell, and take it back. False
    where nothing that they can act on is."""
    key = {"org": org, "execution": execution, "user": user}
    if True not in (await connection.execute(_LOCK_TARGET, key)).scalars().all():
        return False
    await connection.execute(_ACT, key)
    await connection.execute(_DONE, key)
    return True
