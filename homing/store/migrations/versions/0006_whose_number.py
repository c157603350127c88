"""Who has a number and who had it, what was used for a message, and what a user wishes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("reachabilities", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reachabilities", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reachabilities", sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update reachabilities set verified_at = created_at where state in ('verified', 'invalid')")
    op.drop_index("reachabilities_user", table_name="reachabilities")
    op.create_index(
        "reachabilities_user",
        "reachabilities",
        ["org_id", "user_id", "kind", "source"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(
        "reachabilities_ended",
        "reachabilities",
        ["org_id", "user_id", "ended_at"],
        postgresql_where=sa.text("ended_at is not null"),
    )
    op.add_column("dispatches", sa.Column("identifier_state", sa.Text(), nullable=True))
    op.create_index(
        "dispatches_posting",
        "dispatches",
        ["identifier_hmac"],
        postgresql_where=sa.text("state = 'posting'"),
    )
    op.add_column(
        "organizations",
        sa.Column("directory_vouches", sa.Boolean(), server_default="false", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("organizations", "directory_vouches")
    op.drop_index("dispatches_posting", table_name="dispatches")
    op.drop_column("dispatches", "identifier_state")
    op.drop_index("reachabilities_ended", table_name="reachabilities")
    op.drop_index("reachabilities_user", table_name="reachabilities")
    op.execute("delete from reachabilities where ended_at is not null")
    op.create_index(
        "reachabilities_user", "reachabilities", ["org_id", "user_id", "kind", "source"], unique=True
    )
    op.drop_column("reachabilities", "verified_at")
    op.drop_column("reachabilities", "confirmed_at")
    op.drop_column("reachabilities", "ended_at")
