"""Who vouches for a user who opens their own page."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from homing.store.migrations.kinds import at, own_rows

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "session_issuers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        at("created_at", now=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("session_issuers_org", "session_issuers", ["org_id", "id"])
    op.create_table(
        "profile_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        at("created_at", now=True),
        at("expires_at", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("profile_sessions_hash", "profile_sessions", ["hash"], unique=True)
    op.create_index(
        "profile_sessions_link",
        "profile_sessions",
        ["org_id", "link_id"],
        unique=True,
        postgresql_where=sa.text("link_id is not null"),
    )
    op.create_index("profile_sessions_user", "profile_sessions", ["org_id", "user_id"])
    for table in ("session_issuers", "profile_sessions"):
        own_rows(table, "select, insert, update, delete", "select, update, delete")


def downgrade() -> None:
    op.drop_table("profile_sessions")
    op.drop_table("session_issuers")
