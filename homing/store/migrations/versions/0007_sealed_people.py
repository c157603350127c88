"""Names, external ids, inboxes and mail addresses encrypted, keys rotated, people erased."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from homing.domain.errors import ConfigurationError
from homing.store.migrations.kinds import OWN, at

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

AT_ONCE = 5_000
REWRITTEN = {
    "users": ("active", "boolean using active is true"),
    "in_app_items": ("may_act", "boolean using may_act is true"),
    "deny_entries": ("count", "bigint using count + 0"),
    "organizations": ("name", "text using name || ''"),
    "event_cursors": ("failures", "integer using failures + 0"),
}
"""What has lost a column, and another one that stays as it is."""


class _Vault(Protocol):
    """What seals and finds, as the process that migrates hands it over."""

    def seal(self, clear: str | None) -> bytes | None: ...
    def open(self, sealed: bytes | None) -> str | None: ...
    def hash_external(self, org: Any, external_id: str) -> bytes: ...
    def hash_identifier(self, identifier: str) -> bytes: ...


def _vault() -> _Vault:
    vault: _Vault | None = context.config.attributes.get("vault")
    if vault is None:
        message = (
            "encryption_keys, hmac_key: needed where there are people already, whose names are encrypted"
        )
        raise ConfigurationError(message)
    return vault


def _each(select: str, update: str, change: Callable[[_Vault, Any], dict[str, Any]]) -> None:
    """Read a table in pages and write what becomes of each row. Where there is none, no key is needed."""
    connection = op.get_bind()
    connection.execute(sa.text(f"declare pages no scroll cursor for {select}"))
    page = sa.text(f"fetch {AT_ONCE} from pages")
    while rows := connection.execute(page).all():
        vault = _vault()
        connection.execute(sa.text(update), [change(vault, row) for row in rows])
    connection.execute(sa.text("close pages"))


def _rewrite() -> None:
    """Write the tables' files anew: otherwise what stood in columns that are dropped stands in them on, in
    clear. A column's type alone would not have it done, but a value that has to be computed does."""
    for table, (column, same) in REWRITTEN.items():
        op.execute(f"alter table {table} alter column {column} type {same}")


def upgrade() -> None:
    _seal_users()
    _seal_the_rest()
    _seal_addresses()
    _rewrite()
    _add_tables()


def _seal_users() -> None:
    for name in ("sealed_external_id", "external_hash", "sealed_first_name"):
        op.add_column("users", sa.Column(name, sa.LargeBinary(), nullable=True))
    _each(
        "select org_id, id, external_id, first_name from users"
        " where external_id is not null or first_name is not null",
        "update users set sealed_external_id = :external, external_hash = :hash, sealed_first_name = :name"
        " where org_id = :org and id = :key",
        lambda vault, row: {
            "org": row.org_id,
            "key": row.id,
            "external": vault.seal(row.external_id),
            "hash": None if row.external_id is None else vault.hash_external(row.org_id, row.external_id),
            "name": vault.seal(row.first_name),
        },
    )
    op.drop_index("users_external", table_name="users")
    op.drop_column("users", "external_id")
    op.drop_column("users", "first_name")
    op.create_index("users_external", "users", ["org_id", "external_hash"], unique=True)


def _seal_the_rest() -> None:
    op.add_column("in_app_items", sa.Column("sealed_body", sa.LargeBinary(), nullable=True))
    _each(
        "select dispatch_id, body from in_app_items",
        "update in_app_items set sealed_body = :sealed where dispatch_id = :key",
        lambda vault, row: {"key": row.dispatch_id, "sealed": vault.seal(row.body)},
    )
    op.alter_column("in_app_items", "sealed_body", nullable=False)
    op.drop_column("in_app_items", "body")
    op.add_column("deny_entries", sa.Column("sealed_note", sa.LargeBinary(), nullable=True))
    _each(
        "select id, note from deny_entries where note is not null",
        "update deny_entries set sealed_note = :sealed where id = :key",
        lambda vault, row: {"key": row.id, "sealed": vault.seal(row.note)},
    )
    op.drop_column("deny_entries", "note")


def _seal_addresses() -> None:
    op.add_column("organizations", sa.Column("sealed_events_mail", sa.LargeBinary(), nullable=True))
    op.add_column(
        "organizations",
        sa.Column(
            "events_mail_hashes", postgresql.ARRAY(sa.LargeBinary()), server_default="{}", nullable=False
        ),
    )
    _each(
        "select id, events_mail from organizations where cardinality(events_mail) > 0",
        "update organizations set sealed_events_mail = :sealed, events_mail_hashes = :hashes where id = :key",
        lambda vault, row: {
            "key": row.id,
            "sealed": vault.seal("\n".join(row.events_mail)),
            "hashes": [vault.hash_identifier(address) for address in row.events_mail],
        },
    )
    op.drop_column("organizations", "events_mail")
    op.add_column(
        "event_cursors", sa.Column("address_hash", sa.LargeBinary(), server_default="", nullable=False)
    )
    _each(
        "select org_id, way, address from event_cursors where address <> ''",
        "update event_cursors set address_hash = :hash"
        " where org_id = :org and way = :way and address = :address",
        lambda vault, row: {
            "org": row.org_id,
            "way": row.way,
            "address": row.address,
            "hash": vault.hash_identifier(row.address),
        },
    )
    op.execute(  # two spellings of one address had a cursor each
        "delete from event_cursors c using event_cursors o where o.org_id = c.org_id and o.way = c.way"
        " and o.address_hash = c.address_hash and o.address < c.address"
    )
    op.drop_constraint("event_cursors_pkey", "event_cursors")
    op.drop_column("event_cursors", "address")
    op.alter_column("event_cursors", "address_hash", server_default=None)
    op.create_primary_key("event_cursors_pkey", "event_cursors", ["org_id", "way", "address_hash"])


