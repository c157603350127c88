"""A send takes user ids: no way leads from a caller's number to a handset."""

import ast
import dataclasses
import types
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any, Final, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from activities import collect_activity, send_activities
from homing.carrier.control import Control
from homing.channels import CHANNELS, Channel
from homing.dispatching import withdraw
from homing.dispatching.claim import claim
from homing.dispatching.context import Sending
from homing.dispatching.page import run_page
from homing.domain.decide import IdentifierState
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.providers.base import Answer, Outbound, Provider
from homing.store import identifiers
from homing.store.identifiers import Binding
from homing.store.vault import Vault
from tests.dispatching.support import Around, rows
from tests.world import Company, Someone, new_number
from workflows import WORKFLOWS

ROOT: Final = Path(__file__).parents[2]

IDS: Final = {"org", "campaign", "execution", "verification"}
NAMES: Final = {"step", "outcomes", "channel", "channels", "always", "earlier", "receipted", "kinds"}
LANGUAGES: Final = {"locale"}
TIMES: Final = {"due", "wake", "begun", "ended"}
WORDS: Final = IDS | NAMES | LANGUAGES | TIMES
"""What may be said of a send in a string: ids, names of the definition, languages and times. None is a
destination."""
NO_WORDS: Final = (int, float, bool, types.NoneType, UUID, Enum)
OURS: Final = (Sending, AsyncConnection, Vault)
"""What a process gives to its own functions."""


def words_in(kind: Any, name: str = "") -> set[str]:
    """The names of the places in a type where a caller can put a string. Fails on a type that could carry
    anything."""
    if get_origin(kind) is not None:
        return {word for part in get_args(kind) if part is not ... for word in words_in(part, name)}
    if kind is Channel:
        return set()  # one of a tuple that can be read
    if kind is str:
        return {name}
    if isinstance(kind, type) and issubclass(kind, NO_WORDS):
        return set()
    if dataclasses.is_dataclass(kind):
        return {word for field, hint in get_type_hints(kind).items() for word in words_in(hint, field)}
    message = f"{name} may carry anything: {kind}"
    raise AssertionError(message)


@pytest.mark.spec("P12")
async def test_no_argument_of_a_send_can_carry_a_number(sending: Sending) -> None:
    doors: list[Callable[..., Any]] = [run_page, claim, *(workflow.run for workflow in WORKFLOWS)]
    doors += [*send_activities(sending), collect_activity(sending)]
    said: set[str] = set()
    for door in doors:
        hints = get_type_hints(door)
        hints.pop("return")
        for name, kind in hints.items():
            if kind not in OURS:
                said |= words_in(kind, name)

    assert len(doors) == 2 + len(WORKFLOWS) + len(CHANNELS) + 1
    assert said == WORDS


def test_a_field_for_a_number_would_be_noticed() -> None:
    outbound = words_in(Outbound)

    assert "recipient" in outbound - WORDS
    with pytest.raises(AssertionError, match="may carry anything"):
        words_in(dict)
    with pytest.raises(AssertionError, match="may carry anything"):
        words_in(E164)


@pytest.mark.spec("P12")
def test_messages_to_recipients_are_made_in_one_place_alone() -> None:
    makers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("homing", "activities", "workflows", "plugin")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Outbound"
    }

    # The other is the mail to the addresses that admins gave for themselves.
    assert makers == {"homing/dispatching/post.py", "homing/dispatching/telling_admins.py"}


class Recording(Around):
    """Keeps what it is asked to transmit."""

    def __init__(self, real: Provider) -> None:
        super().__init__(real)
        self.asked: list[Outbound] = []

    async def send(self, message: Outbound) -> Answer:
        self.asked.append(message)
        return await super().send(message)


async def bind_own(company: Company, person: Someone, number: str) -> None:
    """A number that the user added and confirmed."""
    own = Binding(
        user_id=person.id,
        kind=IdentifierKind.PHONE,
        raw=number,
        source="self",
        state=IdentifierState.VERIFIED,
    )
    async with company.sending.database.app(company.id) as connection:
        assert not await identifiers.bind(connection, company.id, company.sending.vault, [own])


async def bound_to(company: Company, attempt: UUID) -> str:
    """The identifier that the attempt's dispatch was decided for, as long as it is its user's own."""
    [row] = await rows(
        company.sending,
        "select i.key_id, i.sealed from attempts a join dispatches d on d.id = a.dispatch_id"
        " join reachabilities i on i.id = d.reachability_id and i.user_id = d.user_id and i.org_id = d.org_id"
        " where a.id = :attempt and d.org_id = :org",
        attempt=attempt,
        org=company.id,
    )
    return company.sending.vault.decrypt(row.key_id, row.sealed)


@pytest.mark.spec("P12", "P08")
async def test_whatever_is_transmitted_goes_to_what_the_directory_or_the_user_bound(
    firm: Company, carrier: Control
) -> None:
    plain = await firm.hire(3)
    [both] = await firm.hire(1)
    [own] = await firm.hire(1, source="self")
    [unverified] = await firm.hire(1, source="self", state=IdentifierState.UNVERIFIED)
    [numberless] = await firm.hire(1, number=False)
    [stopped] = await firm.hire(1)
    beside = new_number()
    await bind_own(firm, both, beside)
    await withdraw.stop(firm.sending, E164(stopped.number))
    providers = {name: Recording(provider) for name, provider in firm.sending.providers.items()}
    run = await firm.campaign(firm.staff)

    for channel in ("sms", "email"):
        await run.send(channel, step=beside, sending=replace(firm.sending, providers=providers))

    texts, mails = providers["twilio"].asked, providers["smtp"].asked
    assert sorted(one.recipient for one in texts) == sorted(one.number for one in [*plain, both, own])
    assert sorted(one.recipient for one in mails) == sorted(one.mail for one in firm.staff)
    for one in [*texts, *mails]:
        assert one.recipient == await bound_to(firm, one.attempt_id)
    for nobody in (unverified.number, numberless.number, stopped.number, beside):
        assert await carrier.texts(nobody) == []
