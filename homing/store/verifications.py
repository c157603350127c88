"""Requests to confirm a number: opened, given codes, tried and closed. Of a code a keyed hash is kept, of the
latest one alone. A request's row is locked after its user's."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.account_texts import CODE_LASTS
from homing.domain.errors import NotFoundError
from homing.domain.verification import LONGEST, Request, Verdict, VerificationState


@dataclass(frozen=True, slots=True)
class VerificationRow:
    """A request, and the database's time. ``codes``: how many were asked for."""

    id: UUID
    reachability_id: UUID
    hmac: bytes = field(repr=False)
    country: str
    state: VerificationState
    tries: int
    codes: int
    code_hash: bytes | None = field(repr=False)
    code_at: datetime | None
    created_at: datetime
    expires_at: datetime
    now: datetime

    @property
    def request(self) -> Request:
        return Request(self.state, self.tries, self.code_at, self.expires_at)


_LATEST: Final = """
    select id, reachability_id, hmac, country, state, tries, codes, code_hash, code_at, created_at,
           expires_at, now()
      from verifications where org_id = :org and user_id = :user
     order by created_at desc, id limit 1
"""
_READ_LATEST: Final = text(_LATEST)
_LOCK_LATEST: Final = text(f"{_LATEST} for update")


async def read_latest(
    connection: AsyncConnection, org: UUID, user: UUID, *, lock: bool = False
) -> VerificationRow | None:
    """A user's latest request, open or not; None where there was none."""
    statement = _LOCK_LATEST if lock else _READ_LATEST
    row = (await connection.execute(statement, {"org": org, "user": user})).mappings().first()
    return None if row is None else VerificationRow(**{**row, "state": VerificationState(row["state"])})


# Whoever else has the number is locked together with the user who confirms it, in the order of ids.
_HOLDERS: Final = text("""
    select distinct r.user_id
      from verifications v join reachabilities r on r.org_id = v.org_id and r.hmac = v.hmac
     where v.org_id = :org and v.user_id = :user and v.state = 'open' and r.ended_at is null
""")


async def read_holders(connection: AsyncConnection, org: UUID, user: UUID) -> set[UUID]:
    """Who is said to have the number that a user is confirming; nobody where the user confirms none."""
    return set((await connection.execute(_HOLDERS, {"org": org, "user": user})).scalars())