def _add_tables() -> None:
    op.add_column(
        "organizations",
        sa.Column("retention", postgresql.JSONB(), server_default="{}", nullable=False),
    )
    op.add_column("users", at("erased_at"))
    op.add_column("inbound_messages", at("cleared_at"))
    op.create_table(
        "erasures",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        at("asked_at", now=True),
        at("erased_at"),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("org_id", "user_id"),
    )
    op.create_index("erasures_open", "erasures", ["asked_at"], postgresql_where=sa.text("erased_at is null"))
    op.execute("alter table erasures enable row level security")
    op.execute(
        "create policy own_rows on erasures for all to homing_app "
        f"using (org_id = {OWN}) with check (org_id = {OWN})"
    )
    op.execute("create policy all_rows on erasures for all to homing_system using (true) with check (true)")
    op.execute("grant select, insert, update on erasures to homing_app, homing_system")
    op.create_table(
        "resealings",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("after", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("looked_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("resealed", sa.BigInteger(), server_default="0", nullable=False),
        at("begun_at", now=True),
        at("done_at"),
        sa.PrimaryKeyConstraint("table_name", "key_id"),
    )
    op.execute("grant select, insert, update, delete on resealings to homing_system")


def downgrade() -> None:
    op.drop_table("resealings")
    op.drop_table("erasures")
    op.drop_column("inbound_messages", "cleared_at")
    op.drop_column("users", "erased_at")
    op.drop_column("organizations", "retention")
    _open_addresses()
    _open_the_rest()
    _open_users()


def _open_users() -> None:
    for name in ("external_id", "first_name"):
        op.add_column("users", sa.Column(name, sa.Text(), nullable=True))
    _each(
        "select org_id, id, sealed_external_id, sealed_first_name from users"
        " where sealed_external_id is not null or sealed_first_name is not null",
        "update users set external_id = :external, first_name = :name where org_id = :org and id = :key",
        lambda vault, row: {
            "org": row.org_id,
            "key": row.id,
            "external": vault.open(row.sealed_external_id),
            "name": vault.open(row.sealed_first_name),
        },
    )
    op.drop_index("users_external", table_name="users")
    for name in ("sealed_external_id", "external_hash", "sealed_first_name"):
        op.drop_column("users", name)
    op.create_index("users_external", "users", ["org_id", "external_id"], unique=True)


def _open_the_rest() -> None:
    op.add_column("deny_entries", sa.Column("note", sa.Text(), nullable=True))
    _each(
        "select id, sealed_note from deny_entries where sealed_note is not null",
        "update deny_entries set note = :note where id = :key",
        lambda vault, row: {"key": row.id, "note": vault.open(row.sealed_note)},
    )
    op.drop_column("deny_entries", "sealed_note")
    op.add_column("in_app_items", sa.Column("body", sa.Text(), nullable=True))
    _each(
        "select dispatch_id, sealed_body from in_app_items",
        "update in_app_items set body = :body where dispatch_id = :key",
        lambda vault, row: {"key": row.dispatch_id, "body": vault.open(row.sealed_body)},
    )
    op.alter_column("in_app_items", "body", nullable=False)
    op.drop_column("in_app_items", "sealed_body")


def _open_addresses() -> None:
    # A cursor knows its address by the hash alone; whoever is told next is told from the latest event on.
    op.execute("delete from event_cursors where way = 'mail'")
    op.add_column("event_cursors", sa.Column("address", sa.Text(), server_default="", nullable=False))
    op.drop_constraint("event_cursors_pkey", "event_cursors")
    op.drop_column("event_cursors", "address_hash")
    op.alter_column("event_cursors", "address", server_default=None)
    op.create_primary_key("event_cursors_pkey", "event_cursors", ["org_id", "way", "address"])
    op.add_column(
        "organizations",
        sa.Column("events_mail", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )
    _each(
        "select id, sealed_events_mail from organizations where sealed_events_mail is not null",
        "update organizations set events_mail = :addresses where id = :key",
        lambda vault, row: {
            "key": row.id,
            "addresses": (vault.open(row.sealed_events_mail) or "").splitlines(),
        },
    )
    op.drop_column("organizations", "events_mail_hashes")
    op.drop_column("organizations", "sealed_events_mail")
