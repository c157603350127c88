"""A set at a time: callers hand in one item each, and each awaits its own result."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class CrowdedError(Exception):
    """More is waiting than may, or the batcher is closed."""


class Batcher(Generic[T, R]):
    """Takes what waits in sets, in the order of its arrival.

    ``take`` gives the results of a set in its order. A set begins as soon as there is an item and fewer than
    ``at_once`` are under way: nobody waits for a set to fill, and while sets take long, the next grow. None
    has more than ``largest`` items, and at most ``waiting`` wait for one. A set that fails is taken again in
    halves, until the one that is to blame stands alone, so ``take`` must leave no trace of a set that fails,
    or be safe to repeat. Errors of the kinds in ``whole`` are nobody's fault, and all of the set's callers
    get them.

    An item that was handed in is taken even if its caller has gone.
    """

    def __init__(
        self,
        take: Callable[[Sequence[T]], Awaitable[Sequence[R]]],
        *,
        largest: int,
        waiting: int,
        at_once: int = 2,
        whole: tuple[type[Exception], ...] = (),
    ) -> None:
        self._take = take
        self._largest = largest
        self._waiting = waiting
        self._at_once = at_once
        self._whole = whole
        self._queue: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._running = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def __call__(self, item: T) -> R:
        """The item's own result, or its own error. Raises CrowdedError."""
        if self._closed or len(self._queue) >= self._waiting:
            raise CrowdedError
        result: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.append((item, result))
        if self._running < self._at_once:
            self._running += 1
            # In a context of its own: what is logged of a set belongs to no single request.
            task = asyncio.create_task(self._run(), context=Context())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await result

    async def aclose(self) -> None:
        """Refuse what comes from now on, and wait until everything that was handed in is done."""
        self._closed = True
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _run(self) -> None:
        while self._queue:
            count = min(self._largest, len(self._queue))
            await self._settle([self._queue.popleft() for _ in range(count)])
        # In one breath with the look at the queue: whoever comes later must start a run of its own.
        self._running -= 1

    async def _settle(self, batch: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._take([item for item, _ in batch])
            settled = list(zip(batch, results, strict=True))
        except Exception as error:  # noqa: BLE001  # whatever it is, it is for the callers
            if len(batch) > 1 and not isinstance(error, self._whole):
                half = len(batch) // 2
                await self._settle(batch[:half])
                await self._settle(batch[half:])
                return
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
        else:
            for (_, future), result in settled:
                if not future.done():
                    future.set_result(result)
