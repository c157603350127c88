"""Serving one request: the library's steps over the storage, in a thread of their own, since some take long.

What it takes of the database happens on the loop that opened it.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from pydantic_core import from_json
from scim2_models import (
    InvalidPathException,
    InvalidValueException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
)
from scim2_server.conditions import Conditions, EntityTags
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.service import ScimService
from scim2_server.storage import ScimStorage, SearchPage

from homing.store.scim import Kind
from plugin.scim.entra import understood
from plugin.scim.filters import check_filter
from plugin.scim.members import MembersChange, named, split
from plugin.scim.model import MOST_OPERATIONS as MOST_BULK
from plugin.scim.storage import DirectoryStorage

T = TypeVar("T")

MOST_OPERATIONS: Final = 1_000
"""Of a PATCH."""
MOST_VALUES: Final = 2_000
"""In all lists of a body about users: a remove compares each of them with each that is there."""
LONGEST_PATH: Final = 2_000
_TRIES: Final = 20
_BLIND: Final = frozenset({"PUT", "DELETE"})
_BODIES: Final = frozenset({"attributes", "excludedattributes"})
"""The parameters with which a PATCH answers what has become of the resource."""


class OnLoop(ScimStorage):
    """The storage as a thread has it that the loop waits for."""

    supports_cursors = True

    def __init__(self, storage: DirectoryStorage, loop: asyncio.AbstractEventLoop) -> None:
        self._storage = storage
        self._loop = loop
        self.without_members = False
        """Whether groups are read but for who is in them."""

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Any:
        if self.without_members and resource_type.name == Kind.GROUP:
            return self.get_without_members(resource_id)
        return self._run(
            self._storage.get(resource_type, resource_id, response_parameters=response_parameters)
        )

    def get_without_members(self, resource_id: str) -> Any:
        return self._run(self._storage.get_without_members(resource_id))

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,
    ) -> SearchPage:
        return self._run(self._storage.search(resource_types, search_request, position=position))

    def create(self, resource_type: ResourceType, resource: Any) -> Any:
        return self._run(self._storage.create(resource_type, resource))

    def update(
        self, resource_type: ResourceType, resource: Any, *, expected_version: str | None = None
    ) -> Any:
        return self._run(self._storage.update(resource_type, resource, expected_version=expected_version))

    def change_group(
        self, resource: Any, change: MembersChange, expected_version: str | None, *, members: bool
    ) -> Any:
        return self._run(
            self._storage.change_group(resource, change, expected_version=expected_version, members=members)
        )

    def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        self._run(self._storage.delete(resource_type, resource_id, expected_version=expected_version))

    def settle(self, resource: Any) -> None:
        self._run(self._storage.settle(resource))


class Handler(ScimHandler):
    """Serves a request. What no condition was named for is tried again where somebody else was faster; who is
    in a group is changed apart from the rest of it, without being read."""

    storage: OnLoop

    def __init__(self, service: ScimService, storage: OnLoop) -> None:
        super().__init__(service, storage)
        self._shows_body = True

    def handle(self, request: ScimRequest) -> ScimResponse:
        for name, value in request.query.items():
            if name.lower() == "filter":
                check_filter(value)
        _check_body(request)
        # Who is in a group is neither compared nor counted where it is replaced or deleted.
        self.storage.without_members = request.method in _BLIND
        # A PATCH says nothing of what it made unless it is asked to.
        self._shows_body = request.method != "PATCH" or any(name.lower() in _BODIES for name in request.query)
        return super().handle(request)

    def replace_resource(
        self,
        resource_type: ResourceType,
        current: Resource[Any],
        replacement: Resource[Any],
        conditions: Conditions,
    ) -> Any:
        found: Any = current

        def replaced() -> Any:
            nonlocal found
            now = self.storage.get(resource_type, current.id or "") if found is None else found
            found = None  # another try takes what is there then
            wanted = replacement.model_copy()
            if resource_type.name == Kind.GROUP:
                return self._replace_group(now, wanted, conditions)
            done = super(Handler, self).replace_resource(resource_type, now, wanted, conditions)
            return self._settled(now, done)

        return _persistently(replaced, conditions)

    def patch_resource(
        self,
        resource_type: ResourceType,
        resource_id: str,
        patch_op: Any,
        conditions: Conditions,
    ) -> Any:
        def patched() -> Any:
            if resource_type.name == Kind.GROUP:
                return self._patch_group(resource_id, patch_op, conditions)
            current = self.storage.get(resource_type, resource_id)
            version = _version(current)
            wanted = understood(patch_op, current)
            if wanted is None:
                self.service.check_preconditions(current, "PATCH", conditions)
            changed = wanted and self.service.apply_patch(current, wanted, conditions)
            if changed is None:
                return self._settled(current, current)
            return self.storage.update(resource_type, changed, expected_version=version)

        return _persistently(patched, conditions)

    def delete_resource(self, resource_type: ResourceType, resource_id: str, conditions: Conditions) -> None:
        def deleted() -> None:
            super(Handler, self).delete_resource(resource_type, resource_id, conditions)

        _persistently(deleted, conditions)

    def _replace_group(self, current: Any, replacement: Any, conditions: Conditions) -> Any:
        version = _version(current)
        members, current.members, replacement.members = replacement.members, None, None
        self.service.apply_replacement(current, replacement, conditions)
        replacement.id = current.id
        return self.storage.change_group(
            replacement, MembersChange.replace(named(members or [])), version, members=True
        )

    def _patch_group(self, resource_id: str, patch: Any, conditions: Conditions) -> Any:
        current = self.storage.get_without_members(resource_id)
        version = _version(current)
        rest, change = split(patch)
        if rest is None:
            self.service.check_preconditions(current, "PATCH", conditions)
        else:
            self.service.apply_patch(current, rest, conditions)
        return self.storage.change_group(current, change, version, members=self._shows_body)

    def _settled(self, former: Any, now: Any) -> Any:
        """A resource of which nothing changed, after what follows from it was done again."""
        if former is now:
            self.storage.settle(now)
        return now


def _persistently(work: Callable[[], T], conditions: Conditions) -> T:
    for _ in range(_TRIES):
        try:
            return work()
        except PreconditionFailedException:
            named = EntityTags.parse(conditions.if_match)
            if (named is not None and not named.any) or conditions.if_none_match:
                raise
    raise PreconditionFailedException


def _version(resource: Any) -> str | None:
    version: str | None = resource.meta.version
    return version


def _check_body(request: ScimRequest) -> None:
    """Refuse a body that is more than anybody needs, before it is taken apart. What is no JSON is refused
    later."""
    try:
        body = from_json(request.body) if request.body else None
    except ValueError:
        return
    if not isinstance(body, dict):
        return
    given = {name.lower(): value for name, value in body.items()}
    if isinstance(given.get("filter"), str):
        check_filter(given["filter"])
    operations = given.get("operations")
    if request.path.strip("/").lower() == "bulk" and isinstance(operations, list):
        _check_bulk([one for one in operations[:MOST_BULK] if isinstance(one, dict)])
    else:
        _check_resource(request.path, body)


def _check_bulk(operations: list[dict[str, Any]]) -> None:
    """Refuse what is more than anybody needs of several resources. The PATCHes of all of them together may do
    as much as one alone."""
    patched = 0
    for one in operations:
        path, data = str(one.get("path")), one.get("data")
        if isinstance(data, dict):
            _check_resource(path, data)
            if str(one.get("method")).upper() == "PATCH" and not _is_group(path):
                patched += _values(data)
    _check_values(patched)


def _check_resource(path: str, body: dict[str, Any]) -> None:
    """Refuse what is sent of one resource."""
    for name, value in body.items():
        if name.lower() == "operations" and isinstance(value, list):
            _check_operations(value)
    if not _is_group(path):
        _check_values(_values(body))


def _is_group(path: str) -> bool:
    return path.strip("/").split("/")[0].lower() == "groups"


def _check_values(count: int) -> None:
    if count > MOST_VALUES:
        raise InvalidValueException(detail=f"A body has at most {MOST_VALUES} values in lists")


def _check_operations(operations: list[Any]) -> None:
    if len(operations) > MOST_OPERATIONS:
        raise InvalidValueException(detail=f"A request has at most {MOST_OPERATIONS} operations")
    for one in operations:
        path = one.get("path") if isinstance(one, dict) else None
        if isinstance(path, str) and len(path) > LONGEST_PATH:
            raise InvalidPathException(detail=f"A path has at most {LONGEST_PATH} characters")


def _values(node: Any) -> int:
    """In all lists of a document."""
    count, left = 0, [node]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            left += one.values()
        elif isinstance(one, list):
            count += len(one)
            left += one
    return count
