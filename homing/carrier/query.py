"""Reading the query of a request to the control interface. Raises ValueError, which is answered by a 400."""

from collections.abc import Callable
from typing import Final, TypeVar

from aiohttp import web

_MAX_DIGITS: Final = 15

N = TypeVar("N", int, float)


def recipient(request: web.Request) -> str | None:
    """The number asked for; an unescaped plus sign comes in as a space."""
    number = request.query.get("to")
    return None if number is None else number.replace(" ", "+")


def number(request: web.Request, name: str, default: N, read: Callable[[str], N]) -> N:
    value = request.query.get(name)
    return default if value is None else read(value)


def whole(request: web.Request, name: str, default: int) -> int:
    """A number from 0."""
    value = request.query.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS):
        raise ValueError(f"{name} is a whole number")
    return int(value)
