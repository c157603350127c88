"""A scene of interleavings: eight people whom two organizations remind at once, and who write STOP or act
meanwhile; each of them is one interleaving. Some are sent texts about their numbers as well."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, TypeVar
from uuid import UUID, uuid4

from homing.dispatching import withdraw
from homing.dispatching.context import Heights, Limits, Sending
from homing.dispatching.inbound import Reply, take_reply
from homing.domain.phone import E164
from homing.store.engine import is_away
from tests.faults.ground import Ground
from tests.faults.interleaved_accounts import Accounts, Work
from tests.faults.interleaving import GoneError, Process, Stage, went_away
from tests.faults.passing import Passing, set_quiet
from tests.faults.stepwise import Stepwise, Witness, reached_by
from tests.invariants import until
from tests.world import Run, Someone

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


@dataclass(slots=True)
class Word:
    """What one person said, from which step of the scene on, and what followed. ``before``: how many requests
    of the scene had begun when it was answered, and which texts the carrier had taken in for them. ``told``:
    the answers, by text."""

    person: Someone
    place: int
    way: str
    starts: int
    before: int | None = None
    acted_before: int | None = None
    texts: frozenset[str] = frozenset()
    acted_texts: frozenset[str] = frozenset()
    told: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass(slots=True)
class Scene:
    """One order of everything, by its seed. ``place``: whose number which is, in the cast; ``begun``: to whom
    requests began so far, and which attempts they are."""

    ground: Ground
    seed: int
    stage: Stage
    chance: random.Random
    words: list[Word] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)
    begun: list[tuple[int, UUID]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    accounts: Accounts = field(init=False)
    passing: Passing = field(init=False)

    def __post_init__(self) -> None:
        ground, stage = self.ground, self.stage
        self.accounts = Accounts(ground, stage, self.chance, self.begun, self.place, self.seen)
        self.passing = Passing(ground, stage)

    # -- the cast

    async def _set_up(self) -> None:
        """People, their reminders, what goes wrong, and who comes when."""
        chance = self.chance
        here, there = self.ground.companies
        staff = await here.hire(PEOPLE)
        abroad = await there.hire(PEOPLE, numbers=[one.number for one in staff])
        self.place.update((one.number, n) for n, one in enumerate(staff))
        self.runs = [await here.campaign(staff), await there.campaign(abroad)]
        self.words = [
            Word(one, n, chance.choice(WAYS), chance.randrange(_LAST)) for n, one in enumerate(staff)
        ]
        for number in self.place:
            await self._misfortune(number)
        for name, run, starts in (
            ("first", self.runs[0], 0),
            ("again", self.runs[0], chance.randrange(120)),
            ("other", self.runs[1], chance.randrange(120)),
        ):
            self._employ(name, self._sends(run), starts)
        await self.accounts.set_up(abroad, [word.starts for word in self.words], self._employ)
        for word in self.words:
            self._speak(word)
        self.stage.add(Process("clock", self._pass_time, starts=chance.randrange(60), tireless=True))
        if chance.random() < 0.4:
            company = chance.choice(self.ground.companies)
            falls = chance.randrange(_LAST)
            self.stage.add(Process("night", lambda one: self.passing.night(one, company), starts=falls))

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

    @staticmethod
    def _sends(run: Run) -> Work:
        return lambda _, parts: run.send(sending=parts)

    def _employ(
        self, name: str, work: Work, starts: int, about: int | None = None, *, sends: bool = True
    ) -> None:
        """A process whose work is given to another when it goes away."""
        chance = self.chance
        dies = chance.randint(1, 50 if about is None else 25) if chance.random() < 0.4 else None
        limits = replace(
            self.ground.sending.limits,
            group_size=chance.choice((2, 2, 3, PEOPLE)),
            busy_backoff=chance.choice((AT_ONCE, LONG)),
        )

        async def send(process: Process) -> None:
            try:
                await work(process, self._parts(process, limits))
            except (GoneError, Exception) as error:
                if went_away(error) and self.stage.is_on:
                    what = "gone" if about is None else "gone with a text about a number"
                    self.seen[f"{what} at {process.gone_at}"] += 1
                    self._employ(
                        f"{name}'", work, self.stage.steps + chance.randrange(30), about, sends=sends
                    )
                raise

        self.stage.add(Process(name, send, starts=starts, dies=dies, about=about, sends=sends))

    def _parts(self, process: Process, limits: Limits | None = None) -> Sending:
        """What a process has: the real things, and a memory of its own."""
        real = self.ground.sending
        return replace(
            real,
            database=Stepwise(real.database, self.stage, process),
            providers={"twilio": self._witness(process)},
            limits=limits or real.limits,
            reached=reached_by(self.stage, process),
            heights=Heights(),
        )

    def _witness(self, process: Process) -> Witness:
        real = self.ground.sending.providers["twilio"]
        return Witness(real, self.stage, process, self.place, self.begun)

    # -- what people say

    def _speak(self, word: Word) -> None:
        """The processes that take in what one person says, each delivery by one of its own."""
        chance, sid = self.chance, f"SM{uuid4().hex}"
        starts = word.starts
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
        self._look_around(word)
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
        self._look_around(word)
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
        parts = self._parts(process)
        while True:
            try:
                return await work(parts)
            except Exception as error:
                if not is_away(error):
                    raise
                self.seen["repeated for the database"] += 1

    async def _texts(self, word: Word) -> frozenset[str]:
        return frozenset(text.sid for text in await self.ground.carrier.texts(word.person.number))

    # -- all of it

    async def _pass_time(self, process: Process) -> None:
        await self.passing.pass_time(process, self._parts(process))

    async def play(self) -> None:
        """Play it, and then do everything once more with nobody in the way."""
        await self._set_up()
        await self.stage.play()
        await self._afterwards()

    async def _afterwards(self) -> None:
        """What is left is sent, and then a second reminder and another code."""
        for number in self.place:
            await self.ground.carrier.clear_faults(to=number)
        for company in self.ground.companies:
            await set_quiet(company)
        witness = self._witness(Process("afterwards", self._pass_time))
        parts = replace(self.ground.sending, providers={"twilio": witness})

        async def nobody_is_left() -> bool:
            """Housekeeping sees all organizations: another scene's may have their rows for a while."""
            await self.passing.age()
            await self.passing.keep_house(self.ground.sending)
            for run in self.runs:
                await run.send(sending=parts)
            await self.accounts.send_rest(parts)
            return await self.ground.count_left() == 0

        await until(nobody_is_left, seconds=30)
        await self.runs[0].send(sending=parts, occurrence=2)
        await self.accounts.once_more(parts)

    def _look_around(self, word: Word) -> None:
        """Where the others stand at the moment at which somebody withdraws."""
        for one in self.stage.processes:
            if one.sends:
                who = "a text about their number" if one.about == word.place else "others"
                self.seen.update(f"{who} at {gate.place}" for gate in one.gates)
