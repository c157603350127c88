"""What the migrations make again and again: columns of a kind, and the rules of a tenant's rows."""

from typing import Final

import sqlalchemy as sa
from alembic import op

OWN: Final = "nullif(current_setting('homing.org', true), '')::uuid"
"""The organization that a transaction speaks for; unset: none."""


def at(name: str, *, nullable: bool = True, now: bool = False) -> sa.Column[object]:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        nullable=nullable and not now,
        server_default=sa.text("now()") if now else None,
    )


def own_rows(table: str, app: str, system: str) -> None:
    """Row-level security as on every tenant table, and what each role may do."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(
        f"create policy own_rows on {table} for all to homing_app "
        f"using (org_id = {OWN}) with check (org_id = {OWN})"
    )
    op.execute(f"create policy all_rows on {table} for all to homing_system using (true) with check (true)")
    op.execute(f"grant {app} on {table} to homing_app")
    op.execute(f"grant {system} on {table} to homing_system")
