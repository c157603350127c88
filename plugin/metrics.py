"""Metrics in Prometheus' text format: what a process counted itself, and how things stand in the database."""

import hmac
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Metric, generate_latest
from prometheus_client.registry import Collector
from temporalio.runtime import LogForwardingConfig, LoggingConfig, PrometheusConfig, Runtime, TelemetryConfig

from homing.dispatching.context import Sending
from homing.dispatching.levels import Standing
from homing.domain.errors import ConfigurationError
from homing.observing import get_logger
from homing.settings import Settings

_LOG = get_logger(__name__)

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
PATH: Final = "/metrics"


class Exposition:
    """What a scraper is answered with."""

    def __init__(self, settings: Settings, sending: Sending) -> None:
        self._token = settings.metrics_token
        self._metrics = sending.metrics
        self._standing = Standing(sending)

    async def text(self) -> bytes:
        """Everything, as it is now; without the database, what is known without it."""
        self._metrics.show(await self._standing.read())
        return generate_latest(_Shown(self._metrics.registry))

    def admits(self, authorization: str | None) -> bool:
        """Whether a scraper bears the token, where one is set."""
        if self._token is None:
            return True
        wanted = f"Bearer {self._token.get_secret_value()}"
        return hmac.compare_digest((authorization or "").encode(), wanted.encode())


class _Shown(Collector):
    """A registry without the times at which each series began, which would double it."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterable[Metric]:
        for metric in self._registry.collect():
            metric.samples = [one for one in metric.samples if not one.name.endswith("_created")]
            yield metric


@asynccontextmanager
async def serving_metrics(settings: Settings, sending: Sending) -> AsyncIterator[None]:
    """``GET /metrics`` of a process that serves nothing else, where the settings name a port. Raises
    ConfigurationError for one that is taken."""
    if settings.metrics_port is None:
        yield
        return
    exposition = Exposition(settings, sending)

    async def scrape(request: web.Request) -> web.Response:
        if not exposition.admits(request.headers.get("Authorization")):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        return web.Response(body=await exposition.text(), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.router.add_get(PATH, scrape)
    # A scraper keeps its connection: at the end nobody waits for it.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.metrics_host, settings.metrics_port)
        with _listening("METRICS_PORT", settings.metrics_port):
            await site.start()
        _LOG.info("metrics served", host=settings.metrics_host, port=settings.metrics_port)
        yield
    finally:
        await runner.cleanup()


def temporal_runtime(settings: Settings, *, metrics: bool) -> Runtime:
    """What a client of Temporal runs on: its log goes with ours and, where the settings name a port, its own
    metrics are served there. One process can serve them once. Raises ConfigurationError for a port that is
    taken."""
    port = settings.temporal_metrics_port if metrics else None
    with _listening("TEMPORAL_METRICS_PORT", port):
        return _runtime(None if port is None else f"{settings.metrics_host}:{port}")


@contextmanager
def _listening(name: str, port: int | None) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError):  # which of them, Temporal's runtime does not say
        raise ConfigurationError(f"HOMING_{name}: can't listen on {port} of HOMING_METRICS_HOST") from None


@cache
def _runtime(address: str | None) -> Runtime:
    served = None
    if address is not None:
        served = PrometheusConfig(
            bind_address=address, counters_total_suffix=True, unit_suffix=True, durations_as_seconds=True
        )
    forwarded = LogForwardingConfig(logging.getLogger("temporalio.core"), append_target_to_name=False)
    log = LoggingConfig(filter=LoggingConfig.default.filter, forwarding=forwarded)
    return Runtime(telemetry=TelemetryConfig(logging=log, metrics=served))
