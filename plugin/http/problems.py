"""Every refusal as a problem document (RFC 9457), with a stable code and never the input itself."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.routing import Match

from homing.domain.errors import (
    DefinitionRefused,
    Fault,
    NotFoundError,
    NumberRefused,
    RefusedError,
    StorageError,
    TooSoonError,
)
from plugin.http.models import Model
from plugin.scim.errors import error_answer, is_scim

MEDIA_TYPE: Final = "application/problem+json"
_AGAIN_SECONDS: Final = 5
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_SHOWN_NAME: Final = 64
"""Characters of a field's name that are told: a name that is unknown is whatever was handed in."""

CONFLICTS: Final = frozenset(
    {
        "already_confirmed",
        "audience_empty",
        "audience_frozen",
        "asked_too_often",
        "compared_lately",
        "execution_over",
        "external_id_taken",
        "import_over",
        "form_ended",
        "keyword_word_taken",
        "ledger_behind",
        "no_definition",
        "no_number_to_ask",
        "not_recorded_here",
        "not_started",
        "not_started_by_events",
        "number_from_organization",
        "opted_out_by_person",
        "sender_differs",
        "sender_taken",
        "too_many_imports",
        "user_inactive",
    }
)
"""Reasons that lie in the state of things, and not in what was handed in: 409."""

_TITLES: Final[Mapping[str, str]] = {
    "already_confirmed": "The number is confirmed",
    "answer_not_one_line": "An answer is one line of characters that can be shown, and says something",
    "answer_too_long": "The answer is too long",
    "answer_with_link": "An answer to STOP carries no link, and no contact, which may be one",
    "answer_without_contact": "Help says whom to ask: it names {contact}",
    "answer_without_sender": "An answer to STOP, and help, name {product}",
    "answer_without_start": "An answer to STOP says how to resume: with the word START",
    "answer_without_stop": "Help says how to opt out: with the word STOP",
    "asked_too_often": "The user was asked three times within a day",
    "audience_empty": "The audience is empty",
    "audience_frozen": "The audience is closed: the execution is no draft any more",
    "code_expired": "The code counts no more: ask for a new one",
    "code_locked": "Too many wrong codes: ask for a new one later",
    "code_too_soon": "A code is on its way: wait before you ask for another",
    "country_not_allowed": "No codes are sent to this country",
    "compared_lately": "The registry was compared with the provider within the last hour",
    "consent_text_missing": "A consent needs the text that was shown",
    "definition_refused": "The definition has faults",
    "event_name": "An event needs a name of 1 to 200 characters",
    "execution_over": "The execution is over",
    "external_id_taken": "Another user has this external id",
    "form_ended": "The form has ended",
    "import_header": "The header needs one column `user` or `external_id`",
    "import_not_csv": "The body is no CSV",
    "import_over": "The import has come to its end",
    "in_the_future": "The time is yet to come",
    "keyword_without_words": "A keyword of your own needs a word by which it is asked for",
    "keyword_word_empty": "A word needs a letter or a digit",
    "keyword_word_taken": "A word asks for another keyword, or is understood as something else, already",
    "keyword_words_fixed": "This keyword takes no further words: it is understood alike for everybody",
    "language_unknown": "Messages are not written in this language",
    "ledger_behind": "The database was put back: the channel stays off until it is reconciled",
    "link_shortener": "Public link shorteners are refused: carriers filter them",
    "name_refused": "A name has 1 to 200 characters that can be shown",
    "no_definition": "The campaign has no definition",
    "not_a_code": "A code has six digits",
    "not_a_sender": "A short code has 3 to 8 digits, a name as sender up to 11 characters with a letter",
    "not_started": "The execution has not started",
    "not_started_by_events": "The campaign is not one that events start",
    "not_recorded_here": "The organization has recorded nothing that it could take back",
    "no_number_to_ask": "The user has no number that can be asked",
    "nothing_to_confirm": "No number waits to be confirmed",
    "nothing_to_do": "The entry asks for nothing",
    "no_identifier": "The user has no number",
    "number_from_organization": "The number comes from your organization: only it can change it",
    "number_or_user": "Either `number` or `userId` is needed",
    "opt_out_header": "The header needs one column `number`",
    "opted_out_by_person": "The person opted out: only they can undo it, by writing START",
    "placeholder_unknown": "Placeholders are {product} and {contact}; no other braces may stand in an answer",
    "product_name_empty": "The product's name needs a letter or a digit",
    "quiet_hours_all_day": "Quiet hours leave at least an hour of the day in one piece",
    "quiet_hours_incomplete": "Quiet hours need a beginning and an end",
    "sender_differs": "The sender is there already, with another country, kind or capabilities",
    "sender_taken": "Another organization has this sender",
    "start_without_time_zone": "A time needs its zone",
    "time_zone_unknown": "There is no such time zone",
    "title_empty": "The title is empty",
    "title_too_long": "The title has more than 200 characters",
    "public_key_unfit": "A public key is PEM of RSA (2048 to 8192 bits), of P-256 or of Ed25519",
    "too_many_issuers": "An organization takes the tokens of at most 20 issuers",
    "user_inactive": "The user is deactivated",
    "too_much_to_count": "There is too much to count at once: name fewer days, or a channel",
    "too_many_imports": "The organization has as many imports under way as it may: wait until one is over",
    "too_many_codes": "Too many codes were asked for: try again later",
    "too_many_keywords": "An organization has at most 50 keywords with answers of its own",
    "too_many_users": "One request names at most 10,000 people",
    "wrong_code": "The code is wrong",
}
_STATUS_CODES: Final[Mapping[int, tuple[str, str]]] = {
    400: ("malformed", "The request can't be read"),
    404: ("not_found", "There is no such thing here"),
    405: ("method_not_allowed", "The method is not allowed here"),
    413: ("too_large", "The request is too large"),
    415: ("media_type", "The media type is not understood here"),
}