_OPEN: Final = text("""
    insert into verifications (id, org_id, user_id, reachability_id, hmac, country, codes, locale, expires_at)
    values (:id, :org, :user, :reachability, :hmac, :country, 1, :locale,
            now() + make_interval(secs => :lasts))
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVerification:
    """A request for a number of a user's. ``locale``: of its texts; None, the user's."""

    id: UUID
    user_id: UUID
    reachability_id: UUID
    hmac: bytes = field(repr=False)
    country: str
    locale: str | None


async def open_verification(connection: AsyncConnection, org: UUID, new: NewVerification) -> None:
    """Open a request; its user's row is locked, and no other request of theirs is open."""
    await connection.execute(
        _OPEN,
        {
            "id": new.id,
            "org": org,
            "user": new.user_id,
            "reachability": new.reachability_id,
            "hmac": new.hmac,
            "country": new.country,
            "locale": new.locale,
            "lasts": CODE_LASTS.total_seconds(),
        },
    )


_TIMES: Final = {"lasts": CODE_LASTS.total_seconds(), "longest": LONGEST.total_seconds()}
_RENEW: Final = text("""
    update verifications
       set codes = codes + 1, told_at = null,
           expires_at = least(now() + make_interval(secs => :lasts),
                              created_at + make_interval(secs => :longest))
     where org_id = :org and id = :id and state = 'open'
""")


async def renew(connection: AsyncConnection, org: UUID, verification: UUID) -> None:
    """Count one more code, and let the request last as long as that does."""
    await connection.execute(_RENEW, {"org": org, "id": verification, **_TIMES})


_END: Final = text("select expires_at from verifications where org_id = :org and id = :id")


async def read_end(connection: AsyncConnection, org: UUID, verification: UUID) -> datetime:
    """When a request is over, unless it is given another code."""
    end: datetime = (await connection.execute(_END, {"org": org, "id": verification})).scalar_one()
    return end


# When the request is over stays as it is: its user sees that, and would see whether a code was sent.
_KEEP_CODE: Final = text("""
    update verifications v
       set code_hash = :hash, code_at = now()
      from account_messages m
     where m.id = :message and v.org_id = m.org_id and v.id = cast(m.subject as uuid) and v.state = 'open'
""")


async def keep_code(connection: AsyncConnection, message_id: UUID, code_hash: bytes) -> None:
    """Let the code that is about to be posted in a message be the one that counts, until its request is over;
    the one before it counts no more. Nothing where the request is over."""
    await connection.execute(_KEEP_CODE, {"message": message_id, "hash": code_hash})


_WRITE_VERDICT: Final = text("""
    update verifications
       set tries = tries + :wrong, state = :state,
           closed_at = case when :state = 'open' then closed_at else coalesce(closed_at, now()) end
     where org_id = :org and id = :id and state = 'open'
""")
_STATES: Final = {
    Verdict.CONFIRMED: VerificationState.CONFIRMED,
    Verdict.LOCKED: VerificationState.LOCKED,
    Verdict.EXPIRED: VerificationState.EXPIRED,
    Verdict.NOTHING: VerificationState.CANCELLED,
    Verdict.WRONG: VerificationState.OPEN,
}


async def write_verdict(
    connection: AsyncConnection, org: UUID, verification: UUID, verdict: Verdict, *, tried: bool
) -> None:
    """Write what a code came to, where the request was open. ``tried``: it could have been right."""
    wrong = int(tried and verdict in (Verdict.WRONG, Verdict.LOCKED))
    parameters = {"org": org, "id": verification, "wrong": wrong, "state": _STATES[verdict].value}
    await connection.execute(_WRITE_VERDICT, parameters)


_CANCEL: Final = text("""
    update verifications set state = 'cancelled', closed_at = now()
     where org_id = :org and user_id = :user and state = 'open' returning id
""")


async def cancel(connection: AsyncConnection, org: UUID, user: UUID) -> UUID | None:
    """Close a user's open request; its id, or None where none is."""
    return (await connection.execute(_CANCEL, {"org": org, "user": user})).scalar_one_or_none()


_TO_TELL: Final = text("""
    select v.id, v.user_id, v.state, v.expires_at <= now() as due,
           greatest(extract(epoch from v.expires_at - now()), 0)::float8 as left,
           (select m.id from account_messages m
             where m.org_id = v.org_id and m.user_id = v.user_id and m.subject = cast(v.id as text)
               and m.what = 'code' and m.done_at is null
             order by m.created_at desc limit 1) as message
      from verifications v where v.org_id = :org and v.id = :id
""")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request is: ``due`` it is over by now, though nobody has said so; ``left`` so many seconds
    until then; ``message``: the code's that is to be sent, None where none is."""

    id: UUID
    user_id: UUID
    state: VerificationState
    due: bool
    left: float
    message: UUID | None


async def read_standing(connection: AsyncConnection, org: UUID, verification: UUID) -> Standing:
    """Raises NotFoundError."""
    row = (await connection.execute(_TO_TELL, {"org": org, "id": verification})).first()
    if row is None:
        raise NotFoundError("verification")
    return Standing(row.id, row.user_id, VerificationState(row.state), row.due, row.left, row.message)


_EXPIRE: Final = text("""
    update verifications set state = 'expired', closed_at = now()
     where org_id = :org and id = :id and state = 'open' and expires_at <= now()
""")


async def expire(connection: AsyncConnection, org: UUID, verification: UUID) -> None:
    """Close a request whose time is over."""
    await connection.execute(_EXPIRE, {"org": org, "id": verification})


_EXPIRE_OLD: Final = text("""
    update verifications set state = 'expired', closed_at = now()
     where id = any(array(
           select id from verifications
            where state = 'open' and expires_at < now() - make_interval(secs => :late)
            order by id limit :most for update skip locked))
""")


async def expire_old(connection: AsyncConnection, late_seconds: float, most: int) -> int:
    """Close what was over so long ago and nobody closed. Needs the system role. Returns how many."""
    return (await connection.execute(_EXPIRE_OLD, {"late": late_seconds, "most": most})).rowcount


_UNTOLD: Final = text("""
    select org_id, id from verifications
     where state = 'open' and told_at is null and created_at < now() - make_interval(secs => :after)
       and expires_at > now()
     order by created_at limit :most
""")
_TOLD: Final = text("update verifications set told_at = now() where org_id = :org and id = :id")


async def read_untold(
    connection: AsyncConnection, after_seconds: float, most: int
) -> list[tuple[UUID, UUID]]:
    """Requests that go on, and of which Temporal has not been told for so long, with their organizations.
    Needs the system role."""
    found = await connection.execute(_UNTOLD, {"after": after_seconds, "most": most})
    return [(row.org_id, row.id) for row in found]


async def write_told(connection: AsyncConnection, org: UUID, verification: UUID) -> None:
    """Note that Temporal knows of a request as it stands."""
    await connection.execute(_TOLD, {"org": org, "id": verification})
