"""STOP, acting, removing, deactivating, cancelling: first the word is committed, then whatever had already
begun is waited for, and only then comes the answer. After the answer no request begins.

Each holds the row that posting locks for share. A post that looked before has committed by the time the
row is free, and is found among the posting; a post that looks afterwards sees the word. The wait is no
longer than the lease, since no request begins after that.
"""

import asyncio
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.domain.errors import NotFoundError
from homing.domain.phone import E164
from homing.store import optouts

_POLL_SECONDS: Final = 0.02

_POSTING_TO_NUMBER: Final = text("""
    select exists (select 1 from dispatches
     where identifier_hmac = :hmac and state = 'posting' and due_at > clock_timestamp())
""")
_POSTING_TO_USER: Final = text("""
    select exists (select 1 from dispatches
     where org_id = :org and user_id = :user and state = 'posting' and due_at > clock_timestamp()
       and (cast(:execution as uuid) is null or execution_id = :execution))
""")
_POSTING_OF_EXECUTION: Final = text("""
    select exists (select 1 from dispatches
     where org_id = :org and execution_id = :execution and state = 'posting' and due_at > clock_timestamp())
""")

_ACT: Final = text("""
    update recipients set acted_at = coalesce(acted_at, now())
     where org_id = :org and execution_id = :execution and user_id = :user
    returning acted_at
""")
_REMOVE: Final = text("""
    update recipients set removed_at = coalesce(removed_at, now())
     where org_id = :org and execution_id = :execution and user_id = :user
    returning removed_at
""")
_DEACTIVATE: Final = text("update users set active = false where org_id = :org and id = :user returning id")
_SWITCH_OFF: Final = text("""
    update users set channels_off = array_append(array_remove(channels_off, :channel), :channel)
     where org_id = :org and id = :user returning id
""")
_CANCEL: Final = text("""
    update executions set state = 'cancelled', ended_at = now()
     where org_id = :org and id = :execution and state in ('running', 'paused') returning id
""")
_LOCK_RECIPIENT: Final = text("""
    select 1 from recipients where org_id = :org and execution_id = :execution and user_id = :user for update
""")
_LOCK_USER: Final = text("select 1 from users where org_id = :org and id = :user for update")
_LOCK_EXECUTION: Final = text("""
    select 1 from executions e
     cross join (
        select pg_advisory_xact_lock(hashtextextended(cast(cast(:execution as uuid) as text), 0))) queue
     where e.org_id = :org and e.id = :execution for update of e
""")
"""In the queue in which posting and claiming stand: behind those at work, before those that come after."""


async def stop(sending: Sending, number: E164, source: str = "keyword") -> None:
    """Take an opt-out: once this returns no request to the number begins, from any organization."""
    hmac = sending.vault.hash_identifier(number)
    await sending.database.repeat_system(lambda c: optouts.record(c, hmac, source))
    await _quiet(sending, None, _POSTING_TO_NUMBER, {"hmac": hmac})


async def resume(sending: Sending, number: E164) -> None:
    """Take an opt-out back."""
    hmac = sending.vault.hash_identifier(number)
    await sending.database.repeat_system(lambda c: optouts.clear(c, hmac))


async def act(sending: Sending, org: UUID, execution: UUID, user: UUID) -> None:
    """Accept a user's action: once this returns no further nudge of the execution to the user begins.

    Acting twice is the same as once. Raises NotFoundError for who is no recipient.
    """
    who = {"org": org, "execution": execution, "user": user}
    await _write(sending, org, _LOCK_RECIPIENT, _ACT, who, "recipient")
    await _quiet(sending, org, _POSTING_TO_USER, who)


async def remove(sending: Sending, org: UUID, execution: UUID, user: UUID) -> None:
    """Take a person out of a running campaign. Raises NotFoundError for who is no recipient."""
    who = {"org": org, "execution": execution, "user": user}
    await _write(sending, org, _LOCK_RECIPIENT, _REMOVE, who, "recipient")
    await _quiet(sending, org, _POSTING_TO_USER, who)


async def deactivate(sending: Sending, org: UUID, user: UUID) -> None:
    """End everything for a user of an organization. Raises NotFoundError for a stranger."""
    who = {"org": org, "user": user}
    await _write(sending, org, _LOCK_USER, _DEACTIVATE, who, "user")
    await _quiet(sending, org, _POSTING_TO_USER, {**who, "execution": None})


async def switch_off(sending: Sending, org: UUID, user: UUID, channel: str) -> None:
    """Turn a channel off at the user's own wish. Raises NotFoundError for a stranger."""
    who = {"org": org, "user": user}
    await _write(sending, org, _LOCK_USER, _SWITCH_OFF, {**who, "channel": channel}, "user")
    await _quiet(sending, org, _POSTING_TO_USER, {**who, "execution": None})


async def cancel(sending: Sending, org: UUID, execution: UUID) -> bool:
    """Cancel an execution: once this returns none of its requests begins. False where it was over already."""
    which = {"org": org, "execution": execution}

    async def work(connection: AsyncConnection) -> bool:
        await _lock(connection, _LOCK_EXECUTION, which, "execution")
        return (await connection.execute(_CANCEL, which)).first() is not None

    changed = await sending.database.repeat_app(org, work)
    await _quiet(sending, org, _POSTING_OF_EXECUTION, which)
    return changed


async def _write(  # one change and what guards it
    sending: Sending, org: UUID, lock: TextClause, change: TextClause, who: dict[str, Any], what: str
) -> None:
    async def work(connection: AsyncConnection) -> None:
        await _lock(connection, lock, {key: who[key] for key in lock.compile().params}, what)
        await connection.execute(change, who)

    await sending.database.repeat_app(org, work)


async def _lock(connection: AsyncConnection, lock: TextClause, who: dict[str, Any], what: str) -> None:
    if (await connection.execute(lock, who)).first() is None:
        raise NotFoundError(what)


async def _quiet(sending: Sending, org: UUID | None, posting: TextClause, who: dict[str, Any]) -> None:
    """Wait until none of these dispatches is posting under a lease. The leases bound the wait."""
    while True:
        scope = sending.database.system() if org is None else sending.database.app(org)
        async with scope as connection:
            if not (await connection.execute(posting, who)).scalar_one():
                return
        await asyncio.sleep(_POLL_SECONDS)
