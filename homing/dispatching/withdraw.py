"""STOP, acting, removing, deactivating, cancelling, another number, a channel switched off: first the word is
committed, then whatever had already begun is waited for, and only then comes the answer. After the answer no
request begins.

Each holds the row that posting locks for share. A post that looked before has committed by the time the
row is free, and is found among the posting; a post that looks afterwards sees the word. The wait is no
longer than the lease, since no request begins after that. A channel's row is locked by no post: so whoever
switches one off waits for every transaction that may have looked before.
"""

import asyncio
import time
from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import sharing
from homing.dispatching.context import Sending
from homing.domain.errors import NotFoundError
from homing.domain.phone import E164
from homing.store import notices, optouts, people, restoring
from homing.store.executions import close_where_everybody_acted

_POLL_SECONDS: Final = 0.02

_POSTING_TO_NUMBER: Final = text("""
    select exists (select 1 from dispatches
     where identifier_hmac = :hmac and state = 'posting' and due_at > clock_timestamp())
""")
_POSTING_TO_NUMBERS: Final = text("""
    select exists (select 1 from dispatches
     where org_id = :org and identifier_hmac = any(cast(:hashes as bytea[])) and state = 'posting'
       and due_at > clock_timestamp())
""")
_POSTING_FROM_ANYBODY: Final = text("""
    select exists (select 1 from dispatches
     where identifier_hmac = any(cast(:hashes as bytea[])) and state = 'posting'
       and due_at > clock_timestamp())
""")
_POSTING_TO_USER: Final = text("""
    select exists (select 1 from dispatches
     where org_id = :org and user_id = :user and state = 'posting' and due_at > clock_timestamp()
       and (cast(:execution as uuid) is null or execution_id = :execution))
""")
_POSTING_TO_USERS: Final = text("""
    select exists (select 1 from dispatches
     where org_id = :org and user_id = any(cast(:users as uuid[])) and state = 'posting'
       and due_at > clock_timestamp())
""")
# A number that they are only said to have is nobody's concern.
_POSTING_TO_OR_AT_NUMBERS_OF: Final = text("""
    select exists (select 1 from dispatches
                    where org_id = :org and user_id = :user and state = 'posting'
                      and due_at > clock_timestamp())
        or exists (select 1 from dispatches
                    where org_id = :org and state = 'posting' and due_at > clock_timestamp()
                      and identifier_hmac = any(array(
                          select hmac from reachabilities
                           where org_id = :org and user_id = :user and kind = 'phone' and ended_at is null
                             and state <> 'unverified')))
""")
_POSTING_OF_EXECUTION: Final = text("""
    select exists (select 1 from dispatches
     where org_id = :org and execution_id = :execution and state = 'posting' and due_at > clock_timestamp())
""")
_POSTING_ON_CHANNEL: Final = text("""
    select exists (select 1 from dispatches
     where org_id = :org and channel = any(:channels) and state = 'posting' and due_at > clock_timestamp())
""")

