"""Refusals in the protocol's own form, which never repeat a value that was handed in."""

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any, Final

from scim2_models import SCIMException, ScimProvider
from scim2_server.errors import MethodNotAllowedException
from starlette.responses import JSONResponse

MEDIA_TYPE: Final = "application/scim+json"
PREFIX: Final = "/scim/v2"
_SCHEMA: Final = "urn:ietf:params:scim:api:messages:2.0:Error"

_SAID: Final[Mapping[str, str]] = {
    "invalidFilter": "The filter can't be read, or is too long",
    "invalidPath": "The path names nothing that can be changed",
    "noTarget": "The path matches nothing",
    "tooMany": "Too much would have to be read: narrow the filter, or ask for less at once",
    "uniqueness": "Another resource has this userName or externalId",
    "invalidCursor": "The cursor is none of this search's",
    "expiredCursor": "The cursor is too old: begin anew",
    "invalidCount": "The count is to stay the same from page to page",
    "mutability": "An attribute can't be changed so",
}
"""By the kind of error, where the library's own words would quote what was handed in."""
_STATES: Final[Mapping[int, str]] = {
    403: "The key may not do this",
    404: "There is no such resource here",
    405: "The method is not allowed here",
    412: "The resource has changed meanwhile",
    501: "This is not supported",
}
_QUOTED: Final = re.compile(r"(?P<quote>['\"]).*?(?P=quote)")
_PLACE: Final = re.compile(r": [A-Za-z$][\w$.\[\]:-]*\Z", re.ASCII)
_VALIDATION: Final = re.compile(r"\d+ validation errors? for .*\n(?P<place>.*)\n +(?P<words>.*?) \[type=")
"""What a value was refused for, as the library passes it on where a PATCH wrote it."""
_UNQUOTED: Final = re.compile(r"(?<=bulkId )(?!is )\S+|(?<= at )/\S*|: .*", re.DOTALL)
"""What it puts into words as it was handed in: what comes after a colon explains what is there."""
_LONGEST: Final = 300


class Wording:
    """Words refusals: attributes are named, values are not."""

    def __init__(self, provider: ScimProvider) -> None:
        self._names = frozenset(_names(provider))

    def answer(self, error: SCIMException) -> JSONResponse:
        headers = {}
        if isinstance(error, MethodNotAllowedException):
            headers["Allow"] = ", ".join(error.allowed)
        return error_answer(error.status, self._detail(error), error.scim_type or None, headers)

    def _detail(self, error: SCIMException) -> str:
        said = _SAID.get(error.scim_type) or _STATES.get(error.status)
        return said or self.told(error.detail)

    def worded(self, body: Any) -> Any:
        """What is answered, with the refusals of a bulk request in our words."""
        for one in body.get("Operations", ()) if isinstance(body, dict) else ():
            refusal = one.get("response")
            if refusal is not None and refusal.get("schemas") == [_SCHEMA]:
                said = _SAID.get(refusal.get("scimType", "")) or _STATES.get(int(refusal["status"]))
                refusal["detail"] = said or self.told(refusal.get("detail") or "")
        return body

    def told(self, detail: str) -> str:
        """What the library says, with nothing of what was handed in but names of attributes."""
        detail = detail[:_LONGEST]
        refused = _VALIDATION.match(detail)
        place = None if refused else _PLACE.search(detail)
        words = refused["words"] if refused else detail[: place.start()] if place else detail
        safe = re.sub(r"\d{3,}|\S*@\S*", "…", _UNQUOTED.sub("", _QUOTED.sub(self._named, words)))
        return safe + self._at(refused["place"] if refused else place.group()[2:] if place else "")

    def _named(self, quoted: re.Match[str]) -> str:
        return quoted.group() if self._is_name(quoted.group()[1:-1]) else "…"

    def _at(self, place: str) -> str:
        """Where it is, as far as attributes are named."""
        parts = re.split(r"(?=[.\[])", place)
        known = list(
            takewhile(lambda one: self._is_name(one.strip(".[]")) or one.strip(".[]").isdecimal(), parts)
        )
        return f": {''.join(known)}" if known else ""

    def _is_name(self, word: str) -> bool:
        return word.lower().replace("_", "") in self._names


def _names(provider: ScimProvider) -> Any:
    yield from ("schemas", "id", "externalid", "meta", "operations", "op", "path", "value", "data")
    for schema in provider.schemas:
        yield str(schema.id).lower()
        for attribute in schema.attributes or ():
            yield str(attribute.name).lower()
            yield from (str(one.name).lower() for one in attribute.sub_attributes or ())


def error_answer(
    status: int, detail: str, scim_type: str | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A refusal (RFC 7644, 3.12)."""
    document = {"schemas": [_SCHEMA], "status": str(status), "detail": detail}
    if scim_type:
        document["scimType"] = scim_type
    return JSONResponse(document, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def is_scim(path: str) -> bool:
    """Whether a request is of the directory's interface, and is to be answered in its form."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")
