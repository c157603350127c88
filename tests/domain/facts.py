"""What is known of somebody whom nothing keeps from being notified."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from homing.channels import BY_NAME
from homing.domain.decide import ExecutionState, Facts, IdentifierState
from homing.domain.traits import ChannelTraits

SMS: Final = BY_NAME["sms"].traits
EMAIL: Final = BY_NAME["email"].traits
IN_APP: Final = BY_NAME["in_app"].traits
ACCOUNT: Final = BY_NAME["account_sms"].traits
LATER: Final = datetime(2026, 3, 1, 9, tzinfo=UTC)
MUCH_LATER: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)


def facts(channel: ChannelTraits = SMS, **changes: Any) -> Facts:
    """Of somebody whom nothing keeps from being notified, but for ``changes``."""
    clean = Facts(
        channel=channel,
        execution=ExecutionState.RUNNING,
        user_active=True,
        removed=False,
        channel_enabled=True,
        org_suspended=False,
        acted=False,
        identifier=IdentifierState.VERIFIED if channel.identifier else None,
        switched_off=False,
        opted_out=False,
        country_allowed=True,
        has_sender=True,
        estimate=50_000 if channel.metered else 0,
        budget=50_000 if channel.metered else None,
    )
    return replace(clean, **changes)
