"""Which failures are worth repeating: those of infrastructure. Everything else is a bug."""

import asyncio
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from homing.domain.errors import StorageError

_CONNECTION_CLASSES: Final = ("08", "53", "57", "40")
"""SQLSTATE classes: connection, resources, operator intervention (a shutdown), transaction conflicts."""


def is_infrastructure(error: BaseException) -> bool:
    """Whether the same call may go through later without anybody changing code or data."""
    if isinstance(error, StorageError | OSError | TimeoutError | PoolTimeoutError | asyncio.TimeoutError):
        return True
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None)
        return error.connection_invalidated or state is None or str(state)[:2] in _CONNECTION_CLASSES
    return False
