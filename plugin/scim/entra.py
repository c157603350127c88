"""What Entra sends otherwise than the standard has it, and the library does not take as it is meant."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from pydantic_core import from_json
from scim2_models import Error, PatchOperation, ResourceType, SCIMException
from scim2_server.service import ScimService

from homing.domain.errors import where
from homing.domain.scim import ENTERPRISE
from homing.observing import get_logger
from homing.store.engine import is_away

_LOG = get_logger(__name__)


_ASKED: Final = re.compile(r'(id +eq +"[^"\\]*" +and +)manager( +eq +"[^"\\]*")', re.IGNORECASE)
"""Whether somebody is a user's manager, without the schema of what is asked for."""


class DirectoryService(ScimService):
    """The library's steps. A remove may name a value by itself, without the object that holds it. What fails
    of a bulk request is told to whoever runs the product."""

    def read_search(self, resource_types: list[ResourceType], payload: Any) -> tuple[Any, Any]:
        asked = _ASKED.fullmatch(payload["filter"].strip()) if _has_filter(payload) else None
        if asked:
            payload = {**payload, "filter": f"{asked[1]}{ENTERPRISE}:manager.value{asked[2]}"}
        return super().read_search(resource_types, payload)

    def read_patch(self, resource_type: ResourceType, body: bytes, content_type: str | None) -> Any:
        return super().read_patch(resource_type, _with_objects(body), content_type)

    def bulk_failure(self, outcome: dict[str, Any], exception: Exception) -> dict[str, Any]:
        if isinstance(exception, SCIMException):
            return super().bulk_failure(outcome, exception)
        if is_away(exception):
            _LOG.warning("the database is away", where=where(exception))
            away = Error(status=503, detail="Try again in a moment")
            return {**outcome, "status": away.status, "response": away}
        _LOG.error("request failed", where=where(exception))
        return super().bulk_failure(outcome, exception)


def _has_filter(payload: Any) -> bool:
    return isinstance(payload, dict) and isinstance(payload.get("filter"), str)


def _with_objects(body: bytes) -> bytes:
    """A PATCH whose removes name objects. What is no PATCH stays as it is, to be refused."""
    try:
        document = from_json(body)
    except ValueError:
        return body
    operations = document.get("Operations") if isinstance(document, dict) else None
    changed = False
    for one in operations if isinstance(operations, list) else ():
        if isinstance(one, dict) and str(one.get("op")).lower() == "remove" and _is_bare(one.get("value")):
            one["value"] = [{"value": one["value"]}]
            changed = True
    return json.dumps(document).encode() if changed else body


def _is_bare(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def understood(patch: Any, current: Any) -> Any:
    """A PATCH of a resource, None: there is nothing to do. Entra removes a value of an attribute that has but
    one, such as the manager, by naming it: it is removed where it is that one, and nothing else was written
    there by the same request."""
    operations = list(_understood(patch.operations, current))
    return patch.model_copy(update={"operations": operations}) if operations else None


def _understood(operations: Any, current: Any) -> Iterator[Any]:
    remove = PatchOperation.Op.remove
    written = {str(one.path).lower() for one in operations if one.op is not remove}
    for one in operations:
        if one.op is not remove or one.value is None or _is_multivalued(one.path):
            yield one
        elif str(one.path).lower() not in written and _names(one.value, one.path.get(current, strict=False)):
            yield one.model_copy(update={"value": None})


def _is_multivalued(path: Any) -> bool:
    binding = path.resolve()
    return binding is None or binding.is_multivalued


def _names(value: Any, current: Any) -> bool:
    """Whether one of the values that are named is the one that is there."""
    held = getattr(current, "value", current)
    named = value if isinstance(value, list) else [value]
    return held in [one.get("value") if isinstance(one, dict) else one for one in named]
