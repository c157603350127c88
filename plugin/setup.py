"""What a Temporal namespace is set up with, once: search attributes, and the schedules of the comparison with
the provider and of letting go of old data. Without them everything runs; but the UI can't be searched by
organization, campaign, execution and step, nothing is compared until somebody asks for it, and everything is
kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleHandle,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from homing.observing import get_logger
from workflows import ParityWorkflow, RetentionWorkflow
from workflows.parity_ports import ParityInput
from workflows.ports import SEARCH_ATTRIBUTES
from workflows.retention_ports import RetentionInput

_LOG = get_logger(__name__)

PARITY: Final = "homing-parity"
"""The id of the comparison's schedule."""
RETENTION: Final = "homing-retention"
"""And of that of letting go."""
_QUIET_HOUR: Final = ScheduleCalendarSpec(hour=[ScheduleRange(3)], minute=[ScheduleRange(17)])
"""A quarter past three, UTC: not on the hour, when everybody asks their provider for something."""
_LATER: Final = ScheduleCalendarSpec(hour=[ScheduleRange(4)], minute=[ScheduleRange(41)])
_A_DAY_AT_MOST: Final = timedelta(hours=23)
_TIMEOUT: Final = timedelta(seconds=10)


async def missing_search_attributes(client: Client) -> list[str]:
    """Those of ours that the client's namespace lacks, or has with another type."""
    known = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
    return [key.name for key in SEARCH_ATTRIBUTES if known.custom_attributes.get(key.name) != keyword]


async def register_search_attributes(client: Client) -> list[str]:
    """Register what is missing; again is the same as once. Returns what was registered."""
    missing = await missing_search_attributes(client)
    if missing:
        keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
        try:
            await client.operator_service.add_search_attributes(
                AddSearchAttributesRequest(
                    namespace=client.namespace, search_attributes=dict.fromkeys(missing, keyword)
                )
            )
        except RPCError as error:
            # Somebody else was setting up at the same moment.
            if error.status is not RPCStatusCode.ALREADY_EXISTS:
                raise
    return missing


async def warn_of_missing_search_attributes(client: Client) -> None:
    """Say in the log what is missing, if it can be known."""
    try:
        missing = await missing_search_attributes(client)
    except RPCError as error:
        # Not everybody may ask: who was given a namespace of a cloud, for one.
        _LOG.warning("the search attributes could not be looked up", status=error.status.name)
        return
    if missing:
        _LOG.warning("the namespace lacks search attributes", missing=missing, setup="homing setup")


async def schedule_parity(client: Client, task_queue: str) -> bool:
    """Let the comparison with the provider run daily; again is the same as once, and what operators changed
    of it (paused, say) stays. Returns whether it is new."""
    action = ScheduleActionStartWorkflow(
        ParityWorkflow.run,
        ParityInput(),
        id="parity",
        task_queue=task_queue,
        execution_timeout=_A_DAY_AT_MOST,
        static_summary="opt-outs compared with the provider's blocks",
    )
    return await _schedule(client, PARITY, action, _QUIET_HOUR)


async def schedule_retention(client: Client, task_queue: str) -> bool:
    """The same for letting go of data that was kept for long enough."""
    action = ScheduleActionStartWorkflow(
        RetentionWorkflow.run,
        RetentionInput(),
        id="retention",
        task_queue=task_queue,
        execution_timeout=_A_DAY_AT_MOST,
        static_summary="data that was kept for long enough",
    )
    return await _schedule(client, RETENTION, action, _LATER)


async def _schedule(
    client: Client, name: str, action: ScheduleActionStartWorkflow, daily: ScheduleCalendarSpec
) -> bool:
    schedule = Schedule(
        action=action,
        spec=ScheduleSpec(calendars=[daily]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=1)),
    )

    def renew(found: ScheduleUpdateInput) -> ScheduleUpdate:
        return ScheduleUpdate(replace(found.description.schedule, action=action))

    try:
        await client.create_schedule(name, schedule, rpc_timeout=_TIMEOUT)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(name).update(renew, rpc_timeout=_TIMEOUT)
        return False
    return True


async def compare_now(client: Client, task_queue: str) -> None:
    """Begin a comparison, unless one is going on. Raises RPCError, and what else there is where Temporal is
    away."""
    schedule: ScheduleHandle = client.get_schedule_handle(PARITY)
    try:
        await schedule.trigger(overlap=ScheduleOverlapPolicy.SKIP, rpc_timeout=_TIMEOUT)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        await schedule_parity(client, task_queue)
        await schedule.trigger(overlap=ScheduleOverlapPolicy.SKIP, rpc_timeout=_TIMEOUT)
