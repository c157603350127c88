"""Offers: the Temporal plugin, and everything that is built from settings."""

from plugin.process import main, run_worker
from plugin.temporal import HomingPlugin, connect

__all__ = ["HomingPlugin", "connect", "main", "run_worker"]
