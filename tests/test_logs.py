"""Log lines: JSON with ids, of ours and of others, and nothing personal in any of them."""

import asyncio
import gc
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
import pytest
import structlog
import temporalio.activity
import temporalio.workflow
from hypothesis import given
from hypothesis import strategies as st
from temporalio.client import Client
from temporalio.testing import ActivityEnvironment

from activities import send_activities
from homing.carrier.control import Control
from homing.channels import CHANNELS
from homing.dispatching.context import Sending
from homing.domain.errors import StorageError
from homing.observing import get_logger
from homing.observing.logs import MASK, masked
from homing.settings import Settings
from homing.store.keys import create_key, new_key_text
from plugin.housekeeping import once
from plugin.http import create_app
from plugin.logs import configure_logs
from tests.conftest import SENDER
from tests.dispatching.support import attempts_of
from tests.world import PLANTED_NAME, Company, Run, found_company
from workflows.ports import Manner, Page, StepRef

# Not of those that the whole suite is searched for: pytest keeps what these tests log as it is.
NAME: Final = "Ermintrudine"
NUMBER: Final = "+34655123456"
MAIL: Final = "ana@elsewhere.invalid"
OURS: Final = get_logger("homing.dispatching.page")
HERE: Final = logging.getLogger("somebody.else")


@dataclass(slots=True)
class Log:
    """What a process of ours writes."""

    stream: io.StringIO

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def line(self, event: str, **values: str) -> dict[str, Any]:
        """The one line of an event with these values: the session's own servers write lines here too."""
        wanted = {"event": event, **values}
        [line] = [line for line in self.lines if wanted.items() <= line.items()]
        return line


@pytest.fixture
def as_before() -> Iterator[None]:
    """Logging as it was found."""
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.getLogger().manager.loggerDict)]
    levels = {logger: logger.level for logger in loggers}
    handlers = list(logging.getLogger().handlers)
    shown = temporalio.workflow.logger.workflow_info_on_message
    yield
    for logger in map(logging.getLogger, logging.getLogger().manager.loggerDict):
        logger.setLevel(levels.get(logger, logging.NOTSET))
    logging.getLogger().setLevel(levels[logging.getLogger()])
    logging.getLogger().handlers[:] = handlers
    temporalio.workflow.logger.workflow_info_on_message = shown
    temporalio.activity.logger.activity_info_on_message = shown
    structlog.reset_defaults()


@pytest.fixture
def log(settings: Settings, as_before: None) -> Log:
    stream = io.StringIO()
    configure_logs(settings.model_copy(update={"log_level": "debug"}), stream)
    return Log(stream)


def test_an_event_of_ours_is_a_line_of_json_with_its_fields_and_the_ids_bound_around_it(log: Log) -> None:
    org, dispatch = uuid4(), uuid4()
    with structlog.contextvars.bound_contextvars(org=str(org), step="remind"):
        OURS.warning("request not accepted", dispatch=dispatch, counts={"sent": 2}, code=None)
    [line] = log.lines
    assert list(line)[:4] == ["time", "level", "logger", "event"]
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "warning",
        "logger": "homing.dispatching.page",
        "event": "request not accepted",
        "org": str(org),
        "step": "remind",
        "dispatch": str(dispatch),
        "counts": {"sent": 2},
        "code": None,
    }


def test_what_another_library_logs_is_a_line_of_the_same_kind_with_the_same_ids(log: Log) -> None:
    with structlog.contextvars.bound_contextvars(request="r-1"):
        HERE.error("took %d of %s", 3, "them")
    [line] = log.lines
    assert (line["level"], line["logger"], line["event"]) == ("error", "somebody.else", "took 3 of them")
    assert line["request"] == "r-1"


def test_what_temporal_logs_of_a_workflow_names_it_in_a_field(log: Log) -> None:
    told = {"workflow_id": "campaign/1/2", "run_id": "3", "attempt": 1, "workflow_type": "CampaignWorkflow"}
    logging.getLogger("temporalio.workflow").warning("late", extra={"temporal_workflow": told})
    line = log.line("late")
    assert (line["workflow"], line["run"]) == ("campaign/1/2", "3")


def test_a_line_below_the_level_is_not_written_and_other_libraries_begin_at_info(
    settings: Settings, log: Log
) -> None:
    HERE.debug("of others")
    OURS.debug("ours")
    assert [line["event"] for line in log.lines] == ["ours"]
    configure_logs(settings.model_copy(update={"log_level": "warning"}), log.stream)
    OURS.info("too quiet")
    OURS.warning("loud enough")
    assert [line["event"] for line in log.lines] == ["ours", "loud enough"], "and once each"


def test_at_a_terminal_a_line_is_for_reading_and_elsewhere_json(settings: Settings, as_before: None) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for form, stream, is_json in (
        ("auto", Terminal(), False),
        ("auto", io.StringIO(), True),
        ("json", Terminal(), True),
        ("console", io.StringIO(), False),
    ):
        configure_logs(settings.model_copy(update={"log_format": form}), stream)
        OURS.info("page done", channel="sms", frames=["a"])
        written = stream.getvalue()
        assert written.startswith("{") is is_json, form
        assert "page done" in written
        assert "sms" in written


