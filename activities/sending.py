"""Activities that send a page on a channel."""

from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.context import working_on
from activities.errors import is_infrastructure
from activities.heartbeat import heartbeating
from activities.rules import rule_of
from homing.channels import CHANNELS, Channel
from homing.dispatching.behind import check_ledger
from homing.dispatching.claim import ClaimRequest
from homing.dispatching.context import Sending
from homing.dispatching.failing import fail_page
from homing.dispatching.page import run_page
from homing.domain.errors import LedgerBehindError
from homing.observing import get_logger
from homing.store import progress
from homing.store.ledger import PageKey, StepKey
from workflows.ports import Page, PageResult, send_activity

_LOG = get_logger(__name__)


def send_activities(sending: Sending) -> list[Callable[..., Any]]:
    """One activity for each channel, named as the workflows call it."""
    return [_send_on(sending, channel) for channel in CHANNELS]


def _send_on(sending: Sending, channel: Channel) -> Callable[[Page], Coroutine[Any, Any, PageResult]]:
    @activity.defn(name=send_activity(channel.traits.name))
    async def send(page: Page) -> PageResult:
        return await _send_page(sending, channel, page)

    return send


async def _send_page(sending: Sending, channel: Channel, page: Page) -> PageResult:
    request = _request(sending, channel, page)
    with working_on(page):
        try:
            await _check_ledger(sending, page)
            async with heartbeating(lambda: sending.heights.of(UUID(page.ref.org))):
                top = await run_page(sending, request)
            await _check_ledger(sending, page)  # what is handed on from here hides what came in
        except LedgerBehindError:
            await _check_ledger(sending, page)  # this process may be the first to notice
            raise ApplicationError("waits for homing reconcile", type="ledger_behind") from None
        except Exception as error:
            if is_infrastructure(error):
                raise
            _LOG.error("page failed", channel=page.channel, first=page.first, past=page.past, exc_info=error)
            await fail_page(sending, request)
            top = page.ledger
        return await _result(sending, request, top)


def _request(sending: Sending, channel: Channel, page: Page) -> ClaimRequest:
    ref, manner = page.ref, page.manner
    step = StepKey(UUID(ref.org), UUID(ref.execution), ref.step, ref.occurrence)
    return ClaimRequest(
        page=PageKey(step, ref.cohort, page.first, page.past),
        channel=channel,
        earlier=tuple(page.earlier),
        rule=rule_of(manner),
        available=channel.provider is None or channel.provider in sending.providers,
        targets=ref.targets,
        message_class=manner.message_class,
        urgent=manner.urgent,
    )


async def _check_ledger(sending: Sending, page: Page) -> None:
    """A database that lacks an attempt which was reported was put back: it has forgotten texts, so metered
    channels stay off until the provider's own list has been read, and their pages wait.

    The workflow knows of the pages before this one, the page's own heartbeats and this process may know of
    later attempts. Pages of every channel look: what one of them hands on hides what it was handed.
    """
    await check_ledger(sending, UUID(page.ref.org), {page.ledger, *activity.info().heartbeat_details})


async def _result(sending: Sending, request: ClaimRequest, top: int) -> PageResult:
    async with sending.database.app(request.page.step.org_id) as connection:
        tallies = await progress.tally_page(
            connection, request.page, request.channel.traits.name, targets=request.targets
        )
    counts = {tally.key: tally.people for tally in tallies}
    page = request.page
    _LOG.info(
        "page done", channel=request.channel.traits.name, first=page.first, past=page.past, counts=counts
    )
    return PageResult(
        counts=counts,
        users={tally.key: tally.users for tally in tallies},
        ledger=top,
    )
