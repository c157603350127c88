"""A database of before names were encrypted: the migration does it, with the keys of the installation, and
can be taken back."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from homing.dispatching.context import Sending
from homing.domain.errors import ConfigurationError
from homing.store.organizations import ACCOUNT_DAILY_MICROS
from homing.store.schema import alembic_config, migrate
from homing.store.vault import Vault
from plugin.embedded.postgres import EmbeddedPostgres
from tests.databases import empty_database, named

LOGIN = "homing_login"
ORG, ANA, BEN, ITEM, ENTRY = (uuid4() for _ in range(5))
BEFORE = "0006"


@pytest.fixture
async def old(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The owner's address of a database as it was before, with people in it."""
    async with empty_database(postgres) as name:
        url = named(postgres.owner_url, name)
        await run(url, lambda connection: command.upgrade(alembic_config(connection), BEFORE))
        await run(url, fill)
        yield url


async def run(url: str, work: Any) -> Any:
    engine: AsyncEngine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def fill(connection: Connection) -> None:
    for statement in (
        (
            "insert into organizations (id, name, product_name, link_domain, events_mail)"
            " values (:org, 'x', 'x', 'x.invalid', array['one@x.invalid', 'Two@x.invalid'])"
        ),
        "insert into users (org_id, id, external_id, first_name) values (:org, :ana, 'e-1', 'Ana')",
        "insert into users (org_id, id) values (:org, :ben)",
        (
            "insert into in_app_items (dispatch_id, org_id, user_id, execution_id, body)"
            " values (:item, :org, :ana, :item, 'Hi Ana')"
        ),
        (
            "insert into deny_entries (org_id, direction, hmac, id, key_id, sealed_digits, note)"
            " values (:org, 'outbound', 'h', :entry, 'k', 'x', 'Ana wrote'),"
            " (:org, 'inbound', 'h', gen_random_uuid(), 'k', 'x', null)"
        ),
        (
            "insert into event_cursors (org_id, way, address, last_id)"
            " values (:org, 'mail', 'one@x.invalid', 7), (:org, 'webhook', '', 8)"
        ),
    ):
        given: dict[str, UUID] = {"org": ORG, "ana": ANA, "ben": BEN, "item": ITEM, "entry": ENTRY}
        named_in = {name: value for name, value in given.items() if f":{name}" in statement}
        connection.execute(text(statement), named_in)


def read(query: str) -> Any:
    return lambda connection: [dict(row) for row in connection.execute(text(query)).mappings()]


@pytest.mark.spec("Q13")
async def test_what_stood_in_clear_is_encrypted_and_found_as_before(old: str, sending: Sending) -> None:
    vault = sending.vault
    await migrate(old, LOGIN, vault)

    users = {row["id"]: row for row in await run(old, read("select * from users"))}
    ana = users[ANA]
    assert (vault.open(ana["sealed_first_name"]), vault.open(ana["sealed_external_id"])) == ("Ana", "e-1")
    assert ana["external_hash"] == vault.hash_external(ORG, "e-1")
    assert (users[BEN]["sealed_first_name"], users[BEN]["external_hash"]) == (None, None)
    [item] = await run(old, read("select * from in_app_items"))
    assert vault.open(item["sealed_body"]) == "Hi Ana"
    notes = await run(old, read("select sealed_note from deny_entries order by sealed_note nulls last"))
    assert [vault.open(row["sealed_note"]) for row in notes] == ["Ana wrote", None]
    [org] = await run(old, read("select * from organizations"))
    assert vault.open(org["sealed_events_mail"]) == "one@x.invalid\nTwo@x.invalid"
    hashes = [vault.hash_identifier(one) for one in ("one@x.invalid", "two@x.invalid")]
    assert org["events_mail_hashes"] == hashes
    cursors = await run(old, read("select way, address_hash, last_id from event_cursors order by way"))
    assert [tuple(row.values()) for row in cursors] == [("mail", hashes[0], 7), ("webhook", b"", 8)]


@pytest.mark.spec("Q13")
async def test_what_stood_in_clear_stands_in_no_file_of_the_tables(old: str, sending: Sending) -> None:
    clear = (b"Ana wrote", b"Hi Ana", b"e-1", b"one@x.invalid")
    assert {mark for mark in clear if mark in await files(old)} == set(clear)
    await migrate(old, LOGIN, sending.vault)
    assert {mark for mark in clear if mark in await files(old)} == set()


async def files(url: str) -> bytes:
    """What the tables' files hold."""
    tables = ("users", "in_app_items", "deny_entries", "organizations", "event_cursors")
    query = text("select pg_read_binary_file(pg_relation_filepath(cast(:name as regclass)))")

    def work(connection: Connection) -> bytes:
        connection.execute(text("checkpoint"))
        return b"".join(connection.execute(query, {"name": table}).scalar_one() for table in tables)

    held: bytes = await run(url, work)
    return held


async def test_an_organization_of_before_has_the_allowance_for_codes_that_a_new_one_has(
    old: str, sending: Sending
) -> None:
    await migrate(old, LOGIN, sending.vault)
    [row] = await run(old, read("select channel, enabled, daily_cap_micros from org_channels"))
    assert list(row.values()) == ["account_sms", True, ACCOUNT_DAILY_MICROS]


async def test_it_can_be_taken_back(old: str, sending: Sending) -> None:
    before = await everybody(old)
    await migrate(old, LOGIN, sending.vault)

    def take_back(connection: Connection) -> None:
        command.downgrade(alembic_config(connection, sending.vault), BEFORE)

    await run(old, take_back)
    assert await everybody(old) == before


async def everybody(url: str) -> list[Any]:
    queries = (
        "select id, external_id, first_name from users order by id",
        "select events_mail from organizations",
        "select body from in_app_items",
        "select note from deny_entries order by note",
    )
    return [await run(url, read(query)) for query in queries]


async def test_without_the_keys_nothing_is_changed_where_there_are_people(old: str) -> None:
    before = await everybody(old)
    with pytest.raises(ConfigurationError, match="encryption_keys"):
        await migrate(old, LOGIN)
    assert await everybody(old) == before


async def test_another_key_reads_nothing(old: str, sending: Sending) -> None:
    await migrate(old, LOGIN, Vault({"elsewhere": bytes(32)}, bytes(32)))
    [ana] = await run(old, read("select sealed_first_name from users where sealed_first_name is not null"))
    with pytest.raises(ConfigurationError):
        sending.vault.open(ana["sealed_first_name"])
