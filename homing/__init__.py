"""Knows the rules, the channels, the providers and the storage; nothing of Temporal."""

__version__ = "0.1.0"
"""As in pyproject.toml, which a checkout that was never installed can't be asked for."""
