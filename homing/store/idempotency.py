"""Requests that create, each once under the key that its caller gave it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Begun:
    """A request that is let in. ``makes``: the id of what it is to make; ``until``: when it counts as lost.

    No two that were let in under one key have the same ``until``: by it, whoever was taken for lost ends
    nothing of the next one's.
    """

    makes: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """A request that came before under the same key. ``same``: it asked for the same; no ``status``: it is
    under way."""

    same: bool
    status: int | None
    answer: str | None


# One that is under way for longer than a request lasts has lost its process: it may be repeated, and makes
# what the lost one made or was about to, under the same id. A key that is a day old is a new one.
_CLAIM: Final = text("""
    insert into idempotency_keys as k (org_id, key, fingerprint, makes, until)
    values (:org, :key, :fingerprint, :makes, now() + make_interval(secs => :seconds))
    on conflict (org_id, key) do update set until = excluded.until
     where k.status is null and k.until < now() and k.fingerprint = excluded.fingerprint
    returning makes, until
""")
_EARLIER: Final = text("""
    select fingerprint = :fingerprint as same, status, key_id, sealed from idempotency_keys
     where org_id = :org and key = :key
""")


async def claim(
    connection: AsyncConnection, org: UUID, vault: Vault, key: str, fingerprint: bytes, seconds: float
) -> Begun | Earlier:
    """Begin a request under a key, for so long, where it is the first, or the one before was lost: then it is
    to make what that one was."""
    row = {"org": org, "key": key, "fingerprint": fingerprint}
    new = {**row, "makes": uuid4(), "seconds": seconds}
    begun = (await connection.execute(_CLAIM, new)).first()
    if begun is not None:
        return Begun(begun.makes, begun.until)
    found = (await connection.execute(_EARLIER, row)).first()
    if found is None:  # given up between the two statements: as if it were under way
        return Earlier(same=True, status=None, answer=None)
    answer = None if found.sealed is None else vault.decrypt(found.key_id, found.sealed)
    return Earlier(found.same, found.status, answer)


_KEEP: Final = text("""
    update idempotency_keys set status = :status, key_id = :key_id, sealed = :sealed
     where org_id = :org and key = :key and until = :until
""")


async def keep(
    connection: AsyncConnection, org: UUID, vault: Vault, key: str, until: datetime, status: int, answer: str
) -> None:
    """Keep what a request was answered, unless it was taken for lost and another let in: that one answers.
    ``until``: of its own Begun."""
    key_id, sealed = vault.encrypt(answer)
    row = {"org": org, "key": key, "until": until, "status": status, "key_id": key_id, "sealed": sealed}
    await connection.execute(_KEEP, row)


_GIVE_UP: Final = text("""
    delete from idempotency_keys where org_id = :org and key = :key and until = :until and status is null
""")


async def give_up(connection: AsyncConnection, org: UUID, key: str, until: datetime) -> None:
    """A request was refused: its key is free again, unless another was let in meanwhile, whose it is."""
    await connection.execute(_GIVE_UP, {"org": org, "key": key, "until": until})


_FORGET: Final = text("delete from idempotency_keys where created_at < now() - interval '24 hours'")


async def forget_old(connection: AsyncConnection) -> int:
    """Keys count for a day. Needs the system role. Returns how many were forgotten."""
    return int((await connection.execute(_FORGET)).rowcount)
