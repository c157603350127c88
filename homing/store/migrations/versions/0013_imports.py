"""Files that are loaded in the background."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from homing.store.migrations.kinds import own_rows

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _at(name: str, *, now: bool = False) -> sa.Column[object]:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        nullable=not now,
        server_default=sa.text("now()") if now else None,
    )


def _count(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="receiving"),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        *(_count(name) for name in ("pieces", "line", "created", "updated", "refused_rows", "faults")),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("refused_column", sa.Integer(), nullable=True),
        _at("created_at", now=True),
        _at("touched_at", now=True),
        _at("rows_done_at"),
        _at("done_at"),
        _at("cleared_at"),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("imports_org", "imports", ["org_id", "created_at", "id"])
    op.create_index(
        "imports_uncleared",
        "imports",
        ["created_at", "id"],
        postgresql_where=sa.text("cleared_at is null"),
    )


def upgrade() -> None:
    _imports()
    op.create_table(
        "import_pieces",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"]),
        sa.PrimaryKeyConstraint("import_id", "number"),
    )
    # What is encrypted can't be made smaller.
    op.execute("alter table import_pieces alter column sealed set storage external")
    op.create_table(
        "imported_users",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=True),
        sa.Column("sealed_manager", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("org_id", "import_id", "user_id"),
    )
    op.create_index(
        "imported_users_waiting",
        "imported_users",
        ["import_id", "user_id"],
        postgresql_where=sa.text("sealed_manager is not null"),
    )
    op.create_table(
        "import_faults",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("loaded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "line", "number"),
    )
    own_rows("imports", "select, insert, update", "select, update, delete")
    for table in ("import_pieces", "imported_users", "import_faults"):
        own_rows(table, "select, insert, update, delete", "select, update, delete")


def downgrade() -> None:
    for table in ("import_faults", "imported_users", "import_pieces", "imports"):
        op.drop_table(table)
