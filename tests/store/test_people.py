"""Binding numbers and addresses: read strictly, kept encrypted, shown masked."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from homing.channels import BY_NAME
from homing.domain.decide import IdentifierState
from homing.domain.errors import NotFoundError
from homing.domain.ids import dispatch_id
from homing.domain.outcome import DispatchState
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.store import attempts, facts, identifiers, ledger, people
from homing.store.attempts import NewAttempt
from homing.store.facts import Person
from homing.store.identifiers import Binding, RefusedBinding
from homing.store.ledger import Claimed, PageKey, StepKey
from homing.store.people import NewUser
from tests.world import Company, Someone, new_number

SMS: Final = BY_NAME["sms"].traits
VERIFIED, UNVERIFIED = IdentifierState.VERIFIED, IdentifierState.UNVERIFIED


def phone(
    user: UUID,
    raw: str,
    *,
    source: str = "directory",
    state: IdentifierState = VERIFIED,
    region: str | None = None,
) -> Binding:
    return Binding(
        user_id=user, kind=IdentifierKind.PHONE, raw=raw, source=source, state=state, region=region
    )


async def bind(company: Company, *bindings: Binding) -> list[RefusedBinding]:
    async with company.sending.database.app(company.id) as connection:
        return await identifiers.bind(connection, company.id, company.sending.vault, bindings)


async def bound(company: Company, user: UUID) -> list[dict[str, Any]]:
    """A user's rows of now, with what they were sealed from."""
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(
            text(
                "select * from reachabilities where user_id = :user and kind = 'phone' and ended_at is null"
                " order by source"
            ),
            {"user": user},
        )
        decrypt = company.sending.vault.decrypt
        return [
            {
                **row,
                "value": decrypt(row["key_id"], row["sealed"]),
                "raw": decrypt(row["key_id"], row["sealed_raw"]),
            }
            for row in found.mappings()
        ]


async def numberless(company: Company) -> UUID:
    return (await company.hire(1, number=False))[0].id


async def known(company: Company, users: Sequence[UUID]) -> list[Person]:
    """What sending would know of these people."""
    run = await company.campaign([Someone(user, "", "") for user in users])
    async with company.sending.database.app(company.id) as connection:
        return await facts.read_people(connection, company.id, run.execution, users, SMS)


@pytest.mark.spec("Q13", "A11")
async def test_a_number_is_kept_in_e164_beside_what_was_written_and_both_are_encrypted(
    company: Company,
) -> None:
    user, number = await numberless(company), new_number()
    written = f" 0034 {number[3:6]}-{number[6:]} "
    assert await bind(company, phone(user, written, region="ES")) == []
    (row,) = await bound(company, user)
    assert (row["value"], row["raw"]) == (number, written)
    assert (row["country"], row["source"], row["state"]) == ("ES", "directory", "verified")
    assert row["hmac"] == company.sending.vault.hash_identifier(E164(number))
    assert row["key_id"] == "test"


@pytest.mark.spec("Q13")
async def test_no_column_of_any_table_holds_the_digits_of_a_number(company: Company) -> None:
    someone = (await company.hire(1))[0]
    run = await company.campaign([someone])
    async with company.sending.database.app(company.id) as connection:
        (person,) = await facts.read_people(connection, company.id, run.execution, [someone.id], SMS)
        step = StepKey(company.id, run.execution, "remind", 1)
        claimed = Claimed(
            id=dispatch_id(company.id, run.execution, "remind", 1, someone.id, "sms"),
            user_id=someone.id,
            position=0,
            state=DispatchState.RESERVED,
            reachability_id=person.reachability_id,
            source=person.source,
            hmac=person.hmac,
            country=person.country,
        )
        await ledger.write_claims(connection, PageKey(step, 0, 0, 1), "sms", [claimed])
        attempt = NewAttempt(claimed.id, uuid4(), "twilio", None, 0, b"body", b"link")
        assert list(await attempts.begin_posting(connection, company.id, [attempt], 2)) == [claimed.id]
    rows = {}
    async with company.sending.database.system() as connection:
        tables = await connection.execute(text("select tablename from pg_tables where schemaname = 'public'"))
        for table in set(tables.scalars()) - {"alembic_version"}:
            found = await connection.execute(text(f"select row_to_json(t)::text from {table} t"))
            rows[table] = "\n".join(found.scalars())
    for table in ("reachabilities", "users", "dispatches", "attempts", "numbers"):
        assert rows[table]
    for hidden in (someone.number[1:], someone.number[3:], someone.number.encode().hex(), someone.mail):
        assert [table for table, content in rows.items() if hidden in content] == []


@pytest.mark.spec("A11")
async def test_numbers_that_cannot_be_taken_are_told_with_their_reason_and_the_others_are_loaded(
    company: Company,
) -> None:
    users = [one.id for one in await company.hire(6, number=False)]
    refused = await bind(
        company,
        phone(users[0], "611 00 00 00"),
        phone(users[1], "+34 611 00"),
        phone(users[2], new_number()),
        phone(users[3], "none"),
        phone(users[4], "+34 800 123 456"),
        phone(users[5], "+34 611 000 000 ext. 5"),
    )
    assert refused == [
        RefusedBinding(users[0], "region_missing"),
        RefusedBinding(users[1], "too_short"),
        RefusedBinding(users[3], "not_a_number"),
        RefusedBinding(users[4], "cannot_receive_texts"),
        RefusedBinding(users[5], "extension"),
    ]
    assert [bool(await bound(company, user)) for user in users] == [False, False, True, False, False, False]


