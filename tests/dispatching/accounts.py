"""Texts about numbers, asked for as those who confirm and change numbers ask for them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from homing.carrier.control import Control
from homing.dispatching.account import send_account_message
from homing.dispatching.context import Sending
from homing.domain.account_texts import AccountText
from homing.domain.decide import IdentifierState
from homing.domain.outcome import EventKind
from homing.store import account_messages, verifications
from homing.store.account_messages import NewAccountMessage
from homing.store.verifications import NewVerification
from tests.dispatching.support import rows
from tests.world import Company, Someone

LASTS: Final = timedelta(minutes=10)
_CODE: Final = re.compile(r"^([0-9]{6}) ")


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that was asked for, and to be sent to whom."""

    company: Company
    person: Someone
    id: UUID
    verification: UUID | None

    @property
    def sending(self) -> Sending:
        return self.company.sending

    async def send(self, sending: Sending | None = None) -> str:
        """Send it as whoever asked does; says ``state`` or ``state:reason``."""
        outcome = await send_account_message(sending or self.sending, self.company.id, self.id)
        return outcome.state if outcome.reason is None else f"{outcome.state}:{outcome.reason}"

    async def row(self) -> Any:
        """The message, with its execution's state."""
        [found] = await rows(
            self.sending,
            "select m.*, e.state as execution from account_messages m join executions e on e.id = m.id"
            " where m.id = :id",
            id=self.id,
        )
        return found

    async def dispatch(self) -> Any:
        [found] = await rows(self.sending, "select * from dispatches where execution_id = :id", id=self.id)
        return found

    async def attempts(self) -> list[Any]:
        """In the order in which they were made."""
        found = await rows(
            self.sending,
            "select a.* from attempts a join dispatches d on d.id = a.dispatch_id"
            " where d.execution_id = :id order by a.seq",
            id=self.id,
        )
        return list(found)

    async def texts(self, carrier: Control) -> list[str]:
        """What the number got."""
        return [text.body for text in await carrier.texts(self.person.number)]

    async def kinds(self) -> list[EventKind]:
        """The channel events, in the order in which they were written."""
        found = await rows(
            self.sending, "select kind from channel_events where execution_id = :id order by id", id=self.id
        )
        return [EventKind(row.kind) for row in found]

    async def counts(self, code: str) -> bool:
        """Whether this is the code that confirms the number."""
        assert self.verification is not None
        [found] = await rows(
            self.sending, "select code_hash from verifications where id = :id", id=self.verification
        )
        return bool(found.code_hash == self.sending.vault.hash_code(self.verification, code))


def code_in(body: str) -> str:
    """The code that a text begins with."""
    found = _CODE.match(body)
    assert found is not None
    return found[1]


async def hire_unconfirmed(company: Company, **about: Any) -> Someone:
    """Somebody who has added a number, and not confirmed it."""
    [person] = await company.hire(1, state=IdentifierState.UNVERIFIED, source="self", **about)
    return person


async def ask_for_code(company: Company, person: Someone, *, lasts: timedelta = LASTS) -> Asked:
    """A first code for a person's number."""
    sending, verification = company.sending, uuid4()
    async with sending.database.app(company.id) as connection:
        new = NewVerification(
            id=verification,
            user_id=person.id,
            reachability_id=await _reachability(company, person),
            hmac=sending.vault.hash_identifier(person.number),
            country="ES",
            locale=None,
        )
        await verifications.open_verification(connection, company.id, new)
    return await ask(company, person, AccountText.CODE, lasts=lasts, verification=verification)


async def ask_again(first: Asked) -> Asked:
    """Another code of the same verification."""
    return await ask(first.company, first.person, AccountText.CODE, verification=first.verification)


async def ask(
    company: Company,
    person: Someone,
    what: AccountText,
    *,
    lasts: timedelta = LASTS,
    verification: UUID | None = None,
    locale: str | None = None,
) -> Asked:
    """A text about the number that a person has, or had last."""
    new = NewAccountMessage(
        id=uuid4(),
        user_id=person.id,
        reachability_id=await _reachability(company, person),
        what=what,
        locale=locale,
        until=datetime.now(UTC) + lasts,
        subject=None if verification is None else str(verification),
    )
    async with company.sending.database.app(company.id) as connection:
        await account_messages.request(connection, company.id, [new])
    return Asked(company, person, new.id, verification)


async def _reachability(company: Company, person: Someone) -> UUID:
    [found] = await rows(
        company.sending,
        "select id from reachabilities where user_id = :user and kind = 'phone'"
        " order by ended_at desc nulls first limit 1",
        user=person.id,
    )
    id_: UUID = found.id
    return id_


async def long_since(asked: Asked) -> None:
    """Let it be a minute since a text was asked for, so that whoever did is not expected to send it."""
    await rows(
        asked.sending,
        "update account_messages set created_at = now() - interval '1 minute' where id = :id",
        id=asked.id,
    )


async def just_now(asked: Asked) -> None:
    """Let it be no time since a text was asked for, however slow the machine is."""
    await rows(
        asked.sending,
        "update account_messages set created_at = now() + interval '1 hour' where id = :id",
        id=asked.id,
    )


async def set_allowance(company: Company, micros: int) -> None:
    """What texts about numbers may cost a day."""
    await rows(
        company.sending,
        "update org_channels set daily_cap_micros = :cap where org_id = :org and channel = 'account_sms'",
        org=company.id,
        cap=micros,
    )
