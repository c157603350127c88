"""Offers: the Temporal plugin, and everything that is built from settings.

Each name is imported once it is asked for: the command's help needs none of them, and all take a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from plugin.process import main, run_worker
    from plugin.temporal import HomingPlugin, connect

__all__ = ["HomingPlugin", "connect", "main", "run_worker"]

_HOMES: Final = {
    "HomingPlugin": "plugin.temporal",
    "connect": "plugin.temporal",
    "main": "plugin.process",
    "run_worker": "plugin.process",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
