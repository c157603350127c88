"""While a ledger that was put back is reconciled nobody is texted; afterwards everything goes on, and what
handsets wrote meanwhile holds."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Point
from homing.dispatching.restore import reconcile
from homing.domain.errors import LedgerBehindError, RefusedError
from homing.domain.phone import E164
from homing.providers.base import Listed, Provider
from homing.settings import Settings
from homing.store import height, organizations
from homing.store.optouts import Said
from homing.store.organizations import NewOrganization
from plugin.services import open_sending
from tests.conftest import SENDER
from tests.dispatching.restored import LONG_AGO, forget, restore, sent_once, sms_of, texts_of
from tests.dispatching.support import Around, attempts_of, rows, until
from tests.world import Company, Run, Someone, found_company


@pytest.mark.spec("X01", "U03")
async def test_sms_is_off_until_the_list_was_read_and_stays_off_where_it_could_not_be(
    house: Company, handsets: Control, settings: Settings
) -> None:
    kept_off = await found_company(house.sending, SENDER)
    async with kept_off.sending.database.app(kept_off.id) as connection:
        await organizations.set_channel(connection, kept_off.id, "sms", enabled=False)
    nowhere = settings.model_copy(update={"twilio_api_base_url": "http://127.0.0.1:9"})
    async with open_sending(nowhere) as deaf:
        with pytest.raises(ConnectionError):
            await reconcile(replace(deaf, database=house.sending.database), datetime.now(UTC) - LONG_AGO)
    assert await sms_of(house) == (False, "ledger_behind")
    people = await house.hire(1)
    run = await house.campaign(people)
    with pytest.raises(LedgerBehindError):
        await run.send(step="later")
    assert await run.outcomes() == {}, "nothing is decided meanwhile"

    await restore(house)

    assert await sms_of(house) == (True, None)
    assert await sms_of(kept_off) == (False, None), "which was off for another reason"
    await run.send(step="later")
    assert [len(one) for one in await texts_of(handsets, people)] == [1]


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize("point", [Point.INSIDE_POSTING, Point.BEFORE_FIRST_BYTE])
async def test_a_post_that_had_looked_already_is_waited_for_before_the_list_is_read(
    house: Company, handsets: Control, point: Point
) -> None:
    people = await house.hire(1)
    run = await house.campaign(people)
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def stop(at: Point) -> None:
        if at is point:
            reached.set()
            await go_on.wait()

    witness = Witness(house.sending.providers["twilio"], run)
    limits = replace(house.sending.limits, lease=timedelta(seconds=20))
    sending = replace(house.sending, reached=stop, providers={"twilio": witness}, limits=limits)
    page = asyncio.create_task(run.send(sending=sending))
    await asyncio.wait_for(reached.wait(), 10)
    settling = asyncio.create_task(reconcile(sending, datetime.now(UTC) - LONG_AGO))
    await until(lambda: is_off(house))
    assert not settling.done()
    go_on.set()
    await page
    done = await settling

    assert witness.stood == {"sent": 1}
    assert (done.forgotten, done.strangers) == (0, 0)
    assert [len(one) for one in await texts_of(handsets, people)] == [1]


class Witness(Around):
    """Sees where a run stood when the list was asked for."""

    def __init__(self, real: Provider, run: Run) -> None:
        super().__init__(real)
        self.run = run
        self.stood: dict[str, int] = {}

    async def messages_since(self, since: datetime, before: datetime) -> AsyncIterator[Listed]:
        self.stood = await self.run.outcomes()
        async for message in super().messages_since(since, before):
            yield message


async def is_off(company: Company) -> bool:
    return not (await sms_of(company))[0]


async def switch_on_as_an_admin(company: Company) -> None:
    async with company.sending.database.app(company.id) as connection:
        await height.check_settled(connection, company.id, "sms")
        await organizations.set_channel(connection, company.id, "sms", enabled=True)


@pytest.mark.spec("X01", "P29")
async def test_whoever_was_about_to_switch_sms_on_for_the_first_time_is_waited_for_and_switched_off(
    house: Company, handsets: Control
) -> None:
    database, org = house.sending.database, uuid4()
    new = Company(house.sending, org, SENDER)
    async with database.system() as connection:
        await organizations.create_organization(
            connection, NewOrganization(id=org, name="x", product_name="x", link_domain="links.pidgr.test")
        )
    witness = SwitchWitness(house.sending.providers["twilio"], new)
    sending = replace(house.sending, providers={"twilio": witness})
    async with database.app(org) as connection:
        await height.check_settled(connection, org, "sms")
        settling = asyncio.create_task(reconcile(sending, datetime.now(UTC) - LONG_AGO))

        async def others_are_off() -> bool:
            await connection.execute(text("select 1"))  # or the server ends what sits idle
            return await is_off(house)

        await until(others_are_off)
        await organizations.set_channel(connection, org, "sms", enabled=True)
    await settling

    assert witness.stood == (False, "ledger_behind")
    assert await sms_of(new) == (True, None)


class SwitchWitness(Around):
    """Sees whether a company's sms was on when the list was asked for, and whether it can be switched on."""

    def __init__(self, real: Provider, company: Company) -> None:
        super().__init__(real)
        self.company = company
        self.stood: tuple[bool, str | None] | None = None

    async def messages_since(self, since: datetime, before: datetime) -> AsyncIterator[Listed]:
        self.stood = await sms_of(self.company)
        with pytest.raises(RefusedError, match="ledger_behind"):
            await switch_on_as_an_admin(self.company)
        async for message in super().messages_since(since, before):
            yield message


