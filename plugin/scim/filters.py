"""What a filter looks for: through keyed hashes as far as it says what something is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scim2_models import InvalidFilterException, ScimFilter, SearchRequest
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

from homing.domain.scim import ENTERPRISE, exact, folded
from homing.store.scim import Kind, Wanted
from plugin.scim.resources import id_of

LONGEST_FILTER: Final = 2_000
MOST_TERMS: Final = 50
"""Comparisons in a filter."""
_CORE: Final = "urn:ietf:params:scim:schemas:core:2.0:"


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it is carried out. ``rest``: resources are opened, to be compared with the filter or
    sorted."""

    kinds: Sequence[Kind]
    wanted: Wanted
    rest: bool
    members: bool
    """Whether it takes the members of groups to compare."""
    request: SearchRequest[Any]

    @property
    def filter(self) -> ScimFilter[Any] | None:
        return self.request.filter

    @property
    def descending(self) -> bool:
        return (
            self.request.sort_by is not None and self.request.sort_order == SearchRequest.SortOrder.descending
        )


def check_filter(text: str) -> None:
    """Raises InvalidFilterException for one that is longer than anybody needs."""
    if len(text) > LONGEST_FILTER:
        raise InvalidFilterException(detail=f"A filter has at most {LONGEST_FILTER} characters")


def read_search(kinds: Sequence[Kind], request: SearchRequest[Any]) -> Asked | None:
    """What is to be done; None where nothing can match."""
    sorts = request.sort_by is not None
    wanted = Wanted(kinds)
    if request.filter is None:
        return Asked(kinds, wanted, sorts, members=False, request=request)
    check_filter(str(request.filter))
    node = request.filter.ast
    if sum(1 for _ in _leaves(node)) > MOST_TERMS:
        raise InvalidFilterException(detail=f"A filter has at most {MOST_TERMS} comparisons")
    left = []
    parts = node.terms if isinstance(node, LogicalExpr) and node.op is LogicalOperator.and_ else (node,)
    for part in parts:
        narrowed = _narrowed(wanted, part)
        if narrowed is None:
            left.append(part)
            wanted = replace(wanted, terms=(*wanted.terms, *_implied(part)))
        else:
            wanted = narrowed
    if not wanted.kinds:
        return None
    members = any(path.attr.lower() == "members" for path in _leaves(node))
    return Asked(kinds, wanted, sorts or bool(left), members=members, request=request)


def _narrowed(wanted: Wanted, node: FilterNode) -> Wanted | None:
    """With what a comparison finds through a hash; None where it is none such."""
    if not isinstance(node, Comparison) or node.op is not CompareOperator.eq:
        return None
    if not isinstance(node.value, str):
        return None
    name = _canonical(node.attr_path)
    if name == "members.value":
        user = id_of(node.value)
        if user is None or wanted.member not in (None, user):
            return replace(wanted, kinds=())
        return replace(wanted, kinds=[one for one in wanted.kinds if one is Kind.GROUP], member=user)
    reading = _TERMS.get(name)
    return None if reading is None else replace(wanted, terms=(*wanted.terms, (name, reading(node.value))))


def _implied(node: FilterNode) -> Iterator[tuple[str, str]]:
    """What is found by a hash of all that may match, as of ``emails[type eq "work"].value eq "…"``."""
    if isinstance(node, ValuePath) and node.sub_attr is None and _canonical(node.attr_path) == "emails.value":
        inner = node.val_filter
        parts = (
            inner.terms if isinstance(inner, LogicalExpr) and inner.op is LogicalOperator.and_ else (inner,)
        )
        for part in parts:
            if (
                isinstance(part, Comparison)
                and part.op is CompareOperator.eq
                and part.attr_path.attr.lower() == "value"
                and isinstance(part.value, str)
            ):
                yield "emails.value", folded(part.value)


_TERMS: Final = {
    "id": exact,
    "username": folded,
    "externalid": exact,
    "displayname": folded,
    "emails.value": folded,
    "manager.value": exact,
}
"""What is found by a hash (``homing.domain.scim.terms``), and how it is compared."""
_COMPLEX: Final = frozenset({"emails", "manager", "members"})
"""What is compared by its value."""


def _canonical(path: AttrPath) -> str:
    """An attribute's name as in ``_TERMS``; empty for one of a schema that has none of them."""
    name = path.attr.lower()
    name += f".{path.sub_attr.lower()}" if path.sub_attr else ".value" if name in _COMPLEX else ""
    schema = (path.uri or "").lower()
    if name.startswith("manager"):
        return name if schema == ENTERPRISE.lower() else ""
    return name if not schema or schema.startswith(_CORE) else ""


def _leaves(node: FilterNode) -> Iterator[AttrPath]:
    """The attributes that a filter compares, each as often as it does."""
    match node:
        case LogicalExpr():
            for term in node.terms:
                yield from _leaves(term)
        case Not():
            yield from _leaves(node.expr)
        case ValuePath():
            yield node.attr_path
            yield from _leaves(node.val_filter)
        case Comparison() | Present():
            yield node.attr_path
