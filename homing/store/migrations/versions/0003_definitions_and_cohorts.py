"""Definitions, cohorts, and those who are told about others."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TENANT = (
    "groups",
    "group_members",
    "user_roles",
    "definitions",
    "definition_versions",
    "event_starts",
    "visits",
    "targets",
    "subjects",
    "step_outcomes",
)
APPEND_ONLY = ("definition_versions",)
OWN = "nullif(current_setting('homing.org', true), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "step_outcomes",
        sa.Column("execution_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("went", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("execution_id", "user_id", "step"),
    )
    op.create_table(
        "subjects",
        sa.Column("execution_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("execution_id", "step", "occurrence", "user_id"),
    )
    op.create_index(
        "subjects_cohort", "subjects", ["execution_id", "step", "occurrence", "cohort"], unique=False
    )
    op.create_index(
        "subjects_manager", "subjects", ["execution_id", "step", "occurrence", "manager_id"], unique=False
    )
    op.create_index("subjects_user", "subjects", ["execution_id", "user_id"], unique=False)
    op.create_table(
        "targets",
        sa.Column("execution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("may_act", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("execution_id", "cohort", "position"),
    )
    op.create_index(
        "targets_step", "targets", ["execution_id", "step", "occurrence", "user_id"], unique=False
    )
    op.create_index("targets_user", "targets", ["execution_id", "user_id"], unique=False)
    op.create_table(
        "visits",
        sa.Column("execution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("occurrence", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("targets", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("about", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("execution_id", "cohort", "step"),
    )
    op.create_index(
        "visits_open", "visits", ["execution_id"], unique=False, postgresql_where=sa.text("left_at is null")
    )
    op.create_index("visits_step", "visits", ["execution_id", "step", "occurrence"], unique=False)
    op.create_index(
        "visits_wake", "visits", ["wake_at"], unique=False, postgresql_where=sa.text("left_at is null")
    )
    op.create_table(
        "definitions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_definitions_org_id"), "definitions", ["org_id"], unique=False)
    op.create_table(
        "groups",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_index("groups_external", "groups", ["org_id", "external_id"], unique=True)
    op.create_table(
        "definition_versions",
        sa.Column("definition_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=True),
        sa.Column("sealed_headers", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["definition_id"], ["definitions.id"]),
        sa.PrimaryKeyConstraint("definition_id", "version"),
    )
    op.create_table(
        "event_starts",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("execution_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"]),
        sa.PrimaryKeyConstraint("campaign_id", "event", "user_id"),
    )
    op.create_table(
        "group_members",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["org_id", "group_id"], ["groups.org_id", "groups.id"]),
        sa.ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        sa.PrimaryKeyConstraint("org_id", "group_id", "user_id"),
    )
    op.create_index("group_members_user", "group_members", ["org_id", "user_id"], unique=False)
    op.create_table(
        "user_roles",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        sa.PrimaryKeyConstraint("org_id", "role", "user_id"),
    )
    op.create_index("user_roles_user", "user_roles", ["org_id", "user_id"], unique=False)
    _widen_tables()
    for table in TENANT:
        op.execute(f"alter table {table} enable row level security")
        op.execute(
            f"create policy own_rows on {table} for all to homing_app "
            f"using (org_id = {OWN}) with check (org_id = {OWN})"
        )
        op.execute(
            f"create policy all_rows on {table} for all to homing_system using (true) with check (true)"
        )
        rights = "select, insert" if table in APPEND_ONLY else "select, insert, update"
        op.execute(f"grant {rights} on {table} to homing_app, homing_system")
    op.execute("grant delete on group_members, user_roles to homing_app")


def _widen_tables() -> None:
    op.add_column("campaigns", sa.Column("kind", sa.Text(), server_default="once", nullable=False))
    op.add_column("campaigns", sa.Column("definition_id", sa.Uuid(), nullable=True))
    op.add_column("executions", sa.Column("definition_id", sa.Uuid(), nullable=True))
    op.add_column("executions", sa.Column("definition_version", sa.Integer(), nullable=True))
    op.add_column("executions", sa.Column("told", sa.Text(), nullable=True))
    op.add_column(
        "executions", sa.Column("triggered", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column(
        "executions", sa.Column("time_scale", sa.Float(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column("executions", sa.Column("start_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("executions", sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("executions", sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("executions", sa.Column("everybody_acted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("executions", sa.Column("told_acted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("executions", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "executions",
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.create_index(
        "executions_once",
        "executions",
        ["campaign_id"],
        unique=True,
        postgresql_where=sa.text("not triggered"),
    )
    op.create_index(
        "executions_untold",
        "executions",
        ["changed_at"],
        unique=False,
        postgresql_where=sa.text("told is distinct from state"),
    )
    op.create_index(
        "executions_untold_acted",
        "executions",
        ["everybody_acted_at"],
        unique=False,
        postgresql_where=sa.text("everybody_acted_at is not null and told_acted_at is null"),
    )
    op.create_index(
        "executions_alive",
        "executions",
        ["seen_at"],
        unique=False,
        postgresql_where=sa.text("state in ('scheduled', 'running', 'paused')"),
    )
    op.create_index("dispatches_user", "dispatches", ["execution_id", "user_id"], unique=False)
    op.add_column(
        "in_app_items", sa.Column("may_act", sa.Boolean(), server_default=sa.text("true"), nullable=False)
    )
    op.add_column("organizations", sa.Column("quiet_from", sa.Time(), nullable=True))
    op.add_column("organizations", sa.Column("quiet_until", sa.Time(), nullable=True))
    op.add_column("recipients", sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "recipients_open",
        "recipients",
        ["execution_id"],
        unique=False,
        postgresql_where=sa.text("acted_at is null and removed_at is null"),
    )
    op.add_column("users", sa.Column("manager_id", sa.Uuid(), nullable=True))
    op.create_index(
        "users_manager",
        "users",
        ["org_id", "manager_id"],
        unique=False,
        postgresql_where=sa.text("manager_id is not null"),
    )


def downgrade() -> None:
    op.drop_index("users_manager", table_name="users", postgresql_where=sa.text("manager_id is not null"))
    op.drop_column("users", "manager_id")
    op.drop_index(
        "recipients_open",
        table_name="recipients",
        postgresql_where=sa.text("acted_at is null and removed_at is null"),
    )
    op.drop_column("recipients", "missed_at")
    op.drop_column("organizations", "quiet_until")
    op.drop_column("organizations", "quiet_from")
    op.drop_column("in_app_items", "may_act")
    op.drop_index("dispatches_user", table_name="dispatches")
    op.drop_index("executions_alive", table_name="executions")
    op.drop_index("executions_untold_acted", table_name="executions")
    op.drop_index(
        "executions_untold", table_name="executions", postgresql_where=sa.text("told is distinct from state")
    )
    op.drop_index("executions_once", table_name="executions", postgresql_where=sa.text("not triggered"))
    op.drop_column("executions", "changed_at")
    op.drop_column("executions", "seen_at")
    op.drop_column("executions", "told_acted_at")
    op.drop_column("executions", "everybody_acted_at")
    op.drop_column("executions", "started_at")
    op.drop_column("executions", "frozen_at")
    op.drop_column("executions", "start_at")
    op.drop_column("executions", "time_scale")
    op.drop_column("executions", "triggered")
    op.drop_column("executions", "told")
    op.drop_column("executions", "definition_version")
    op.drop_column("executions", "definition_id")
    op.drop_column("campaigns", "definition_id")
    op.drop_column("campaigns", "kind")
    op.drop_index("user_roles_user", table_name="user_roles")
    op.drop_table("user_roles")
    op.drop_index("group_members_user", table_name="group_members")
    op.drop_table("group_members")
    op.drop_table("event_starts")
    op.drop_table("definition_versions")
    op.drop_index("groups_external", table_name="groups")
    op.drop_table("groups")
    op.drop_index(op.f("ix_definitions_org_id"), table_name="definitions")
    op.drop_table("definitions")
    op.drop_index("visits_wake", table_name="visits")
    op.drop_index("visits_step", table_name="visits")
    op.drop_index("visits_open", table_name="visits", postgresql_where=sa.text("left_at is null"))
    op.drop_table("visits")
    op.drop_index("targets_user", table_name="targets")
    op.drop_index("targets_step", table_name="targets")
    op.drop_table("targets")
    op.drop_index("subjects_user", table_name="subjects")
    op.drop_index("subjects_manager", table_name="subjects")
    op.drop_index("subjects_cohort", table_name="subjects")
    op.drop_table("subjects")
    op.drop_table("step_outcomes")
