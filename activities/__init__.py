"""Acts: thin functions that Temporal may retry, around what homing knows."""

from activities.collecting import collect_activity
from activities.sending import send_activities

__all__ = ["collect_activity", "send_activities"]
