"""Confirming a number, as its user does it: on the page and through the API.

The request is a row first; then Temporal is told, whose workflow has the code sent and closes what is over.
Where Temporal is away the row stands all the same: the housekeeping sends the code, and tells later. Codes
are checked in the database alone.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from temporalio.client import Client
from temporalio.common import (
    Priority,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from homing.dispatching import trying_codes, verifying
from homing.dispatching.context import Sending
from homing.dispatching.pending import Pending, read_pending
from homing.dispatching.verifying import Wish
from homing.dispatching.withdraw import wait_for_user
from homing.domain.errors import RefusedError
from homing.domain.ids import verification_workflow_id
from homing.domain.verification import Verdict
from homing.observing import get_logger
from homing.store import verifications
from plugin.telling import AWAY, Teller
from workflows import VerificationWorkflow
from workflows.ports import ORG, URGENT
from workflows.verification_ports import VerificationInput

_LOG = get_logger(__name__)

PATIENCE: Final = timedelta(seconds=2)
"""With Temporal: somebody waits for the answer."""
_MOST: Final = 100

_SUMMARY: Final = "a number is being confirmed"


@dataclass(frozen=True, slots=True)
class Started:
    """A code was asked for. ``told`` False: Temporal is away, and will be told."""

    verification: UUID
    pending: Pending
    told: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The number counts from now on."""

    verification: UUID


@dataclass(frozen=True, slots=True)
class Refused:
    """The code does not confirm the number: one of ``wrong_code``, ``code_locked``, ``code_expired`` (or used
    up) and ``nothing_to_confirm``."""

    reason: Verdict
    tries_left: int


class Verifications:
    """What a user can do about a number of their own. ``task_queue``: where workflows' workers listen.

    All raise NotFoundError for a stranger.
    """

    def __init__(
        self, sending: Sending, client: Client, task_queue: str, *, patience: timedelta = PATIENCE
    ) -> None:
        self._sending = sending
        self._client = client
        self._task_queue = task_queue
        self._patience = patience
        self._tagged = True

    async def start(  # who asks, for which number, whence and in whose language
        self,
        org: UUID,
        user: UUID,
        raw: str,
        *,
        region: str | None = None,
        address: str | None = None,
        locale: str | None = None,
    ) -> Started:
        """Have a code sent to a number as it was typed. It takes the place of the user's own once confirmed;
        until then that one is texted. Asked again for the same number, another code is sent.

        Raises NumberRefused, RefusedError and TooSoonError as ``verifying.ask_for_code`` says.
        """
        return await self._ask(org, user, Wish(raw=raw, region=region, address=address, locale=locale))

    async def resend(
        self, org: UUID, user: UUID, *, address: str | None = None, locale: str | None = None
    ) -> Started:
        """Have another code sent to the number that waits for it. Raises as ``start`` does, and
        ``no_identifier`` where none waits."""
        return await self._ask(org, user, Wish(raw=None, address=address, locale=locale))

    async def confirm(self, org: UUID, user: UUID, code: str) -> Confirmed | Refused:
        """Confirm by a code, as it was typed. Raises RefusedError ``not_a_code`` for what can be none."""
        tried = await trying_codes.try_code(self._sending, org, user, code)
        self._sending.metrics.verified(tried.verdict)
        if tried.verification is not None:
            await self.tell(org, tried.verification)
        if tried.verdict is Verdict.CONFIRMED and tried.verification is not None:
            return Confirmed(tried.verification)
        return Refused(tried.verdict, tried.tries_left)

    async def cancel(self, org: UUID, user: UUID) -> None:
        """Give up confirming. A number of the user's that counts goes on to."""
        await self._ended(org, await verifying.cancel(self._sending, org, user))

    async def remove(self, org: UUID, user: UUID) -> None:
        """Forget the numbers that the user added, confirmed or not: once it is answered no text to them
        begins."""
        await self._ended(org, await verifying.remove(self._sending, org, user))
        await wait_for_user(self._sending, org, user)

    async def pending(self, org: UUID, user: UUID) -> Pending | None:
        """The number that waits to be confirmed; None where none does."""
        async with self._sending.database.app(org) as connection:
            return await read_pending(connection, org, self._sending.vault, user)

    async def tell(self, org: UUID, verification: UUID) -> bool:
        """Let the workflow of a request, begun or to begin, look at it. False where Temporal is away."""
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await self._say(org, verification)
        except AWAY as error:
            _LOG.warning("Temporal could not be told", org=org, verification=verification, error=error)
            return False
        await self._sending.database.repeat_app(
            org, lambda connection: verifications.write_told(connection, org, verification)
        )
        return True

    async def _ask(self, org: UUID, user: UUID, wish: Wish) -> Started:
        try:
            asked = await verifying.ask_for_code(self._sending, org, user, wish)
        except RefusedError as error:
            self._sending.metrics.verified(error.reason)
            raise
        self._sending.metrics.verified("asked")
        told = await self.tell(org, asked.verification)
        return Started(asked.verification, asked.pending, told)

    async def _ended(self, org: UUID, verification: UUID | None) -> None:
        if verification is not None:
            await self.tell(org, verification)

    async def _say(self, org: UUID, verification: UUID) -> None:
        """Start the workflow, unless there is or was one, and let it look."""
        try:
            await self._start(org, verification)
        except WorkflowAlreadyStartedError:
            return  # it is over, as its request is
        except RPCError as error:
            if not (self._tagged and error.status is RPCStatusCode.INVALID_ARGUMENT):
                raise
            self._tagged = False
            await self._start(org, verification)

    async def _start(self, org: UUID, verification: UUID) -> None:
        pairs = [SearchAttributePair(ORG, str(org))]
        await self._client.start_workflow(
            VerificationWorkflow.run,
            VerificationInput(org=str(org), verification=str(verification)),
            id=verification_workflow_id(org, verification),
            task_queue=self._task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            search_attributes=TypedSearchAttributes(pairs) if self._tagged else None,
            priority=Priority(priority_key=URGENT, fairness_key=str(org)),
            static_summary=_SUMMARY,
            start_signal="look",
            rpc_timeout=self._patience,
        )


async def tell_verifications(sending: Sending, teller: Teller, after: timedelta) -> int:
    """Tell of requests that stayed untold for so long. Ends at the first that shows that Temporal is away.
    Returns how many were told."""
    async with sending.database.system() as connection:
        untold = await verifications.read_untold(connection, after.total_seconds(), _MOST)
    telling = Verifications(sending, teller.client, teller.task_queue)
    for told, (org, verification) in enumerate(untold):
        if not await telling.tell(org, verification):
            return told
    return len(untold)
