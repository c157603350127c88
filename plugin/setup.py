"""What a Temporal namespace is set up with, once: search attributes. Without them everything runs, and the
UI can't be searched by organization, campaign, execution and step."""

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from homing.observing import get_logger
from workflows.ports import SEARCH_ATTRIBUTES

_LOG = get_logger(__name__)


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
