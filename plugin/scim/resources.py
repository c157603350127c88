"""Resources as the library has them, made of what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from scim2_models import GroupMembership, Meta, Reference, ResourceType, ResponseParameters, ScimProvider

from homing.store.scim import Kind, Place, ScimRow

_GROUP_SCHEMA: Final = "urn:ietf:params:scim:schemas:core:2.0:group:"


class Resources:
    """Makes resources of rows, in the service that ``provider`` describes."""

    def __init__(self, provider: ScimProvider) -> None:
        self._models: dict[Kind, Any] = {kind: provider.model_for(kind.value) for kind in Kind}

    def user(self, row: ScimRow, groups: Sequence[tuple[UUID, str]] = ()) -> Any:
        """``groups``: those that the user is in, with their names."""
        user = self._bare(row)
        if groups:
            user.groups = [
                GroupMembership(
                    value=str(group), ref=Reference(f"Groups/{group}"), display=name, type="direct"
                )
                for group, name in groups
            ]
        return user

    def group(self, row: ScimRow, members: Sequence[UUID] = ()) -> Any:
        group = self._bare(row)
        if members:
            model = type(group).get_field_root_type("members")
            group.members = [
                model(value=str(user), ref=Reference(f"Users/{user}"), type="User") for user in members
            ]
        return group

    def all(
        self,
        rows: Iterable[ScimRow],
        groups: Iterable[tuple[UUID, UUID, str]],
        members: Iterable[tuple[UUID, UUID]],
    ) -> list[Any]:
        """In their order. ``groups``: (user, group, name) each, ``members``: (group, user) each."""
        joined: dict[UUID, list[tuple[UUID, str]]] = {}
        for user, group, name in groups:
            joined.setdefault(user, []).append((group, name))
        inside: dict[UUID, list[UUID]] = {}
        for group, user in members:
            inside.setdefault(group, []).append(user)
        return [
            self.user(row, joined.get(row.id, ()))
            if row.kind is Kind.USER
            else self.group(row, inside.get(row.id, ()))
            for row in rows
        ]

    def _bare(self, row: ScimRow) -> Any:
        resource = self._models[row.kind].model_validate(dict(row.document))
        resource.id = str(row.id)
        resource.meta = Meta(
            resource_type=row.kind.value,
            created=row.created_at,
            last_modified=row.modified_at,
            version=version_of(row),
        )
        return resource


def version_of(row: ScimRow) -> str:
    """As an entity tag."""
    return f'W/"{row.version}"'


def place_of(row: ScimRow) -> Place:
    return Place(row.created_at, row.id)


def id_of(text: str) -> UUID | None:
    """The id that a resource's text is; None where it is none of ours."""
    try:
        id_ = UUID(text)
    except ValueError:
        return None
    return id_ if str(id_) == text.lower() else None


def asks_for_members(parameters: ResponseParameters[Any] | None) -> bool:
    """Whether an answer is to say who is in a group."""
    if parameters is None:
        return True
    if parameters.attributes:
        return any(_attribute(path).startswith("members") for path in parameters.attributes)
    return all(_attribute(path) != "members" for path in parameters.excluded_attributes or ())


def _attribute(path: Any) -> str:
    return str(path).lower().removeprefix(_GROUP_SCHEMA)


def kind_of(resource_type: ResourceType) -> Kind:
    return Kind(str(resource_type.name))


def entries(document: Mapping[str, Any]) -> int:
    """Of its longest multi-valued attribute."""
    return max((len(value) for value in document.values() if isinstance(value, list)), default=0)