@pytest.mark.spec("A11")
async def test_a_national_number_is_read_where_it_is_said_to_belong(company: Company) -> None:
    spaniard, briton = [one.id for one in await company.hire(2, number=False)]
    assert not await bind(company, phone(spaniard, "612 34 56 78", region="ES"))
    assert not await bind(company, phone(briton, "07400 123456", region="GB"))
    rows = [(await bound(company, user))[0] for user in (spaniard, briton)]
    assert [(row["value"], row["country"]) for row in rows] == [
        ("+34612345678", "ES"),
        ("+447400123456", "GB"),
    ]


async def test_binding_the_same_again_changes_nothing(company: Company) -> None:
    user, number = await numberless(company), new_number()
    await bind(company, phone(user, number))
    before = await bound(company, user)
    assert not await bind(company, phone(user, number), phone(user, f"{number[:3]} {number[3:]}"))
    assert await bound(company, user) == before


async def test_a_change_of_number_replaces_the_former(company: Company) -> None:
    user, former, latter = await numberless(company), new_number(), new_number()
    await bind(company, phone(user, former))
    (before,) = await bound(company, user)
    await bind(company, phone(user, latter))
    (after,) = await bound(company, user)
    assert after["value"] == latter
    assert after["id"] != before["id"]


async def test_a_number_becomes_verified_where_it_stands(company: Company) -> None:
    user, number = await numberless(company), new_number()
    await bind(company, phone(user, number, source="self", state=UNVERIFIED))
    await bind(company, phone(user, number, source="self", state=VERIFIED))
    assert [(row["value"], row["state"]) for row in await bound(company, user)] == [(number, "verified")]


@pytest.mark.spec("P09")
@pytest.mark.parametrize("directory_first", [True, False])
@pytest.mark.parametrize("directory", [VERIFIED, UNVERIFIED])
async def test_the_directorys_number_comes_before_a_verified_one_of_the_users_own(
    company: Company, directory: IdentifierState, *, directory_first: bool
) -> None:
    user, theirs, own = await numberless(company), new_number(), new_number()
    bindings = [
        phone(user, theirs, source="directory", state=directory),
        phone(user, own, source="self", state=VERIFIED),
    ]
    for binding in bindings if directory_first else reversed(bindings):
        await bind(company, binding)
    (person,) = await known(company, [user])
    assert (person.source, person.state) == ("directory", directory)
    assert person.hmac == company.sending.vault.hash_identifier(theirs)
    assert company.sending.vault.decrypt(person.key_id or "", person.sealed or b"") == theirs


@pytest.mark.spec("P09")
async def test_without_a_number_from_the_directory_the_users_own_is_taken(company: Company) -> None:
    with_own, with_none = [one.id for one in await company.hire(2, number=False)]
    await bind(company, phone(with_own, new_number(), source="self", state=VERIFIED))
    persons = await known(company, [with_own, with_none])
    assert [(person.source, person.state) for person in persons] == [("self", VERIFIED), (None, None)]


@pytest.mark.spec("Q13")
async def test_no_more_of_an_identifier_is_shown_than_its_last_digits(company: Company) -> None:
    someone = (await company.hire(1))[0]
    async with company.sending.database.app(company.id) as connection:
        known = await identifiers.read_identifiers(
            connection, company.id, company.sending.vault, [someone.id]
        )
    assert [one.shown for one in known[someone.id]] == [f"{someone.mail[0]}…@…", f"…{someone.number[-2:]}"]
    assert someone.number[3:] not in repr(phone(someone.id, someone.number))


async def test_a_number_cannot_be_bound_to_somebody_whom_the_organization_does_not_know(
    company: Company,
) -> None:
    stranger = uuid4()
    with pytest.raises(NotFoundError):
        await bind(company, phone(stranger, new_number()))
    assert await bound(company, stranger) == []


async def test_a_number_that_proved_invalid_stays_so_when_the_directory_repeats_it(company: Company) -> None:
    """Directories say everything again every night."""
    user, number = await numberless(company), new_number()
    await bind(company, phone(user, number))
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(text("update reachabilities set state = 'invalid' where kind = 'phone'"))
    await bind(company, phone(user, number))
    assert [row["state"] for row in await bound(company, user)] == ["invalid"]
    await bind(company, phone(user, new_number()))
    assert [row["state"] for row in await bound(company, user)] == ["verified"]


async def test_what_is_known_of_a_person_is_brought_up_to_date(company: Company) -> None:
    user = await numberless(company)
    async with company.sending.database.app(company.id) as connection:
        for name, locale in (("Ana", "es"), ("Anna", "de")):
            await people.add_users(
                connection,
                company.id,
                company.sending.vault,
                [NewUser(id=user, first_name=name, locale=locale)],
            )
    (person,) = await known(company, [user])
    assert (company.sending.vault.open(person.sealed_name), person.locale) == ("Anna", "de")
