"""The one Temporal plugin: give it to the client, and every worker of that client runs Homing."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Final

from temporalio.client import Client
from temporalio.plugin import SimplePlugin
from temporalio.worker import Worker, WorkerConfig, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities import (
    collect_activity,
    parity_activities,
    retention_activity,
    send_activities,
    verification_activity,
    walk_activities,
    webhook_activity,
)
from homing.dispatching.context import Reached, go_on
from homing.settings import Settings
from plugin.housekeeping import keep_house
from plugin.metrics import serving_metrics, temporal_runtime
from plugin.nudging import nudging
from plugin.services import build_sending, build_webhooks, close_sending
from plugin.setup import warn_of_missing_search_attributes
from plugin.telling import Teller
from plugin.temporal_address import client_options
from plugin.working import at_work
from workflows import WORKFLOWS
from workflows.ports import SEND_QUEUE_SUFFIX

PASSED_THROUGH: Final = (
    "homing",
    "activities",
    "plugin",
    "pydantic",
    "phonenumbers",
    "workflows.ports",
    "workflows.parity_ports",
    "workflows.retention_ports",
    "workflows.verification_ports",
)
"""Modules that the sandbox need not import again for each workflow, which costs more than the workflow does.
Of homing, workflows import only the pure domain, and their ports are names and types; what they do stays
inside the sandbox, so that a clock read in it is caught."""


class HomingPlugin(SimplePlugin):
    """Adds Homing's workflows and activities to a client's workers.

    A worker on the queue ``q`` walks workflows and counts. While it runs, the plugin runs a second one on
    ``q-sends`` beside it for the sending, and keeps house. Give the plugin to the client only: workers
    inherit it. ``reached`` is for tests, which stop a process at a point.
    """

    def __init__(self, settings: Settings, *, reached: Reached = go_on) -> None:
        super().__init__("homing.HomingPlugin", workflow_runner=_pass_through)
        self._settings = settings
        self._sending = build_sending(settings, reached=reached)
        self._webhooks = build_webhooks(settings)
        self._running = 0

    def serving_metrics(self) -> AbstractAsyncContextManager[None]:
        """Serves what its workers count and measure, where the settings name a port: around a worker. Raises
        ConfigurationError for one that is taken."""
        return serving_metrics(self._settings, self._sending)

    def configure_worker(self, config: WorkerConfig) -> WorkerConfig:
        """Workflows and counting on a worker's own queue, sends on the queue beside it."""
        config = super().configure_worker(config)
        activities = list(config.get("activities", []))
        if config.get("task_queue", "").endswith(SEND_QUEUE_SUFFIX):
            config["activities"] = [*activities, *send_activities(self._sending)]
            config["max_concurrent_activities"] = self._settings.pages_at_once
        else:
            config["activities"] = [
                *activities,
                collect_activity(self._sending),
                *walk_activities(self._sending),
                webhook_activity(self._sending, self._webhooks),
                *parity_activities(self._sending),
                retention_activity(self._sending, self._settings.retention_days),
                verification_activity(self._sending),
            ]
            config["workflows"] = [*config.get("workflows", []), *WORKFLOWS]
        return config

    async def run_worker(self, worker: Worker, next: Callable[[Worker], Awaitable[None]]) -> None:  # noqa: A002
        """Run a worker; one that is not for sending gets a sending worker beside it, and a housekeeper."""
        if worker.task_queue.endswith(SEND_QUEUE_SUFFIX):
            await next(worker)
            return
        async with self._open(), self._sends_beside(worker):
            await next(worker)

    @asynccontextmanager
    async def _sends_beside(self, worker: Worker) -> AsyncIterator[None]:
        sends = Worker(
            worker.client,
            task_queue=worker.task_queue + SEND_QUEUE_SUFFIX,
            graceful_shutdown_timeout=self._settings.worker_shutdown,
        )
        await warn_of_missing_search_attributes(worker.client)
        teller = Teller(self._sending.database, worker.client, worker.task_queue)
        house = asyncio.create_task(
            keep_house(self._sending, self._settings.sweep_interval, teller, self._webhooks)
        )
        try:
            grace = self._settings.worker_shutdown
            async with at_work(sends, grace), nudging(self._sending, worker.client):
                yield
        finally:
            house.cancel()
            with suppress(asyncio.CancelledError):
                await house

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[None]:
        """The last worker to end closes what they shared."""
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1
            if not self._running:
                await self._webhooks.aclose()
                await close_sending(self._sending)


def _pass_through(runner: WorkflowRunner | None) -> WorkflowRunner:
    if not isinstance(runner, SandboxedWorkflowRunner):
        return runner or SandboxedWorkflowRunner()
    return dataclasses.replace(
        runner, restrictions=runner.restrictions.with_passthrough_modules(*PASSED_THROUGH)
    )


async def connect(settings: Settings, plugin: HomingPlugin | None = None) -> Client:
    """A worker's client of the Temporal server that the environment names (TEMPORAL_ADDRESS,
    TEMPORAL_PROFILE, ...), with the plugin. What it logs goes with our log, and its own metrics are served
    where the settings say."""
    return await Client.connect(
        **client_options(),
        plugins=[plugin or HomingPlugin(settings)],
        runtime=temporal_runtime(settings, metrics=True),
    )
