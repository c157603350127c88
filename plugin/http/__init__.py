"""The HTTP face: the API under ``/v1``, links in messages, Twilio's webhooks, health and metrics."""

from plugin.http.app import create_app

__all__ = ["create_app"]