class ProblemError(Model):
    """One thing that is wrong: where (``$.steps[2].deadlineCheck.delay``), and what would be right there."""

    path: str
    message: str


class ProblemDocument(Model):
    """RFC 9457. ``code`` is stable; ``requestId`` finds the request in the logs."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[ProblemError] | None = None
    request_id: str | None = None


class Problem(HTTPException):
    """An answer that is a refusal."""

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        detail: str | None = None,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, title, dict(headers or {}))
        self.code = code
        self.title = title
        self.explanation = detail
        self.errors = tuple(errors)


def refusal(reason: str, detail: str | None = None) -> Problem:
    """What is answered for a reason: 409 where it lies in the state of things, else 422."""
    status = 409 if reason in CONFLICTS else 422
    return Problem(status, reason, _TITLES.get(reason, "The request is refused"), detail)


def add_problem_handlers(app: FastAPI) -> None:
    """What the routes raise becomes a document."""
    for kind, handler in (
        (Problem, _problem),
        (TooSoonError, _too_soon),
        (RefusedError, _refused),
        (NotFoundError, _not_found),
        (StorageError, _away),
        (RequestValidationError, _invalid),
        (StarletteHTTPException, _http),
    ):
        app.add_exception_handler(kind, handler)


def document(request_id: str | None, problem: Problem) -> JSONResponse:
    """The answer that a problem is."""
    shown = ProblemDocument(
        type=f"urn:homing:problem:{problem.code}",
        title=problem.title,
        status=problem.status_code,
        code=problem.code,
        detail=problem.explanation,
        errors=[ProblemError(path=one.path, message=one.message) for one in problem.errors] or None,
        request_id=request_id,
    )
    return JSONResponse(
        shown.model_dump(by_alias=True, exclude_none=True),
        problem.status_code,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


def answer_to(path: str, request_id: str | None, problem: Problem) -> JSONResponse:
    """The answer that a problem is to a request: to a directory, in its protocol's form."""
    if is_scim(path):
        return error_answer(problem.status_code, problem.title, headers=problem.headers)
    return document(request_id, problem)


def away() -> Problem:
    """The database, or whatever else a request needs, is away for now."""
    return Problem(503, "unavailable", "Try again in a moment", headers={"Retry-After": str(_AGAIN_SECONDS)})


def _answer(request: Request, problem: Problem) -> JSONResponse:
    return answer_to(request.url.path, getattr(request.state, "request_id", None), problem)


async def _problem(request: Request, error: Any) -> JSONResponse:
    return _answer(request, error)


async def _refused(request: Request, error: Any) -> JSONResponse:
    status = 409 if error.reason in CONFLICTS else 422
    unknown = "The number can't be taken" if isinstance(error, NumberRefused) else "The request is refused"
    title = _TITLES.get(error.reason, unknown)
    faults = error.faults if isinstance(error, DefinitionRefused) else ()
    return _answer(request, Problem(status, error.reason, title, errors=faults))


async def _too_soon(request: Request, error: Any) -> JSONResponse:
    again = {"Retry-After": str(int(error.wait.total_seconds()) + 1)}
    return _answer(request, Problem(429, error.reason, _TITLES[error.reason], headers=again))


async def _not_found(request: Request, error: Any) -> JSONResponse:
    what = str(error).replace("_", " ") or "thing"
    return _answer(request, Problem(404, "not_found", f"There is no such {what} here"))


async def _away(request: Request, _: Any) -> JSONResponse:
    return _answer(request, away())


async def _invalid(request: Request, error: Any) -> JSONResponse:
    """What is wrong with a body or a query, by its place; its values are not repeated."""
    faults = [Fault(_path(one["loc"]), one["msg"]) for one in error.errors()]
    if any(one["type"] == "json_invalid" for one in error.errors()):
        return _answer(request, Problem(400, "malformed", "The body is no JSON", errors=faults))
    if any(one["loc"] == ("body",) for one in error.errors()) and isinstance(error.body, bytes):
        # Unread, since it does not say that it is JSON.
        return _answer(request, Problem(415, "media_type", "The body must be application/json"))
    return _answer(request, Problem(422, "invalid", "The request has faults", errors=faults))


def _path(place: Sequence[str | int]) -> str:
    """``body, users, 3, phone`` as ``$.users[3].phone``; a parameter by its kind: ``query.limit``."""
    kind, *rest = place or ("body",)
    root = "$" if kind == "body" else str(kind)
    return root + "".join(f"[{one}]" if isinstance(one, int) else f".{one[:_SHOWN_NAME]}" for one in rest)


async def _http(request: Request, error: Any) -> JSONResponse:
    code, title = _STATUS_CODES.get(error.status_code, ("refused", "The request is refused"))
    headers = (
        {"Allow": _allowed(request)} if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else error.headers
    )
    return _answer(request, Problem(error.status_code, code, title, headers=headers))


def _allowed(request: Request) -> str:
    """Every method of a path; the router itself names those of the first route alone."""

    def there(method: str) -> bool:
        asked = {**request.scope, "method": method}
        return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)

    return ", ".join(method for method in _METHODS if there(method))
