"""The ways to take back a text, and where a send meets them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import TextClause, text

from homing.dispatching import consenting, health, preferring, withdraw
from homing.dispatching.by_hand import Noted, opt_out
from homing.dispatching.context import Point, Reached, Sending
from homing.dispatching.denying import Denied, deny
from homing.domain.consents import ConsentKind, ConsentSource
from homing.domain.decide import IdentifierState
from homing.domain.phone import E164
from homing.domain.strategy import MessageClass
from homing.domain.traits import IdentifierKind
from homing.store import identifiers
from homing.store.consents import NewConsent
from homing.store.denying import Direction
from homing.store.identifiers import Binding
from homing.store.opt_by_hand import Hand
from tests.world import Company, Run, Someone


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One way to take back a text, of a class of messages. ``statements`` write the same word as ``answer``
    does, in one transaction that a test keeps open."""

    name: str
    reason: str
    answer: Callable[[Sending, Run, Someone], Awaitable[object]]
    statements: tuple[TextClause, ...]
    message_class: MessageClass = MessageClass.TRANSACTIONAL

    async def hire(self, company: Company, count: int) -> list[Someone]:
        """People to whom nothing forbids such a message."""
        hired = await company.hire(count)
        for one in hired if self.message_class.needs_consent else ():
            await consenting.give(company.sending, company.id, consent_of(one, ConsentKind.GIVEN))
        return hired

    def __str__(self) -> str:
        return self.name


def consent_of(person: Someone, kind: ConsentKind) -> NewConsent:
    return NewConsent(
        user_id=person.id,
        message_class=MessageClass.MARKETING,
        channel="sms",
        kind=kind,
        source=ConsentSource.SELF,
        shown="I agree.",
    )


ACTING: Final = Withdrawal(
    "acting",
    "acted",
    lambda sending, run, one: withdraw.act(sending, run.company.id, run.execution, one.id),
    (text("update recipients set acted_at = now() where execution_id = :execution and user_id = :user"),),
)
STOPPING: Final = Withdrawal(
    "stop",
    "opted_out",
    lambda sending, _run, one: withdraw.stop(sending, E164(one.number)),
    (
        text("select 1 from numbers where hmac = :hmac for update"),
        text("insert into opt_outs (hmac, source) values (:hmac, 'keyword')"),
    ),
)
QUARANTINING: Final = (
    text("select 1 from numbers where hmac = :hmac for update"),
    text("insert into number_health (org_id, hmac, quarantined) values (:org, :hmac, true)"),
)
WITHDRAWALS: Final = (
    STOPPING,
    ACTING,
    Withdrawal(
        "removing",
        "removed",
        lambda sending, run, one: withdraw.remove(sending, run.company.id, run.execution, one.id),
        (
            text(
                "update recipients set removed_at = now() where execution_id = :execution and user_id = :user"
            ),
        ),
    ),
    Withdrawal(
        "cancelling",
        "execution_over",
        lambda sending, run, _one: withdraw.cancel(sending, run.company.id, run.execution),
        (text("update executions set state = 'cancelled' where id = :execution"),),
    ),
    Withdrawal(
        "deactivating",
        "user_deactivated",
        lambda sending, run, one: withdraw.deactivate(sending, run.company.id, one.id),
        (text("update users set active = false where org_id = :org and id = :user"),),
    ),
    Withdrawal(
        "switching_off",
        "switched_off",
        lambda sending, run, one: withdraw.switch_off(sending, run.company.id, one.id, "sms"),
        (text("update users set channels_off = array['sms'] where org_id = :org and id = :user"),),
    ),
    Withdrawal(
        "switching_a_class_off",
        "switched_off",
        lambda sending, run, one: preferring.switch_class(
            sending, run.company.id, one.id, "sms", MessageClass.TRANSACTIONAL, on=False
        ),
        (text("update users set classes_off = '{sms:TRANSACTIONAL}' where org_id = :org and id = :user"),),
    ),
    Withdrawal(
        "withdrawing_consent",
        "no_consent",
        lambda sending, run, one: consenting.take_back(
            sending, run.company.id, consent_of(one, ConsentKind.WITHDRAWN)
        ),
        (
            text("select 1 from users where org_id = :org and id = :user for update"),
            text("update consents set state = 'withdrawn' where org_id = :org and user_id = :user"),
        ),
        MessageClass.MARKETING,
    ),
    Withdrawal(
        "recording_by_hand",
        "opted_out",
        lambda sending, run, one: opt_out(
            sending,
            Hand(run.company.id, "api", "a key"),
            [Noted(sending.vault.hash_identifier(one.number))],
        ),
        STOPPING.statements,
    ),
    Withdrawal(
        "denying",
        "deny_listed",
        lambda sending, run, one: deny(
            sending, run.company.id, Direction.OUTBOUND, [Denied(E164(one.number))]
        ),
        (
            text("select 1 from numbers where hmac = :hmac for update"),
            text("""
                insert into deny_entries (org_id, direction, hmac, id, key_id, sealed_digits)
                values (:org, 'outbound', :hmac, gen_random_uuid(), 'none', '')
            """),
        ),
    ),
    Withdrawal(
        "quarantine",
        "quarantined",
        lambda sending, run, one: health.wrong_number(sending, E164(one.number), run.company.id),
        QUARANTINING,
    ),
    Withdrawal(
        "quarantine_everywhere",
        "quarantined",
        lambda sending, _run, one: health.wrong_number(sending, E164(one.number), None),
        QUARANTINING,
    ),
)


def at(points: dict[Point, Callable[[], Awaitable[object]]]) -> Reached:
    """Do something at the named points, each time they are reached."""

    async def reached(point: Point) -> None:
        if point in points:
            await points[point]()

    return reached


async def rebind(company: Company, numbers: Mapping[Someone, str]) -> None:
    """Give people other numbers, all at once, as a directory does."""
    bindings = [
        Binding(
            user_id=person.id,
            kind=IdentifierKind.PHONE,
            raw=number,
            source="directory",
            state=IdentifierState.VERIFIED,
        )
        for person, number in numbers.items()
    ]
    async with company.sending.database.app(company.id) as connection:
        refused = await identifiers.bind(connection, company.id, company.sending.vault, bindings)
    assert not refused
