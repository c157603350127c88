"""Who is named as a manager in what a directory sent of others, and is so no more once they are erased."""

import json
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.scim import exact, identities, named_by, read_person, without_manager
from homing.store.scim import hashed
from homing.store.vault import Vault

_CALLED: Final = text("""
    select u.sealed_external_id, r.key_id, r.sealed
      from users u left join scim_resources r on r.org_id = u.org_id and r.id = u.id and r.kind = 'User'
     where u.org_id = :org and u.id = :user
""")
# The user's own too: like a directory's changes, this holds resources before users.
_HOLD: Final = text("""
    select r.id, r.key_id, r.sealed from scim_resources r
     where r.id in (select o.id from scim_resources o where o.org_id = :org and o.id = :user
                     union all
                    select s.id from scim_resources s
                     where s.org_id = :org and s.kind = 'User'
                       and s.manager_terms && cast(:terms as bytea[]))
       and r.org_id = :org
     order by r.id for update
""")
_WRITE: Final = text("""
    update scim_resources r
       set manager_terms = '{}', key_id = v.key_id, sealed = v.sealed, modified_at = clock_timestamp(),
           terms = array(select one from unnest(r.terms) one where one <> all(cast(:gone as bytea[]))),
           version = greatest(r.version + 1, cast(extract(epoch from clock_timestamp()) * 1000000 as bigint))
      from unnest(cast(:ids as uuid[]), cast(:keys as text[]), cast(:sealed as bytea[]))
           as v(id, key_id, sealed)
     where r.org_id = :org and r.id = v.id
""")


async def unname_manager(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> int:
    """Take a user out of the documents of those whose manager they are, by whatever name they are called
    there. Holds the user's own document too. Needs the system role. Returns how many documents changed."""
    terms = hashed(vault, org, await _names(connection, org, vault, user))
    held = (await connection.execute(_HOLD, {"org": org, "user": user, "terms": terms})).all()
    changed = {row.id: _opened(vault, row) for row in held if row.id != user}
    if not changed:
        return 0
    managers = [manager for one in changed.values() if (manager := read_person(one).manager)]
    fresh = [vault.encrypt(_written(without_manager(one))) for one in changed.values()]
    given = {
        "org": org,
        "gone": hashed(vault, org, [("manager.value", exact(one)) for one in managers]),
        "ids": list(changed),
        "keys": [key_id for key_id, _ in fresh],
        "sealed": [sealed for _, sealed in fresh],
    }
    await connection.execute(_WRITE, given)
    return len(changed)


async def _names(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> list[tuple[str, str]]:
    """By what others may call a user: what their own document says, and what the organization calls them."""
    found = [("id", str(user))]
    row = (await connection.execute(_CALLED, {"org": org, "user": user})).first()
    if row is not None and row.sealed_external_id is not None:
        found += named_by(vault.open(row.sealed_external_id))
    if row is not None and row.sealed is not None:
        found += identities(_opened(vault, row))
    return found


def _opened(vault: Vault, row: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(vault.decrypt(row.key_id, row.sealed))
    return document


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
