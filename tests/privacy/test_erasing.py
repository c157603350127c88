"""A user is erased: what is personal goes, counts stay, and so does the opt-out."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.testing import ActivityEnvironment

from activities import verification_activity
from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.dispatching.erasing import erase, finish_erasures
from homing.domain.consents import ConsentKind
from homing.domain.decide import IdentifierState
from homing.domain.errors import NotFoundError
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.store import consents, erasing, identifiers, people
from homing.store.consents import seal_consent
from homing.store.identifiers import Binding
from homing.store.people import NewUser
from homing.store.personal import DELETE, PERSONAL
from homing.store.resealing import SEALED_TABLES
from homing.store.tables import GLOBAL_TABLES, TENANT_TABLES
from tests.faults.withdrawals import consent_of
from tests.privacy.conftest import Place
from tests.privacy.filled import WORDS
from tests.store.tenants import Tenant
from tests.world import Someone
from workflows.verification_ports import VerificationInput

KEPT_BY_HASH = {"opt_outs", "opt_events", "deny_entries", "numbers"}
"""Where a number's keyed hash stays: whoever had it opted out still counts as opted out."""


async def everything(house: Place) -> dict[str, list[dict[str, Any]]]:
    """Each row of each table."""
    async with house.owner.connect() as connection:
        return {
            table: [
                dict(row) for row in (await connection.execute(text(f"select * from {table}"))).mappings()
            ]
            for table in ("organizations", *TENANT_TABLES, *GLOBAL_TABLES)
        }


