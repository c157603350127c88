"""Identity that is derived, so that doing something again names the same thing again."""

from typing import Final
from uuid import UUID, uuid5

_NAMESPACE: Final = UUID("6f3c6d4e-3f0a-5b0e-9d57-5a7b6f1f2c11")


def dispatch_id(org: UUID, execution: UUID, step: str, occurrence: int, user: UUID, channel: str) -> UUID:
    """The id of the one dispatch for these parts, and no others.

    The step's id comes last because it alone is free text: nothing in it can imitate another part.
    """
    return uuid5(_NAMESPACE, f"{org}/{execution}/{user}/{channel}/{occurrence}/{step}")


def campaign_workflow_id(org: UUID, execution: UUID) -> str:
    return f"campaign/{org}/{execution}"


def step_workflow_id(org: UUID, execution: UUID, step: str, occurrence: int, cohort: int) -> str:
    return f"step/{org}/{execution}/{step}/{occurrence}/{cohort}"


def verification_workflow_id(org: UUID, verification: UUID) -> str:
    return f"verification/{org}/{verification}"


def account_campaign_id(org: UUID) -> UUID:
    """The campaign that an organization's texts about numbers are of. No other text made into an id here
    begins with this word."""
    return uuid5(_NAMESPACE, f"account/{org}")


def webhook_key(org: UUID, execution: UUID, step: str, cohort: int) -> UUID:
    """The idempotency key of a webhook's one call for a cohort, the same however often it is tried.

    No dispatch's id is made of the same text: theirs begins with an organization's id.
    """
    return uuid5(_NAMESPACE, f"webhook/{org}/{execution}/{cohort}/{step}")
