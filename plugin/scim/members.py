"""What a PATCH does to who is in a group, apart from the rest of it: the library compares each member named
with each that is there, which takes minutes for 10,000 of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from scim2_models import InvalidFilterException, InvalidPathException, PatchOperation
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    LogicalExpr,
    LogicalOperator,
    ValuePath,
)

from plugin.scim.resources import id_of

_NAME = "members"


@dataclass(frozen=True, slots=True)
class MembersChange:
    """Who joins and who leaves; ``only``: nobody else stays."""

    joining: frozenset[UUID] = frozenset()
    leaving: frozenset[UUID] = frozenset()
    only: bool = False

    def add(self, users: Iterable[UUID]) -> "MembersChange":
        users = frozenset(users)
        return MembersChange(self.joining | users, self.leaving - users, self.only)

    def remove(self, users: Iterable[UUID]) -> "MembersChange":
        users = frozenset(users)
        return MembersChange(self.joining - users, self.leaving | users, self.only)

    @staticmethod
    def replace(users: Iterable[UUID]) -> "MembersChange":
        return MembersChange(frozenset(users), only=True)

    def __bool__(self) -> bool:
        return bool(self.joining or self.leaving or self.only)


def named(members: Any) -> Iterator[UUID]:
    """The users of a value: a list of members or one, each by its id. What is no id of ours is nobody's."""
    for one in members if isinstance(members, list) else [members]:
        value = one.get("value") if isinstance(one, dict) else getattr(one, "value", one)
        user = id_of(value) if isinstance(value, str) else None
        if user is not None:
            yield user


def split(patch: Any) -> tuple[Any, MembersChange]:
    """What of a patch is about the group itself, None: nothing, and what about its members. Raises
    InvalidPathException and InvalidFilterException for a path into a member."""
    change, rest = MembersChange(), []
    for operation in patch.operations or ():
        node = None if operation.path is None else operation.path.ast
        if isinstance(node, AttrPath | ValuePath) and _is_members(node):
            change = _apply(change, operation, node)
        elif node is None and isinstance(operation.value, dict):
            value = {name: one for name, one in operation.value.items() if name.lower() != _NAME}
            for name in operation.value.keys() - value.keys():
                change = _write(change, operation, operation.value[name])
            if value:
                rest.append(operation.model_copy(update={"value": value}))
        else:
            rest.append(operation)
    return (patch.model_copy(update={"operations": rest}) if rest else None), change


def _is_members(node: AttrPath | ValuePath) -> bool:
    path = node.attr_path if isinstance(node, ValuePath) else node
    return path.attr.lower() == _NAME


def _apply(change: MembersChange, operation: Any, node: AttrPath | ValuePath) -> MembersChange:
    if isinstance(node, ValuePath):
        if operation.op is not PatchOperation.Op.remove or node.sub_attr is not None:
            raise InvalidPathException(detail="Members are added and removed, and not changed")
        return change.remove(named([*_selected(node.val_filter)]))
    if node.sub_attr is not None:
        raise InvalidPathException(detail="Members are added and removed, and not changed")
    if operation.op is PatchOperation.Op.remove:
        return MembersChange.replace(()) if operation.value is None else change.remove(named(operation.value))
    return _write(change, operation, operation.value)


def _write(change: MembersChange, operation: Any, value: Any) -> MembersChange:
    users = () if value is None else named(value)
    if operation.op is PatchOperation.Op.replace_:
        return MembersChange.replace(users)
    return change.add(users)


def _selected(node: FilterNode) -> Iterator[str]:
    """The values that a filter on members names."""
    if isinstance(node, LogicalExpr) and node.op is LogicalOperator.or_:
        for term in node.terms:
            yield from _selected(term)
    elif (
        isinstance(node, Comparison)
        and node.op is CompareOperator.eq
        and node.attr_path.attr.lower() == "value"
        and isinstance(node.value, str)
    ):
        yield node.value
    else:
        raise InvalidFilterException(detail="Members are removed by their value")
