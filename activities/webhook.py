"""The activity that calls an author's server for a cohort."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.context import working_on
from activities.errors import is_infrastructure
from activities.heartbeat import heartbeating
from homing.dispatching.context import Sending
from homing.domain.definition import CallWebhook
from homing.domain.errors import NotFoundError
from homing.domain.ids import webhook_key
from homing.observing import get_logger
from homing.providers.webhooks import Answered, WebhookMessage, WebhookSender
from homing.store.definitions import read_definition_version, read_headers
from homing.store.webhooks import read_occasion
from workflows.ports import CALL_WEBHOOK, WEBHOOK_ATTEMPTS, WebhookCall, WebhookResult

_LOG = get_logger(__name__)

_FIRST_PAUSE: Final = timedelta(seconds=1)
_LONGEST_PAUSE: Final = timedelta(minutes=1)


def webhook_activity(
    sending: Sending, webhooks: WebhookSender
) -> Callable[[WebhookCall], Coroutine[Any, Any, WebhookResult]]:
    """``call_webhook``: posts once. Raises, of the type ``webhook_unavailable``, what a retry may mend; the
    last attempt returns it."""

    @activity.defn(name=CALL_WEBHOOK)
    async def call_webhook(asked: WebhookCall) -> WebhookResult:
        with working_on(asked):
            async with heartbeating():
                answered = await webhooks.call(await _read(sending, asked))
            result = "delivered" if answered.reason is None else answered.reason.value
            sending.metrics.webhook_called(result)
            _LOG.info("webhook called", result=result, status=answered.status)
            return _conclude(answered, last=activity.info().attempt >= WEBHOOK_ATTEMPTS)

    return call_webhook


def _conclude(answered: Answered, *, last: bool) -> WebhookResult:
    if answered.again and not last:
        status = "no answer" if answered.status is None else f"status {answered.status}"
        raise ApplicationError(f"{answered.reason}: {status}", type=answered.reason)
    return WebhookResult(
        delivered=answered.reason is None,
        status=answered.status,
        reason=None if answered.reason is None else answered.reason.value,
    )


async def _read(sending: Sending, asked: WebhookCall) -> WebhookMessage:
    """Waits for a database that is away: the attempts that Temporal counts are the receiver's."""
    pause = _FIRST_PAUSE
    while True:
        try:
            return await sending.database.repeat_app(
                UUID(asked.org), lambda connection: _compose(sending, connection, asked)
            )
        except Exception as error:
            if not is_infrastructure(error):
                raise
        await asyncio.sleep(pause.total_seconds())
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _compose(sending: Sending, connection: AsyncConnection, asked: WebhookCall) -> WebhookMessage:
    org, execution = UUID(asked.org), UUID(asked.execution)
    occasion = await read_occasion(connection, org, execution, asked.cohort)
    pinned = occasion.definition_id, occasion.version
    definition = (await read_definition_version(connection, org, *pinned)).definition
    config = next((step.config for step in definition.steps if step.id == asked.step), None)
    if not isinstance(config, CallWebhook):
        raise NotFoundError("webhook")
    return WebhookMessage(
        org=org,
        key=webhook_key(org, execution, asked.step, asked.cohort),
        url=config.url,
        headers=await read_headers(connection, org, sending.vault, *pinned, asked.step),
        content={
            "type": "workflow.step",
            "organization": asked.org,
            "campaign": str(occasion.campaign_id),
            "execution": asked.execution,
            "step": asked.step,
            "name": config.name,
            "cohort": asked.cohort,
            "people": occasion.people,
            "open": occasion.open,
            "acted": occasion.acted,
        },
    )
