"""What may leave an activity when it fails: a code, and where; never a message, which may quote a person."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.exceptions import ApplicationError

from homing.domain.errors import where
from homing.observing import get_logger
from homing.store.engine import is_away

_LOG = get_logger(__name__)


def is_infrastructure(error: BaseException) -> bool:
    """Whether the same call may go through later without anybody changing code or data."""
    return is_away(error) or isinstance(error, TimeoutError)


@contextmanager
def nothing_personal() -> Iterator[None]:
    """Let out of an activity only errors whose text is ours: they end up in histories and logs."""
    try:
        yield
    except ApplicationError:
        raise
    except Exception as error:  # noqa: BLE001  # of any kind: none may pass with its message
        kind = "infrastructure" if is_infrastructure(error) else "bug"
        _LOG.warning("activity failed", kind=kind, error=error)
        raise ApplicationError(f"{kind}: {where(error)}", type=kind) from None
