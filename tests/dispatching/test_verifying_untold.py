"""What a user sees of a request tells nothing of the number that they typed: not whether a code was sent to
it, and not what the organization knows of it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from homing.domain.account_texts import CODE_LASTS
from homing.domain.traits import IdentifierKind
from homing.domain.verification import SENT_WITHIN, WAITS, Verdict
from homing.store import health, identifiers
from homing.store.health import NumberKey
from tests.confirming import let_pass, other_than
from tests.dispatching.verifying import CODE, again, ask, give, newcomers, pending, post
from tests.world import Company, Someone


@pytest.mark.spec("P11", "P14")
async def test_what_is_shown_of_a_request_is_the_same_once_its_code_was_sent(office: Company) -> None:
    [ana] = await newcomers(office)
    asked = await ask(office, ana)
    await let_pass(office, timedelta(seconds=20))
    before = await pending(office, ana)

    await post(office, asked.verification)

    assert await pending(office, ana) == before


@pytest.mark.spec("P11", "P14")
@pytest.mark.parametrize("short_of", [timedelta(seconds=20), timedelta(0)])
async def test_a_wrong_code_is_answered_alike_whether_or_not_one_was_sent(
    office: Company, short_of: timedelta
) -> None:
    texted, stopped = await newcomers(office, 2)
    sent = await ask(office, texted)
    await ask(office, stopped)
    await let_pass(office, SENT_WITHIN)
    await post(office, sent.verification)
    await let_pass(office, CODE_LASTS - SENT_WITHIN - short_of)

    [wrong] = other_than(CODE)
    answers = {(await give(office, one, wrong)).verdict for one in (texted, stopped)}

    assert answers == {Verdict.WRONG if short_of else Verdict.EXPIRED}


@pytest.mark.spec("P11")
async def test_a_code_is_sent_soon_or_not_at_all_since_it_would_count_for_less_than_its_text_says(
    office: Company,
) -> None:
    [ana] = await newcomers(office)
    await ask(office, ana)
    await let_pass(office, WAITS[0])
    await again(office, ana)

    async with office.sending.database.app(office.id) as connection:
        found = await connection.execute(
            text("select until - created_at as lasts from account_messages order by created_at")
        )
        first, second = found.scalars()

    assert first < SENT_WITHIN, "another one was asked for"
    assert second == SENT_WITHIN


async def shown_state(office: Company, who: Someone) -> str:
    """As a user sees the number that they added."""
    async with office.sending.database.app(office.id) as connection:
        known = await identifiers.read_identifiers(connection, office.id, office.sending.vault, [who.id])
    [state] = [one.state for one in known[who.id] if one.kind is IdentifierKind.PHONE]
    return state


@pytest.mark.spec("P11")
async def test_a_number_that_was_only_typed_does_not_show_that_it_is_quarantined(office: Company) -> None:
    [owner], [curious] = await office.hire(1), await newcomers(office)
    key = NumberKey(office.id, office.sending.vault.hash_identifier(owner.number))
    async with office.sending.database.system() as connection:
        await health.quarantine(connection, [key], "wrong_number")
    assert await shown_state(office, owner) == "quarantined"

    await ask(office, curious, owner.number)

    assert await shown_state(office, curious) == "unverified"
