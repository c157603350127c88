"""The OpenAPI document: what is the same for every operation is said in one place."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from plugin.http.problems import MEDIA_TYPE, ProblemDocument
from plugin.http.security import KEY_SCHEME

_TAGS: Final = (
    ("Definitions", "What an editor may offer, and the workflow definitions that it hands over."),
    ("Campaigns", "A title, a target and a definition; started once for an audience, or by events."),
    ("Executions", "The audience, the course and the outcomes of a campaign."),
    ("Messages", "What was sent and what became of it, what people replied, and both counted."),
    ("Users", "People, how they are reached, their roles and managers."),
    ("Imports", "Files of people, numbers and consents, loaded in the background."),
    ("Groups", "Sets of people that can be an audience or be told of an escalation."),
    ("Organization", "Wording, channels and caps, senders, spend, alerts."),
    ("Opt-outs", "Who may not be texted any more, since when and by which words; and evidence of it."),
    ("Consents", "Who consented to which messages, by which text; and forms on which they do."),
    ("Keys", "Keys of this API."),
    ("Me", "A user's own inbox and switches."),
    ("Links", "Where links in messages lead."),
    ("Twilio", "Webhooks that Twilio calls."),
    ("Health", "Whether it runs."),
)
_ABOUT: Final = """
Every request under `/v1` bears a key: `Authorization: Bearer hk_…`. Keys have scopes; each operation says
which one it needs.

- **Repeating**: what creates takes an `Idempotency-Key`; everything else may be repeated as it is.
- **Lists** come in pages: ask again with `cursor` set to the `next` of the page before.
- **Refusals** are problem documents (RFC 9457) with a stable `code`, each fault with its path.
- **Money** is in millionths of the organization's currency; **times** are RFC 3339 with their zone.
"""
_REFUSALS: Final = {
    "400": "It can't be read: no JSON, a wrong cursor or Idempotency-Key",
    "401": "No key, or none that opens anything here",
    "403": "The key lacks the scope",
    "404": "There is no such thing in this organization",
    "409": "The state of things does not allow it, or a request with the same Idempotency-Key is under way",
    "413": "The body is too large",
    "415": "The media type is not understood",
    "422": "It has faults, each with its path",
    "429": "Too many requests; Retry-After says when to come back",
    "500": "Something is broken here",
    "503": "The database is away; Retry-After says when to come back",
}


def describe(app: FastAPI) -> None:
    """Give the application its OpenAPI document."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to change it


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=_ABOUT,
        routes=app.routes,
        tags=[{"name": name, "description": description} for name, description in _TAGS],
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemDocument.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["ProblemDocument"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
    document["components"]["responses"] = {
        f"Problem{status}": {"description": description, "content": content}
        for status, description in _REFUSALS.items()
    }
    for path, operations in document["paths"].items():
        if path.startswith("/v1"):
            for operation in operations.values():
                _refuse(operation["responses"])
                _say_scopes(operation)
    return document


def _say_scopes(operation: dict[str, Any]) -> None:
    scopes = " or ".join(f"`{scope}`" for security in operation["security"] for scope in security[KEY_SCHEME])
    said = operation.get("description")
    operation["description"] = (f"{said}\n\n" if said else "") + f"Scope: {scopes}."


def _refuse(responses: dict[str, Any]) -> None:
    for status in _REFUSALS:
        responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
