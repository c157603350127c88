"""What ``decide`` must know of those who are told about others, and the locks that keep it true.

A notice has nothing left to tell once everybody it is about has acted. So whoever posts one locks somebody
whom it is about and who has not: that person's acting waits for the post, or is seen by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.strategy import MessageClass
from homing.domain.traits import ChannelTraits
from homing.store.cohorts import OPEN
from homing.store.facts import (
    PERSON_COLUMNS,
    PERSON_JOINS,
    Person,
    asking,
    on_channel,
    person_of,
    reserved_person_of,
)
from homing.store.ledger import RESERVED_COLUMNS, PageKey, Reserved

_OPEN_SUBJECTS: Final = f"""
    from subjects s
      join recipients r on r.execution_id = s.execution_id and r.user_id = s.user_id
      join users u on u.org_id = r.org_id and u.id = r.user_id
     where s.org_id = t.org_id and s.execution_id = t.execution_id and s.step = t.step
       and s.occurrence = t.occurrence and s.user_id <> t.user_id and {OPEN}
"""
_OF_ALL: Final = f"{_OPEN_SUBJECTS} and t.everyone and s.cohort = t.about"
_OF_MANAGERS: Final = f"{_OPEN_SUBJECTS} and s.manager_id = t.user_id"
"""Of a target ``t``: those whom a notice is about, as one of a whole cohort or as whose manager."""

_PAGE: Final = """
    t.org_id = :org and t.execution_id = :execution and t.step = :step and t.occurrence = :occurrence
    and t.cohort = :cohort
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """What is locked: the numbers that may be texted, and subjects who can't act meanwhile."""

    numbers: set[bytes]
    subjects: list[UUID]


_USERS: Final = text(f"""
    select t.user_id from targets t where {_PAGE} and t.position >= :first and t.position < :past
""")  # noqa: S608  # constants

# One round trip, and yet in order: each part reads the one before it to its end. The targets' own rows as
# recipients are among those locked, since who was removed is told nothing more.
_LOCK: Final = text(f"""
    with subject as materialized (
        select coalesce((select s.user_id {_OF_MANAGERS} limit 1), (select s.user_id {_OF_ALL} limit 1)) as id
          from targets t where {_PAGE} and t.user_id = any(:users)),
    u as materialized (
        select id from users
         where org_id = :org and (id = any(:users) or id = any(array(select id from subject)))
         order by id for share),
    r as materialized (
        select user_id from recipients
         where execution_id = :execution and user_id = any(array(select id from u))
         order by user_id for share),
    n as materialized (
        select hmac from numbers where hmac = any(:hashes) and (select count(*) from r) >= 0
         order by hmac for share)
    select (select coalesce(array_agg(hmac), '{{}}') from n) as numbers,
           (select coalesce(array_agg(user_id), '{{}}') from r) as subjects
""")  # noqa: S608  # constants


async def read_target_users(connection: AsyncConnection, page: PageKey) -> list[UUID]:
    """The users of a page of targets, who never change."""
    return list((await connection.execute(_USERS, _key(page))).scalars())


async def lock_targets(
    connection: AsyncConnection, page: PageKey, users: Sequence[UUID], hashes: Sequence[bytes]
) -> Guard:
    """Lock what STOP, removing, deactivating and the acting of the last whom a notice is about lock, against
    them and not against each other."""
    found = await connection.execute(_LOCK, {**_key(page), "users": list(users), "hashes": list(hashes)})
    row = found.one()
    return Guard(set(row.numbers), list(row.subjects))


_TARGETS: Final = f"""
    (select t.org_id, t.execution_id, t.user_id, t.cohort, t.position, t.may_act, true as about_others,
            own.removed_at is not null as removed,
            not exists (select 1 {_OF_MANAGERS}) and not exists (select 1 {_OF_ALL}) as acted,
            cast(:subjects as uuid[]) is null
                or exists (select 1 {_OF_MANAGERS} and s.user_id = any(:subjects))
                or exists (select 1 {_OF_ALL} and s.user_id = any(:subjects)) as guarded
       from targets t
       left join recipients own on own.execution_id = t.execution_id and own.user_id = t.user_id
      where {_PAGE}) r
"""  # noqa: S608  # constants
_PEOPLE: Final = asking(f"""
    select {PERSON_COLUMNS} from {_TARGETS} {PERSON_JOINS} where r.user_id = any(:users) order by r.position
""")  # noqa: S608  # constants
_GROUP: Final = asking(f"""
    select {RESERVED_COLUMNS}, {PERSON_COLUMNS}
      from dispatches d
      join {_TARGETS} on r.execution_id = d.execution_id and r.user_id = d.user_id {PERSON_JOINS}
     where d.org_id = :org and d.id = any(:ids) and d.state = 'reserved'
     order by d.id
""")  # noqa: S608  # constants


async def read_targets(
    connection: AsyncConnection,
    page: PageKey,
    users: Sequence[UUID],
    traits: ChannelTraits,
    guard: Guard | None,
    message_class: MessageClass = MessageClass.TRANSACTIONAL,
) -> list[Person]:
    """What is known of these targets, by position. Without a guard they count as guarded."""
    asked = {**_key(page), "users": list(users), "subjects": _subjects(guard)}
    found = await connection.execute(
        _PEOPLE[message_class.needs_consent], {**asked, **on_channel(traits, message_class)}
    )
    return [person_of(row) for row in found.mappings()]


async def read_target_group(  # which, and for which messages
    connection: AsyncConnection,
    page: PageKey,
    ids: Sequence[UUID],
    traits: ChannelTraits,
    guard: Guard,
    message_class: MessageClass = MessageClass.TRANSACTIONAL,
) -> list[tuple[Reserved, Person]]:
    """Those of these dispatches that are still reserved, by id, each with its target as known now."""
    asked = {**_key(page), "ids": list(ids), "subjects": _subjects(guard)}
    found = await connection.execute(
        _GROUP[message_class.needs_consent], {**asked, **on_channel(traits, message_class)}
    )
    return [reserved_person_of(row) for row in found]


def _key(page: PageKey) -> dict[str, object]:
    step = page.step
    return {
        "org": step.org_id,
        "execution": step.execution_id,
        "step": step.step,
        "occurrence": step.occurrence,
        "cohort": page.cohort,
        "first": page.first,
        "past": page.past,
    }


def _subjects(guard: Guard | None) -> list[UUID] | None:
    return None if guard is None else guard.subjects
