"""What waits for its turn at a sender: each sends so many segments a second, and keeps no more waiting than
it sends within some hours (Twilio, "Understanding Twilio rate limits and message queues")."""

from dataclasses import dataclass

from homing.carrier.config import Tuning
from homing.carrier.errors import Refused


@dataclass(frozen=True, slots=True)
class Turn:
    """How many seconds a text waits, and the error with which it ends then instead of being sent."""

    wait: float
    code: int | None = None


AT_ONCE = Turn(0.0)


class Queues:
    """The queues of all senders. One is known by the time at which its sender will be free again: nobody
    leaves a queue but at its front."""

    def __init__(self) -> None:
        self._free_at: dict[str, float] = {}

    def join(
        self,
        sender: str | None,
        service: str | None,
        segments: int,
        validity: float,
        now: float,
        tuning: Tuning,
    ) -> Turn:
        """Take a place for a text that is valid for so many seconds.

        What no longer fits is refused with 21611; under a Messaging Service, which has a queue of its own, it
        is accepted and fails with 30001. What its turn would come to too late for expires in the queue, and
        takes no sending.
        """
        name = sender or service or ""
        rate = tuning.segments_per_second.get(name)
        if rate is None:
            return AT_ONCE
        wait = max(self._free_at.get(name, now) - now, 0.0)
        takes = segments / rate
        if wait + takes > tuning.queue_seconds:
            if service is None:
                raise Refused(21611)
            return Turn(0.0, 30001)
        if wait > validity:
            return Turn(validity, 30036)
        self._free_at[name] = now + wait + takes
        return Turn(wait)

    def waiting(self, now: float) -> dict[str, float]:
        """For how many seconds each sender has work."""
        return {name: at - now for name, at in self._free_at.items() if at > now}
