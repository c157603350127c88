"""What every dispatch records of the identifier that it was decided by: who said so, and how it stood."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Point, Sending
from homing.domain.decide import IdentifierState
from homing.store import health
from homing.store.health import NumberKey
from tests.dispatching.support import rows
from tests.store.whose import confirm, history, said, say, take_back
from tests.world import Company, Run, Someone, new_number

UNVERIFIED: Final = IdentifierState.UNVERIFIED

Act = Callable[[Company, Someone], Awaitable[object]]


async def recorded(run: Run, person: Someone) -> tuple[str, str | None, str | None]:
    """The outcome of a person, by whose word, in which state."""
    row = (await run.dispatches())[person.id]
    outcome = row.state if row.reason is None else f"{row.state}:{row.reason}"
    return outcome, row.identifier_source, row.identifier_state


async def quarantine(company: Company, person: Someone) -> None:
    number = NumberKey(company.id, company.sending.vault.hash_identifier(person.number))
    async with company.sending.database.system() as connection:
        await health.quarantine(connection, [number], "wrong_number")


@pytest.mark.spec("P09", "P28")
async def test_every_dispatch_records_whose_word_it_was_decided_by_and_how_that_stood(
    firm: Company, carrier: Control
) -> None:
    [own] = await firm.hire(1, source="self")
    [both, unconfirmed, bad, invalid, numberless] = await firm.hire(5, number=False)
    number = new_number()
    await say(firm, said(both.id, new_number(), "api"), said(both.id, number, "directory"))
    await say(firm, said(unconfirmed.id, new_number(), "self"))
    bad, invalid = replace(bad, number=new_number()), replace(invalid, number=new_number())
    await say(firm, said(bad.id, bad.number, "import"), said(invalid.id, invalid.number, "directory"))
    await quarantine(firm, bad)
    await carrier.fault("error", to=invalid.number, next=1, code=21211)
    await (await firm.campaign([invalid])).send()

    run = await firm.campaign([own, both, unconfirmed, bad, invalid, numberless])
    await run.send()

    found = [await recorded(run, one) for one in (own, both, unconfirmed, bad, invalid, numberless)]
    assert found == [
        ("sent", "self", "verified"),
        ("sent", "directory", "verified"),
        ("skipped:unverified", "self", "unverified"),
        ("skipped:quarantined", "import", "quarantined"),
        ("skipped:number_invalid", "directory", "invalid"),
        ("skipped:no_identifier", None, None),
    ]
    assert len(await carrier.texts(number)) == 1


@pytest.mark.spec("P09")
@pytest.mark.parametrize("state", ["unverified", "invalid"])
async def test_the_directorys_number_is_used_before_a_confirmed_one_even_where_it_may_not_be_texted(
    firm: Company, carrier: Control, state: str
) -> None:
    [ana] = await firm.hire(1, source="self")
    [holder] = await firm.hire(1)
    await say(firm, said(ana.id, holder.number if state == "unverified" else new_number(), "directory"))
    if state == "invalid":
        spoil = (
            "update reachabilities set state = 'invalid' where user_id = :user and source = 'directory'"
            " and kind = 'phone'"
        )
        await rows(firm.sending, spoil, user=ana.id)

    run = await firm.campaign([ana])
    await run.send()

    reason = "number_invalid" if state == "invalid" else state
    assert await recorded(run, ana) == (f"skipped:{reason}", "directory", state)
    await take_back(firm, ana.id, "directory")
    again = await firm.campaign([ana])
    await again.send()
    assert await recorded(again, ana) == ("sent", "self", "verified")
    assert len(await carrier.texts(ana.number)) == 1


async def contested(company: Company, person: Someone) -> None:
    """The directory now says that theirs is a number that is a colleague's."""
    [colleague] = await company.hire(1, source="api")
    await say(company, said(person.id, colleague.number, "directory"))


async def confirmed_by_another(company: Company, person: Someone) -> None:
    [colleague] = await company.hire(1, number=False)
    await say(company, said(colleague.id, person.number, "self"))
    [bound] = await history(company, colleague.id)
    await confirm(company, colleague.id, bound.id)


@pytest.mark.spec("X15", "P09")
@pytest.mark.parametrize(
    ("act", "found"),
    [
        (quarantine, ("skipped:quarantined", "api", "quarantined")),
        (contested, ("skipped:unverified", "directory", "unverified")),
        (confirmed_by_another, ("skipped:no_identifier", "api", "verified")),
    ],
)
async def test_what_happens_to_a_number_between_the_claim_and_the_post_keeps_the_text_back_and_is_recorded(
    firm: Company, carrier: Control, act: Act, found: tuple[str, str, str]
) -> None:
    [ana] = await firm.hire(1, source="api")
    run = await firm.campaign([ana])

    await run.send(sending=meanwhile(firm, ana, act))

    assert await recorded(run, ana) == found
    assert await carrier.texts(ana.number) == []


def meanwhile(company: Company, person: Someone, act: Act) -> Sending:
    """What sends, but for something that happens after the claim."""

    async def reached(point: Point) -> None:
        if point is Point.AFTER_CLAIM:
            await act(company, person)

    return replace(company.sending, reached=reached)
