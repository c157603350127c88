"""A small world for tests: organizations, people with handsets, campaigns. Everything in it is planted, so
that a scan can look for it where it must not be."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import text

from homing.channels import BY_NAME
from homing.dispatching.claim import ClaimRequest
from homing.dispatching.context import Sending
from homing.dispatching.page import run_page
from homing.domain.decide import IdentifierState
from homing.domain.definition import Target
from homing.domain.strategy import MessageClass
from homing.domain.traits import IdentifierKind
from homing.store import (
    administration,
    campaigns,
    caps,
    identifiers,
    listings,
    optouts,
    organizations,
    people,
    targets,
)
from homing.store.administration import SpendRow
from homing.store.identifiers import Binding
from homing.store.ledger import PageKey, StepKey
from homing.store.listings import EventListed
from homing.store.optouts import Said
from homing.store.organizations import NewOrganization, NewSender
from homing.store.people import NewUser
from homing.store.unreached import FallThrough
from tests import recorded
from tests.recorded import DispatchRow

PLANTED_NAME: Final = "Quillonquist"
"""The start of every first name that tests make."""
PLANTED_TITLE: Final = "Zephyrwort"
"""The start of every title that tests make."""
PLANTED_NUMBER: Final = "+34611"
"""The start of every number that tests make; numbers of the examples are not planted."""
PLANTED_MAIL: Final = "planted.invalid"

MANY: Final = 1000
"""More than any test's targets."""
_ALL: Final = 1_000_000
"""More than any test's events."""

_numbers = itertools.count(uuid4().int % 900_000)


async def opt_in(sending: Sending, number: str, source: str = "keyword", said: Said | None = None) -> None:
    """Let the registry take an opt-out of a number back, as a START does."""
    hmac = sending.vault.hash_identifier(number)
    await sending.database.repeat_system(lambda c: optouts.clear(c, hmac, source, said))


def new_number() -> str:
    """A Spanish mobile number that no other test of this run has."""
    return f"{PLANTED_NUMBER}{next(_numbers) % 1_000_000:06d}"


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with a handset."""

    id: UUID
    number: str = field(repr=False)
    mail: str = field(repr=False)


@dataclass(slots=True)
class Company:
    """An organization with a sender, and what it does."""

    sending: Sending
    id: UUID
    sender: str
    staff: list[Someone] = field(default_factory=list)

    async def hire(
        self,
        count: int,
        *,
        number: bool = True,
        state: IdentifierState = IdentifierState.VERIFIED,
        source: str = "directory",
        locale: str | None = None,
        time_zone: str | None = None,
        numbers: Sequence[str] | None = None,
    ) -> list[Someone]:
        """People with a number and a mail address each; ``number=False``: without a number."""
        hired = [
            Someone(uuid4(), numbers[n] if numbers else new_number(), f"{uuid4().hex}@{PLANTED_MAIL}")
            for n in range(count)
        ]
        users = [
            NewUser(id=one.id, first_name=f"{PLANTED_NAME}{n}", locale=locale, time_zone=time_zone)
            for n, one in enumerate(hired)
        ]
        bindings = [
            Binding(
                user_id=one.id,
                kind=IdentifierKind.EMAIL,
                raw=one.mail,
                source="directory",
                state=IdentifierState.VERIFIED,
            )
            for one in hired
        ]
        if number:
            bindings += [
                Binding(user_id=one.id, kind=IdentifierKind.PHONE, raw=one.number, source=source, state=state)
                for one in hired
            ]
        async with self.sending.database.app(self.id) as connection:
            await people.add_users(connection, self.id, self.sending.vault, users)
            refused = await identifiers.bind(connection, self.id, self.sending.vault, bindings)
        assert not refused
        self.staff += hired
        return hired

    async def campaign(self, audience: Sequence[Someone], title: str = PLANTED_TITLE) -> "Run":
        """A campaign with its execution and audience, running."""
        campaign, execution = uuid4(), uuid4()
        async with self.sending.database.app(self.id) as connection:
            await campaigns.create_campaign(
                connection, self.id, campaign, title, f"https://target.invalid/{PLANTED_TITLE}"
            )
            added = await recorded.write_running(
                connection, self.id, campaign, execution, [one.id for one in audience]
            )
        return Run(self, campaign, execution, added)

    async def put_under(self, manager: Someone, staff: Iterable[Someone]) -> None:
        """Make somebody the manager of others."""
        async with self.sending.database.app(self.id) as connection:
            await people.set_managers(connection, self.id, {one.id: manager.id for one in staff})

    async def set_cap(self, micros: int) -> None:
        async with self.sending.database.app(self.id) as connection:
            await caps.set_daily_cap(connection, self.id, "sms", micros)

    async def change(self, **settings: object) -> None:
        """Change settings as an admin does."""
        async with self.sending.database.app(self.id) as connection:
            await administration.change_organization(connection, self.id, self.sending.vault, settings)

    async def vouch(self, *, on: bool = True) -> None:
        """Let the directory say whose a number is that was another's, so that people may share one."""
        await self.change(directory_vouches=on)

    async def know(self, person: Someone, **said: str | None) -> None:
        """Change what is known of somebody: ``first_name``, ``external_id`` and the like."""
        async with self.sending.database.app(self.id) as connection:
            await people.change_users(connection, self.id, self.sending.vault, {person.id: said})

    async def inbox(self, person: Someone) -> list[str]:
        """What somebody would find in the product."""
        async with self.sending.database.app(self.id) as connection:
            return await recorded.read_inbox(connection, self.id, self.sending.vault, person.id)

    async def spend(self) -> SpendRow:
        """Of the latest day on the first channel that costs money."""
        async with self.sending.database.app(self.id) as connection:
            [latest] = await administration.list_spend(connection, self.id, (date.max, ""), 1)
        return latest

    async def alerts(self) -> dict[str, int]:
        """Today's alerts on sms: kind -> count."""
        async with self.sending.database.app(self.id) as connection:
            found = await connection.execute(
                text("select kind, count from admin_alerts where channel = 'sms'")
            )
            return {row[0]: row[1] for row in found}


