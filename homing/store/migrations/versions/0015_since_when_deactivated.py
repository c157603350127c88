"""Since when a user was deactivated, so that what let them in before lets nobody in once they are back."""

from collections.abc import Sequence

from alembic import op

from homing.store.migrations.kinds import at

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("users", at("deactivated_at"))
    # Of those who are by now nobody knows when they were: not after this moment.
    op.execute("update users set deactivated_at = now() where not active and erased_at is null")


def downgrade() -> None:
    op.drop_column("users", "deactivated_at")
