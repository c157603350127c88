"""Texts about a number itself: codes, notices of a change, questions for consent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from homing.store.migrations.kinds import at, own_rows

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "account_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("reachability_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        at("created_at", now=True),
        at("until", nullable=False),
        at("done_at"),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "account_messages_due",
        "account_messages",
        ["created_at", "id"],
        postgresql_where=sa.text("done_at is null"),
    )
    op.create_index("account_messages_user", "account_messages", ["org_id", "user_id"])
    op.create_index(
        "account_messages_subject",
        "account_messages",
        ["org_id", "subject"],
        postgresql_where=sa.text("subject is not null and done_at is null"),
    )
    own_rows("account_messages", "select, insert, update", "select, insert, update")
    op.execute(
        "insert into org_channels (org_id, channel, enabled, daily_cap_micros) "
        "select id, 'account_sms', true, 20000000 from organizations on conflict do nothing"
    )


def downgrade() -> None:
    op.execute("delete from org_channels where channel = 'account_sms'")
    op.drop_table("account_messages")
