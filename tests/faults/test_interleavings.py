"""Thousands of orders in which STOP and acting can meet sends, and texts about numbers: after the answer
nothing begins any more."""

import asyncio
import itertools
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Point, Sending
from homing.settings import Settings
from homing.store.engine import Database
from tests.faults.ground import Ground, prepare
from tests.faults.interleaved import LONG, Scene
from tests.faults.interleaving import Stage
from tests.faults.scene_checks import check_scene, schedule, trace

MANY: Final = 5_000
SAMPLE: Final = 150
AGAIN: Final = os.environ.get("HOMING_INTERLEAVING")
"""The seed of one scene that is to be played again, and no other."""
_SHOWN: Final = 50
_TIMES: Final = 10
"""The same seed gives the same order, but for whom of several who wait for a lock the database gives it."""
SCENES_AT_ONCE: Final = 3
"""While one waits for its database the others go on."""
_SCENES: Final = 10
"""That two organizations go through before there are others: books stay short."""
_POOL: Final = 48


@dataclass(slots=True)
class Findings:
    """What was played: ``orders`` that differ, ``broken`` by seed, ``seen`` on the way."""

    orders: set[tuple[str, ...]] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    first: str = ""
    seen: Counter[str] = field(default_factory=Counter)

    def take(self, scene: Scene) -> None:
        self.orders.update(trace(scene, word) for word in scene.words)
        self.seen += scene.seen
        if scene.broken:
            self.first = self.first or f"scene {scene.seed}:\n{schedule(scene)}"
            self.broken += [f"  scene {scene.seed}, {what}" for what in scene.broken]

    def report(self) -> str:
        return "\n".join(
            [
                f"{len(self.broken)} promises were broken in {len(self.orders)} interleavings",
                "HOMING_INTERLEAVING=<scene> plays one again:",
                *self.broken[:_SHOWN],
                self.first,
            ]
        )


@pytest.fixture
async def apart_and_wide(apart: Sending, control: Control, settings: Settings) -> AsyncIterator[Sending]:
    """On the quiet database, with a connection for everybody who may wait for a lock; leases last."""
    await control.clear_faults()
    await control.fault("drop_callbacks")
    url = apart.database.engine.url.render_as_string(hide_password=False)
    database = Database(url, pool=_POOL)
    yield replace(apart, database=database, limits=replace(apart.limits, lease=LONG))
    await database.aclose()
    await control.clear_faults()


async def play(sending: Sending, carrier: Control, orders: int) -> Findings:
    """Scenes, until so many different orders were seen."""
    findings = Findings()
    seeds: Iterator[int] = itertools.repeat(int(AGAIN), _TIMES) if AGAIN else itertools.count(1)

    async def lane() -> None:
        while some := list(itertools.islice(seeds, _SCENES)):
            ground = await prepare(sending, carrier)
            for seed in some:
                await play_scene(ground, seed, findings)
                if len(findings.orders) >= orders:
                    return

    async with asyncio.TaskGroup() as group:
        for _ in range(1 if AGAIN else SCENES_AT_ONCE):
            group.create_task(lane())
    return findings


async def play_scene(ground: Ground, seed: int, findings: Findings) -> None:
    chance = random.Random(seed)
    scene = Scene(ground, seed, Stage(chance, ground.sending.database), chance)
    try:
        await scene.play()
        await check_scene(scene)
    except Exception as error:
        error.add_note(f"scene {seed}:\n{schedule(scene)}")
        raise
    findings.take(scene)


def check(findings: Findings, orders: int, more: Iterable[str] = ()) -> None:
    assert not findings.broken, findings.report()
    if AGAIN:
        return
    assert len(findings.orders) >= orders
    missing = {what for what in (*expected(), *more) if not findings.seen[what]}
    assert not missing, f"never seen: {sorted(missing)}; seen: {findings.seen}"


def expected() -> Iterator[str]:
    """What must have been met, or the orders were not as different as they should be."""
    yield from ("before any request", "after a request", "waited for a request")
    yield from (f"others at {point}" for point in Point)
    yield from ("code sent", "code skipped:opted_out")


def expected_of_many() -> Iterator[str]:
    """As ``expected``, of thousands."""
    for what in ("gone at", "gone with a text about a number at", "a text about their number at"):
        yield from (f"{what} {point}" for point in Point)
    yield from ("made void", "code tried: confirmed", "code skipped:execution_over", "number removed")
    yield from ("number changed", "number_removed sent", "number_removed skipped:opted_out")


@pytest.mark.spec("X05", "X07", "P14")
async def test_after_the_answer_to_stop_or_acting_no_request_begins_in_a_sample_of_orders(
    apart_and_wide: Sending, control: Control
) -> None:
    check(await play(apart_and_wide, control, SAMPLE), SAMPLE)


@pytest.mark.faults
@pytest.mark.spec("X05", "X07", "P14")
async def test_after_the_answer_to_stop_or_acting_no_request_begins_in_5000_orders(
    apart_and_wide: Sending, control: Control
) -> None:
    check(await play(apart_and_wide, control, MANY), MANY, expected_of_many())
