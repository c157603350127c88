"""Derived identity: the same parts give the same id, any other part another."""

import inspect
from typing import Final
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from homing.domain import ids
from homing.domain.ids import campaign_workflow_id, dispatch_id, step_workflow_id

Parts = tuple[UUID, UUID, str, int, UUID, str]

STEPS: Final = st.text(max_size=20) | st.lists(st.sampled_from(["a", "1", "sms", ""])).map("/".join)
"""Ids of steps are an author's own text; those with slashes look like further parts."""
PARTS: Final = st.tuples(
    st.uuids(), st.uuids(), STEPS, st.integers(1, 1000), st.uuids(), st.sampled_from(["sms", "email"])
)
ORG: Final = UUID(int=1)
EXECUTION: Final = UUID(int=2)


@given(PARTS)
def test_the_same_six_parts_are_the_same_dispatch(parts: Parts) -> None:
    assert dispatch_id(*parts) == dispatch_id(*parts)


@given(PARTS, PARTS)
def test_a_dispatch_with_any_part_changed_is_another(parts: Parts, other: Parts) -> None:
    for index, part in enumerate(other):
        changed = (*parts[:index], part, *parts[index + 1 :])
        assert (dispatch_id(*changed) == dispatch_id(*parts)) == (part == parts[index])  # type: ignore[arg-type]  # one part for its like


@given(STEPS, STEPS, st.integers(1, 20), st.integers(1, 20), st.sampled_from(["sms", "email"]))
def test_no_step_id_imitates_another_part(step: str, other: str, n: int, m: int, channel: str) -> None:
    one = dispatch_id(ORG, EXECUTION, step, n, UUID(int=3), "sms")
    two = dispatch_id(ORG, EXECUTION, other, m, UUID(int=3), channel)
    assert (one == two) == ((step, n, "sms") == (other, m, channel))


def test_an_id_is_the_same_in_every_release() -> None:
    """A dispatch that one release claimed must be recognized by the next."""
    made = dispatch_id(ORG, EXECUTION, "remind", 1, UUID(int=3), "sms")
    assert made == UUID("417d900e-5d13-5556-844c-60d6bae7781c")


def test_workflow_ids_are_made_of_opaque_ids_and_counts_alone() -> None:
    assert campaign_workflow_id(ORG, EXECUTION) == f"campaign/{ORG}/{EXECUTION}"
    assert step_workflow_id(ORG, EXECUTION, "remind", 2, 7) == f"step/{ORG}/{EXECUTION}/remind/2/7"


def test_no_workflow_id_is_derived_from_a_person() -> None:
    made = [function for name, function in inspect.getmembers(ids) if name.endswith("_workflow_id")]
    parts = {part for function in made for part in inspect.signature(function).parameters}
    assert len(made) == 3
    assert parts == {"org", "execution", "step", "occurrence", "cohort", "verification"}


@given(
    st.tuples(STEPS, st.integers(1, 50), st.integers(0, 50)),
    st.tuples(STEPS, st.integers(1, 50), st.integers(0, 50)),
)
def test_two_step_workflows_never_share_an_id(one: tuple[str, int, int], other: tuple[str, int, int]) -> None:
    same = step_workflow_id(ORG, EXECUTION, *one) == step_workflow_id(ORG, EXECUTION, *other)
    assert same == (one == other)
