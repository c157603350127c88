"""The application that uvicorn serves."""

from fastapi import FastAPI

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.http.twilio import twilio_routes


def create_app(settings: Settings, sending: Sending) -> FastAPI:
    """All routes, over what is open already."""
    app = FastAPI(title="Homing", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(twilio_routes(settings, sending))
    return app