_ACT: Final = text("""
    update recipients set acted_at = coalesce(acted_at, now())
     where org_id = :org and execution_id = :execution and user_id = :user
""")
_REMOVE: Final = text("""
    update recipients set removed_at = coalesce(removed_at, now())
     where org_id = :org and execution_id = :execution and user_id = :user
    returning removed_at
""")
_SWITCH_OFF: Final = text("""
    update users set channels_off = array_append(array_remove(channels_off, :channel), :channel)
     where org_id = :org and id = :user returning id
""")
_CANCEL: Final = text("""
    update executions set state = 'cancelled', ended_at = now(), changed_at = now(),
           told = case when state in ('draft', 'frozen') then 'cancelled' else told end
     where org_id = :org and id = :execution and state not in ('cancelled', 'completed') returning id
""")
_EXECUTIONS_OF: Final = text("""
    select r.execution_id from recipients r join executions e on e.id = r.execution_id
     where r.org_id = :org and r.user_id = :user and e.state not in ('cancelled', 'completed')
     order by r.execution_id
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


async def stop(  # whose, by what, and since when
    sending: Sending,
    number: E164,
    source: str = "keyword",
    said: optouts.Said | None = None,
    *,
    begun: float | None = None,
) -> None:
    """Take an opt-out: once this returns no request to the number begins, from any organization. ``said``:
    in which message, which is taken in once however often it is repeated; ``begun``: when that came (seconds
    of ``time.monotonic``), None: just now."""
    begun = time.monotonic() if begun is None else begun
    hmac = sending.vault.hash_identifier(number)
    await sending.database.repeat_system(lambda c: optouts.record(c, hmac, source, said))
    await _quiet(sending, None, _POSTING_TO_NUMBER, {"hmac": hmac})
    sending.metrics.silenced("stop", time.monotonic() - begun)


async def act(sending: Sending, org: UUID, execution: UUID, user: UUID) -> bool:
    """Accept a user's action: once this returns no further nudge of the execution to the user begins, and
    no notice about them alone. Returns whether nobody is left who has yet to act.

    Acting twice is the same as once, and acting before the start counts. Who was told about others and may
    act on that acts for themself. Raises NotFoundError for who is neither.
    """
    who = {"org": org, "execution": execution, "user": user}

    async def work(connection: AsyncConnection) -> None:
        recipient = (await connection.execute(_LOCK_RECIPIENT, who)).first()
        if not await notices.act_as_target(connection, org, execution, user) and recipient is None:
            raise NotFoundError("recipient")
        await connection.execute(_ACT, who)

    begun = time.monotonic()
    await sending.database.repeat_app(org, work)
    last = bool(await _conclude(sending, org, [execution], user))
    sending.metrics.silenced("act", time.monotonic() - begun)
    return last


async def remove(sending: Sending, org: UUID, execution: UUID, user: UUID) -> bool:
    """Take a person out of a campaign, running or not. Returns whether nobody is left who has yet to act.
    Raises NotFoundError for who is no recipient."""
    who = {"org": org, "execution": execution, "user": user}
    await _write(sending, org, _LOCK_RECIPIENT, _REMOVE, who, "recipient")
    return bool(await _conclude(sending, org, [execution], user))


async def deactivate(sending: Sending, org: UUID, user: UUID) -> list[UUID]:
    """End everything for a user of an organization. Returns the executions in which nobody is left who has
    yet to act. Raises NotFoundError for a stranger."""
    who = {"org": org, "user": user}

    async def work(connection: AsyncConnection) -> None:
        await _lock(connection, _LOCK_USER, who, "user")
        await people.deactivate(connection, org, user)

    await sending.database.repeat_app(org, work)
    async with sending.database.app(org) as connection:
        executions = list((await connection.execute(_EXECUTIONS_OF, who)).scalars())
    closed = await _conclude(sending, org, executions, user)
    await wait_for_user(sending, org, user)
    return closed


async def _conclude(sending: Sending, org: UUID, executions: Sequence[UUID], user: UUID) -> list[UUID]:
    """Wait for what is posting to and about a user who is closed now, and draw the conclusions: notices
    about them vanish, and where nobody is left the execution may end. Gives those executions."""

    async def conclude(connection: AsyncConnection) -> list[UUID]:
        closed = await close_where_everybody_acted(connection, org, executions)
        await notices.withdraw_pointless(connection, org, executions, user)
        return closed

    while True:
        async with sending.database.app(org) as connection:
            if not await notices.is_posting_about(connection, org, executions, user):
                break
        await asyncio.sleep(_POLL_SECONDS)
    return await sending.database.repeat_app(org, conclude)


async def switch_off(sending: Sending, org: UUID, user: UUID, channel: str) -> None:
    """Turn a channel off at the user's own wish. Raises NotFoundError for a stranger."""
    who = {"org": org, "user": user}
    await _write(sending, org, _LOCK_USER, _SWITCH_OFF, {**who, "channel": channel}, "user")
    await wait_for_user(sending, org, user)


async def wait_for_everybody(sending: Sending, hashes: Collection[bytes]) -> None:
    """Wait, after opt-outs of numbers were committed that hold their rows, until no request to them begins,
    from any organization, that did not see it."""
    await _quiet(sending, None, _POSTING_FROM_ANYBODY, {"hashes": list(hashes)})


async def wait_for_user(sending: Sending, org: UUID, user: UUID) -> None:
    """Wait, after a change was committed that holds the user's row, until no request to them begins that did
    not see it: such as to a number that is no longer theirs."""
    await _quiet(sending, org, _POSTING_TO_USER, {"org": org, "user": user, "execution": None})


async def wait_for_users(sending: Sending, org: UUID, users: Collection[UUID]) -> None:
    """As ``wait_for_user``, for all of them; for nobody it does not wait."""
    if users:
        await _quiet(sending, org, _POSTING_TO_USERS, {"org": org, "users": list(users)})


async def wait_for_former_holders(sending: Sending, org: UUID, user: UUID) -> None:
    """Wait, after numbers became a user's by a change that holds their rows, until no request begins that did
    not see it: neither to whoever had them before, nor to the user at a former number."""
    await _quiet(sending, org, _POSTING_TO_OR_AT_NUMBERS_OF, {"org": org, "user": user})


async def wait_for_numbers(sending: Sending, org: UUID, hashes: Sequence[bytes]) -> None:
    """Wait until nothing is posting to these numbers from an organization."""
    await _quiet(sending, org, _POSTING_TO_NUMBERS, {"org": org, "hashes": list(hashes)})


async def wait_for_channel(sending: Sending, org: UUID, channel: str) -> None:
    """Wait, after a channel was switched off for an organization, until no request on it, or on one that goes
    by its switch, begins that did not see it."""
    await wait_for_those_at_work(sending)
    await _quiet(sending, org, _POSTING_ON_CHANNEL, {"org": org, "channels": sharing(channel)})


async def wait_for_those_at_work(sending: Sending) -> None:
    """Wait until every transaction is over that had begun: what it read may be older than what was committed
    meanwhile. None lasts long: what idles in one is ended (``homing.store.engine``)."""
    at_work = await sending.database.repeat_system(restoring.read_at_work)
    while at_work:
        await asyncio.sleep(_POLL_SECONDS)
        at_work &= await sending.database.repeat_system(restoring.read_at_work)


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
