"""Entries of users' inboxes in the product."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.ledger import StepKey
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class NewItem:
    """An entry for one user. ``may_act``: it is one that they can act on."""

    dispatch_id: UUID
    user_id: UUID
    body: str = field(repr=False)
    may_act: bool


_WRITE: Final = text("""
    insert into in_app_items (dispatch_id, org_id, user_id, execution_id, sealed_body, may_act)
    select v.id, :org, v.user_id, :execution, v.body, v.may_act
      from unnest(cast(:ids as uuid[]), cast(:users as uuid[]), cast(:bodies as bytea[]),
                  cast(:may_act as bool[])) as v(id, user_id, body, may_act)
    on conflict (dispatch_id) do nothing
""")


async def write_items(
    connection: AsyncConnection, vault: Vault, step: StepKey, items: Sequence[NewItem]
) -> None:
    """Post entries to inboxes, encrypted since they hold names; one that is there already stays as it is."""
    if not items:
        return
    await connection.execute(
        _WRITE,
        {
            "org": step.org_id,
            "execution": step.execution_id,
            "ids": [item.dispatch_id for item in items],
            "users": [item.user_id for item in items],
            "bodies": [vault.seal(item.body) for item in items],
            "may_act": [item.may_act for item in items],
        },
    )
