"""What a user wishes is answered once what had begun without seeing it is over."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import time
from typing import Final

import pytest

from homing.carrier.control import Control
from homing.dispatching import consenting, preferring
from homing.domain.consents import ConsentKind, ConsentSource
from homing.domain.people import IdentifierSource
from homing.domain.strategy import MessageClass
from homing.store.consents import NewConsent
from plugin.importing import Imports
from tests.dispatching.support import rows
from tests.dispatching.test_taken_numbers import answers_after, posting_to
from tests.world import Company, Someone

_MARKETING: Final = MessageClass.MARKETING
_WITHDRAWN: Final = "select 1 from consents where user_id = :user and state = 'withdrawn'"
_FILE: Final = (
    "user,consent,consent_class,consent_channel,consent_at\n{},withdrawn,marketing,sms,2026-01-01T00:00Z\n"
)

Act = Callable[[Company, Someone], Awaitable[object]]


def take_back(firm: Company, ana: Someone) -> Awaitable[object]:
    said = NewConsent(
        user_id=ana.id,
        message_class=_MARKETING,
        channel="sms",
        kind=ConsentKind.WITHDRAWN,
        source=ConsentSource.API,
    )
    return consenting.take_back(firm.sending, firm.id, said)


def hand_in(firm: Company, ana: Someone) -> Awaitable[object]:
    async def pieces() -> AsyncIterator[bytes]:
        yield _FILE.format(ana.id).encode()

    files = Imports(firm.sending, most=9)
    return files.load_people(firm.id, pieces(), source=IdentifierSource.IMPORT, actor="a key")


def switch_off(firm: Company, ana: Someone) -> Awaitable[object]:
    return preferring.switch_class(firm.sending, firm.id, ana.id, "sms", _MARKETING, on=False)


def be_quiet(firm: Company, ana: Someone) -> Awaitable[object]:
    return preferring.set_quiet_hours(firm.sending, firm.id, ana.id, (time(22), time(7)))


@pytest.mark.parametrize(
    ("act", "seen"),
    [
        pytest.param(take_back, _WITHDRAWN, marks=pytest.mark.spec("D25", "W02")),
        pytest.param(hand_in, _WITHDRAWN, marks=pytest.mark.spec("D25", "D24")),
        pytest.param(
            switch_off,
            "select 1 from users where id = :user and classes_off = '{sms:MARKETING}'",
            marks=pytest.mark.spec("P17"),
        ),
        pytest.param(be_quiet, "select 1 from users where id = :user and quiet_from is not null"),
    ],
)
async def test_a_wish_is_answered_once_no_text_begins_that_did_not_see_it(
    firm: Company, carrier: Control, act: Act, seen: str
) -> None:
    [ana] = await firm.hire(1)
    run = await posting_to(firm, carrier, ana)

    async def is_written() -> bool:
        return bool(await rows(firm.sending, seen, user=ana.id))

    assert not await is_written()
    await answers_after(run, act(firm, ana), is_written)
