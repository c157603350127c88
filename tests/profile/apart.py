"""The application in this process, with settings of its own."""

from fastapi import FastAPI
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.http import create_app


async def app_with(settings: Settings, sending: Sending) -> FastAPI:
    """Where Temporal is away."""
    return create_app(settings, sending, await Client.connect("127.0.0.1:9", lazy=True))