@pytest.mark.spec("X01", "P29")
async def test_one_that_was_broken_off_leaves_sms_off_whatever_admins_ask_for(
    house: Company, handsets: Control, settings: Settings
) -> None:
    kept_off = await found_company(house.sending, SENDER)
    async with kept_off.sending.database.app(kept_off.id) as connection:
        await organizations.set_channel(connection, kept_off.id, "sms", enabled=False)
    nowhere = settings.model_copy(update={"twilio_api_base_url": "http://127.0.0.1:9"})
    async with open_sending(nowhere) as deaf:
        with pytest.raises(ConnectionError):
            await reconcile(replace(deaf, database=house.sending.database), datetime.now(UTC) - LONG_AGO)

    for company in (house, kept_off):
        with pytest.raises(RefusedError, match="ledger_behind"):
            await switch_on_as_an_admin(company)
    await restore(house)
    for company in (house, kept_off):
        await switch_on_as_an_admin(company)

    assert [await sms_of(one) for one in (house, kept_off)] == [(True, None)] * 2


@pytest.mark.spec("X01")
async def test_a_second_one_is_refused_while_the_first_is_at_it(house: Company, handsets: Control) -> None:
    async with house.sending.database.engine.connect() as connection:
        await connection.execute(text("select pg_advisory_lock(hashtext('homing.reconcile'))"))
        await connection.commit()
        with pytest.raises(RefusedError, match="reconciling"):
            await restore(house)
        await connection.execute(text("select pg_advisory_unlock(hashtext('homing.reconcile'))"))
        await connection.commit()
    assert (await restore(house)).listed == 0


async def test_what_can_not_be_meant_is_refused_before_anything_is_switched_off(
    house: Company, settings: Settings
) -> None:
    now = datetime.now(UTC)
    sending = house.sending
    with pytest.raises(RefusedError, match="since_without_zone"):
        await reconcile(sending, now.replace(tzinfo=None))
    with pytest.raises(RefusedError, match="until_before_since"):
        await reconcile(sending, now, until=now - LONG_AGO)
    silent = {name: one for name, one in sending.providers.items() if name != "twilio"}
    with pytest.raises(RefusedError, match="no_provider_that_lists"):
        await reconcile(replace(sending, providers=silent), now - LONG_AGO)
    assert await sms_of(house) == (True, None)


