"""A scene of interleavings: eight people whom two organizations remind at once, and who write STOP or act
meanwhile; each of them is one interleaving."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final, TypeVar
from uuid import uuid4

from homing.dispatching import reconcile, sweep, withdraw
from homing.dispatching.context import Heights, Limits, Sending
from homing.dispatching.inbound import Reply, take_reply
from homing.domain.phone import E164
from homing.store.engine import is_away
from tests.dispatching.support import rows
from tests.faults.ground import Ground
from tests.faults.interleaving import GoneError, Process, Stage, went_away
from tests.faults.stepwise import Stepwise, Witness, reached_by
from tests.invariants import until
from tests.world import Company, Run, Someone

T = TypeVar("T")

PEOPLE: Final = 8
STOPS: Final = ("stop", "stop twice", "stop thrice", "two stops", "stop lost")
WAYS: Final = (*STOPS, "act", "act twice", "stop and act")
LONG: Final = timedelta(seconds=60)
AT_ONCE: Final = timedelta(0)
BUSY: Final = 20429
SENDER_REFUSED: Final = 21606
_LAST: Final = 200
"""The latest step of a scene after which somebody withdraws: most requests are through by then."""

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


@dataclass(slots=True)
class Word:
    """What one person said, and what followed. ``before``: how many requests of the scene had begun when it
    was answered, and which texts the carrier had taken in for them. ``told``: the answers, by text."""

    person: Someone
    place: int
    way: str
    before: int | None = None
    acted_before: int | None = None
    texts: frozenset[str] = frozenset()
    acted_texts: frozenset[str] = frozenset()
    told: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass(slots=True)
class Scene:
    """One order of everything, by its seed."""

    ground: Ground
    seed: int
    stage: Stage
    chance: random.Random
    words: list[Word] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)
    begun: list[tuple[int, Run]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    # -- the cast

    async def _set_up(self) -> None:
        """People, their reminders, what goes wrong, and who comes when."""
        chance = self.chance
        here, there = self.ground.companies
        staff = await here.hire(PEOPLE)
        abroad = await there.hire(PEOPLE, numbers=[one.number for one in staff])
        self.place = {one.number: n for n, one in enumerate(staff)}
        self.runs = [await here.campaign(staff), await there.campaign(abroad)]
        self.words = [Word(one, n, chance.choice(WAYS)) for n, one in enumerate(staff)]
        for number in self.place:
            await self._misfortune(number)
        for name, run, starts in (
            ("first", self.runs[0], 0),
            ("again", self.runs[0], chance.randrange(120)),
            ("other", self.runs[1], chance.randrange(120)),
        ):
            self._employ(name, run, starts)
        for word in self.words:
            self._speak(word)
        self.stage.add(Process("clock", self._pass_time, starts=chance.randrange(60), tireless=True))
        if chance.random() < 0.4:
            company = chance.choice(self.ground.companies)
            night = Process("night", lambda one: self._night(one, company), starts=chance.randrange(_LAST))
            self.stage.add(night)

    async def _misfortune(self, number: str) -> None:
        """What goes wrong at the carrier with the next requests to a number, if anything does."""
        kind = self.chance.choices(("none", "busy", "sender", "lost"), weights=(10, 2, 2, 1))[0]
        fault, times = self.ground.carrier.fault, self.chance.randint(1, 2)
        if kind == "busy":
            await fault("error", to=number, next=times, code=BUSY)
        elif kind == "sender":
            await fault("error", to=number, next=1, code=SENDER_REFUSED)
        elif kind == "lost":
            await fault("reset", to=number, next=1, accepted=True)

    def _employ(self, name: str, run: Run, starts: int) -> None:
        """A process that sends a page; the page of one that goes away is given to another."""
        chance = self.chance
        dies = chance.randint(1, 50) if chance.random() < 0.4 else None
        limits = replace(
            self.ground.sending.limits,
            group_size=chance.choice((2, 2, 3, PEOPLE)),
            busy_backoff=chance.choice((AT_ONCE, LONG)),
        )

        async def send(process: Process) -> None:
            try:
                await run.send(sending=self._parts(process, run, limits))
            except (GoneError, Exception) as error:
                if went_away(error) and self.stage.is_on:
                    self.seen[f"gone at {process.gone_at}"] += 1
                    self._employ(f"{name}'", run, self.stage.steps + chance.randrange(30))
                raise

        self.stage.add(Process(name, send, starts=starts, dies=dies))

    def _parts(self, process: Process, run: Run, limits: Limits) -> Sending:
        """What a process has: the real things, and a memory of its own."""
        real = self.ground.sending
        return replace(
            real,
            database=Stepwise(real.database, self.stage, process),
            providers={"twilio": self._witness(process, run)},
            limits=limits,
            reached=reached_by(self.stage, process),
            heights=Heights(),
        )

    def _witness(self, process: Process, run: Run) -> Witness:
        real = self.ground.sending.providers["twilio"]
        return Witness(real, self.stage, process, self.place, lambda place: self.begun.append((place, run)))

    # -- what people say

    def _speak(self, word: Word) -> None:
        """The processes that take in what one person says, each delivery by one of its own."""
        chance, sid = self.chance, f"SM{uuid4().hex}"
        starts = chance.randrange(_LAST)
        deliveries = {"stop twice": 2, "stop thrice": 3, "stop lost": 2}.get(word.way, 1)
        if "stop" in word.way:
            for n in range(deliveries):
                lost = word.way == "stop lost" and n == 0
                self._deliver(word, f"stop {n + 1}", sid, starts, dies=chance.randint(1, 7) if lost else None)
                starts += chance.randrange(30)
        if word.way == "two stops":
            self._deliver(word, "other stop", f"SM{uuid4().hex}", starts)
        if "act" in word.way:
            for n in range(2 if word.way == "act twice" else 1):
                self._call(word, f"act {n + 1}", lambda one: self._act(one, word), starts)
                starts += chance.randrange(30)

    def _deliver(self, word: Word, name: str, sid: str, starts: int, dies: int | None = None) -> None:
        self._call(word, name, lambda one: self._stop(one, word, sid), starts, dies)

    def _call(
        self,
        word: Word,
        name: str,
        work: Callable[[Process], Awaitable[object]],
        starts: int,
        dies: int | None = None,
    ) -> None:
        self.stage.add(Process(name, work, starts=starts, dies=dies, about=word.place))

    async def _stop(self, process: Process, word: Word, sid: str) -> None:
        """One delivery of a text that says STOP, repeated while the database is away."""
        self._look_around()
        sender = self.ground.companies[0].sender
        reply = Reply("twilio", sid, E164(word.person.number), sender, "STOP", lambda _handling, _kind: None)
        answer = await self._until_answered(process, lambda parts: take_reply(parts, reply))
        before = len(self.begun)
        word.told.append((sid, answer))
        self.stage.note(process, "answered")
        if word.before is None:
            word.before = before
            with self.stage.working(process):
                word.texts = await self._texts(word)

    async def _act(self, process: Process, word: Word) -> None:
        self._look_around()
        run = self.runs[0]
        await self._until_answered(
            process, lambda parts: withdraw.act(parts, run.company.id, run.execution, word.person.id)
        )
        before = len(self.begun)
        self.stage.note(process, "accepted")
        if word.acted_before is None:
            word.acted_before = before
            with self.stage.working(process):
                word.acted_texts = await self._texts(word)

    async def _until_answered(self, process: Process, work: Callable[[Sending], Awaitable[T]]) -> T:
        parts = self._parts(process, self.runs[0], self.ground.sending.limits)
        while True:
            try:
                return await work(parts)
            except Exception as error:
                if not is_away(error):
                    raise
                self.seen["repeated for the database"] += 1

    async def _texts(self, word: Word) -> frozenset[str]:
        return frozenset(text.sid for text in await self.ground.carrier.texts(word.person.number))

    # -- what passes

    async def _pass_time(self, process: Process) -> None:
        """Time passes between two steps: what was put off is due, what went away with its process is given
        up by housekeeping."""
        parts = self._parts(process, self.runs[0], self.ground.sending.limits)
        while True:
            await self.stage.stand(process, "time passes")
            with self.stage.working(process):
                await self._age()
            try:
                await sweep.release_stale(parts)
                await reconcile.expire(parts)
            except Exception as error:
                if not is_away(error):
                    raise

    async def _age(self) -> None:
        orgs = [company.id for company in self.ground.companies]
        leases = not any(one.posting and not one.over for one in self.stage.processes)
        await rows(self.ground.sending, _PASS, orgs=orgs, leases=leases)

    async def _night(self, process: Process, company: Company) -> None:
        """Quiet hours begin, and end."""
        now = datetime.now(UTC)
        quiet = (now - timedelta(hours=2)).time(), (now + timedelta(hours=2)).time()
        for start, end in (quiet, (None, None)):
            with self.stage.working(process):
                await self._set_quiet(company, start, end)
            await self.stage.stand(process, "night" if start else "day")

    async def _set_quiet(self, company: Company, start: time | None, end: time | None) -> None:
        whole = [moment and moment.replace(second=0, microsecond=0) for moment in (start, end)]
        await company.change(quiet_from=whole[0], quiet_until=whole[1])

    async def play(self) -> None:
        """Play it, and then do everything once more with nobody in the way."""
        await self._set_up()
        await self.stage.play()
        await self._afterwards()

    async def _afterwards(self) -> None:
        """What is left is sent, and then a second reminder."""
        for number in self.place:
            await self.ground.carrier.clear_faults(to=number)
        for company in self.ground.companies:
            await self._set_quiet(company, None, None)
        process = Process("afterwards", self._pass_time)

        async def remind(run: Run, occurrence: int) -> None:
            providers = {"twilio": self._witness(process, run)}
            await run.send(sending=replace(self.ground.sending, providers=providers), occurrence=occurrence)

        async def nobody_is_left() -> bool:
            """Housekeeping sees all organizations: another scene's may have their rows for a while."""
            await self._age()
            await sweep.release_stale(self.ground.sending)
            await reconcile.expire(self.ground.sending)
            for run in self.runs:
                await remind(run, 1)
            return await self.ground.count_left() == 0

        await until(nobody_is_left, seconds=30)
        await remind(self.runs[0], 2)

    def _look_around(self) -> None:
        """Where the others stand at the moment at which somebody withdraws."""
        for one in self.stage.processes:
            if one.about is None:
                self.seen.update(f"others at {gate.place}" for gate in one.gates)
