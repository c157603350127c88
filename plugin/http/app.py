"""The application that uvicorn serves."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.campaigns import Campaigns
from plugin.http.backend import Backend
from plugin.http.books import book_routes
from plugin.http.campaigns import campaign_routes
from plugin.http.catalogue import catalogue_routes
from plugin.http.consent_forms import form_routes
from plugin.http.consents import consent_routes
from plugin.http.definitions import definition_routes
from plugin.http.deny_lists import deny_list_routes
from plugin.http.directory import directory_routes
from plugin.http.docs import docs_routes
from plugin.http.evidence import evidence_routes
from plugin.http.executions import execution_routes
from plugin.http.form_desk import form_desk_routes
from plugin.http.groups import group_routes
from plugin.http.health import health_routes
from plugin.http.imports import import_routes
from plugin.http.keys import key_routes
from plugin.http.keywords import keyword_routes
from plugin.http.limits import Guard
from plugin.http.links import link_routes
from plugin.http.me import me_routes
from plugin.http.messages import message_routes
from plugin.http.metrics import Observed, metrics_routes
from plugin.http.numbers import number_routes
from plugin.http.openapi import describe
from plugin.http.opt_outs import opt_out_routes
from plugin.http.organization import organization_routes
from plugin.http.parity import parity_routes
from plugin.http.people import people_routes
from plugin.http.preferences import preference_routes
from plugin.http.privacy import privacy_routes
from plugin.http.problems import add_problem_handlers
from plugin.http.profile import profile_routes
from plugin.http.profile_access import profile_access_routes
from plugin.http.rates import Rates
from plugin.http.recipients import recipient_routes
from plugin.http.replies import reply_routes
from plugin.http.security import Doorkeeper
from plugin.http.senders import sender_routes
from plugin.http.statistics import statistics_routes
from plugin.http.twilio import twilio_routes
from plugin.http.twilio_inbound import inbound_routes
from plugin.http.verification import verification_routes
from plugin.scim.routes import scim_routes

ROUTES: Final[tuple[Callable[[Backend], APIRouter], ...]] = (
    twilio_routes,  # first, since routes are asked in their order, and by far the most requests are reports
    catalogue_routes,
    definition_routes,
    campaign_routes,
    execution_routes,
    recipient_routes,
    message_routes,
    reply_routes,
    statistics_routes,
    people_routes,
    import_routes,
    number_routes,
    group_routes,
    directory_routes,
    scim_routes,
    organization_routes,
    sender_routes,
    keyword_routes,
    deny_list_routes,
    parity_routes,
    book_routes,
    opt_out_routes,
    evidence_routes,
    consent_routes,
    form_routes,
    key_routes,
    me_routes,
    preference_routes,
    privacy_routes,
    verification_routes,
    link_routes,
    form_desk_routes,
    profile_access_routes,
    profile_routes,
    inbound_routes,
    health_routes,
    metrics_routes,
    docs_routes,
)


def create_app(settings: Settings, sending: Sending, client: Client) -> FastAPI:
    """All routes, over what is open already. ``client``: of Temporal, which may be away."""
    ui_url = None if settings.ui_url is None else str(settings.ui_url)
    campaigns = Campaigns(sending, client, settings.task_queue, ui_url=ui_url)
    backend = Backend(settings, sending, campaigns)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url="/openapi.json", **_about())
    app.state.backend = backend
    add_problem_handlers(app)
    for routes in ROUTES:
        app.include_router(routes(backend))
    app.add_middleware(Doorkeeper, backend=backend, rates=Rates(settings.api_rate))
    app.add_middleware(Guard, largest=settings.api_largest_body)
    app.add_middleware(Observed, metrics=sending.metrics)
    describe(app)
    return app


def _about() -> dict[str, Any]:
    return {
        "title": "Homing",
        "version": "1",
        "summary": "Reminder and escalation campaigns that text nobody twice",
        "redirect_slashes": False,
    }
