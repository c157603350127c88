"""Processes of the product that take their steps one at a time, in an order that a seed has chosen.

Each stands still at its named points and where its transactions begin and commit; one of them is let go, and
nobody else before it stands still again, is over, sleeps, or waits for a lock that another one holds.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import text

from homing.store.engine import Database, is_away

AT_ONCE: Final = 8
"""Withdrawals under way at a time: each may wait for a lock, on a connection of its own."""
_TURNS: Final = 20
"""Of the event loop, more than there are between two steps of anything that doesn't sleep."""
_MOMENT: Final = 0.003
"""Seconds: in less most statements are through, if nothing is in their way."""
_LONGEST: Final = 30.0
"""Seconds for one step, on a machine that is busy with other things."""
_STEPS: Final = 4_000
"""More than any scene has."""
_WEIGHTS: Final = (1, 1, 2, 4, 8)
"""How likely a process goes on: some are much slower than others, each for a while."""
_QUICK: Final = 3
"""Times as likely: a withdrawal must be through in the short time between a claim and its request."""
_CHANGES: Final = 0.1
_PATIENCE: Final = 25
"""Steps: the longest that somebody stands inside a transaction, which the server ends after a while."""
_WAITING: Final = text("""
    select count(distinct pid) from pg_locks where pid = any(:pids) and not granted
""")


class GoneError(BaseException):
    """A process went away here: what it held in memory is lost, its transaction is rolled back. Nobody
    catches it on the way, as nobody does a kill."""


def went_away(error: BaseException) -> bool:
    """Whether a process ended as it may: the database, too, gives up one that a busy machine kept waiting."""
    return isinstance(error, GoneError) or is_away(error)


@dataclass(slots=True, eq=False)
class Gate:
    """Where a process stands still, until it is let go; ``since`` is a step of the scene. ``about``: whom
    this one of several requests is to."""

    place: str
    about: int | None
    since: int
    task: asyncio.Task[object] | None
    opened: asyncio.Future[None]


@dataclass(slots=True, eq=False)
class Process:
    """One process: ``starts`` after so many steps of the scene, and goes away (``dies``) at that many gates;
    a ``tireless`` one may be left standing when all others are over. ``about``: the one person whom it is
    about, if it is; unless it ``sends``, that person withdraws."""

    name: str
    work: Callable[["Process"], Awaitable[object]]
    starts: int = 0
    dies: int | None = None
    tireless: bool = False
    about: int | None = None
    sends: bool = False
    weight: int = 1
    passed: int = 0
    posting: bool = False
    asleep: bool = False
    gone_at: str | None = None
    at_work: int = 0
    blocked_at: int | None = None
    gates: list[Gate] = field(default_factory=list)
    servers: list[int] = field(default_factory=list)
    task: asyncio.Task[object] | None = None
    released: asyncio.Task[object] | None = None

    @property
    def withdraws(self) -> bool:
        return self.about is not None and not self.sends

    @property
    def over(self) -> bool:
        return self.task is not None and self.task.done()

    @property
    def stands(self) -> bool:
        """Whether it is where it was to get to: the next gate, or one of several that are left."""
        came_back = any(gate.task is self.released for gate in self.gates)
        return self.over or bool(self.gates and (came_back or not self.at_work))


