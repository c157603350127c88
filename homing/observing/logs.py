"""Log lines as events with fields. They go through the standard library's loggers of the same name, so that a
host which sets up logging its own way gets them too, and they are made safe before they leave.

Fields of ids are bound where work begins (``structlog.contextvars``) and are on every line from then on.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping
from typing import Any, Final, cast

import structlog
from structlog.typing import EventDict, WrappedLogger

from homing.domain.errors import where

MASK: Final = "***"
_PERSONAL: Final = re.compile(
    # E.164, also grouped, and with its plus sign written as in a URL
    r"(?:\+|%2[Bb])[1-9](?:[ ().-]{0,2}\d){6,14}"
    # a mail address
    r"|[\w.+%'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"
)
_FRAMES: Final = 12
"""So many of an exception's last frames are told."""


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A module's logger, called with an event and its fields: ``error("page failed", channel=name)``."""
    wrapped = structlog.wrap_logger(
        logging.getLogger(name),
        processors=SOURCE,
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return cast(structlog.stdlib.BoundLogger, wrapped)


def masked(text: str) -> str:
    """A text without anything that looks like a telephone number or a mail address: the last resort."""
    return _PERSONAL.sub(MASK, text)


def plain(value: Any) -> Any:
    """A value as JSON has it, masked. Of an exception its kind and place are told."""
    match value:
        case None | bool() | int() | float():
            return value
        case BaseException():
            return where(value)
        case Mapping():
            return {masked(str(key)): plain(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(one) for one in value]
        case _:
            return masked(str(value))


def told_by_place(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception becomes its kind and where it came through: its message, and the values in its frames, may
    quote a person."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    error = _exception(given)
    if error is not None:
        event.setdefault("error", where(error))
        event["frames"] = _frames(error)
        if error.__cause__ is not None:
            event["cause"] = where(error.__cause__)
    return event


def made_safe(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Every field as JSON has it, masked; what begins with ``_`` is structlog's own."""
    return {key: value if key.startswith("_") else plain(value) for key, value in event.items()}


class Line(dict[str, Any]):
    """An event on its way through the standard library. Where nobody formats it otherwise, it reads
    ``page failed channel=sms``."""

    def __str__(self) -> str:
        fields = (f"{key}={value}" for key, value in self.items() if key != "event")
        return " ".join([str(self.get("event", "")), *fields])


def _as_line(
    logger: WrappedLogger, name: str, event: EventDict
) -> tuple[tuple[EventDict], dict[str, dict[str, Any]]]:
    return structlog.stdlib.ProcessorFormatter.wrap_for_formatter(logger, name, Line(event))


SOURCE: Final[tuple[Any, ...]] = (
    structlog.stdlib.filter_by_level,
    structlog.contextvars.merge_contextvars,
    told_by_place,
    made_safe,
    _as_line,
)
"""What an event goes through before the standard library's handlers see it."""


def _exception(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    return sys.exception() if given else None


def _frames(error: BaseException) -> list[str]:
    """``module:line function``, the innermost last; no line of source, no value."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _module(filename: str) -> str:
    return "/".join(filename.split("/")[-2:])