# -- numbers begin anew


@pytest.mark.spec("X01")
async def test_attempts_are_numbered_above_all_that_were_forgotten(
    house: Company, owner: AsyncEngine
) -> None:
    _, run = await sent_once(house)
    [forgotten] = [row.seq for row in await attempts_of(run)]
    await forget(owner)
    await restore(house)
    await run.send(step="first")
    await run.send(step="second")

    adopted, new = [row.seq for row in await attempts_of(run)]
    [accepted] = await accepted_heights(house)
    assert forgotten < accepted < adopted < new


@pytest.mark.spec("X01")
async def test_switching_sms_off_and_on_again_takes_nothing_back_of_what_was_settled(house: Company) -> None:
    await restore(house)
    [accepted] = await accepted_heights(house)
    for enabled in (False, True):
        async with house.sending.database.app(house.id) as connection:
            await organizations.set_channel(connection, house.id, "sms", enabled=enabled)
    assert await accepted_heights(house) == [accepted]


async def accepted_heights(company: Company) -> list[int]:
    found = await rows(
        company.sending,
        "select ledger_accepted from org_channels where channel = 'sms' and org_id = :org",
        org=company.id,
    )
    return [row[0] for row in found]


@pytest.mark.spec("X01", "P29")
async def test_a_process_that_lived_through_it_notices_by_its_own_numbers_before_any_request(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    people, run = await sent_once(house, 2)
    await texts_of(handsets, people)
    await forget(owner)
    [[top]] = await rows(house.sending, "select last_value from attempts_seq_seq")
    async with owner.begin() as connection:
        await connection.execute(text("select setval('attempts_seq_seq', 1)"))
    try:
        with pytest.raises(LedgerBehindError):
            await run.send(step="first")
        assert await attempts_of(run) == []
        assert [len(one) for one in await texts_of(handsets, people)] == [1, 1]
    finally:
        async with owner.begin() as connection:
            await connection.execute(text("select setval('attempts_seq_seq', :top)"), {"top": top})


# -- words of the forgotten time


async def opted_out(company: Company, person: Someone) -> bool:
    hmac = company.sending.vault.hash_identifier(person.number)
    found = await rows(company.sending, "select 1 from opt_outs where hmac = :hmac", hmac=hmac)
    return bool(found)


@pytest.mark.spec("P14", "P15", "P31")
async def test_keywords_of_the_forgotten_time_hold_in_the_order_in_which_they_were_written(
    house: Company, handsets: Control
) -> None:
    people, _ = await sent_once(house, 4)
    quiet, back, chatty, known = people
    await handsets.idle()
    for person, said in ((quiet, "Stop."), (back, "STOP"), (back, "start"), (chatty, "stop by at five")):
        await handsets.reply(person.number, said)
    heard = await handsets.reply(known.number, "STOP")
    await withdraw.stop(house.sending, E164(known.number), said=Said("STOP", "twilio", heard.sid))

    done = await restore(house)
    again = await restore(house)

    assert (done.opted_out, done.opted_in) == (2, 1)
    assert (again.opted_out, again.opted_in) == (0, 0)
    assert [await opted_out(house, one) for one in people] == [True, False, False, True]
    run = await house.campaign(people)
    await run.send()
    outcomes = {user: row.reason for user, row in (await run.dispatches()).items()}
    assert [outcomes[one.id] for one in people] == ["opted_out", None, None, "opted_out"]


@pytest.mark.spec("P14")
async def test_a_word_that_is_taken_in_late_does_not_undo_a_newer_opt_out(
    house: Company, handsets: Control
) -> None:
    [person], _ = await sent_once(house)
    await handsets.idle()
    await handsets.reply(person.number, "START")
    await withdraw.stop(house.sending, E164(person.number), said=Said("STOP", "twilio", f"SM{uuid4().hex}"))

    done = await restore(house)

    assert done.opted_in == 0
    assert await opted_out(house, person)
