"""How a process of a scene is made to stand still: at its named points, around its transactions and around
its requests."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Point
from homing.providers.base import Answer, Outbound, Provider
from homing.store.engine import Database
from tests.dispatching.support import Around
from tests.faults.interleaving import Process, Stage

REQUESTS: Final = frozenset({Point.BEFORE_FIRST_BYTE, Point.AFTER_ACCEPTED})
"""Where each of a group's requests stands by itself."""
BEGIN: Final = "begin"
COMMIT: Final = "commit"


class Stepwise(Database):
    """The database as one process reaches it, which stands still before each transaction and each commit."""

    def __init__(self, real: Database, stage: Stage, process: Process) -> None:
        self.engine = real.engine
        self._stage, self._process = stage, process

    @asynccontextmanager
    async def app(self, org: UUID) -> AsyncIterator[AsyncConnection]:
        async with self._standing(lambda: Database.app(self, org)) as connection:
            yield connection

    @asynccontextmanager
    async def system(self) -> AsyncIterator[AsyncConnection]:
        async with self._standing(lambda: Database.system(self)) as connection:
            yield connection

    @asynccontextmanager
    async def _standing(
        self, begin: Callable[[], AbstractAsyncContextManager[AsyncConnection]]
    ) -> AsyncIterator[AsyncConnection]:
        stage, process = self._stage, self._process
        await stage.stand(process, BEGIN)
        with stage.working(process):
            async with begin() as connection:
                raw = await connection.get_raw_connection()
                assert raw.driver_connection is not None
                process.servers.append(raw.driver_connection.get_server_pid())
                yield connection
                await stage.stand(process, COMMIT)


def reached_by(stage: Stage, process: Process) -> Callable[[Point], Awaitable[None]]:
    """The hook of a process that sends: it stands still at each named point, but for those of single
    requests, where it has to be known whose they are."""

    async def reached(point: Point) -> None:
        if point is Point.INSIDE_POSTING:
            process.posting = True
        elif point is Point.BETWEEN_GROUPS:
            process.posting = False
        if point not in REQUESTS:
            await stage.stand(process, point.value)

    return reached


class Witness(Around):
    """The real provider; in ``begun`` it notes each request that begins: to whom of ``places`` (by number),
    and which attempt it is. A process stands still right before it, when nothing of the product looks any
    more, and right after."""

    def __init__(
        self,
        real: Provider,
        stage: Stage,
        process: Process,
        places: Mapping[str, int],
        begun: list[tuple[int, UUID]],
    ) -> None:
        super().__init__(real)
        self._stage, self._process, self._places, self._begun = stage, process, places, begun

    async def send(self, message: Outbound) -> Answer:
        place = self._places[message.recipient]
        await self._stand(Point.BEFORE_FIRST_BYTE, place)
        self._begun.append((place, message.attempt_id))
        with self._stage.working(self._process):
            answer = await self.real.send(message)
        await self._stand(Point.AFTER_ACCEPTED, place)
        return answer

    async def _stand(self, point: Point, place: int) -> None:
        if self._process.task is not None:
            await self._stage.stand(self._process, point.value, place)
