"""What people reply and are answered, what is known of an opt-out, the health of numbers, lists of who is not
to be heard or texted, and who is told."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from homing.store.migrations.kinds import OWN, at

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TENANT = ("keyword_replies", "deny_entries", "number_health", "number_events", "event_cursors")


def _added() -> dict[str, tuple[sa.Column[object], ...]]:
    return {
        "organizations": (
            sa.Column("answers_daily_micros", sa.BigInteger(), server_default="2000000", nullable=False),
            sa.Column("events_url", sa.Text(), nullable=True),
            sa.Column("events_mail", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        ),
        "org_channels": (at("enabled_at"),),
        "reachabilities": (sa.Column("tail", sa.LargeBinary(), nullable=True),),
        "visits": (sa.Column("awaits_seconds", sa.Float(), nullable=True),),
        "opt_events": (
            sa.Column("rule", sa.Text(), nullable=True),
            sa.Column("sender", sa.Text(), nullable=True),
            sa.Column("org_id", sa.Uuid(), nullable=True),
            sa.Column("actor", sa.Text(), nullable=True),
            sa.Column("key_id", sa.Text(), nullable=True),
            sa.Column("sealed", sa.LargeBinary(), nullable=True),
            sa.Column("answer", sa.Text(), nullable=True),
            sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        ),
        "inbound_messages": (
            sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
            sa.Column("rule", sa.Text(), server_default="", nullable=False),
            sa.Column("keyword", sa.Text(), nullable=True),
            sa.Column("taken_as", sa.Text(), nullable=True),
            sa.Column("language", sa.Text(), nullable=True),
            sa.Column("user_id", sa.Uuid(), nullable=True),
            sa.Column("execution_id", sa.Uuid(), nullable=True),
            sa.Column("step", sa.Text(), nullable=True),
            sa.Column("dispatch_id", sa.Uuid(), nullable=True),
            sa.Column("answer_segments", sa.Integer(), server_default="0", nullable=False),
            sa.Column("answer_micros", sa.BigInteger(), server_default="0", nullable=False),
            sa.Column("tail", sa.LargeBinary(), nullable=True),
            sa.Column("sealed_digits", sa.LargeBinary(), nullable=True),
            sa.Column("words", postgresql.ARRAY(sa.BigInteger()), server_default="{}", nullable=False),
        ),
    }


def upgrade() -> None:
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    # Every standing opt-out follows from a fact, also where it is older than the facts are kept.
    op.execute(
        "insert into opt_events (hmac, kind, source, at) "
        "select hmac, 'opted_out', source, at from opt_outs o "
        "where not exists (select 1 from opt_events e where e.hmac = o.hmac)"
    )
    op.drop_index(op.f("ix_opt_events_hmac"), table_name="opt_events")
    op.create_index("opt_events_number", "opt_events", ["hmac", "id"])
    op.create_index("opt_events_org", "opt_events", ["org_id", "id"])
    op.create_index("opt_events_message", "opt_events", ["provider", "provider_id"])
    op.create_index(
        "opt_events_person",
        "opt_events",
        ["hmac", "kind", "id"],
        postgresql_where=sa.text("source not in ('admin', 'api', 'import')"),
    )
    op.create_index(
        "opt_events_by_hand",
        "opt_events",
        ["hmac", "id"],
        postgresql_where=sa.text("source in ('admin', 'api', 'import')"),
    )
    op.create_index("inbound_messages_latest", "inbound_messages", ["org_id", "id"])
    op.create_index("inbound_messages_execution", "inbound_messages", ["execution_id", "id"])
    op.create_index("inbound_messages_user", "inbound_messages", ["org_id", "user_id", "id"])
    op.create_index("inbound_messages_tail", "inbound_messages", ["org_id", "tail", "id"])
    op.create_index("inbound_messages_words", "inbound_messages", ["words"], postgresql_using="gin")
    op.create_index("inbound_messages_at", "inbound_messages", ["org_id", "at"])
    op.create_index("dispatches_history", "dispatches", ["org_id", "created_at", "id"])
    op.create_index("dispatches_execution", "dispatches", ["execution_id", "created_at", "id"])
    op.create_index("targets_person", "targets", ["org_id", "user_id"])
    op.create_index("attempts_posted", "attempts", ["posted_at"], postgresql_using="brin")
    op.create_index(
        "dispatches_pumped",
        "dispatches",
        ["changed_at"],
        postgresql_where=sa.text("state = 'not_delivered' and reason = 'pumping'"),
    )
    op.create_index(
        "dispatches_blocked",
        "dispatches",
        ["identifier_hmac"],
        postgresql_where=sa.text("reason in ('opted_out_at_provider', 'blocked')"),
    )
    op.create_index("reachabilities_tail", "reachabilities", ["org_id", "tail"])
    op.create_table(
        "keyword_replies",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("keyword", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        at("changed_at", now=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("org_id", "keyword", "language"),
    )
    op.create_table(
        "deny_entries",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("hmac", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed_digits", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("count", sa.BigInteger(), server_default="0", nullable=False),
        at("last_at"),
        at("created_at", now=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("org_id", "direction", "hmac"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("deny_entries_latest", "deny_entries", ["org_id", "direction", "created_at", "id"])
    op.create_table(
        "number_health",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("hmac", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("quarantined", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        at("changed_at", now=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("org_id", "hmac"),
    )
    op.create_index(
        "number_health_quarantined",
        "number_health",
        ["org_id", "changed_at"],
        postgresql_where=sa.text("quarantined"),
    )
    op.create_table(
        "number_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("hmac", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attempt_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        at("at", now=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("number_events_number", "number_events", ["org_id", "hmac", "id"])
    op.create_index(
        "number_events_attempt",
        "number_events",
        ["attempt_id", "kind"],
        unique=True,
        postgresql_where=sa.text("attempt_id is not null"),
    )
    op.create_table(
        "event_cursors",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        at("next_at", now=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("org_id", "way", "address"),
    )
    op.create_table(
        "parity_differences",
        sa.Column("hmac", sa.LargeBinary(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        at("said_at"),
        at("first_at", now=True),
        at("last_at", now=True),
        at("resolved_at"),
        sa.PrimaryKeyConstraint("org_id", "hmac", "sender", "kind"),
    )
    op.create_table(
        "parity_runs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        at("begun_at", now=True),
        at("ended_at"),
        sa.Column("numbers", sa.Integer(), server_default="0", nullable=False),
        sa.Column("differences", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    _grant()


def _grant() -> None:
    for table in (*TENANT, "parity_differences"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(
            f"create policy own_rows on {table} for all to homing_app "
            f"using (org_id = {OWN}) with check (org_id = {OWN})"
        )
        op.execute(
            f"create policy all_rows on {table} for all to homing_system using (true) with check (true)"
        )
        rights = "select, insert" if table == "number_events" else "select, insert, update"
        op.execute(f"grant {rights} on {table} to homing_system")
        rights = "select" if table == "parity_differences" else rights
        op.execute(f"grant {rights} on {table} to homing_app")
    op.execute("grant delete on keyword_replies, deny_entries to homing_app")
    op.execute("grant update (answer) on opt_events to homing_system")
    op.execute("grant select on parity_runs to homing_app")
    op.execute("grant select, insert, update on parity_runs to homing_system")


def downgrade() -> None:
    for table in ("parity_runs", "parity_differences", *reversed(TENANT)):
        op.drop_table(table)
    op.drop_index("reachabilities_tail", table_name="reachabilities")
    op.drop_index("dispatches_blocked", table_name="dispatches")
    op.drop_index("dispatches_pumped", table_name="dispatches")
    op.drop_index("attempts_posted", table_name="attempts")
    op.drop_index("targets_person", table_name="targets")
    op.drop_index("dispatches_execution", table_name="dispatches")
    op.drop_index("dispatches_history", table_name="dispatches")
    op.drop_index("inbound_messages_at", table_name="inbound_messages")
    op.drop_index("inbound_messages_words", table_name="inbound_messages")
    op.drop_index("inbound_messages_tail", table_name="inbound_messages")
    op.drop_index("inbound_messages_user", table_name="inbound_messages")
    op.drop_index("inbound_messages_execution", table_name="inbound_messages")
    op.drop_index("inbound_messages_latest", table_name="inbound_messages")
    op.drop_index("opt_events_by_hand", table_name="opt_events")
    op.drop_index("opt_events_person", table_name="opt_events")
    op.drop_index("opt_events_message", table_name="opt_events")
    op.drop_index("opt_events_org", table_name="opt_events")
    op.drop_index("opt_events_number", table_name="opt_events")
    op.create_index(op.f("ix_opt_events_hmac"), "opt_events", ["hmac"])
    op.execute("revoke update (answer) on opt_events from homing_system")
    for table, columns in reversed(_added().items()):
        for column in reversed(columns):
            op.drop_column(table, column.name)
