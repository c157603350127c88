"""Telling numbers of a change: the one that a user is reached by no more, and the one in its place."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.account_texts import AccountText
from homing.domain.whose import Change, Held
from homing.store.account_messages import NewAccountMessage, request

_LASTS: Final = timedelta(days=1)
"""After so long it is no news any more that a number has changed, and before it no news again."""
# A source that changes its mind again and again is not to flood handsets, nor to use up the allowance.
_UNTOLD: Final = text("""
    select v.id, v.what, now() + make_interval(secs => :lasts) as until
      from unnest(cast(:ids as uuid[]), cast(:whats as text[])) with ordinality as v(id, what, place)
      join reachabilities r on r.org_id = :org and r.id = v.id
     where not exists (
           select 1 from account_messages m
             join reachabilities told on told.org_id = m.org_id and told.id = m.reachability_id
            where m.org_id = r.org_id and m.user_id = r.user_id and m.what = v.what
              and m.created_at > now() - make_interval(secs => :lasts) and told.hmac = r.hmac)
     order by v.place
""")


async def tell(connection: AsyncConnection, org: UUID, changes: Collection[Change]) -> None:
    """Ask for the notices of changes, in their own transaction, whose users are held: each number is told
    once, or not at all, and the same of the same user once in a day."""
    notices = {(number, what): change.user_id for change in changes for number, what in _told(change)}
    if not notices:
        return
    asked = {
        "org": org,
        "ids": [number for number, _ in notices],
        "whats": [what.value for _, what in notices],
        "lasts": _LASTS.total_seconds(),
    }
    untold = await connection.execute(_UNTOLD, asked)
    await request(
        connection,
        org,
        [
            NewAccountMessage(
                id=uuid4(),
                user_id=notices[row.id, AccountText(row.what)],
                reachability_id=row.id,
                what=AccountText(row.what),
                locale=None,
                until=row.until,
            )
            for row in untold
        ],
    )


_HAD_ANOTHER: Final = text("""
    select exists (select 1 from reachabilities
                    where org_id = :org and user_id = :user and kind = 'phone' and state = 'superseded'
                      and verified_at is not null and hmac <> :hmac)
""")


async def tell_confirmed(connection: AsyncConnection, org: UUID, number: Held) -> None:
    """As ``tell``, of a number that its user has confirmed: it is told where it is not their first one."""
    asked = {"org": org, "user": number.user_id, "hmac": number.hmac}
    if (await connection.execute(_HAD_ANOTHER, asked)).scalar_one():
        await tell(connection, org, [Change(number.user_id, added=number.id)])


def _told(change: Change) -> list[tuple[UUID, AccountText]]:
    told = ((change.removed, AccountText.NUMBER_REMOVED), (change.added, AccountText.NUMBER_ADDED))
    return [(number, what) for number, what in told if number is not None]
