"""What a directory sent of users and groups."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from homing.store.migrations.kinds import OWN, own_rows

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

FOUND = """
    create function homing_scim_{name}(asked bytea[])
    returns table (org_id uuid, id uuid, kind text, created_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public rows 1 as $$
        with found as materialized (
            select r.org_id, r.id, r.kind, r.created_at from public.scim_resources r
             where r.{column} {operator} asked)
        select f.org_id, f.id, f.kind, f.created_at from found f where f.org_id = {own}
    $$
"""
"""Row-level security keeps the operators of arrays from an index, since they might tell of the rows that it
hides. So the application asks by a function, which has its owner's rights and tells of no rows but those of
the organization that the transaction is bound to, as the policy does. The hashes are looked up first, by
themselves: those of one organization are never another's."""
BY = {"terms": ("terms", "@>"), "managers": ("manager_terms", "&&")}
"""The functions, named as the indexes that they use: what has all of some terms, and those whose manager is
called by one of them."""


def _now(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()"))


def _hashes(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.ARRAY(sa.LargeBinary()), nullable=False, server_default="{}")


def upgrade() -> None:
    op.create_table(
        "scim_resources",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("user_name_hash", sa.LargeBinary(), nullable=True),
        _hashes("terms"),
        _hashes("manager_terms"),
        sa.Column("faults", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _now("created_at"),
        _now("modified_at"),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_index("scim_resources_created", "scim_resources", ["org_id", "kind", "created_at", "id"])
    op.create_index("scim_resources_user_name", "scim_resources", ["org_id", "user_name_hash"], unique=True)
    for name, (column, _) in BY.items():
        op.create_index(
            f"scim_resources_{name}",
            "scim_resources",
            [column],
            postgresql_using="gin",
            # Whatever comes is looked for as well, and would read all that still waits to be indexed.
            postgresql_with={"fastupdate": "off"},
        )
    op.create_index(
        "scim_resources_faults",
        "scim_resources",
        ["org_id", "id"],
        postgresql_where=sa.text("faults <> '{}'::jsonb"),
    )
    own_rows("scim_resources", "select, insert, update, delete", "select, insert, update, delete")
    for name, (column, operator) in BY.items():
        op.execute(FOUND.format(name=name, column=column, operator=operator, own=OWN))
        op.execute(f"revoke execute on function homing_scim_{name}(bytea[]) from public")
        op.execute(f"grant execute on function homing_scim_{name}(bytea[]) to homing_app")


def downgrade() -> None:
    for name in BY:
        op.execute(f"drop function homing_scim_{name}(bytea[])")
    op.drop_table("scim_resources")