class Stage:
    """The processes of a scene and the one order in which they go. ``history``: who went where, and whom it
    was about."""

    def __init__(self, chance: random.Random, watcher: Database) -> None:
        self.chance = chance
        self.processes: list[Process] = []
        self.history: list[tuple[Process, str, int | None]] = []
        self.steps = 0
        self.is_on = True
        self._watcher = watcher
        self._moved = asyncio.Event()
        self._ends = 0

    def add(self, process: Process) -> None:
        process.weight = 1 if process.tireless else self._pace(process)
        self.processes.append(process)

    def _pace(self, process: Process) -> int:
        return self.chance.choice(_WEIGHTS) * (_QUICK if process.withdraws else 1)

    def note(self, process: Process, what: str, about: int | None = None) -> None:
        self.history.append((process, what, process.about if about is None else about))

    async def stand(self, process: Process, place: str, about: int | None = None) -> None:
        """Wait to be let go. Raises GoneError where the process goes away."""
        if process.gone_at is not None:
            raise GoneError
        opened = asyncio.get_running_loop().create_future()
        process.gates.append(Gate(place, about, self.steps, asyncio.current_task(), opened))
        # Requests of a group begin in the order of their ids, which are others each time.
        process.gates.sort(key=lambda gate: -1 if gate.about is None else gate.about)
        self._moved.set()
        await opened

    @contextmanager
    def working(self, process: Process) -> Iterator[None]:
        """Something that takes its time, and is no sleep: a transaction, a request."""
        process.at_work += 1
        try:
            yield
        finally:
            process.at_work -= 1
            self._ends += 1
            self._moved.set()

    async def play(self) -> None:
        """Let everybody go to their ends. Raises what ended a process, unless it went away."""
        try:
            while any(not one.over for one in self.processes if not one.tireless):
                await self._step()
                assert self.steps < _STEPS, "the scene has no end"
        finally:
            await self._clear()

    async def _step(self) -> None:
        self.steps += 1
        process = self._choose()
        if process is None:
            await self._wait_for_anybody()
            return
        if not process.tireless and self.chance.random() < _CHANGES:
            process.weight = self._pace(process)
        if process.task is None:
            self.note(process, "starts")
            process.task = asyncio.ensure_future(self._run(process))
        else:
            await self._awake(process)
            if process.gates:
                self._open(process)
        await self._settle(process)

    async def _awake(self, process: Process) -> None:
        async with asyncio.timeout(_LONGEST):
            while not process.stands:
                await self._something_moves()

    def _choose(self) -> Process | None:
        speaking = sum(one.withdraws and one.task is not None and not one.over for one in self.processes)
        free = [
            one
            for one in self.processes
            if (one.task is None and one.starts <= self.steps and (not one.withdraws or speaking < AT_ONCE))
            or (not one.over and (one.gates or one.asleep))
        ]
        if not free:
            return None
        for one in free:
            if one.at_work and one.gates and self.steps - one.gates[0].since > _PATIENCE:
                return one
        return self.chance.choices(free, weights=[one.weight for one in free])[0]

    def _open(self, process: Process) -> None:
        """Let it go on at one of its gates, or away."""
        process.passed += 1
        if process.dies is not None and process.passed >= process.dies:
            self.note(process, f"goes away at {process.gates[0].place}")
            self._end(process, process.gates[0].place)
            return
        gate = process.gates.pop(self.chance.randrange(len(process.gates)))
        self.note(process, gate.place, gate.about)
        process.released = gate.task
        gate.opened.set_result(None)

    @staticmethod
    def _end(process: Process, place: str) -> None:
        process.gone_at = place
        process.released = None
        for gate in process.gates:
            gate.opened.set_exception(GoneError())
        process.gates.clear()

    async def _run(self, process: Process) -> None:
        try:
            await process.work(process)
        except (GoneError, Exception) as error:
            if not went_away(error):
                raise
            process.gone_at = process.gone_at or type(error).__name__
        finally:
            process.posting = False
            self._ends += 1
            self._moved.set()

    async def _settle(self, chosen: Process) -> None:
        """Wait until the one that was let go stands still, and whomever that has set free."""
        chosen.asleep = False
        chosen.blocked_at = None
        await asyncio.sleep(0)
        async with asyncio.timeout(_LONGEST):
            while moving := [one for one in self.processes if self._moves(one)]:
                for idle in [one for one in moving if not one.at_work]:
                    idle.asleep = not await self._stands_soon(idle)
                    # It looks again and again, and finds nothing before somebody else goes on.
                    idle.weight = 1 if idle.asleep else idle.weight
                moving = [one for one in moving if one.at_work and not one.stands]
                if moving and not await self._something_moves() and await self._all_wait(moving):
                    for one in moving:
                        one.blocked_at = self._ends

    def _moves(self, one: Process) -> bool:
        waits = one.asleep or one.blocked_at == self._ends
        return one.task is not None and not one.over and not one.stands and not waits

    async def _stands_soon(self, process: Process) -> bool:
        for _ in range(_TURNS):
            await asyncio.sleep(0)
            if process.stands or process.at_work:
                return True
        return False

    async def _something_moves(self) -> bool:
        self._moved.clear()
        try:
            await asyncio.wait_for(self._moved.wait(), _MOMENT)
        except TimeoutError:
            return False
        return True

    async def _all_wait(self, moving: list[Process]) -> bool:
        """Whether each waits for a lock, by what the server says twice: nobody who could give it back moves,
        so that it lasts."""
        servers = [one.servers[-1] for one in moving if one.servers]
        for _ in range(2):
            async with self._watcher.system() as connection:
                found = await connection.execute(_WAITING, {"pids": servers})
                if int(found.scalar_one()) < len(moving):
                    return False
        return True

    async def _wait_for_anybody(self) -> None:
        """Nobody can be let go: those who are still to come, come now, or what is waited for is outside."""
        if any(one.task is None and one.starts > self.steps for one in self.processes):
            return
        self._ends += 1
        async with asyncio.timeout(_LONGEST):
            await self._something_moves()
        for one in self.processes:
            if self._moves(one):
                await self._settle(one)

    async def _clear(self) -> None:
        """End what is still under way, and look how everybody ended."""
        self.is_on = False
        for one in self.processes:
            if one.task is not None and not one.over:
                self._end(one, "the end")
        tasks = [one.task for one in self.processes if one.task is not None]
        ends = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), _LONGEST)
        for end in ends:
            if isinstance(end, Exception):
                raise end
