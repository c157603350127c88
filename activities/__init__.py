"""Acts: thin functions that Temporal may retry, around what homing knows."""

from activities.collecting import collect_activity
from activities.parity import parity_activities
from activities.retention import retention_activity
from activities.sending import send_activities
from activities.verification import verification_activity
from activities.walking import walk_activities
from activities.webhook import webhook_activity

__all__ = [
    "collect_activity",
    "parity_activities",
    "retention_activity",
    "send_activities",
    "verification_activity",
    "walk_activities",
    "webhook_activity",
]
