"""Saying whose numbers are, and looking at what that came to."""

from typing import Final
from uuid import UUID

from homing.domain.people import IdentifierSource
from homing.domain.traits import IdentifierKind
from homing.store import identifiers
from homing.store.identifier_histories import PastIdentifier, list_identifiers
from homing.store.identifiers import Binding, Written, seal
from tests.world import Company, Someone

PHONE: Final = IdentifierKind.PHONE


def said(user: UUID, number: str, source: str = "api") -> Binding:
    state = IdentifierSource(source).state
    return Binding(user_id=user, kind=PHONE, raw=number, source=source, state=state)


async def say(company: Company, *bindings: Binding) -> Written:
    sealed = [seal(company.sending.vault, one) for one in bindings]
    return await company.sending.database.repeat_app(
        company.id, lambda c: identifiers.write(c, company.id, sealed)
    )


async def take_back(company: Company, user: UUID, source: str) -> None:
    await company.sending.database.repeat_app(
        company.id, lambda c: identifiers.unbind(c, company.id, user, PHONE, source)
    )


async def confirm(company: Company, user: UUID, reachability: UUID) -> None:
    await company.sending.database.repeat_app(
        company.id, lambda c: identifiers.confirm(c, company.id, user, reachability)
    )


async def history(company: Company, user: UUID) -> list[PastIdentifier]:
    """A user's numbers, the first one first."""
    vault = company.sending.vault
    async with company.sending.database.app(company.id) as connection:
        found = await list_identifiers(connection, company.id, vault, user, None, 99)
    return [one for one in reversed(found) if one.kind is PHONE]


async def states(company: Company, user: UUID) -> dict[str, str]:
    """How a user's numbers of now are, by source."""
    return {one.source: one.state for one in await history(company, user) if one.ended_at is None}


async def newcomers(company: Company, count: int) -> list[Someone]:
    return await company.hire(count, number=False)
