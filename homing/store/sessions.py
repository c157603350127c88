"""Users at their own pages: who vouches for them, and the sessions that they have there."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError
from homing.store.vault import Vault

MOST_ISSUERS: Final = 20
"""Whose word one organization takes: a token may be tried with the keys of each."""
MOST_AT_ONCE: Final = 20
"""Sessions that a user has by tokens of a host, each of which opens as many as somebody likes."""
CLOCKS_DIFFER: Final = timedelta(seconds=30)
"""How far a host's clock may be from ours."""
_BYTES: Final = 24
_KEPT: Final = timedelta(days=1)
"""How long a session that is over is still known: longer than the link that it came from is good."""


class IssuerKind(StrEnum):
    """What a token is checked with: a shared secret, a public key, or a key set at an address."""

    SECRET = "secret"  # noqa: S105  # the word, and none
    PUBLIC_KEY = "public_key"
    KEY_SET = "key_set"


class Subject(StrEnum):
    """What the claim ``sub`` of a token is: the product's id of a user, or the directory's."""

    USER_ID = "user_id"
    EXTERNAL_ID = "external_id"


@dataclass(frozen=True, slots=True)
class NewIssuer:
    """``checked_with``: the secret, the public key as PEM, or the address."""

    id: UUID
    name: str
    kind: IssuerKind
    issuer: str
    audience: str
    subject: Subject
    checked_with: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Issuer:
    """As ``NewIssuer``, with when it was added."""

    id: UUID
    name: str
    kind: IssuerKind
    issuer: str
    audience: str
    subject: Subject
    checked_with: str = field(repr=False)
    created_at: datetime


_LOCK: Final = text("select 1 from organizations where id = :org for no key update")
_COUNT: Final = text("select count(*) from session_issuers where org_id = :org")
_ADD: Final = text("""
    insert into session_issuers (id, org_id, name, kind, issuer, audience, subject, key_id, sealed)
    values (:id, :org, :name, :kind, :issuer, :audience, :subject, :key_id, :sealed)
""")


async def add_issuer(connection: AsyncConnection, org: UUID, vault: Vault, new: NewIssuer) -> None:
    """From now on its tokens are taken. Raises RefusedError ``too_many_issuers``."""
    await connection.execute(_LOCK, {"org": org})
    if (await connection.execute(_COUNT, {"org": org})).scalar_one() >= MOST_ISSUERS:
        raise RefusedError("too_many_issuers")
    key_id, sealed = vault.encrypt(new.checked_with)
    row = {name: getattr(new, name) for name in NewIssuer.__slots__ if name != "checked_with"}
    row |= {"kind": new.kind.value, "subject": new.subject.value}
    await connection.execute(_ADD, {"org": org, "key_id": key_id, "sealed": sealed, **row})


_LIST: Final = text("""
    select id, name, kind, issuer, audience, subject, key_id, sealed, created_at from session_issuers
     where org_id = :org order by id
""")


async def list_issuers(connection: AsyncConnection, org: UUID, vault: Vault) -> list[Issuer]:
    """Those whose tokens are taken, at most ``MOST_ISSUERS``."""
    return [
        Issuer(
            row.id,
            row.name,
            IssuerKind(row.kind),
            row.issuer,
            row.audience,
            Subject(row.subject),
            vault.decrypt(row.key_id, row.sealed),
            row.created_at,
        )
        for row in await connection.execute(_LIST, {"org": org})
    ]


_REMOVE: Final = text("delete from session_issuers where org_id = :org and id = :id returning id")


async def remove_issuer(connection: AsyncConnection, org: UUID, issuer: UUID) -> None:
    """From now on its tokens open nothing; sessions that they opened run out. Raises NotFoundError."""
    if (await connection.execute(_REMOVE, {"org": org, "id": issuer})).first() is None:
        raise NotFoundError("session_issuer")


_ACTIVE: Final = text("select active, deactivated_at from users where org_id = :org and id = :user")


async def check_user(connection: AsyncConnection, org: UUID, user: UUID) -> datetime | None:
    """Whether somebody may be let in, and when they were last deactivated; None: never. Raises
    NotFoundError, RefusedError ``user_inactive``."""
    row = (await connection.execute(_ACTIVE, {"org": org, "user": user})).first()
    if row is None:
        raise NotFoundError("user")
    if not row.active:
        raise RefusedError("user_inactive")
    deactivated_at: datetime | None = row.deactivated_at
    return deactivated_at


@dataclass(frozen=True, slots=True)
class ByLink:
    """A link of ours, good for one opening. ``deactivated_at``: when its user last had been as it was made,
    so that no clock decides whether they were again since."""

    id: UUID
    deactivated_at: datetime | None


@dataclass(frozen=True, slots=True)
class ByToken:
    """A host's token, and whose word it is. ``issued_at``: by the host's clock; None where it does not say,
    so that nobody knows whether its user was deactivated since."""

    issuer: UUID
    issued_at: datetime | None


