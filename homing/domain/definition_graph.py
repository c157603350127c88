"""What must hold of a definition's graph: every way leads on to a step that is there, none leads back, every
step can be reached, and the ways are few enough to be walked side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from homing.domain.definition import MAX_PATHS
from homing.domain.errors import Fault


@dataclass(frozen=True, slots=True)
class Way:
    """A transition: where it is written, and the id of the step that it leads to."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Vertex:
    """A step: where it is written, its id, and the ways out of it."""

    path: str
    id: str
    ways: tuple[Way, ...]


def graph_faults(vertices: Sequence[Vertex]) -> Iterator[Fault]:
    """Everything that is wrong with a graph whose first vertex is the entry."""
    by_id: dict[str, Vertex] = {}
    for vertex in vertices:
        by_id.setdefault(vertex.id, vertex)
    for vertex in vertices:
        if by_id[vertex.id] is not vertex:
            yield Fault(
                f"{vertex.path}.id", f"an id that no other step has: {by_id[vertex.id].path} has this one"
            )
        for way in vertex.ways:
            if way.target not in by_id:
                yield Fault(way.path, "the id of a step of this definition")
    back = list(_ways_back(by_id))
    yield from back
    reached = _reached(vertices[0], by_id) if vertices else set()
    for vertex in by_id.values():
        if vertex.id not in reached:
            yield Fault(vertex.path, "a step to which a way leads from the first step")
    if vertices and not back:
        paths = _count_paths(vertices[0], by_id)
        if paths > MAX_PATHS:
            yield Fault(
                "steps", f"at most {MAX_PATHS} paths from the first step to an end, not {_shown(paths)}"
            )


def _next(vertex: Vertex, by_id: Mapping[str, Vertex]) -> list[Vertex]:
    """The vertices that ways lead to, each once: people who go to the same step by different labels go
    together."""
    targets = dict.fromkeys(way.target for way in vertex.ways)
    return [by_id[target] for target in targets if target in by_id]


def _ways_back(by_id: Mapping[str, Vertex]) -> Iterator[Fault]:
    """One fault for each way that closes a cycle, as a search in depth finds them."""
    done: set[str] = set()

    def visit(vertex: Vertex, trail: list[str]) -> Iterator[Fault]:
        trail = [*trail, vertex.id]
        for way in {way.target: way for way in reversed(vertex.ways)}.values():
            if way.target in trail:
                cycle = [*trail[trail.index(way.target) :], way.target]
                yield Fault(way.path, f"a step that does not lead back here ({' -> '.join(cycle)})")
            elif way.target in by_id and way.target not in done:
                yield from visit(by_id[way.target], trail)
        done.add(vertex.id)

    for vertex in by_id.values():
        if vertex.id not in done:
            yield from visit(vertex, [])


def _reached(entry: Vertex, by_id: Mapping[str, Vertex]) -> set[str]:
    reached, waiting = {entry.id}, [entry]
    while waiting:
        fresh = [vertex for vertex in _next(waiting.pop(), by_id) if vertex.id not in reached]
        reached.update(vertex.id for vertex in fresh)
        waiting += fresh
    return reached


def _count_paths(entry: Vertex, by_id: Mapping[str, Vertex]) -> int:
    """From a vertex to the ends of the graph, which has no cycle; each vertex is counted from once."""
    counted: dict[str, int] = {}

    def count(vertex: Vertex) -> int:
        if vertex.id not in counted:
            counted[vertex.id] = sum(count(target) for target in _next(vertex, by_id)) or 1
        return counted[vertex.id]

    return count(entry)


def _shown(paths: int) -> str:
    return str(paths) if paths <= MAX_PATHS**2 else f"more than {MAX_PATHS**2}"
