"""Numbers that their users are confirming, and how many codes were asked for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from homing.store.migrations.kinds import at, own_rows

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("organizations", sa.Column("code_countries", sa.ARRAY(sa.Text()), nullable=True))
    op.add_column(
        "organizations", sa.Column("codes_daily", sa.Integer(), server_default="1000", nullable=False)
    )
    op.create_table(
        "verifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("reachability_id", sa.Uuid(), nullable=False),
        sa.Column("hmac", sa.LargeBinary(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        at("code_at"),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("codes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        at("created_at", now=True),
        at("expires_at", nullable=False),
        at("closed_at"),
        at("told_at"),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "verifications_open",
        "verifications",
        ["org_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("verifications_user", "verifications", ["org_id", "user_id", "created_at"])
    op.create_index("verifications_country", "verifications", ["org_id", "country", "created_at"])
    own_rows("verifications", "select, insert, update", "select, insert, update")
    op.create_table(
        "code_requests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        at("at", now=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("code_requests_key", "code_requests", ["org_id", "key", "at"])
    op.create_index("code_requests_at", "code_requests", ["at"])
    own_rows("code_requests", "select, insert", "select, delete")


def downgrade() -> None:
    op.drop_table("code_requests")
    op.drop_table("verifications")
    op.drop_column("organizations", "codes_daily")
    op.drop_column("organizations", "code_countries")