def new_session_token() -> str:
    """192 bits from a cryptographic generator, as a cookie holds them."""
    return secrets.token_urlsafe(_BYTES)


# What a link has opened is kept: it lets nobody in again. The user is held, so that whoever deactivates them
# comes before, or ends this session too; so is the issuer, whose removal may have been answered while a token
# was checked. Who is not let in ends nobody's session.
_OPEN: Final = text("""
    with vouching as (
        select 1 from session_issuers i where i.org_id = :org and i.id = cast(:issuer as uuid) for key share
    ), known as (
        select u.org_id, u.id from users u
         where u.org_id = :org and u.id = :user and u.active
           and case when cast(:link as uuid) is not null
                    then u.deactivated_at is not distinct from cast(:deactivated_at as timestamptz)
                    else exists (select from vouching)
                     and (u.deactivated_at is null or cast(:issued_at as timestamptz)
                                                      > u.deactivated_at + cast(:clocks as interval)) end
           for share of u
    ), too_many as (
        delete from profile_sessions s using known
         where cast(:link as uuid) is null and s.org_id = known.org_id and s.user_id = known.id
           and s.link_id is null and s.id in (
               select t.id from profile_sessions t
                where t.org_id = :org and t.user_id = :user and t.link_id is null
                order by t.created_at desc, t.id offset :others))
    insert into profile_sessions (id, org_id, user_id, hash, link_id, expires_at)
    select :id, known.org_id, known.id, :hash, cast(:link as uuid), now() + cast(:lifetime as interval)
      from known
    on conflict (org_id, link_id) where link_id is not null do nothing
    returning id
""")


async def open_session(
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    *,
    id: UUID,  # noqa: A002  # as every record's
    user: UUID,
    token: str,
    by: ByLink | ByToken,
    lifetime: timedelta,
) -> bool:
    """Let a user in, and end their oldest sessions beyond ``MOST_AT_ONCE``. False where there is no such
    user, or none who is active, where a link has let somebody in before, where it or a token may be of before
    the user was deactivated, or where nobody vouches for the token any more."""
    link = by if isinstance(by, ByLink) else None
    vouched = by if isinstance(by, ByToken) else None
    row = {
        "id": id,
        "org": org,
        "user": user,
        "hash": vault.hash_session(token),
        "link": None if link is None else link.id,
        "deactivated_at": None if link is None else link.deactivated_at,
        "issuer": None if vouched is None else vouched.issuer,
        "issued_at": None if vouched is None else vouched.issued_at,
        "clocks": CLOCKS_DIFFER,
        "lifetime": lifetime,
        "others": MOST_AT_ONCE - 1,
    }
    return (await connection.execute(_OPEN, row)).first() is not None


@dataclass(frozen=True, slots=True)
class KnownSession:
    """Who is at their page, and the language that they chose there."""

    id: UUID
    org_id: UUID
    user_id: UUID
    language: str | None


_FIND: Final = text("""
    select s.id, s.org_id, s.user_id, s.language
      from profile_sessions s join users u on u.org_id = s.org_id and u.id = s.user_id and u.active
     where s.hash = :hash and s.expires_at > now()
""")


async def find_session(connection: AsyncConnection, vault: Vault, token: str) -> KnownSession | None:
    """None where it is nobody's, over, or of a user who is deactivated. Needs the system role."""
    row = (await connection.execute(_FIND, {"hash": vault.hash_session(token)})).first()
    return None if row is None else KnownSession(*row)


_SPEAK: Final = text("update profile_sessions set language = :language where org_id = :org and id = :id")


async def set_language(connection: AsyncConnection, org: UUID, session: UUID, language: str) -> None:
    """What the page is read in, for as long as the session lasts."""
    await connection.execute(_SPEAK, {"org": org, "id": session, "language": language})


_END: Final = text("""
    update profile_sessions set expires_at = least(expires_at, now()) where org_id = :org and id = :id
""")


async def end_session(connection: AsyncConnection, org: UUID, session: UUID) -> None:
    """Let its cookie open nothing any more."""
    await connection.execute(_END, {"org": org, "id": session})


_END_ALL: Final = text("""
    update profile_sessions set expires_at = now()
     where org_id = :org and user_id = :user and expires_at > now()
""")


async def end_sessions(connection: AsyncConnection, org: UUID, user: UUID) -> None:
    """Let no cookie of a user who is held open their page any more."""
    await connection.execute(_END_ALL, {"org": org, "user": user})


_FORGET: Final = text("delete from profile_sessions where expires_at < now() - cast(:kept as interval)")


async def forget_old_sessions(connection: AsyncConnection) -> int:
    """Delete the sessions that ended a day ago. Needs the system role. Returns how many."""
    return int((await connection.execute(_FORGET, {"kept": _KEPT})).rowcount)
