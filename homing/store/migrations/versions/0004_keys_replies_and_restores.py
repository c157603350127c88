"""API keys, idempotency, replies from handsets, links that were opened, and what a restored ledger forgot."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from homing.store.migrations.kinds import OWN, at

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TENANT = ("api_keys", "idempotency_keys", "inbound_messages", "forgotten_messages")


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        at("created_at", now=True),
        at("expires_at"),
        at("revoked_at"),
        at("used_at"),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index(op.f("ix_api_keys_org_id"), "api_keys", ["org_id"])
    op.create_table(
        "idempotency_keys",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("makes", sa.Uuid(), nullable=False),
        at("until", nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("key_id", sa.Text(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        at("created_at", now=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("org_id", "key"),
    )
    op.create_index("idempotency_keys_created", "idempotency_keys", ["created_at"])
    op.create_table(
        "opt_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("hmac", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        at("at", now=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_opt_events_hmac"), "opt_events", ["hmac"])
    op.create_table(
        "inbound_messages",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=True),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("hmac", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        at("at", now=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("provider", "provider_id"),
    )
    op.create_index("inbound_messages_number", "inbound_messages", ["hmac", "at"])
    op.create_table(
        "forgotten_messages",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("execution_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sole", sa.Boolean(), nullable=False),
        at("created_at", nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("provider", "provider_id", "execution_id", "user_id"),
    )
    op.create_index(
        "forgotten_messages_open",
        "forgotten_messages",
        ["execution_id", "user_id", "channel", "created_at"],
        postgresql_where=sa.text("adopted_by is null"),
    )
    op.add_column("executions", at("restored_at"))
    op.create_index(
        "executions_restored",
        "executions",
        ["restored_at"],
        postgresql_where=sa.text("restored_at is not null"),
    )
    op.add_column("organizations", sa.Column("support_contact", sa.Text(), nullable=True))
    op.add_column(
        "organizations",
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )
    op.add_column(
        "senders",
        sa.Column("provider_handles_keywords", sa.Text(), server_default="none", nullable=False),
    )
    op.add_column("in_app_items", at("opened_at"))
    op.add_column("attempts", at("clicked_at"))
    op.add_column("attempts", sa.Column("recipient_key_id", sa.Text(), nullable=True))
    op.add_column("attempts", sa.Column("recipient_sealed", sa.LargeBinary(), nullable=True))
    op.create_index(
        "dispatches_capped",
        "dispatches",
        ["org_id", "channel", "period", "changed_at", "id"],
        postgresql_where=sa.text("state = 'skipped' and reason = 'cap_exhausted'"),
    )
    op.create_index("channel_events_execution", "channel_events", ["execution_id", "id"])
    op.create_index("senders_written_to", "senders", ["number"])
    op.create_index("campaigns_latest", "campaigns", ["org_id", "created_at", "id"])
    op.create_index("executions_campaign", "executions", ["campaign_id", "created_at", "id"])
    _grant()


def _grant() -> None:
    for table in TENANT:
        op.execute(f"alter table {table} enable row level security")
        op.execute(
            f"create policy own_rows on {table} for all to homing_app "
            f"using (org_id = {OWN}) with check (org_id = {OWN})"
        )
        op.execute(
            f"create policy all_rows on {table} for all to homing_system using (true) with check (true)"
        )
        op.execute(f"grant select, insert, update on {table} to homing_app, homing_system")
    op.execute("grant delete on idempotency_keys to homing_app, homing_system")
    op.execute("grant delete on api_keys to homing_system")
    op.execute("grant select on opt_events to homing_app")
    op.execute("grant select, insert on opt_events to homing_system")
    # A group may be given up, and with it its members.
    op.execute("grant delete on groups to homing_app")
    # Whoever reconciles a restored ledger lets its numbers begin anew, above all that were ever given.
    op.execute("grant select, update on sequence attempts_seq_seq to homing_system")


def downgrade() -> None:
    op.execute("revoke select, update on sequence attempts_seq_seq from homing_system")
    op.execute("revoke delete on groups from homing_app")
    op.drop_index("executions_campaign", table_name="executions")
    op.drop_index("campaigns_latest", table_name="campaigns")
    op.drop_index("senders_written_to", table_name="senders")
    op.drop_index("dispatches_capped", table_name="dispatches")
    op.drop_index("channel_events_execution", table_name="channel_events")
    op.drop_column("attempts", "recipient_sealed")
    op.drop_column("attempts", "recipient_key_id")
    op.drop_column("attempts", "clicked_at")
    op.drop_column("in_app_items", "opened_at")
    op.drop_column("senders", "provider_handles_keywords")
    op.drop_column("organizations", "languages")
    op.drop_column("organizations", "support_contact")
    op.drop_index("executions_restored", table_name="executions")
    op.drop_column("executions", "restored_at")
    for table in ("forgotten_messages", "inbound_messages", "opt_events", "idempotency_keys", "api_keys"):
        op.drop_table(table)
