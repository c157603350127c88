"""The rules of a definition's graph, against slow and plain statements of them."""

from itertools import count
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.domain.definition import MAX_PATHS, Definition
from homing.domain.definition_graph import Vertex, Way, graph_faults
from homing.domain.definition_json import read_definition
from homing.domain.errors import DefinitionRefused
from tests.domain.definitions import definition, ladder, remind, valid_definitions, wait

LABELS: Final = ("completed", "acted", "sent", "failed")


def faults(*steps: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(DefinitionRefused) as refused:
        read_definition(definition(*steps))
    return {fault.path: fault.message for fault in refused.value.faults}


@pytest.mark.spec("Q01")
def test_a_cycle_is_refused_where_it_closes_and_names_its_steps_in_order() -> None:
    found = faults(
        wait("a", completed="b"), wait("b", completed="c"), remind("c", failed="b", sent="d"), wait("d")
    )
    assert list(found) == ["steps[2].transitions.failed"]
    assert "(b -> c -> b)" in found["steps[2].transitions.failed"]


@pytest.mark.spec("Q01")
def test_a_step_that_leads_to_itself_is_a_cycle() -> None:
    found = faults(wait("a", completed="a"))
    assert list(found) == ["steps[0].transitions.completed"]
    assert "(a -> a)" in found["steps[0].transitions.completed"]


@pytest.mark.spec("Q01")
def test_each_cycle_is_told_and_so_is_one_that_cannot_be_reached() -> None:
    found = faults(
        wait("a", completed="b"),
        wait("b", completed="a"),
        wait("c", completed="d"),
        wait("d", completed="c"),
    )
    assert set(found) == {
        "steps[1].transitions.completed",
        "steps[3].transitions.completed",
        "steps[2]",
        "steps[3]",
    }


@pytest.mark.spec("Q01")
def test_a_dangling_transition_is_refused_with_its_path() -> None:
    assert set(faults(remind("a", sent="b", failed="c"), wait("b"))) == {"steps[0].transitions.failed"}


@pytest.mark.spec("Q01")
def test_an_unreachable_step_is_refused_with_its_path() -> None:
    assert set(faults(wait("a"), wait("b", completed="c"), wait("c"))) == {"steps[1]", "steps[2]"}


@pytest.mark.spec("Q01")
def test_two_steps_with_one_id_are_refused() -> None:
    found = faults(wait("a", completed="b"), wait("b"), wait("b"))
    assert list(found) == ["steps[2].id"]
    assert "steps[1]" in found["steps[2].id"]


@pytest.mark.spec("Q01")
def test_paths_without_number_are_counted_at_once() -> None:
    found = faults(*ladder(33)["steps"])
    assert list(found) == ["steps"]


def test_people_who_go_to_the_same_step_by_two_labels_go_one_way() -> None:
    steps = [remind(f"s{n}", sent=f"s{n + 1}", failed=f"s{n + 1}") for n in range(99)]
    assert len(read_definition(definition(*steps, wait("s99")))[0].steps) == 100


@st.composite
def graphs(draw: st.DrawFn) -> list[Vertex]:
    """Graphs of up to nine vertices, right and wrong; ways lead on more often than back."""
    size = draw(st.integers(1, 9))
    vertices = []
    for index in range(size):
        onwards = st.integers(index + 1, size) if draw(st.booleans()) else st.integers(0, size)
        targets = draw(st.lists(onwards, max_size=4))
        numbers = count()
        ways = tuple(Way(f"{index}/{next(numbers)}", str(target)) for target in targets)
        vertices.append(Vertex(str(index), str(index), ways))
    return vertices


def walks(vertices: list[Vertex], walk: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every walk from the end of ``walk`` on, up to where it ends or meets itself."""
    ids = {vertex.id: vertex for vertex in vertices}
    onwards = sorted({way.target for way in ids[walk[-1]].ways if way.target in ids})
    if not onwards or walk[-1] in walk[:-1]:
        return [walk]
    return [found for target in onwards for found in walks(vertices, (*walk, target))]


@pytest.mark.spec("Q01")
@settings(max_examples=500)
@given(graphs())
def test_the_rules_agree_with_walking_every_path(vertices: list[Vertex]) -> None:
    found = list(graph_faults(vertices))
    ids = {vertex.id for vertex in vertices}
    dangling = {way.path for vertex in vertices for way in vertex.ways if way.target not in ids}
    from_entry = walks(vertices, ("0",))
    from_anywhere = [walk for vertex in vertices for walk in walks(vertices, (vertex.id,))]
    cyclic = any(len(set(walk)) < len(walk) for walk in from_anywhere)
    unreached = ids - {step for walk in from_entry for step in walk}
    told = {fault.path for fault in found}
    back = {fault.path for fault in found if "lead back" in fault.message}
    assert bool(back) == cyclic
    assert told - back - {"steps"} == dangling | unreached
    assert ("steps" in told) == (not cyclic and len(from_entry) > MAX_PATHS)


@given(valid_definitions())
def test_what_is_valid_has_an_entry_from_which_every_step_is_reached(made: Definition) -> None:
    targets = {target for step in made.steps for target in step.transitions.values()}
    assert {step.id for step in made.steps} - targets == {made.entry.id}
