"""The batcher alone: sets of numbers, doubled."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar

import pytest

from plugin.http.batching import Batcher, CrowdedError

REQUEST: ContextVar[str] = ContextVar("REQUEST", default="none")


class NobodysFaultError(Exception):
    pass


class Doubling:
    """Doubles each number of a set, once its gate is open; odd ones can't be doubled where it is told so."""

    def __init__(self, *, even_only: bool = False) -> None:
        self.sets: list[list[int]] = []
        self.at_once = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.even_only = even_only
        self.away = False
        self.requests: set[str] = set()

    async def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.sets.append(list(numbers))
        self.requests.add(REQUEST.get())
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            await self.gate.wait()
        finally:
            self.at_once -= 1
        if self.away:
            raise NobodysFaultError
        if self.even_only and any(number % 2 for number in numbers):
            raise ValueError(numbers)
        return [number * 2 for number in numbers]


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    async with asyncio.timeout(10):
        yield


async def settled() -> None:
    """Until every task that can go on has done so: nothing here waits for anything but the gate."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_everybody_gets_their_own_result_however_many_sets_it_takes() -> None:
    doubling = Doubling()
    batcher = Batcher(doubling, largest=4, waiting=100, at_once=1)

    async with in_time():
        results = await asyncio.gather(*(batcher(number) for number in range(10)))

    assert results == [number * 2 for number in range(10)]
    assert doubling.sets == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


async def test_one_alone_waits_for_nobody_and_what_comes_meanwhile_is_the_next_set() -> None:
    doubling = Doubling()
    batcher = Batcher(doubling, largest=100, waiting=100, at_once=1)
    doubling.gate.clear()

    async with in_time():
        first = asyncio.create_task(batcher(0))
        await settled()
        later = [asyncio.create_task(batcher(number)) for number in range(1, 6)]
        await settled()
        begun = list(doubling.sets)
        doubling.gate.set()
        results = await asyncio.gather(first, *later)

    assert begun == [[0]]
    assert doubling.sets == [[0], [1, 2, 3, 4, 5]]
    assert results == [0, 2, 4, 6, 8, 10]


async def test_no_more_sets_than_allowed_are_under_way_at_once() -> None:
    doubling = Doubling()
    batcher = Batcher(doubling, largest=1, waiting=100, at_once=2)
    doubling.gate.clear()

    async with in_time():
        callers = [asyncio.create_task(batcher(number)) for number in range(6)]
        await settled()
        begun = list(doubling.sets)
        doubling.gate.set()
        await asyncio.gather(*callers)

    assert begun == [[0], [1]]
    assert doubling.most_at_once == 2
    assert len(doubling.sets) == 6


async def test_who_comes_again_the_moment_they_are_answered_is_taken() -> None:
    batcher = Batcher(Doubling(), largest=10, waiting=100, at_once=1)

    async with in_time():
        results = [await batcher(number) for number in range(20)]

    assert results == [number * 2 for number in range(20)]


@pytest.mark.parametrize("poisonous", [{5}, {0, 11}, set(range(1, 12, 2))])
async def test_whoever_makes_a_set_fail_fails_nobody_else(poisonous: set[int]) -> None:
    doubling = Doubling(even_only=True)
    batcher = Batcher(doubling, largest=100, waiting=100)
    numbers = [number * 2 + (number in poisonous) for number in range(12)]

    async with in_time():
        results = await asyncio.gather(*(batcher(number) for number in numbers), return_exceptions=True)

    assert {n for n, result in enumerate(results) if isinstance(result, ValueError)} == poisonous
    assert [result for result in results if isinstance(result, int)] == [
        number * 2 for number in numbers if number % 2 == 0
    ]


async def test_a_failure_that_is_nobodys_fault_is_everybodys_and_not_tried_again() -> None:
    doubling = Doubling()
    doubling.away = True
    batcher = Batcher(doubling, largest=100, waiting=100, whole=(NobodysFaultError,))

    async with in_time():
        failed = await asyncio.gather(*(batcher(number) for number in range(8)), return_exceptions=True)
        doubling.away = False
        result = await batcher(1)

    assert [type(one) for one in failed] == [NobodysFaultError] * 8
    assert doubling.sets == [list(range(8)), [1]]
    assert result == 2


async def test_results_that_are_too_few_are_an_error_and_nobody_waits_for_ever() -> None:
    async def forgetful(_: Sequence[int]) -> list[int]:
        return []

    batcher = Batcher(forgetful, largest=100, waiting=100)

    async with in_time():
        failed = await asyncio.gather(*(batcher(number) for number in range(3)), return_exceptions=True)

    assert [type(one) for one in failed] == [ValueError] * 3


async def test_more_than_may_wait_are_refused_at_once_until_there_is_room() -> None:
    doubling = Doubling()
    batcher = Batcher(doubling, largest=2, waiting=3, at_once=1)
    doubling.gate.clear()

    async with in_time():
        begun = asyncio.create_task(batcher(0))
        await settled()
        waiting = [asyncio.create_task(batcher(number)) for number in range(1, 4)]
        await settled()
        with pytest.raises(CrowdedError):
            await batcher(4)
        doubling.gate.set()
        results = await asyncio.gather(begun, *waiting)
        later = await batcher(5)

    assert (results, later) == ([0, 2, 4, 6], 10)


async def test_a_caller_who_gives_up_disturbs_nobody_and_its_item_is_taken() -> None:
    doubling = Doubling()
    batcher = Batcher(doubling, largest=100, waiting=100, at_once=1)
    doubling.gate.clear()

    async with in_time():
        first = [asyncio.create_task(batcher(number)) for number in (0, 1, 2)]
        await settled()
        waiting = [asyncio.create_task(batcher(number)) for number in (3, 4)]
        await settled()
        first[1].cancel()
        waiting[0].cancel()
        await settled()
        doubling.gate.set()
        results = await asyncio.gather(*first, *waiting, return_exceptions=True)

    assert doubling.sets == [[0, 1, 2], [3, 4]]
    assert [result for result in results if not isinstance(result, asyncio.CancelledError)] == [0, 4, 8]


async def test_closing_refuses_newcomers_and_waits_for_everybody_else() -> None:
    doubling = Doubling()
    batcher = Batcher(doubling, largest=1, waiting=100, at_once=2)
    doubling.gate.clear()

    async with in_time():
        callers = [asyncio.create_task(batcher(number)) for number in range(5)]
        await settled()
        closing = asyncio.create_task(batcher.aclose())
        await settled()
        with pytest.raises(CrowdedError):
            await batcher(5)
        waits = not closing.done()
        doubling.gate.set()
        await closing
        sets_at_the_end = len(doubling.sets)
        results = await asyncio.gather(*callers)

    assert waits
    assert sets_at_the_end == 5
    assert results == [0, 2, 4, 6, 8]
    await batcher.aclose()


async def test_a_set_runs_in_the_name_of_none_of_its_callers() -> None:
    doubling = Doubling()
    batcher = Batcher(doubling, largest=100, waiting=100)

    async def as_request(name: str, number: int) -> int:
        REQUEST.set(name)
        return await batcher(number)

    async with in_time():
        results = await asyncio.gather(as_request("one", 1), as_request("other", 2))

    assert list(results) == [2, 4]
    assert doubling.requests == {"none"}
