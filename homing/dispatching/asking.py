"""What would be decided now: the claim's own question, asked without writing anything down."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.claim import ClaimRequest, facts_of
from homing.dispatching.words import write
from homing.domain.decide import Decision, decide
from homing.store.circumstances import lock_circumstances, read_market
from homing.store.facts import read_people
from homing.store.reports import read_budget
from homing.store.vault import LINK_CODE_PLACEHOLDER, Vault


async def would(
    connection: AsyncConnection, vault: Vault, request: ClaimRequest, user: UUID
) -> Decision | None:
    """What a claim of this recipient would say at this moment; None for who is no recipient."""
    step, channel, traits = request.page.step, request.channel, request.channel.traits
    common = await lock_circumstances(connection, step.org_id, step.execution_id, traits)
    common = replace(common, channel_enabled=common.channel_enabled and request.available)
    people = await read_people(
        connection, step.org_id, step.execution_id, [user], traits, request.message_class
    )
    if not people:
        return None
    [person] = people
    market = await read_market(connection, common, traits.market)
    budget = None
    if traits.metered:
        budget = await read_budget(connection, step.org_id, traits.name, common.period)
    facts = facts_of(
        request,
        common,
        person,
        write(vault, channel, common, person, LINK_CODE_PLACEHOLDER),
        price=market.price_to(person.country) if traits.metered else 0,
        has_sender=market.sender_for(person.country) is not None if traits.needs_sender else False,
        budget=budget,
    )
    return decide(facts)