def look_up(number: str, known: dict[str, str]) -> str:
    try:
        return known[number]
    except LookupError as error:
        raise ValueError(f"{NAME} has no {number}") from error


def raised() -> Exception:
    """An exception whose message, frames' values and cause quote a person."""
    with pytest.raises(ValueError, match=NAME) as caught:
        look_up(NUMBER, {})
    return caught.value


def log_everywhere(error: Exception) -> None:
    """In every way in which an exception comes into a log."""
    OURS.error("given", exc_info=error)
    OURS.error("as a field", error=error)
    OURS.error("in a list", errors=[error, {"inside": error}])
    HERE.error("with its trace", exc_info=error)
    HERE.error("as an argument: %s", error)
    logging.getLogger("temporalio.worker").warning("Completing activity as failed", exc_info=error)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=error)
    logging.getLogger("asyncio").error("a task failed\nfuture: %r", error)
    try:
        raise error
    except ValueError:
        OURS.exception("in its handler")
        HERE.exception("in its handler, elsewhere")


@pytest.mark.spec("Q13")
@pytest.mark.parametrize("form", ["json", "console"])
def test_of_an_exception_its_kind_and_place_are_told_and_never_its_words(
    settings: Settings, log: Log, form: str
) -> None:
    configure_logs(settings.model_copy(update={"log_format": form}), log.stream)
    log_everywhere(raised())
    assert NAME not in log.text
    assert NUMBER[1:] not in log.text
    assert log.text.count("\n") == 10
    assert log.text.count("ValueError at test_logs:") >= 10
    if form == "json":
        line = log.line("given")
        assert line["cause"].startswith("KeyError at test_logs:")
        assert line["frames"][-1].endswith(" look_up")


@pytest.mark.spec("Q13")
async def test_a_task_whose_failure_nobody_read_leaves_no_words_of_it(log: Log) -> None:
    async def fails() -> None:
        raise raised()

    asyncio.ensure_future(fails())  # noqa: RUF006  # that nobody keeps it is the point
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()
    line = log.line("Task exception was never retrieved")
    assert line["error"].startswith("ValueError at test_logs:")
    assert NAME not in log.text
    assert NUMBER[1:] not in log.text


@pytest.mark.spec("Q13")
@pytest.mark.parametrize(
    "personal",
    [
        NUMBER,
        f"to={NUMBER}&",
        f"To=%2B{NUMBER[1:]}",
        "+34 611 12 34 56",
        "+1 (415) 555-0123",
        "+44.7700.900123",
        f"whatsapp:{NUMBER}",
        MAIL,
        "mailto:ana.b+c@mail.example.co.uk?",
        "ana%40elsewhere.invalid",
    ],
)
def test_whatever_looks_like_a_number_or_a_mail_address_is_masked_wherever_it_stands(
    log: Log, personal: str
) -> None:
    secret = SimpleNamespace(shown=personal)
    OURS.error(f"event {personal}", field=personal, nested={"a": [personal, {personal: secret}]})
    HERE.error("of another: %s", personal)
    HERE.error(f"{personal} in the message")
    digits = "".join(char for char in personal if char.isdigit())
    for line in log.lines:
        del line["time"]
        shown = json.dumps(line)
        assert MASK in shown
        assert personal not in shown
        assert not digits or digits[-6:] not in "".join(char for char in shown if char.isdigit())


@given(
    st.one_of(
        st.uuids().map(str),
        st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat()),
        st.integers().map(str),
        st.floats(allow_nan=False).map(str),
        st.uuids().map(lambda id_: f"campaign/{id_}/{id_}"),
    )
)
def test_ids_times_and_counts_stay_readable(harmless: str) -> None:
    assert masked(harmless) == harmless


def test_what_prints_paths_or_numbers_by_itself_is_silent(log: Log) -> None:
    for name in ("uvicorn.access", "aiohttp.access", "twilio.http_client"):
        logging.getLogger(name).error("GET /c/Ab3dE6gH9jK")
    for name in ("httpx", "sqlalchemy.engine", "asyncio"):
        logging.getLogger(name).info("GET /c/Ab3dE6gH9jK")
    assert log.text == ""


