"""A send takes user ids: no way leads from a caller's number to a handset."""

import dataclasses
import inspect
import re
import types
import typing
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Final, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

import pytest

from activities import collect_activity, send_activities
from homing.carrier.control import Control
from homing.dispatching import claim, page, post
from homing.dispatching.context import Sending
from homing.domain.decide import IdentifierState
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.providers.base import Answer, Outbound, Provider
from homing.store import people
from homing.store.people import Binding
from tests.dispatching.support import Around, attempts_of, rows
from tests.world import Company, new_number
from workflows import StepWorkflow

NAMES_A_DESTINATION: Final = re.compile(
    r"(^|_)(to|number|numbers|phone|mobile|msisdn|e164|recipient|address|destination|identifier|value|raw)(_|$)"
)
WORDS_OF_A_STEP: Final = {
    "org",
    "execution",
    "step",
    "channel",
    "channels",
    "always",
    "earlier",
}
"""What callers may say in free strings: ids and names, which the database resolves; none is a destination."""
HARMLESS: Final = (int, float, bool, UUID, date, datetime, timedelta, types.NoneType)


def strings_in(kind: Any, path: str = "") -> dict[str, Any]:
    """Every place within a type that can carry a string of the caller's, by its path; fails on a type that
    could carry anything."""
    if get_origin(kind) is not None:
        return {
            place: found
            for part in get_args(kind)
            if part is not ...
            for place, found in strings_in(part, path).items()
        }
    if kind is str or (isinstance(kind, type) and issubclass(kind, E164)):
        return {path: kind}
    if isinstance(kind, type) and issubclass(kind, HARMLESS | Enum):
        return {}
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return {
            place: found
            for field in dataclasses.fields(kind)
            for place, found in strings_in(hints[field.name], f"{path}.{field.name}").items()
        }
    message = f"{path} may carry anything: {kind}"
    raise AssertionError(message)
