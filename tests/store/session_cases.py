"""As ``tenants.CASES``, of the repositories behind a user's own page."""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import own_page, sessions
from homing.store.sessions import ByLink
from tests.store.tenants import Case, Tenant
from tests.store.visited import cookie, issuer

NOT_BY_ID: Final = {
    "sessions.find_session",  # of the system, which is told a cookie and not an organization
    "sessions.forget_old_sessions",
}
"""What answers with something although the owner was asked for: what it says is searched for ids."""


async def open_page(connection: AsyncConnection, org: UUID, t: Tenant) -> object:
    """A session in a user's name, with a cookie of the caller's own."""
    return await sessions.open_session(
        connection,
        org,
        t.vault,
        id=uuid4(),
        user=t.users[0],
        token=uuid4().hex,
        by=ByLink(uuid4(), None),
        lifetime=timedelta(hours=1),
    )


SESSION_CASES: Final[dict[str, Case]] = {
    "own_page.read_own_messages": lambda c, o, t: own_page.read_own_messages(c, o, t.users[0], 9),
    "own_page.read_own_numbers": lambda c, o, t: own_page.read_own_numbers(c, o, t.vault, t.users[0]),
    "own_page.read_own_settings": lambda c, o, t: own_page.read_own_settings(c, o, t.vault, t.users[0]),
    "sessions.add_issuer": lambda c, o, t: sessions.add_issuer(c, o, t.vault, issuer(uuid4())),
    "sessions.check_user": lambda c, o, t: sessions.check_user(c, o, t.users[0]),
    "sessions.end_session": lambda c, o, t: sessions.end_session(c, o, uuid5(t.id, "session")),
    "sessions.end_sessions": lambda c, o, t: sessions.end_sessions(c, o, t.users[0]),
    "sessions.find_session": lambda c, _, t: sessions.find_session(c, t.vault, cookie(t.id)),
    "sessions.forget_old_sessions": lambda c, *_: sessions.forget_old_sessions(c),
    "sessions.list_issuers": lambda c, o, t: sessions.list_issuers(c, o, t.vault),
    "sessions.open_session": open_page,
    "sessions.remove_issuer": lambda c, o, t: sessions.remove_issuer(c, o, uuid5(t.id, "issuer")),
    "sessions.set_language": lambda c, o, t: sessions.set_language(c, o, uuid5(t.id, "session"), "de"),
}
"""Every function of these repositories, likewise."""