def test_without_any_set_up_an_event_is_still_a_line_of_the_standard_library(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with structlog.contextvars.bound_contextvars(org="o-1"), caplog.at_level(logging.INFO):
        OURS.info("page done", channel="sms", to=NUMBER)
    assert caplog.messages == [f"page done channel=sms to={MASK} org=o-1"]


def page_of(run: Run, channel: str = "sms") -> Page:
    ref = StepRef(org=str(run.company.id), execution=str(run.execution), step="remind", people=run.people)
    manner = Manner(channels=[channel])
    return Page(ref=ref, manner=manner, first=0, past=run.people, channel=channel, earlier=[], ledger=0)


def sender_on(sending: Sending, channel: str) -> Any:
    [activity] = [
        one
        for one, known in zip(send_activities(sending), CHANNELS, strict=True)
        if known.traits.name == channel
    ]
    return activity


@pytest.mark.spec("Q13")
async def test_an_activitys_lines_say_whose_page_it_is_and_by_which_workflow(
    log: Log, company: Company, carrier: Control
) -> None:
    refused, lost = await company.hire(2)
    run = await company.campaign([refused, lost])
    await carrier.fault("error", to=refused.number, code=21211)
    await carrier.fault("reset", to=lost.number, next=1)
    await carrier.fault("drop_callbacks", to=lost.number)

    await ActivityEnvironment().run(sender_on(company.sending, "sms"), page_of(run))

    about = {
        "org": str(company.id),
        "execution": str(run.execution),
        "step": "remind",
        "occurrence": 1,
        "cohort": 0,
        "workflow": ActivityEnvironment().info.workflow_id,
        "activity_attempt": 1,
    }
    lines = [line for line in log.lines if line["logger"].startswith(("homing", "activities"))]
    # The session's own housekeeping may speak in between: its lines name their task instead.
    assert all(about.items() <= line.items() for line in lines if "task" not in line)
    attempts = {str(row.dispatch_id): str(row.id) for row in await attempts_of(run)}
    told = [line for line in lines if line["event"] == "request not accepted"]
    assert {line["dispatch"]: line["attempt"] for line in told} == attempts
    assert {(line["result"], line["level"]) for line in told} == {
        ("rejected", "warning"),
        ("unknown", "warning"),
    }
    done = log.line("page done")
    assert done["counts"] == {"rejected:number_refused": 1, "unknown": 1}
    assert all(one.number[1:] not in log.text for one in company.staff)


async def test_a_page_that_meets_a_bug_is_told_with_its_place_and_its_ids(log: Log, company: Company) -> None:
    class BrokenVault:
        def open(self, sealed: bytes) -> str:
            raise ValueError(sealed, NAME)

    run = await company.campaign(await company.hire(1))
    broken: Any = replace(company.sending, vault=BrokenVault())  # type: ignore[arg-type]  # what breaks
    await ActivityEnvironment().run(sender_on(broken, "sms"), page_of(run))
    line = log.line("dispatch failed")
    assert [UUID(line["dispatch"])] == [row.id for row in (await run.dispatches()).values()]
    assert line["execution"] == str(run.execution)
    assert line["error"].startswith("ValueError at test_logs:")
    assert PLANTED_NAME not in log.text
    assert NAME not in log.text


async def test_a_task_of_housekeeping_that_fails_is_named(log: Log, apart: Sending) -> None:
    async def weed(_: Sending) -> int:
        raise StorageError("away")

    async def rake(_: Sending) -> int:
        OURS.info("at it")
        return 3

    await once(apart, {"weed": weed, "rake": rake})
    failed = log.line("housekeeping failed", task="weed")
    assert failed["error"].startswith("StorageError at test_logs:")
    assert log.line("housekeeping done", task="rake")["count"] == 3
    assert log.line("at it")["task"] == "rake"


@pytest.mark.spec("Q13")
async def test_a_requests_line_names_its_route_and_never_its_path(
    log: Log, settings: Settings, sending: Sending
) -> None:
    client = await Client.connect("127.0.0.1:9", lazy=True)
    app = create_app(settings, sending, client)
    code = "Ab3dE6gH9jK"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as http:
        answers = [
            await http.get(f"/c/{code}?x={MAIL}", headers={"X-Request-Id": "r-7"}),
            await http.get(f"/nothing/{code}"),
            await http.get("/v1/campaigns", headers={"Authorization": f"Bearer hk_{code}"}),
            await http.get("/healthz"),
        ]
    lines = [log.line("request", request=answer.headers["X-Request-Id"]) for answer in answers]
    assert [(line["method"], line["route"], line["status"], line["level"]) for line in lines] == [
        ("GET", "/c/{code}", 404, "info"),
        ("GET", "unmatched", 404, "info"),
        ("GET", "unmatched", 401, "info"),  # turned away before anybody asked where it was going
        ("GET", "/healthz", 200, "debug"),
    ]
    assert answers[0].headers["X-Request-Id"] == "r-7"
    assert all(line["ms"] >= 0 for line in lines)
    assert code not in log.text


async def test_a_request_with_a_key_is_told_with_its_organization(
    log: Log, settings: Settings, sending: Sending
) -> None:
    company, key = await found_company(sending, SENDER), new_key_text()
    async with sending.database.app(company.id) as connection:
        await create_key(
            connection, company.id, sending.vault, id=uuid4(), name="a key", key=key, scopes=["admin"]
        )
    app = create_app(settings, sending, await Client.connect("127.0.0.1:9", lazy=True))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as http:
        answer = await http.get("/v1/keys", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    line = log.line("request", request=answer.headers["X-Request-Id"])
    assert line["org"] == str(company.id)
    assert key not in log.text
