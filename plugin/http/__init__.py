"""The HTTP face. So far: the route by which Twilio reports what became of messages."""

from plugin.http.app import create_app

__all__ = ["create_app"]
