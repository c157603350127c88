"""Organizations to which everything has happened, and every way to ask a repository for their rows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import BY_NAME
from homing.dispatching.claim import claim
from homing.dispatching.context import Sending
from homing.domain.decide import IdentifierState
from homing.domain.definition import CallWebhook, Definition, Step, Target, TargetType
from homing.domain.outcome import DispatchState, EventKind, HoldReason, SkipReason
from homing.domain.traits import IdentifierKind
from homing.store import (
    alerts,
    attempts,
    campaigns,
    caps,
    circumstances,
    definitions,
    facts,
    forgotten,
    height,
    identifiers,
    inbound,
    items,
    ledger,
    links,
    news,
    optouts,
    organizations,
    people,
    progress,
    target_facts,
    unreached,
    webhooks,
)
from homing.store.attempts import Freed, NewAttempt, Settlement, Withdrawn
from homing.store.circumstances import Circumstances
from homing.store.idempotency import Begun
from homing.store.identifiers import Binding, seal
from homing.store.inbound import NewInbound
from homing.store.items import NewItem
from homing.store.ledger import Claimed, PageKey, StepKey
from homing.store.news import AttemptRow, ReceiptRow
from homing.store.optouts import Said
from homing.store.organizations import NewOrganization, NewSender
from homing.store.people import NewUser, UserFilter
from homing.store.target_facts import Guard
from homing.store.unreached import FallThrough
from homing.store.vault import Vault
from tests.store.asked import ask_for_a_code
from tests.store.compared import differ
from tests.store.confirming import confirm_one
from tests.store.consented import consent
from tests.store.imported import hand_in_a_file
from tests.store.numbered import keep_away
from tests.store.opened import open_up
from tests.store.recalled import recalled
from tests.store.synced import sync
from tests.store.unwanted import want_erased
from tests.store.visited import visit_page
from tests.store.walked import walk
from tests.store.worded import word_answers
from tests.world import Company, Run, found_company, new_number

SMS: Final = BY_NAME["sms"].traits
DAY_AGO: Final = timedelta(days=1)
TOLD: Final = 1
"""The cohort of those who are told about the others."""
HOOK: Final = Step("hook", CallWebhook("x", "https://example.org/"))
RULE: Final = FallThrough(not_delivered=True, unknown_seconds=0)


@dataclass(frozen=True)
class Tenant:
    """An organization with a row in every table, and what it takes to ask for each."""

    company: Company
    run: Run
    users: list[UUID]
    ids: dict[str, UUID]
    """Dispatches on sms by what became of them."""
    item: UUID
    common: Circumstances
    attempt: AttemptRow
    number: bytes
    group: UUID
    reply: NewInbound
    link: bytes
    under_way: Begun

    @property
    def id(self) -> UUID:
        return self.company.id

    @property
    def definition(self) -> UUID:
        return uuid5(self.id, "definition")

    @property
    def vault(self) -> Vault:
        return self.company.sending.vault

    def step(self, org: UUID) -> StepKey:
        return StepKey(org, self.run.execution, "remind", 1)

    def page(self, org: UUID, *, told: bool = False) -> PageKey:
        return PageKey(self.step(org), TOLD if told else 0, 0, len(self.users))


FATES: Final = ("reserved", "held", "capped", "posting", "unknown", "sent")


async def settle_down(sending: Sending) -> Tenant:
    """Found an organization and let every kind of thing happen to it."""
    company = await found_company(sending, "+34600000001")
    run = await company.campaign(await company.hire(len(FATES)), title=f"Zephyrwort {uuid4()}")
    users = [one.id for one in company.staff]
    told = [Target(TargetType.USER, str(one.id)) for one in company.staff]
    assert await run.tell(*told, cohort=TOLD) == len(FATES)
    sms, in_app = run.request("sms"), run.request("in_app")
    ids = {fate: sms.dispatch_of(user) for fate, user in zip(FATES, users, strict=True)}
    tries = {fate: uuid4() for fate in FATES[3:]}
    async with sending.database.app(company.id) as connection:
        await claim(connection, company.sending.vault, in_app)
        await claim(connection, company.sending.vault, sms)
        past = datetime.now(UTC) - DAY_AGO
        held = Withdrawn(ids["held"], DispatchState.HELD, HoldReason.QUIET_HOURS, past)
        capped = Withdrawn(ids["capped"], DispatchState.SKIPPED, SkipReason.CAP_EXHAUSTED, None)
        await attempts.withdraw(connection, [held, capped])
        begun = [
            NewAttempt(ids[fate], tries[fate], "twilio", None, 0, b"body", uuid4().bytes) for fate in tries
        ]
        assert len(await attempts.begin_posting(connection, company.id, begun, -60)) == len(begun)
        ends = [("unknown", DispatchState.UNKNOWN), ("sent", DispatchState.SENT)]
        await attempts.settle(
            connection, [Settlement(ids[fate], tries[fate], state, fate) for fate, state in ends]
        )
        await alerts.raise_alert(connection, company.id, alerts.AlertKind.CAP_EXHAUSTED, "sms")
        block = "insert into country_blocks (org_id, channel, country, reason) values (:o, 'sms', 'RU', 'x')"
        await connection.execute(text(block), {"o": company.id})
        await definitions.save_definition(
            connection,
            company.id,
            uuid5(company.id, "definition"),
            "x",
            Definition((HOOK,)),
            {"hook": {"X-Key": "x"}},
            sending.vault,
        )
        pin = "update executions set definition_id = :d, definition_version = 1 where id = :e"
        await connection.execute(text(pin), {"d": uuid5(company.id, "definition"), "e": run.execution})
        group = await walk(connection, run, uuid5(company.id, "definition"))
        common = await circumstances.lock_circumstances(connection, company.id, run.execution, SMS)
        under_way = await open_up(connection, company)
        number = sending.vault.hash_identifier(company.staff[0].number)
        await keep_away(connection, company, company.staff[-1])
        await word_answers(connection, company.id)
        for happen in (differ, hand_in_a_file, visit_page):
            await happen(connection, company)
        await consent(connection, company, users[0])
        await ask_for_a_code(connection, company.id, users[0])
        await confirm_one(connection, company)
        await sync(connection, company, group)
    async with sending.database.system() as connection:
        [row] = (await news.lock_attempts(connection, [tries["sent"]])).values()
        row = replace(row, provider_id=f"SM{row.id.hex}", receipt_rank=20)
        await news.write_attempts(connection, [row])
        await news.write_receipts(connection, [receipt(row)])
        reply = stop_from(company, number)
        await inbound.write_inbound(connection, reply)
        said = Said("STOP", "twilio", reply.provider_id, org=company.id, actor=str(company.id))
        await optouts.record(connection, number, "keyword", said)
        await forgotten.keep(connection, [recalled(company.id, run.execution, users[0])])
    await want_erased(company)
    item, link = in_app.dispatch_of(users[0]), begun[-1].link_hash
    return Tenant(company, run, users, ids, item, common, row, number, group, reply, link, under_way)


def stop_from(company: Company, number: bytes) -> NewInbound:
    key_id, sealed = company.sending.vault.encrypt("STOP")
    return NewInbound(
        provider="twilio",
        provider_id=f"SM{uuid4().hex}",
        org_id=company.id,
        sender_id=None,
        hmac=number,
        kind="stop",
        answer="x",
        key_id=key_id,
        sealed=sealed,
    )


Case = Callable[[AsyncConnection, UUID, Tenant], Awaitable[object]]


def new_organization(org: UUID) -> NewOrganization:
    return NewOrganization(id=org, name="x", product_name="x", link_domain="x.invalid")


def binding(user: UUID) -> Binding:
    return Binding(
        user_id=user,
        kind=IdentifierKind.PHONE,
        raw=new_number(),
        source="self",
        state=IdentifierState.VERIFIED,
    )


def claimed(t: Tenant) -> Claimed:
    return Claimed(t.ids["held"], t.users[1], 1, DispatchState.SKIPPED, SkipReason.ACTED)


def settlement(t: Tenant, fate: str) -> Settlement:
    return Settlement(t.ids[fate], t.attempt.id, DispatchState.REJECTED, "rejected")


def receipt(row: AttemptRow) -> ReceiptRow:
    return ReceiptRow(row.provider, row.provider_id or "", "sent", row.org_id, row.id, None)


def new_attempt(t: Tenant) -> NewAttempt:
    return NewAttempt(t.ids["reserved"], uuid4(), "twilio", None, 0, b"body", uuid4().bytes)


CASES: Final[dict[str, Case]] = {
    "alerts.raise_alert": lambda c, o, _: alerts.raise_alert(c, o, alerts.AlertKind.CAP_EXHAUSTED, "sms"),
    "alerts.raise_alerts": lambda c, o, _: alerts.raise_alerts(
        c, alerts.AlertKind.CAP_EXHAUSTED, {(o, "sms"): 2}
    ),
    "alerts.read_skipped_by_cap": lambda c, o, t: alerts.read_skipped_by_cap(
        c, o, t.vault, "sms", t.common.period, None, 9
    ),
    "campaigns.create_campaign": lambda c, o, t: campaigns.create_campaign(c, o, t.run.campaign, "Title"),
    "campaigns.set_paused": lambda c, o, t: campaigns.set_paused(c, o, t.run.execution, paused=True),
    "caps.close_today": lambda c, o, _: caps.close_today(c, o, "sms"),
    "caps.give_back": lambda c, o, t: caps.give_back(c, o, "sms", [Freed(uuid4(), t.common.period, 1)]),
    "caps.lock_budget": lambda c, o, t: caps.lock_budget(c, o, "sms", t.common.period - DAY_AGO),
    "caps.lock_periods": lambda c, o, t: caps.lock_periods(c, o, "sms", {t.common.period}),
    "caps.move": lambda c, o, t: caps.move(c, o, "sms", t.common.period, spent=1),
    "caps.set_daily_cap": lambda c, o, _: caps.set_daily_cap(c, o, "sms", 1),
    "definitions.list_definitions": lambda c, o, _: definitions.list_definitions(c, o),
    "definitions.read_definition_version": lambda c, o, t: definitions.read_definition_version(
        c, o, t.definition
    ),
    "definitions.read_headers": lambda c, o, t: definitions.read_headers(
        c, o, t.vault, t.definition, 1, "hook"
    ),
    "definitions.save_definition": lambda c, o, t: definitions.save_definition(
        c, o, t.definition, "Other", Definition((HOOK,)), {}, t.vault
    ),
    "circumstances.lock_circumstances": lambda c, o, t: circumstances.lock_circumstances(
        c, o, t.run.execution, SMS
    ),
    "facts.lock_page": lambda c, o, t: facts.lock_page(c, t.page(o), targets=False),
    "facts.lock_people": lambda c, o, t: facts.lock_people(c, o, t.run.execution, t.users, [t.number]),
    "facts.read_group": lambda c, o, t: facts.read_group(c, o, list(t.ids.values()), SMS),
    "circumstances.read_market": lambda c, o, t: circumstances.read_market(
        c, replace(t.common, org_id=o), "sms"
    ),
    "facts.read_people": lambda c, o, t: facts.read_people(c, o, t.run.execution, t.users, SMS),
    "attempts.begin_posting": lambda c, o, t: attempts.begin_posting(c, o, [new_attempt(t)], 2),
    "height.clock": lambda c, *_: height.clock(c, DAY_AGO),
    "height.check_settled": lambda c, o, _: height.check_settled(c, o, "sms"),
    "height.accepted": lambda c, o, _: height.accepted(c, o, "sms"),
    "height.report": lambda c, o, _: height.report(c, o, "sms", 10**15),
    "height.height": lambda c, *_: height.height(c),
    "height.read_forgotten": lambda c, o, t: height.read_forgotten(c, o, [height.mark(1, t.attempt.id)]),
    "ledger.read_reserved_page": lambda c, o, t: ledger.read_reserved_page(c, t.page(o), "sms"),
    "ledger.read_closed": lambda c, _, t: ledger.read_closed(c, list(t.ids.values()), 0),
    "attempts.settle": lambda c, _, t: attempts.settle(
        c, [settlement(t, "posting"), settlement(t, "unknown")]
    ),
    "attempts.withdraw": lambda c, _, t: attempts.withdraw(
        c, [Withdrawn(t.ids["reserved"], DispatchState.SKIPPED, SkipReason.ACTED, None)]
    ),
    "ledger.write_claims": lambda c, o, t: ledger.write_claims(c, t.page(o), "sms", [claimed(t)]),
    "ledger.write_events": lambda c, _, t: ledger.write_events(
        c, [ledger.Event(t.ids["sent"], EventKind.DELIVERED)]
    ),
    "inbound.find_answered": lambda c, _, t: inbound.find_answered(c, "twilio", t.reply.provider_id),
    "inbound.write_inbound": lambda c, o, t: inbound.write_inbound(c, replace(t.reply, org_id=o)),
    "items.write_items": lambda c, o, t: items.write_items(
        c, t.vault, t.step(o), [NewItem(t.item, t.users[0], "x", may_act=True)]
    ),
    "links.find_link": lambda c, _, t: links.find_link(c, t.vault, t.link),
    "links.mark_clicked": lambda c, _, t: links.mark_clicked(c, t.attempt.id),
    "news.expire_leases": lambda c, *_: news.expire_leases(c, 0),
    "news.is_claimed": lambda c, _, t: news.is_claimed(c, "twilio", t.attempt.provider_id or ""),
    "news.lock_attempts": lambda c, _, t: news.lock_attempts(c, [t.attempt.id]),
    "news.read_owners": lambda c, _, t: news.read_owners(c, [("twilio", t.attempt.provider_id or "")]),
    "news.take_unknown": lambda c, *_: news.take_unknown(c, 3600),
    "news.write_attempts": lambda c, o, t: news.write_attempts(
        c, [replace(t.attempt, org_id=o, receipt_rank=40)]
    ),
    "news.write_dispatches": lambda c, o, t: news.write_dispatches(
        c, [replace(t.attempt, org_id=o, state=DispatchState.DELIVERED)]
    ),
    "news.write_receipts": lambda c, o, t: news.write_receipts(c, [receipt(replace(t.attempt, org_id=o))]),
    "optouts.clear": lambda c, _, t: optouts.clear(c, t.number, "keyword"),
    "optouts.hold": lambda c, _, t: optouts.hold(c, t.number),
    "optouts.is_news": lambda c, _, t: optouts.is_news(c, t.number, "twilio", t.reply.provider_id),
    "optouts.read_opt_events": lambda c, o, _: optouts.read_opt_events(c, o),
    "optouts.record": lambda c, _, t: optouts.record(c, t.number, "keyword"),
    "organizations.add_senders": lambda c, o, _: organizations.add_senders(
        c, o, [NewSender(id=uuid4(), country="FR", number="+33600000000")]
    ),
    "organizations.create_organization": lambda c, o, _: organizations.create_organization(
        c, new_organization(o)
    ),
    "organizations.load_prices": lambda c, *_: organizations.load_prices(c, organizations.DEFAULT_PRICES),
    "organizations.set_channel": lambda c, o, _: organizations.set_channel(c, o, "sms", enabled=False),
    "people.change_users": lambda c, o, t: people.change_users(
        c, o, t.vault, {t.users[0]: {"first_name": "Other"}}
    ),
    "people.find_users": lambda c, o, t: people.find_users(c, o, t.vault, t.users, [f"e-{t.id}"]),
    "people.find_hashed": lambda c, o, t: people.find_hashed(
        c, o, t.vault, t.users, [t.vault.hash_external(t.id, f"e-{t.id}")]
    ),
    "people.list_users": lambda c, o, t: people.list_users(c, o, t.vault, UserFilter(), after=None, most=99),
    "people.hold_users": lambda c, o, t: people.hold_users(c, o, t.users),
    "people.lock_user": lambda c, o, t: people.lock_user(c, o, t.users[0]),
    "people.lock_users": lambda c, o, t: people.lock_users(c, o, t.users),
    "people.reactivate": lambda c, o, t: people.reactivate(c, o, t.users[0]),
    "people.read_region": lambda c, o, _: people.read_region(c, o),
    "people.read_user": lambda c, o, t: people.read_user(c, o, t.vault, t.users[0]),
    "identifiers.unbind": lambda c, o, t: identifiers.unbind(
        c, o, t.users[0], IdentifierKind.PHONE, "directory"
    ),
    "identifiers.write": lambda c, o, t: identifiers.write(c, o, [seal(t.vault, binding(t.users[0]))]),
    "people.check_user": lambda c, o, t: people.check_user(c, o, t.users[0]),
    "people.add_users": lambda c, o, t: people.add_users(
        c, o, t.vault, [NewUser(id=t.users[0], first_name="Other")]
    ),
    "people.write_users": lambda c, o, t: people.write_users(
        c, o, [people.seal_user(t.vault, NewUser(id=t.users[0], first_name="Other"), None)]
    ),
    "identifiers.bind": lambda c, o, t: identifiers.bind(c, o, t.vault, [binding(t.users[0])]),
    "identifiers.read_identifiers": lambda c, o, t: identifiers.read_identifiers(c, o, t.vault, t.users),
    "progress.close_window": lambda c, o, t: progress.close_window(c, t.step(o), 0, ["sms"]),
    "progress.read_due": lambda c, o, t: progress.read_due(c, t.step(o), 0, ["sms", "email"], 9, RULE),
    "progress.read_wake": lambda c, o, t: progress.read_wake(
        c, t.step(o), 0, ["sms"], unknown_seconds=600, grace_seconds=1
    ),
    "progress.tally_page": lambda c, o, t: progress.tally_page(c, t.page(o), "sms"),
    "progress.tally_step": lambda c, o, t: progress.tally_step(c, t.step(o), 0),
    "target_facts.lock_targets": lambda c, o, t: target_facts.lock_targets(
        c, t.page(o, told=True), t.users, [t.number]
    ),
    "target_facts.read_target_group": lambda c, o, t: target_facts.read_target_group(
        c, t.page(o, told=True), list(t.ids.values()), SMS, Guard(set(), t.users)
    ),
    "target_facts.read_target_users": lambda c, o, t: target_facts.read_target_users(c, t.page(o, told=True)),
    "target_facts.read_targets": lambda c, o, t: target_facts.read_targets(
        c, t.page(o, told=True), t.users, SMS, None
    ),
    "unreached.read_unreached": lambda c, _, t: unreached.read_unreached(c, list(t.ids.values()), 1, RULE),
    "webhooks.read_occasion": lambda c, o, t: webhooks.read_occasion(c, o, t.run.execution, 0),
}
"""Every function of the repositories, called by a stranger (``c``) with the owner's ids (``t``), in the name
of the owner or in the stranger's own (``o``)."""