@dataclass(slots=True)
class Run:
    """An execution under test, driven page by page without Temporal."""

    company: Company
    campaign: UUID
    execution: UUID
    people: int

    def request(
        self,
        channel: str = "sms",
        *,
        step: str = "remind",
        cohort: int = 0,
        told: bool = False,
        first: int = 0,
        past: int | None = None,
        earlier: tuple[str, ...] = (),
        unknown_seconds: float | None = None,
        rule: FallThrough | None = None,
        occurrence: int = 1,
        message_class: MessageClass = MessageClass.TRANSACTIONAL,
        urgent: bool = False,
    ) -> ClaimRequest:
        """A page of a step, unless said otherwise its whole cohort; ``told``: of those who are told about
        others."""
        key = StepKey(self.company.id, self.execution, step, occurrence)
        everybody = MANY if told else self.people
        return ClaimRequest(
            page=PageKey(key, cohort, first, everybody if past is None else past),
            channel=BY_NAME[channel],
            earlier=earlier,
            rule=rule or FallThrough(not_delivered=False, unknown_seconds=unknown_seconds),
            targets=told,
            message_class=message_class,
            urgent=urgent,
        )

    async def tell(
        self,
        *who: Target,
        about: int = 0,
        cohort: int = 1,
        step: str = "remind",
        occurrence: int = 1,
        whole: bool = False,
        may_act: bool = False,
    ) -> int:
        """Find those who are to be told about a cohort, as a cohort of their own. Returns how many."""
        key = StepKey(self.company.id, self.execution, step, occurrence)
        async with self.company.sending.database.app(self.company.id) as connection:
            await targets.write_subjects(connection, key, about, whole=whole)
            return await targets.write_targets(
                connection, key, about, cohort, who, may_act=may_act, whole=whole
            )

    async def send(self, channel: str = "sms", *, sending: Sending | None = None, **page: object) -> None:
        """One page on one channel, as the activity does it."""
        request = self.request(channel, **page)  # type: ignore[arg-type]  # handed through as it is
        await run_page(sending or self.company.sending, request)

    async def dispatches(self, channel: str = "sms") -> dict[UUID, DispatchRow]:
        """By user."""
        async with self.company.sending.database.app(self.company.id) as connection:
            rows = await recorded.read_dispatches(connection, self.company.id, self.execution)
        return {row.user_id: row for row in rows if row.channel == channel}

    async def events(self) -> list[EventListed]:
        """The channel events in the order in which they were written."""
        async with self.company.sending.database.app(self.company.id) as connection:
            return await listings.list_events(connection, self.company.id, self.execution, 0, _ALL)

    async def outcomes(self, channel: str = "sms") -> dict[str, int]:
        """How many stand where: ``state`` or ``state:reason`` -> people."""
        counts: dict[str, int] = {}
        for row in (await self.dispatches(channel)).values():
            key = row.state if row.reason is None else f"{row.state}:{row.reason}"
            counts[key] = counts.get(key, 0) + 1
        return counts

    async def texted(self) -> dict[str, int]:
        """As ``outcomes``, with ``texted`` for whoever was: whether the receipt has come yet is the carrier's
        business."""
        counts: dict[str, int] = {}
        for outcome, number in (await self.outcomes()).items():
            key = "texted" if outcome in ("sent", "delivered") else outcome
            counts[key] = counts.get(key, 0) + number
        return counts


async def found_company(sending: Sending, sender: str, **wording: object) -> Company:
    """An organization with every channel on, a Spanish sender and a budget that is no limit."""
    org = uuid4()
    async with sending.database.system() as connection:
        await organizations.create_organization(
            connection,
            NewOrganization(
                id=org,
                name="A company",
                product_name="Pidgr",
                link_domain="links.pidgr.test",
                **wording,  # type: ignore[arg-type]  # handed through as it is
            ),
        )
    async with sending.database.app(org) as connection:
        for channel in ("sms", "email"):
            await organizations.set_channel(connection, org, channel, enabled=True)
        await organizations.add_senders(
            connection, org, [NewSender(id=uuid5(org, "sender"), country="ES", number=sender)]
        )
        await caps.set_daily_cap(connection, org, "sms", 10_000_000_000)
    return Company(sending, org, sender)
