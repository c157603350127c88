"""What stands behind the links in messages: one for each attempt, found by the keyed hash of its code."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.outcome import EventKind
from homing.store.ledger import Event, write_events
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Who may open a link, and what they find.

    ``title`` is None where the organization has switched it off. ``about_others``: its message told about
    others. ``may_act``: there is something that its reader can do; ``done``: they did it; ``over``: the
    execution is, or they were taken out of it. ``languages``: the organization's; none listed: all.
    """

    attempt_id: UUID
    dispatch_id: UUID
    org_id: UUID
    campaign_id: UUID
    execution_id: UUID
    step: str
    user_id: UUID
    external_id: str | None = field(repr=False)
    first_name: str | None = field(repr=False)
    locale: str | None
    org_locale: str
    languages: list[str]
    product_name: str
    title: str | None = field(repr=False)
    target_url: str | None = field(repr=False)
    about_others: bool
    may_act: bool
    done: bool
    over: bool


_FIND: Final = text("""
    select a.id as attempt_id, d.id as dispatch_id, d.org_id, e.campaign_id, d.execution_id, d.step,
           d.user_id, u.sealed_external_id as external_id, u.sealed_first_name as first_name,
           u.locale, o.locale as org_locale, o.languages, o.product_name,
           case when o.show_title then c.title end as title, c.target_url,
           t.user_id is not null as about_others,
           case when t.user_id is null then r.removed_at is null and r.user_id is not null
                else t.may_act end as may_act,
           case when t.user_id is null then r.acted_at else t.acted_at end is not null as done,
           e.state in ('cancelled', 'completed') or (t.user_id is null and r.removed_at is not null) as over
      from attempts a
      join dispatches d on d.id = a.dispatch_id
      join executions e on e.id = d.execution_id
      join campaigns c on c.id = e.campaign_id
      join organizations o on o.id = d.org_id
      join users u on u.org_id = d.org_id and u.id = d.user_id and u.active
      left join recipients r on r.execution_id = d.execution_id and r.user_id = d.user_id
      left join targets t on t.execution_id = d.execution_id and t.step = d.step
       and t.occurrence = d.occurrence and t.cohort = d.cohort and t.user_id = d.user_id
     where a.link_hash = :hash and a.posted_at > now() - interval '30 days'
""")


async def find_link(connection: AsyncConnection, vault: Vault, link_hash: bytes) -> LinkRow | None:
    """None where the code is nobody's, older than 30 days, or of a user who is deactivated. Needs the system
    role."""
    row = (await connection.execute(_FIND, {"hash": link_hash})).mappings().first()
    if row is None:
        return None
    opened = {name: vault.open(row[name]) for name in ("external_id", "first_name")}
    return LinkRow(**{**row, **opened})


_CLICK: Final = text("""
    update attempts set clicked_at = clock_timestamp()
     where id = :attempt and clicked_at is null returning dispatch_id
""")


async def mark_clicked(connection: AsyncConnection, attempt: UUID) -> bool:
    """Note that a link was opened, with the event; False where it had been before."""
    dispatch = (await connection.execute(_CLICK, {"attempt": attempt})).scalar()
    if dispatch is None:
        return False
    await write_events(connection, [Event(dispatch, EventKind.CLICKED)])
    return True
