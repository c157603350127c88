"""A user of an organization who is at their own page, where a host vouches for its users."""

from datetime import timedelta
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import sessions
from homing.store.sessions import ByLink, IssuerKind, NewIssuer, Subject
from tests.world import Company


def cookie(org: UUID) -> str:
    """Of the user of an organization who is at their page."""
    return f"cookie-{org}"


def issuer(id_: UUID) -> NewIssuer:
    return NewIssuer(id_, "x", IssuerKind.SECRET, "https://x", "x", Subject.USER_ID, "s" * 32)


async def visit_page(connection: AsyncConnection, company: Company) -> None:
    vault = company.sending.vault
    await sessions.add_issuer(connection, company.id, vault, issuer(uuid5(company.id, "issuer")))
    assert await sessions.open_session(
        connection,
        company.id,
        vault,
        id=uuid5(company.id, "session"),
        user=company.staff[0].id,
        token=cookie(company.id),
        by=ByLink(uuid5(company.id, "link"), None),
        lifetime=timedelta(hours=1),
    )
