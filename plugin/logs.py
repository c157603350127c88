"""Logs of a process of our own: one line an event, JSON in production, for reading at a terminal. What other
libraries log goes through the same pipeline and is made as safe as what we do.

A host that runs the plugin in a worker of its own sets up logging itself: our events reach its handlers
through the standard library's loggers.
"""

import copy
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Final, TextIO

import structlog
import temporalio.activity
import temporalio.workflow
from structlog.typing import EventDict, Processor, WrappedLogger

from homing.domain.errors import where
from homing.observing.logs import SOURCE, made_safe, told_by_place
from homing.settings import Settings

OURS: Final = ("homing", "plugin", "activities", "workflows")
"""The roots of our own loggers; only they go below ``info``."""

_NAME: Final = "homing"
"""Of our handler, by which a second call finds it."""
_SILENT: Final = ("uvicorn.access", "aiohttp.access", "twilio.http_client")
"""The first two print paths, which hold the codes of links, and we have lines for requests; the third prints
numbers."""
_WARNINGS_ONLY: Final = ("asyncio", "httpx", "httpcore", "sqlalchemy", "urllib3")
"""Addresses and statements at ``info``, or what tasks were made of."""
_TEMPORAL: Final = {
    "workflow_id": "workflow",
    "run_id": "run",
    "activity_type": "activity",
    "attempt": "activity_attempt",
}


def configure_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Send what is logged to a stream (standard error), in the settings' format and from their level on.
    Called again it replaces what it set up before."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.set_name(_NAME)
    handler.setFormatter(_Formatter(_renderer(settings, stream)))
    root = logging.getLogger()
    for former in [one for one in root.handlers if one.get_name() == _NAME]:
        root.removeHandler(former)
    root.addHandler(handler)
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    root.setLevel(max(level, logging.INFO))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in _WARNINGS_ONLY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # What it would append to messages stands in fields.
    temporalio.workflow.logger.workflow_info_on_message = False
    temporalio.activity.logger.activity_info_on_message = False
    structlog.configure(
        processors=SOURCE,
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Renders our events and what other libraries log as one kind of line."""

    def __init__(self, renderer: Processor) -> None:
        super().__init__(
            foreign_pre_chain=[
                _temporal_ids,
                structlog.contextvars.merge_contextvars,
                told_by_place,
                made_safe,
            ],
            processors=[_head, renderer],
        )

    def format(self, record: logging.LogRecord) -> str:
        """An exception among a message's arguments, or quoted after its first line, is not rendered."""
        if isinstance(record.msg, str):
            record = copy.copy(record)
            if isinstance(record.args, tuple):
                record.args = tuple(
                    where(one) if isinstance(one, BaseException) else one for one in record.args
                )
            record.msg, record.args = record.getMessage().split("\n", 1)[0], ()
        return super().format(record)


def _renderer(settings: Settings, stream: TextIO) -> Processor:
    shown = stream.isatty() if settings.log_format == "auto" else settings.log_format == "console"
    if shown:
        return structlog.dev.ConsoleRenderer(colors=stream.isatty(), timestamp_key="time", sort_keys=False)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _temporal_ids(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The ids that Temporal's loggers hand over beside a message."""
    record: Any = event["_record"]
    for extra in ("temporal_workflow", "temporal_activity"):
        told = getattr(record, extra, None)
        if isinstance(told, dict):
            event.update({ours: told[theirs] for theirs, ours in _TEMPORAL.items() if theirs in told})
    return event


def _head(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Time, level, logger and event first; structlog's own fields go."""
    record: logging.LogRecord = event.pop("_record")
    event.pop("_from_structlog")
    return {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": event.pop("event", ""),
        **event,
    }
