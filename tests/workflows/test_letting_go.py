"""A worker that ends still holds what waits. Python lets go of it by throwing into it, at any time and in any
loop: what then waits is kept for ever, and heard of again as another's fault."""

import gc
import sys

import pytest

from plugin.embedded.temporal import EmbeddedTemporal
from tests.conftest import CACHED_WORKFLOWS
from tests.workflows.support import asleep
from tests.workflows.test_resuming import ID, walking
from workflows import CampaignWorkflow


def held() -> int:
    """How many campaigns of these tests this process has in memory, each of a class of its sandbox's own."""
    gc.collect()
    known = [one for one in gc.get_objects() if type(one).__name__ == CampaignWorkflow.__name__]
    return sum(one._campaign.org == ID for one in known)  # by nothing else is it told


async def test_a_campaign_that_waits_as_its_worker_ends_is_let_go_of_without_a_word(
    temporal: EmbeddedTemporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: said.append(repr(what.exc_value)))
    async with walking(temporal) as (walk, handle):
        await asleep(handle)
        assert held() == (1 if CACHED_WORKFLOWS else 0)
    assert held() == 0
    assert said == []
    assert [branch.left for branch in walk.advanced] == [False]
    await handle.terminate()
