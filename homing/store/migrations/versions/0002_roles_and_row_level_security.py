"""Two roles, and rows that only their organization sees."""

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: None = None
depends_on: None = None

TENANT = (
    "org_channels",
    "users",
    "reachabilities",
    "campaigns",
    "executions",
    "recipients",
    "senders",
    "country_blocks",
    "cost_caps",
    "dispatches",
    "attempts",
    "receipts",
    "channel_events",
    "in_app_items",
    "admin_alerts",
)
APPEND_ONLY = ("channel_events", "receipts")
OWN = "nullif(current_setting('homing.org', true), '')::uuid"


def upgrade() -> None:
    for role in ("homing_app", "homing_system"):
        # Roles belong to the whole server, which may already serve another database of ours.
        op.execute(
            f"do $$ begin create role {role} nologin nobypassrls noinherit; "
            "exception when duplicate_object or unique_violation then null; end $$"
        )
        op.execute(f"grant usage on schema public to {role}")
    for table in TENANT:
        _protect(table, "org_id")
        rights = "select, insert" if table in APPEND_ONLY else "select, insert, update"
        op.execute(f"grant {rights} on {table} to homing_app, homing_system")
    _protect("organizations", "id")
    op.execute("grant select, update on organizations to homing_app")
    op.execute("grant select, insert, update on organizations to homing_system")
    op.execute("grant delete on recipients, country_blocks, reachabilities to homing_app")
    # Rows of no organization: whoever texts a number must lock its row, which takes the right to update.
    op.execute("grant select, insert, update on numbers to homing_app, homing_system")
    op.execute("grant select on opt_outs, estimated_prices to homing_app")
    op.execute("grant select, insert, update, delete on opt_outs, estimated_prices to homing_system")


def _protect(table: str, column: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(
        f"create policy own_rows on {table} for all to homing_app "
        f"using ({column} = {OWN}) with check ({column} = {OWN})"
    )
    op.execute(f"create policy all_rows on {table} for all to homing_system using (true) with check (true)")


def downgrade() -> None:
    for table in (*TENANT, "organizations"):
        op.execute(f"drop policy own_rows on {table}")
        op.execute(f"drop policy all_rows on {table}")
        op.execute(f"alter table {table} disable row level security")
    op.execute("revoke all on all tables in schema public from homing_app, homing_system")
    op.execute("revoke usage on schema public from homing_app, homing_system")