def opened(sending: Sending, rows: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    """(table, value) of all that is encrypted."""
    for table in SEALED_TABLES:
        for row in rows[table.name]:
            for column in table.columns:
                value = row[column.name]
                if value is not None:
                    key = None if column.key is None else row[column.key]
                    clear = sending.vault.open(value) if key is None else sending.vault.decrypt(key, value)
                    yield table.name, clear


async def write_in(tenant: Tenant, someone: Someone) -> None:
    """Let somebody reply, after an opt-out."""
    await withdraw.stop(tenant.company.sending, E164(someone.number))
    key, sealed = tenant.vault.encrypt(WORDS)
    reply = text("""
        insert into inbound_messages
               (provider, provider_id, org_id, hmac, kind, user_id, key_id, sealed, words)
        values ('twilio', :id, :org, :hmac, 'unclear', :user, :key, :sealed, '{1}')
    """)
    async with tenant.company.sending.database.app(tenant.id) as connection:
        row = {"id": f"SM{uuid4().hex}", "org": tenant.id, "user": someone.id, "key": key, "sealed": sealed}
        await connection.execute(reply, {**row, "hmac": tenant.vault.hash_identifier(someone.number)})


@pytest.mark.spec("Q13")
async def test_nothing_personal_is_left_of_who_is_erased_and_the_opt_out_stays(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    someone, other = tenant.company.staff[-1], tenant.company.staff[0]
    await tenant.company.know(someone, first_name="Quillonquist the First", external_id="ext-0815")
    await write_in(tenant, someone)
    before = await everything(house)
    marks = (someone.number, someone.mail, "the First", "ext-0815", "Brindlewick")
    assert {mark for mark in marks for _, value in opened(keeper, before) if mark in value} == set(marks)

    row, _ = await erase(keeper, tenant.id, someone.id, "operator")

    assert row.erased_at is not None
    after = await everything(house)
    assert [(table, mark) for table, value in opened(keeper, after) for mark in marks if mark in value] == []
    hashes = {keeper.vault.hash_identifier(one) for one in (someone.number, someone.mail)}
    hashes.add(keeper.vault.hash_external(tenant.id, "ext-0815"))
    left = {table for table, rows in after.items() if any(hashes & set(_bytes(row.values())) for row in rows)}
    assert left <= KEPT_BY_HASH
    assert keeper.vault.hash_identifier(someone.number) in {row["hmac"] for row in after["opt_outs"]}
    # Of everybody else everything is there, and so are the counts.
    for table in ("dispatches", "attempts", "recipients", "receipts", "channel_events"):
        assert len(after[table]) == len(before[table])
    assert [row for row in after["users"] if row["id"] == other.id] == [
        row for row in before["users"] if row["id"] == other.id
    ]


def _bytes(values: Any) -> list[bytes]:
    flat = [part for value in values for part in (value if isinstance(value, list) else [value])]
    return [value for value in flat if isinstance(value, bytes)]


async def test_rows_that_are_to_be_deleted_are_gone_from_every_table(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    someone = tenant.company.staff[0]
    await erase(keeper, tenant.id, someone.id, "operator")
    async with keeper.database.system() as connection:
        hashes, sole = await erasing.read_hashes(connection, tenant.id, someone.id)
    assert (hashes, sole) == ([], [])
    after = await everything(house)
    for one in PERSONAL:
        if one.erase == DELETE:
            assert [row for row in after[one.table] if row.get("user_id") == someone.id] == [], one.table


async def test_a_number_that_another_user_has_too_keeps_its_health(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    first, second = tenant.company.staff[-1], tenant.company.staff[-2]  # whose number is quarantined
    shared = Binding(
        user_id=second.id,
        kind=IdentifierKind.PHONE,
        raw=first.number,
        source="api",
        state=IdentifierState.UNVERIFIED,
    )
    async with keeper.database.app(tenant.id) as connection:
        await identifiers.bind(connection, tenant.id, keeper.vault, [shared])
    hmac = keeper.vault.hash_identifier(first.number)
    for user, kept in ((first.id, True), (second.id, False)):
        await erase(keeper, tenant.id, user, "operator")
        health = (await everything(house))["number_health"]
        assert any(row["hmac"] == hmac for row in health) == kept


async def test_the_organizations_own_id_is_free_again_and_makes_somebody_new(
    keeper: Sending, tenant: Tenant
) -> None:
    someone, new = tenant.company.staff[0], uuid4()
    await tenant.company.know(someone, external_id="ext-0815")
    await erase(keeper, tenant.id, someone.id, "operator")

    async with keeper.database.app(tenant.id) as connection:
        known = await people.find_users(connection, tenant.id, keeper.vault, [someone.id], ["ext-0815"])
        await people.add_users(connection, tenant.id, keeper.vault, [NewUser(id=new, external_id="ext-0815")])
        listed = await people.list_users(
            connection, tenant.id, keeper.vault, people.UserFilter(), after=None, most=99
        )

    assert known == []
    assert {new} < {row.id for row in listed}
    assert someone.id not in {row.id for row in listed}


async def test_nobody_is_behind_the_id_any_more(keeper: Sending, tenant: Tenant) -> None:
    someone = tenant.company.staff[0]
    await erase(keeper, tenant.id, someone.id, "operator")
    database, org = keeper.database, tenant.id
    for change in (
        lambda c: people.read_user(c, org, keeper.vault, someone.id),
        lambda c: people.check_user(c, org, someone.id),
        lambda c: people.lock_user(c, org, someone.id),
        lambda c: people.reactivate(c, org, someone.id),
    ):
        with pytest.raises(NotFoundError):
            await database.repeat_app(org, change)


@pytest.mark.parametrize("what", ["name", "number", "consent"])
async def test_what_was_read_before_they_were_erased_is_not_written_afterwards(
    keeper: Sending, tenant: Tenant, what: str
) -> None:
    someone, org, vault = tenant.company.staff[-1], tenant.id, tenant.vault
    number = Binding(
        user_id=someone.id,
        kind=IdentifierKind.PHONE,
        raw=someone.number,
        source="import",
        state=IdentifierState.VERIFIED,
    )
    sealed = identifiers.seal(vault, number)
    consent = seal_consent(vault, consent_of(someone, ConsentKind.GIVEN))
    writes: dict[str, Callable[[AsyncConnection], Awaitable[object]]] = {
        "name": lambda c: people.change_users(c, org, vault, {someone.id: {"first_name": "Ana"}}),
        "number": lambda c: identifiers.write(c, org, [sealed]),
        "consent": lambda c: consents.write_consents(c, org, [consent]),
    }
    await erase(keeper, org, someone.id, "operator")

    with pytest.raises(NotFoundError):
        async with keeper.database.app(org) as connection:
            await writes[what](connection)


async def test_whoever_is_erased_twice_keeps_the_first_record(keeper: Sending, tenant: Tenant) -> None:
    someone = tenant.company.staff[0]
    first, _ = await erase(keeper, tenant.id, someone.id, "one")
    assert (await erase(keeper, tenant.id, someone.id, "another"))[0] == first
    with pytest.raises(NotFoundError):
        await erase(keeper, tenant.id, uuid4(), "one")


async def test_what_a_process_left_half_done_is_finished(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    someone = tenant.company.staff[0]
    async with keeper.database.app(tenant.id) as connection:
        await erasing.ask(connection, tenant.id, someone.id, "operator")
    assert await finish_erasures(keeper) == 0, "whoever is at it is left in peace"
    await long_ago(house)

    assert await finish_erasures(keeper) == 2  # and the one who is to be erased there anyway

    async with keeper.database.app(tenant.id) as connection:
        row = await erasing.read_erasure(connection, tenant.id, someone.id)
    assert row.erased_at is not None
    assert await finish_erasures(keeper) == 0


async def test_an_erasure_that_fails_keeps_no_other_from_being_finished(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    someone, stuck = tenant.company.staff[0], uuid4()
    async with house.owner.begin() as connection:
        await connection.execute(text("delete from erasures"))
        await connection.execute(
            text("insert into erasures (org_id, user_id, actor) values (:org, :user, 'x')"),
            {"org": tenant.id, "user": stuck},
        )
    async with keeper.database.app(tenant.id) as connection:
        await erasing.ask(connection, tenant.id, someone.id, "operator")
    await long_ago(house)

    assert await finish_erasures(keeper) == 1

    async with keeper.database.app(tenant.id) as connection:
        row = await erasing.read_erasure(connection, tenant.id, someone.id)
    assert row.erased_at is not None


async def long_ago(house: Place) -> None:
    async with house.owner.begin() as connection:
        await connection.execute(text("update erasures set asked_at = now() - interval '1 hour'"))


async def test_whose_manager_is_erased_has_none(keeper: Sending, tenant: Tenant) -> None:
    boss, report = tenant.company.staff[:2]
    await tenant.company.put_under(boss, [report])
    await erase(keeper, tenant.id, boss.id, "operator")
    assert await manager_of(keeper, tenant.id, report.id) is None


async def manager_of(sending: Sending, org: UUID, user: UUID) -> UUID | None:
    async with sending.database.app(org) as connection:
        return (await people.read_user(connection, org, sending.vault, user)).manager_id


async def test_a_workflow_that_confirms_a_number_of_who_is_erased_ends(
    keeper: Sending, tenant: Tenant
) -> None:
    await erase(keeper, tenant.id, tenant.company.staff[0].id, "operator")
    look_after = verification_activity(keeper)
    asked = VerificationInput(org=str(tenant.id), verification=str(uuid4()))
    seen = await ActivityEnvironment().run(look_after, asked)
    assert seen.state == "cancelled"
