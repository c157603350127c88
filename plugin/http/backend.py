"""What the routes stand on."""

from dataclasses import dataclass

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.campaigns import Campaigns


@dataclass(frozen=True, slots=True)
class Backend:
    """Opened by the process, closed by it, and shared by all requests."""

    settings: Settings
    sending: Sending
    campaigns: Campaigns
