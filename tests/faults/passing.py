"""How time passes in a scene of interleavings: what was put off is due, and night falls."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from homing.dispatching import reconcile, sweep
from homing.dispatching.context import Sending
from homing.store.engine import is_away
from tests.dispatching.support import rows
from tests.faults.ground import Ground
from tests.faults.interleaving import Process, Stage
from tests.world import Company

# A lease is over for those only whose process went away: of a living one its own clock says when it is.
_PASS: Final = """
    with old as (
        select id from dispatches where org_id = any(:orgs)
           and (state in ('reserved', 'held') or (state = 'posting' and :leases))
         order by id for update skip locked)
    update dispatches d
       set changed_at = case d.state when 'reserved' then d.changed_at - interval '1 day'
                                     else d.changed_at end,
           due_at = case d.state when 'held' then now() when 'posting' then now() - interval '1 hour' end
      from old where old.id = d.id
"""


@dataclass(frozen=True, slots=True)
class Passing:
    """The time of one scene."""

    ground: Ground
    stage: Stage

    async def pass_time(self, process: Process, parts: Sending) -> None:
        """Between two steps what was put off is due, and what went away with its process is given up by
        housekeeping."""
        while True:
            await self.stage.stand(process, "time passes")
            with self.stage.working(process):
                await self.age()
            try:
                await self.keep_house(parts)
            except Exception as error:
                if not is_away(error):
                    raise

    async def age(self) -> None:
        orgs = [company.id for company in self.ground.companies]
        leases = not any(one.posting and not one.over for one in self.stage.processes)
        await rows(self.ground.sending, _PASS, orgs=orgs, leases=leases)

    @staticmethod
    async def keep_house(parts: Sending) -> None:
        await sweep.release_stale(parts)
        await reconcile.expire(parts)

    async def night(self, process: Process, company: Company) -> None:
        """Quiet hours begin, and end."""
        now = datetime.now(UTC)
        quiet = (now - timedelta(hours=2)).time(), (now + timedelta(hours=2)).time()
        for start, end in (quiet, (None, None)):
            with self.stage.working(process):
                await set_quiet(company, start, end)
            await self.stage.stand(process, "night" if start else "day")


async def set_quiet(company: Company, start: time | None = None, end: time | None = None) -> None:
    """Quiet hours, by default none."""
    whole = [moment and moment.replace(second=0, microsecond=0) for moment in (start, end)]
    await company.change(quiet_from=whole[0], quiet_until=whole[1])
