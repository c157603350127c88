"""Messages that a ledger has forgotten."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from homing.domain.receipts import ReceiptStatus
from homing.store.forgotten import Forgotten


def recalled(org: UUID, execution: UUID, user: UUID) -> Forgotten:
    """One that was of an execution and somebody in it, and of nothing else."""
    name = uuid5(execution, str(user))
    return Forgotten(
        provider="twilio",
        provider_id=f"SM{name.hex}",
        execution_id=execution,
        user_id=user,
        org_id=org,
        channel="sms",
        status=ReceiptStatus.DELIVERED,
        error_code=None,
        reason=None,
        body_hash=name.bytes,
        link_hash=name.bytes,
        sole=True,
        created_at=datetime.now(UTC),
    )
