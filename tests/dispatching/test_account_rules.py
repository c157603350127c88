"""Texts about numbers: to which number, from which allowance, and never where texts may not go."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from homing.carrier.control import Control
from homing.dispatching import health, switching, withdraw
from homing.dispatching.account import send_account_messages
from homing.dispatching.context import Point
from homing.domain.account_texts import AccountText
from homing.domain.decide import IdentifierState
from homing.domain.errors import NotFoundError
from homing.domain.traits import IdentifierKind
from homing.store import caps, identifiers
from homing.store.identifiers import Binding
from tests.dispatching.accounts import (
    ask,
    ask_again,
    ask_for_code,
    hire_unconfirmed,
    long_since,
    set_allowance,
)
from tests.dispatching.support import rows
from tests.dispatching.switched import be_quiet, switch
from tests.invariants import check_books
from tests.world import Company, new_number


@pytest.mark.spec("P23", "P24", "X02")
async def test_reminders_that_spend_everything_leave_the_allowance_of_codes_alone(
    firm: Company, carrier: Control
) -> None:
    await firm.set_cap(0)
    run = await firm.campaign(await firm.hire(1))
    await run.send()
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    assert await run.outcomes() == {"skipped:cap_exhausted": 1}
    assert await asked.send() == "sent"
    await check_books(firm)


@pytest.mark.spec("P23", "P24", "P25", "X02")
async def test_codes_beyond_their_allowance_are_skipped_with_an_alert_and_reminders_go_on(
    firm: Company, carrier: Control
) -> None:
    await set_allowance(firm, 0)
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    run = await firm.campaign(await firm.hire(1))

    assert await asked.send() == "skipped:cap_exhausted"
    await run.send()

    assert await run.texted() == {"texted": 1}
    assert await asked.texts(carrier) == []
    alerts = await rows(
        firm.sending, "select kind, channel, count from admin_alerts where org_id = :org", org=firm.id
    )
    assert [tuple(alert) for alert in alerts] == [("cap_exhausted", "account_sms", 1)]
    async with firm.sending.database.app(firm.id) as connection:
        await caps.set_daily_cap(connection, firm.id, "account_sms", 1_000_000)
    assert await (await ask_again(asked)).send() == "sent"


@pytest.mark.spec("P20", "U03")
async def test_no_code_is_sent_where_texts_are_switched_off(firm: Company, carrier: Control) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    await switch(firm, enabled=False)
    assert await asked.send() == "skipped:channel_disabled"
    assert await asked.texts(carrier) == []


@pytest.mark.spec("U03")
async def test_switching_texts_off_skips_notices_that_wait(firm: Company, carrier: Control) -> None:
    await be_quiet(firm)
    asked = await ask(firm, (await firm.hire(1))[0], AccountText.NUMBER_ADDED, lasts=timedelta(days=1))
    assert await asked.send() == "held:quiet_hours"
    await switch(firm, enabled=False)

    assert await switching.empty(firm.sending, firm.id, "sms") == 1

    assert (await asked.dispatch()).reason == "channel_disabled"
    await long_since(asked)
    assert await send_account_messages(firm.sending) == 1
    assert (await asked.row()).outcome == "skipped:channel_disabled"


@pytest.mark.spec("U03")
async def test_texts_that_are_off_though_a_notice_waits_are_found_by_the_housekeeping(
    firm: Company, carrier: Control
) -> None:
    await be_quiet(firm)
    asked = await ask(firm, (await firm.hire(1))[0], AccountText.NUMBER_ADDED, lasts=timedelta(days=1))
    await asked.send()
    await switch(firm, enabled=False)
    assert await switching.skip_disabled(firm.sending) == 1
    assert (await asked.dispatch()).reason == "channel_disabled"


@pytest.mark.spec("U03")
async def test_switching_texts_off_waits_for_a_code_under_way(firm: Company, carrier: Control) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    emptying: list[asyncio.Task[int]] = []
    over_before_the_request = []

    async def switched(point: Point) -> None:
        if point is Point.AFTER_POSTING:
            await switch(firm, enabled=False)
            emptying.append(asyncio.create_task(switching.empty(firm.sending, firm.id, "sms")))
        if point is Point.BEFORE_SETTLE:
            over_before_the_request.append(emptying[0].done())

    assert await asked.send(replace(firm.sending, reached=switched)) == "sent"
    assert await emptying[0] == 0
    assert over_before_the_request == [False]


async def test_a_suspended_organization_sends_no_code(firm: Company, carrier: Control) -> None:
    await rows(firm.sending, "update organizations set suspended = true where id = :id", id=firm.id)
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    assert await asked.send() == "skipped:org_suspended"
    assert await asked.texts(carrier) == []


@pytest.mark.spec("P26")
async def test_a_country_that_is_closed_or_has_no_sender_gets_no_code(
    firm: Company, carrier: Control
) -> None:
    abroad = await hire_unconfirmed(firm, numbers=[f"+33{new_number().removeprefix('+34')}"])
    assert await (await ask_for_code(firm, abroad)).send() == "skipped:no_sender_for_country"
    closed = await ask_for_code(firm, await hire_unconfirmed(firm))
    await rows(
        firm.sending,
        "insert into country_blocks (org_id, channel, country, reason) values (:org, 'sms', 'ES', 'test')",
        org=firm.id,
    )
    assert await closed.send() == "skipped:country_not_allowed"
    assert await closed.texts(carrier) == []


@pytest.mark.parametrize(
    ("code", "refused", "skipped"),
    [
        (21408, "country_refused", "country_not_allowed"),
        (20003, "configuration", "channel_disabled"),
    ],
)
async def test_what_a_refused_code_teaches_of_a_country_or_an_account_holds_for_reminders_too(
    firm: Company, carrier: Control, code: int, refused: str, skipped: str
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    await carrier.fault("error", to=asked.person.number, next=1, code=code)
    assert await asked.send() == f"rejected:{refused}"
    run = await firm.campaign(await firm.hire(1))
    await run.send()
    assert await run.outcomes() == {f"skipped:{skipped}": 1}
    await check_books(firm)


@pytest.mark.spec("P17")
async def test_who_switched_reminders_by_text_off_still_gets_the_code_that_they_ask_for(
    firm: Company, carrier: Control
) -> None:
    person = await hire_unconfirmed(firm)
    await withdraw.switch_off(firm.sending, firm.id, person.id, "sms")
    assert await (await ask_for_code(firm, person)).send() == "sent"


@pytest.mark.spec("Q18")
async def test_who_is_deactivated_gets_no_code(firm: Company, carrier: Control) -> None:
    person = await hire_unconfirmed(firm)
    asked = await ask_for_code(firm, person)
    await withdraw.deactivate(firm.sending, firm.id, person.id)
    assert await asked.send() == "skipped:user_deactivated"
    assert await asked.texts(carrier) == []


@pytest.mark.spec("X15")
async def test_a_former_number_is_told_that_it_is_one_and_gets_nothing_else(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    async with firm.sending.database.app(firm.id) as connection:
        await identifiers.unbind(connection, firm.id, person.id, IdentifierKind.PHONE, "directory")

    assert await (await ask_for_code(firm, person)).send() == "skipped:no_identifier"
    for what in (AccountText.NUMBER_ADDED, AccountText.CONSENT):
        assert await (await ask(firm, person, what)).send() == "skipped:no_identifier"
    assert await (await ask(firm, person, AccountText.NUMBER_REMOVED)).send() == "sent"

    [text] = await carrier.texts(person.number)
    assert "removed" in text.body


@pytest.mark.parametrize("what", set(AccountText) - {AccountText.CODE})
async def test_an_unconfirmed_number_gets_nothing_but_codes(
    firm: Company, carrier: Control, what: AccountText
) -> None:
    asked = await ask(firm, await hire_unconfirmed(firm), what)
    assert await asked.send() == "skipped:unverified"
    assert await asked.texts(carrier) == []


@pytest.mark.spec("X15", "U13")
async def test_a_number_that_is_unfit_or_denied_gets_no_code(firm: Company, carrier: Control) -> None:
    [invalid] = await firm.hire(1, state=IdentifierState.INVALID)
    assert await (await ask_for_code(firm, invalid)).send() == "skipped:number_invalid"
    quarantined, denied = await hire_unconfirmed(firm), await hire_unconfirmed(firm)
    await rows(
        firm.sending,
        "insert into number_health (org_id, hmac, quarantined) values (:org, :hmac, true)",
        org=firm.id,
        hmac=firm.sending.vault.hash_identifier(quarantined.number),
    )
    assert await (await ask_for_code(firm, quarantined)).send() == "skipped:quarantined"
    await rows(
        firm.sending,
        "insert into deny_entries (org_id, direction, hmac, id, key_id, sealed_digits)"
        " values (:org, 'outbound', :hmac, gen_random_uuid(), 'none', '')",
        org=firm.id,
        hmac=firm.sending.vault.hash_identifier(denied.number),
    )
    assert await (await ask_for_code(firm, denied)).send() == "skipped:deny_listed"


@pytest.mark.spec("P12")
async def test_a_text_goes_to_the_number_that_it_is_about_though_another_comes_first(
    firm: Company, carrier: Control
) -> None:
    person = await hire_unconfirmed(firm)
    asked = await ask_for_code(firm, person)
    from_directory = new_number()
    await rebind_by_directory(firm, person.id, from_directory)

    assert await asked.send() == "sent"

    assert len(await asked.texts(carrier)) == 1
    assert await carrier.texts(from_directory) == []


@pytest.mark.spec("P12")
async def test_a_text_about_somebody_elses_number_goes_nowhere(firm: Company, carrier: Control) -> None:
    [owner, other] = await firm.hire(2)
    asked = await ask(firm, other, AccountText.NUMBER_ADDED)
    await rows(
        firm.sending,
        "update account_messages m set reachability_id = r.id from reachabilities r"
        " where m.id = :id and r.user_id = :owner and r.kind = 'phone'",
        id=asked.id,
        owner=owner.id,
    )

    assert await asked.send() == "skipped:no_identifier"

    assert await carrier.texts(owner.number) == await carrier.texts(other.number) == []


async def rebind_by_directory(firm: Company, user: UUID, number: str) -> None:
    """Let the directory say that somebody has this number."""
    binding = Binding(
        user_id=user,
        kind=IdentifierKind.PHONE,
        raw=number,
        source="directory",
        state=IdentifierState.VERIFIED,
    )
    async with firm.sending.database.app(firm.id) as connection:
        assert not await identifiers.bind(connection, firm.id, firm.sending.vault, [binding])


@pytest.mark.spec("X15", "P11")
async def test_an_unconfirmed_number_that_the_provider_refused_is_not_confirmed_by_its_release(
    firm: Company, carrier: Control
) -> None:
    person = await hire_unconfirmed(firm)
    asked = await ask_for_code(firm, person)
    await carrier.fault("error", to=person.number, next=1, code=21211)
    assert await asked.send() == "rejected:number_refused"

    with pytest.raises(NotFoundError):
        await health.release_user(firm.sending, firm.id, person.id, "a key's id")

    [kept] = await rows(
        firm.sending,
        "select state from reachabilities where user_id = :user and kind = 'phone'",
        user=person.id,
    )
    assert kept.state == "unverified"
    run = await firm.campaign([person])
    await run.send()
    assert await run.outcomes() == {"skipped:unverified": 1}
