"""What may leave an activity when it fails: a code, and where; never a message, which may quote a person."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from temporalio.exceptions import ApplicationError

from homing.store.engine import is_away


def is_infrastructure(error: BaseException) -> bool:
    """Whether the same call may go through later without anybody changing code or data."""
    return is_away(error) or isinstance(error, TimeoutError)


def where(error: BaseException) -> str:
    """The kind of an error, and the line of this project that it came through last."""
    own = [
        (path.stem, frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if "site-packages" not in (path := Path(frame.filename)).parts
    ]
    return f"{type(error).__name__} at {':'.join(map(str, own[-1]))}" if own else type(error).__name__


@contextmanager
def nothing_personal() -> Iterator[None]:
    """Let out of an activity only errors whose text is ours: they end up in histories and logs."""
    try:
        yield
    except ApplicationError:
        raise
    except Exception as error:  # noqa: BLE001  # of any kind: none may pass with its message
        kind = "infrastructure" if is_infrastructure(error) else "bug"
        raise ApplicationError(f"{kind}: {where(error)}", type=kind) from None
