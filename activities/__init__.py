"""Acts: thin functions that Temporal may retry, around what homing knows."""

from activities.collecting import collect_activity
from activities.parity import parity_activities
from activities.sending import send_activities
from activities.walking import walk_activities
from activities.webhook import webhook_activity

__all__ = ["collect_activity", "parity_activities", "send_activities", "walk_activities", "webhook_activity"]
